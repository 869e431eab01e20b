"""The engine held against numbers and formulas of the literature; run by ``rnnsim check``.

Each check names its source, so that anybody can look the expected value up.  The cell is
a_t = W_hh h_{t-1} + W_ih x_t + b, h_t = φ(a_t), the Jacobian J_t = diag(φ′(a_t)) W_hh; Pascanu et
al. write x_t = W σ(x_{t-1}) + …, which differs in none of the numbers below but those of the
cliff, a network of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rnnsim.checks.check import Check, Outcome
from rnnsim.checks.cliff import CLIFF
from rnnsim.checks.clipping import CLIPPING
from rnnsim.checks.gates import GATES
from rnnsim.checks.gradients import GRADIENTS, LENGTH_KEPT
from rnnsim.checks.report import report
from rnnsim.checks.scalar import SCALAR
from rnnsim.checks.spectra import SPECTRA
from rnnsim.checks.tasks import TASK_CHECKS

CHECKS: tuple[Check, ...] = (
    *SCALAR,
    *GRADIENTS,
    *CLIPPING,
    *CLIFF,
    *SPECTRA,
    *LENGTH_KEPT,
    *GATES,
    *TASK_CHECKS,
)
"""The checks, by the number of their claim."""

__all__ = ["CHECKS", "Check", "Outcome", "main", "report", "run_checks"]


def run_checks(checks: Sequence[Check] = CHECKS) -> list[Outcome]:
    """Run `checks`, by default all."""
    return [check.run() for check in checks]


def main() -> int:
    """Print the report of all checks; return 0 where all agree, else 1."""
    outcomes = run_checks()
    sys.stdout.write(report(outcomes) + "\n")
    return 0 if all(outcome.agrees for outcome in outcomes) else 1
