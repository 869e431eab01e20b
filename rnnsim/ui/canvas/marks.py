"""Rings round what is selected, hovered over or pointed at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnsim.model.target import Kind, Target
from rnnsim.ui.canvas.geometry import NUMBER_WIDTH, Layout
from rnnsim.ui.canvas.light import glow_round
from rnnsim.ui.canvas.targets import target_box
from rnnsim.ui.theme import Theme

LEAST = 16.0
"""Width and height of a ring at least, at scale 1: a time step of 500 is a pixel wide."""

POINTER = 34.0
"""Length of the pointer, at scale 1."""


def ring_of(place: Layout, target: Target, gap: float = 4.0) -> QRectF:
    """The ring round a target."""
    x, y, width, height = target_box(place, target)
    least = LEAST * place.scale
    wider, higher = max(0.0, least - width) / 2, max(0.0, least - height) / 2
    by = gap * place.scale
    return QRectF(x, y, width, height).adjusted(-wider - by, -higher - by, wider + by, higher + by)


def paint_hovered(painter: QPainter, place: Layout, theme: Theme, target: Target) -> None:
    """A soft ring."""
    ring = ring_of(place, target)
    painter.setBrush(theme.color("text", 0.05))
    painter.setPen(QPen(theme.color("text", 0.45), 1.3 * place.scale))
    painter.drawRoundedRect(ring, 6.0, 6.0)


def paint_selected(painter: QPainter, place: Layout, theme: Theme, target: Target) -> None:
    """A plain ring, with a seam of ground so that it stands out on any colour."""
    ring = ring_of(place, target)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, width in (("card", 5.0), ("text", 2.2)):
        painter.setPen(QPen(theme.color(role), width * place.scale))
        painter.drawRoundedRect(ring, 6.0, 6.0)


def paint_pointer(painter: QPainter, place: Layout, theme: Theme, target: Target) -> None:
    """An accent ring with a halo, and a pointer at it."""
    ring = ring_of(place, target, 6.0)
    color = theme.color("accent")
    glow_round(painter, ring, 9.0, color, 1.3 * place.scale)
    painter.setPen(QPen(color, 3.4 * place.scale))
    painter.drawRoundedRect(ring, 9.0, 9.0)
    _arrow(painter, place, theme, ring, target)


def _arrow(painter: QPainter, place: Layout, theme: Theme, ring: QRectF, target: Target) -> None:
    """Outside the ring: above a cell, beside the loss's arrow, under all else."""
    tip, turn = _tip(place, ring, target)
    length, half = POINTER * place.scale, 10.0 * place.scale
    neck, stem = 0.5 * length, 0.4 * half
    shape = [(0, 0), (half, neck), (stem, neck), (stem, length)]
    shape += [(-x, y) for x, y in reversed(shape[1:])]
    painter.save()
    painter.translate(tip)
    painter.rotate(turn)
    painter.setPen(QPen(theme.color("card"), 1.5))
    painter.setBrush(theme.color("accent"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))
    painter.restore()


def _tip(place: Layout, ring: QRectF, target: Target) -> tuple[QPointF, float]:
    """Where the pointer's tip is, and by how many degrees it is turned from pointing up."""
    gap = 4.0 * place.scale
    middle = ring.center()
    if target.kind is Kind.LOSS:
        return QPointF(ring.left() + 0.16 * ring.width(), ring.bottom() + gap), 0.0
    if target.kind is Kind.ARROW and target.time_step == place.time_steps:
        number = NUMBER_WIDTH * place.number_pixels
        return QPointF(ring.left() - number, middle.y()), 90.0
    if target.kind is Kind.CELL:
        return QPointF(middle.x(), ring.top() - gap), 180.0
    if target.kind is Kind.ARROW and place.numbers_between:  # under its number, which may be large
        below = place.number_y + place.number_pixels
        return QPointF(middle.x(), max(ring.bottom(), below) + gap), 0.0
    return QPointF(middle.x(), ring.bottom() + gap), 0.0
