"""A run as a few lines of Python, to be pasted into a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from textwrap import indent, wrap

from rnnsim.model.course import Course, CourseError
from rnnsim.model.edits import changes_between
from rnnsim.model.iterations import MOST_ITERATIONS
from rnnsim.model.settings import Settings

WIDTH = 88
"""Characters of a line, where it can be broken."""

STEP = "    "

USE = """\
print(result)
print("loss:", result.loss)  # result.losses: that of every iteration
print("‖∂L/∂h_k‖, k = 0 … T:", result.gradient_magnitude)

# import matplotlib.pyplot as plt
# plt.semilogy(result.gradient_magnitude, marker="o")
# plt.xlabel("time step k")
# plt.ylabel("‖∂L/∂h_k‖")
# plt.show()
"""


def python_code(course: Course, lesson_title: str = "") -> str:
    """Code that makes a run again, bit by bit on one machine, and shows what it gives.

    Parameters
    ----------
    course : Course
        Known from the start on.
    lesson_title : str
        Of the lesson it comes from, for a comment; empty where there is none.

    Raises
    ------
    CourseError
        If the start is not known, or there are more iterations than such a call makes.
    """
    course.require_whole()
    if course.iteration > MOST_ITERATIONS:
        raise CourseError(f"code can make {MOST_ITERATIONS} iterations again at most")
    settings = changes_between(Settings(), course.first)
    return "".join(
        [
            "import rnnsim\n\n",
            _comment(lesson_title),
            _call("settings", "rnnsim.settings", _keywords(settings)),
            _call("result", "rnnsim.simulate", ["settings", *_arguments(course)]),
            "\n",
            USE,
        ]
    )


def _comment(text: str) -> str:
    """A line of its own; not one of the first two, in which Python looks for an encoding."""
    line = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return f"# {line}\n" if line else ""


def _arguments(course: Course) -> list[str]:
    """Of `rnnsim.simulate`, beside the settings."""
    changes = _changes(course)
    count = f"iterations={course.iteration}"
    return [count, f"changes={_braced('{', changes, '}')}"] if changes else [count]


def _changes(course: Course) -> list[str]:
    """An entry for each iteration at which something was set."""
    steps = []
    before = course.first
    for iteration, settings in course.changes[1:]:
        steps.append((iteration, _mapping(changes_between(before, settings))))
        before = settings
    grouped = ((at, [change for _, change in same]) for at, same in groupby(steps, lambda s: s[0]))
    return [f"{at}: {_alone_or_listed(changes)}" for at, changes in grouped]


def _alone_or_listed(changes: Sequence[str]) -> str:
    return changes[0] if len(changes) == 1 else _braced("[", changes, "]")


def _mapping(changes: Mapping[str, object]) -> str:
    pairs = [f"{_written(key)}: {_written(value)}" for key, value in changes.items()]
    return _braced("{", pairs, "}")


def _keywords(changes: Mapping[str, object]) -> list[str]:
    return [f"{key}={_written(value)}" for key, value in changes.items()]


def _call(name: str, function: str, arguments: Iterable[str]) -> str:
    return _braced(f"{name} = {function}(", [*arguments], ")") + "\n"


def _braced(opening: str, items: Sequence[str], closing: str) -> str:
    """All on one line where there is room for it, otherwise a line for each."""
    line = opening + ", ".join(items) + closing
    if len(line) <= WIDTH and "\n" not in line:
        return line
    lines = "".join(f"{item},\n" for item in items)
    return f"{opening}\n{indent(lines, STEP)}{closing}"


def _written(value: object) -> str:
    """A value of a setting as Python reads it."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple) and value:
        return _eigenvalues(value)
    return repr(value)


def _eigenvalues(values: Sequence[object]) -> str:
    """As many pairs on a line as there is room for."""
    held = ", ".join(repr(pair).replace(" ", "\N{NO-BREAK SPACE}") for pair in values)
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap(held, WIDTH - len(STEP))]
    return f"[{lines[0]}]" if len(lines) == 1 else "[\n" + indent("\n".join(lines), STEP) + "\n]"


def _text(text: str) -> str:
    """A text, a line of code for each of its own where it is long."""
    quoted = _quoted(text)
    if len(quoted) <= WIDTH:
        return quoted
    lines = "".join(f"{_quoted(line)}\n" for line in text.splitlines(keepends=True))
    return f"(\n{indent(lines, STEP)})"


def _quoted(text: str) -> str:
    """`repr`, but with double quotes where that can be: with a ' in it, it takes those."""
    return repr(text) if '"' in text else '"' + repr("'" + text)[2:]
