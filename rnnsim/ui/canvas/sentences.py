"""What is said over and under the network: the verdict, and the equation."""

from __future__ import annotations

import math

from PySide6.QtGui import QFont, QPainter

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Stage
from rnnsim.translation import tr
from rnnsim.ui.canvas.equation import moment_equation
from rnnsim.ui.canvas.geometry import Layout
from rnnsim.ui.canvas.legend import legend_y
from rnnsim.ui.canvas.lettering import Line, block, exact, type_scale, typeset
from rnnsim.ui.canvas.pieces import text_within
from rnnsim.ui.numbers import short, subscript
from rnnsim.ui.theme import Theme
from rnnsim.ui.verdict import bound_sentence, measured_sentence, numbers_line
from rnnsim.ui.way_back import equation

TOGETHER = 0.88
"""How far type may shrink so that what stands beside the equation is on its line."""


def said(
    frame: Frame, moment: Moment | None, step: int, *, concealed: bool = False
) -> tuple[str, str]:
    """The equation of the moment, or of ∂L/∂h_step for the whole pass; and what stands beside.

    Nothing of the gradient's way back while that is concealed.
    """
    if concealed and (moment is None or moment.stage is Stage.BACKWARD):
        return "", ""
    return equation(frame, step) if moment is None else moment_equation(frame, moment)


def headline(frame: Frame, *, relative: bool, concealed: bool = False) -> tuple[str, str]:
    """What was measured, unless that is concealed; and the numbers that theory makes use of."""
    if frame.divergence is not None:
        return measured_sentence(frame), bound_sentence(frame)
    measured = tr("Predict first") if concealed else measured_sentence(frame)
    numbers = numbers_line(frame)
    if not relative:
        return measured, numbers
    last = len(frame.passed.gradient_magnitude) - 1
    shown = tr("Drawn relative to ‖∂L/∂h{last}‖ = {size}").format(
        last=subscript(last), size=short(float(frame.passed.gradient_magnitude[-1]))
    )
    return measured, f"{shown} · {numbers}"


def paint_headline(
    painter: QPainter, place: Layout, theme: Theme, words: tuple[str, str], *, failed: bool
) -> None:
    """Write the headline left of the loss, or over the whole width where h_T is out of sight."""
    measured, numbers = words
    growth = place.letter
    left = place.loss_box[0]
    room = (left if 200.0 < left < place.width else place.width) - 18.0
    texts = ((typeset(measured), 17.0 * growth, True), (typeset(numbers), 13.0 * growth, False))
    lines = block(texts, round(room), round(place.headline - 4.0), type_scale())
    for line in lines:
        role = "muted" if line.part else "error" if failed else "text"
        painter.setPen(theme.color(role))
        _write(painter, line, 2.0, 2.0, room, bold=not line.part)


def paint_equation(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    words: tuple[str, str],
    role: str,
    legend_left: float,
) -> None:
    """Write the equation, and what stands beside it behind it or under it."""
    formula, beside = (typeset(text) for text in words)
    growth = place.letter
    y = legend_y(place)
    if place.one_line:
        room = legend_left - 14.0
        share = _fitting(painter, (formula, beside), growth, room - 14.0, place.least_type)
        painter.setFont(_shrunk(15.0 * growth, share, bold=True))
        painter.setPen(theme.ink(role))
        used = text_within(painter, 2.0, y, room, formula)
        painter.setFont(_shrunk(13.0 * growth, share))
        painter.setPen(theme.color("muted"))
        text_within(painter, 14.0 + used, y, room - used - 12.0, beside)
        return
    upper, room = place.height - 34.0 * place.letter, place.width - 18.0
    share = _fitting(painter, (formula, beside), growth, room, place.least_type)
    together = share >= TOGETHER
    if not together:
        share = _fitting(painter, (formula, ""), growth, room, place.least_type)
    painter.setFont(_shrunk(15.0 * growth, share, bold=True))
    painter.setPen(theme.ink(role))
    used = text_within(painter, 2.0, upper, room, formula)
    if not together:
        share = _fitting(painter, ("", beside), growth, legend_left - 12.0, place.least_type)
    painter.setFont(_shrunk(13.0 * growth, share))
    painter.setPen(theme.color("muted"))
    if together:
        text_within(painter, 14.0 + used, upper, place.width - used - 16.0, beside)
    else:
        text_within(painter, 2.0, y, legend_left - 12.0, beside)


def _shrunk(pixels: float, share: float, *, bold: bool = False) -> QFont:
    """Type comes in whole pixels; what is shrunk must not grow again by rounding."""
    return exact(pixels if share == 1.0 else math.floor(pixels * share), bold=bold)


def _fitting(
    painter: QPainter, texts: tuple[str, str], growth: float, room: float, least_type: float
) -> float:
    """By how much type shrinks so that a formula and what is beside it fit into one line."""
    formula, beside = texts
    painter.setFont(exact(15.0 * growth, bold=True))
    width = float(painter.fontMetrics().horizontalAdvance(formula))
    painter.setFont(exact(13.0 * growth))
    width += float(painter.fontMetrics().horizontalAdvance(beside))
    least = max(0.7, least_type / (13.0 * growth))
    return min(1.0, max(least, room / width)) if width > 0.0 else 1.0


def _write(painter: QPainter, line: Line, x: float, top: float, room: float, *, bold: bool) -> None:
    painter.setFont(exact(line.pixels, bold=bold))
    text_within(painter, x, top + line.y, room, line.text)
