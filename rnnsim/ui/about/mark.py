"""The program's icon: in a window as large as the type asks for, and on the desktop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.resources import resources_folder
from rnnsim.ui.theme import type_scale

SIDE = 72
"""Pixels, at a type scale of 1."""


SIDES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of the icons that windows are known by."""


class Mark(QWidget):
    """Draws ``resources/icons/rnnsim.svg``."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing = QSvgRenderer(str(resources_folder() / "icons" / "rnnsim.svg"), self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE) * type_scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.render(painter, QRectF(self.rect()))
        painter.end()


def window_icon() -> QIcon:
    """The program's icon at the sizes that desktops ask for; needs no plugin that reads SVG."""
    drawing, icon = QSvgRenderer(str(resources_folder() / "icons" / "rnnsim.svg")), QIcon()
    for side in SIDES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        drawing.render(painter, QRectF(pixmap.rect()))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
