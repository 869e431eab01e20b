"""Lessons and their files: settings, a claim, and scenes that tell it, in JSON.

docs/lesson-format.md describes the file.
"""

from rnnsim.model.lesson.content import LARGEST_FILE
from rnnsim.model.lesson.lesson import Lesson, LessonError, Scene
from rnnsim.model.lesson.reading import read_lesson
from rnnsim.model.lesson.shipped import DEFAULT_LESSON, find_lesson, lessons
from rnnsim.model.lesson.writing import write_lesson

__all__ = [
    "DEFAULT_LESSON",
    "LARGEST_FILE",
    "Lesson",
    "LessonError",
    "Scene",
    "find_lesson",
    "lessons",
    "read_lesson",
    "write_lesson",
]
