"""Short texts with an exponent: written out, because the type's own small figures are too small."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rnnsim.translation import tr

SUBSCRIPTED = re.compile(r"(?<=∂h)_([0-9Tk])")
"""In ASCII where the type has no such small letter: ``∂h_T``."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text and what stands raised after it."""

    text: str
    raised: str = ""

    def __str__(self) -> str:
        return f"{self.text}^{self.raised}" if self.raised else self.text

    def translated(self) -> Label:
        """The label in the user's language."""
        return Label(tr(self.text), self.raised)


def minus(number: str) -> str:
    """A number with a minus sign in place of the hyphen."""
    return number.replace("-", "−")


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """What a text is set of, and whether it is lowered: ``h``, and a small ``T`` of ``h_T``."""
    parts = SUBSCRIPTED.split(text)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)
