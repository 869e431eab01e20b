"""Painting of the unrolled network: layout, theme and frame in, strokes on a painter out.

Nothing here knows a widget, so the same code paints on the screen, into a picture and on paper.
`paint_ground` draws what stays while the network trains, `paint_frame` what moves.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.ui.canvas.geometry import FOOTER, Detail, Layout, label_stride
from rnnsim.ui.canvas.gradient import paint_gradient
from rnnsim.ui.canvas.pieces import CENTER, LEFT, RIGHT, text_at, text_within, thin_arrow
from rnnsim.ui.canvas.stroke import LEGEND_DECADES, opacity, width_share
from rnnsim.ui.canvas.tokens import paint_tokens
from rnnsim.ui.canvas.units import paint_units
from rnnsim.ui.numbers import power_of_ten, short, subscript
from rnnsim.ui.theme import Theme, font
from rnnsim.ui.verdict import bound_sentence, equation, measured_sentence

LONG_LOSS = 1e-3
"""Losses below this are written with a power of ten, and so with one figure fewer."""

WIDE = 1000.0
"""From this width on the legend says what it is of."""


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
    """Draw cells, inputs, forward arrows, labels and the legend."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if place.detail is Detail.CELLS:
        _cell_frames(painter, place, theme)
        _input_circles(painter, place, theme, judged.asked)
        _forward_arrows(painter, place, theme)
    _state_labels(painter, place, theme)
    _lane_label(painter, place, theme)
    _loss_frame(painter, place, theme)
    if judged.all_steps:
        _loss_line(painter, place, theme)
    _legend(painter, place, theme)


