"""The loss over h_T."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnsim.translation import tr
from rnnsim.ui.canvas.geometry import Layout
from rnnsim.ui.canvas.ground import thin_pen
from rnnsim.ui.canvas.lettering import lettering
from rnnsim.ui.canvas.light import glow_round
from rnnsim.ui.canvas.pieces import CENTER, thin_arrow
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme

LONG_LOSS = 1e-3
"""Losses below this are written with a power of ten, and so with one figure fewer."""


def paint_loss(
    painter: QPainter, place: Layout, theme: Theme, loss: float | None, *, lit: bool
) -> None:
    """Draw the box with its number, None while it is not known, and the arrow to it from h_T."""
    if place.time_steps not in place.columns:
        return
    box = QRectF(*place.loss_box)
    if lit:
        glow_round(painter, box, 6.0, theme.color("loss"), place.scale)
    painter.setPen(QPen(theme.color("loss"), (2.6 if lit else 1.8) * place.scale))
    painter.setBrush(theme.color("loss", 0.16) if lit else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 6.0, 6.0)
    top, bottom = place.loss_arrows
    x = place.x(place.time_steps) + 10.0 * place.scale
    pen = thin_pen(place, theme, 3.0 if lit else 1.6)
    thin_arrow(painter, pen, QPointF(x, bottom), QPointF(x, top))
    painter.setFont(lettering(place, 14.0 * box.height() / (28.0 * place.letter), bold=True))
    painter.setPen(theme.ink("loss"))
    number = "" if loss is None else f" {short(loss, 3 if abs(loss) > LONG_LOSS else 2)}"
    painter.drawText(box, CENTER, f"{tr('Loss')}{number}")
