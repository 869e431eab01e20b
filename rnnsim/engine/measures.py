"""Measures of how a gradient travels, taken of plain arrays.

Legend: T time steps, B batch, N hidden units.  They look at a network's numbers without being part
of it, so they are computed in float64 whatever its precision.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from rnnsim.engine.norms import norms
from rnnsim.model.arrays import FloatArray

SATURATED = 0.1
"""A unit whose slope is below this share of γ hardly passes a gradient."""


@np.errstate(all="ignore")
def fitted_slope(magnitude: FloatArray) -> float:
    """Mean logarithmic change of the gradient per step back: ln 0.9 of a gradient that is 0.9ⁿ.

    Parameters
    ----------
    magnitude : (T+1,) array
        ‖∂L/∂h_k‖, k = 0 … T.

    Returns
    -------
    float
        Slope of the straight line through ln ‖∂L/∂h_k‖ over T − k, by least squares, for those
        k = 1 … T where the magnitude is positive and finite; NaN where these are fewer than two.
    """
    logarithms = np.log(magnitude[1:].astype(float, copy=False))
    back = np.arange(len(logarithms) - 1.0, -1.0, -1.0)
    usable = np.isfinite(logarithms)
    if np.count_nonzero(usable) < 2:
        return math.nan
    from_mean = back[usable] - back[usable].mean()
    return float(np.vdot(from_mean, logarithms[usable]) / np.vdot(from_mean, from_mean))


def step_singular_values(jacobians: FloatArray) -> FloatArray:
    """(T,) array: σ₁ of each of the `jacobians` (T, N, N), NaN of one that is not finite."""
    return _of_each(jacobians, _largest_singular_values)


def step_radii(jacobians: FloatArray) -> FloatArray:
    """(T,) array: ρ of each of the `jacobians` (T, N, N), NaN of one that is not finite."""
    return _of_each(jacobians, _radii)


def _largest_singular_values(matrices: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.svd(matrices, compute_uv=False)[:, 0])


def _radii(matrices: FloatArray) -> FloatArray:
    return np.asarray(np.abs(np.linalg.eigvals(matrices)).max(axis=1))


def _of_each(jacobians: FloatArray, measure: Callable[[FloatArray], FloatArray]) -> FloatArray:
    finite = np.isfinite(jacobians).all(axis=(1, 2))
    measured = np.full(len(jacobians), np.nan)
    measured[finite] = measure(jacobians[finite].astype(float, copy=False))
    return measured


def saturation_share(slopes: FloatArray, gamma: float) -> float:
    """Share of the `slopes` φ′(a), of any shape, with |φ′| < γ/10."""
    return np.count_nonzero(np.abs(slopes) < SATURATED * gamma) / slopes.size


@np.errstate(all="ignore")
def direct_path(gates: FloatArray) -> FloatArray:
    """What the gates alone leave of a gradient on its way from T back to k.

    Along an LSTM's cell ∂c_t/∂c_{t−1} = diag(f_t) but for the way through h, along a GRU's state
    diag(z_t) likewise; the product of those, without the rest, is the direct path (Gers,
    Schmidhuber, Cummins 2000).

    Parameters
    ----------
    gates : (T, B, N) array
        f_1 … f_T or z_1 … z_T.

    Returns
    -------
    (T+1,) array
        k = 0 … T: root mean square over batch and units of the product of the gates of time steps
        k+1 … T; 1 at T.  A product, and then its root mean square, is 0 or infinite only where
        its own value is beyond float64: products are made from the end on, so that no factor is
        ever divided out, and squares leave the range only within `norms`, which scales them.
    """
    products = np.ones((len(gates) + 1, *gates.shape[1:]))
    np.multiply.accumulate(gates[::-1], axis=0, out=products[-2::-1], dtype=float)
    return norms(products) / math.sqrt(gates[0].size)
