"""The three plots as a user meets them: pixels, pointer, theme, type, screen reader."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QBuffer, QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.plots import GradientNormPlot, GradientPlot, LossPlot, decimation, gradient
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.theme import DARK, LIGHT, Theme
from tests.ui.plots import seen
from tests.ui.plots.seen import pixels

Frames = Callable[..., Frame]

opened = partial(seen.opened, width=310, height=230)

KINDS = (GradientPlot, LossPlot, GradientNormPlot)
INK = {GradientPlot: "gradient", LossPlot: "loss", GradientNormPlot: "forward"}


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def plot(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Plot]:
    return opened(qtbot, request.param(DARK))


def share_of(plot: Plot, role: str, theme: Theme = DARK) -> float:
    """How much of a plot has a colour of the theme, exactly."""
    color = QColor(getattr(theme, role))
    return float((pixels(plot) == color.getRgb()[:3]).all(axis=2).mean())


def hover(plot: Plot, x: float, y: float = 120.0) -> None:
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))  # Qt drops moves to where the pointer is
    QTest.mouseMove(plot.viewport(), QPoint(round(x), round(y)))
    QApplication.processEvents()


def pixel_of(plot: Plot, x: float, y: float) -> tuple[float, float]:
    assert plot._layout is not None
    return plot._layout.area.across(x), plot._layout.area.down(y)


# what is drawn


def test_a_frame_of_a_real_run_is_drawn(plot: Plot, run: type) -> None:
    assert share_of(plot, INK[type(plot)]) == 0
    plot.show_frame(run(clip="norm", time_steps=6).iterate(40).frame())
    assert share_of(plot, INK[type(plot)]) > 0.001
    assert share_of(plot, "card") > 0.7


def test_a_curve_is_where_its_values_are(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(frame_with(np.array([1e-4, 1e-2, 1.0])))
    image = pixels(plot)
    for k, exponent in enumerate((-4, -2, 0)):
        x, y = pixel_of(plot, k, exponent)
        assert tuple(image[int(y), int(x)]) == QColor(DARK.gradient).getRgb()[:3]


def test_every_plot_says_something_before_training(plot: Plot, run: type) -> None:
    plot.show_frame(run(clip="norm").frame())
    assert share_of(plot, INK[type(plot)]) > 0.0002


magnitudes = arrays(
    np.float64,
    st.integers(2, 40),
    elements=st.one_of(
        st.sampled_from([0.0, np.inf, np.nan, 5e-324, 1.8e308]), st.floats(min_value=0.0)
    ),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(magnitudes, magnitudes, st.sampled_from([0.0, np.inf, np.nan, 1.0, 5e-324]))
def test_no_values_blank_a_plot_or_raise(
    qapp: QApplication,
    frame_with: Frames,
    magnitude: np.ndarray,
    history: np.ndarray,
    end: float,
) -> None:
    line = history[-1] * np.ones(len(magnitude))
    frame = frame_with(
        magnitude,
        losses=(history, end),
        clipped=(np.minimum(history, 1.0), end),
        settings=Settings(clip="norm"),
        bound=line,
        radius_line=line,
    )
    for kind in KINDS:
        plot = kind(DARK)
        plot.resize(300, 190)
        plot.show_frame(frame)
        image = pixels(plot)
        left, top, right, bottom = (round(edge) for edge in plot._layout.area.frame)
        inside = image[top + 1 : bottom, left + 1 : right].astype(int)
        distances = np.abs(inside - QColor(DARK.card).getRgb()[:3]).sum(axis=2)
        grid = np.abs(inside - QColor(DARK.faint).getRgb()[:3]).sum(axis=2)
        assert ((distances > 60) & (grid > 60)).sum() >= 8
        plot.deleteLater()


@pytest.mark.parametrize("kind", [LossPlot, GradientNormPlot])
def test_a_past_drawn_once_looks_as_if_drawn_with_the_rest(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, frame_with: Frames, kind: type[Plot]
) -> None:
    norms = np.exp(np.random.default_rng(0).normal(size=3000))
    kept, whole = opened(qtbot, kind()), opened(qtbot, kind())
    for length in (100, 547, 650, 1341, 2135, 3000):
        part = norms[:length]
        frame = frame_with(
            losses=(part, 1.0),
            clipped=(np.minimum(norms, 1.0)[:length], 1.0),
            settings=Settings(clip="norm"),
            chance_loss=None,
        )
        images = []
        for plot, block in ((kept, 32), (whole, 10**6)):
            monkeypatch.setattr(decimation, "BINS_PER_BLOCK", block)
            plot.show_frame(frame)
            images.append(pixels(plot).astype(int))
        assert kept._picture.curves[0].final > 0 == whole._picture.curves[0].final
        assert (np.abs(images[0] - images[1]) <= 60).all()


def test_a_new_run_leaves_nothing_of_the_one_before(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, LossPlot())
    first = frame_with(losses=(np.full(500, 2.0), 2.0), chance_loss=None)
    second = frame_with(losses=(np.full(500, 1.6), 1.6), chance_loss=None)
    plot.show_frame(first)
    pixels(plot)
    plot.show_frame(second)
    after = pixels(plot)
    fresh = opened(qtbot, LossPlot())
    fresh.show_frame(second)
    assert (after == pixels(fresh)).all()


def inked(plot: Plot, role: str, x: float, y: float, reach: int = 2) -> bool:
    """Whether there is a colour of the theme within `reach` pixels of a place."""
    x, y = round(x), round(y)
    part = pixels(plot)[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
    return bool((part == QColor(getattr(DARK, role)).getRgb()[:3]).all(axis=2).any())


def test_a_line_runs_on_from_what_was_drawn_once(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, LossPlot(), width=620)
    plot.show_frame(frame_with(losses=(np.full(70, 2.0), 2.0), chance_loss=None))
    image = pixels(plot)
    (left, y), (right, _) = pixel_of(plot, 0, 2.0), pixel_of(plot, 70, 2.0)
    row = image[int(y) - 1 : int(y) + 2, round(left) : round(right)]
    assert (row == QColor(DARK.loss).getRgb()[:3]).all(axis=2).any(axis=0).all()


def test_a_value_between_two_gaps_is_seen(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    magnitude = np.where(np.arange(201) % 100 == 0, 0.01, 0.0)
    plot.show_frame(frame_with(magnitude))
    pixels(plot)
    assert inked(plot, "gradient", *pixel_of(plot, 100, -2))


def test_zero_infinite_and_nan_are_marked_where_they_are(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    magnitude = np.ones(21)
    magnitude[[4, 10, 16]] = 0.0, np.inf, np.nan
    plot.show_frame(frame_with(magnitude, bound=np.zeros(21), radius_line=np.zeros(21)))
    image = pixels(plot)
    _left, top, _right, bottom = plot._layout.area.frame
    places = [pixel_of(plot, k, 0)[0] for k in (4, 10, 16)]
    edges = [
        [inked(plot, "gradient", x, edge, 4) for edge in (bottom - 6, top + 6)] for x in places
    ]
    assert edges == [[True, False], [False, True], [False, False]]
    card = QColor(DARK.card).getRgb()[:3]
    column = image[round(top) + 4 : round(bottom) - 4, round(places[2]) + 1]
    assert (column != card).any(axis=1).mean() > 0.9


def test_lines_are_cut_at_the_edge_of_the_plot(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    steps = np.arange(500, -1, -1.0)
    plot.show_frame(frame_with(0.99**steps, bound=3.0**steps, radius_line=0.1**steps))
    image = pixels(plot)
    left, top, right, bottom = (round(edge) for edge in plot._layout.area.frame)
    reference = (image == QColor(DARK.radius).getRgb()[:3]).all(axis=2)
    reference[:top] = False  # the legend
    assert reference[top:bottom, left:right].any()
    assert not reference[bottom + 1 :].any()


def test_a_file_gets_lines_and_text_not_an_image(plot: Plot, run: type) -> None:
    plot.show_frame(run(clip="norm").iterate(150).frame())
    pixels(plot)  # the image on the screen exists
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(400, 300))
    painter = QPainter(generator)
    plot.on_paper().draw(painter)
    painter.end()
    drawing = bytes(buffer.data()).decode()
    assert "<image" not in drawing
    assert ("time step k" if isinstance(plot, GradientPlot) else "iteration") in drawing
    assert drawing.count("<p") > 3


def test_the_image_kept_is_as_fine_as_what_it_is_drawn_on(plot: Plot, run: type) -> None:
    plot.show_frame(run().frame())
    pixels(plot)
    fine = QImage(plot.size() * 2, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2)
    painter = QPainter(fine)
    QWidget.render(plot, painter, QPoint())
    painter.end()
    assert plot._ground._image.devicePixelRatio() == 2


# work that is not done


def test_a_hidden_plot_is_not_composed(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, run: type
) -> None:
    composed = []
    compose = gradient.compose
    monkeypatch.setattr(gradient, "compose", lambda *a: composed.append(1) or compose(*a))
    plot = GradientPlot()
    qtbot.addWidget(plot)
    simulation = run()
    for _ in range(5):
        plot.show_frame(simulation.iterate().frame())
    assert not composed
    opened(qtbot, plot)
    pixels(plot)
    assert len(composed) == 1


class Counting(LossPlot):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_a_frame_that_changes_nothing_is_not_painted(qtbot: QtBot, run: type) -> None:
    plot = opened(qtbot, Counting())
    simulation = run().iterate(5)
    plot.show_frame(simulation.frame())
    QApplication.processEvents()
    before = plot.painted
    plot.show_frame(simulation.frame())
    QApplication.processEvents()
    assert plot.painted == before
    plot.show_frame(simulation.iterate().frame())
    QApplication.processEvents()
    assert plot.painted == before + 1


def test_axes_are_drawn_once_while_they_stay(qtbot: QtBot, run: type) -> None:
    plot = opened(qtbot, GradientPlot())
    simulation = run(time_steps=5)
    images = set()
    for _ in range(5):
        plot.show_frame(simulation.iterate().frame())
        pixels(plot)
        images.add(plot._ground._image.cacheKey())
    assert len(images) == 1


# the pointer


def test_the_pointer_reads_off_a_time_step(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(frame_with(np.array([0.0, 0.0135, 1.0, np.nan])))
    pixels(plot)
    for k, text in enumerate(("k = 0: 0", "k = 1: 0.0135", "k = 2: 1.00", "k = 3: NaN")):
        hover(plot, pixel_of(plot, k, 0)[0])
        assert plot.reading.text == text
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.reading is None


def test_of_an_lstm_both_gradients_are_read_off(qtbot: QtBot, gated_frame_of: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(gated_frame_of("lstm"))
    pixels(plot)
    hover(plot, pixel_of(plot, 2, 0)[0])
    assert plot.reading.text == "k = 2: h 0.0400, c 0.0200"


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_what_is_of_a_gated_cell_only_is_drawn_for_it_only(
    qtbot: QtBot, gated_frame_of: Frames, frame_of: Frames, cell: str
) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(gated_frame_of(cell))
    assert (share_of(plot, "memory") > 0.0) is (cell == "lstm")
    assert share_of(plot, "radius") > 0.0  # the gates
    plot.show_frame(frame_of(bound=None, radius_line=None))
    assert share_of(plot, "memory") == share_of(plot, "radius") == 0.0


def test_the_pointer_reads_off_an_iteration(qtbot: QtBot, frame_with: Frames) -> None:
    losses = np.arange(10.0)
    frame = frame_with(
        losses=(losses, 99.0),
        clipped=(np.minimum(losses, 5.0), 5.0),
        settings=Settings(clip="norm", clip_threshold=5.0),
    )
    for kind, text in (
        (LossPlot, "iteration 7: 7.00"),
        (GradientNormPlot, "iteration 7: 7.00, clipped to 5.00"),
    ):
        plot = opened(qtbot, kind())
        plot.show_frame(frame)
        pixels(plot)
        hover(plot, pixel_of(plot, 7, 0)[0])
        assert plot.reading.text == text
        hover(plot, pixel_of(plot, 10, 0)[0])
        assert plot.reading.text.startswith("iteration 10: 99.0")


def test_a_column_of_many_iterations_reads_their_range(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, LossPlot())
    plot.show_frame(frame_with(losses=(np.arange(100_000.0), 1.0)))
    pixels(plot)
    hover(plot, pixel_of(plot, 50_000, 0)[0])
    first, last = plot.reading.text.removeprefix("iterations ").split(":")[0].split("–")
    assert 300 < int(last.replace("\u2009", "")) - int(first.replace("\u2009", "")) < 500


def test_a_new_frame_renews_what_is_read_off(qtbot: QtBot, frame_with: Frames) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(frame_with(np.array([0.5, 0.5, 1.0])))
    pixels(plot)
    hover(plot, pixel_of(plot, 1, 0)[0])
    plot.show_frame(frame_with(np.array([0.5, 0.7, 1.0])))
    pixels(plot)
    assert plot.reading.text == "k = 1: 0.700"


def test_what_is_read_off_is_painted(plot: Plot, run: type) -> None:
    plot.show_frame(run().iterate(20).frame())
    before = pixels(plot)
    hover(plot, 150)
    assert (pixels(plot) != before).any(axis=2).sum() > 300


def test_beside_the_plot_nothing_is_read_off(plot: Plot, run: type) -> None:
    hover(plot, 100)  # before there is a frame
    plot.show_frame(run().frame())
    pixels(plot)
    hover(plot, 3)
    assert plot.reading is None
    hover(plot, 150, 225)
    assert plot.reading is None


def test_a_selected_time_step_is_ringed(qtbot: QtBot, run: type) -> None:
    plot = opened(qtbot, GradientPlot())
    plot.show_frame(run(time_steps=6).frame())
    before = pixels(plot)
    plot.select_step(3)
    ringed = (pixels(plot) != before).any(axis=2)
    assert 20 < ringed.sum() < 400
    middle = np.flatnonzero(ringed.any(axis=0)).mean()
    assert middle == pytest.approx(pixel_of(plot, 3, 0)[0], abs=1.5)
    plot.select_step(99)
    plot.select_step(None)
    assert (pixels(plot) == before).all()


def test_there_is_no_menu_and_no_zoom(plot: Plot, run: type) -> None:
    plot.show_frame(run().frame())
    before = pixels(plot)
    middle = QPoint(150, 100)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=middle)
    QApplication.sendEvent(
        plot.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, plot.mapToGlobal(middle)),
    )
    assert QApplication.activePopupWidget() is None
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(plot.viewport(), QPoint(200, 150))
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    wheel = QWheelEvent(
        QPointF(middle),
        QPointF(plot.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), wheel)
    assert not wheel.isAccepted()
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert (pixels(plot) == before).all()


# theme, type, size


def test_another_theme_recolours_everything(plot: Plot, run: type) -> None:
    plot.show_frame(run(clip="norm").iterate(80).frame())
    dark = pixels(plot)
    plot.set_theme(LIGHT)
    assert share_of(plot, "card", LIGHT) > 0.7
    assert share_of(plot, INK[type(plot)], LIGHT) > 0.001
    for role in ("card", "gradient", "forward", "loss", "faint", "text"):
        assert share_of(plot, role, DARK) == 0
    plot.set_theme(DARK)
    assert (pixels(plot) == dark).all()


def test_a_theme_may_come_before_the_first_frame(plot: Plot) -> None:
    plot.set_theme(LIGHT)
    assert share_of(plot, "card", LIGHT) == 1


def test_larger_type_makes_larger_labels_and_thicker_lines(plot: Plot, run: type) -> None:
    plot.resize(480, 300)
    plot.show_frame(run(time_steps=6, clip="norm").iterate(20).frame())
    pixels(plot)
    before, ink = plot._layout.area.frame, share_of(plot, INK[type(plot)])
    font = plot.font()
    font.setPixelSize(20)
    plot.setFont(font)
    pixels(plot)
    assert plot._style.pixels == 19
    assert plot._layout.area.frame[0] > before[0]
    assert plot._layout.area.frame[3] < before[3]
    assert share_of(plot, INK[type(plot)]) > 1.2 * ink
    font.setPixelSize(6)
    plot.setFont(font)
    assert plot._style.pixels == 12  # never less


@pytest.mark.parametrize("size", [(220, 150), (1, 1), (60, 40), (2400, 1200)])
def test_any_size_can_be_painted(plot: Plot, run: type, size: tuple[int, int]) -> None:
    plot.show_frame(run(time_steps=50).iterate(30).frame())
    plot.resize(*size)
    pixels(plot)


def test_a_plot_that_was_closed_can_be_shown_again(plot: Plot, run: type) -> None:
    plot.show_frame(run().frame())
    before = pixels(plot)
    plot.close()
    plot.show()
    assert (pixels(plot) == before).all()


# words


def test_a_screen_reader_is_told_the_numbers_of_the_newest_frame(plot: Plot, run: type) -> None:
    simulation = run()
    said = []
    for _ in range(2):
        plot.show_frame(simulation.iterate(3).frame())
        node = QAccessible.queryAccessibleInterface(plot)
        assert node.text(QAccessible.Text.Name) == plot.accessibleName() != ""
        said.append(node.text(QAccessible.Text.Description))
    assert said[0] != said[1]
    assert all(sentence.endswith(".") for sentence in said)


def test_the_heads_read_out(qtbot: QtBot, run: type, frame_with: Frames) -> None:
    plots = [opened(qtbot, kind()) for kind in KINDS]
    assert [plot.aside for plot in plots] == ["", "", ""]
    frame = frame_with(losses=(np.array([1.0]), 0.5), norms=(np.array([1.0]), 3.0))
    for plot in plots:
        plot.show_frame(frame)
    assert [plot.aside for plot in plots[1:]] == ["now 0.500", "now 3.0"]
    plots[1].show_frame(frame_with(accuracy=0.75, generation=9))
    assert plots[1].aside.endswith(" · 75% right")
    clipped = frame_with(
        losses=(np.array([1.0]), 0.5),
        norms=(np.array([1.0]), 3.0),
        clipped=(np.array([1.0]), 1.0),
        settings=Settings(clip="norm"),
    )
    plots[2].show_frame(clipped)
    assert plots[2].aside == "now 3.0 → 1.0 · 25% clipped"


# faults


def test_a_fault_is_reported_and_ends_nothing(qtbot: QtBot, frame_with: Frames) -> None:
    plots = [opened(qtbot, GradientPlot()) for _ in range(3)]
    broken = frame_with(np.ones(5), bound=np.ones(3))
    with qtbot.capture_exceptions() as faults:
        for plot in plots:
            plot.show_frame(broken)
        QApplication.processEvents()
    assert len(faults) >= 3
    for plot in plots:
        plot.show_frame(frame_with(np.ones(5)))
        assert share_of(plot, "gradient") > 0.001


def test_a_plot_let_go_is_gone(qapp: QApplication, run: type) -> None:
    plot = LossPlot()
    plot.resize(300, 200)
    plot.show_frame(run().iterate(5).frame())
    pixels(plot)
    gone = weakref.ref(plot)
    del plot
    gc.collect()
    assert gone() is None
