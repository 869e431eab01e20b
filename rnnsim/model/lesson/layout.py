"""JSON laid out for people: what is short stands on one line, each part of what is long on its own.

`json` knows only all or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

WIDTH = 100
"""Characters of a line that holds a whole object or list."""

INDENT = "  "


def laid_out(content: object) -> str:
    """The JSON of `content`.

    Raises
    ------
    ValueError
        If a number in it is not finite.
    """
    return "".join(_pieces(content, "")) + "\n"


def _pieces(value: object, margin: str) -> Iterator[str]:
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if (margin and len(margin) + len(line) <= WIDTH) or not (
        value and isinstance(value, dict | list)
    ):
        yield line
        return
    if isinstance(value, dict):
        yield from _within(
            "{}", [(f"{_quoted(key)}: ", part) for key, part in value.items()], margin
        )
    else:
        yield from _within("[]", [("", part) for part in value], margin)


def _within(brackets: str, parts: list[tuple[str, object]], margin: str) -> Iterator[str]:
    deeper = margin + INDENT
    yield brackets[0]
    for i, (name, part) in enumerate(parts):
        yield f"{',' if i else ''}\n{deeper}{name}"
        yield from _pieces(part, deeper)
    yield f"\n{margin}{brackets[1]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
