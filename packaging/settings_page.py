"""Write docs/settings.md from the parameter table (make pictures)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lesson_page import DOCS

from rnnsim.model.kinds import ChoiceParameter, Group, Parameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings

PAGE = DOCS / "settings.md"

INTRODUCTION = """\
# Every setting

<!-- Made by `make pictures` from the table in `rnnsim/model/parameters.py`. -->

The panel, the command line and the files all read the same table, which is this. A value that
cannot be is refused where it is typed, with what is allowed. The name in code letters is the one
on the command line (`--set NAME=VALUE`), in Python (`rnnsim.settings(NAME=VALUE)`) and in files.
A setting that is changed does one of three things, and its tooltip says which:

* *takes effect at the next iteration*: the run goes on;
* *rescales the current weights W_hh*: the run goes on with a matrix of the radius asked for;
* *starts anew from the seed*: the same random numbers again, so that what differs is the setting.

![The panel of the settings](pictures/views/panel-light.webp)
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *(line for group in Group for line in _of_group(group))])


def _of_group(group: Group) -> Iterator[str]:
    yield f"## {group.value}\n"
    for each in PARAMETERS.values():
        if each.group is group:
            yield from _lines(each)


def _lines(each: Parameter) -> Iterator[str]:
    yield f"### {heading(each)}\n"
    yield f"{_escaped(each.help)}\n"
    usual = each.format(getattr(Settings(), each.key))
    yield f"* `{each.key}`, usually {f'`{usual}`' if usual else 'empty'}"
    if not isinstance(each, ChoiceParameter):
        yield f"* {_escaped(each.allowed)}"
    yield f"* {_escaped(each.effect.value)}\n"
    if isinstance(each, ChoiceParameter):
        yield "| value | in the panel | |\n|---|---|---|"
        for choice in each.choices:
            cells = (f"`{choice.value}`", _escaped(choice.label), _escaped(choice.help))
            yield f"| {' | '.join(cells)} |"
        yield ""


def heading(each: Parameter) -> str:
    """What a setting is called: its label, and its symbol if it has one."""
    return f"{each.label} {_escaped(each.symbol)}".strip()


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*\[\]|])", r"\\\1", text).replace("<", "&lt;")


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
