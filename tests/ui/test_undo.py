"""Undo and redo of settings, of the pure stack and through the window."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from rnnsim.model.edits import edit
from rnnsim.model.lesson import find_lesson
from rnnsim.model.settings import SettingError, Settings
from rnnsim.ui import undo
from rnnsim.ui.undo import SettingsUndo, Stand, change_text

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EDITS = st.one_of(
    st.tuples(st.just("spectral_radius"), st.floats(-0.5, 3.0)),
    st.tuples(st.just("hidden_size"), st.integers(-1, 12)),
    st.tuples(st.just("time_steps"), st.integers(0, 20)),
    st.tuples(st.just("spectrum"), st.sampled_from(["disk", "circle", "identity", "orthogonal"])),
    st.tuples(st.just("eigenvalues"), st.just(((0.5, 0.5), (0.5, -0.5), (0.1, 0.0)))),
    st.tuples(st.just("truncation"), st.integers(0, 6)),
    st.tuples(st.just("cell"), st.sampled_from(["rnn", "lstm", "gru", "none"])),
    st.tuples(st.just("learning_rate"), st.floats(-1.0, 2.0)),
    st.tuples(st.just("task"), st.sampled_from(["recall", "adding", "power"])),
)


class Clock:
    """Time that passes when it is told to."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(undo.time, "monotonic", clock.monotonic)
    return clock


class Desk:
    """Settings, changed through the stack's eyes."""

    def __init__(self):
        self.lesson = find_lesson("vanishing")
        self.stand = Stand(Settings(), self.lesson)
        self.undo = SettingsUndo(self._take_on)

    def _take_on(self, stand):
        self.stand = stand

    def edit(self, key, value):
        before = self.stand
        self.stand = replace(before, settings=edit(before.settings, key, value))
        self.undo.record(before, self.stand, key)

    @property
    def texts(self):
        return [self.undo.stack.text(index) for index in range(self.undo.stack.count())]


@pytest.fixture
def desk(qapp, clock):
    return Desk()


@examples(max_examples=60)
@given(st.lists(st.tuples(EDITS, st.floats(0.0, 3.0)), max_size=25))
def test_all_undone_and_all_redone_gives_equal_settings(qapp, edits):
    desk, clock, seen = Desk(), Clock(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undo.time, "monotonic", clock.monotonic)
        for (key, value), seconds in edits:
            clock.now += seconds
            try:
                desk.edit(key, value)
            except SettingError:
                continue
            seen.append(desk.stand)
    stack, last = desk.undo.stack, desk.stand
    passed = []
    while stack.canUndo():
        stack.undo()
        passed.append(desk.stand)
    assert desk.stand.settings == Settings()
    assert all(stand in (*seen, Stand(Settings(), desk.lesson)) for stand in passed)
    while stack.canRedo():
        stack.redo()
    assert desk.stand == last


def test_an_edit_that_changes_nothing_or_is_refused_leaves_no_entry(desk):
    desk.edit("seed", Settings().seed)
    with pytest.raises(SettingError):
        desk.edit("hidden_size", 0)
    assert desk.texts == []


def test_edits_of_one_setting_in_quick_succession_are_one(desk, clock):
    for value in (0.7, 0.8, 0.9):
        desk.edit("spectral_radius", value)
        clock.now += 0.9
    assert desk.texts == ["spectral radius ρ 0.85 → 0.9"]
    clock.now += 0.2
    desk.edit("spectral_radius", 1.1)
    assert len(desk.texts) == 2


def test_edits_of_two_settings_are_two(desk):
    desk.edit("spectral_radius", 0.7)
    desk.edit("learning_rate", 0.5)
    desk.edit("spectral_radius", 0.8)
    assert len(desk.texts) == 3


def test_there_and_back_again_is_nothing(desk):
    before = desk.stand.settings.spectral_radius
    desk.edit("spectral_radius", 0.7)
    desk.edit("spectral_radius", before)
    assert desk.texts == []


def test_an_edit_after_an_undo_does_not_go_into_what_was_undone(desk):
    desk.edit("spectral_radius", 0.7)
    desk.edit("seed", 5)
    desk.undo.stack.undo()
    desk.edit("spectral_radius", 0.8)
    assert desk.texts == ["spectral radius ρ 0.85 → 0.8"]
    desk.undo.stack.undo()
    assert desk.stand.settings == Settings()


