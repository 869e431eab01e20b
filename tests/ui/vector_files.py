"""What is painted, as files of lines and text, and what is in these."""

import io
import re

import pypdf
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter, QPicture

from rnnsim.export import vector
from rnnsim.export.vector import Document
from rnnsim.ui.widgets import paint_widgets

MM = 25.4 / 96.0
"""Of a pixel of the screen."""


def _document(size):
    return Document(QSizeF(size) * MM, QSizeF(size))


def svg_of(paint, size):
    """An SVG file of `paint`, which takes a painter."""
    return vector.svg_of(lambda painter, _target: paint(painter), _document(size)).decode()


def pdf_of(paint, size):
    """A PDF file of one page."""

    def fitted(painter, target):
        painter.scale(target.width() / size.width(), target.height() / size.height())
        paint(painter)

    return vector.pdf_of(fitted, _document(size))


def pictures_in_svg(svg):
    return len(re.findall("<image", svg))


def texts_in_svg(svg):
    return re.findall(r"<text[^>]*>\s*([^<]*?)\s*</text>", svg)


def pictures_in_pdf(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return sum(
        isinstance(each, pypdf.generic.StreamObject) and each.get("/Subtype") == "/Image"
        for each in objects
    )


def text_in_pdf(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def rendered(widget):
    """What paints a widget with its children."""
    return lambda painter: paint_widgets(painter, widget)


def recorded(paint):
    """What paints the same as for a file, on any device."""
    picture = QPicture()
    with QPainter(picture) as painter:
        paint(painter)
    return picture.play


def image_of(paint, size, ground):
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(ground)
    with QPainter(image) as painter:
        paint(painter)
    return image
