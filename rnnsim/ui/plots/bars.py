"""Bars from zero: full above it, hatched below it, faint where they are not reached yet."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnsim.ui.plots.area import Layout
from rnnsim.ui.plots.hatching import hatch
from rnnsim.ui.plots.layer import Part, crisp, frame_of
from rnnsim.ui.plots.picture import Picture
from rnnsim.ui.plots.style import Style

SHARE = 0.8
"""Of the width from one bar to the next that a bar takes."""

NARROWEST = 1.0

FAINT = 0.22

OUTLINED_FROM = 5.0
"""Pixels of width from which a bar has an outline, which hatching needs."""


class BarsPart(Part):
    """All bars of a picture, and the line of zero they stand on."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[bool, bool], list[QRectF]] = {}
        self._zero: QLineF | None = None

    def prepare(self, picture: Picture, layout: Layout, style: Style) -> None:
        self._boxes, self._zero = {}, None
        bars, area = picture.bars, layout.area
        if bars is None:
            return
        self._style, self._role = style, bars.role
        frame, zero = frame_of(area), area.down(0.0)
        self._zero = QLineF(frame.left(), crisp(zero), frame.right(), crisp(zero))
        self._width = max(SHARE * (area.across(bars.width) - area.across(0.0)), NARROWEST)
        shown = np.isfinite(bars.y)
        lefts = area.across(bars.x[shown]) - self._width / 2
        ends = area.down(bars.y[shown])
        for left, end, filled in zip(
            lefts.tolist(), ends.tolist(), bars.filled[shown], strict=True
        ):
            box = QRectF(left, min(end, zero), self._width, abs(end - zero))
            self._boxes.setdefault((bool(filled), end > zero), []).append(box)

    def draw(self, painter: QPainter) -> None:
        if self._zero is None:
            return
        style = self._style
        for (filled, below), boxes in self._boxes.items():
            alpha = 1.0 if filled else FAINT
            color = style.color(self._role, alpha)
            if below:
                hatch(painter, boxes, color)
            outlined = below and self._width >= OUTLINED_FROM
            painter.setPen(QPen(color, 1.2 * style.stroke) if outlined else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if below else color)
            painter.drawRects(boxes)
        painter.setPen(QPen(style.color("muted"), style.thin))
        painter.drawLine(self._zero)
