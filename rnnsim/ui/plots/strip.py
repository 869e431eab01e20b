"""Rows of coloured fields under a plot, one field a time step, with the words they belong to."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from rnnsim.ui.plots.area import Area, Layout, StripPlace
from rnnsim.ui.plots.hatching import hatch
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.layer import Part
from rnnsim.ui.plots.picture import Picture, Row
from rnnsim.ui.plots.picture import Strip as StripData
from rnnsim.ui.plots.style import Style

WEAKEST = 0.06
"""Opacity of the weakest field that is not zero."""

TURN, SLOPE = -52.0, 0.79
"""Degrees by which words are turned where they have no room side by side, and their sine."""

THINNED = 0.95
"""Lines of text between two turned words, at least."""


class Strip(Part):
    """Fields: the fuller the stronger; hatched where exactly 0, the error's where not finite."""

    def __init__(self) -> None:
        self._fields: list[tuple[QRectF, QColor]] = []
        self._zeros: list[QRectF] = []
        self._names: list[tuple[float, float, str, str]] = []
        self._words: list[tuple[float, float, str]] = []
        self._turned = False

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, self._fields, self._zeros, self._names, self._words = style, [], [], [], []
        strip, place = picture.strip, layout.strip
        if strip is None or place is None:
            return
        area = layout.area
        for i, row in enumerate(strip.rows):
            self._add_row(row, place.top + i * place.row, place.row, area)
        if place.words:
            self._add_words(strip, place, area)

    def draw(self, painter: QPainter) -> None:
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for box, color in self._fields:
            painter.fillRect(box, color)
        hatch(painter, self._zeros, style.color("muted", 0.6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for right, baseline, role, name in self._names:
            painter.setPen(style.theme.ink(role))
            style.write(painter, right - style.width(name), baseline, Label(name))
        painter.setPen(QPen(style.color("text")))
        for x, y, word in self._words:
            self._write(painter, x, y, word)

    def _add_row(self, row: Row, top: float, height: float, area: Area) -> None:
        width = area.across(1.0) - area.across(0.0)
        gap = 1.0 if width >= 4 else 0.0
        lefts = area.across(np.arange(1.0, len(row.strengths) + 1)) - width / 2
        for i, left in enumerate(lefts.tolist()):
            box = QRectF(left, top + 0.5, max(width - gap, 1.0), height - 1.5)
            if row.broken[i]:
                self._fields.append((box, self._style.color("error")))
            elif row.zero[i]:
                self._zeros.append(box)
            elif not np.isnan(row.strengths[i]):
                alpha = WEAKEST + (1 - WEAKEST) * float(row.strengths[i])
                self._fields.append((box, self._style.color(row.role, alpha)))
        if height >= self._style.ascent:
            baseline = top + height / 2 + self._style.ascent / 2
            self._names.append((area.frame[0] - 6, baseline, row.role, row.name))

    def _add_words(self, strip: StripData, place: StripPlace, area: Area) -> None:
        style, pitch = self._style, area.across(1.0) - area.across(0.0)
        widest = max((style.width(word) for word in strip.words), default=0.0)
        self._turned = widest + 4 > pitch
        every = max(1, int(np.ceil(THINNED * style.line / pitch))) if self._turned else 1
        top = place.top + len(strip.rows) * place.row + 2
        room = place.words - style.ascent - 4
        for t in range(len(strip.words), 0, -every):  # the last word is always among them
            word = strip.words[t - 1]
            x = float(area.across(float(t)))
            if self._turned:
                word = _cut(word, room / SLOPE, style)
            self._words.append((x, top, word))

    def _write(self, painter: QPainter, x: float, top: float, word: str) -> None:
        style, width = self._style, self._style.width(word)
        if not self._turned:
            style.write(painter, x - width / 2, top + style.ascent + 2, Label(word))
            return
        painter.save()
        painter.translate(x + style.ascent / 2, top + 4)
        painter.rotate(TURN)
        style.write(painter, -width, style.ascent / 2, Label(word))
        painter.restore()


def _cut(word: str, room: float, style: Style) -> str:
    """A word, or as much of it as there is room for."""
    if style.width(word) <= room:
        return word
    while word and style.width(word + "…") > room:
        word = word[:-1]
    return word + "…"
