"""Whether one paints for the screen, or for a file or a printer that shall get lines and text."""

from __future__ import annotations

from PySide6.QtGui import QPaintEngine, QPainter


def is_vector(painter: QPainter) -> bool:
    """Whether what is painted stays lines and text: what is kept as a picture is of no use there.

    True within `QWidget.render` too, where the painter given to it is on such a device.
    """
    return painter.paintEngine().type() != QPaintEngine.Type.Raster
