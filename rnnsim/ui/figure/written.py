"""Figures as the bytes of files, each of which carries the session that it was made in."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF

from rnnsim.export.carrying import carried_by_pdf, carried_by_png, carried_by_svg
from rnnsim.export.picture import png_of
from rnnsim.export.vector import Document, pdf_of, svg_of
from rnnsim.model.figure import FORMATS, FigureError
from rnnsim.ui.figure.sheet import Sheet, titles_of

INCH = 25.4
"""mm."""


def figure_bytes(drawing: Sheet, format: str, session: str, caption: str = "") -> bytes:  # noqa: A002
    """A figure as a file.

    Parameters
    ----------
    format : str
        One of `rnnsim.model.figure.FORMATS`.
    session : str
        JSON text; empty for none.
    caption : str
        What it shows, in words, for those who cannot see it.

    Raises
    ------
    FigureError
        If there is no such format, or the figure is too large for its pixels.
    CarryError
        If the session is too large to be carried.
    """
    if format == "png":
        dpi = drawing.spec.dpi
        return carried_by_png(png_of(drawing.image(dpi / INCH), dpi), session)
    if format not in FORMATS:
        raise FigureError(f"{format!r} is no format of figures; give {', '.join(FORMATS)}")
    document = Document(
        size=QSizeF(*drawing.size),
        layout=QSizeF(*drawing.layout_size),
        title="; ".join(titles_of(view)[0] for view in drawing.spec.views),
        description=caption,
    )

    def paint(painter: object, target: QRectF) -> None:
        drawing.paint(painter, target)  # type: ignore[arg-type]

    if format == "svg":
        return carried_by_svg(svg_of(paint, document), session)
    return pdf_of(paint, document, carried_by_pdf(session, document.title, document.description))
