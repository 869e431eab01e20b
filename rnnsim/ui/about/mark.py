"""The program's icon, as large as the type asks for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnsim.resources import resources_folder
from rnnsim.ui.theme import type_scale

SIDE = 72
"""Pixels, at a type scale of 1."""


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
