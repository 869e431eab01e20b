import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from rnnsim.model.extras import Extras
from rnnsim.model.settings import Settings
from rnnsim.model.target import parse_target
from rnnsim.ui import inspector as module
from rnnsim.ui.app import make_application
from rnnsim.ui.inspector import Inspector
from rnnsim.ui.inspector.hint import Hint
from rnnsim.ui.inspector.lines import HeadlineView
from rnnsim.ui.inspector.matrix import MatrixView
from rnnsim.ui.inspector.strip import Strip
from rnnsim.ui.theme import DARK, LIGHT

KEY = Qt.Key


@pytest.fixture
def placed(qtbot):
    """Put an inspector into a window of its own, which takes part in no layout."""
    windows = []

    def place(frame, theme=DARK):
        make_application()
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(400, 640)
        inspector = Inspector(theme)
        inspector.setParent(window)
        inspector.resize(260, 600)
        inspector.show_frame(frame)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return inspector

    return place


@pytest.fixture
def inspector(placed, frame):
    return placed(frame)


def ask(inspector, target):
    inspector.show_target(parse_target(target))
    inspector.grab()


def parts(inspector, kind):
    return [view for view in inspector.findChildren(kind) if view.isVisible()]


def strip_of(inspector, name):
    return next(strip for strip in parts(inspector, Strip) if strip.accessibleName() == name)


def point(qtbot, view, row, column):
    qtbot.mouseMove(view, QPoint(2, 2))  # where the pointer is already, it does not move
    qtbot.mouseMove(view, view.field(row, column).center().toPoint())


def test_without_a_target_it_invites(inspector, frame):
    assert parts(inspector, Hint)
    ask(inspector, "h_2")
    assert not parts(inspector, Hint)
    inspector.show_target(None)
    assert parts(inspector, Hint)


def test_the_headline_reads_itself_out(inspector):
    ask(inspector, "h_2")
    (line,) = parts(inspector, HeadlineView)
    assert line.accessibleName() == ("h₂; reads “far”; ‖∂L/∂h₂‖ = 0.040; ×0.50 a step, bound 0.13")


def test_the_pointer_reads_a_unit(inspector, qtbot, frame):
    ask(inspector, "h_2")
    strip = strip_of(inspector, "∂L/∂h_t")
    point(qtbot, strip, 0, 1)
    value = frame.extras.detail.dloss_dh[2, 1]
    assert strip.read == f"unit 2: {value:.3g}".replace("-", "−")
    qtbot.mouseMove(strip, QPoint(2, 2))  # above the fields
    assert strip.read == ""


def test_the_arrow_keys_read_the_units_and_stop_at_the_ends(inspector, qtbot):
    ask(inspector, "h_2")
    strip = strip_of(inspector, "∂L/∂h_t")
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [strip.read]
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Down, KEY.Key_Left):
        qtbot.keyClick(strip, key)
        seen.append(strip.read)
    assert [text.split(":")[0] for text in seen] == [f"unit {n}" for n in (1, 2, 3, 3, 3, 2)]
    focused = strip.grab().toImage()
    strip.clearFocus()
    assert strip.read == ""
    assert strip.grab().toImage() != focused


def test_while_a_field_has_the_focus_the_arrow_keys_are_its_own(inspector, qtbot):
    ask(inspector, "h_2")
    pressed = []
    for key in (KEY.Key_Right, KEY.Key_Space):
        shortcut = QShortcut(QKeySequence(key), inspector.window())
        shortcut.activated.connect(lambda key=key: pressed.append(key))
    strip = strip_of(inspector, "∂L/∂h_t")
    strip.setFocus()
    for key in (KEY.Key_Right, KEY.Key_Space):
        qtbot.keyClick(strip, key)
    assert pressed == [KEY.Key_Space]
    assert strip.read.startswith("unit 2:")


def test_a_matrix_is_read_by_row_and_column(inspector, qtbot, frame):
    ask(inspector, "h_2")
    matrix = parts(inspector, MatrixView)[0]
    point(qtbot, matrix, 2, 1)
    value = frame.extras.inspection.jacobian[2, 1]
    assert matrix.read.startswith("row 3, column 2: ")
    assert matrix.read.endswith(f"{value:.3g}".replace("-", "−"))
    matrix.setFocus()
    qtbot.keyClick(matrix, KEY.Key_Up)
    assert matrix.read.startswith("row 2, column 2: ")


def test_tab_finds_every_field(inspector, qtbot):
    ask(inspector, "h_2")
    fields = parts(inspector, Strip) + parts(inspector, MatrixView)
    fields[0].setFocus()
    found = set()
    for _ in fields:
        found.add(inspector.focusWidget())
        qtbot.keyClick(inspector.focusWidget(), KEY.Key_Tab)
    assert found == set(fields)


