"""Rows 7 and 8: the cliff in the error surface of a single unit."""

from __future__ import annotations

import math
from functools import partial

from rnnsim.checks.check import Check
from rnnsim.checks.sources import PASCANU
from rnnsim.engine.theory import cliff, descend, ridge


def _error(b: float) -> float:
    return float(cliff(5.0, b).error)


def _on_the_ridge() -> tuple[float, float]:
    return 5.0, float(ridge(5.0))


def _steepness() -> float:
    here = cliff(*_on_the_ridge())
    return math.hypot(float(here.derror_dw), float(here.derror_db))


def _moved(threshold: float | None) -> float:
    """How far one step of descent from the ridge at η = 0.01 goes in the plane of w and b."""
    (w0, b0, _), (w1, b1, _) = descend(_on_the_ridge(), 0.01, 1, threshold)
    return math.hypot(w1 - w0, b1 - b0)


FIGURE_6 = f"{PASCANU}, figure 6"

CLIFF: tuple[Check, ...] = (
    Check(7, FIGURE_6, "w = 5, b = −2.612: E", 8.476335e-3, partial(_error, -2.612), rtol=1e-5),
    Check(
        7,
        FIGURE_6,
        "the same: ∂E/∂w",
        4.935583,
        lambda: float(cliff(5.0, -2.612).derror_dw),
        rtol=1e-5,
    ),
    Check(
        7,
        FIGURE_6,
        "the same: ∂E/∂b",
        7.859874,
        lambda: float(cliff(5.0, -2.612).derror_db),
        rtol=1e-5,
    ),
    Check(7, FIGURE_6, "w = 5, b = −2.613: E", 3.415710e-1, partial(_error, -2.613), rtol=1e-5),
    Check(
        8,
        "derived from figure 6",
        "w = 5: b* = 0.5 − w σ(0.5)",
        -2.612297,
        lambda: float(ridge(5.0)),
        rtol=1e-6,
    ),
    Check(8, "derived from figure 6", "there: ‖∇E‖", 779.398, _steepness, rtol=1e-5),
    Check(
        8,
        "derived from figure 6",
        "one step at η = 0.01",
        7.79398,
        partial(_moved, None),
        rtol=1e-5,
    ),
    Check(
        8,
        "derived from figure 6",
        "the same clipped at τ = 1",
        0.01,
        partial(_moved, 1.0),
        rtol=1e-12,
    ),
)