def paint_frame(
    painter: QPainter, place: Layout, theme: Theme, frame: Frame, selected: int
) -> None:
    """Draw states, tokens, gradient, loss and sentences; `selected` is the k of the equation."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_units(painter, place, theme, frame.passed.hidden)
    asked = Judged.of(frame.settings).asked
    paint_tokens(painter, place, theme, frame.passed.tokens, outstanding=asked)
    paint_gradient(painter, place, theme, frame.passed.gradient_magnitude, selected)
    _loss(painter, place, theme, frame.passed.loss)
    _sentences(painter, place, theme, frame)
    _equation(painter, place, theme, frame, selected)


def _thin_pen(place: Layout, theme: Theme) -> QPen:
    return QPen(theme.color("forward"), 1.6 * place.scale, c=Qt.PenCapStyle.RoundCap)


def _cell_frames(painter: QPainter, place: Layout, theme: Theme) -> None:
    painter.setPen(QPen(theme.color("forward"), 1.5 * place.scale))
    painter.setBrush(theme.color("card"))
    corner = min(7.0, 0.18 * place.cell_width)
    cell = QRectF(0.0, place.cell_top, place.cell_width, place.cell_height)
    for k in place.cells:
        cell.moveLeft(place.x(k) - place.cell_width / 2)
        painter.drawRoundedRect(cell, corner, corner)


def _input_circles(painter: QPainter, place: Layout, theme: Theme, outstanding: int | None) -> None:
    painter.setBrush(theme.color("field"))
    for k in place.cells:
        role, width = ("text", 2.0) if k == outstanding else ("muted", 1.0)
        painter.setPen(QPen(theme.color(role), width))
        center = QPointF(place.x(k), place.input_y)
        painter.drawEllipse(center, place.input_radius, place.input_radius)


def _forward_arrows(painter: QPainter, place: Layout, theme: Theme) -> None:
    pen = _thin_pen(place, theme)
    half = place.cell_width / 2 + 2.0
    y, top, bottom = place.forward_y, place.cell_bottom + 2.0, place.input_y - place.input_radius
    for k in place.cells:
        x = place.x(k)
        start = place.x(k - 1) + (half if k > 1 else 13.0 * place.scale)
        thin_arrow(painter, pen, QPointF(start, y), QPointF(x - half, y))
        thin_arrow(painter, pen, QPointF(x, bottom - 1.0), QPointF(x, top))


def _state_labels(painter: QPainter, place: Layout, theme: Theme) -> None:
    """h_k over every cell, or over as many as have room."""
    painter.setFont(font(13.0 * place.scale))
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


def _lane_label(painter: QPainter, place: Layout, theme: Theme) -> None:
    painter.setFont(font(13.0 * place.scale, bold=True))
    painter.setPen(theme.color("gradient"))
    right = place.x(0) - 10.0
    if right < 40.0 * place.scale:
        return  # h_0 is out of sight
    painter.drawText(QRectF(right - 90.0, place.backward_y - 14.0, 90.0, 28.0), RIGHT, "∂L/∂h")


def _loss_frame(painter: QPainter, place: Layout, theme: Theme) -> None:
    if place.time_steps not in place.columns:
        return
    painter.setPen(QPen(theme.color("loss"), 1.8 * place.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*place.loss_box), 6.0, 6.0)
    top, bottom = place.loss_arrows
    x = place.x(place.time_steps) + 10.0 * place.scale
    thin_arrow(painter, _thin_pen(place, theme), QPointF(x, bottom), QPointF(x, top))


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


def _legend(painter: QPainter, place: Layout, theme: Theme) -> None:
    """Sample strokes of the absolute scale, two decades apart, from the right."""
    painter.setFont(font(12.0 * min(place.scale, 1.2)))
    metrics = QFontMetricsF(painter.font())
    y = place.height - FOOTER / 2
    x = place.width - 4.0
    for decade in reversed(LEGEND_DECADES):
        text, magnitude = power_of_ten(decade), 10.0**decade
        x -= metrics.horizontalAdvance(text)
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(x, y - 12.0, 60.0, 24.0), LEFT, text)
        width = max(float(width_share(magnitude)) * place.widest_stroke, 1.0)
        bar = QRectF(x - 23.0, y - width / 2, 18.0, width)
        painter.fillRect(bar, theme.color("gradient", float(opacity(magnitude))))
        x -= 34.0
    if place.width >= WIDE:
        painter.drawText(QRectF(x - 160.0, y - 12.0, 164.0, 24.0), RIGHT, "fixed scale")


def _loss(painter: QPainter, place: Layout, theme: Theme, loss: float) -> None:
    painter.setFont(font(14.0 * min(place.scale, 1.25), bold=True))
    painter.setPen(theme.color("loss"))
    painter.drawText(
        QRectF(*place.loss_box), CENTER, f"Loss {short(loss, 3 if abs(loss) > LONG_LOSS else 2)}"
    )


def _sentences(painter: QPainter, place: Layout, theme: Theme, frame: Frame) -> None:
    """What was measured, and what the bound says to it."""
    growth = min(place.scale, 1.3)
    room = place.loss_box[0] - 24.0 if place.loss_box[0] > 320.0 else place.width - 16.0
    room = min(room, place.width - 16.0)
    painter.setFont(font(17.0 * growth, bold=True))
    painter.setPen(theme.color("error" if frame.divergence else "text"))
    text_within(painter, 2.0, 4.0 + 9.0 * growth, room, measured_sentence(frame))
    painter.setFont(font(13.0 * growth))
    painter.setPen(theme.color("muted"))
    text_within(painter, 2.0, 4.0 + 31.0 * growth, room, bound_sentence(frame))


def _equation(painter: QPainter, place: Layout, theme: Theme, frame: Frame, selected: int) -> None:
    """The chain rule from h_T to the selected h_k, with its numbers."""
    formula, beside = equation(frame, selected)
    growth = min(place.scale, 1.2)
    y = place.height - FOOTER / 2
    room = place.width - (370.0 if place.width >= WIDE else 275.0) * growth
    painter.setFont(font(14.0 * growth, bold=True))
    painter.setPen(theme.color("gradient"))
    used = text_within(painter, 2.0, y, room, formula)
    painter.setFont(font(13.0 * growth))
    painter.setPen(theme.color("muted"))
    text_within(painter, 14.0 + used, y, room - used - 12.0, beside)
