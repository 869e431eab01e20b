"""The user guide: its pages, read from the Markdown that its site is made of.

Pictures are left to the site: the window shows what they are of.  The views have their topics in
the help, from which their page is made; links to it lead there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rnnsim.resources import guide_folder

PAGES = (
    *("index", "window", "settings", "take-home", "command-line", "troubleshooting"),
    *("lessons", "teaching", "lesson-format", "mathematics", "data-format", "speed"),
)
"""The files whose pages are shown, in the order in which they are listed."""

VIEWS = "views"
"""The page that is made of the help's topics."""

PREFIX = "guide:"
"""Begins the key of a page, so that none is that of a topic."""

_ELSEWHERE = ("https://", "http://")
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_UNSEEN = re.compile(r"^!\[.*?\]\(.*?\)\n+|<!--.*?-->\n*", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide.

    Attributes
    ----------
    key : str
    title : str
        Its first heading.
    text : str
        Markdown without pictures and without links to what the window does not show.
    """

    key: str
    title: str
    text: str

    def holds(self, wanted: str) -> bool:
        """Whether `wanted` is somewhere in it, in capitals or not."""
        return wanted.casefold() in self.text.casefold()


def pages() -> list[Page]:
    """All pages, in order; they are in English."""
    folder = guide_folder()
    return [_read(name, (folder / f"{name}.md").read_text("utf-8")) for name in PAGES]


def key_of(name: str) -> str:
    """The key of the page in the file ``NAME.md``."""
    return PREFIX + name


def slug(title: str) -> str:
    """What a heading is called in a link: as on the site."""
    plain = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", title)).strip().lower()
    made = re.sub(r"[-\s]+", "-", plain)
    return f"n{made}" if made[:1].isdigit() else made


def target_of(link: str) -> tuple[str, str] | None:
    """The file, without its ending, and the heading that a link leads to; None for other links.

    The file is empty where the link stays on its page.
    """
    if link.startswith(_ELSEWHERE):
        return None
    path, _, heading = link.partition("#")
    name = path.removesuffix(".md")
    return (name, heading) if not path or (path.endswith(".md") and _is_shown(name)) else None


def _is_shown(name: str) -> bool:
    return name in PAGES or name == VIEWS


def _read(name: str, text: str) -> Page:
    heading = _HEADING.search(text)
    assert heading is not None, f"{name}.md has no heading"
    return Page(key_of(name), heading[1], _LINK.sub(_kept, _UNSEEN.sub("", text)))


def _kept(link: re.Match[str]) -> str:
    """A link that leads somewhere from here; of another its words."""
    leads = link[2].startswith(_ELSEWHERE) or target_of(link[2]) is not None
    return link[0] if leads else link[1]
