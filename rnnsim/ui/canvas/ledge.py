"""The sum of contributions to ∂L/∂W_hh, filling as the gradient goes back through time."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from rnnsim.model.arrays import FloatArray
from rnnsim.model.moment import Part, Stage
from rnnsim.translation import tr
from rnnsim.ui.canvas.geometry import Detail, Layout
from rnnsim.ui.canvas.lettering import lettering
from rnnsim.ui.canvas.light import glow_round
from rnnsim.ui.canvas.pieces import CENTER, LEFT, text_within
from rnnsim.ui.canvas.progress import Progress, running_shares
from rnnsim.ui.canvas.targets import inputs_end
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import Theme

BAR = 180.0
"""Length of the bar, at scale 1."""

LABEL = 68.0
"""Room for what the bar is of, at scale 1."""


def ledge_bar(place: Layout) -> QRectF:
    """Where the bar stands."""
    height = 18.0 * place.letter
    left = 4.0 + LABEL * place.letter
    return QRectF(left, place.ledge_y - height / 2, BAR * place.letter, height)


def paint_ledge(
    painter: QPainter, place: Layout, theme: Theme, contributions: FloatArray, progress: Progress
) -> None:
    """Draw the bar as far as it is filled, with what is filled in now."""
    if not place.ledge_room or not len(contributions):
        return
    shares = running_shares(contributions)
    share = float(shares[progress.contribution - 1])
    falling = progress.does(Stage.BACKWARD, Part.CONTRIBUTION)
    bar, y = ledge_bar(place), place.ledge_y
    if falling:
        glow_round(painter, bar, 4.0, theme.color("gradient"), 0.8 * place.scale)
    _bar(painter, place, theme, bar, shares, progress)
    painter.setFont(lettering(place, 13.0, bold=True))
    painter.setPen(theme.ink("gradient"))
    painter.drawText(QRectF(2.0, y - 20.0, bar.left(), 40.0), LEFT, "∂L/∂Wₕₕ")
    painter.setFont(lettering(place, 13.0, bold=falling))
    painter.setPen(theme.color("text"))
    painter.drawText(bar, CENTER, _said(share, float(np.sum(contributions))))
    if progress.moment is None:
        painter.setPen(theme.color("muted"))
        steps = tr("the contributions of all time steps together")
        text_within(painter, bar.right() + 10.0, y, place.width - bar.right() - 14.0, steps)


def _said(share: float, total: float) -> str:
    if not math.isfinite(share):
        return short(total)
    return tr("{share:.0%} of {total}").format(share=share, total=short(total))


def _bar(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    bar: QRectF,
    shares: FloatArray,
    progress: Progress,
) -> None:
    """The frame, the filling, the newest part of it brighter, and a tick at the whole."""
    top = float(max(1.0, np.max(shares, where=np.isfinite(shares), initial=1.0)))
    painter.setPen(QPen(theme.color("gradient", 0.6), 1.2 * place.scale))
    painter.setBrush(theme.color("field"))
    painter.drawRoundedRect(bar, 4.0, 4.0)

    def reach(t: int) -> float:
        share = float(shares[min(t, len(shares)) - 1])
        return bar.left() + bar.width() * min(max(share, 0.0), top) / top if share == share else 0.0

    inner = bar.adjusted(1.5, 1.5, -1.5, -1.5)
    filled = reach(progress.contribution)
    if filled > inner.left():
        inner.setRight(min(filled, inner.right()))
        painter.fillRect(inner, theme.color("gradient", 0.55))
    if progress.does(Stage.BACKWARD, Part.CONTRIBUTION):
        before = reach(progress.contribution + 1)
        left, right = sorted((min(before, bar.right()), min(filled, bar.right())))
        newest = QRectF(left, bar.top(), max(right - left, 2.0), bar.height())
        painter.fillRect(newest, theme.color("gradient"))
    if top > 1.0:
        x = bar.left() + bar.width() / top
        painter.setPen(QPen(theme.color("text"), 1.5 * place.scale))
        painter.drawLine(QPointF(x, bar.top() - 2.0), QPointF(x, bar.bottom() + 2.0))


def paint_drop(painter: QPainter, place: Layout, theme: Theme, progress: Progress) -> None:
    """The way of a contribution from its cell down into the bar."""
    if not place.ledge_room or not progress.does(Stage.BACKWARD, Part.CONTRIBUTION):
        return
    y, bar = place.ledge_y, ledge_bar(place)
    x = max(place.x(progress.time_step), bar.left() + 6.0)
    cells = place.detail is Detail.CELLS or place.word_pixels
    top = inputs_end(place) if cells else place.backward_y + place.widest_stroke / 2 + 2.0
    path = QPainterPath(QPointF(x, top))
    if x <= bar.right():
        path.lineTo(x, max(bar.top() - 1.0, inputs_end(place)))
    else:
        turn = min(12.0 * place.scale, (x - bar.right()) / 2, max(y - inputs_end(place), 1.0))
        path.lineTo(x, y - turn)
        path.quadTo(x, y, x - turn, y)
        path.lineTo(bar.right() + 3.0, y)
    if place.detail is Detail.CELLS:
        # it passes behind the input and what stands under it
        path.moveTo(x, place.cell_bottom + 2.0)
        path.lineTo(x, place.input_y - place.input_radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, alpha in ((9.0, 0.16), (2.6, 0.9)):
        painter.setPen(QPen(theme.color("gradient", alpha), width * place.scale))
        painter.drawPath(path)
