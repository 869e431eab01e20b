"""PNG pictures, with the size they are to have on paper; and pictures of widgets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QImage, QImageWriter, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from rnnsim.export.writing import SaveError, save

SCALE = 2.0
"""Pixels of a picture for each of the screen's, so that it stands enlarging."""


def picture_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """The widget as it is on the screen, `scale` times as fine."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return image


def png_of(image: QImage, dpi: float | None = None) -> bytes:
    """A PNG file of `image`, empty where that is.

    Parameters
    ----------
    dpi : float or None
        Pixels an inch that it is to be shown at; None for what the image says.
    """
    if dpi is not None:
        per_metre = round(dpi / 0.0254)
        image.setDotsPerMeterX(per_metre)
        image.setDotsPerMeterY(per_metre)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    written = QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data()) if written else b""


def save_png(image: QImage, path: Path) -> None:
    """Write `image`; a file of that name is replaced only once the new one is complete.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then whole.
    """
    png = png_of(image)
    if not png:
        raise SaveError(path, "the picture is empty")
    save(path, png)
