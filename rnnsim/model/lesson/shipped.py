"""The lessons that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rnnsim.model.lesson.lesson import Lesson, LessonError
from rnnsim.model.lesson.reading import read_lesson
from rnnsim.resources import resource_paths

DEFAULT_LESSON = "vanishing"


@cache
def lessons() -> Mapping[str, Lesson]:
    """The shipped lessons by name, in the order of the course."""
    found = (read_lesson(path) for path in resource_paths("lessons", ".rnnsim"))
    return MappingProxyType({lesson.name: lesson for lesson in found})


def find_lesson(name: str) -> Lesson:
    """The shipped lesson called `name`, by name or number; raises `LessonError`."""
    shipped = lessons()
    for lesson in shipped.values():
        if name in (lesson.name, str(lesson.number)):
            return lesson
    raise LessonError(f"there is no lesson “{name}”; there are: {', '.join(shipped)}")
