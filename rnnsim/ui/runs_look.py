"""How each run is drawn, in all plots and in their one legend.  No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.ui.lineup import MOST_RUNS

DASHES = (4.0, 2.5)
"""Of a ghost: lengths of dash and gap, in line widths."""


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run's line looks.

    Attributes
    ----------
    role : str
        Of the theme: its colour.
    width : float
        Of the line, in pixels at type of normal size.
    dashes : tuple of float
        Lengths of dash and gap in turn, in line widths; empty for an unbroken line.
    """

    role: str
    width: float
    dashes: tuple[float, ...] = ()


CODES: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "run_1": (6.0, 2.0),
        "run_2": (1.5, 1.5),
        "run_3": (6.0, 1.5, 1.5, 1.5),
        "run_4": (11.0, 3.0),
        "run_5": (3.0, 3.0),
        "run_6": (8.0, 1.5, 1.5, 1.5, 1.5, 1.5),
        "run_7": (4.0, 1.2),
    }
)
"""Dashes that tell runs apart where colours may not, by role."""

MAIN = RunLook("text", 2.0)
"""The main run in the legend; in the plots its lines have the colours of what they measure."""


def look_of(number: int, *, ghost: bool = False) -> RunLook:
    """How a run is drawn: a twin by an unbroken line, a ghost by a thinner one in dashes.

    Parameters
    ----------
    number : int
        0 is the main run.
    """
    if not number:
        return MAIN
    role = f"run_{(number - 1) % MOST_RUNS + 1}"
    return RunLook(role, 1.4, DASHES) if ghost else RunLook(role, 1.8)


def dashes_of(role: str, own: tuple[float, ...], *, coded: bool) -> tuple[float, ...]:
    """Dashes of a line: its own, or those that tell its run from others where that is wanted."""
    return CODES.get(role, own) if coded else own
