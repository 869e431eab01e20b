"""Vector pictures: what paints on a painter made an SVG or a PDF file, with text as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRectF,
    QSize,
    QSizeF,
)
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from rnnsim.export.clips import svg_with_clips
from rnnsim.export.xml import clean
from rnnsim.version import __version__

Paint = Callable[[QPainter, QRectF], None]
"""Paints into a rectangle."""

CREATOR = f"rnnsim {__version__}"

FALLBACKS = "Inter, Helvetica, Arial, sans-serif"
"""What text is shown in, the first that is there."""

UNITS = 100
"""Of an SVG's size to a mm, before its size is written exactly."""

DPI = 1200


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says of itself.

    Attributes
    ----------
    size : QSizeF
        mm.
    layout : QSizeF
        The same in units of what is painted, such as pixels of a widget.
    title, description : str
        Any text; what files cannot hold is left out.
    """

    size: QSizeF
    layout: QSizeF
    title: str = ""
    description: str = ""


def svg_of(paint: Paint, document: Document) -> bytes:
    """An SVG 1.1 file, whose user unit is one of the layout's."""
    target = QRectF(0.0, 0.0, document.layout.width(), document.layout.height())

    def painted(painter: QPainter) -> None:
        paint(painter, target)

    svg = _svg(painted, document)
    if "<clipPath" in svg:
        svg = svg_with_clips(painted, lambda paints: _svg(paints, document))
    return _mended(svg, document).encode()


def _svg(painted: Callable[[QPainter], object], document: Document) -> str:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(round(UNITS * 25.4))
    generator.setSize((document.size * UNITS).toSize())
    generator.setViewBox(QRectF(0.0, 0.0, document.layout.width(), document.layout.height()))
    generator.setTitle(clean(document.title))
    generator.setDescription(clean(document.description))
    painter = QPainter(generator)
    painted(painter)
    painter.end()
    return bytes(data.data()).decode("utf-8", "replace")


def _mended(text: str, document: Document) -> str:
    """Exact size, families to fall back on, and no characters that XML does not allow."""
    head, root, rest = text.partition("<svg")
    width, height = document.size.width(), document.size.height()
    rest = re.sub(r'width="[^"]*" height="[^"]*"', _lengths(width, height), rest, count=1)
    rest = rest.replace('font-family="Inter"', f'font-family="{FALLBACKS}"')
    return clean(head + root + rest)


def _lengths(width: float, height: float) -> str:
    return f'width="{width:.3f}mm" height="{height:.3f}mm"'


def pdf_of(paint: Paint, document: Document, xmp: bytes = b"") -> bytes:
    """A PDF file of one page, with its fonts in it.

    Its sides are whole points, at most 0.18 mm off: Qt knows no others.

    Parameters
    ----------
    xmp : bytes
        Metadata; empty for Qt's own.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageMargins(QMarginsF())
    exact = QPageSize.SizeMatchPolicy.ExactMatch  # not the nearest of A4 and the like
    writer.setPageSize(QPageSize(document.size, QPageSize.Unit.Millimeter, "", exact))
    writer.setResolution(DPI)
    writer.setTitle(clean(document.title))
    writer.setCreator(CREATOR)
    if xmp:
        writer.setDocumentXmpMetadata(xmp)
    painter = QPainter(writer)
    paint(painter, _fitting(document.layout, QSize(writer.width(), writer.height())))
    painter.end()
    return _copied_as_meant(bytes(data.data()))


def _copied_as_meant(pdf: bytes) -> bytes:
    """Let the text of a PDF file be copied with spaces, which Qt 6.10 says are tabs, and digits.

    It tells of each glyph the first character that has it.  Inter's tab has that of the space, and
    its digits of equal width have characters for private use.  The tables are not compressed, and
    no byte moves.
    """

    def range_mended(found: re.Match[bytes]) -> bytes:
        return found[1] + _CODE.sub(lambda code: _MEANT.get(code[0], code[0]), found[2])

    return _TABLE.sub(lambda table: _RANGE.sub(range_mended, table[0]), pdf)


_TABLE = re.compile(rb"begincmap.*?endcmap", re.DOTALL)

_RANGE = re.compile(rb"(<[0-9A-F]{4}> <[0-9A-F]{4}> )(\[[^]]*\]|<[0-9A-F]{4}>)")
"""First and last glyph, and the characters of all or of the first."""

_CODE = re.compile(rb"<[0-9A-F]{4}>")

_MEANT = {
    b"<0009>": b"<0020>",
    b"<E094>": b"<002E>",
    b"<E095>": b"<003A>",
    **{b"<%04X>" % (0xE071 + digit): b"<%04X>" % (0x30 + digit) for digit in range(10)},
}
"""Characters that have a glyph, and those that were meant by it."""


def _fitting(layout: QSizeF, page: QSize) -> QRectF:
    """The largest rectangle of the layout's proportions in the upper left of a page."""
    scale = min(page.width() / layout.width(), page.height() / layout.height())
    return QRectF(0.0, 0.0, layout.width() * scale, layout.height() * scale)
