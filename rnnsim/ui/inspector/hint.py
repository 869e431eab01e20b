"""What is shown while nothing is pointed at: what there is to ask."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnsim.translation import noted, tr
from rnnsim.ui.canvas.pieces import bold_arrow
from rnnsim.ui.inspector.lines import draw_wrapped, height_of
from rnnsim.ui.inspector.widget import LEFT, BlockWidget, line_height, pixels
from rnnsim.ui.theme import Theme

TITLE = noted("Ask the network")
LEAD = noted("Point at a part of it, or walk there with Tab and the arrow keys.")


def _cell(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("forward"), 1.6))
    painter.drawRoundedRect(box.adjusted(3.0, 1.0, -3.0, -1.0), 5.0, 5.0)


def _arrow(painter: QPainter, box: QRectF, theme: Theme) -> None:
    bold_arrow(painter, theme.color("gradient"), box.right(), box.left(), box.center().y(), 5.0)


def _input(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("muted"), 1.4))
    painter.drawEllipse(box.center(), 0.42 * box.height(), 0.42 * box.height())
    painter.drawPoint(box.center())


def _loss(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("loss"), 1.8))
    painter.drawRoundedRect(box.adjusted(0.0, 5.0, 0.0, -5.0), 4.0, 4.0)


_Draw = Callable[[QPainter, QRectF, Theme], None]

OFFERS: tuple[tuple[_Draw, str, str], ...] = (
    (_cell, noted("A cell"), noted("its state, its Jacobian, and the gradient there")),
    (_arrow, noted("A gradient arrow"), noted("what passes, and what shrank it or let it grow")),
    (_input, noted("An input"), noted("what it adds, and the gradient that reaches it")),
    (_loss, noted("The loss"), noted("its value, guessing, and the gradient it sends")),
)

ICON = 26.0
MARGIN = 12.0


class Hint(BlockWidget):
    """Says what can be pointed at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr(TITLE))
        self.setAccessibleDescription(tr(LEAD))

    def height_in(self, width: float) -> float:
        return self._lead_bottom(width) + sum(self._rows(width)) + pixels(12.0)

    def draw(self, painter: QPainter) -> None:
        width = float(self.width())
        top = QRectF(MARGIN, pixels(14.0), width - 2 * MARGIN, line_height())
        self.draw_text(painter, top, tr(TITLE), "text", LEFT, bold=True)
        inner = width - 2 * MARGIN
        place = QPointF(MARGIN, pixels(38.0))
        draw_wrapped(painter, place, inner, tr(LEAD), self._theme)
        y = self._lead_bottom(width)
        painter.setPen(QPen(self._theme.color("border"), 1.0))
        painter.drawLine(QLineF(MARGIN, y - pixels(10.0), width - MARGIN, y - pixels(10.0)))
        for (draw, name, text), height in zip(OFFERS, self._rows(width), strict=True):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            draw(painter, QRectF(MARGIN, y + 4.0, ICON, ICON), self._theme)
            left = MARGIN + ICON + 12.0
            line = QRectF(left, y, width - MARGIN - left, line_height())
            self.draw_text(painter, line, tr(name), "text", LEFT, bold=True)
            place = QPointF(left, y + line_height())
            draw_wrapped(painter, place, line.width(), tr(text), self._theme)
            y += height

    def _lead_bottom(self, width: float) -> float:
        return pixels(38.0) + height_of(tr(LEAD), width - 2 * MARGIN) + pixels(20.0)

    def _rows(self, width: float) -> list[float]:
        room = width - 2 * MARGIN - ICON - 12.0
        return [line_height() + height_of(tr(text), room) + pixels(14.0) for _, _, text in OFFERS]
