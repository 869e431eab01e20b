"""What each plot says of a frame, before any pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.plots import gradient, gradient_norm, loss
from rnnsim.ui.plots.history import Tracks
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.recorded import iterations_between, said_between
from rnnsim.ui.plots.series import linear, logarithmic

Frames = Callable[..., Frame]

SPECIAL = [0.0, np.inf, np.nan, 5e-324, 2.2e-308, 1.8e308, 1.0]
magnitudes = arrays(
    np.float64,
    st.integers(2, 30),
    elements=st.one_of(st.sampled_from(SPECIAL), st.floats(min_value=0.0)),
)


def loss_picture(frame: Frame, have: Picture | None = None) -> Picture:
    tracks = Tracks(linear, positive=False)
    return loss.compose(frame, tracks.lines(loss.runs_of(frame), 200), have)


def norm_picture(frame: Frame, have: Picture | None = None) -> Picture:
    before, after = (Tracks(logarithmic, positive=True) for _ in range(2))
    lines = before.lines(gradient_norm.runs_of(frame), 200)
    (line,) = after.lines([gradient_norm.after_of(frame)], 200)
    return gradient_norm.compose(frame, lines, line, have)


def words(picture: Picture) -> list[str]:
    return [str(entry.labels[0]) for entry in picture.legend]


# gradient magnitude


@given(magnitudes)
def test_any_magnitudes_make_a_picture_that_shows_or_marks_each(
    frame_with: Frames, magnitude: np.ndarray
) -> None:
    picture = gradient.compose(frame_with(magnitude))
    series = picture.curves[0].series
    assert list(series.x) == list(range(len(magnitude)))
    assert picture.y.holds(*(series.extent() or (picture.y.low, picture.y.high)))
    assert ((series.shown | series.below | series.above) == ~np.isnan(magnitude)).all()
    assert (picture.note != "") == any(
        m.all() for m in (series.below, series.above, series.missing)
    )


def test_a_bound_far_away_does_not_squeeze_what_is_measured(frame_with: Frames) -> None:
    steps = np.arange(500, -1, -1.0)
    frame = frame_with(0.99**steps, bound=3.0**steps, radius_line=0.5**steps)
    picture = gradient.compose(frame)
    assert picture.y.low >= -4
    assert picture.y.high <= 1
    assert len(picture.references) == 2


def test_a_bound_nearby_is_shown_whole(frame_with: Frames) -> None:
    steps = np.arange(14, -1, -1.0)
    picture = gradient.compose(frame_with(0.1**steps, bound=1.3**steps))
    assert picture.y.holds(-14.0, 14 * np.log10(1.3))


def test_the_axis_stays_while_the_radius_is_dragged_to_and_fro(frame_with: Frames) -> None:
    have, ranges = None, []
    for rho in (0.5, 0.52, 0.55, 0.6, 0.55, 0.52, 0.5, 0.52, 0.55, 0.6):
        line = rho ** np.arange(30, -1, -1.0)
        have = gradient.compose(frame_with(line), have)
        ranges.append(have.y)
    assert len(set(ranges)) == 1


def test_references_without_a_value_are_neither_drawn_nor_named(frame_with: Frames) -> None:
    picture = gradient.compose(frame_with(np.zeros(8)))
    assert words(picture) == ["measured"]
    assert picture.note == "exactly 0 at every time step"
    everything = gradient.compose(frame_with(np.ones(8)))
    assert words(everything) == ["measured", "bound (γσ₁)^T−k", "radius alone ρ^T−k"]


def test_the_gradient_in_one_sentence(frame_with: Frames) -> None:
    said = gradient.summary(frame_with(np.array([0.0135, 0.0, np.inf, np.nan, 1.0])))
    assert said == (
        "Gradient magnitude 1.00 at the last time step, 4, and 0.0135 at time step 0; exactly zero"
        " at 1 of 5 time steps; infinite at 1 of 5 time steps; not a number at 1 of 5 time steps."
    )


def test_without_a_bound_there_is_none_in_the_legend(frame_of: Frames) -> None:
    everywhere = frame_of(bound=None, radius_line=None)
    assert words(gradient.compose(everywhere)) == ["measured"]
    assert gradient.compose(everywhere).references == ()


def test_of_an_lstm_both_gradients_and_what_its_gates_leave(gated_frame_of: Frames) -> None:
    frame = gated_frame_of("lstm")
    picture = gradient.compose(frame)
    assert words(picture) == ["measured", "measured, of c", "gates alone"]
    hidden, memory = (10.0**curve.series.y for curve in picture.curves)
    assert hidden == pytest.approx(frame.passed.gradient_magnitude)
    assert memory == pytest.approx(frame.passed.memory_gradient_magnitude)
    alone = 10.0 ** picture.references[0].y
    assert alone == pytest.approx(0.04 * 0.5 ** np.arange(3, -1, -1))
    assert gradient.summary(frame) == (
        "Gradient magnitude 0.0800 at the last time step, 3, and 0.0100 at time step 0; of the cell"
        " state 0.0400 and 0.00500; the gates alone would leave ×0.125."
    )


def test_of_a_gru_the_gates_are_set_against_the_gradient_along_h(gated_frame_of: Frames) -> None:
    picture = gradient.compose(gated_frame_of("gru"))
    assert words(picture) == ["measured", "gates alone"]
    assert 10.0 ** picture.references[0].y[-1] == pytest.approx(0.08)


def test_the_axis_holds_the_gradient_of_c_too(gated_frame_of: Frames) -> None:
    memory = np.array([1e-9, 1e-3, 1.0, 1e4])
    picture = gradient.compose(gated_frame_of(memory_gradient_magnitude=memory))
    assert picture.y.holds(-9.0, 4.0)


@pytest.mark.parametrize("kind", [0.0, np.inf, np.nan])
def test_a_note_stands_in_place_of_curves_where_none_of_them_is(
    gated_frame_of: Frames, kind: float
) -> None:
    whole = np.full(4, kind)
    frame = gated_frame_of(gradient_magnitude=whole, memory_gradient_magnitude=whole)
    assert gradient.compose(frame).note.endswith("at every time step")
    half = gated_frame_of(gradient_magnitude=whole)
    assert gradient.compose(half).note == ""


@pytest.mark.parametrize("precision", [np.float16, np.float32])
def test_a_narrow_format_is_drawn_as_exactly_as_any(frame_of: Frames, precision: type) -> None:
    frame = frame_of((6e-8, 1.2e-3, 0.0, 6e4), precision=precision)
    series = gradient.compose(frame).curves[0].series
    values = frame.passed.gradient_magnitude.astype(float)[series.shown]
    assert 10.0 ** series.y[series.shown] == pytest.approx(values, rel=1e-12)
    assert series.below.tolist() == [False, False, True, False]


# loss


def test_the_plot_says_something_before_the_first_iteration(run: type) -> None:
    frame = run().frame()
    picture = loss_picture(frame)
    assert [(dot.x, dot.y) for dot in picture.dots] == [(0, frame.passed.loss)]
    assert picture.legend[0].labels[0].text == "guessing: ln 4 = 1.39"
    assert picture.y.holds(0.0, max(frame.passed.loss, np.log(4)))


def test_the_dot_follows_the_history(run: type) -> None:
    frame = run().iterate(30).frame()
    picture = loss_picture(frame)
    series = picture.curves[0].series
    assert list(series.y) == [*frame.curves.losses, frame.passed.loss]
    assert list(series.x) == list(range(31))
    assert picture.dots[0].x == 30


@pytest.mark.parametrize(
    ("chance", "said"),
    [(np.log(4), "ln 4 = 1.39"), (np.log(10), "ln 10 = 2.30"), (0.25, "0.250"), (1e9, "1.00·10⁹")],
)
def test_the_label_of_chance_comes_from_the_number(chance: float, said: str) -> None:
    assert loss.cost(chance) == said


def test_without_a_chance_loss_there_is_no_line(frame_of: Frames) -> None:
    picture = loss_picture(frame_of(chance_loss=None))
    assert (picture.levels, picture.legend) == ((), ())


def test_the_loss_in_one_sentence(frame_of: Frames) -> None:
    frame = frame_of(loss=0.5, losses=(2.0, 1.0), accuracy=0.625)
    assert loss.summary(frame) == (
        "Loss 0.500 at iteration 2, 2.00 at the start; guessing costs 1.39; 62% of the answers are"
        " right."
    )
    assert loss.summary(frame_of(loss=0.5, chance_loss=None)) == "Loss 0.500 at iteration 0."


@given(magnitudes, st.sampled_from(SPECIAL))
def test_any_losses_make_a_picture(frame_with: Frames, x: np.ndarray, end: float) -> None:
    picture = loss_picture(frame_with(losses=(x, end)))
    extent = picture.curves[0].series.extent()
    assert extent is None or picture.y.holds(*extent)
    assert len(picture.dots) == np.isfinite(end)


# gradient norm


def test_unclipped_norms_are_one_curve(run: type) -> None:
    picture = norm_picture(run().iterate(9).frame())
    assert words(picture) == ["not clipped"]
    assert len(picture.curves) == 1
    assert picture.levels == ()


def test_clipped_norms_are_two_curves_and_a_threshold(run: type) -> None:
    frame = run(clip="norm", clip_threshold=0.1).iterate(9).frame()
    picture = norm_picture(frame)
    assert words(picture) == ["before clipping", "after"]
    assert [level.text for level in picture.levels] == ["τ = 0.1"]
    assert picture.levels[0].y == pytest.approx(-1)
    assert picture.curves[1].series.y.max() <= -1 + 1e-9


def test_a_history_clipped_before_stays_two_curves_when_clipping_is_off(
    frame_with: Frames,
) -> None:
    norms = np.array([3.0, 0.5, 2.0])
    frame = frame_with(
        losses=(norms, 1.0), clipped=(np.minimum(norms, 1.0), 1.0), settings=Settings(clip="off")
    )
    assert len(norm_picture(frame).curves) == 2
    assert norm_picture(frame).levels == ()


def test_the_threshold_of_clipping_by_value_is_not_passed_off_as_a_norms(run: type) -> None:
    picture = norm_picture(run(clip="value", clip_threshold=0.05).frame())
    assert [level.text for level in picture.levels] == ["each component ≤ τ = 0.05"]


@given(magnitudes, st.sampled_from(SPECIAL), st.sampled_from(["off", "norm", "value"]))
def test_any_norms_make_a_picture(frame_with: Frames, x: np.ndarray, end: float, clip: str) -> None:
    frame = frame_with(
        losses=(x, end), clipped=(np.minimum(x, 1.0), end), settings=Settings(clip=clip)
    )
    picture = norm_picture(frame)
    for curve in picture.curves:
        extent = curve.series.extent()
        assert extent is None or picture.y.holds(*extent)


@pytest.mark.parametrize(
    ("clip", "kind", "level"),
    [
        ("norm", "by norm", "τ = 0.01"),
        ("value", "by value", "each component ≤ τ = 0.01"),
        ("backward", "of the backward signal", "each step hands back ≤ τ = 0.01"),
    ],
)
def test_the_norm_in_one_sentence_and_what_the_threshold_limits(
    frame_of: Frames, clip: str, kind: str, level: str
) -> None:
    settings = Settings(clip=clip, clip_threshold=0.01)
    frame = frame_of(settings=settings, gradient_norm=3.0, clipped_gradient_norm=0.01)
    assert gradient_norm.summary(frame) == (
        f"Gradient norm 3.00 at iteration 0, 0.0100 after clipping {kind} at τ = 0.01; clipping"
        " changed 25% of the gradients so far, this one to cosine 1.00."
    )
    assert [each.text for each in norm_picture(frame).levels] == [level]
    assert gradient_norm.summary(frame_of()).endswith("at iteration 0, not clipped.")


# what the pointer reads off a history


@pytest.mark.parametrize(
    ("x", "next_x", "expected"),
    [
        (3.2, 3.4, (3, 3)),
        (-1.0, -0.5, (0, 0)),
        (99.0, 120.0, (10, 10)),
        (2.0, 5.0, (2, 4)),
        (2.5, 3.5, (3, 3)),
        (8.0, 30.0, (8, 10)),
    ],
)
def test_a_column_of_pixels_is_some_iterations(
    x: float, next_x: float, expected: tuple[int, int]
) -> None:
    assert iterations_between(x, next_x, 10) == expected


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (1, 1, "iteration 1: 0.500"),
        (4, 4, "iteration 4: 9.00"),
        (0, 1, "iterations 0–1: 0.500 … 1.00"),
        (3, 4, "iterations 3–4: 0.250 … 9.00"),
        (1, 3, "iterations 1–3: NaN"),
    ],
)
def test_values_between_in_words(frame_with: Frames, first: int, last: int, said: str) -> None:
    frame = frame_with(losses=(np.array([1.0, 0.5, np.nan, 0.25]), 9.0))
    assert said_between(*loss.runs_of(frame)[0].between(first, last)) == said
