"""Markdown set in a document, in the type and colours of the help window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextListFormat,
    QTextTable,
)

from rnnsim.ui.help.guide import slug

FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
HEADINGS = {1: 1.5, 2: 1.3, 3: 1.1}
"""Size of a heading of each level, in that of the text."""

LEADING = 140.0
"""Per cent of the height of a line."""

OF_NOTHING = -1
"""The list of a block that is in none, as Qt has it."""


def typeset(document: QTextDocument, text: str, pixels: float, palette: QPalette) -> None:
    """Set Markdown in a document.

    Parameters
    ----------
    document : QTextDocument
        Not shown yet: one that is would be laid out again with every change.
    text : str
        Without pictures.
    pixels : float
        Size of the text.
    palette : QPalette
        Whose colours it takes on.
    """
    font = QFont(document.defaultFont())
    font.setPixelSize(round(pixels))
    document.setDefaultFont(font)
    document.setIndentWidth(1.6 * pixels)
    document.setMarkdown(text, FEATURES)
    for block in _blocks(document):
        _set_block(block, pixels, palette)
    for table in _tables(document.rootFrame()):
        _set_table(table, pixels, palette)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for each in frame.childFrames():
        if isinstance(each, QTextTable):
            yield each


def _set_block(block: QTextBlock, pixels: float, palette: QPalette) -> None:
    cursor = QTextCursor(block)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    form = block.blockFormat()
    in_table = cursor.currentTable() is not None
    if form.headingLevel():
        _set_heading(block, cursor, pixels)
        return
    if _is_code(block):
        _set_code(block, cursor, pixels, palette)
        return
    listed = form.objectIndex() != OF_NOTHING
    if listed:
        _set_bullet(block)
    below = 0.0 if in_table else (0.25 if listed else 0.6) * pixels
    form.setTopMargin(0.0)
    form.setBottomMargin(below)
    form.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).setBlockFormat(form)


def _set_bullet(block: QTextBlock) -> None:
    """The same mark, whichever the Markdown has."""
    form = block.textList().format()
    if form.style() == QTextListFormat.Style.ListCircle:
        form.setStyle(QTextListFormat.Style.ListDisc)
        block.textList().setFormat(form)


def _set_heading(block: QTextBlock, cursor: QTextCursor, pixels: float) -> None:
    """Its size, and the name under which a link finds it."""
    form, level = block.blockFormat(), block.blockFormat().headingLevel()
    form.setTopMargin(0.0 if block.blockNumber() == 0 else 1.1 * pixels)
    form.setBottomMargin(0.5 * pixels)
    QTextCursor(block).setBlockFormat(form)
    look = QTextCharFormat()
    look.setProperty(QTextFormat.Property.FontPixelSize, round(HEADINGS.get(level, 1.0) * pixels))
    look.setFontWeight(QFont.Weight.DemiBold)
    look.setAnchor(True)
    look.setAnchorNames([slug(block.text())])
    cursor.setCharFormat(look)  # merged, Qt's own size of headings would stay


def _is_code(block: QTextBlock) -> bool:
    form = block.blockFormat()
    return form.hasProperty(QTextFormat.Property.BlockCodeFence) or form.hasProperty(
        QTextFormat.Property.BlockCodeLanguage
    )


def _set_code(block: QTextBlock, cursor: QTextCursor, pixels: float, palette: QPalette) -> None:
    """Lines of code close together, on a ground of their own."""
    form, after = block.blockFormat(), block.next()
    form.setBackground(_faint(palette, 0.07))
    form.setTopMargin(0.0)
    form.setBottomMargin(0.0 if after.isValid() and _is_code(after) else 0.8 * pixels)
    form.setLeftMargin(0.5 * pixels)
    form.setNonBreakableLines(False)
    QTextCursor(block).setBlockFormat(form)


def _set_table(table: QTextTable, pixels: float, palette: QPalette) -> None:
    """Thin lines between rows, as wide as the page, and heads in bold."""
    form = table.format()
    form.setBorder(1.0)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(_faint(palette, 0.2))
    form.setCellPadding(0.35 * pixels)
    form.setCellSpacing(0.0)
    form.setTopMargin(0.2 * pixels)
    form.setBottomMargin(0.9 * pixels)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100.0))
    form.setHeaderRowCount(1)
    form.setAlignment(Qt.AlignmentFlag.AlignLeft)
    table.setFormat(form)


def _faint(palette: QPalette, share: float) -> QBrush:
    """The text's colour, of which the ground takes but a share: for lines and grounds."""
    color = QColor(palette.text().color())
    color.setAlphaF(share)
    return QBrush(color)
