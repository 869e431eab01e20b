"""Plots shown, and what is seen of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from rnnsim.ui.plots.plot import Plot


def opened(qtbot: QtBot, plot: Plot, width: int = 400, height: int = 260) -> Plot:
    """Show a plot until the end of the test."""
    qtbot.addWidget(plot)
    plot.resize(width, height)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def pixels(plot: Plot) -> np.ndarray:
    """(height, width, 3) of what the plot shows."""
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
