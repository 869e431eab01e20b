"""The texts of the help, read from ``resources/help/LANGUAGE/*.md``, as HTML.

A file holds topics.  Each begins with a heading that gives its key, ``# Loss {#loss}``; the rest is
paragraphs, and lists of lines that begin with ``- ``.  ``**Two stars**`` set a term in bold.
Nothing else is markup: a text is escaped, and may hold ``<`` and ``&``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rnnsim.resources import resources_folder
from rnnsim.translation import ENGLISH, language
from rnnsim.ui import tips

FILES = ("window", "views", "lecture", "files", "glossary")
"""In the order in which their topics are listed."""

HEADING = re.compile(r"^# (?P<title>.+) \{#(?P<key>[a-z_]+)\}$", re.MULTILINE)
ITEM = "- "


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help.

    Attributes
    ----------
    key : str
        What it is about: a view's name, or such as ``glossary``.
    title : str
    text : str
        As in the file.
    """

    key: str
    title: str
    text: str

    def holds(self, wanted: str) -> bool:
        """Whether `wanted` is somewhere in it, in capitals or not."""
        return wanted.casefold() in f"{self.title}\n{self.text}".casefold()

    @property
    def html(self) -> str:
        """The page, without what Qt's document adds itself."""
        return f"<h2>{tips.rich(self.title)}</h2>{html_of(self.text)}"


def topics() -> list[Topic]:
    """All pages in the user's language."""
    folder = help_folder()
    return [topic for name in FILES for topic in parse((folder / f"{name}.md").read_text("utf-8"))]


def help_folder() -> Path:
    """The folder of the user's language; the English one where there is none."""
    folder = resources_folder() / "help"
    spoken = language()
    wanted = (spoken, spoken.partition("_")[0], ENGLISH)
    return next(path for name in wanted if (path := folder / name).is_dir())


def parse(text: str) -> list[Topic]:
    """The topics of one file; what stands before the first heading is left out."""
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        Topic(heading["key"], heading["title"], text[heading.end() : end].strip())
        for heading, end in zip(headings, ends, strict=True)
    ]


def html_of(text: str) -> str:
    """Paragraphs and lists as HTML."""
    blocks = (block for block in text.split("\n\n") if block.strip())
    return "".join(map(_block, blocks))


def _block(block: str) -> str:
    lines = block.strip().splitlines()
    if all(line.startswith(ITEM) for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line[len(ITEM) :])}</li>' for line in lines)}</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", tips.rich(text))
