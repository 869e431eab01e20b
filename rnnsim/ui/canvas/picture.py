"""The whole drawing: layout, theme, frame and moment in, strokes on a painter out.

Nothing here knows a widget, so the same code paints on the screen, into a picture and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.model.target import Target
from rnnsim.ui.canvas.active import Active, paint_active, paint_operation
from rnnsim.ui.canvas.geometry import Detail, Layout
from rnnsim.ui.canvas.gradient import Numbers, paint_from_loss, paint_numbers, paint_strokes
from rnnsim.ui.canvas.ground import Judged, lane_label, paint_ground
from rnnsim.ui.canvas.kept import Layers
from rnnsim.ui.canvas.ledge import paint_drop, paint_ledge
from rnnsim.ui.canvas.legend import paint_legend
from rnnsim.ui.canvas.loss import paint_loss
from rnnsim.ui.canvas.marks import paint_hovered, paint_pointer, paint_selected
from rnnsim.ui.canvas.progress import Progress
from rnnsim.ui.canvas.sentences import headline, paint_equation, paint_headline, said
from rnnsim.ui.canvas.tokens import paint_tokens
from rnnsim.ui.canvas.units import paint_units
from rnnsim.ui.canvas.words import paint_words
from rnnsim.ui.theme import Theme

FAINT = 0.22
"""Opacity of what is not yet reached."""

RESTING = {Stage.FORWARD: 0.8, Stage.LOSS: 0.6, Stage.BACKWARD: 0.6}
"""Opacity of what is reached but not at work."""


States = Callable[[QPainter, float], None]
"""Paints the states at an opacity."""


@dataclass(frozen=True)
class Picture:
    """What is to be drawn.

    Attributes
    ----------
    moment : Moment or None
        How far the pass has come; None for all of it.
    relative : bool
        Whether gradients are drawn relative to ‖∂L/∂h_T‖.
    concealed : bool
        Whether no sentence may tell what becomes of the gradient.
    step : int
        The k whose gradient the equation shows.
    """

    place: Layout
    theme: Theme
    frame: Frame
    moment: Moment | None = None
    relative: bool = False
    step: int = 1
    selection: Target | None = None
    hovered: Target | None = None
    pointed: Target | None = None
    concealed: bool = False

    @cached_property
    def progress(self) -> Progress:
        """How far the pass has come."""
        return Progress.at(self.moment, self.place.time_steps)

    @cached_property
    def magnitude(self) -> FloatArray:
        """‖∂L/∂h_k‖ as it is drawn."""
        magnitude = np.asarray(self.frame.passed.gradient_magnitude, dtype=float)
        return relative_to_last(magnitude) if self.relative else magnitude

    @cached_property
    def numbers(self) -> Numbers:
        """The gradient's numbers."""
        return Numbers(self.magnitude, self.relative, self.step)

    @cached_property
    def active(self) -> Active:
        """The part at work."""
        gated = self.frame.settings.cell != "rnn"
        return Active(self.place, self.theme, self.progress, self.numbers, gated)


def relative_to_last(magnitude: FloatArray) -> FloatArray:
    """‖∂L/∂h_k‖ / ‖∂L/∂h_T‖; 0 stays 0 where there is nothing to compare with."""
    with np.errstate(all="ignore"):
        return np.where(magnitude == 0.0, 0.0, magnitude / magnitude[-1])


