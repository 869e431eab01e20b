"""Row 6: what clipping makes of a gradient."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from rnnsim.checks.check import Check
from rnnsim.checks.sources import PASCANU
from rnnsim.engine.clipping import clip
from rnnsim.engine.norms import norm
from rnnsim.model.arrays import FloatArray


def _clipped(mode: str, threshold: float) -> FloatArray:
    """The gradient g = (3, 4) of two weights, clipped."""
    return np.concatenate(clip([np.array([3.0]), np.array([4.0])], mode, threshold))


def _turned(mode: str, threshold: float) -> float:
    """Degrees between g = (3, 4) and g clipped."""
    x, y = _clipped(mode, threshold)
    return abs(math.degrees(math.atan2(4.0, 3.0) - math.atan2(y, x)))


CLIPPING: tuple[Check, ...] = (
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: first component",
        0.6,
        lambda: _clipped("norm", 1.0)[0],
        rtol=1e-15,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: second component",
        0.8,
        lambda: _clipped("norm", 1.0)[1],
        rtol=1e-15,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 1: degrees turned",
        0.0,
        partial(_turned, "norm", 1.0),
        atol=1e-13,
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 5: ‖g‖",
        5.0,
        lambda: norm(_clipped("norm", 5.0)),
    ),
    Check(
        6,
        f"{PASCANU}, algorithm 1",
        "(3, 4) clipped by norm at τ = 10: ‖g‖",
        5.0,
        lambda: norm(_clipped("norm", 10.0)),
    ),
    Check(
        6,
        "arithmetic",
        "(3, 4) clipped by value at τ = 1: ‖g‖",
        1.4142135623731,
        lambda: norm(_clipped("value", 1.0)),
        rtol=1e-12,
    ),
    Check(
        6,
        "arithmetic",
        "(3, 4) clipped by value at τ = 1: degrees turned",
        8.1301,
        partial(_turned, "value", 1.0),
        atol=5e-5,
    ),
)
