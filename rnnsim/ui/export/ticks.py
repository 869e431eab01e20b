"""Boxes to be ticked, and which of several holds: drawn so that they are seen on any ground."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rnnsim.ui.keys import ARROWS, KeyGuard

MARK = 1.15
"""Side of a box, as a multiple of the height of capitals and what is above them."""

GAP = 8
"""Pixels from the box to its words."""

ROOM = 3
"""Pixels round the box, for the ring of the focus."""

LEAST = 80
"""Pixels of width of words that may be cut short."""

INSET = 8
"""Pixels before and behind the box of an item."""

SELECTED = 0.22
"""Opacity of the ground of the item that is selected."""

CORNER = 0.22

TICK = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
"""Corners of the tick, as parts of the box."""


def draw_box(
    painter: QPainter, box: QRectF, palette: QPalette, *, checked: bool, ring: bool = False
) -> None:
    """Draw a box, ticked or empty; or a ring, full or empty."""
    role = QPalette.ColorRole
    ground = palette.color(role.Highlight if checked else role.Button)
    edge = palette.color(role.Highlight if checked else role.PlaceholderText)
    ink = palette.color(role.HighlightedText)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.2))
    painter.setBrush(ground)
    corner = box.width() / 2 if ring else CORNER * box.width()
    painter.drawRoundedRect(box, corner, corner)
    if checked and ring:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(box.center(), 0.22 * box.width(), 0.22 * box.width())
    elif checked:
        _draw_tick(painter, box, ink)


def _draw_tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(ink, 0.13 * box.width(), c=cap, j=join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = [QPointF(x * box.width(), y * box.height()) + box.topLeft() for x, y in TICK]
    painter.drawPolyline(QPolygonF(corners))


def side_of(widget: QWidget) -> int:
    """Pixels of the side of a box beside words in the type of `widget`."""
    return round(MARK * widget.fontMetrics().ascent())


def indent_of(widget: QWidget) -> int:
    """Pixels from the edge of a box's widget to its words."""
    return ROOM + side_of(widget) + GAP


def _size(button: QAbstractButton) -> QSize:
    metrics = button.fontMetrics()
    width = indent_of(button) + metrics.horizontalAdvance(button.text()) + ROOM
    return QSize(width, metrics.height() + 6)


def _paint(button: QAbstractButton, *, ring: bool) -> None:
    painter, side = QPainter(button), side_of(button)
    whole, direction = button.rect(), button.layoutDirection()
    mark = QRect(ROOM, (button.height() - side) // 2, side, side)
    box = QRectF(QStyle.visualRect(direction, whole, mark))
    room = QStyle.visualRect(direction, whole, whole.adjusted(indent_of(button), 0, 0, 0))
    draw_box(painter, box, button.palette(), checked=button.isChecked(), ring=ring)
    role = QPalette.ColorRole
    if button.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(button.palette().color(role.WindowText), 1.6))
        outer = box.adjusted(-2.0, -2.0, 2.0, 2.0)
        corner = outer.width() * (0.5 if ring else CORNER)
        painter.drawRoundedRect(outer, corner, corner)
    painter.setPen(button.palette().color(role.WindowText))
    elide = Qt.TextElideMode.ElideRight
    text = button.fontMetrics().elidedText(button.text(), elide, room.width())
    left = (
        Qt.AlignmentFlag.AlignLeft
        if direction == Qt.LayoutDirection.LeftToRight
        else (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    )
    painter.drawText(room, left | Qt.AlignmentFlag.AlignVCenter, text)


class TickBox(QCheckBox):
    """A box to be ticked."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        KeyGuard(self, (Qt.Key.Key_Space,))

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, _size(self).height())

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        _paint(self, ring=False)


class RingButton(QRadioButton):
    """One of several of which one holds."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        KeyGuard(self, (*ARROWS, Qt.Key.Key_Space))

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, _size(self).height())

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        _paint(self, ring=True)


class TickDelegate(QStyledItemDelegate):
    """Draws the items of a list with a box before their words, which a click on it ticks."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        role, palette, rect = QPalette.ColorRole, option.palette, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            ground = palette.color(role.Highlight)
            ground.setAlphaF(SELECTED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(rect).adjusted(1.0, 1.0, -1.0, -1.0), 4.0, 4.0)
        checked = option.checkState == Qt.CheckState.Checked
        draw_box(painter, QRectF(self._box(option)), palette, checked=checked)
        painter.setFont(option.font)
        painter.setPen(palette.color(role.Text))
        words = rect.adjusted(2 * INSET + self._box(option).width(), 0, -INSET, 0)
        words = QStyle.visualRect(option.direction, rect, words)
        elide = Qt.TextElideMode.ElideRight
        text = option.fontMetrics.elidedText(option.text, elide, words.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, QStyle.visualAlignment(option.direction, side), text)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick where the box is clicked, wherever the style thinks it is; Space as ever."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            assert isinstance(event, QMouseEvent)
            near = self._box(option).adjusted(-INSET, -INSET, INSET // 2, INSET)
            if not near.contains(event.position().toPoint()):
                return False
            return model.setData(index, _other(index), Qt.ItemDataRole.CheckStateRole)
        if event.type() == QEvent.Type.MouseButtonPress:
            return False
        return super().editorEvent(event, model, option, index)

    def _box(self, option: QStyleOptionViewItem) -> QRect:
        side, rect = round(MARK * option.fontMetrics.ascent()), option.rect
        place = QRect(rect.left() + INSET, rect.top() + (rect.height() - side) // 2, side, side)
        return QStyle.visualRect(option.direction, rect, place)


def _other(index: QModelIndex | QPersistentModelIndex) -> Qt.CheckState:
    checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    return Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
