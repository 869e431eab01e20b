"""What all blocks of the inspector share: their type, their height, and fields that can be read."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.ui.formula import draw_formula, formulas
from rnnsim.ui.guard import reported
from rnnsim.ui.inspector.blocks import Fact
from rnnsim.ui.theme import Theme, font

LABEL = 14.5
"""Em of the typeset labels, pixels."""

SMALL = 12.0
"""Size of the numbers, pixels."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


def pixels(size: float) -> float:
    """A length that grows with the type."""
    return float(font(size * 4).pixelSize()) / 4


def line_height() -> float:
    """Of a line with a typeset label."""
    return pixels(21.0)


class BlockWidget(QWidget):
    """One block, painted by hand; it fills the width and says how high it must be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours, and another size of type."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.height_in(float(width)))

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 1 else 240
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changed(self) -> None:
        """Draw anew, in another height where that is needed."""
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()
        self.update()

    @abstractmethod
    def height_in(self, width: float) -> float:
        """Pixels that the block needs in a column of that width."""

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Paint the block."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        with reported(), QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw(painter)

    def draw_label(self, painter: QPainter, name: str, role: str = "text") -> float:
        """Draw a typeset label at the left of the first line; return where it ends."""
        at = QPointF(0.0, self.baseline(0.0))
        return draw_formula(painter, at, name, pixels(LABEL), self._theme.color(role))

    def baseline(self, top: float) -> float:
        """Where text and formulas stand in a line from `top` on."""
        return top + 0.73 * line_height()

    def draw_text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        role: str = "muted",
        align: Qt.AlignmentFlag = RIGHT,
        *,
        bold: bool = False,
    ) -> float:
        """Draw one line on the baseline of `box`, cut short where it must; return its width."""
        painter.setFont(font(SMALL, bold=bold))
        painter.setPen(self._theme.color(role))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0.0))
        width = metrics.horizontalAdvance(shown)
        x = box.left() if align & Qt.AlignmentFlag.AlignLeft else box.right() - width
        painter.drawText(QPointF(x, self.baseline(box.top())), shown)
        return float(width)

    def draw_fact(self, painter: QPainter, box: QRectF, fact: Fact) -> None:
        """A name at the left of a line, its number at the right."""
        painter.setFont(font(SMALL, bold=True))
        number = QFontMetricsF(painter.font()).horizontalAdvance(fact.value) + 8.0
        if fact.formula:
            at = QPointF(box.left(), self.baseline(box.top()))
            draw_formula(painter, at, fact.formula, pixels(14.0), self._theme.color("muted"))
        else:
            name = QRectF(box.left(), box.top(), box.width() - number, box.height())
            self.draw_text(painter, name, fact.word, align=LEFT)
        self.draw_text(painter, box, fact.value, fact.role, bold=True)


class FieldsWidget(BlockWidget):
    """A block with a grid of values; the pointer, or the arrow keys, read them one by one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._at: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def read(self) -> str:
        """The value that is read now, with its place; empty where none is."""
        if self._at is None or not self.holds(*self._at):
            return ""
        return self.tell(*self._at)

    @abstractmethod
    def grid(self) -> tuple[int, int]:
        """Rows and columns of values; (0, 0) where there are none."""

    @abstractmethod
    def box(self) -> QRectF:
        """Where the grid is drawn."""

    @abstractmethod
    def tell(self, row: int, column: int) -> str:
        """Say one value."""

    def holds(self, row: int, column: int) -> bool:
        """Whether there is a value at that place."""
        rows, columns = self.grid()
        return 0 <= row < rows and 0 <= column < columns

    def field(self, row: int, column: int) -> QRectF:
        """Where one value is drawn."""
        rows, columns = self.grid()
        box = self.box()
        width, height = box.width() / columns, box.height() / rows
        return QRectF(box.left() + column * width, box.top() + row * height, width, height)

    def draw_cursor(self, painter: QPainter) -> None:
        """Mark what is read, and the whole where the focus is."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._at is not None and self.holds(*self._at):
            painter.setPen(QPen(self._theme.color("text"), 1.5))
            painter.drawRect(self.field(*self._at))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRoundedRect(self.box().adjusted(-2.0, -2.0, 2.0, 2.0), 3.0, 3.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(self._place_of(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._look_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._at is None and self.holds(0, 0):
            self._at = (0, 0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._at = None
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._move_of(event) is not None:
            event.accept()  # while a grid has the focus the arrow keys are its own
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = self._move_of(event)
        if move is None:
            super().keyPressEvent(event)
            return
        row, column = self._at or (0, 0)
        beside = (row + move[0], column + move[1])
        if self.holds(*beside):
            self._look_at(beside)

    def _move_of(self, event: QKeyEvent) -> tuple[int, int] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        return {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }.get(Qt.Key(event.key()))

    def _place_of(self, position: QPointF) -> tuple[int, int] | None:
        rows, columns = self.grid()
        box = self.box()
        if not rows or not box.contains(position):
            return None
        row = int((position.y() - box.top()) / box.height() * rows)
        column = int((position.x() - box.left()) / box.width() * columns)
        return (min(row, rows - 1), min(column, columns - 1))

    def _look_at(self, place: tuple[int, int] | None) -> None:
        if place != self._at:
            self._at = place
            self.update()


def label_text(name: str) -> str:
    """A typeset label in plain characters."""
    return formulas()[name].text
