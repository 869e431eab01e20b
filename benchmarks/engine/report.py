"""What was measured, as aligned text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.engine.case import Case

LEVEL = 0.95
"""From this ratio on two count as level: machines are noisy."""

SMALL = 32
"""Up to this N a loop over a PyTorch cell should take five times as long."""


def aim(opponent: str, case: Case) -> float:
    """How many times longer than the engine an opponent should take at least."""
    if opponent == "PyTorch loop":
        return 5.0 if case.hidden_size <= SMALL else 2.0
    return LEVEL if opponent == "JAX scan" else 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One case.

    Attributes
    ----------
    engine, program, products : float
        Seconds of an iteration, of one as the program runs it, of its bare matrix products.
    ratios : dict of str to float or None
        Seconds of each opponent over the engine's; None where it is not installed.
    """

    case: Case
    engine: float
    program: float
    products: float
    ratios: dict[str, float | None]

    def cells(self) -> list[str]:
        case = self.case
        return [
            case.cell,
            case.precision,
            f"{case.hidden_size},{case.time_steps},{case.batch_size}",
            f"{self.engine * 1e3:.3f}",
            *(self._ratio(opponent) for opponent in self.ratios),
            f"{self.program / self.engine:.2f}",
            f"{self.products / self.engine:.0%}",
        ]

    def _ratio(self, opponent: str) -> str:
        ratio = self.ratios[opponent]
        if ratio is None:
            return "not installed"
        return f"{ratio:.2f} {' ' if ratio >= aim(opponent, self.case) else '✗'}"


def headings(opponents: Sequence[str]) -> list[str]:
    """Of the columns of `Row.cells`."""
    return ["cell", "precision", "N,T,B", "engine ms", *opponents, "program", "products"]


def aims_met(rows: Sequence[Row], opponent: str) -> str:
    """How often the aim against an opponent was met, in words."""
    ratios = [(row.case, row.ratios[opponent]) for row in rows]
    measured = [(case, ratio) for case, ratio in ratios if ratio is not None]
    if not measured:
        return f"{opponent} not installed"
    met = sum(ratio >= aim(opponent, case) for case, ratio in measured)
    return f"{opponent} {met} of {len(measured)}"


def line(cells: Sequence[str], width: int) -> str:
    """One line of a table, the numbers from the third column on to the right in `width`."""
    first, second, *numbers = cells
    return f"{first:<4}  {second:<9}" + "".join(f"  {number:>{width}}" for number in numbers)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The p of the power law time ∝ sizeᵖ, fitted to the larger half."""
    half = len(sizes) // 2
    slope, _ = np.polyfit(np.log(sizes[half:]), np.log(seconds[half:]), 1)
    return float(slope)