def paint_picture(painter: QPainter, picture: Picture, layers: Layers) -> None:
    """Draw everything but the ground's colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place, theme, frame, progress = picture.place, picture.theme, picture.frame, picture.progress
    _forward(painter, picture, layers)
    loss = frame.passed.loss if progress.loss else None
    painter.setOpacity(1.0 if progress.loss else 2 * FAINT)
    paint_loss(painter, place, theme, loss, lit=progress.does(Stage.LOSS))
    painter.setOpacity(1.0)
    paint_drop(painter, place, theme, progress)
    _words(painter, picture)
    _gradient(painter, picture, layers)
    paint_active(painter, picture.active)
    paint_ledge(painter, place, theme, frame.passed.contributions, progress)
    _marks(painter, picture)
    paint_operation(painter, picture.active)
    words = headline(frame, relative=picture.relative, concealed=picture.concealed)
    if progress.moment is not None and not place.operation_room:
        words = words[0], ""  # the operation at work stands there
    paint_headline(painter, place, theme, words, failed=frame.divergence is not None)
    left = paint_legend(painter, place, theme, relative=picture.relative)
    words = said(frame, progress.moment, picture.step, concealed=picture.concealed)
    forward = progress.does(Stage.FORWARD)
    paint_equation(painter, place, theme, words, "forward" if forward else "gradient", left)


def _forward(painter: QPainter, picture: Picture, layers: Layers) -> None:
    """The network and its states, as far as they are reached; the rest as faint outlines."""
    place, progress = picture.place, picture.progress
    judged, card = Judged.of(picture.frame.settings), picture.theme.color("card")

    def ground(painter: QPainter, opacity: float = 1.0) -> None:
        painter.setOpacity(opacity)
        paint_ground(painter, place, picture.theme, judged)

    def states(painter: QPainter, opacity: float) -> None:
        ground(painter, opacity)
        paint_units(painter, place, picture.theme, picture.frame.passed.hidden)
        _tokens(painter, picture, judged)

    def faint(painter: QPainter) -> None:
        ground(painter, FAINT)
        _outlines(painter, picture)
        _tokens(painter, picture, judged)

    key = (*_key(place), picture.theme.name, judged.asked, judged.all_steps)
    moment = progress.moment
    if moment is None:
        layers.draw(painter, "ground", key, ground, [_all(place)], card)
        paint_units(painter, place, picture.theme, picture.frame.passed.hidden)
        _tokens(painter, picture, judged)
        return
    reached = _reached(place, progress)
    unreached = [_rest(place, part) for part in reached]
    opacity = RESTING[moment.stage]
    tokens = picture.frame.passed.tokens
    layers.draw(painter, "faint", (*key, tokens), faint, filter(_some, unreached), card)
    own = (*key, picture.frame.passed, opacity)
    layers.draw(painter, "states", own, lambda p: states(p, opacity), filter(_some, reached), card)
    if moment.stage is Stage.FORWARD or progress.does(Stage.BACKWARD):
        _at_full_strength(painter, picture, layers, own, states)


def _at_full_strength(
    painter: QPainter, picture: Picture, layers: Layers, key: tuple[object, ...], states: States
) -> None:
    """The cell at work is not dimmed."""
    place, t = picture.place, picture.progress.time_step
    if picture.progress.state < t or place.detail is Detail.STRIP:
        return
    half = place.cell_width / 2 + 1.0
    cell = QRectF(place.x(t) - half, place.cell_top - 1.0, 2 * half, place.cell_height + 2.0)
    cell = QRectF(cell.toAlignedRect()).intersected(_all(place))
    if _some(cell):
        card = picture.theme.color("card")
        layers.draw(painter, "bright", (*key, "bright"), lambda p: states(p, 1.0), [cell], card)


def _tokens(painter: QPainter, picture: Picture, judged: Judged) -> None:
    tokens = picture.frame.passed.tokens
    paint_tokens(painter, picture.place, picture.theme, tokens, outstanding=judged.asked)


def _outlines(painter: QPainter, picture: Picture) -> None:
    """Where states will be, at a level of detail that draws no frames of their own."""
    place = picture.place
    if place.detail is Detail.CELLS:
        return
    left, right = place.x(0) + place.pitch / 2, place.x(place.time_steps) + place.pitch / 2
    strip = QRectF(left, place.cell_top, right - left, place.cell_height)
    painter.fillRect(strip, picture.theme.color("forward", 0.35))
    painter.setPen(picture.theme.color("forward"))
    painter.drawRect(strip)


def _words(painter: QPainter, picture: Picture) -> None:
    progress = picture.progress
    reading = progress.time_step if progress.does(Stage.FORWARD) else 0
    paint_words(
        painter,
        picture.place,
        picture.theme,
        picture.frame.passed.tokens,
        picture.magnitude,
        progress.gradient,
        reading,
    )


def _gradient(painter: QPainter, picture: Picture, layers: Layers) -> None:
    """Arrows or band as far as the gradient has come, and its numbers."""
    place, theme, progress = picture.place, picture.theme, picture.progress
    first = progress.gradient
    reached = first <= place.time_steps
    lane_label(painter, place, theme.ink("gradient", 1.0 if reached else 0.35))
    if not reached:
        return
    from_x = place.x(first) - (0.0 if place.detail is Detail.CELLS else place.pitch / 2)
    part = _all(place)
    part.setLeft(math.floor(min(max(from_x, 0.0), place.width)) if progress.moment else 0.0)

    def strokes(painter: QPainter) -> None:
        paint_strokes(painter, place, theme, picture.magnitude)

    if progress.moment is None:
        strokes(painter)
    elif _some(part):
        key = (*_key(place), theme.name, picture.frame.passed, picture.relative)
        layers.draw(painter, "gradient", key, strokes, [part])
    at_work = progress.time_step - 1 if progress.does(Stage.BACKWARD, Part.TRANSPOSED) else None
    paint_numbers(painter, place, theme, picture.numbers, first, at_work)
    if not progress.does(Stage.LOSS):
        paint_from_loss(painter, place, theme, picture.numbers)


def _marks(painter: QPainter, picture: Picture) -> None:
    place, theme = picture.place, picture.theme
    if picture.hovered is not None and picture.hovered != picture.selection:
        paint_hovered(painter, place, theme, picture.hovered)
    if picture.selection is not None:
        paint_selected(painter, place, theme, picture.selection)
    if picture.pointed is not None:
        paint_pointer(painter, place, theme, picture.pointed)


def _reached(place: Layout, progress: Progress) -> list[QRectF]:
    """From the left edge, the parts that are reached: labels, cells, inputs."""
    half = place.pitch / 2
    states = place.x(progress.state)
    beside = place.cell_width / 2 + 2.0 if place.detail is Detail.CELLS else half
    all_of_it = place.width if progress.state == place.time_steps else 0.0
    labels = _to(place, max(states + half, all_of_it), 0.0, place.cell_top - 1.0)
    cells = _to(place, states + beside, place.cell_top - 1.0, place.cell_bottom + 1.0)
    below = _to(place, place.x(progress.inputs) + half, place.cell_bottom + 1.0, place.height)
    return [labels, cells, below]


def _to(place: Layout, right: float, top: float, bottom: float) -> QRectF:
    """A lane from the left edge, with edges on pixels."""
    right = float(math.floor(min(max(right, 0.0), place.width)))
    return QRectF(0.0, math.floor(top), right, math.floor(bottom) - math.floor(top))


def _rest(place: Layout, part: QRectF) -> QRectF:
    return QRectF(part.right(), part.top(), place.width - part.right(), part.height())


def _all(place: Layout) -> QRectF:
    return QRectF(0.0, 0.0, place.width, place.height)


def _some(part: QRectF) -> bool:
    return part.width() > 0.0 and part.height() > 0.0


def _key(place: Layout) -> tuple[object, ...]:
    """What a layer depends on of the layout."""
    return (
        *(place.width, place.height, place.time_steps, place.pitch, place.origin),
        *(place.longest_word, place.type_scale),
    )
