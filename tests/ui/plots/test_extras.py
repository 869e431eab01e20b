"""The plots of numbers that are computed only while somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from rnnsim.engine.extras import bifurcation_picture, cliff_picture
from rnnsim.engine.theory import cliff as surface
from rnnsim.engine.theory import descend
from rnnsim.model.cliff import START
from rnnsim.model.extras import CliffPicture, Extras
from rnnsim.model.frame import Frame
from rnnsim.ui.plots import bifurcation, cells, cliff, colors, gradient_map, singular
from rnnsim.ui.plots.area import lay_out
from rnnsim.ui.plots.held import Held, HeldAll, Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Tag
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.raster import contour
from rnnsim.ui.plots.start import StartPlot
from rnnsim.ui.plots.surface import scenery_of, wall_of
from rnnsim.ui.plots.ways import within
from rnnsim.ui.theme import DARK, LIGHT

Frames = Callable[..., Frame]


def width_of(label: Label) -> float:
    return 7.0 * len(label.text + label.raised)


# the map


def test_a_field_is_where_its_loss_and_its_state_are() -> None:
    values = np.array([[1e-2, 1.0, 0.0], [1e-4, 0.0, np.nan]])
    picture = gradient_map.compose(values)
    raster = picture.scenery.raster
    assert (picture.color_bar.zero, picture.color_bar.broken) == (True, "NaN")
    assert picture.color_bar.span == Span(-4.0, 0.0)
    assert raster.shares[0, :2].tolist() == [0.5, 1.0]
    assert np.isnan(raster.shares[0, 2])  # the future: neither a number nor a zero
    assert not raster.zero[0, 2]
    assert raster.zero[1, 1]
    assert raster.broken.tolist() == [[False] * 3, [False, False, True]]
    assert (raster.y.high, raster.y.low) == (2.5, 0.5)


def test_with_the_loss_at_the_end_there_is_one_band_and_words_under_it() -> None:
    values = np.zeros((30, 31))
    values[-1] = 0.8 ** np.arange(30, -1, -1.0)
    picture = gradient_map.compose(values, one_row=True)
    raster = picture.scenery.raster
    assert raster.shares.shape == (1, 31)
    assert abs(raster.y.high - raster.y.low) == abs(picture.y.half_length * 2) == 1.0
    assert all("T = 30 only" in words for words in picture.below)
    layouts = [lay_out(picture, (310.0, height), 15.0, width_of) for height in (100, 230, 900)]
    assert [layout.area.bottom - layout.area.top for layout in layouts] == [45.0] * 3
    assert [bool(layout.below) for layout in layouts] == [False, True, True]
    assert not picture.color_bar.zero  # what no loss sends is no zero


def test_the_axis_down_has_the_first_loss_on_top() -> None:
    picture = gradient_map.compose(np.ones((5, 6)))
    assert picture.y.low > picture.y.high


def lightness(words: np.ndarray) -> np.ndarray:
    channels = np.stack([(words >> shift) & 255 for shift in (16, 8, 0)]) / 255.0
    linear = np.where(channels > 0.04045, ((channels + 0.055) / 1.055) ** 2.4, channels / 12.92)
    luminance = np.array([0.2126, 0.7152, 0.0722]) @ linear
    return np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)


@pytest.mark.parametrize("dark", [True, False])
def test_lightness_alone_tells_magnitudes_apart(dark: bool) -> None:
    steps = np.diff(lightness(colors.shades(dark=dark))) * (1 if dark else -1)
    assert (steps > -0.2).all()  # colours are whole numbers
    assert steps.reshape(5, -1).sum(axis=1).min() > 8.0


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_small_zero_and_broken_have_colours_of_their_own(theme: object) -> None:
    values = np.array([[1e-9, 1.0, 1.0], [0.0, np.inf, 1.0]])
    image = colors.image_of(gradient_map.compose(values).scenery.raster, theme)
    small, zero, broken = (image.pixelColor(*at) for at in ((0, 0), (0, 1), (1, 1)))
    assert zero == QColor(theme.faint)
    assert broken == QColor(theme.error)
    assert image.pixelColor(2, 0).alpha() == 0
    distance = sum(abs(a - b) for a, b in zip(small.getRgb(), zero.getRgb(), strict=True))
    assert distance > 60


# singular values


def test_all_singular_values_are_drawn_the_ends_on_top() -> None:
    values = np.sort(np.random.default_rng(0).lognormal(size=(9, 6)))[:, ::-1]
    picture = singular.compose(values)
    drawn = [*picture.curves, *picture.scenery.threads]
    assert len(drawn) == 6
    assert np.allclose(10 ** picture.curves[0].series.y, values[:, 0])
    assert np.allclose(10 ** picture.curves[1].series.y, values[:, -1])
    assert [tag.text for tag in picture.tags] == ["largest", "smallest"]


def test_of_very_many_it_is_said_how_many_are_drawn() -> None:
    picture = singular.compose(np.ones((3, 256)))
    assert len(picture.curves) + len(picture.scenery.threads) == singular.MOST_THREADS
    assert picture.remark == ("40 of 256 lines are drawn",)


def test_it_says_which_part_of_the_product_an_lstm_has(qtbot: QtBot) -> None:
    plot = singular.SingularPlot()
    qtbot.addWidget(plot)
    assert "the Jacobians of [h; c]: c_k is held" in plot.whatsThis()


def test_gaps_of_singular_values_are_marked() -> None:
    values = np.ones((4, 2))
    values[1], values[0, 1] = np.nan, 0.0
    largest, smallest = (curve.series for curve in singular.compose(values).curves)
    assert largest.missing.tolist() == [False, True, False, False]
    assert smallest.below.tolist() == [True, False, False, False]
    assert singular.compose(np.full((4, 2), np.nan)).note == "NaN at every time step"


# the cells

MAGNITUDES = {
    "gru": np.array([0.1, 0.2, 0.4]),
    "rnn": np.array([0.0, 1e-3, 0.1]),
    "lstm": np.array([0.1, np.nan, 0.1]),
}


def frame_of_cells(frame_of: Frames, tokens: tuple[str, ...] = ("so", "bad")) -> Frame:
    return frame_of(np.ones(3), tokens=tokens, extras=Extras(cells=MAGNITUDES))


def test_three_lines_differ_in_more_than_colour(frame_of: Frames) -> None:
    frame = frame_of_cells(frame_of)
    picture = cells.compose(frame, MAGNITUDES)
    assert [tag.text for tag in picture.tags] == ["RNN", "LSTM", "GRU"]
    looks = [curve.look for curve in picture.curves]
    assert len({look.dashes for look in looks}) == len({look.role for look in looks}) == 3
    assert 10 ** picture.curves[2].series.y == pytest.approx(MAGNITUDES["gru"])


def test_each_word_has_the_gradient_that_reaches_it(frame_of: Frames) -> None:
    frame = frame_of_cells(frame_of)
    span = Span(-4.0, 0.0)
    strip = cells.strip_of(frame, span)
    assert strip.words == ("so", "bad")
    rnn, lstm, _gru = strip.rows
    assert rnn.strengths == pytest.approx([0.25, 0.75])
    assert lstm.broken.tolist() == [True, False]
    zero = {**MAGNITUDES, "rnn": np.zeros(3)}
    frame = replace(frame, extras=Extras(cells=zero))
    assert cells.strip_of(frame, span).rows[0].zero.all()


def test_without_words_there_is_no_strip(frame_of: Frames) -> None:
    assert cells.compose(frame_of_cells(frame_of, ("", "")), MAGNITUDES).scenery.strip is None


# the cliff


def test_a_contour_is_where_the_height_is() -> None:
    x, y = np.linspace(-2, 2, 81), np.linspace(-1, 1, 61)
    lines = contour(x, y, np.hypot(*np.meshgrid(x, y)), 0.8)
    radii = np.hypot(lines[:, ::2], lines[:, 1::2])
    assert np.abs(radii - 0.8).max() < 1e-3
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum()
    assert length == pytest.approx(2 * np.pi * 0.8, rel=1e-3)


def test_there_is_no_contour_through_what_is_not_finite() -> None:
    z = np.array([[0.0, np.nan, 0.0], [1.0, 1.0, 1.0]])
    lines = contour(np.arange(3.0), np.arange(2.0), z, 0.5)
    assert lines.tolist() == [[0.5, 0.5, 0.0, 0.5]]  # in the triangle that has no NaN


def test_a_way_is_cut_where_it_leaves_and_returns() -> None:
    from PySide6.QtCore import QRectF

    x, y = np.array([5.0, 5.0, 25.0, 5.0]), np.array([1.0, 5.0, 5.0, 9.0])
    pieces, outward = within(x, y, QRectF(0, 0, 10, 10))
    assert pieces[0].tolist() == [5, 1, 5, 5]
    assert pieces[1].tolist() == [5, 5, 10, 5]
    assert pieces[2].tolist() == [10, 8, 5, 9]
    assert outward.tolist() == [False, True, False]


def picture_of_the_cliff() -> CliffPicture:
    w, b = np.linspace(4.2, 6.0, 60), np.linspace(-3.2, -1.9, 50)
    start, rate = (5.2, -2.6), 0.5
    return CliffPicture(
        *(w, b, surface(w, b[:, None]).error),
        *(descend(start, rate, 50), descend(start, rate, 50, 1.0)),
        *(rate, 1.0, start, 0.1, 2.0),
    )


def test_the_error_is_drawn_where_it_is(frame_of: Frames) -> None:
    shown = picture_of_the_cliff()
    scenery = scenery_of(shown)
    lowest = np.unravel_index(shown.error.argmax(), shown.error.shape)
    flipped = len(shown.b) - 1 - lowest[0], lowest[1]
    assert scenery.raster.shares[flipped] == np.nanmax(scenery.raster.shares)
    picture = cliff.compose(shown, scenery)
    assert (picture.x, picture.y) == (Span(4.2, 6.0), Span(-3.2, -1.9))
    assert [way.look for way in picture.ways] == [cliff.UNCLIPPED, cliff.CLIPPED]
    assert np.abs(picture.ways[0].x).max() > 30  # thrown away


def test_the_wall_is_where_the_error_leaps_and_takes_the_place_of_contours() -> None:
    shown = picture_of_the_cliff()
    w, b = wall_of(shown)
    ridge = 0.5 - w / (1 + np.exp(-0.5))
    assert len(w) > 0.8 * len(shown.w)
    row = shown.b[1] - shown.b[0]
    assert np.abs(b - ridge).max() < 2 * row
    lines = scenery_of(shown).contours
    x, y = lines[:, ::2].mean(axis=1), lines[:, 1::2].mean(axis=1)
    beside = (w[0] < x) & (x < w[-1])
    assert beside.any()
    assert np.abs(y - np.interp(x, w, b))[beside].min() > row


def test_a_surface_without_a_wall_has_none() -> None:
    shown = picture_of_the_cliff()
    flat = replace(shown, error=np.full_like(shown.error, 0.3))
    assert len(wall_of(flat)[0]) == 0
    picture = cliff.compose(flat, scenery_of(flat))
    assert picture.references == ()
    assert "the wall" not in [tag.text for tag in picture.tags]


def test_it_is_said_how_far_the_unclipped_descent_is_thrown() -> None:
    shown = picture_of_the_cliff()
    start, out = shown.unclipped[0], shown.unclipped[0] + [30.0, 40.0, 0.0]
    thrown = replace(shown, unclipped=np.array([start, start, out, out]))
    (tag,) = [t for t in tags_of(thrown) if t.role == "gradient"]
    assert tag.text == "thrown off: a step of 50.0"
    (x, y), *_rest = tag.points
    assert shown.w[0] <= x <= shown.w[-1]
    assert shown.b[0] <= y <= shown.b[-1]
    assert (y - start[1]) / (x - start[0]) == pytest.approx(40 / 30)  # on the way out
    stays = replace(shown, unclipped=np.array([start, start]))
    assert not [t for t in tags_of(stays) if t.role == "gradient"]


def tags_of(shown: CliffPicture) -> tuple[Tag, ...]:
    return cliff.compose(shown, scenery_of(shown)).tags


# what is kept


def test_arrays_are_compared_by_what_they_hold() -> None:
    one = np.array([1.0, np.nan])
    assert Held(one) == Held(one.copy())
    assert Held(one) != Held(np.array([1.0, 2.0]))
    assert Held(None) == Held(None) != Held(one)


def test_several_arrays_are_compared_by_what_they_all_hold() -> None:
    one, end = np.array([1.0, 2.0]), np.full(2, np.nan)
    assert HeldAll((one, end)) == HeldAll((one.copy(), end.copy()))
    assert HeldAll((one, end)) != HeldAll((2.0 * one, end))
    assert HeldAll((one, end)) != HeldAll((one,))
    assert HeldAll((one,)) != Held(one)
    assert hash(HeldAll((one, end))) == hash(HeldAll((one.copy(), end)))


def test_what_is_made_is_made_once() -> None:
    made: list[int] = []
    kept: Kept[object] = Kept()

    def make() -> object:
        made.append(1)
        return object()

    first = kept.get((Held(np.ones(2)), 1), make)
    assert kept.get((Held(np.ones(2)), 1), make) is first
    assert kept.get((Held(np.ones(2)), 2), make) is not first
    assert len(made) == 2


# where the unit stays


def test_branches_are_drawn_from_fold_to_fold() -> None:
    shown = bifurcation_picture((5.0, -2.5))
    lower, middle, upper = bifurcation.branches(shown)
    assert [curve.look for curve in (lower, middle, upper)] == [
        *(bifurcation.STABLE, bifurcation.UNSTABLE, bifurcation.STABLE)
    ]
    right, left = shown.folds.tolist()
    assert (lower.series.x[-1], lower.series.y[-1]) == (middle.series.x[0], middle.series.y[0])
    assert (middle.series.x[0], middle.series.y[0]) == tuple(left)
    assert (middle.series.x[-1], middle.series.y[-1]) == tuple(right)
    assert (upper.series.x[0], upper.series.y[0]) == tuple(right)
    for curve in (lower, middle, upper):
        x, b = curve.series.x, curve.series.y
        assert (np.diff(x) > 0).all()
        assert np.abs(5.0 / (1 + np.exp(-x)) + b - x).max() < 1e-9


def test_a_fold_outside_the_plot_ends_no_branch() -> None:
    shown = bifurcation_picture((6.0, -3.0))
    assert shown.folds[0, 1] < shown.biases[0]
    for curve in bifurcation.branches(shown):
        assert curve.series.y.min() >= shown.biases[0]
    assert len(bifurcation.compose(shown).dots) == 2  # one fold, and where the unit gets


def test_wall_and_start_are_told_at_their_heights_as_in_the_cliff() -> None:
    shown, beside = bifurcation_picture((5.0, -2.612)), cliff_picture(0.01, 1.0, (5.0, -2.612))
    picture = bifurcation.compose(shown)
    wall, start = picture.levels
    assert (wall.y, wall.text) == (shown.ridge, "the wall: b* = −2.612297")
    assert (start.y, start.text) == (-2.612, "b = −2.612")
    over = cliff.compose(beside, scenery_of(beside))
    assert picture.y == over.y
    assert [level.y for level in over.levels] == [start.y]
    size = (400.0, 300.0)
    areas = [lay_out(p, size, 16.0, width_of).area for p in (picture, over)]
    assert areas[0].top == areas[1].top
    assert areas[0].bottom == areas[1].bottom


def test_without_an_unstable_start_there_is_no_wall() -> None:
    assert len(bifurcation.compose(bifurcation_picture((4.1, -2.0))).levels) == 1
    gentle = bifurcation.compose(bifurcation_picture((4.3, -2.0))).levels[0]
    assert gentle.text.startswith("b* = ")


def with_extras(frame: Frame, **extras: object) -> Frame:
    return replace(frame, extras=Extras(**extras))


def test_numbers_of_the_literature_can_be_read(qtbot: QtBot, frame_of: Frames) -> None:
    start = (5.0, -2.612)
    extras = {"cliff": cliff_picture(0.01, 1.0, start), "bifurcation": bifurcation_picture(start)}
    frame = with_extras(frame_of(), **extras)
    over, beside = cliff.CliffPlot(), bifurcation.BifurcationPlot()
    for plot in (over, beside):
        qtbot.addWidget(plot)
        assert plot.aside == ""
        plot.show_frame(frame_of())
        assert plot.aside == ""
        assert not plot.table().rows
        plot.show_frame(frame)
    assert over.aside == "E = 0.00848 · ‖∇E‖ = 9.28 · step 0.0928, clipped 0.0100"
    assert beside.aside == "w = 5 · b* = −2.612297 · there ‖∇E‖ = 779"
    said = beside.accessibleDescription()
    assert "b = −2.612 the fixed points are −2.033, 0.498, 1.395; x₅₀ is 1.337" in said
    assert "Between b = −2.6556 and b = −2.3444 there are three" in said
    assert len(beside.table().rows) == len(extras["bifurcation"].biases)
    calm = with_extras(frame, bifurcation=bifurcation_picture((4.1, -2.0)))
    beside.show_frame(calm)
    assert beside.aside == "w = 4.1"
    assert "b*" not in beside.accessibleDescription()


@pytest.mark.parametrize("kind", [cliff.CliffPlot, bifurcation.BifurcationPlot])
def test_the_start_is_asked_for_where_it_is_dragged_to(
    qtbot: QtBot, frame_of: Frames, kind: type[StartPlot]
) -> None:
    extras = {"cliff": cliff_picture(0.01, 1.0), "bifurcation": bifurcation_picture()}
    plot, asked = kind(), []
    qtbot.addWidget(plot)
    plot.start_moved.connect(lambda w, b: asked.append((w, b)))
    plot.resize(400, 300)
    plot.show()
    plot.show_frame(with_extras(frame_of(), **extras))
    plot.settle()
    area = plot._layout.area
    left = area.across(START[0] if kind is cliff.CliffPlot else 0.0)
    at = QPointF(left, area.down(START[1])).toPoint()
    qtbot.mouseMove(plot.viewport(), at)
    assert plot.reading is not None
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(plot.viewport(), at + QPoint(30, 40))
    w, b = asked[-1]
    across = area.x_at(left + 30) if kind is cliff.CliffPlot else START[0]
    assert w == pytest.approx(across, abs=0.02)
    assert b == pytest.approx(area.y_at(area.down(START[1]) + 40), abs=0.02)
    assert (w, b) == (round(w, 3), round(b, 3))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked[-1] == START


def test_on_the_ring_its_own_numbers_are_read_off(qtbot: QtBot, frame_of: Frames) -> None:
    plot = cliff.CliffPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.show_frame(with_extras(frame_of(), cliff=cliff_picture(0.01, 1.0, (5.0, -2.612))))
    plot.settle()
    area = plot._layout.area
    qtbot.mouseMove(plot.viewport(), QPointF(area.across(5.0) + 6, area.down(-2.612)).toPoint())
    assert plot.reading.text.startswith("w = 5, b = −2.612: E = 0.00848 · ‖∇E‖ = 9.28")
    qtbot.mouseMove(plot.viewport(), QPointF(area.across(5.0), area.down(-1.7)).toPoint())
    assert plot.reading.text.startswith("w = 4.99, b = −1.7")
    assert "∇E" not in plot.reading.text
