"""Figures as files and for the clipboard, each carrying its session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from rnnsim.export.writing import save
from rnnsim.model.figure import FORMATS, FigureSpec
from rnnsim.translation import noted, tr
from rnnsim.ui.export.job import Progress
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.room import Room, session_text
from rnnsim.ui.export.words import proposed_name
from rnnsim.ui.figure.caption import caption
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.figure.written import figure_bytes

KINDS = {
    "png": noted("PNG picture"),
    "svg": noted("SVG drawing"),
    "pdf": noted("PDF document"),
}

PNG, SVG = "image/png", "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stood when it was asked for, whatever the window shows later.

    Attributes
    ----------
    spec : FigureSpec
    shown : Shown
    session : str
        That it carries.
    caption : str
        What it shows, in words.
    window : QWidget
        Drawn where the figure is of the window.
    """

    spec: FigureSpec
    shown: Shown
    session: str
    caption: str
    window: QWidget

    @classmethod
    def of(
        cls, spec: FigureSpec, shown: Shown, room: Room, window: QWidget, said: str = ""
    ) -> Figure:
        """What the window shows at present."""
        session = session_text(room.session, shown.frame)
        return cls(spec, shown, session, said or caption(spec, shown), window)

    def drawing(self) -> Drawing:
        """It to be painted."""
        return Drawing(self.spec, self.shown, self.window)

    def offer(self, room: Room, file_format: str) -> Offer:
        """It as a file of any format, `file_format` before others."""
        name = proposed_name(room.lesson.name, self.spec.views, file_format)
        kinds = {suffix: tr(KINDS[suffix]) for suffix in FORMATS}
        return Offer(name, kinds, file_format, self.write)

    def write(self, path: Path) -> Iterator[Progress]:
        """Write it in the format that the path's suffix names."""
        yield Progress(0, 0)
        file_format = path.suffix[1:].lower()
        save(path, figure_bytes(self.drawing(), file_format, self.session, self.caption))

    def mime(self) -> QMimeData:
        """It for the clipboard: as pixels, and as a drawing that can be edited.

        Raises
        ------
        FigureError
            If it has too many pixels.
        """
        drawing = self.drawing()
        png = figure_bytes(drawing, "png", self.session, self.caption)
        data = QMimeData()
        data.setImageData(QImage.fromData(png))
        data.setData(PNG, png)
        data.setData(SVG, figure_bytes(drawing, "svg", self.session, self.caption))
        return data
