"""What is painted, as files of lines and text, and what is in these."""

import io
import re

import pypdf
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QPicture
from PySide6.QtSvg import QSvgGenerator

from rnnsim.export.clips import svg_with_clips
from rnnsim.ui.widgets import paint_widgets


def svg_of(paint, size):
    """An SVG file of `paint`, which takes a painter."""

    def written(paint):
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(), size))
        with QPainter(generator) as painter:
            paint(painter)
        return bytes(data.data()).decode()

    return svg_with_clips(paint, written)


def pdf_of(paint, size):
    """A PDF file of one page."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(720)
    writer.setPageSize(QPageSize(QSizeF(size), QPageSize.Unit.Point))
    with QPainter(writer) as painter:
        painter.scale(10.0, 10.0)
        paint(painter)
    return bytes(data.data())


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
