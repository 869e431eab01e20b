"""The sum that the gradient of W_hh is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.ui.plots import contributions
from rnnsim.ui.plots.contributions import running_sum, staircase

Frames = Callable[..., Frame]

VALUES = np.array([0.001, -0.25, 0.5, 1.0])


def frame_with(frame_of: Frames, values: np.ndarray) -> Frame:
    return frame_of(np.ones(len(values) + 1), contributions=values)


def test_the_running_sum_ends_on_the_total(frame_of: Frames) -> None:
    picture = contributions.compose(frame_with(frame_of, VALUES))
    line = picture.curves[0].series
    assert line.y[0] == pytest.approx(VALUES.sum())
    assert picture.levels[0].y == pytest.approx(VALUES.sum())
    assert picture.levels[0].text == "‖∂L/∂Wₕₕ‖ = 1.25"
    assert [(dot.x, dot.y) for dot in picture.dots] == [(0.5, pytest.approx(1.251))]
    assert picture.bars.filled.all()


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6)))
def test_each_riser_is_as_high_as_its_bar(values: np.ndarray) -> None:
    x, y = staircase(running_sum(values), 1)
    assert (np.diff(x) >= 0).all()
    treads = np.append(y[0:-1:2], y[-1])
    assert np.allclose(treads[:-1] - treads[1:], values, atol=1e-6)


@pytest.mark.parametrize(
    ("moment", "filled"),
    [
        (Moment(Stage.FORWARD, 2), 0),
        (Moment(Stage.LOSS, 4), 0),
        (Moment(Stage.BACKWARD, 4, Part.SLOPE), 0),
        (Moment(Stage.BACKWARD, 4, Part.CONTRIBUTION), 1),
        (Moment(Stage.BACKWARD, 3, Part.TRANSPOSED), 1),
        (Moment(Stage.BACKWARD, 3), 2),
        (Moment(Stage.BACKWARD, 1), 4),
    ],
)
def test_during_a_pass_it_is_as_far_as_the_contributions(
    frame_of: Frames, moment: Moment, filled: int
) -> None:
    picture = contributions.compose(frame_with(frame_of, VALUES), None, moment)
    assert picture.bars.filled.tolist() == [False] * (4 - filled) + [True] * filled
    so_far = VALUES[4 - filled :].sum()
    assert picture.curves[0].series.y[0] == pytest.approx(so_far)
    (dot,) = picture.dots
    assert (dot.x, dot.y) == (4.5 - filled, pytest.approx(so_far))
    assert picture.tags[0].text.startswith("sum so far")
    assert picture.levels[0].y == pytest.approx(VALUES.sum())  # where it will end


def test_the_range_holds_what_is_below_zero(frame_of: Frames) -> None:
    picture = contributions.compose(frame_with(frame_of, VALUES))
    assert picture.y.holds(-0.25, 1.251)


def test_it_is_said_how_small_the_smallest_is(frame_of: Frames) -> None:
    values = np.array([-3e-9, 0.25, 0.75])
    picture = contributions.compose(frame_with(frame_of, values))
    assert picture.remark[0] == "smallest: −3.0·10⁻⁹ at t = 1, 3.0·10⁻⁹ of the sum"
    assert picture.remark[1] == "smallest: −3.0·10⁻⁹ (t = 1)"


def test_the_first_time_step_does_not_count_as_the_smallest_where_it_is_zero(
    frame_of: Frames,
) -> None:
    picture = contributions.compose(frame_with(frame_of, np.array([0.0, 0.25, 0.75])))
    assert picture.remark[0] == "smallest: 0.25 at t = 2, 0.25 of the sum"
    later = contributions.compose(frame_with(frame_of, np.array([0.5, 0.0, 0.75])))
    assert later.remark[1] == "smallest: 0 (t = 2)"
    alone = contributions.compose(frame_with(frame_of, np.array([0.0, np.nan])))
    assert alone.remark == ()


def test_there_is_room_above_the_total_and_none_wasted_below_zero(frame_of: Frames) -> None:
    picture = contributions.compose(frame_with(frame_of, np.array([-0.001, 0.5, 0.5])))
    assert picture.y.high >= 1.19
    assert -0.2 * picture.y.high < picture.y.low < -0.001


def test_zero_nan_and_infinite_are_said(frame_of: Frames) -> None:
    zero = contributions.compose(frame_with(frame_of, np.zeros(3)))
    assert zero.note == "every contribution is exactly 0"
    nan = contributions.compose(frame_with(frame_of, np.full(3, np.nan)))
    assert nan.note == "NaN at every time step"
    assert nan.levels == ()
    some = contributions.compose(frame_with(frame_of, np.array([1.0, np.nan, 2.0])))
    assert some.curves[0].series.missing.any()
    infinite = contributions.compose(frame_with(frame_of, np.array([1.0, np.inf, 2.0])))
    assert infinite.curves[0].series.above.any()


def test_the_sentence_has_the_numbers(frame_of: Frames) -> None:
    assert contributions.summary(frame_with(frame_of, VALUES)) == (
        "The contributions of 4 time steps to the gradient of W_hh sum to its norm, 1.25; the last"
        " contributes 1.00, the first 0.00100; 1 point the other way."
    )
