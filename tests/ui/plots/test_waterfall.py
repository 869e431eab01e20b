"""The waterfall: which colour stands where, and that a picture that grows is not made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnsim.model.frame import Frame
from rnnsim.model.samples import NO_WATERFALL, Waterfall
from rnnsim.ui.plots import colors, shades
from rnnsim.ui.plots.columns import SCALE, column_of, stride
from rnnsim.ui.plots.picture import ColorBar, Picture, Shaded
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.remembered import Remembered
from rnnsim.ui.plots.shades import BROKEN, EMPTY, ZERO, Sheet, coded, pooled
from rnnsim.ui.plots.waterfall import WaterfallPlot, compose
from rnnsim.ui.theme import DARK, LIGHT, Theme

T = 6

Frames = Callable[..., Frame]

SPECIAL = [0.0, np.inf, np.nan, 5e-324, 1.8e308, 1e-6, 100.0]


def vanishing(iterations: int, ratio: float = 0.1) -> Waterfall:
    line = ratio ** np.arange(T, -1.0, -1.0)
    return Waterfall(tuple(range(iterations)), tuple(line * (1 + i) for i in range(iterations)))


def picture_of(waterfall: Waterfall, last: float = 10.0) -> Picture:
    columns = [column_of(magnitude) for magnitude in waterfall.magnitudes]
    return compose(waterfall.iterations, columns, Sheet(), last)


def codes_of(picture: Picture) -> np.ndarray:
    assert picture.scenery is not None
    assert isinstance(picture.scenery.raster, Shaded)
    return picture.scenery.raster.codes


@pytest.fixture(name="showing")
def _showing(frame_of: Frames) -> Callable[..., Frame]:
    def frame(waterfall: Waterfall, at: int | None = None) -> Frame:
        newest = waterfall.iterations[-1] if waterfall.iterations else 0
        at = newest if at is None else at
        magnitude = waterfall.magnitudes[-1] if waterfall.magnitudes else np.ones(T + 1)
        base = frame_of(magnitude, iteration=at, at=at, newest=newest)
        return replace(base, waterfall=waterfall)

    return frame


@pytest.fixture(name="plot")
def _plot(qtbot: QtBot) -> WaterfallPlot:
    plot = WaterfallPlot(DARK)
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


# colours


@given(arrays(np.float64, 20, elements=st.one_of(st.sampled_from(SPECIAL), st.floats(0, 1e4))))
def test_a_code_is_the_colour_that_the_map_would_have(magnitude: np.ndarray) -> None:
    codes = coded(magnitude, SCALE)
    positive = np.isfinite(magnitude) & (magnitude > 0)
    exponents = np.log10(magnitude[positive])
    expected = 1 + np.floor(np.clip((exponents + 6) / 8, 0, 1) * 255 + 0.5)
    assert codes[positive].tolist() == expected.tolist()
    assert (codes[magnitude == 0] == ZERO).all()
    assert (codes[~np.isfinite(magnitude)] == BROKEN).all()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_ends_of_the_scale_and_what_has_none_are_told_apart(theme: Theme) -> None:
    values = np.array([0.0, np.nan, 1e-9, 1e-6, 1e2, 1e9])
    fields = Shaded(coded(values, SCALE)[None, :], Span(0, 6), Span(0, 1))
    image, _place = shades.image_of(fields, QRectF(0, 0, 600, 100), theme)
    row = [image.pixelColor(i, 0).name() for i in range(6)]
    ramp = colors.ramp(ColorBar(SCALE), theme)
    assert row[:2] == [theme.faint, theme.error]
    assert row[2] == row[3] == ramp.pixelColor(0, ramp.height() - 1).name()
    assert row[4] == row[5] == ramp.pixelColor(0, 0).name()


@pytest.mark.parametrize("axis", [0, 1])
def test_where_fields_share_a_pixel_the_strongest_or_marked_is_seen(axis: int) -> None:
    codes = np.array([1, 200, 3, ZERO, EMPTY, 5, 6, BROKEN], np.uint16)
    grid = codes[:, None] if axis == 0 else codes[None, :]
    assert pooled(grid, 0.5, axis).ravel().tolist() == [200, ZERO, 5, BROKEN]
    assert pooled(grid, 0.3, axis).ravel().tolist() == [ZERO, 6, BROKEN]
    assert pooled(grid, 1.0, axis) is grid


def test_columns_stay_on_their_pixels_when_one_is_added() -> None:
    codes = np.arange(1, 101, dtype=np.uint16)[None, :]
    before, after = pooled(codes[:, :70], 0.37, 1), pooled(codes, 0.37, 1)
    assert (before[:, :-1] == after[:, : before.shape[1] - 1]).all()


# growing


def test_a_sheet_that_is_continued_is_written_on_and_others_are_begun_anew() -> None:
    sheet, columns = Sheet(), [np.full(3, i, np.uint16) for i in range(1, 8)]
    first = sheet.hold([0, 1], columns[:2])
    longer = sheet.hold([0, 1, 2], columns[:3])
    assert np.shares_memory(first, longer)
    assert longer[0].tolist() == [1, 2, 3]
    branched = sheet.hold([0, 1], [columns[0], columns[6]])
    assert branched[0].tolist() == [1, 7]
    assert longer[0].tolist() == [1, 2, 3]  # what was handed out never changes
    assert sheet.hold([0, 2], columns[:2])[0].tolist() == [1, EMPTY, 2]
    assert sheet.hold([2000], columns[:1]).shape == (3, 2001)


def test_only_new_samples_are_made() -> None:
    made: list[float] = []
    known = Remembered(lambda array: made.append(float(array[0])))
    samples = [np.array([float(i)]) for i in range(4)]
    known.of((0, 1), samples[:2])
    known.of((0, 1, 2), samples[:3])
    assert made == [0.0, 1.0, 2.0]
    known.of((0, 2), [samples[0], samples[2]])
    known.of((0, 1), [samples[0], samples[3]])  # another branch of the run
    assert made == [0.0, 1.0, 2.0, 3.0]


def test_a_run_that_goes_on_shows_what_a_fresh_plot_would(
    plot: WaterfallPlot, showing: Callable[..., Frame], qtbot: QtBot
) -> None:
    steps = [vanishing(2), vanishing(9), vanishing(3), vanishing(12, 0.5)]
    thinned = Waterfall(steps[1].iterations[::2], steps[1].magnitudes[::2])
    for waterfall in (*steps, steps[1], thinned):
        plot.show_frame(showing(waterfall))
        fresh = WaterfallPlot(DARK)
        qtbot.addWidget(fresh)
        fresh.resize(plot.size())
        fresh.show_frame(showing(waterfall))
        assert plot.grab().toImage() == fresh.grab().toImage()


def test_another_run_that_overflowed_at_the_same_iteration_is_another_picture(
    plot: WaterfallPlot, showing: Callable[..., Frame]
) -> None:
    end = np.full(T + 1, np.nan)
    seen = []
    for first in (np.ones(T + 1), np.full(T + 1, 1e-5)):
        plot.show_frame(showing(Waterfall((0, 1), (first, end))))
        seen.append(plot.grab().toImage())
    assert seen[0] != seen[1]


# what it says


def test_time_steps_run_down_and_iterations_across(plot: WaterfallPlot) -> None:
    picture = picture_of(vanishing(4))
    assert (picture.y.low, picture.y.high) == (T + 0.5, -0.5)
    codes = codes_of(picture)
    assert codes.shape == (T + 1, 4)
    assert (np.diff(codes[:, 0].astype(int)) >= 0).all()  # it grows towards T, at the bottom
    assert picture.y_label.startswith("time step k")


def test_all_iterations_have_the_same_scale_and_what_lies_beyond_is_marked() -> None:
    bar = picture_of(vanishing(3, 0.5)).color_bar
    assert bar is not None
    assert bar.span == SCALE == Span(-6.0, 2.0)
    assert (bar.below, bar.above, bar.zero, bar.broken) == (False, False, False, "")
    far = picture_of(Waterfall((0, 1), (np.array([1e-7, 1.0]), np.array([0.0, 1e3])))).color_bar
    assert far is not None
    assert far.span == SCALE
    assert (far.below, far.above, far.zero) == (True, True, True)
    broken = picture_of(Waterfall((0,), (np.array([np.nan, np.inf, 1.0]),))).color_bar
    assert broken is not None
    assert broken.broken == "∞, NaN"


def test_a_sampled_run_says_so_and_its_columns_lie_where_they_belong() -> None:
    line = np.ones(T + 1)
    picture = picture_of(Waterfall((0, 8, 16, 32), (line,) * 4), last=40.0)
    assert picture.remark[0] == "one column for every 8 iterations"
    assert codes_of(picture)[0, 3] == EMPTY
    assert picture.scenery is not None
    raster = picture.scenery.raster
    assert raster is not None
    assert (raster.x.low, raster.x.high) == (-4.0, 36.0)
    assert (picture.x.low, picture.x.high) == (-4.0, 44.0)
    long = picture_of(Waterfall((0, 64), (line,) * 2), last=20_000.0)
    assert (long.x.low, long.x.high) == (0.0, 20_000.0)  # ends that are round have ticks
    assert picture_of(vanishing(3)).remark == ()
    assert stride((5,)) == 1


def test_the_line_is_how_far_back_one_per_cent_reaches() -> None:
    picture = picture_of(
        Waterfall((0, 1, 2), (np.ones(7), 0.1 ** np.arange(6.0, -1.0, -1.0), np.zeros(7)))
    )
    assert picture.scenery is not None
    (front,) = picture.scenery.threads
    assert front.series.x.tolist() == [-0.5, 0.5, 0.5, 1.5, 1.5, 2.5]
    assert front.series.y[:4].tolist() == [-0.5, -0.5, 3.5, 3.5]  # 1, 0.1 and 0.01 reach: k ≥ 4
    assert np.isnan(front.series.y[4:]).all()


def test_head_and_sentence_tell_the_reach(
    plot: WaterfallPlot, showing: Callable[..., Frame]
) -> None:
    assert plot.aside == ""
    plot.show_frame(showing(vanishing(3)))
    assert plot.aside == "1% back to k = 4"
    assert plot.accessibleDescription() == (
        "At iteration 2 the gradient stays above 1% of ‖∂L/∂h_T‖ from T = 6 back to k = 4; at"
        " iteration 0 the gradient stays above 1% of ‖∂L/∂h_T‖ from T = 6 back to k = 4."
    )
    plot.show_frame(showing(Waterfall((0,), (np.zeros(T + 1),))))
    assert plot.aside == ""
    assert plot.accessibleDescription() == "At iteration 0 ‖∂L/∂h_T‖ is 0, at T = 6."


def test_the_pointer_reads_time_step_iteration_and_magnitude(
    plot: WaterfallPlot, showing: Callable[..., Frame]
) -> None:
    waterfall = vanishing(8)
    plot.show_frame(showing(waterfall))
    plot.settle()
    assert plot._layout is not None
    area = plot._layout.area
    at = QPoint(round(area.across(5.0)), round(area.down(4.0)))
    QTest.mouseMove(plot.viewport(), at)
    assert plot.reading is not None
    assert plot.reading.text == "k = 4, iteration 5: 0.0600"
    QTest.mouseMove(plot.viewport(), QPoint(round(area.across(9.4)), at.y()))
    assert plot.reading.text.startswith("k = 4, iteration 7")  # the last one, as in other plots


def test_the_iteration_looked_at_is_marked(
    plot: WaterfallPlot, showing: Callable[..., Frame]
) -> None:
    plot.show_frame(showing(vanishing(8)))
    plot.settle()
    assert plot._picture is not None
    assert plot._picture.cursor is None
    plot.show_frame(showing(vanishing(8), at=3))
    plot.settle()
    assert plot._picture.cursor == 3.0
    assert codes_of(plot._picture).shape[1] == 8  # what came later is still there


def test_before_there_is_anything_it_says_so(
    plot: WaterfallPlot, showing: Callable[..., Frame]
) -> None:
    plot.show_frame(showing(NO_WATERFALL))
    plot.settle()
    assert plot._picture is not None
    assert plot._picture.note == "no iteration yet"
    assert plot.table().rows == ()
    QTest.mouseMove(plot.viewport(), QPoint(100, 100))
    assert plot.reading is None
