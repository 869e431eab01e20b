"""Icons in the colours of a theme."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QIcon, QImage, QPainter

from rnnsim.ui.app import make_application
from rnnsim.ui.icons import icon
from rnnsim.ui.theme import DARK, LIGHT, PROJECTOR


def contrast(made, mode, ground):
    """How far the picture stands out on a ground, 0 to 255."""
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    made.paint(painter, QRect(0, 0, 16, 16), mode=mode)
    painter.end()
    inks = (image.pixelColor(x, y).lightness() for x in range(16) for y in range(16))
    return max(abs(ink - ground.lightness()) for ink in inks)


@pytest.mark.parametrize("theme", [DARK, LIGHT, PROJECTOR], ids=lambda theme: theme.name)
def test_what_cannot_be_done_is_faint(qtbot, theme):
    make_application()
    made = icon("last", theme)
    modes, ground = (QIcon.Mode.Normal, QIcon.Mode.Disabled), theme.color("card")
    lit, idle = (contrast(made, mode, ground) for mode in modes)
    assert idle > 30  # still to be seen
    assert lit > 1.5 * idle
