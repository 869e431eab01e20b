"""What the panel says: names, tooltips, refusals, read-outs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rnnsim.model.cells import CELLS
from rnnsim.model.kinds import Choice, ChoiceParameter, Group, Parameter
from rnnsim.model.settings import SettingError, Settings
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.numbers import count, short

LONGEST_SHOWN = 7
WORDS_SHOWN = 30
"""Characters of a text that its summary begins with."""

SET_AGAINST = 0.005
"""A measured value within this part of the set one is not worth a word."""


def name(row: Parameter) -> str:
    """``spectral radius ρ``."""
    return f"{label(row)} {row.symbol}".strip()


def label(row: Parameter | Choice) -> str:
    """What a parameter, or one value of a choice, is called."""
    return tr(row.label)


def value(row: Parameter, given: object) -> str:
    """A value as the panel shows it: a choice by its label."""
    if isinstance(row, ChoiceParameter):
        return next(label(choice) for choice in row.choices if choice.value == given)
    return row.format(given)


def help_of(row: Parameter | Choice) -> str:
    """What it means."""
    return tr(row.help)


def tooltip(row: Parameter, *remarks: str) -> str:
    """Rich text that teaches a parameter."""
    return tips.page(name(row), help_of(row), _facts(row), *remarks)


def choice_tooltip(row: Parameter, choice: Choice, *remarks: str) -> str:
    """Rich text that teaches one value of a choice."""
    effect = _sentence(tr(row.effect.value))
    return tips.page(f"{label(row)}: {label(choice)}", help_of(choice), effect, *remarks)


def plain(row: Parameter, *remarks: str) -> str:
    """What a screen reader says of a control after its name."""
    return " ".join((help_of(row), _facts(row), *remarks))


def idleness(reason: str | None) -> tuple[str, ...]:
    """The remark that a parameter does nothing, where there is a reason."""
    return (tr("Does nothing now: {reason}.").format(reason=tr(reason)),) if reason else ()


def suggestion(low: float, high: float) -> str:
    """The remark on values that suit the run; none before there are any."""
    if not 0.0 < low < high < math.inf:
        return ""
    said = tr("The band on the slider, {low} to {high}, suits the gradients so far.")
    return said.format(low=short(low), high=short(high))


def title(text: str) -> str:
    """A card's title, with ``W_hh`` as ``Wₕₕ``."""
    return text.replace("_hh", "ₕₕ")


def recurrent_title(settings: Settings) -> str:
    """What the spectrum is of."""
    if settings.cell == "rnn":
        return title(tr(Group.RECURRENT.value))
    return tr("Candidate block of Wₕₕ")


def recurrent_help(settings: Settings) -> str:
    """What that is, as rich text."""
    if settings.cell == "rnn":
        said = tr(
            "W_hh takes the state from one time step to the next, and its transpose takes the"
            " gradient back."
        )
    else:
        said = tr(
            "The spectrum is that of the block of W_hh that makes the candidate state {gate};"
            " the gates have blocks of their own."
        ).format(gate=CELLS[settings.cell].candidate)
    return tips.page(recurrent_title(settings), said)


def summary(settings: Settings, rows: Sequence[Parameter]) -> str:
    """What settings out of sight are: those that are not the default, else what there is."""
    defaults = Settings()
    unusual = [
        f"{row.symbol or label(row)} {value(row, getattr(settings, row.key))}"
        for row in rows
        if getattr(settings, row.key) != getattr(defaults, row.key)
        and row.why_idle(settings) is None
    ]
    return " · ".join(unusual) or ", ".join(label(row) for row in rows)


def brief(row: Parameter, value: object) -> str:
    """A number as a narrow field shows it: to four figures where all of them are too many.

    What is not changed is not committed, so that nothing is lost by it.
    """
    text = row.format(value)
    return text if len(text) <= LONGEST_SHOWN else f"{value:.4g}"


def text_summary(text: str) -> str:
    """``1215 characters: “Call me Ishmael. Some years…”``."""
    if not text:
        return tr("the shipped text")
    start = " ".join(text[:WORDS_SHOWN].split())
    more = "…" if len(text) > WORDS_SHOWN else ""
    said = tr("{count} characters: “{start}”")
    return said.format(count=count(len(text)), start=f"{start}{more}")


def refusal(error: SettingError) -> str:
    """``give a whole number from 1 to 256``."""
    return tr("give {allowed}").format(allowed=tr(error.allowed))


def now(measured: float, wanted: float) -> str:
    """``now 1.17``, nothing where that is what was set."""
    if math.isfinite(measured) and abs(measured - wanted) <= max(SET_AGAINST * abs(wanted), 1e-9):
        return ""
    return tr("now {value}").format(value=short(measured, 3))


def _facts(row: Parameter) -> str:
    """The range and the effect; the buttons of a choice show its range themselves."""
    if isinstance(row, ChoiceParameter):
        return _sentence(tr(row.effect.value))
    return _sentence(f"{tr(row.allowed)} · {tr(row.effect.value)}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
