"""Several runs drawn over each other; the past looked at; histories of which extremes are kept."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnsim.engine.training import History
from rnnsim.model.frame import Curves, Divergence, Frame, Run
from rnnsim.model.samples import NO_TRAIL
from rnnsim.ui.plots import (
    AccuracyPlot,
    ContributionsPlot,
    GradientNormPlot,
    GradientPlot,
    LossPlot,
    gradient,
    loss,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.theme import DARK
from tests.ui.plots.seen import opened, pixels

Frames = Callable[..., Frame]

OVER_ITERATIONS = (LossPlot, GradientNormPlot, AccuracyPlot)
EVERY = (*OVER_ITERATIONS, GradientPlot, ContributionsPlot)

NEARLY = 60
"""Levels of red, green and blue together by which the edge of a thin line may be paler."""

DIVERGED = Divergence("h", 3, "forward", 50)


def curves_of(values: np.ndarray, stride: int = 1) -> Curves:
    return Curves(values, values, values, values, stride)


def passed_of(frame: Frame, value: float, magnitude: np.ndarray | None = None) -> Frame:
    passed = replace(
        frame.passed,
        loss=value,
        gradient_norm=value,
        clipped_gradient_norm=value,
        accuracy=value,
    )
    if magnitude is not None:
        passed = replace(
            passed,
            gradient_magnitude=magnitude,
            contributions=magnitude[1:],
            contribution_norms=magnitude[1:],
        )
    return replace(frame, passed=passed)


def frame_at(
    base: Frame,
    values: np.ndarray,
    iteration: int | None = None,
    *,
    present: float = 0.5,
    stride: int = 1,
    others: tuple[Run, ...] = (),
) -> Frame:
    """A frame whose every curve is `values`; at the end, or at an earlier iteration."""
    end = len(values) * stride
    present = present if iteration is None else float(values[iteration // stride])
    frame = passed_of(base, present)
    return replace(
        frame,
        iteration=end if iteration is None else iteration,
        newest=max([end, *(run.newest for run in others)]),
        curves=curves_of(values, stride),
        chance_loss=None,
        others=others,
    )


def run_beside(
    base: Frame,
    number: int,
    values: np.ndarray,
    *,
    present: float = 0.5,
    stride: int = 1,
    magnitude: np.ndarray | None = None,
    iteration: int | None = None,
    changes: dict[str, object] | None = None,
    **own: object,
) -> Run:
    """A run beside the main one, with a number, a history and settings of its own."""
    end = len(values) * stride
    present = present if iteration is None else float(values[iteration // stride])
    fields = {
        "number": number,
        "settings": replace(base.settings, **(changes or {"cell": "lstm"})),
        "iteration": end if iteration is None else iteration,
        "newest": end,
        "passed": passed_of(base, present, magnitude).passed,
        "curves": curves_of(values, stride),
        "trail": NO_TRAIL,
        "chance_loss": None,
        "divergence": None,
    }
    return Run(**fields | own)


@pytest.fixture
def base(frame_of: Frames) -> Frame:
    return frame_of(accuracy=0.5)


def inked(plot: Plot, role: str) -> np.ndarray:
    """(height, width): where a colour of the theme is, or nearly so."""
    away = np.abs(pixels(plot).astype(int) - QColor(getattr(DARK, role)).getRgb()[:3])
    return away.sum(axis=2) < NEARLY


def hover(plot: Plot, x: float, y: float) -> None:
    """Point at a place in plotted units."""
    pixels(plot)
    area = plot._layout.area
    place = QPoint(round(area.across(x)), round(area.down(y)))
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    QTest.mouseMove(plot.viewport(), place)
    QApplication.processEvents()


# drawn over each other


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_run_is_drawn_in_its_colour_and_leaves_nothing(
    qtbot: QtBot, base: Frame, kind: type[Plot]
) -> None:
    plot = opened(qtbot, kind())
    alone = frame_at(base, np.full(30, 0.9))
    magnitude = np.array([0.3, 0.2, 0.3, 0.4])
    beside = (
        run_beside(base, 2, np.full(30, 0.7), magnitude=magnitude),
        run_beside(base, 5, np.full(30, 0.2), magnitude=2 * magnitude, ghost=True),
    )
    plot.show_frame(alone)
    before = pixels(plot)
    plot.show_frame(replace(alone, others=beside))
    twin, ghost = inked(plot, "run_2").sum(), inked(plot, "run_5").sum()
    assert min(twin, ghost) > 5
    if kind in OVER_ITERATIONS:
        assert twin > 1.3 * ghost  # which is thinner and in dashes
    assert plot.accessibleDescription().count("LSTM") == 2
    plot.show_frame(alone)
    fresh = opened(qtbot, kind())
    fresh.show_frame(alone)
    after = pixels(plot)
    assert not inked(plot, "run_2").any()
    if kind is AccuracyPlot:  # whose range is fixed
        assert (after == before).all()


@pytest.mark.parametrize("kind", [GradientPlot, ContributionsPlot])
def test_a_ghost_of_many_time_steps_is_in_dashes_too(
    qtbot: QtBot, frame_of: Frames, kind: type[Plot]
) -> None:
    magnitude = np.geomspace(1e-3, 1.0, 151)
    base = frame_of(magnitude)
    plot = opened(qtbot, kind())
    inks = []
    for ghost in (False, True):
        beside = run_beside(base, 4, np.full(3, 0.5), magnitude=2.0 * magnitude, ghost=ghost)
        plot.show_frame(frame_at(base, np.full(3, 0.1), others=(beside,)))
        inks.append(inked(plot, "run_4").sum())
    whole, dashed = inks
    assert 5 < dashed < 0.9 * whole


@pytest.mark.parametrize("kind", [LossPlot, GradientNormPlot])
def test_a_ghost_of_many_points_is_in_dashes_too_and_hides_no_peak(
    qtbot: QtBot, base: Frame, kind: type[Plot]
) -> None:
    plot = opened(qtbot, kind())
    values = np.full(20_000, 0.5)
    values[7777] = 5.0
    ghost = run_beside(base, 4, values, ghost=True)
    plot.show_frame(frame_at(base, np.full(20_000, 0.1), others=(ghost,)))
    ink = inked(plot, "run_4")
    row = ink[int(np.argmax(ink.sum(axis=1)))]
    columns = np.flatnonzero(row)
    assert 0.2 < row[columns[0] : columns[-1]].mean() < 0.9
    pixels(plot)
    area = plot._layout.area
    peak = plot._picture.y.high if kind is LossPlot else np.log10(5.0)
    x, y = round(area.across(7777)), round(area.down(min(peak, 4.9)))
    near = pixels(plot)[y : y + 8, x - 3 : x + 4].astype(int)
    assert (np.abs(near - QColor(DARK.card).getRgb()[:3]).sum(axis=2) > 60).any()


@pytest.mark.parametrize("kind", [LossPlot, GradientNormPlot, GradientPlot, ContributionsPlot])
def test_the_range_holds_every_run(qtbot: QtBot, base: Frame, kind: type[Plot]) -> None:
    plot = opened(qtbot, kind())
    far = run_beside(
        base, 1, np.full(20, 5e4), present=5e4, magnitude=np.array([1e4, 1e4, 5e4, 5e4])
    )
    plot.show_frame(frame_at(base, np.full(20, 0.5), others=(far,)))
    pixels(plot)
    for curve in plot._picture.curves:
        assert plot._picture.y.holds(*curve.series.extent())
    assert plot._picture.y.high >= np.log10(5e4)


def test_the_longest_run_decides_how_far_the_axis_goes(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, LossPlot())
    long = run_beside(base, 1, np.full(700, 0.6))
    plot.show_frame(frame_at(base, np.full(50, 0.5), others=(long,)))
    pixels(plot)
    assert plot._picture.x.high >= 700
    assert {int(curve.series.x[-1]) for curve in plot._picture.curves} == {50, 700}


def test_of_a_run_that_is_gone_nothing_is_held(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, LossPlot())
    values = np.full(500, 0.6)
    gone = weakref.ref(values)
    plot.show_frame(frame_at(base, np.ones(9), others=(run_beside(base, 1, values),)))
    pixels(plot)
    del values
    plot.show_frame(frame_at(base, np.ones(9)))
    pixels(plot)
    gc.collect()
    assert gone() is None


class Counting(LossPlot):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_only_what_changes_something_is_painted(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, Counting())
    values = np.random.default_rng(0).uniform(size=100)
    rest = np.full(50, 0.5)

    def painted(**run: object) -> bool:
        QApplication.processEvents()
        before = plot.painted
        length = run.pop("length", 50)
        plot.show_frame(frame_at(base, rest, others=(run_beside(base, 1, values[:length], **run),)))
        QApplication.processEvents()
        return plot.painted > before

    assert painted()
    assert not painted()
    assert painted(length=51)
    assert not painted(length=51)
    assert painted(length=51, present=0.7)
    assert painted(length=51, present=0.7, divergence=DIVERGED)
    assert painted(length=51, present=0.7, name="the other")


# words and numbers


@pytest.mark.parametrize(
    ("kind", "height"), [(LossPlot, 1.0), (GradientNormPlot, np.log10), (AccuracyPlot, 1.0)]
)
def test_the_nearest_run_is_read_off(
    qtbot: QtBot, base: Frame, kind: type[Plot], height: object
) -> None:
    plot = opened(qtbot, kind())
    twin = run_beside(base, 3, np.full(40, 0.9), changes={"clip": "norm"})
    plot.show_frame(frame_at(base, np.full(20, 0.2), others=(twin,)))
    scaled = np.log10 if kind is GradientNormPlot else float
    hover(plot, 10, scaled(0.85))
    assert plot.reading.text == "clipping by norm, τ = 1 · iteration 10: 0.900"
    assert plot.reading.role == "run_3"
    hover(plot, 10, scaled(0.25))
    assert plot.reading.text == "main run · iteration 10: 0.200"
    hover(plot, 30, scaled(0.25))  # where the main run has ended
    assert plot.reading.text == "clipping by norm, τ = 1 · iteration 30: 0.900"


def test_what_no_line_shows_is_read_off_where_nothing_is_nearer(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, GradientNormPlot())
    plot.show_frame(
        frame_at(base, np.zeros(20), others=(run_beside(base, 1, np.full(20, np.nan)),))
    )
    hover(plot, 5, -1.0)
    assert plot.reading.text == "main run · iteration 5: 0"


def test_tables_have_a_column_for_every_run(base: Frame) -> None:
    twin = run_beside(base, 1, np.array([0.1, 0.2, 0.3]), present=0.4)
    frame = frame_at(base, np.array([1.0, 2.0]), present=3.0, others=(twin,))
    plot = LossPlot()
    plot.show_frame(frame)
    table = plot.table()
    assert table.columns == (
        "iteration",
        "main run: loss (mean over the batch)",
        "LSTM: loss (mean over the batch)",
    )
    assert list(table.rows) == [(0, 1.0, 0.1), (1, 2.0, 0.2), (2, 3.0, 0.3), (3, None, 0.4)]
    norms = GradientNormPlot()
    norms.show_frame(frame)
    assert len(norms.table().columns) == 4


# time steps


def test_runs_of_another_length_are_aligned_at_the_loss(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, GradientPlot())
    short, long = np.array([1e-2, 1e-1]), np.array([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
    others = (
        run_beside(base, 1, np.ones(2), magnitude=short, changes={"time_steps": 1}),
        run_beside(base, 2, np.ones(2), magnitude=long, changes={"time_steps": 5}),
    )
    plot.show_frame(replace(base, others=others))
    pixels(plot)
    one, two, own = (curve.series.x.tolist() for curve in plot._picture.curves)
    assert one[-1] == two[-1] == own[-1] == 3
    assert (one[0], two[0], own[0]) == (2, -2, 0)
    assert plot._picture.x.low == -2
    hover(plot, -1, -5)
    assert plot.reading.text == "T = 5 · k = 1: 1.00·10⁻⁵"
    hover(plot, 2, -2.3)
    assert plot.reading.text in {"T = 1 · k = 0: 0.0100", "T = 5 · k = 4: 0.0100"}
    hover(plot, 3, -1.2)
    assert "k = 3: 0.0800" in plot.reading.text
    rows = list(gradient.table(replace(base, others=others)).rows)
    assert [row[0] for row in rows] == [-2, -1, 0, 1, 2, 3]
    assert rows[0] == (-2, None, None, None, None, 1e-6)
    assert rows[-1][-2:] == (0.1, 0.1)


def test_sums_of_runs_end_on_their_totals(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, ContributionsPlot())
    values = np.array([0.0, 0.1, 0.2, 0.3, 0.4])
    other = run_beside(base, 1, np.ones(2), magnitude=values, changes={"time_steps": 4})
    plot.show_frame(replace(base, others=(other,)))
    pixels(plot)
    line = plot._picture.curves[0].series
    assert line.y[0] == pytest.approx(1.0)
    assert (line.x[0], line.x[-1]) == (-0.5, 3.5)
    hover(plot, 0, 0.9)
    assert plot.reading.text == "T = 4 · t = 1: 0.100, sum from T 1.00"
    hover(plot, 3, 0.1)
    assert plot.reading.text.startswith("main run · t = 3: ")
    assert plot.table().rows[0] == (0, None, None, None, 0.1)


# the past


@pytest.mark.parametrize("kind", OVER_ITERATIONS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("length", [40, 5000])
def test_in_the_past_the_dot_is_on_the_curve_and_the_future_pale(
    qtbot: QtBot, base: Frame, kind: type[Plot], length: int
) -> None:
    plot = opened(qtbot, kind())
    values = np.linspace(0.9, 0.3, length)
    at = length // 4
    frame = frame_at(base, values, at)
    plot.show_frame(frame)
    pixels(plot)
    picture = plot._picture
    dot = picture.dots[-1]
    height = np.log10(values[at]) if kind is GradientNormPlot else values[at]
    assert (dot.x, dot.y) == (at, pytest.approx(height))
    assert picture.at == at
    role = picture.curves[0].look.role
    columns = np.flatnonzero(inked(plot, role).any(axis=0))
    area = plot._layout.area
    assert columns.max() <= area.across(at) + 5
    future = pixels(plot)[:, round(area.across(length / 2))].astype(int)
    assert (np.abs(future - QColor(DARK.card).getRgb()[:3]).sum(axis=1) > 40).any()
    assert plot.aside.startswith(f"at {at}: ")


def test_at_the_newest_there_is_neither_a_line_nor_a_pale_part(base: Frame) -> None:
    plot = LossPlot()
    plot.show_frame(frame_at(base, np.ones(30)))
    plot.settle()
    assert plot._picture.at is None
    assert len(plot._picture.curves) == 1
    assert plot._picture.curves[0].series.x[-1] == 30


def test_in_the_past_twins_are_pale_and_ghosts_are_not(base: Frame) -> None:
    values = np.full(60, 0.5)
    twin, ended = run_beside(base, 1, values, iteration=20), run_beside(base, 2, values[:10])
    ghost = run_beside(base, 3, values, ghost=True)
    plot = LossPlot()
    plot.show_frame(frame_at(base, values, 20, others=(twin, ended, ghost)))
    plot.settle()
    alphas = {}
    for curve in plot._picture.curves:
        alphas.setdefault(curve.look.role, []).append((curve.look.alpha, curve.series.x[-1]))
    assert alphas["run_3"] == [(1.0, 60)]
    assert alphas["run_1"][0] == (1.0, 20)
    assert alphas["run_1"][1][0] < 0.5
    assert alphas["run_2"][0] == (1.0, 10)
    assert {(dot.role, dot.x) for dot in plot._picture.dots} == {
        ("loss", 20),
        ("run_1", 20),
        ("run_2", 10),
    }


def test_a_run_that_ended_before_the_others_is_not_taken_for_the_past(base: Frame) -> None:
    long = run_beside(base, 1, np.full(90, 0.5))
    plot = LossPlot()
    plot.show_frame(frame_at(base, np.full(30, 0.5), others=(long,)))
    plot.settle()
    assert plot._picture.at is None


def test_the_table_of_the_past_has_each_iteration_once(base: Frame) -> None:
    plot = LossPlot()
    plot.show_frame(frame_at(base, np.array([4.0, 3.0, 2.0]), 1))
    assert list(plot.table().rows) == [(0, 4.0), (1, 3.0), (2, 2.0)]


# the end of a run


@pytest.mark.parametrize("number", [0, 2])
def test_where_a_run_ended_is_a_cross(qtbot: QtBot, base: Frame, number: int) -> None:
    plot = opened(qtbot, LossPlot())
    ended, going = np.linspace(0.1, 0.9, 40), np.full(100, 0.2)
    if number:
        twin = run_beside(base, number, ended, present=np.nan, divergence=DIVERGED)
        frame = frame_at(base, going, others=(twin,))
    else:
        frame = frame_at(base, ended, present=np.nan, others=(run_beside(base, 1, going),))
        frame = replace(frame, divergence=DIVERGED)
    plot.show_frame(frame)
    pixels(plot)
    (end,) = plot._picture.ends
    assert (end.x, end.y) == (39, pytest.approx(0.9))
    assert end.role == ("run_2" if number else "loss")
    area = plot._layout.area
    x, y = round(area.across(39)), round(area.down(0.9))
    part = inked(plot, end.role)[y - 6 : y + 7, x - 6 : x + 7]
    assert part[:4, :4].any()
    assert part[:4, -4:].any()
    assert part[-4:, -4:].any()


# histories of which extremes are kept


@pytest.fixture
def thinned() -> tuple[np.ndarray, Curves]:
    values = np.random.default_rng(3).lognormal(size=1003)
    history = History(capacity=8, most=64)
    for value in values:
        history.append(value, value, value, value)
    curves = history.curves()
    assert curves.stride == 16
    return values, curves


def test_a_reading_of_a_thinned_history_says_what_it_is_of(
    base: Frame, thinned: tuple[np.ndarray, Curves]
) -> None:
    values, curves = thinned
    present = 0.25
    frame = replace(passed_of(base, present), iteration=1003, newest=1003, curves=curves)
    (run,) = loss.runs_of(frame)
    covered = 0
    for first in range(1003):
        start, last, found = run.between(first, first)
        if first >= run.kept:  # not put away yet: all that is known is the present
            assert (start, last, found.tolist()) == (1003, 1003, [present])
            continue
        assert start <= first <= last
        assert found.min() == values[start : last + 1].min()
        assert found.max() == values[start : last + 1].max()
        covered += 1
    assert covered == run.kept > 960
    *_, end = run.between(1003, 1003)
    assert end[-1] == present


def test_a_thinned_history_is_drawn_where_it_happened(
    qtbot: QtBot, base: Frame, thinned: tuple[np.ndarray, Curves]
) -> None:
    values, curves = thinned
    plot = opened(qtbot, LossPlot())
    twin = run_beside(base, 1, np.full(500, 0.5))
    frame = passed_of(base, 0.25)
    plot.show_frame(replace(frame, iteration=1003, newest=1003, curves=curves, others=(twin,)))
    pixels(plot)
    other, own = (curve.series for curve in plot._picture.curves)
    assert (own.x[0], own.x[-1], other.x[-1]) == (0, 1003, 500)
    peak = own.x[int(np.nanargmax(own.y))]
    assert abs(peak - int(np.argmax(values))) <= 2 * curves.stride
    hover(plot, 300, float(values[250:350].mean()))
    assert plot.reading.text.startswith("main run · iterations 288–319: ")


def test_the_table_of_a_thinned_history_has_its_extremes_and_those_of_the_others(
    base: Frame, thinned: tuple[np.ndarray, Curves]
) -> None:
    values, curves = thinned
    fine = np.random.default_rng(4).uniform(size=100)
    twin = run_beside(base, 1, fine)
    frame = replace(passed_of(base, 0.25), iteration=1003, newest=1003, curves=curves)
    plot = LossPlot()
    plot.show_frame(replace(frame, others=(twin,)))
    table = plot.table()
    assert table.columns[0] == "iteration (of every 32 the least and the greatest value)"
    rows = list(table.rows)
    assert rows[-1] == (1003, 0.25, None)
    for pair, (one, two) in enumerate(zip(rows[:-1:2], rows[1:-1:2], strict=True)):
        group = values[32 * pair : 32 * pair + 32]
        assert (one[0], two[0]) == (32 * pair, 32 * pair + 16)
        assert {one[1], two[1]} == {group.min(), group.max()}
        rest = fine[32 * pair : 32 * pair + 32]
        expected = {rest.min(), rest.max()} if len(rest) else {None}
        assert {one[2], two[2]} == expected


# accuracy


def test_accuracy_has_a_fixed_range_and_what_guessing_gets(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, AccuracyPlot())
    frame = frame_at(base, np.linspace(0.2, 0.8, 40), present=0.75)
    plot.show_frame(frame)
    pixels(plot)
    picture = plot._picture
    assert (picture.y.low, picture.y.high) == (0.0, 1.0)
    assert [level.y for level in picture.levels] == [0.25]
    assert str(picture.legend[0].labels[0]) == "guessing: 25%"
    assert plot.aside == "now 75%"
    assert plot.accessibleDescription() == (
        "Share of right answers at iteration 40: 75%; guessing gets 25% right."
    )
    assert list(plot.table().rows)[-1] == (40, 0.75)


def test_a_task_without_right_answers_is_said_to_be_one(
    qtbot: QtBot, frame_of: Frames, base: Frame
) -> None:
    plot = opened(qtbot, AccuracyPlot())
    frame = frame_of(accuracy=None, settings=replace(base.settings, task="adding"))
    plot.show_frame(frame)
    before = pixels(plot)
    assert plot._picture.note.startswith("this task asks for no class")
    assert (before != QColor(DARK.card).getRgb()[:3]).any()
    hover(plot, 0.5, 0.5)
    assert (plot.reading, plot.aside) == (None, "")
    assert not len(plot.table().rows)
    assert plot.accessibleDescription().startswith("No accuracy: ")
    twin = run_beside(base, 1, np.full(20, 0.5), changes={"task": "recall"})
    plot.show_frame(replace(frame, others=(twin,)))
    pixels(plot)
    assert [curve.look.role for curve in plot._picture.curves] == ["run_1"]


def test_another_run_s_nan_does_not_hatch_the_plot(qtbot: QtBot, base: Frame) -> None:
    plot = opened(qtbot, GradientPlot())
    broken = run_beside(base, 2, np.ones(9), magnitude=np.full(4, np.nan))
    plot.show_frame(base)
    before = pixels(plot)
    plot.show_frame(replace(base, others=(broken,)))
    changed = (pixels(plot) != before).any(axis=2)
    _left, top, _right, bottom = plot._layout.area.frame
    third = round(top + (bottom - top) / 3)
    assert changed[:third].any()
    assert not changed[third : round(bottom)].any()
    assert inked(plot, "run_2")[:third].any()
