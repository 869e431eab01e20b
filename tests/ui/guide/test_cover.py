"""Covers over a view."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from rnnsim.ui.guide import Cover
from rnnsim.ui.theme import LIGHT, apply_theme, font

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")


class Red(QLabel):
    def paintEvent(self, _event):
        QPainter(self).fillRect(self.rect(), "#ff0000")


@pytest.fixture
def view(shown):
    return shown(Red("the secret"), (260, 200))


def reds(view):
    image = view.grab().toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    return "#ff0000" in colors


def test_nothing_shines_through_whatever_the_size(view):
    assert reds(view)
    cover = Cover(view)
    assert not reds(view)
    view.resize(420, 330)
    assert cover.size() == view.size()
    assert not reds(view)


def test_a_view_made_late_stays_beneath(shown):
    frame = shown(QWidget(), (200, 200))
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    cover = Cover(frame)
    layout.addWidget(Red())
    for _ in range(3):
        QApplication.processEvents()
    assert frame.children()[-1] is cover
    assert not reds(frame)


def test_its_button_reveals(view, qtbot):
    cover = Cover(view)
    with qtbot.waitSignal(cover.revealed, timeout=10_000):
        QTest.mouseClick(cover.button, Qt.MouseButton.LeftButton)
    assert reds(view)


def test_the_keyboard_reaches_the_button(view, qtbot):
    cover = Cover(view)
    cover.button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(cover.revealed, timeout=10_000):
        QTest.keyClick(cover.button, Qt.Key.Key_Space)


def test_v_reveals_one_cover_after_the_other(shown):
    frame = QWidget()
    row = QVBoxLayout(frame)
    views = [Red("a"), Red("b")]
    for view in views:
        row.addWidget(view)
    shown(frame, (200, 300))
    covers = [Cover(view) for view in views]
    heard = []
    for cover in covers:
        cover.revealed.connect(lambda cover=cover: heard.append(cover))
    for count in (1, 2):
        QTest.keyClick(frame, Qt.Key.Key_V)
        assert len(heard) == count
    assert set(heard) == set(covers)
    QTest.keyClick(frame, Qt.Key.Key_V)
    assert len(heard) == 2


def test_what_is_revealed_twice_is_said_once(view):
    cover = Cover(view)
    heard = []
    cover.revealed.connect(lambda: heard.append(1))
    cover.reveal()
    cover.reveal()
    assert heard == [1]


@pytest.mark.parametrize("size", [(205, 150), (700, 400)])
def test_all_of_it_has_room_in_the_smallest_plot(view, size):
    cover = Cover(view)
    view.resize(*size)
    for _ in range(4):
        QApplication.processEvents()
    for part in (cover.question, cover.hint, cover.button):
        assert part.visibleRegion().boundingRect() == part.rect()
        assert part.geometry().center().x() == pytest.approx(size[0] / 2, abs=1.5)
    assert cover.hint.height() >= cover.hint.heightForWidth(cover.hint.width())


def test_it_says_what_it_is(view):
    cover = Cover(view)
    assert "Predict first" in cover.accessibleName()
    assert cover.button.accessibleName()
    assert cover.button.toolTip()
    assert cover.button.whatsThis()


def test_it_takes_on_another_size_of_type(view, qapp, monkeypatch):
    cover = Cover(view)
    monkeypatch.setattr(
        "rnnsim.ui.guide.prose.font", lambda pixels, *, bold=False: font(2 * pixels, bold=bold)
    )
    apply_theme(qapp, LIGHT)
    assert cover.question.font().pixelSize() == 32
    assert cover.hint.font().pixelSize() == 28
