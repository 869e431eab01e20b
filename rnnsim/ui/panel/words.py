"""What the panel says: names, tooltips, refusals, read-outs."""

from __future__ import annotations

import math

from rnnsim.model.parameters import Choice, ChoiceParameter, Parameter
from rnnsim.model.settings import SettingError
from rnnsim.ui import tips
from rnnsim.ui.numbers import short

LONGEST_SHOWN = 7
SET_AGAINST = 0.005
"""A measured value within this part of the set one is not worth a word."""


def name(row: Parameter) -> str:
    """``spectral radius ρ``."""
    return f"{row.label} {row.symbol}".strip()


def tooltip(row: Parameter, idle: str | None = None) -> str:
    """Rich text that teaches a parameter; `idle` says why it does nothing at present."""
    return tips.page(name(row), row.help, _facts(row), *_idle(idle))


def choice_tooltip(row: Parameter, choice: Choice, idle: str | None = None) -> str:
    """Rich text that teaches one value of a choice."""
    effect = _sentence(row.effect.value)
    return tips.page(f"{row.label}: {choice.label}", choice.help, effect, *_idle(idle))


def plain(row: Parameter, idle: str | None = None) -> str:
    """What a screen reader says of a control after its name."""
    return " ".join((row.help, _facts(row), *_idle(idle)))


def title(text: str) -> str:
    """A card's title, with ``W_hh`` as ``Wₕₕ``."""
    return text.replace("_hh", "ₕₕ")


def brief(row: Parameter, value: object) -> str:
    """A number as a narrow field shows it: to four figures where all of them are too many.

    What is not changed is not committed, so that nothing is lost by it.
    """
    text = row.format(value)
    return text if len(text) <= LONGEST_SHOWN else f"{value:.4g}"


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


def _idle(reason: str | None) -> tuple[str, ...]:
    return (f"Does nothing now: {reason}.",) if reason else ()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
