"""What is sampled of a run while it learns.

Legend: T time steps, N hidden units.  Arrays are read-only.
"""

from __future__ import annotations

from dataclasses import dataclass

from rnnsim.model.arrays import ComplexArray, FloatArray


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The gradient's reach while it learns, at some iterations, evenly spread.

    Attributes
    ----------
    iterations : tuple of int
        Ascending.
    magnitudes : tuple of (T+1,) arrays
        ‖∂L/∂h_k‖, k = 0 … T, of each.
    """

    iterations: tuple[int, ...] = ()
    magnitudes: tuple[FloatArray, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """Where W_hh's eigenvalues were at some iterations, evenly spread.

    Attributes
    ----------
    iterations : tuple of int
        Ascending.
    eigenvalues : tuple of (N,) complex arrays
        NaN where W_hh is not finite; in no order that would go on from one to the next.
    largest_singular_values : tuple of float
        σ₁ of each.
    """

    iterations: tuple[int, ...] = ()
    eigenvalues: tuple[ComplexArray, ...] = ()
    largest_singular_values: tuple[float, ...] = ()


NO_WATERFALL, NO_TRAIL = Waterfall(), Trail()