def test_what_was_changed_is_named():
    start = Settings()
    assert change_text(start, replace(start, cell="lstm"), "cell") == "cell RNN → LSTM"
    longer = edit(start, "eigenvalues", tuple((0.1 * n, 0.0) for n in range(9)))
    assert "→" not in change_text(start, longer, "eigenvalues")
    assert change_text(start, replace(start, seed=9), "other") == f"seed {start.seed} → 9"


# Through the window


def changed(window):
    return window.presenter.settings != window.lesson.settings


def test_a_drag_of_a_slider_is_one_entry_however_long_it_takes(open_window, qtbot, clock):
    window = open_window()
    before = window.presenter.settings
    slider = window.panel.fields["spectral_radius"].slider
    y, left = slider.height() // 2, Qt.MouseButton.LeftButton
    qtbot.mousePress(slider, left, pos=QPoint(slider.width() // 4, y))
    for share in (0.3, 0.5, 0.7, 0.9):
        clock.now += 10.0
        qtbot.mouseMove(slider, QPoint(round(share * slider.width()), y))
    qtbot.mouseRelease(slider, left, pos=QPoint(round(0.9 * slider.width()), y))
    after = window.presenter.settings
    assert after != before
    stack = window.undo.stack
    assert stack.count() == 1
    qtbot.keyClick(window.centralWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.presenter.settings == before
    qtbot.keyClick(
        window.centralWidget(),
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert window.presenter.settings == after


def test_two_drags_are_two_entries(open_window, qtbot, clock):
    window = open_window()
    slider = window.panel.fields["spectral_radius"].slider
    y, left = slider.height() // 2, Qt.MouseButton.LeftButton
    for share in (0.3, 0.6):
        place = QPoint(round(share * slider.width()), y)
        qtbot.mousePress(slider, left, pos=place)
        qtbot.mouseRelease(slider, left, pos=place)
        qtbot.waitUntil(lambda: not window.undo._held.isActive())
        clock.now += 2.0
    assert window.undo.stack.count() == 2


def test_the_menu_says_what_would_be_undone(open_window, clock):
    window = open_window()
    window.presenter.edit("spectral_radius", 0.9)
    texts = [each.text() for each in window.actions()]
    assert "Undo spectral radius ρ 0.65 → 0.9" in texts


def test_reset_all_can_be_undone(open_window, clock):
    window = open_window()
    window.presenter.edit("spectral_radius", 0.9)
    window.presenter.edit("activation", "relu")
    own = window.presenter.settings
    window.reset_all()
    assert not changed(window)
    window.undo.stack.undo()
    assert window.presenter.settings == own


def test_opening_a_lesson_can_be_undone(open_window, clock):
    window = open_window("vanishing")
    window.presenter.edit("spectral_radius", 0.9)
    own = window.presenter.settings
    window.open_lesson("exploding")
    exploding = window.presenter.settings
    window.undo.stack.undo()
    assert window.presenter.settings == own
    assert window.lesson == find_lesson("vanishing")
    window.reset_all()
    assert window.presenter.settings == find_lesson("vanishing").settings
    window.undo.stack.undo()
    window.undo.stack.redo()
    window.undo.stack.undo()
    window.undo.stack.undo()
    window.undo.stack.undo()
    assert window.presenter.settings == find_lesson("vanishing").settings
    assert exploding == find_lesson("exploding").settings


def test_own_eigenvalues_come_later_and_can_be_undone(open_window, qtbot, clock):
    window = open_window()
    before = window.presenter.settings
    window.presenter.edit("spectrum", "own")
    qtbot.waitUntil(lambda: window.presenter.settings.spectrum == "own", timeout=60_000)
    assert window.undo.stack.count() == 1
    window.undo.stack.undo()
    assert window.presenter.settings == before
    qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=60_000)
    assert window.presenter.settings == before


def test_a_refusal_in_the_panel_leaves_no_entry(open_window, qtbot):
    window = open_window()
    field = window.panel.fields["hidden_size"].entry
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.undo.stack.count() == 0
