"""Docks that look like cards: a head with title, read-out and small buttons; a view beneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.labels import Aside, ShrinkingLabel
from rnnsim.ui.plate import Button, draw_plate

CORNER = 8.0
"""Radius of a card's corners."""

QWIDGETSIZE_MAX = 16777215
"""Qt's word for a width that nothing limits."""

SIDE, TOP, BOTTOM = 12, 7, 10
"""Pixels between a card's edges and what is on it."""


class HeadButton(Button):
    """A small picture to press, on no ground of its own until it is touched."""

    def __init__(self, draw: Callable[[QPainter, QRectF], None], name: str, parent: QWidget):
        super().__init__("", parent)
        self._draw = draw
        self.setFixedSize(22, 22)
        self.say(name)

    def say(self, name: str) -> None:
        """Tell what it does."""
        self.setAccessibleName(name)
        self.setToolTip(tips.line(name))
        self.setWhatsThis(tips.page(name))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        if self.underMouse() or self.hasFocus() or self.isChecked():
            ink = draw_plate(painter, self, lit=self.isDown() or self.isChecked())
        painter.setPen(QPen(ink, 1.4, c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._draw(painter, QRectF(self.rect()).adjusted(7, 7, -7, -7))


def draw_cross(painter: QPainter, box: QRectF) -> None:
    """Draw a cross into `box`."""
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def draw_table(painter: QPainter, box: QRectF) -> None:
    """Draw a table of two columns and three rows into `box`."""
    wide = box.adjusted(-1.5, -0.5, 1.5, 0.5)
    painter.drawRect(wide)
    middle = wide.center().x()
    painter.drawLine(QPointF(middle, wide.top()), QPointF(middle, wide.bottom()))
    for share in (1 / 3, 2 / 3):
        y = wide.top() + share * wide.height()
        painter.drawPolyline(QPolygonF([QPointF(wide.left(), y), QPointF(wide.right(), y)]))


class DockHead(QWidget):
    """The head of a card that can be moved: title, read-out, buttons."""

    def __init__(self, title: str, short: str) -> None:
        super().__init__()
        self._title = ShrinkingLabel(title, short)
        self._title.setObjectName("cardTitle")
        self._aside = Aside()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SIDE, TOP - 1, SIDE - 5, 3)
        self._row.setSpacing(4)
        self._row.addWidget(self._title)
        self._row.addWidget(self._aside, 1)

    def add(self, button: QWidget, before: QWidget | None = None) -> None:
        """Put a button at the right end, or before another."""
        self._row.insertWidget(-1 if before is None else self._row.indexOf(before), button)
        self._share()

    @property
    def aside(self) -> str:
        """The read-out."""
        return self._aside.text()

    def set_aside(self, text: str) -> None:
        """Show `text` at the right of the title."""
        if text != self._aside.text():
            self._aside.say(text)
            self._share()

    def show_buttons(self, shown: bool) -> None:
        """Show the small buttons, or the title and the read-out alone."""
        for button in self.findChildren(HeadButton):
            button.setVisible(shown)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._share()

    def _share(self) -> None:
        """Make the title short where the read-out begins beside that, and else not even that."""
        gap = self._row.spacing()
        buttons = [each for each in self.findChildren(HeadButton) if not each.isHidden()]
        room = self._row.contentsRect().width()
        room -= sum(each.width() + gap for each in buttons) + gap + self._aside.least
        whole, short = self._title.widths()
        gives_way = self._aside.text() and short <= room < whole
        self._title.setMaximumWidth(short if gives_way else QWIDGETSIZE_MAX)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, super().minimumSizeHint().height())


class ViewDock(QDockWidget):
    """A card that can be moved, put behind another as a tab, floated and closed.

    Parameters
    ----------
    name : str
        Under which the layout remembers it.
    title, short : str
        On its head, and on its tab.
    """

    shown = Signal(bool)
    """The user has opened or closed it."""

    def __init__(self, name: str, title: str, short: str) -> None:
        super().__init__()
        self.name = name
        self.title = title = title.replace("W_hh", "Wₕₕ")
        self.setObjectName(f"dock-{name}")
        self.setWindowTitle(short)
        self.setAccessibleName(title)
        self.head = DockHead(title, short)
        self.setTitleBarWidget(self.head)
        self._close = HeadButton(draw_cross, tr("Close {view}").format(view=short), self.head)
        self._close.clicked.connect(self.dismiss)
        self.head.add(self._close)
        self._body = _Body()
        self.setWidget(self._body)
        self.seen = False
        """Whether it is open, and not behind another: Qt shows those as well, out of sight."""
        self.visibilityChanged.connect(self._note)
        toggle = self.toggleViewAction()
        toggle.setText(title)
        toggle.triggered.connect(self.shown)

    @property
    def wanted(self) -> bool:
        """Whether it is open, be it behind another."""
        return not self.isHidden()

    def add(self, content: QWidget) -> None:
        """Put a widget on the card, in front of what is there."""
        self._body.add(content)

    def remove(self, content: QWidget) -> None:
        """Take a widget off the card; what was there before it is seen again."""
        self._body.remove(content)

    def add_button(self, button: QWidget) -> None:
        """Put a button into the head, before the one that closes."""
        self.head.add(button, before=self._close)

    def dismiss(self) -> None:
        """Close it, as the user does."""
        self.close()
        self.shown.emit(False)

    def _note(self, seen: bool) -> None:
        self.seen = seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        if self.isFloating():
            painter.fillRect(self.rect(), palette.color(role.Window))
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.setBrush(palette.color(role.AlternateBase))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, CORNER, CORNER)


class _Body(QWidget):
    """What a dock holds under its head: one of several widgets."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 0, SIDE, BOTTOM)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack)

    def add(self, content: QWidget) -> None:
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)

    def remove(self, content: QWidget) -> None:
        self._stack.removeWidget(content)
        content.hide()
        content.setParent(None)


class BareDock(QDockWidget):
    """A dock whose content has cards of its own: no head, no frame."""

    def __init__(self, name: str, title: str, content: QWidget) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"dock-{name}")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setTitleBarWidget(QWidget())
        self.setWidget(content)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing: the cards are on the window's ground."""
