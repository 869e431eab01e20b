"""Frames of the worker in plots of any size: words lie apart from one another, and inside."""

from __future__ import annotations

import time
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPolygonF
from pytestqt.qtbot import QtBot

from rnnsim.engine.simulation import Simulation
from rnnsim.model.frame import Frame
from rnnsim.model.lesson import find_lesson
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.view import Want
from rnnsim.ui.numbers import short
from rnnsim.ui.plots import PLOTS, contributions, gradient
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Look
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.style import Style
from rnnsim.ui.theme import DARK, LIGHT, PROJECTOR
from rnnsim.worker.runner import Order, Runner

SIZES = [(240, 100), (240, 160), (480, 200), (310, 230)]
LESSONS = ["vanishing", "review", "cliff", "non-normal", "gates"]
PATIENCE = 60.0


def whole_frame(lesson: str) -> Frame:
    """The first frame of a lesson, with everything in it."""
    settings = find_lesson(lesson).settings
    runner = Runner(settings)
    runner.start()
    runner.post(Order(1, settings, wants=frozenset(Want)))
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            frame = runner.take_frame()
            if frame is not None and frame.generation == 1 and not frame.extras_owed:
                return frame
            time.sleep(0.001)
    finally:
        runner.stop(PATIENCE)
    raise AssertionError("the frame waited for did not come")


@pytest.fixture(scope="module", params=LESSONS)
def frame(request: pytest.FixtureRequest) -> Frame:
    return whole_frame(request.param)


Texts = list[tuple[str, QPolygonF]]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Texts:
    """Every text that plots write, and the quadrangle of its ink."""
    texts: Texts = []
    write = Style.write

    def spy(style: Style, painter: QPainter, left: float, baseline: float, label: Label) -> None:
        box = QRectF(left, baseline - style.ascent, style.label_width(label), style.ascent)
        if str(label):
            quadrangle = QPolygonF(painter.worldTransform().mapToPolygon(box.toRect()))
            texts.append((str(label), quadrangle))
        write(style, painter, left, baseline, label)

    monkeypatch.setattr(Style, "write", spy)
    return texts


def made(qtbot: QtBot, name: str, pixels: int) -> Plot:
    plot = PLOTS[name](DARK if pixels < 20 else PROJECTOR)  # type: ignore[call-arg]
    qtbot.addWidget(plot)
    font = plot.font()
    font.setPixelSize(pixels)
    plot.setFont(font)
    return plot


@pytest.mark.parametrize("pixels", [13, 20])
@pytest.mark.parametrize("name", PLOTS)
def test_words_lie_apart_and_inside_and_leave_the_most_room_to_the_data(
    qtbot: QtBot, written: Texts, frame: Frame, name: str, pixels: int
) -> None:
    plot = made(qtbot, name, pixels)
    plot.show_frame(frame)
    time_steps = frame.settings.time_steps
    for size in SIZES:
        plot.resize(*size)
        for moment in (None, Moment(Stage.BACKWARD, time_steps), Moment(Stage.BACKWARD, 1)):
            written.clear()
            plot.show_moment(moment)
            plot._ground._image = None  # written anew, though it is kept
            plot.grab()
            check_words(plot, written)
        check_room(plot)


def check_words(plot: Plot, written: Texts) -> None:
    assert written
    for (one, its), (other, others) in combinations(written, 2):
        assert not its.intersects(others), f"“{one}” lies over “{other}” at {plot.size()}"
    inside = QRectF(plot.rect()).adjusted(-1, -1, 1, 1)
    for text, ink in written:
        assert inside.contains(ink.boundingRect()), f"“{text}” leaves the plot at {plot.size()}"


def check_room(plot: Plot) -> None:
    area, line = plot._layout.area, plot._style.line
    assert area.bottom - area.top >= 2.2 * line
    assert area.right - area.left >= 0.4 * plot.width()
    down = sorted(area.down(tick.position) for tick in plot._layout.y_ticks)
    assert all(np.diff(down) >= 1.3 * line - 1e-6)


