"""Which wording of several has room."""

from __future__ import annotations

from collections.abc import Callable

from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Entry

WidthOf = Callable[[Label], float]

SAMPLE = 20.0
"""Length of a line's sample in a legend, in pixels."""

GAP, WIDE_GAP = 5.0, 12.0


def fitting(entries: tuple[Entry, ...], room: float, width_of: WidthOf) -> list[Label]:
    """The longest words of a legend that fit; none where none do."""
    most = max((len(entry.labels) for entry in entries), default=1)
    for level in range(most):
        labels = [entry.labels[min(level, len(entry.labels) - 1)] for entry in entries]
        if legend_length(labels, width_of) <= room:
            return labels
    return []


def legend_length(labels: list[Label], width_of: WidthOf) -> float:
    """How wide a legend is, in pixels."""
    widths = [SAMPLE + GAP + width_of(label) for label in labels]
    return sum(widths) + WIDE_GAP * max(len(widths) - 1, 0)


def fitting_words(wordings: tuple[str, ...], room: float, width_of: WidthOf) -> str:
    """The longest wording that fits; empty where none does."""
    return next((words for words in wordings if width_of(Label(words)) <= room), "")


def wrapped(words: str, room: float, width_of: WidthOf) -> list[str]:
    """A text in lines that fit, broken between words."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(Label(longer)) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
