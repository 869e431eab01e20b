"""Write docs/views.md from the help of the views, with their pictures (make pictures)."""

from __future__ import annotations

from collections.abc import Iterator

from lesson_page import DOCS
from view_pictures import VIEW_SHOTS, ViewShot, view_path

from rnnsim.model.lesson import find_lesson
from rnnsim.resources import resources_folder
from rnnsim.ui.help.topics import Topic, parse

PAGE = DOCS / "views.md"

INTRODUCTION = """\
# Every view

<!-- Made by `make pictures` from `resources/help/en/views.md`, which F1 shows at each view. -->

A view opens and closes in the menu *View*. In every plot a curve's value can be read at the
pointer, and the button in its head shows its numbers as a table. The command under each picture
draws it, as `.png`, `.svg` or `.pdf`, and with `.csv` at the end writes its numbers.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *(line for topic in topics() for line in _lines(topic))])


def topics() -> list[Topic]:
    """What the English help says of each view."""
    return parse((resources_folder() / "help" / "en" / "views.md").read_text(encoding="utf-8"))


def _lines(topic: Topic) -> Iterator[str]:
    shot = next(shot for shot in VIEW_SHOTS if shot.view == topic.key)
    picture = view_path(shot.view, "light").relative_to(DOCS).as_posix()
    yield f"## {topic.title}\n"
    yield f"![{topic.title}, in lesson {find_lesson(shot.lesson).heading}]({picture})\n"
    yield f"{_escaped(topic.text)}\n"
    yield f"```\n{command(shot)}\n```\n"


def command(shot: ViewShot) -> str:
    """What draws the same on the command line."""
    said = ["rnnsim render", shot.lesson, f"--scene {shot.scene}", f"--view {shot.view}"]
    if shot.changes:
        said.append("--set " + " ".join(f"{key}={value}" for key, value in shot.changes.items()))
    if shot.iterations:
        said.append(f"--iterations {shot.iterations}")
    return " ".join([*said, f"-o {shot.view}.png"])


def _escaped(text: str) -> str:
    """The help knows no markup but lists and bold; what else looks like it is meant."""
    return text.replace("<", "&lt;")


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
