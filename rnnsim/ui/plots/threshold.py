"""A plot in which the clip threshold is a line that can be dragged."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Qt, Signal

from rnnsim.model.frame import Frame
from rnnsim.model.kinds import RealParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.plots.draggable import DraggablePlot
from rnnsim.ui.plots.hand import Place
from rnnsim.ui.plots.picture import Handle, Level, Look
from rnnsim.ui.theme import Theme

KEY = "clip_threshold"
THRESHOLD = Look("reference", 1.4, (4.5, 3.0))

LIMITED = {
    "norm": noted("τ = {tau}"),
    "value": noted("each component ≤ τ = {tau}"),
    "backward": noted("each step hands back ≤ τ = {tau}"),
}
"""What τ limits, by the kind of clipping; this norm where nothing is said."""

STEP = 0.02
"""Decades that an arrow key moves it: as far as from one round number to the next, or farther."""

FINE_BELOW = 2.0
"""Leading figures below it are rounded to twentieths, others to tenths."""


class ThresholdPlot(DraggablePlot):
    """Its line stands at log₁₀ τ; while clipping is off there is none."""

    edited = Signal(str, object)
    """A key of the settings and the value asked for."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title)
        self.setToolTip(tips.line(tr("The clip threshold τ: drag it, or use the arrow keys")))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.released.connect(self._outdate)  # what was said while it was held goes

    def show_frame(self, frame: Frame) -> None:
        """Show a frame; only with a line is there something for the keyboard."""
        there = self._handle_of(frame) is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if there else Qt.FocusPolicy.NoFocus)
        super().show_frame(frame)

    def _handle_of(self, frame: Frame) -> Handle | None:
        return handle_of(frame.settings)

    def _handle(self, frame: Frame) -> Handle | None:
        handle = super()._handle(frame)
        if handle is None or not self.dragging:
            return handle
        return replace(handle, said=said(frame.settings, 10.0**handle.y))

    def _ask_for(self, place: Place) -> Place:
        threshold = rounded(10.0 ** place[1])
        self.edited.emit(KEY, threshold)
        return place[0], math.log10(threshold)


def handle_of(settings: Settings) -> Handle | None:
    """The line of a threshold that acts."""
    if settings.clip == "off":
        return None
    height = math.log10(settings.clip_threshold)
    return Handle(0.0, height, THRESHOLD.role, line=True, step=(0.0, STEP))


def level_of(settings: Settings, handle: Handle) -> Level:
    """The line, and what it limits; the handle says it where it is held."""
    words = "" if handle.said else said(settings, 10.0**handle.y)
    return Level(handle.y, THRESHOLD, words)


def said(settings: Settings, threshold: float) -> str:
    """What a threshold limits, in words."""
    return tr(LIMITED[settings.clip]).format(tau=f"{threshold:.3g}")


def rounded(threshold: float) -> float:
    """The nearest threshold that reads well, within what is allowed."""
    row = PARAMETERS[KEY]
    assert isinstance(row, RealParameter)
    unit = 10.0 ** (1 - math.floor(math.log10(threshold)))
    figures = threshold * unit
    figures = round(2.0 * figures) / 2.0 if figures < 10.0 * FINE_BELOW else round(figures)
    return min(max(float(f"{figures / unit:.3g}"), row.minimum), row.maximum)
