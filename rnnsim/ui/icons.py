"""Icons of the window, drawn in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from rnnsim.ui.theme import Theme

SIZE = 64
"""Pixels an icon is drawn with, to be shown at about 16."""

IDLE = 0.55
"""How much of its colour an icon keeps whose action cannot be done now."""

_DRAWN: dict[int, Drawing] = {}
"""By the keys of the icons, which are kept as long as the program runs."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How an icon is drawn: its name, and its colour where its action can be done and where not."""

    name: str
    color: QColor
    idle: QColor

    def draw(self, painter: QPainter, box: QRectF, *, enabled: bool = True) -> None:
        """Draw it into a box."""
        color = self.color if enabled else self.idle
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(box.topLeft())
        painter.scale(box.width() / SIZE, box.height() / SIZE)
        painter.setPen(QPen(color, 7.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(color)
        _DRAWINGS[self.name](painter)
        painter.restore()

    def pixmap(self, *, enabled: bool) -> QPixmap:
        """It as a picture."""
        pixmap = QPixmap(SIZE, SIZE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.draw(painter, QRectF(0.0, 0.0, SIZE, SIZE), enabled=enabled)
        painter.end()
        return pixmap


@cache
def icon(name: str, theme: Theme, role: str = "text") -> QIcon:
    """The icon `name`, one of those at the end of this file."""
    drawing = Drawing(name, theme.color(role), _idle(theme))
    made = QIcon(drawing.pixmap(enabled=True))
    # what Qt makes of a bright picture by itself is hardly to be told from it on a dark ground
    made.addPixmap(drawing.pixmap(enabled=False), QIcon.Mode.Disabled)
    _DRAWN[made.cacheKey()] = drawing
    return made


def drawing_of(icon: QIcon) -> Drawing | None:
    """How one of these icons is drawn; None for others."""
    return _DRAWN.get(icon.cacheKey())


def _idle(theme: Theme) -> QColor:
    """What idle icons are drawn in: opaque, so that strokes over one another do not add up."""
    muted, ground = theme.color("muted"), theme.color("window")
    red, green, blue = (
        round(IDLE * ink + (1.0 - IDLE) * paper)
        for ink, paper in (
            (muted.red(), ground.red()),
            (muted.green(), ground.green()),
            (muted.blue(), ground.blue()),
        )
    )
    return QColor(red, green, blue)


def _triangle(left: float, right: float) -> QPolygonF:
    return QPolygonF([QPointF(left, 12), QPointF(right, 32), QPointF(left, 52)])


def _play(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(18, 50))


def _pause(painter: QPainter) -> None:
    painter.drawRect(QRectF(16, 14, 8, 36))
    painter.drawRect(QRectF(40, 14, 8, 36))


def _step(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(14, 38))
    painter.drawRect(QRectF(48, 14, 3, 36))


def _restart(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(14, 14, 36, 36), 60 * 16, 290 * 16)
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(40, 6), QPointF(42, 22), QPointF(28, 16)]))


def _dark(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(14, 14, 36, 36))
    painter.setBrush(painter.pen().color())
    painter.drawPie(QRectF(14, 14, 36, 36), 90 * 16, 180 * 16)


def _back(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(50, 26))
    painter.drawRect(QRectF(13, 14, 3, 36))


def _first(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(34, 14))
    painter.drawPolygon(_triangle(54, 34))
    painter.drawRect(QRectF(7, 14, 3, 36))


def _last(painter: QPainter) -> None:
    painter.drawPolygon(_triangle(10, 30))
    painter.drawPolygon(_triangle(30, 50))
    painter.drawRect(QRectF(54, 14, 3, 36))


def _goal(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(18, 8), QPointF(18, 56)]))
    painter.drawPolygon(QPolygonF([QPointF(18, 10), QPointF(50, 21), QPointF(18, 32)]))


def _train(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(17, 17, 30, 30))


def _stop(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(18, 18, 28, 28), 2, 2)


def _once(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(8, 24, 16, 16))
    painter.drawPolyline(QPolygonF([QPointF(34, 32), QPointF(56, 32)]))
    painter.drawPolygon(QPolygonF([QPointF(44, 22), QPointF(56, 32), QPointF(44, 42)]))


def _undo(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(24, 10), QPointF(24, 34), QPointF(8, 22)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(10, 22, 42, 32), -90 * 16, 180 * 16)
    painter.drawPolyline(QPolygonF([QPointF(24, 22), QPointF(31, 22)]))
    painter.drawPolyline(QPolygonF([QPointF(31, 54), QPointF(16, 54)]))


def _redo(painter: QPainter) -> None:
    painter.translate(SIZE, 0)
    painter.scale(-1, 1)
    _undo(painter)


def _reset(painter: QPainter) -> None:
    _restart(painter)
    painter.drawEllipse(QRectF(29, 29, 6, 6))


def _loop(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF([QPointF(10, 34), QPointF(10, 26), QPointF(16, 20), QPointF(46, 20)])
    )
    painter.drawPolyline(
        QPolygonF([QPointF(54, 30), QPointF(54, 38), QPointF(48, 44), QPointF(18, 44)])
    )
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(44, 12), QPointF(54, 20), QPointF(44, 28)]))
    painter.drawPolygon(QPolygonF([QPointF(20, 36), QPointF(10, 44), QPointF(20, 52)]))


def _export(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(32, 8), QPointF(32, 38)]))
    painter.drawPolygon(QPolygonF([QPointF(21, 30), QPointF(43, 30), QPointF(32, 42)]))
    painter.drawPolyline(QPolygonF([QPointF(12, 54), QPointF(52, 54)]))


def _present(painter: QPainter) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(9, 12, 46, 32), 3, 3)
    painter.drawPolyline(QPolygonF([QPointF(24, 56), QPointF(40, 56)]))
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(28, 22), QPointF(38, 28), QPointF(28, 34)]))


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "play": _play,
    "pause": _pause,
    "step": _step,
    "back": _back,
    "first": _first,
    "last": _last,
    "goal": _goal,
    "train": _train,
    "stop": _stop,
    "once": _once,
    "restart": _restart,
    "reset": _reset,
    "undo": _undo,
    "redo": _redo,
    "loop": _loop,
    "export": _export,
    "present": _present,
    "theme": _dark,
}
