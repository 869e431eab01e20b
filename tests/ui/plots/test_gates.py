"""What the gates keep: lines relative to T, the point of 1/e, and words without gates."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from rnnsim.model.extras import Extras
from rnnsim.model.frame import Frame
from rnnsim.ui.plots import gates
from rnnsim.ui.plots.gates import GatesPlot, compose, shares_of, summary
from rnnsim.ui.plots.picture import Picture

Frames = Callable[..., Frame]

T = 20
BACK = np.arange(T, -1.0, -1.0)
RNN = Extras(cells={"rnn": 0.3 * 0.5**BACK})


def frame_that_keeps(
    gated_frame_of: Frames,
    kept: float = 0.9,
    cell: str = "lstm",
    bias: float | str = 1.0,
    **fields: object,
) -> Frame:
    """A frame whose gates are `kept` at every time step."""
    frame = gated_frame_of(
        cell, 0.2 * 0.8**BACK, **{"direct_path": kept**BACK, "extras": RNN} | fields
    )
    return replace(frame, settings=replace(frame.settings, forget_bias=bias))


def picture_of(frame: Frame, have: Picture | None = None) -> Picture:
    shares = shares_of(frame)
    assert shares is not None
    return compose(frame, shares, have)


@pytest.mark.parametrize(("cell", "look"), [("lstm", gates.MEMORY), ("gru", gates.STATE)])
def test_every_line_is_relative_to_its_value_at_T(
    gated_frame_of: Frames, cell: str, look: gates.Look
) -> None:
    picture = picture_of(frame_that_keeps(gated_frame_of, cell=cell))
    lines = {curve.look: 10**curve.series.y for curve in picture.curves}
    assert lines.keys() == {gates.GATES, look}
    assert np.allclose(lines[gates.GATES], 0.9**BACK)
    assert np.allclose(lines[look], 0.8**BACK)
    _gone, rnn = picture.references
    assert np.allclose(10**rnn.y, 0.5**BACK)
    assert picture.y_label == "relative to T"
    assert (
        picture.legend[0].labels[0].text
        == {
            "lstm": "forget gates alone",
            "gru": "update gates alone",
        }[cell]
    )


def test_the_point_of_1_e_is_on_the_line_of_the_gates(gated_frame_of: Frames) -> None:
    picture = picture_of(frame_that_keeps(gated_frame_of))
    steps = -1.0 / math.log(0.9)
    (dot,), (tag,) = picture.dots, picture.tags
    assert (dot.x, 10**dot.y) == (pytest.approx(T - steps), pytest.approx(math.exp(-1.0)))
    assert tag.points == ((dot.x, dot.y),)
    assert tag.text == "1/e after 9.5 steps"
    line = picture.curves[0].series
    assert np.interp(dot.x, line.x, line.y) == pytest.approx(dot.y)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bias": 6.0}, "1/e beyond T: ≈ 404 steps by bias"),
        ({"bias": "chrono"}, "1/e beyond T"),
        ({"bias": 6.0, "iteration": 3}, "1/e beyond T"),  # the bias is no longer the first
        ({"bias": 1.0}, "1/e beyond T"),  # 3.2 would not be beyond
    ],
)
def test_beyond_T_only_what_the_first_bias_says_is_told(
    gated_frame_of: Frames, changes: dict[str, object], words: str
) -> None:
    frame = frame_that_keeps(gated_frame_of, 0.99, **changes)
    picture = picture_of(frame)
    assert picture.dots == ()
    assert [tag.text for tag in picture.tags] == [words]
    assert summary(frame).endswith(f"{words}.")


def test_it_moves_with_the_forget_bias(gated_frame_of: Frames, qtbot: QtBot) -> None:
    plot = GatesPlot()
    qtbot.addWidget(plot)
    told = []
    for bias in (0.0, 1.0, 3.0):
        kept = 1.0 / (1.0 + math.exp(-bias))
        plot.show_frame(frame_that_keeps(gated_frame_of, kept, bias=bias))
        plot.settle()
        told.append((plot.aside, round(plot._picture.dots[0].x, 2)) if bias < 3 else plot.aside)
    assert told == [("1/e after 1.4 steps", 18.56), ("1/e after 3.2 steps", 16.81), "1/e beyond T"]


def test_an_rnn_has_no_gates_and_the_plot_says_so(frame_of: Frames, qtbot: QtBot) -> None:
    plot = GatesPlot()
    qtbot.addWidget(plot)
    plot.resize(150, 90)
    plot.show_frame(frame_of(np.ones(5), extras=RNN))
    plot.settle()
    assert plot._picture.note.startswith("An RNN has no gates;")
    assert plot.accessibleDescription() == plot._picture.note
    assert plot.aside == ""
    assert plot.table().rows == ()


def test_the_line_of_the_rnn_may_leave_the_plot(gated_frame_of: Frames) -> None:
    rnn = Extras(cells={"rnn": 1e-9**BACK})
    picture = picture_of(frame_that_keeps(gated_frame_of, extras=rnn))
    assert picture.y.low >= -5.0
    assert picture.references[1].y[0] == pytest.approx(-9.0 * T)
    assert "RNN" in str(picture.legend[-1].labels[0])


def test_without_the_rnn_the_rest_is_drawn(gated_frame_of: Frames) -> None:
    for extras in (Extras(), Extras(cells={})):
        frame = frame_that_keeps(gated_frame_of, extras=extras)
        picture = picture_of(frame)
        assert (len(picture.references), len(picture.legend), len(picture.curves)) == (1, 2, 2)
        assert "RNN" not in summary(frame)


def test_a_gradient_that_is_0_at_T_has_no_shares(gated_frame_of: Frames) -> None:
    frame = frame_that_keeps(gated_frame_of, memory_gradient_magnitude=np.zeros(T + 1))
    measured = picture_of(frame).curves[1].series
    assert measured.missing.all()


def test_gates_that_are_not_finite_are_said_to_be(gated_frame_of: Frames) -> None:
    path = 0.99**BACK
    path[:5] = np.nan
    frame = frame_that_keeps(gated_frame_of, direct_path=path)
    picture = picture_of(frame)
    assert (picture.dots, picture.tags) == ((), ())
    assert picture.curves[0].series.missing.sum() == 5
    assert "the gates are not finite" in summary(frame)


def test_the_axis_stays_while_the_lines_move_a_little(gated_frame_of: Frames) -> None:
    first = picture_of(frame_that_keeps(gated_frame_of, 0.75))
    second = picture_of(frame_that_keeps(gated_frame_of, 0.76), first)
    assert second.y == first.y
    assert first.y.high > 0.2  # room for words above 1
