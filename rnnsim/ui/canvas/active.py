"""The part of a pass that is at work, lit, with its operation written where it happens."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from rnnsim.model.moment import Part, Stage
from rnnsim.translation import noted, tr
from rnnsim.ui.canvas.geometry import NUMBER_WIDTH, Detail, Layout
from rnnsim.ui.canvas.gradient import (
    LARGE,
    Numbers,
    arrow_ends,
    gradient_arrow,
    paint_from_loss,
)
from rnnsim.ui.canvas.ground import (
    cell_frame,
    cell_frames,
    input_arrow,
    recurrent_arrow,
    thin_pen,
)
from rnnsim.ui.canvas.ledge import ledge_bar
from rnnsim.ui.canvas.lettering import exact, lettering
from rnnsim.ui.canvas.light import glow_line, glow_round
from rnnsim.ui.canvas.pieces import CENTER, text_at
from rnnsim.ui.canvas.progress import Progress
from rnnsim.ui.numbers import subscript
from rnnsim.ui.theme import Theme

GATES = noted("gates")
GATES_BACK = noted("back through the gates")

LIT = 3.4
"""Width of a lit arrow of the state, at scale 1; the others have 1.6."""


@dataclass(frozen=True, slots=True)
class Active:
    """What is needed to draw the part at work."""

    place: Layout
    theme: Theme
    progress: Progress
    numbers: Numbers
    gated: bool

    @property
    def color(self) -> QColor:
        """Of the way the signal travels."""
        role = {Stage.FORWARD: "forward", Stage.LOSS: "loss", Stage.BACKWARD: "gradient"}
        moment = self.progress.moment
        return self.theme.color("accent" if moment is None else role[moment.stage])


def paint_active(painter: QPainter, active: Active) -> None:
    """Light what is at work, if anything is."""
    moment = active.progress.moment
    if moment is None:
        return
    if active.place.detail is not Detail.CELLS:
        if moment.stage is not Stage.LOSS:
            _cursor(painter, active)
    elif moment.stage is Stage.FORWARD:
        _forward(painter, active)
    elif moment.stage is Stage.BACKWARD:
        _cell_going_back(painter, active)
    if moment.stage is Stage.LOSS:
        _from_loss(painter, active)
    if active.progress.does(Stage.BACKWARD, Part.TRANSPOSED):
        _arrow_back(painter, active)


def paint_operation(painter: QPainter, active: Active) -> None:
    """Write the operation where it happens; over everything else."""
    moment, place = active.progress.moment, active.place
    if moment is None or place.detail is not Detail.CELLS:
        return
    t, before = moment.time_step, place.x(moment.time_step - 0.5)
    below = (place.cell_bottom + place.input_y - place.input_radius) / 2
    match moment.part:
        case Part.RECURRENT:
            _over(painter, active, before, place.forward_y, "× Wₕₕ")
        case Part.INPUT:
            _beside(painter, active, place.x(t), below, f"+ Wᵢₕ x{subscript(t)} + b")
        case Part.ACTIVATION:
            _over(painter, active, place.x(t), None, tr(GATES) if active.gated else "φ")
        case Part.SLOPE:
            _over(painter, active, place.x(t), None, tr(GATES_BACK) if active.gated else "∘ φ′")
        case Part.TRANSPOSED:
            _over(painter, active, before, place.backward_y, "× Wₕₕᵀ")
        case Part.CONTRIBUTION:
            _beside_drop(painter, active, below)


def _forward(painter: QPainter, active: Active) -> None:
    place, theme, progress = active.place, active.theme, active.progress
    t, pen = progress.time_step, thin_pen(place, theme, LIT)
    half = place.cell_width / 2 + 2.0
    cell_frames(painter, place, theme, () if progress.state >= t else (t,))
    if progress.does(Stage.FORWARD, Part.RECURRENT):
        start = place.x(t - 1) + (half if t > 1 else 13.0 * place.letter)
        end = QPointF(place.x(t) - half, place.forward_y)
        glow_line(painter, QPointF(start, place.forward_y), end, active.color, place.scale)
        recurrent_arrow(painter, place, pen, t)
    if progress.does(Stage.FORWARD, Part.INPUT):
        bottom = QPointF(place.x(t), place.input_y - place.input_radius)
        top = QPointF(place.x(t), place.cell_bottom + 2.0)
        glow_line(painter, bottom, top, active.color, place.scale)
        input_arrow(painter, place, pen, t)
        _circle(painter, active, t)
    if progress.does(Stage.FORWARD, Part.ACTIVATION):
        _cell(painter, active, t)


def _circle(painter: QPainter, active: Active, t: int) -> None:
    place = active.place
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(active.color, 2.4 * place.scale))
    painter.drawEllipse(QPointF(place.x(t), place.input_y), place.input_radius, place.input_radius)


def _cell(painter: QPainter, active: Active, t: int) -> None:
    cell, corner = cell_frame(active.place, t)
    glow_round(painter, cell, corner, active.color, active.place.scale)
    painter.setPen(QPen(active.color, 2.6 * active.place.scale))
    painter.drawRoundedRect(cell, corner, corner)


def _cell_going_back(painter: QPainter, active: Active) -> None:
    if active.progress.does(Stage.BACKWARD, Part.SLOPE, Part.CONTRIBUTION):
        _cell(painter, active, active.progress.time_step)


def _from_loss(painter: QPainter, active: Active) -> None:
    place = active.place
    if place.time_steps not in place.columns:
        return
    top, bottom = place.loss_arrows
    x = place.x(place.time_steps) - 7.0 * place.scale
    color = active.theme.color("gradient")
    glow_line(painter, QPointF(x, top + 4.0), QPointF(x, bottom - 4.0), color, place.scale)
    paint_from_loss(painter, place, active.theme, active.numbers, large=True)


def _arrow_back(painter: QPainter, active: Active) -> None:
    """The arrow into h_{t−1}, and its number, large."""
    place, k = active.place, active.progress.time_step - 1
    if k not in place.columns:
        return
    if place.detail is Detail.CELLS:
        start, end = arrow_ends(place, k)
        y = place.backward_y
        glow_line(
            painter, QPointF(start - 2.0, y), QPointF(end + 4.0, y), active.color, place.scale
        )
        magnitude = float(active.numbers.magnitude[k])
        gradient_arrow(painter, place, active.theme, magnitude, start, end, y)
    between = 0.5 if place.numbers_between else 0.0
    pixels = LARGE * max(place.number_pixels, 12.0 * place.letter)
    _label(painter, active, place.x(k + between), place.number_y, active.numbers.said(k), pixels)


def _label(painter: QPainter, active: Active, x: float, y: float, text: str, pixels: float) -> None:
    """Large figures on a patch of ground of their own."""
    painter.setFont(exact(pixels, bold=True))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text)
    x = min(max(x, width / 2 + 3.0), active.place.width - width / 2 - 3.0)
    patch = QRectF(x - width / 2 - 4.0, y - 0.55 * pixels, width + 8.0, 1.1 * pixels)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(active.theme.color("card"))
    painter.drawRoundedRect(patch, 4.0, 4.0)
    painter.setPen(active.theme.color("gradient"))
    text_at(painter, x, y, text)


def _over(painter: QPainter, active: Active, x: float, to: float | None, text: str) -> None:
    """An operation over the cells, with a line down to what it is of where that is an arrow."""
    place = active.place
    middle = min(x, _left_of_loss(place) - _chip_width(active, text) / 2)
    if to is not None:
        painter.setPen(QPen(active.color, 1.4 * place.scale, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(middle, place.operation_y, x, to - 5.0 * place.scale))
    _chip(painter, active, middle, place.operation_y, text)


def _left_of_loss(place: Layout) -> float:
    """Where the number beside the loss's arrow begins, less a gap."""
    arrow = place.x(place.time_steps) - 7.0 * place.scale - 0.6 * place.widest_stroke
    return arrow - NUMBER_WIDTH * place.number_pixels - 14.0 * place.scale


