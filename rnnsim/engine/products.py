"""Matrix products in the precision of their factors.

No processor here multiplies float16 matrices: those are multiplied in float32 and rounded once, as
PyTorch and graphics processors do, so a sum overflows only where its result does.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnsim.model.arrays import FloatArray


def multiplier(matrix: FloatArray) -> Callable[[FloatArray, FloatArray], object]:
    """Return ``multiply(columns, out)``, which writes matrix · columns.

    The bound method of an array costs half of what ``np.dot`` does at these sizes.
    """
    if matrix.dtype != np.float16:
        return matrix.dot
    wide = matrix.astype(np.float32)

    def multiply(columns: FloatArray, out: FloatArray) -> None:
        np.copyto(out, wide.dot(columns.astype(np.float32)), casting="same_kind")

    return multiply


def product(a: FloatArray, b: FloatArray) -> FloatArray:
    """``a @ b``, of stacks of matrices too."""
    if a.dtype != np.float16:
        result: FloatArray = np.matmul(a, b)
        return result
    wide: FloatArray = np.matmul(a.astype(np.float32), b.astype(np.float32))
    return wide.astype(np.float16)
