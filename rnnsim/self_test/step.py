"""Steps of the self-test, the parts they make up, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

NOT_TRIED = "not tried"


class TrialError(Exception):
    """Something is not as it should be; says what."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is tried.

    Attributes
    ----------
    name : str
        What it does, as a command: "train 50 iterations".
    do : callable
        Does it, and returns a few words about it, or none; raises where it fails.
    essential : bool
        Whether what comes after it needs not be tried where it fails.
    """

    name: str
    do: Callable[[], str]
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Steps that are tried one after the other in a process of their own.

    Attributes
    ----------
    title : str
    steps : callable
        Makes the steps in that process, to which it is handed over: a function of a module, or a
        `partial` of one.
    environment : mapping of str to str
        Variables that are set there before.
    """

    title: str
    steps: Callable[[], Sequence[Step]]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step.

    Attributes
    ----------
    name : str
        The step's.
    seconds : float
        That it took.
    said : str
        A few words about it.
    problem : str
        Why it failed, in a line; empty where it did not.
    trace : str
        Where it failed, for those who look for the error.
    """

    name: str
    seconds: float = 0.0
    said: str = ""
    problem: str = ""
    trace: str = ""


def require(holds: object, otherwise: str) -> None:
    """Raise `TrialError` where something does not hold."""
    if not holds:
        raise TrialError(otherwise)
