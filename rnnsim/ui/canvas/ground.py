"""What stays while the network trains: cells, inputs, the ways of the state, labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from rnnsim.model.settings import Settings
from rnnsim.ui.canvas.geometry import Detail, Layout, label_stride
from rnnsim.ui.canvas.lettering import lettering
from rnnsim.ui.canvas.pieces import RIGHT, text_at, thin_arrow
from rnnsim.ui.numbers import subscript
from rnnsim.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Judged:
    """What the loss is about.

    Attributes
    ----------
    asked : int or None
        The time step whose input is asked for, where the task asks for one.
    all_steps : bool
        Whether there is a loss at every time step.
    """

    asked: int | None
    all_steps: bool

    @classmethod
    def of(cls, settings: Settings) -> Judged:
        """What the loss of these settings is about."""
        return cls(1 if settings.task == "recall" else None, settings.loss_at == "all")


def paint_ground(painter: QPainter, place: Layout, theme: Theme, judged: Judged) -> None:
    """Draw cells, inputs, forward arrows and labels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if place.detail is Detail.CELLS:
        cell_frames(painter, place, theme, place.cells)
        input_circles(painter, place, theme, place.cells, judged.asked)
        pen = thin_pen(place, theme)
        for t in place.cells:
            recurrent_arrow(painter, place, pen, t)
            input_arrow(painter, place, pen, t)
    _state_labels(painter, place, theme)
    if judged.all_steps:
        _loss_line(painter, place, theme)


def thin_pen(place: Layout, theme: Theme, width: float = 1.6) -> QPen:
    """The pen of the state's ways."""
    return QPen(theme.color("forward"), width * place.scale, c=Qt.PenCapStyle.RoundCap)


def cell_frame(place: Layout, t: int) -> tuple[QRectF, float]:
    """Outline of a cell, and the radius of its corners."""
    corner = min(7.0, 0.18 * place.cell_width)
    left = place.x(t) - place.cell_width / 2
    return QRectF(left, place.cell_top, place.cell_width, place.cell_height), corner


def cell_frames(painter: QPainter, place: Layout, theme: Theme, steps: Iterable[int]) -> None:
    """Outlines of cells."""
    painter.setPen(QPen(theme.color("forward"), 1.5 * place.scale))
    painter.setBrush(theme.color("card"))
    for t in steps:
        cell, corner = cell_frame(place, t)
        painter.drawRoundedRect(cell, corner, corner)


def input_circles(
    painter: QPainter, place: Layout, theme: Theme, steps: Iterable[int], outstanding: int | None
) -> None:
    """Circles of inputs."""
    painter.setBrush(theme.color("field"))
    for t in steps:
        role, width = ("text", 2.0) if t == outstanding else ("muted", 1.0)
        painter.setPen(QPen(theme.color(role), width))
        center = QPointF(place.x(t), place.input_y)
        painter.drawEllipse(center, place.input_radius, place.input_radius)


def recurrent_arrow(painter: QPainter, place: Layout, pen: QPen, t: int) -> None:
    """The way of h_{t−1} into cell t."""
    half = place.cell_width / 2 + 2.0
    start = place.x(t - 1) + (half if t > 1 else 13.0 * place.letter)
    y = place.forward_y
    thin_arrow(painter, pen, QPointF(start, y), QPointF(place.x(t) - half, y))


def input_arrow(painter: QPainter, place: Layout, pen: QPen, t: int) -> None:
    """The way of x_t into cell t."""
    top, bottom = place.cell_bottom + 2.0, place.input_y - place.input_radius
    x = place.x(t)
    thin_arrow(painter, pen, QPointF(x, bottom - 1.0), QPointF(x, top))


def _state_labels(painter: QPainter, place: Layout, theme: Theme) -> None:
    """h_k over every cell, or over as many as have room."""
    painter.setFont(lettering(place, 13.0))
    widest = QFontMetricsF(painter.font()).horizontalAdvance(f"h{subscript(place.time_steps)}")
    stride = label_stride(place.pitch, widest + 6.0)
    last = place.time_steps
    painter.setPen(theme.color("text"))
    y = place.cell_top - place.label_room / 2 - 1.0
    for k in place.cells:
        regular = k % stride == 0 and stride <= k - 1 and stride <= last - k
        if stride == 1 or regular or k in (1, last):
            text_at(painter, place.x(k), y, f"h{subscript(k)}")
    if 0 in place.columns and place.detail is Detail.CELLS:
        painter.setPen(theme.color("muted"))
        text_at(painter, place.x(0), place.forward_y, "h₀")


def _loss_line(painter: QPainter, place: Layout, theme: Theme) -> None:
    """A line from the loss along all states, since each of them is judged."""
    first, last = place.x(place.cells.start), place.x(place.cells.stop - 1)
    y = place.cell_top - place.label_room - 2.0
    painter.setPen(QPen(theme.color("loss"), 1.4 * place.scale))
    painter.drawLine(QLineF(first, y, last, y))
    stride = label_stride(place.pitch, 12.0)
    for k in place.cells:
        if k % stride == 0 or k == place.time_steps:
            painter.drawLine(QLineF(place.x(k), y, place.x(k), y + 3.5 * place.scale))


def lane_label(painter: QPainter, place: Layout, color: QColor) -> None:
    """What travels back, left of its lane."""
    painter.setFont(lettering(place, 13.0, bold=True))
    painter.setPen(color)
    right = place.x(0) - 11.0 * place.letter
    if right < 40.0 * place.letter:
        return  # h_0 is out of sight
    painter.drawText(QRectF(right - 120.0, place.backward_y - 20.0, 120.0, 40.0), RIGHT, "∂L/∂h")
