"""Pens and type of the plots, from a theme and the size of the window's type."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from rnnsim.ui.plots.labels import Label, pieces
from rnnsim.ui.plots.picture import Look
from rnnsim.ui.runs_look import dashes_of
from rnnsim.ui.theme import BASE_PIXELS, Theme, exact_font

SMALLEST_PIXELS = 12.0
"""Type is never smaller: it must be read from the back row."""

SMALL, RAISE = 0.82, 0.34
"""Size of an exponent, and how high it stands, in sizes of the type."""

LOWER = 0.22
"""How deep a subscript stands, which is as large as an exponent, in sizes of the type."""

MOST_WIDTHS = 1000
"""Widths remembered at a time."""


class Style:
    """Lines grow with the type, so that a lecture's are thick as well as its letters large.

    Parameters
    ----------
    theme : Theme
    pixels : float
        Size of the window's type.
    paper : bool
        Whether it is for a file or a printer: lines are then whole and pictures fine.

    Attributes
    ----------
    scale : float
        By how much marks and gaps are larger than designed.
    stroke : float
        By how much lines are wider.
    thin : float
        Width of the thinnest lines, in pixels.
    """

    def __init__(self, theme: Theme, pixels: float, *, paper: bool = False) -> None:
        self.theme = theme
        self.paper = paper
        self.pixels = max(SMALLEST_PIXELS, pixels - 1)
        self.scale = pixels / BASE_PIXELS
        self.stroke = self.scale * theme.stroke
        self.thin = theme.stroke
        self.font = exact_font(self.pixels)
        self.small_font = exact_font(SMALL * self.pixels)
        metrics = QFontMetricsF(self.font)
        self.ascent = metrics.capHeight()
        self.line = float(round(metrics.ascent() + metrics.descent()))
        self._metrics = metrics
        self._small_metrics = QFontMetricsF(self.small_font)
        self._pens: dict[Look, QPen] = {}
        self._widths: dict[Label, float] = {}

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        return self.theme.color(role, alpha)

    def pen(self, look: Look) -> QPen:
        """The pen of a line."""
        if look not in self._pens:
            self._pens[look] = self._made_pen(look)
        return self._pens[look]

    def _made_pen(self, look: Look) -> QPen:
        pen = QPen(self.color(look.role, look.alpha), look.width * self.stroke)
        # square ends close the seams of a line in pieces; flat ones keep dashes their length
        dashes = dashes_of(look.role, look.dashes, coded=self.theme.coded)
        cap = Qt.PenCapStyle.FlatCap if dashes else Qt.PenCapStyle.SquareCap
        pen.setCapStyle(cap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashes:
            pen.setDashPattern(dashes)
            pen.setDashOffset(look.offset)
        return pen

    def point_pen(self, role: str, diameter: float, alpha: float = 1.0) -> QPen:
        """The pen that makes a point a disk."""
        color, width = self.color(role, alpha), diameter * self.scale
        return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)

    def width(self, text: str) -> float:
        """How wide a text is, in pixels."""
        return self.label_width(Label(text))

    def label_width(self, label: Label) -> float:
        """How wide a label is, in pixels."""
        if label not in self._widths:
            if len(self._widths) > MOST_WIDTHS:
                self._widths.clear()
            raised = self._small_metrics.horizontalAdvance(label.raised)
            self._widths[label] = raised + sum(self._advance(*each) for each in pieces(label.text))
        return self._widths[label]

    def _advance(self, text: str, lowered: bool) -> float:
        return (self._small_metrics if lowered else self._metrics).horizontalAdvance(text)

    def height(self, label: Label) -> float:
        """How far a label reaches above its baseline, in pixels."""
        raised = RAISE * self.pixels + self._small_metrics.capHeight()
        return max(self.ascent, raised if label.raised else 0.0)

    def write(self, painter: QPainter, left: float, baseline: float, label: Label) -> None:
        """Write a label with the painter's pen."""
        for text, lowered in pieces(label.text):
            painter.setFont(self.small_font if lowered else self.font)
            depth = LOWER * self.pixels if lowered else 0.0
            painter.drawText(QPointF(left, baseline + depth), text)
            left += self._advance(text, lowered)
        if label.raised:
            painter.setFont(self.small_font)
            painter.drawText(QPointF(left, baseline - RAISE * self.pixels), label.raised)
