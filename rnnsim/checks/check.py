"""One number of the literature, and how the engine's is obtained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One number of the literature and how the engine's is obtained.

    Attributes
    ----------
    row : int
        Number of the claim; several checks may belong to one.
    source : str
        The paper, or where the claim is common knowledge.
    setting : str
        What is computed.
    expected : float
    obtain : callable
        Lets the engine compute it.
    rtol, atol : float
        Relative and absolute tolerance.
    at_most : bool
        Whether any smaller number agrees as well.
    """

    row: int
    source: str
    setting: str
    expected: float
    obtain: Callable[[], float]
    rtol: float = 0.0
    atol: float = 0.0
    at_most: bool = False

    def run(self) -> Outcome:
        """Let the engine compute the number."""
        return Outcome(self, float(self.obtain()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check and what the engine gave."""

    check: Check
    obtained: float

    @property
    def agrees(self) -> bool:
        """The verdict; a NaN agrees with nothing."""
        check = self.check
        excess = self.obtained - check.expected
        tolerance = check.atol + check.rtol * abs(check.expected)
        return (excess if check.at_most else abs(excess)) <= tolerance
