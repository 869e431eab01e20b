"""One run in the legend: its line, its name, where it stands."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QStyle, QWidget

from rnnsim.model.twin import LONGEST_NAME
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.docks import HeadButton
from rnnsim.ui.lesson_editor_knobs import explain
from rnnsim.ui.plate import Button, draw_plate
from rnnsim.ui.runs.name_entry import NameEntry
from rnnsim.ui.runs.state import RunState
from rnnsim.ui.runs_look import RunLook, look_of
from rnnsim.ui.theme import Theme, type_scale

INSET, GAP = 7, 6
"""Pixels from the edge, and between parts."""

SAMPLE = 20
"""Pixels of a line's sample at type of normal size."""

LEAST_LETTERS = 8
"""Of a name that there is always room for."""

MOST = 230
"""Pixels of width above which a name is cut short, at type of normal size."""

THICKER = 1.4
"""A sample's line, in widths of that in the plots: it is short."""

HIDDEN = 0.4
"""Opacity of a sample whose run is not drawn."""


class Chip(Button):
    """Shows or hides its run where it is clicked; its menu has the rest.

    F2 renames, Delete removes, the menu key and the right button open the menu.
    """

    switched = Signal(int, bool)
    """The number of a run that is to be shown, or not."""
    asked = Signal(int, QPoint)
    """The number of a run of which the menu is wanted, and where on the screen."""
    renamed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, state: RunState, theme: Theme, parent: QWidget) -> None:
        super().__init__(state.name, parent)
        self._state, self._theme = state, theme
        self._slim = False
        self.more = HeadButton(_draw_dots, "", self)
        self.more.clicked.connect(lambda: self._ask(self.more.rect().bottomLeft(), self.more))
        self.entry = NameEntry(LONGEST_NAME, self)
        self.entry.entered.connect(self._rename)
        explain(
            self.entry,
            tr("Name of the run"),
            tr("Enter takes it, Esc leaves it as it was; without a name it says what differs."),
        )
        self.setCheckable(bool(state.number))
        self.clicked.connect(self._clicked)
        self.show_state(state)

    @property
    def state(self) -> RunState:
        """What is shown."""
        return self._state

    def show_state(self, state: RunState) -> None:
        """Show what has become of the run."""
        wider = (state.name, state.mark) != (self._state.name, self._state.mark)
        self._state = state
        self.setText(state.name)
        self.setChecked(state.shown and bool(state.number))
        self.setAccessibleName(state.name)
        self.more.say(tr("More about the run “{name}”").format(name=state.name))
        self._explain()
        if wider:
            self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_slim(self, slim: bool) -> None:
        """Without its small button, as in a lecture."""
        self._slim = slim
        self.more.setVisible(not slim)
        self.updateGeometry()

    def rename(self) -> None:
        """Let the user type another name in its place; an empty one says what differs."""
        self.entry.setGeometry(self.rect())
        self.entry.raise_()
        self.entry.begin(self._state.name)

    @property
    def least(self) -> int:
        """Pixels of width that show where the run stands and how its name begins."""
        metrics = self.fontMetrics()
        name = min(metrics.horizontalAdvance("n") * LEAST_LETTERS, self._width_of(self.text()))
        return self._fixed() + name

    def sizeHint(self) -> QSize:
        width = self._fixed() + self._width_of(self.text())
        most = max(self.least, round(MOST * type_scale()))
        return QSize(min(width, most), self.fontMetrics().height() + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.least, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.more.size()
        place = QRect(
            self.width() - side.width() - 1,
            (self.height() - side.height()) // 2,
            side.width(),
            side.height(),
        )
        self.more.setGeometry(self._mirrored(place))
        self.entry.setGeometry(self.rect())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._ask(self.rect().bottomLeft() if keyboard else event.pos(), self)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._state.number and event.key() == Qt.Key.Key_F2:
            self.rename()
        elif self._state.number and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._state.number)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = draw_plate(painter, self, lit=self.isDown())
        draw_sample(
            painter,
            QRectF(self._mirrored(QRect(INSET, 0, _sample_width(), self.height()))),
            look_of(self._state.number, ghost=self._state.ghost),
            self._theme,
            dim=not self._state.shown,
        )
        self._write(painter, ink)

    def _write(self, painter: QPainter, ink: QColor) -> None:
        """The name, struck out where the run is hidden, and where the run stands."""
        role, metrics = QPalette.ColorRole, self.fontMetrics()
        muted = self.palette().color(role.PlaceholderText)
        left = INSET + _sample_width() + GAP
        mark = self._width_of(self._state.mark)
        right = self.width() - self._right() - (mark + GAP if mark else 0)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, right - left)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        struck = QFont(self.font())
        struck.setStrikeOut(not self._state.shown)
        painter.setFont(struck)
        painter.setPen(ink if self._state.shown or self.isDown() else muted)
        painter.drawText(self._mirrored(QRect(left, 0, right - left, self.height())), side, name)
        if mark:
            painter.setFont(self.font())
            error = self._state.over and not self.isDown()
            painter.setPen(self._theme.color("error") if error else ink if self.isDown() else muted)
            place = QRect(right + GAP, 0, mark, self.height())
            painter.drawText(self._mirrored(place), side, self._state.mark)

    def _fixed(self) -> int:
        """Pixels of width of all but the name."""
        mark = self._width_of(self._state.mark)
        return INSET + _sample_width() + GAP + (GAP + mark if mark else 0) + self._right()

    def _right(self) -> int:
        return INSET if self._slim else self.more.width() + 2

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2 if text else 0

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _explain(self) -> None:
        state = self._state
        does = (
            tr("Click to hide or show it in every plot; its menu renames, pins and removes it.")
            if state.number
            else tr("The run of the settings in the panel; the others are drawn over it.")
        )
        said = [each for each in (state.said, does) if each]
        page = tips.page(state.name, *said)
        if page != self.toolTip():
            self.setToolTip(page)
            self.setWhatsThis(page)
            self.setAccessibleDescription(" ".join(said))

    def _clicked(self, checked: bool) -> None:
        if self._state.number:
            self.switched.emit(self._state.number, checked)
        else:
            self._ask(self.rect().bottomLeft(), self)

    def _ask(self, place: QPoint, of: QWidget) -> None:
        self.asked.emit(self._state.number, of.mapToGlobal(place))

    def _rename(self, text: str) -> None:
        self.renamed.emit(self._state.number, text)


def draw_sample(
    painter: QPainter, box: QRectF, look: RunLook, theme: Theme, *, dim: bool = False
) -> None:
    """Draw a piece of a run's line through the middle of `box`."""
    width = THICKER * look.width * type_scale()
    pen = QPen(theme.color(look.role, HIDDEN if dim else 1.0), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if look.dashes:
        pen.setDashPattern(look.dashes)
    painter.setPen(pen)
    y = box.center().y()
    painter.drawLine(QLineF(box.left(), y, box.right(), y))


def _draw_dots(painter: QPainter, box: QRectF) -> None:
    """Three dots in a row."""
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    y = box.center().y()
    for x in (box.left(), box.center().x(), box.right()):
        painter.drawEllipse(QPointF(x, y), 1.4, 1.4)


def _sample_width() -> int:
    return round(SAMPLE * type_scale())
