"""The verdict as one row under the canvas: γσ₁ against 1, a sentence, and ρ, σ₁, γ and 1/γ."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.model.diagnosis import Verdict
from rnnsim.model.frame import Frame
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.formula import draw_formula, formulas
from rnnsim.ui.guard import reported
from rnnsim.ui.numbers import READABLE, short
from rnnsim.ui.theme import Theme, font
from rnnsim.ui.verdict import bound_factor, unlike_one
from rnnsim.ui.verdict_words import Said, explanation, gates_factor, measured_factor, said_of

NAME = noted("Verdict")
HELP = (
    noted(
        "What theory says of the gradient, beside what was measured. The bar is the most a step"
        " back can do, γσ₁, or what the gates alone leave; the vermilion mark is what was"
        " measured; the line in the middle is 1, where a gradient keeps its length."
    ),
    noted("Sufficient: it must happen. Necessary: without it it cannot, with it it need not."),
)

CONCEALED = noted("The verdict comes when the covered plot is revealed")

TALLEST = 36
MARGIN = 4.0
GAP = 12.0
TYPE = 13.0
GAUGE = 88.0
"""Pixels."""

GAUGE_DECADES = math.log(4.0)
"""The gauge goes from 1/4 to 4, on a log scale."""

WIDEST_NUMBER = "0.0000"


class VerdictStrip(QWidget):
    """Shows the verdict on the newest frame; what has no room is left away from the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._frame: Frame | None = None
        self._said: Said | None = None
        self._shown_at = -READABLE
        self._concealed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr(NAME))
        self.setWhatsThis(tips.page(tr(NAME), *map(tr, HELP)))

    @property
    def sentence(self) -> str:
        """The whole sentence, however much of it has room."""
        if self._concealed:
            return tr(CONCEALED)
        return "" if self._said is None else self._said.sentence

    def show_frame(self, frame: Frame) -> None:
        """Judge `frame` from now on; while training runs, slowly enough to be read."""
        before = self._frame
        now = time.monotonic()
        settled = before is None or before.settings != frame.settings
        if frame.playing and not settled and now - self._shown_at < READABLE:
            return
        self._frame, self._said, self._shown_at = frame, said_of(frame), now
        self._explain(frame)
        self.update()

    def conceal(self, concealed: bool) -> None:
        """Give no verdict, as long as what it is on is to be predicted."""
        if concealed != self._concealed:
            self._concealed = concealed
            if self._frame is not None:
                self._explain(self._frame)
            self.update()

    def _explain(self, frame: Frame) -> None:
        explained = () if self._concealed else explanation(frame)
        self.setAccessibleDescription(" ".join((self.sentence, *explained)))
        self.setToolTip(tips.page(self.sentence, *explained))

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours, and another size of type."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, min(TALLEST, max(28, round(2.2 * font(TYPE).pixelSize()))))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._frame is None or self._said is None:
            return
        with reported(), QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, self._frame, self._said)

    def _draw(self, painter: QPainter, frame: Frame, said: Said) -> None:
        x = MARGIN
        if self._concealed:
            self._draw_text(painter, x, self.width() - 2 * MARGIN, self.sentence, "muted")
            return
        if said.verdict is not Verdict.DIVERGED:
            x = self._draw_factor(painter, x, frame) + GAP
            x = self._draw_gauge(painter, x, frame) + GAP
        right = self.width() - MARGIN
        chips = self._chips(frame)
        shown = self._room_for(chips, right - x, said)
        for name, value in reversed(chips[:shown]):
            right -= self._chip_width(name, value)
            self._draw_number(painter, right + GAP, name, value, "muted")
        self._draw_sentence(painter, x, right - x, said)

    def _draw_factor(self, painter: QPainter, x: float, frame: Frame) -> float:
        """γσ₁, or what the gates leave; return where it ends."""
        factor, gates = bound_factor(frame), gates_factor(frame)
        name, number, role = "gamma_sigma", factor, "text"
        if factor is None:
            name, number, role = "gates", gates, "radius"
        if number is None:
            return x - GAP
        # the widest name has room, so that the gauge stands still
        room = (formulas()["gates"].width - formulas()[name].width) * self._em
        return self._draw_number(painter, x, name, unlike_one(number, 3), role) + room

    def _draw_gauge(self, painter: QPainter, x: float, frame: Frame) -> float:
        """A bar to the factor, a mark at what was measured, a line at 1; return where it ends."""
        theme, middle = self._theme, self.height() / 2
        width = float(font(GAUGE).pixelSize())
        box = QRectF(x, middle - 3.0, width, 6.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("faint"))
        painter.drawRoundedRect(box, 3.0, 3.0)
        factor, role = bound_factor(frame), "reference"
        if factor is None:
            factor, role = gates_factor(frame), "radius"
        if factor is not None:
            painter.setBrush(theme.color(role))
            bar = QRectF(box.left(), box.top(), _place(factor) * width, box.height())
            painter.drawRoundedRect(bar, 3.0, 3.0)
        one = box.center().x()
        painter.setPen(QPen(theme.color("text"), 1.5))
        painter.drawLine(QLineF(one, middle - 9.0, one, middle + 9.0))
        rate = measured_factor(frame)
        if not math.isnan(rate):
            at = box.left() + _place(rate) * width
            painter.setPen(QPen(theme.color("card"), 1.0))
            painter.setBrush(theme.color("gradient"))
            half, tip, top = 5.0, middle + 1.0, middle - 8.5
            mark = [QPointF(at - half, top), QPointF(at + half, top), QPointF(at, tip)]
            painter.drawPolygon(QPolygonF(mark))
        return box.right()

    def _draw_sentence(self, painter: QPainter, x: float, room: float, said: Said) -> None:
        bold, plain = font(TYPE, bold=True), font(TYPE)
        role = "error" if said.verdict is Verdict.DIVERGED else "gradient"
        used = self._draw_text(painter, x, room, said.measured, role, bold=True)
        rest = room - used
        fits = QFontMetricsF(plain).horizontalAdvance(said.theory) <= rest
        fits = fits and QFontMetricsF(bold).horizontalAdvance(said.measured) <= room
        theory = said.theory if fits else said.brief
        self._draw_text(painter, x + used, rest, theory, "text")

    def _draw_number(self, painter: QPainter, x: float, name: str, value: str, role: str) -> float:
        """A name and its number, in as much room as the longest takes; return where it ends."""
        em, theme = self._em, self._theme
        at = QPointF(x, self._baseline)
        x += draw_formula(painter, at, name, em, theme.color(role)) + 4.0
        return x + max(self._draw_text(painter, x, 1e4, value, role, bold=True), self._number_width)

    def _draw_text(
        self, painter: QPainter, x: float, room: float, text: str, role: str, *, bold: bool = False
    ) -> float:
        painter.setFont(font(TYPE, bold=bold))
        painter.setPen(self._theme.color(role))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0.0))
        painter.drawText(QPointF(x, self._baseline), shown)
        return float(metrics.horizontalAdvance(shown))

    def _chips(self, frame: Frame) -> list[tuple[str, str]]:
        spectrum = frame.spectrum
        gamma = spectrum.slope_bound
        chips = [
            ("rho", short(spectrum.spectral_radius, 3)),
            ("sigma_1", short(spectrum.largest_singular_value, 3)),
        ]
        if bound_factor(frame) is None:
            return chips  # γ bounds nothing here
        return [
            *chips,
            ("gamma", short(gamma, 3)),
            ("inverse_gamma", short(1.0 / gamma, 3)),
        ]

    def _room_for(self, chips: list[tuple[str, str]], room: float, said: Said) -> int:
        """How many chips leave room for the whole sentence; the canvas has these numbers too."""
        metrics = QFontMetricsF(font(TYPE, bold=True))
        room -= metrics.horizontalAdvance(said.measured)
        room -= QFontMetricsF(font(TYPE)).horizontalAdvance(said.theory) + 2.0
        return fitting([self._chip_width(*chip) for chip in chips], room)

    def _chip_width(self, name: str, value: str) -> float:
        """As wide as numbers mostly are, so that nothing moves; wider for a power of ten."""
        wide = QFontMetricsF(font(TYPE, bold=True)).horizontalAdvance(value)
        number = max(float(wide), self._number_width)
        return GAP + formulas()[name].width * self._em + 4.0 + number

    @property
    def _number_width(self) -> float:
        return float(QFontMetricsF(font(TYPE, bold=True)).horizontalAdvance(WIDEST_NUMBER))

    @property
    def _em(self) -> float:
        return 1.12 * font(TYPE).pixelSize()

    @property
    def _baseline(self) -> float:
        return self.height() / 2 + 0.36 * font(TYPE).pixelSize()


def fitting(widths: Sequence[float], room: float) -> int:
    """How many of these, from the first on, have room side by side."""
    return sum(end <= room for end in accumulate(widths))


def _place(factor: float) -> float:
    """Where a factor stands in the gauge, 0 … 1; NaN at 1's place."""
    if math.isnan(factor):
        return 0.5
    if factor <= 0.0:
        return 0.0
    return min(max(0.5 + 0.5 * math.log(min(factor, 1e9)) / GAUGE_DECADES, 0.0), 1.0)
