"""Tooltips as pages of rich text."""

from __future__ import annotations

import html
import re

WIDTH = 320
"""Of a page, pixels."""

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


def rich(text: str) -> str:
    """Plain text as rich text: escaped, with ``W_hh`` and ``h_T`` set as subscripts."""
    return re.sub(r"\b([A-Za-z])_([A-Za-z]{1,2})\b", r"\1<sub>\2</sub>", html.escape(text))
