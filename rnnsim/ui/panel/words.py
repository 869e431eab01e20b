"""What the panel says: names, tooltips, refusals, read-outs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rnnsim.model.kinds import Choice, ChoiceParameter, Group, Parameter
from rnnsim.model.settings import SettingError, Settings
from rnnsim.ui import tips
from rnnsim.ui.numbers import count, short

CANDIDATES = {"lstm": "g", "gru": "n"}
"""What makes the candidate state of a gated cell."""

LONGEST_SHOWN = 7
WORDS_SHOWN = 30
"""Characters of a text that its summary begins with."""

SET_AGAINST = 0.005
"""A measured value within this part of the set one is not worth a word."""


def name(row: Parameter) -> str:
    """``spectral radius ρ``."""
    return f"{row.label} {row.symbol}".strip()


def tooltip(row: Parameter, *remarks: str) -> str:
    """Rich text that teaches a parameter."""
    return tips.page(name(row), row.help, _facts(row), *remarks)


def choice_tooltip(row: Parameter, choice: Choice, *remarks: str) -> str:
    """Rich text that teaches one value of a choice."""
    effect = _sentence(row.effect.value)
    return tips.page(f"{row.label}: {choice.label}", choice.help, effect, *remarks)


def plain(row: Parameter, *remarks: str) -> str:
    """What a screen reader says of a control after its name."""
    return " ".join((row.help, _facts(row), *remarks))


def idleness(reason: str | None) -> tuple[str, ...]:
    """The remark that a parameter does nothing, where there is a reason."""
    return (f"Does nothing now: {reason}.",) if reason else ()


def suggestion(low: float, high: float) -> str:
    """The remark on values that suit the run; none before there are any."""
    if not 0.0 < low < high < math.inf:
        return ""
    return f"The band on the slider, {short(low)} to {short(high)}, suits the gradients so far."


def title(text: str) -> str:
    """A card's title, with ``W_hh`` as ``Wₕₕ``."""
    return text.replace("_hh", "ₕₕ")


def recurrent_title(settings: Settings) -> str:
    """What the spectrum is of."""
    if settings.cell == "rnn":
        return title(Group.RECURRENT.value)
    return "Candidate block of Wₕₕ"


def recurrent_help(settings: Settings) -> str:
    """Why it is of that."""
    if settings.cell == "rnn":
        return ""
    gate = CANDIDATES[settings.cell]
    return tips.rich(
        f"The spectrum is that of the block of W_hh that makes the candidate state {gate};"
        " the gates have blocks of their own."
    )


def summary(settings: Settings, rows: Sequence[Parameter]) -> str:
    """What settings out of sight are: those that are not the default, else what there is."""
    defaults = Settings()
    unusual = [
        f"{row.symbol or row.label} {row.format(getattr(settings, row.key))}"
        for row in rows
        if getattr(settings, row.key) != getattr(defaults, row.key)
        and row.why_idle(settings) is None
    ]
    return " · ".join(unusual) or ", ".join(row.label for row in rows)


def brief(row: Parameter, value: object) -> str:
    """A number as a narrow field shows it: to four figures where all of them are too many.

    What is not changed is not committed, so that nothing is lost by it.
    """
    text = row.format(value)
    return text if len(text) <= LONGEST_SHOWN else f"{value:.4g}"


def text_summary(text: str) -> str:
    """``1215 characters: “Call me Ishmael. Some years…”``."""
    if not text:
        return "the shipped text"
    start = " ".join(text[:WORDS_SHOWN].split())
    more = "…" if len(text) > WORDS_SHOWN else ""
    return f"{count(len(text))} characters: “{start}{more}”"


def refusal(error: SettingError) -> str:
    """``give a whole number from 1 to 256``."""
    return f"give {error.allowed}"


def now(measured: float, wanted: float) -> str:
    """``now 1.17``, nothing where that is what was set."""
    if math.isfinite(measured) and abs(measured - wanted) <= max(SET_AGAINST * abs(wanted), 1e-9):
        return ""
    return f"now {short(measured, 3)}"


def _facts(row: Parameter) -> str:
    """The range and the effect; the buttons of a choice show its range themselves."""
    if isinstance(row, ChoiceParameter):
        return _sentence(row.effect.value)
    return _sentence(f"{row.allowed} · {row.effect.value}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
