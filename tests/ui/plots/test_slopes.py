"""The histogram of the slopes: bars, means, and what is exactly 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnsim.model.extras import Extras
from rnnsim.model.frame import Frame
from rnnsim.model.slopes import PARTS, Slopes
from rnnsim.ui.plots import slopes as plots
from rnnsim.ui.plots.slopes import SlopesPlot, compose, reading_at, summary

Frames = Callable[..., Frame]


def slopes_of(counts: dict[int, int], gamma: float = 1.0, **changes: object) -> Slopes:
    numbers = np.zeros(PARTS, np.int64)
    for part, number in counts.items():
        numbers[part] = number
    made = Slopes("tanh", gamma, numbers, 0, 0, int(numbers[: PARTS // 10].sum()), 0.6, 0.5)
    return replace(made, **changes)


RELU = slopes_of({0: 3, PARTS - 1: 1}, activation="relu", zeros=3, mean=0.25, geometric_mean=0.0)


def test_a_bar_stands_over_its_part_and_is_as_high_as_its_share() -> None:
    picture = compose(slopes_of({10: 1, 39: 3}, gamma=0.25))
    bars = picture.bars
    assert bars is not None
    assert bars.width == 0.25 / PARTS
    assert bars.x[10] == pytest.approx(10.5 / PARTS * 0.25)
    assert bars.y[[10, 39]].tolist() == [25.0, 75.0]
    assert np.isnan(np.delete(bars.y, [10, 39])).all()  # nothing to see is no bar
    assert (picture.x.low, picture.x.high) == (0.0, 0.25)


def test_lines_stand_at_both_means_and_where_saturation_begins() -> None:
    picture = compose(slopes_of({20: 4}, gamma=0.25, mean=0.2, geometric_mean=0.15))
    at = {line.look: line.x.tolist() for line in picture.references}
    assert at == {
        plots.GEOMETRIC: [0.15, 0.15],
        plots.ARITHMETIC: [0.2, 0.2],
        plots.SATURATED: [0.025, 0.025],
    }
    assert [entry.look for entry in picture.legend] == list(at)
    assert picture.remark[0] == "geometric mean 0.150, arithmetic 0.200; 0% are saturated"


def test_of_relu_there_are_two_bars_and_the_mean_is_said_to_be_0() -> None:
    picture = compose(RELU)
    assert np.flatnonzero(np.isfinite(picture.bars.y)).tolist() == [0, PARTS - 1]
    assert picture.references[0].x.tolist() == [0.0, 0.0]
    assert picture.remark[0].startswith("75% are exactly 0, so the geometric mean is")
    assert "75% are exactly 0." in summary(RELU)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("rnn", "slope φ′, φ = ReLU, γ = 1"),
        ("lstm", "slope φ′ of the candidate g, φ = ReLU, γ = 1"),
        ("gru", "slope φ′ of the candidate n, φ = ReLU, γ = 1"),
    ],
)
def test_it_says_of_what_the_slopes_are(cell: str, words: str) -> None:
    assert compose(RELU, cell).x_label == words


def test_without_a_finite_slope_there_are_words_and_no_means() -> None:
    nothing = slopes_of({}, not_finite=9, mean=np.nan, geometric_mean=np.nan)
    picture = compose(nothing)
    assert picture.note == "no slope is finite"
    assert [line.look for line in picture.references] == [plots.SATURATED]
    assert "9 more are not finite" in summary(nothing)


@pytest.mark.parametrize(("x", "part"), [(-0.1, 0), (0.26, 10), (1.0, 39), (3.0, 39)])
def test_the_pointer_reads_the_bar_it_is_over(x: float, part: int) -> None:
    reading = reading_at(slopes_of({part: 1, 20: 1}), x)
    assert reading.x == pytest.approx((part + 0.5) / PARTS)
    assert reading.y == 50.0
    assert reading.text.endswith("50.0% (1)")


def test_the_head_tells_the_geometric_mean(frame_of: Frames, qtbot: QtBot) -> None:
    plot = SlopesPlot()
    qtbot.addWidget(plot)
    plot.show_frame(frame_of(np.ones(3), extras=Extras(slopes=RELU)))
    assert plot.aside == "geometric mean 0"
    plot.show_frame(frame_of(np.ones(3), extras=Extras(slopes=slopes_of({3: 1}))))
    assert plot.aside == "geometric mean 0.500"
    assert "geometric mean is 0.500" in plot.accessibleDescription()