def _beside(painter: QPainter, active: Active, x: float, y: float, text: str) -> None:
    """An operation right of an upright arrow, or left of it where there is no more room."""
    half, gap = _chip_width(active, text) / 2, 9.0 * active.place.scale
    right = x + gap + half
    fits = right + half < active.place.width - 2.0
    _chip(painter, active, right if fits else x - gap - half, y, text)


def _beside_drop(painter: QPainter, active: Active, below: float) -> None:
    """The last operation, on the way down to the sum; by the arrow where no sum is drawn."""
    place, text = active.place, "+= ∂L/∂Wₕₕ"
    x = place.x(active.progress.time_step)
    if not place.ledge_room:
        _beside(painter, active, x, below, text)
        return
    half, gap = _chip_width(active, text) / 2, 9.0 * place.scale
    left = max(x, ledge_bar(place).right()) + gap
    fits = left + 2 * half < place.width - 2.0
    _chip(painter, active, left + half if fits else x - 2 * gap - half, place.ledge_y, text)


def _chip_width(active: Active, text: str) -> float:
    metrics = QFontMetricsF(lettering(active.place, 13.5, bold=True))
    return float(metrics.horizontalAdvance(text)) + 14.0 * active.place.letter


def _chip(painter: QPainter, active: Active, x: float, y: float, text: str) -> None:
    """A small label with a ground and a frame."""
    place = active.place
    painter.setFont(lettering(place, 13.5, bold=True))
    width = _chip_width(active, text)
    height = 20.0 * place.letter
    x = min(max(x, width / 2 + 2.0), place.width - width / 2 - 2.0)
    chip = QRectF(x - width / 2, y - height / 2, width, height)
    painter.setPen(QPen(active.color, 1.6 * place.scale))
    painter.setBrush(active.theme.color("card"))
    painter.drawRoundedRect(chip, height / 2, height / 2)
    painter.setPen(active.color)
    painter.drawText(chip, CENTER, text)


def _cursor(painter: QPainter, active: Active) -> None:
    """A line through the time step at work, where cells are too narrow to be lit alone."""
    place, t = active.place, active.progress.time_step
    x = place.x(t)
    if not 0.0 <= x <= place.width:
        return
    top = place.cell_top - place.label_room
    bottom = place.backward_y + place.widest_stroke / 2 + 2.0
    columns = place.detail is Detail.COLUMNS
    pieces = ((top, place.cell_top), (place.cell_bottom, bottom)) if columns else ((top, bottom),)
    for start, end in pieces:
        ends = QPointF(x, start), QPointF(x, end)
        glow_line(painter, *ends, active.theme.color("accent"), 0.6)
        painter.setPen(QPen(active.theme.color("accent"), 2.4 * place.scale))
        painter.drawLine(QLineF(*ends))
    if place.detail is Detail.COLUMNS:
        half = place.cell_width / 2 + 2.0
        column = QRectF(x - half, place.cell_top, 2 * half, place.cell_height)
        glow_round(painter, column, 3.0, active.color, 0.8 * place.scale)
        painter.setPen(QPen(active.color, 2.4 * place.scale))
        painter.drawRoundedRect(column, 3.0, 3.0)
    _chip(painter, active, x, place.cell_top - place.label_room / 2, f"t = {t}")
