"""Write docs/lessons.md from the shipped lessons; say which scenes are drawn (make pictures)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rnnsim.model.lesson import Lesson, lessons

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "lessons.md"


@dataclass(frozen=True)
class Shot:
    """One scene that is drawn.

    Attributes
    ----------
    lesson : str
    scene : int
        Counted from 1, as the guide does.
    iterations : int
        Weight updates made before; 0 for the first pass.
    covered : bool
        Whether what is to be predicted stays hidden.
    """

    lesson: str
    scene: int
    iterations: int = 0
    covered: bool = False

    def path(self, lesson: Lesson, theme: str) -> Path:
        """Where its picture goes."""
        number = 0 if lesson.number is None else lesson.number
        name = f"{number:02}-{self.lesson}-{self.scene}-{theme}.webp"
        return DOCS / "pictures" / "lessons" / name


SHOTS = (
    Shot("memory", 2),
    Shot("memory", 5, iterations=300),
    Shot("unrolling", 2),
    Shot("unrolling", 5),
    Shot("power", 3, covered=True),
    Shot("power", 4),
    Shot("vanishing", 2),
    Shot("vanishing", 6, iterations=400),
    Shot("sigmoid", 2),
    Shot("sigmoid", 4),
    Shot("review", 3),
    Shot("review", 5, iterations=250),
    Shot("exploding", 2),
    Shot("exploding", 5, iterations=3),
    Shot("clipping", 4, iterations=60),
    Shot("clipping", 6, iterations=120),
    Shot("cliff", 3),
    Shot("cliff", 5),
    Shot("orthogonal", 2),
    Shot("orthogonal", 4),
    Shot("non-normal", 3),
    Shot("non-normal", 4),
    Shot("gates", 4),
    Shot("gates", 5),
    Shot("recall", 3, iterations=300),
    Shot("recall", 5, iterations=700),
    Shot("adam", 4, covered=True),
    Shot("adam", 5, iterations=400),
)

OF_README = Shot("vanishing", 2)

INTRODUCTION = """\
# The lessons

<!-- Made by `make pictures` from the lesson files in `resources/lessons`. -->

Every lesson runs from the command line, `rnnsim NAME`, from the list at the top of the window and,
up to the ninth, with the key of its number. [Teaching](teaching.md) has a plan for an hour with six
of them. [The file of lessons](lesson-format.md) says how to write lessons of your own.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *map(_section, lessons().values())])


def _section(lesson: Lesson) -> str:
    return "\n".join(_lines(lesson))


def _lines(lesson: Lesson) -> Iterator[str]:
    yield f"## {lesson.heading}\n"
    yield f"`rnnsim {lesson.name}`\n"
    yield f"**{_escaped(lesson.claim)}**\n"
    for number, scene in enumerate(lesson.scenes, start=1):
        yield f"{number}. {_escaped(scene.text)}"
    for shot in (shot for shot in SHOTS if shot.lesson == lesson.name):
        place = shot.path(lesson, "light").relative_to(DOCS).as_posix()
        after = f", after {shot.iterations} iterations" if shot.iterations else ""
        yield f"\n![{lesson.title}, scene {shot.scene}{after}]({place})"
    yield ""


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]])", r"\\\1", text).replace("<", "&lt;")


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
