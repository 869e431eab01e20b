"""A figure of some views, or of the window."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QWidget

from rnnsim.model.view import CANVAS
from rnnsim.translation import tr
from rnnsim.ui.export.figure_options import FigureOptions
from rnnsim.ui.export.figures import Figure
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.page import Page
from rnnsim.ui.export.remembered import remember_figure, remembered_figure
from rnnsim.ui.export.room import Room
from rnnsim.ui.export.words import facts
from rnnsim.ui.figure.caption import caption
from rnnsim.ui.figure.drawing import Drawing


class FigurePage(Page):
    """Draws what the window shows, as its options say.

    Parameters
    ----------
    window : QWidget
    room : Room
        The same window, as what is needed of it.
    """

    topic = "figures"
    captioned = True

    def __init__(self, window: QWidget, room: Room, parent: QObject) -> None:
        self.options = FigureOptions()
        super().__init__(tr("Figure"), self.options, parent)
        self._window, self._room = window, room
        self._type_size = math.inf  # of what was drawn last
        self.options.show_spec(*remembered_figure((CANVAS.name,)))
        self.options.changed.connect(self.changed)

    @property
    def views(self) -> tuple[str, ...]:
        return self.options.chosen

    @property
    def complete(self) -> bool:
        return self.options.complete

    def show_views(self, views: Sequence[str]) -> None:
        self.options.show_views(views)

    def drawing(self) -> Drawing | None:
        shown = self._room.shown
        if shown is None:
            return None
        made = Drawing(self.options.spec, shown, self._window)
        self._type_size = made.type_size
        return made

    def facts(self, size: tuple[float, float] | None) -> str:
        if size is None:
            return ""
        spec = self.options.spec
        told = facts(self.options.file_format, size, spec.dpi)
        if self._type_size < spec.font - 0.05:
            told += " · " + tr("type of {size} pt").format(size=f"{self._type_size:.1f}")
        owed = self._room.presenter.extras_owed
        owing = tr("some numbers are still to come")
        return f"{told} · {owing}" if owed else told

    def caption(self) -> str:
        shown = self._room.shown
        return "" if shown is None else caption(self.options.spec, shown)

    def offer(self, caption: str) -> Offer | None:
        figure = self._figure(caption)
        return None if figure is None else figure.offer(self._room, self.options.file_format)

    def mime(self, caption: str) -> QMimeData | None:
        figure = self._figure(caption)
        return None if figure is None else figure.mime()

    def keep(self) -> None:
        remember_figure(self.options.spec, self.options.file_format)

    def _figure(self, caption: str) -> Figure | None:
        shown = self._room.shown
        if shown is None:
            return None
        return Figure.of(self.options.spec, shown, self._room, self._window, caption)
