"""A slider that goes to where it is pressed, and is dragged from there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider


class PressedSlider(QSlider):
    """What sliders that are painted by hand have in common under the mouse."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag_to(event.position().x())

    def _drag_to(self, x: float) -> None:
        """Take on the value at x pixels from the left."""
        raise NotImplementedError
