"""Marks for what a curve cannot show: zero, infinite, NaN; and for the end of a run in one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.plots.area import SPACED, Layout
from rnnsim.ui.plots.hatching import hatch
from rnnsim.ui.plots.layer import Part, draw_label, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.series import BoolArray, Series, runs
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.wording import wrapped

TRIANGLE = 7.0
"""Side of a triangle, in pixels."""

SPACING = 10.0
"""Triangles that would lie closer than this are left out."""

NARROWEST_BAND = 6.0

CROSS, SMALL_CROSS = 4.0, 3.0
"""Half the side of the cross where a run ended, and where one is NaN, in pixels."""


class Marks(Part):
    """Open triangles at the lower edge for zero, at the upper for infinite; bands for NaN.

    Each kind is named once.  A band would hide the main run: what is NaN of others is crosses at
    the upper edge.  A cross also stands where a run ended in a value that is not finite.
    """

    def __init__(self) -> None:
        self._bands: list[QRectF] = []
        self._triangles: list[tuple[QPen, QPainterPath]] = []
        self._words: dict[str, tuple[float, float]] = {}
        self._crosses: list[tuple[QPen, list[QLineF]]] = []
        self._role = "text"

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._style, self._frame = style, frame_of(layout.area)
        self._bands, self._triangles, self._words, self._crosses = [], [], {}, []
        for curve in picture.curves:
            series = curve.series
            gaps = series.below | series.above | series.missing
            if gaps.any():
                x = layout.area.across(series.x)
                self._mark_edges(series, x, QPen(style.color(curve.look.role), 1.5 * style.stroke))
                if curve.beside:
                    self._mark_crosses(series.missing, x, curve.look.role)
                else:
                    self._mark_bands(series.missing, x)
        for end in picture.ends:
            at = layout.area.across(end.x), layout.area.down(end.y)
            self._crosses.append((_cross_pen(end.role, style), _cross(*at, CROSS * style.scale)))
        self._role = "muted" if picture.bare else "text"
        if picture.note:
            center, width_of = self._frame.center(), style.label_width
            lines = wrapped(picture.note, self._frame.width(), width_of)
            top = center.y() - SPACED * style.line * (len(lines) - 1) / 2
            self._words = {
                line: (center.x(), top + SPACED * style.line * i) for i, line in enumerate(lines)
            }

    def draw(self, painter: QPainter) -> None:
        for band in self._bands:
            painter.fillRect(band, self._style.color("muted", 0.1))
        hatch(painter, self._bands, self._style.color("muted", 0.35))
        for pen, path in self._triangles:
            painter.setPen(pen)
            painter.drawPath(path)
        for pen, lines in self._crosses:
            painter.setPen(pen)
            painter.drawLines(lines)
        for text, (middle, baseline) in self._words.items():
            self._write(painter, text, middle, baseline)

    def _mark_edges(self, series: Series, x: FloatArray, pen: QPen) -> None:
        frame, style = self._frame, self._style
        side = TRIANGLE * style.scale
        for mask, edge, height, word in (
            (series.below, frame.bottom() - 2 - side, side, series.below_word),
            (series.above, frame.top() + 2 + side, -side, "∞"),
        ):
            if mask.any():
                self._triangles.append((pen, _triangles(x[mask], edge, side, height)))
                baseline = edge - 4 if height > 0 else edge + 4 + style.ascent
                self._words.setdefault(word, (_middle(mask, x), baseline))

    def _mark_crosses(self, missing: BoolArray, x: FloatArray, role: str) -> None:
        """Crosses at the upper edge, a few pixels apart."""
        if not missing.any():
            return
        reach = SMALL_CROSS * self._style.scale
        y, pen = self._frame.top() + 4 + reach, _cross_pen(role, self._style)
        places = sparse(x[missing])
        self._crosses += [(pen, _cross(middle, y, reach)) for middle in places]
        if len(places) > 1:
            word = _middle(missing, x), y + reach + 4 + self._style.ascent
        else:  # below it may be the cross where the run ended
            word = places[0] + reach + 6 + self._style.width("NaN") / 2, y + self._style.ascent / 2
        self._words.setdefault("NaN", word)

    def _mark_bands(self, missing: BoolArray, x: FloatArray) -> None:
        frame = self._frame
        for start, stop in runs(missing):
            left, right = x[start], x[stop]
            if len(x) > 1:
                step = (x[-1] - x[0]) / (len(x) - 1) / 2
                left, right = left - step, right + step
            lack = max(0.0, NARROWEST_BAND - (right - left)) / 2
            left = max(frame.left(), left - lack)
            right = min(frame.right(), right + lack)
            self._bands.append(QRectF(QPointF(left, frame.top()), QPointF(right, frame.bottom())))
            self._words.setdefault("NaN", (_middle(missing, x), frame.center().y()))

    def _write(self, painter: QPainter, text: str, middle: float, baseline: float) -> None:
        width = self._style.width(text)
        left = min(max(middle - width / 2, self._frame.left()), self._frame.right() - width)
        draw_label(painter, self._style, self._role, left, baseline, text)


def _cross_pen(role: str, style: Style) -> QPen:
    return QPen(style.color(role), 2.0 * style.stroke)


def _cross(x: float, y: float, reach: float) -> list[QLineF]:
    return [
        QLineF(x - reach, y - reach, x + reach, y + reach),
        QLineF(x - reach, y + reach, x + reach, y - reach),
    ]


def _middle(mask: BoolArray, x: FloatArray) -> float:
    """The middle of the longest run."""
    start, stop = max(runs(mask), key=lambda run: x[run[1]] - x[run[0]])
    return float(x[start] + x[stop]) / 2


def sparse(x: FloatArray) -> list[float]:
    """Some of some pixels, a few apart."""
    _slots, first = np.unique((x - x[0]) // SPACING, return_index=True)
    chosen: list[float] = x[first].tolist()
    return chosen


def _triangles(x: FloatArray, edge: float, side: float, height: float) -> QPainterPath:
    """Triangles from `edge`, pointing `height` down, a few pixels apart."""
    path = QPainterPath()
    for middle in sparse(x):
        path.moveTo(middle - side / 2, edge)
        path.lineTo(middle + side / 2, edge)
        path.lineTo(middle, edge + height)
        path.closeSubpath()
    return path
