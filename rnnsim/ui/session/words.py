"""How sessions and their files are named on the screen."""

from __future__ import annotations

from rnnsim.model.lesson import LessonError
from rnnsim.translation import tr

LONGEST_SHOWN = 60
"""Characters of a name; a longer one is cut in its middle."""

UNSEEN = "\N{REPLACEMENT CHARACTER}"
"""In place of control characters, and of those that turn the direction of reading."""


def shortened(name: str) -> str:
    """A name in one line, which is not too long; what cannot be seen in it is marked."""
    line = " ".join(name.split()) or name
    line = "".join(sign if sign.isprintable() else UNSEEN for sign in line)
    if len(line) <= LONGEST_SHOWN:
        return line
    half = LONGEST_SHOWN // 2
    return f"{line[: half - 1]}…{line[-half:]}"


def window_title(name: str) -> str:
    """``name[*] – rnnsim``, where Qt puts a star in place of ``[*]`` when there are changes."""
    plain = shortened(name).replace("[*]", "[*][*]")  # which Qt shows as ``[*]``
    return f"{plain}[*] – rnnsim"


def menu_text(name: str) -> str:
    """A name as the text of a menu's entry: ``&`` marks no key in it."""
    return shortened(name).replace("&", "&&")


def reason(error: Exception) -> str:
    """Why something was refused, in the user's language where it is known there."""
    said = error.args[0] if isinstance(error, LessonError) and error.args else str(error)
    return tr(said)