def test_what_gives_way_first(qtbot: QtBot) -> None:
    frame = whole_frame("vanishing")
    kept = []
    plot = made(qtbot, "contributions", 13)
    plot.show_frame(frame)
    for height in range(400, 60, -5):
        plot.resize(480, height)
        plot._stale = True  # as when it is seen
        plot.settle()
        layout = plot._layout
        shown = (bool(layout.remark), bool(layout.legend), bool(layout.x_label))
        if not kept or kept[-1] != shown:
            kept.append(shown)
    assert kept == [
        (True, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, False),
    ]


def test_a_projector_gets_thicker_lines_and_marks_of_the_same_size() -> None:
    usual, lecture = Style(LIGHT, 20.0), Style(PROJECTOR, 20.0)
    look = Look("gradient", 2.0)
    assert lecture.pen(look).widthF() == pytest.approx(1.5 * usual.pen(look).widthF())
    assert lecture.thin == 1.5 * usual.thin
    marks = [style.point_pen("gradient", 6.0).widthF() for style in (usual, lecture)]
    assert marks[0] == marks[1]


def test_the_sum_so_far_comes_before_the_total_where_both_have_no_room(
    qtbot: QtBot, written: Texts
) -> None:
    plot = made(qtbot, "contributions", 13)
    plot.show_frame(whole_frame("vanishing"))
    plot.resize(240, 160)
    shown = []
    for moment in (Moment(Stage.BACKWARD, 12), Moment(Stage.BACKWARD, 6)):
        written.clear()
        plot.show_moment(moment)
        plot.grab()
        texts = [text for text, _ink in written]
        shown.append([sum(start in text for text in texts) for start in ("sum so far", "‖")])
    assert shown == [[1, 1], [1, 0]]


def test_contributions_of_a_real_pass_sum_to_the_norm_that_is_shown(frame: Frame) -> None:
    # the engine's own gradient, made anew: equal settings give equal passes
    whole = Simulation(frame.settings).network.gradients["weight_hh"]
    norm = float(np.linalg.norm(np.asarray(whole, dtype=float)))
    assert frame.passed.contributions.sum() == pytest.approx(norm, rel=1e-9)
    picture = contributions.compose(frame)
    assert picture.levels[0].text.endswith(f"= {short(norm, 3)}")
    assert picture.curves[0].series.y[0] == pytest.approx(norm, rel=1e-9)
    halves = [
        contributions.compose(frame, None, Moment(Stage.BACKWARD, t)).curves[0].series.y[0]
        for t in (1, frame.settings.time_steps)
    ]
    assert halves == pytest.approx([norm, frame.passed.contributions[-1]], rel=1e-9)


def test_the_gradients_aside_tells_the_change_from_the_last_state_to_the_first(
    frame: Frame,
) -> None:
    magnitude = frame.passed.gradient_magnitude
    factor = max(magnitude[-1] / magnitude[1], magnitude[1] / magnitude[-1])
    way = "smaller" if magnitude[1] < magnitude[-1] else "larger"
    said = f"{short(float(f'{factor:.2g}'))}× {way}"
    assert gradient.changed(magnitude) == said


@pytest.mark.parametrize(
    ("magnitude", "said"),
    [
        ([1.0, 0.0, 1.0], "0 at h₁"),
        ([1.0, np.nan, 1.0], ""),
        ([1.0, 1.0, 0.0], ""),
        ([1.0, 5e-324, 1e300], ""),
        ([1.0, 1.0], ""),
        ([9.0, 8.0, 2.0], "4.0× larger"),
    ],
)
def test_where_there_is_no_change_to_tell_the_aside_is_empty(
    magnitude: list[float], said: str
) -> None:
    assert gradient.changed(np.array(magnitude)) == said
