"""The legend of the runs beside the main one, for all plots of a figure together."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from rnnsim.model.frame import Frame
from rnnsim.translation import tr
from rnnsim.ui.run_words import MAIN_NAME, name_of
from rnnsim.ui.runs_look import MAIN, RunLook, dashes_of, look_of
from rnnsim.ui.theme import BASE_PIXELS, Theme, exact_font

DRAWN_IN = frozenset({"gradient", "contributions", "loss", "norm", "accuracy", "radius"})
"""Plots with lines of other runs."""

LINE, SAMPLE, GAP, APART = 18.0, 24.0, 6.0, 16.0
"""Height of a row; length of a line's sample, its gap to the name, and that to the next sample."""


class RunsLegend:
    """A sample of each run's line with its name, in as many rows as they need.

    Attributes
    ----------
    height : float
        0 where there is nothing to tell apart.
    """

    def __init__(self, views: Iterable[str], frame: Frame, theme: Theme, width: float) -> None:
        self._theme, self._font = theme, exact_font(BASE_PIXELS - 1)
        self._entries: list[tuple[float, float, RunLook, str]] = []
        self.height = 0.0
        if not frame.others or DRAWN_IN.isdisjoint(views):
            return
        metrics = QFontMetricsF(self._font)
        looks = [(MAIN, tr(MAIN_NAME))]
        looks += [
            (look_of(run.number, ghost=run.ghost), name_of(frame.settings, run))
            for run in frame.others
        ]
        left = top = 0.0
        for look, name in looks:
            room = width - SAMPLE - GAP - 2.0
            said = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            length = SAMPLE + GAP + metrics.horizontalAdvance(said)
            if left and left + length > width:
                left, top = 0.0, top + LINE
            self._entries.append((left, top, look, said))
            left += length + APART
        self.height = top + LINE + GAP

    def draw(self, painter: QPainter) -> None:
        """Draw it from the painter's origin on."""
        painter.setFont(self._font)
        for left, top, look, name in self._entries:
            middle = top + GAP + LINE / 2
            painter.setPen(self._pen(look))
            painter.drawLine(QLineF(left + 2.0, middle, left + SAMPLE, middle))
            painter.setPen(self._theme.color("text"))
            baseline = middle + QFontMetricsF(self._font).capHeight() / 2
            painter.drawText(QPointF(left + SAMPLE + GAP, baseline), name)

    def _pen(self, look: RunLook) -> QPen:
        pen = QPen(self._theme.color(look.role), look.width * self._theme.stroke)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        dashes = dashes_of(look.role, look.dashes, coded=self._theme.coded)
        if dashes:
            pen.setDashPattern(dashes)
        return pen
