"""The picture of a sweep: fields over two settings, a curve over one."""

import numpy as np
import pytest

from rnnsim.model.sweep import axis_of
from rnnsim.ui.plots.area import lay_out
from rnnsim.ui.plots.labels import pieces
from rnnsim.ui.plots.picture import Scale
from rnnsim.ui.plots.reach_map import FRONT, compose, name_of, names_of, said_of

RADII, STEPS = axis_of("spectral_radius=0.5:1.5:3"), axis_of("time_steps=10,20")
THERE = np.ones((3, 2), dtype=bool)


def width_of(label):
    return 7.0 * len(str(label))


def map_of(ratios, there=THERE, axes=(RADII, STEPS), over=()):
    return compose(axes, np.array(ratios, dtype=float), there, over)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("‖∂L/∂h_1‖ / ‖∂L/∂h_T‖", ["‖∂L/∂h", "_1", "‖ / ‖∂L/∂h", "_T", "‖"]),
        ("snake_case", ["snake_case"]),
        ("", []),
    ],
)
def test_subscripts_are_told_from_other_text(text, parts):
    assert [f"_{each}" if lowered else each for each, lowered in pieces(text)] == parts


def test_the_first_setting_runs_across_and_the_second_upwards():
    picture = map_of([[1.0, 1e-6], [1.0, 1e-4], [1.0, 1e2]])
    assert picture.x_label == "spectral radius ρ"
    assert picture.x_names == ("0.5", "1", "1.5")
    assert picture.y_label == "time steps T"
    assert picture.y_names == ("10", "20")
    shares = picture.scenery.raster.shares
    np.testing.assert_allclose(shares, [[0.0, 0.25, 1.0], [0.75, 0.75, 0.75]])
    assert picture.y.low < picture.y.high  # the first of them lowest


def test_what_has_no_colour_on_the_scale_has_its_own_and_is_named():
    there = np.array([[True, True], [True, True], [True, False]])
    picture = map_of([[0.0, np.inf], [np.nan, 1e-9], [1e9, np.nan]], there)
    raster, bar = picture.scenery.raster, picture.color_bar
    assert raster.zero.tolist() == [[False] * 3, [True, False, False]]
    assert raster.broken.tolist() == [[True, False, False], [False, True, False]]
    assert (bar.zero, bar.broken, bar.below, bar.above) == (True, "∞, NaN", True, True)
    assert np.isnan(raster.shares[0, 2])  # where there is no run nothing is drawn


def front_of(picture):
    (thread,) = picture.scenery.threads
    assert thread.look == FRONT
    shown = thread.series.shown
    return thread.series.x[shown], thread.series.y[shown]


def test_a_line_runs_where_a_hundredth_is_left():
    picture = map_of([[1e-4, 1e-4], [1e-1, 1e-1], [1.0, 1.0]])
    x, y = front_of(picture)
    np.testing.assert_allclose(x, 2 / 3)  # of the decades from 10⁻⁴ to 10⁻¹
    assert (y.min(), y.max()) == (0.0, 1.0)
    assert "1%" in str(picture.legend[0].labels[0])


@pytest.mark.parametrize("other", ["cell=rnn,gru", "forget_bias=0,chrono", "time_steps=20,10,15"])
def test_there_is_no_line_between_what_has_no_order(other):
    axis = axis_of(other)
    ratios = np.logspace(-4, 0, 3)[:, None] * np.ones(len(axis.values))
    picture = map_of(ratios, np.ones(ratios.shape, bool), (RADII, axis))
    assert picture.scenery.threads == ()
    assert picture.legend == ()


def test_there_is_no_line_where_nothing_crosses_it():
    assert map_of(np.ones((3, 2))).scenery.threads == ()


def test_one_setting_gives_a_curve_with_what_is_exactly_zero_apart():
    picture = compose((RADII,), np.array([0.0, 0.1, 10.0]), np.ones(3, bool))
    (curve,) = picture.curves
    assert picture.scale is Scale.DECADES
    assert curve.series.below.tolist() == [True, False, False]
    np.testing.assert_allclose(curve.series.y[1:], [-1.0, 1.0])
    assert picture.x_names == names_of(RADII)
    assert picture.y_label == "‖∂L/∂h_1‖ / ‖∂L/∂h_T‖"


@pytest.mark.parametrize(("ratios", "seen"), [([0.02, 0.03, 0.04], True), ([1e-9] * 3, False)])
def test_the_line_of_what_stays_the_same_is_there_where_it_is_near(ratios, seen):
    picture = compose((RADII,), np.array(ratios), np.ones(3, bool))
    assert bool(picture.references) == bool(picture.legend) == seen


def test_a_curve_leaves_out_what_was_not_run():
    picture = compose((RADII,), np.array([1.0, np.nan, 10.0]), np.array([True, False, True]))
    assert picture.curves[0].series.x.tolist() == [0.0, 2.0]


@pytest.mark.parametrize(("value", "words"), [(0.0, "exactly 0"), (np.nan, "not finite")])
def test_where_there_is_nothing_to_draw_it_is_said(value, words):
    picture = compose((RADII,), np.full(3, value), np.ones(3, bool))
    assert words in picture.note


def test_the_median_says_over_what():
    picture = map_of(np.ones((3, 2)), over=("seed", "cell"))
    assert picture.remark[0] == "‖∂L/∂h_1‖ / ‖∂L/∂h_T‖, median over seed, cell"


def test_values_are_named_as_the_panel_names_them():
    assert names_of(axis_of("activation=leaky_relu,sigmoid")) == ("leaky ReLU", "sigmoid")
    assert names_of(axis_of("forget_bias=-1,chrono")) == ("−1", "chrono")
    assert names_of(axis_of("learning_rate=0.001:1:4:log")) == ("0.001", "0.01", "0.1", "1")
    assert names_of(axis_of("text=abcdefghijklmnopqrstuvwxyz;xy"))[0] == "abcdefghijklmnopqrstuvw…"
    assert name_of(axis_of("cell=rnn")) == "cell"


def test_it_is_said_in_a_sentence():
    said = said_of((RADII, STEPS), ("seed",))
    assert "spectral radius ρ, time steps T" in said
    assert "median over seed" in said


def test_names_are_thinned_where_they_have_no_room():
    axis = axis_of("spectral_radius=0.5:1.5:21")
    picture = compose((axis,), np.ones(21), np.ones(21, bool))
    wide = [str(tick.label) for tick in lay_out(picture, (900.0, 300.0), 16.0, width_of).x_ticks]
    slim = [str(tick.label) for tick in lay_out(picture, (330.0, 300.0), 16.0, width_of).x_ticks]
    assert wide[:3] == ["0.5", "0.6", "0.7"]
    assert slim == ["0.5", "0.75", "1", "1.25", "1.5"]