def test_a_frame_changes_the_numbers_and_keeps_the_widgets(inspector, frame):
    ask(inspector, "h_2")
    (line,) = parts(inspector, HeadlineView)
    magnitude = frame.passed.gradient_magnitude * 2.0
    inspector.show_frame(replace(frame, passed=replace(frame.passed, gradient_magnitude=magnitude)))
    assert parts(inspector, HeadlineView) == [line]
    assert "0.080" in line.accessibleName()


def test_while_training_runs_it_can_be_read(inspector, frame, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    ask(inspector, "h_2")
    (line,) = parts(inspector, HeadlineView)

    def train(value, after, *, playing=True):
        now[0] += after
        magnitude = np.full(5, value)
        passed = replace(frame.passed, gradient_magnitude=magnitude)
        inspector.show_frame(replace(frame, passed=passed, playing=playing))
        return f"= {value}" in line.accessibleName()

    assert not train(0.25, 0.1)
    assert train(0.35, 0.2)
    assert not train(0.45, 0.1)
    assert train(0.45, 0.0, playing=False)


def test_nothing_is_done_while_nobody_looks(inspector, frame, monkeypatch):
    inspector.hide()
    made = []
    page_of = module.page_of
    monkeypatch.setattr(module, "page_of", lambda *given: made.append(1) or page_of(*given))
    inspector.show_frame(frame)
    inspector.show_target(parse_target("h_2"))
    assert made == []
    inspector.show()
    assert made == [1]
    assert parts(inspector, HeadlineView)


def test_a_target_beyond_the_end_is_given_up(inspector, frame_of):
    ask(inspector, "h_4")
    inspector.show_frame(frame_of([1.0, 1.0]))
    assert parts(inspector, Hint)


@pytest.mark.parametrize("target", ["h_0", "h_2", "h_4", "gradient_2", "x_1", "loss"])
@pytest.mark.parametrize("width", [200, 260, 340])
def test_nothing_is_wider_than_the_column(inspector, target, width):
    inspector.resize(width, 600)
    ask(inspector, target)
    area = next(a for a in inspector.findChildren(QScrollArea) if a.isVisible())
    assert area.widget().width() <= area.viewport().width()
    for view in parts(inspector, Strip) + parts(inspector, MatrixView):
        assert view.box().right() <= view.width()
        assert view.box().bottom() <= view.height()


@pytest.mark.parametrize("units", [1, 2, 33, 256])
def test_every_unit_has_a_field_of_its_own(qtbot, placed, frame_of, units):
    settings = replace(Settings(), time_steps=500, hidden_size=units, batch_size=2)
    hidden = np.random.default_rng(0).normal(size=(501, units))
    inspector = placed(frame_of(np.ones(501), hidden=hidden, settings=settings), LIGHT)
    ask(inspector, "h_100")
    strip = strip_of(inspector, "h_t")
    area = next(a for a in inspector.findChildren(QScrollArea) if a.isVisible())
    area.ensureWidgetVisible(strip)
    rows, columns = strip.grid()
    places = [(r, c) for r in range(rows) for c in range(columns) if strip.holds(r, c)]
    assert len(places) == units
    for place in places[:: max(1, units // 7)]:
        point(qtbot, strip, *place)
        assert strip.read.startswith(f"unit {places.index(place) + 1}:")


def test_what_is_not_finite_is_shown_as_such(inspector, frame):
    extras = frame.extras
    nan = np.full(3, math.nan)
    detail = replace(extras.detail, dloss_dh=np.full((5, 3), math.inf))
    inspection = replace(extras.inspection, jacobian=np.full((3, 3), math.nan), singular_values=nan)
    passed = replace(frame.passed, gradient_magnitude=np.full(5, math.inf))
    inspector.show_frame(replace(frame, passed=passed, extras=Extras(0, detail, inspection)))
    ask(inspector, "h_2")
    assert "= ∞" in parts(inspector, HeadlineView)[0].accessibleName()
    assert "∞" in strip_of(inspector, "∂L/∂h_t").accessibleDescription()
    inspector.show_frame(
        replace(frame, extras=Extras(0, replace(detail, dloss_dh=np.full((5, 3), math.nan))))
    )
    assert strip_of(inspector, "∂L/∂h_t").accessibleDescription() == "NaN"
    inspector.show_frame(replace(frame, extras=Extras(0, detail, inspection)))
    assert "σ₁ NaN" in parts(inspector, MatrixView)[0].accessibleDescription()


def test_it_takes_on_other_colours(inspector):
    ask(inspector, "h_2")
    before = inspector.grab().toImage()
    inspector.set_theme(LIGHT)
    assert inspector.grab().toImage() != before
