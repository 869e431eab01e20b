"""The icons of files and programs, drawn from the SVG in ``resources/icons``."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCES = Path(__file__).parents[1] / "resources" / "icons"
NAMES = ("rnnsim", "rnnsim-document")
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
"""Pixels; those that desktops ask for."""

WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def draw(folder: Path) -> None:
    """Write every icon as PNG in each size, as .ico and as .icns."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert application is not None
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        renderer = QSvgRenderer(str(SOURCES / f"{name}.svg"))
        for size in {*SIZES, *WINDOWS_SIZES, 1024}:
            _image(renderer, size).save(str(png(folder, name, size)))
        windows = [Image.open(png(folder, name, size)) for size in WINDOWS_SIZES]
        windows[-1].save(
            folder / f"{name}.ico",
            append_images=windows[:-1],
            sizes=[(size, size) for size in WINDOWS_SIZES],
        )
        large = Image.open(png(folder, name, 1024))
        large.save(
            folder / f"{name}.icns",
            append_images=[Image.open(png(folder, name, size)) for size in (32, 64, 256, 512)],
        )


def png(folder: Path, name: str, size: int) -> Path:
    """Where the picture of that size is."""
    return folder / f"{name}-{size}.png"


def _image(renderer: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
