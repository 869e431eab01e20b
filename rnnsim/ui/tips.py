"""Tooltips as pages of rich text."""

from __future__ import annotations

import html
import re

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QToolTip, QWidget

WIDTH = 320
"""Of a page, pixels."""

_SUBSCRIPTED = re.compile(r"\b([A-Za-z])_([A-Za-z]{1,2})\b", re.ASCII)
"""In ASCII, so that a Chinese character may follow."""

SHORT = 50
"""A page whose lines all have at most so many characters is as wide as they are."""


def page(title: str, *paragraphs: str) -> str:
    """Rich text of a heading and paragraphs, given as plain text."""
    shown = "".join(f"<p style='margin:4px 0 0 0'>{rich(text)}</p>" for text in paragraphs)
    longest = max(map(len, (title, *paragraphs)))
    width = f" width='{WIDTH}'" if longest > SHORT else ""
    return (
        f"<table{width} cellspacing='0' cellpadding='0'><tr><td>"
        f"<b>{rich(title)}</b>{shown}</td></tr></table>"
    )


def line(text: str) -> str:
    """A tooltip of one plain text: itself, or escaped where it could be taken for markup."""
    shown = rich(text)
    return text if shown == text else f"<span>{shown}</span>"


def rich(text: str) -> str:
    """Plain text as rich text: escaped, with ``W_hh`` and ``h_T`` set as subscripts.

    A raised T, alone or in ``ᵀ⁻ᵏ``, is set as such, for the typeface has none.
    """
    raised = html.escape(text).replace("ᵀ⁻ᵏ", "<sup>T−k</sup>").replace("ᵀ", "<sup>T</sup>")
    return _SUBSCRIPTED.sub(r"\1<sub>\2</sub>", raised)


def whisper(text: str, window: QWidget) -> None:
    """Say for a moment, at the pointer, that something was done."""
    QToolTip.showText(QCursor.pos(), line(text), window)
