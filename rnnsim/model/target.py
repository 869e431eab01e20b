"""What can be pointed at: parts of the unrolled network, knobs and views.

Written ``h_5``, ``gradient_5`` (the arrow that carries ∂L/∂h_5), ``x_5``, ``loss``, ``knob:seed``,
``view:map``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.view import CANVAS, PLOTS


class Kind(Enum):
    """What a target is."""

    CELL = "h"
    ARROW = "gradient"
    INPUT = "x"
    LOSS = "loss"
    KNOB = "knob"
    VIEW = "view"


WITH_TIME_STEP = (Kind.CELL, Kind.ARROW, Kind.INPUT)

ALLOWED = "h_5, gradient_5, x_5, loss, knob:KEY or view:NAME"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to point at.

    Attributes
    ----------
    kind : Kind
    time_step : int
        k of a cell (0 … T), of an arrow (0 … T) or an input (1 … T); else 0.
    name : str
        Of a knob (the setting's key) or a view; else empty.
    """

    kind: Kind
    time_step: int = 0
    name: str = ""

    def __str__(self) -> str:
        if self.kind in WITH_TIME_STEP:
            return f"{self.kind.value}_{self.time_step}"
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value


LOSS = Target(Kind.LOSS)

SPECTRUM = "spectrum"
"""The plane of eigenvalues, on the panel."""

VIEWS = (CANVAS.name, *PLOTS, SPECTRUM)
"""Views that can be pointed at."""


def parse_target(text: str) -> Target:
    """Read a target as it is written in a lesson file; raises ValueError naming what is allowed."""
    if match := re.fullmatch(r"(h|gradient|x)_(\d{1,3})", text):
        return Target(Kind(match[1]), int(match[2]))
    if text == Kind.LOSS.value:
        return LOSS
    kind, _, name = text.partition(":")
    known = {"knob": tuple(PARAMETERS), "view": VIEWS}.get(kind, ())
    if name not in known:
        raise ValueError(f"“{text[:40]}” cannot be pointed at; give {ALLOWED}")
    return Target(Kind(kind), name=name)


def require_within(target: Target, time_steps: int, views: Iterable[str]) -> Target:
    """`target`, where it is there with T time steps and these plots; raises ValueError if not."""
    first = 1 if target.kind is Kind.INPUT else 0
    if target.kind in WITH_TIME_STEP and not first <= target.time_step <= time_steps:
        places = f"{target.kind.value}_{first} to {target.kind.value}_{time_steps}"
        raise ValueError(f"there is no {target} here; give {places}")
    shown = (CANVAS.name, SPECTRUM, *views)
    if target.kind is Kind.VIEW and target.name not in shown:
        raise ValueError(f"the view {target.name} is not shown here; give {', '.join(shown)}")
    return target
