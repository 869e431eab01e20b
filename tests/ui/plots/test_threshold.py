"""The clip threshold as a line that can be dragged: plot, panel, undo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rnnsim.engine.pictures import clipping_picture
from rnnsim.engine.training import Training
from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.panel.number_fields import NumberField
from rnnsim.ui.plots.gradient_norm import GradientNormPlot
from rnnsim.ui.plots.threshold import rounded
from rnnsim.ui.theme import DARK
from rnnsim.ui.window import Window

LEFT = Qt.MouseButton.LeftButton

Frames = Callable[..., Frame]


@given(st.floats(1e-6, 1e4))
def test_what_is_asked_for_reads_well_is_near_and_is_allowed(threshold: float) -> None:
    asked = rounded(threshold)
    assert 1e-4 <= asked <= 100.0
    if 1e-4 <= threshold <= 100.0:
        assert abs(asked - threshold) <= 0.0251 * threshold
    assert len(f"{asked:.12e}".split("e")[0].rstrip("0").replace(".", "")) <= 3


@pytest.mark.parametrize(
    ("threshold", "asked"),
    [(0.347, 0.35), (1.234, 1.25), (1.97, 1.95), (0.0999, 0.1), (5e-5, 1e-4), (1e3, 100.0)],
)
def test_two_figures_and_twentieths_where_tenths_were_coarse(
    threshold: float, asked: float
) -> None:
    assert rounded(threshold) == asked


@given(st.floats(1e-3, 50.0))
def test_an_arrow_key_is_never_too_short_to_move_it(threshold: float) -> None:
    at = rounded(threshold)
    assert rounded(at * 10.0**0.02) > at > rounded(at * 10.0**-0.02)


@pytest.fixture(name="plot")
def _plot(qtbot: QtBot) -> GradientNormPlot:
    plot = GradientNormPlot(DARK)
    qtbot.addWidget(plot)
    plot.resize(420, 260)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def pixel(plot: GradientNormPlot, threshold: float, across: float = 0.5) -> QPoint:
    plot.settle()
    assert plot._layout is not None
    area = plot._layout.area
    x = area.left + across * (area.right - area.left)
    return QPoint(round(x), round(area.down(math.log10(threshold))))


def drag(plot: GradientNormPlot, start: float, *stops: float) -> None:
    places = [pixel(plot, each) for each in (start, *stops)]
    QTest.mousePress(plot.viewport(), LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(plot.viewport(), place)


def test_the_line_follows_the_pointer_and_says_its_value(
    plot: GradientNormPlot, frame_of: Frames
) -> None:
    settings = Settings(clip="norm", clip_threshold=0.5)
    frame = frame_of(settings=settings, losses=(3.0, 0.01, 2.0), gradient_norm=1.0)
    plot.show_frame(frame)
    asked: list[tuple[str, object]] = []
    plot.edited.connect(lambda key, value: asked.append((key, value)))
    drag(plot, 0.5, 0.3, 0.1)
    plot.settle()
    assert {key for key, _ in asked} == {"clip_threshold"}
    threshold = asked[-1][1]
    assert isinstance(threshold, float)
    assert threshold == pytest.approx(0.1, rel=0.06)
    picture = plot._picture
    assert picture is not None
    assert picture.handle is not None
    assert picture.handle.said == f"τ = {threshold:g}"
    assert picture.levels[0].text == ""  # or it would be said twice
    held = plot.grab().toImage()
    axis = picture.y
    plot.show_frame(replace(frame, generation=1, settings=replace(settings, clip_threshold=0.1)))
    plot.settle()
    assert plot._picture.y == axis  # it does not move away under the hand
    QTest.mouseRelease(plot.viewport(), LEFT, pos=pixel(plot, 0.1))
    plot.show_frame(
        replace(frame, generation=2, settings=replace(settings, clip_threshold=threshold))
    )
    plot.settle()
    assert plot._picture.handle.said == ""
    assert plot._picture.levels[0].text == f"τ = {threshold:g}"
    assert plot.grab().toImage() != held


def test_without_clipping_there_is_no_line_and_nothing_to_stop_at(
    plot: GradientNormPlot, frame_of: Frames
) -> None:
    plot.show_frame(frame_of(settings=Settings(clip="off"), losses=(3.0, 0.01)))
    plot.settle()
    assert plot._picture.handle is None
    assert plot.focusPolicy() == Qt.FocusPolicy.NoFocus
    asked: list[object] = []
    plot.edited.connect(lambda key, value: asked.append(value))
    drag(plot, 1.0, 0.3)
    assert asked == []
    plot.show_frame(frame_of(settings=Settings(clip="value"), losses=(3.0, 0.01)))
    assert plot.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_keys_move_it_and_stop_at_its_limits(plot: GradientNormPlot, frame_of: Frames) -> None:
    frame = frame_of(settings=Settings(clip="norm", clip_threshold=99.0), losses=(1e3, 1e-6))
    plot.show_frame(frame)
    asked: list[object] = []
    plot.edited.connect(lambda key, value: asked.append(value))
    plot.settle()
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert asked[-1] == 100.0
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert asked[-1] == pytest.approx(95.0, rel=0.02)


def test_the_share_clipped_is_that_of_the_iteration_looked_at() -> None:
    training = Training(Settings(clip="norm", clip_threshold=0.3, seed=2), lambda: None)
    clipped, shares = 0, []
    for iteration in range(30):
        clipped += training.simulation.gradient_norm > 0.3
        shares.append(clipped / (iteration + 1))
        assert clipping_picture(training.simulation).share == pytest.approx(shares[-1])
        training.iterate()
    assert len(set(shares)) > 3
    for iteration in (20, 5, 0):
        training.seek(iteration)
        while training.replaying:
            training.replay()
        assert clipping_picture(training.simulation).share == pytest.approx(shares[iteration])


@pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")
def test_one_drag_is_one_undo_and_the_panel_goes_along(
    open_window: Callable[..., Window], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(clip="norm", clip_threshold=1.0)
    qtbot.waitUntil(lambda: "norm" in window.plots.plots, timeout=60_000)
    plot = window.plots.plots["norm"]
    assert isinstance(plot, GradientNormPlot)
    plot.settle()
    before = window.undo.stack.count()
    monkeypatch.setattr("rnnsim.ui.undo.QApplication.mouseButtons", staticmethod(lambda: LEFT))
    drag(plot, 1.0, 0.8, 0.6, 0.4)
    threshold = window.presenter.settings.clip_threshold
    assert threshold == pytest.approx(0.4, rel=0.1)
    none = Qt.MouseButton.NoButton
    monkeypatch.setattr("rnnsim.ui.undo.QApplication.mouseButtons", staticmethod(lambda: none))
    QTest.mouseRelease(plot.viewport(), LEFT, pos=pixel(plot, 0.4))
    assert window.undo.stack.count() == before + 1
    shown = window.panel.fields["clip_threshold"]
    assert isinstance(shown, NumberField)
    assert shown.entry.text() == f"{threshold:g}"
    window.undo.stack.undo()
    assert window.presenter.settings.clip_threshold == 1.0
    qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=60_000)
    plot.settle()
    assert plot._picture.handle.y == 0.0
