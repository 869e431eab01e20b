"""The numbers behind the unrolled network as a table."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Cell, Columns, Table
from rnnsim.translation import tr


def table(frame: Frame) -> Table:
    """What each time step k = 0 … T read and held, and the gradient that reaches it."""
    passed = frame.passed
    steps = len(passed.hidden)
    tokens: list[Cell] = [None, *passed.tokens]
    columns = {
        tr("time step k"): range(steps),
        tr("input x_k"): tokens if any(tokens) else None,
        tr("‖h_k‖ (Euclidean norm, first sequence)"): _norms(passed.hidden),
        tr("‖c_k‖ (Euclidean norm, first sequence)"): _norms(passed.memory),
        tr("‖∂L/∂h_k‖ (Frobenius norm over batch and units)"): passed.gradient_magnitude,
        tr("‖∂L/∂c_k‖ (Frobenius norm over batch and units)"): passed.memory_gradient_magnitude,
        tr("‖∂h_k/∂h_{k−1}‖ (Frobenius norm, root mean square over the batch)"): [
            None,
            *passed.jacobian_norms.tolist(),
        ],
    }
    there = {head: values for head, values in columns.items() if values is not None}
    return Table(tuple(there), Columns(*there.values()))


def _norms(states: FloatArray | None) -> FloatArray | None:
    """(T+1,) array: ‖·‖ over the units of (T+1, N) states; ∞ and NaN are results."""
    if states is None:
        return None
    with np.errstate(all="ignore"):
        return np.asarray(np.linalg.norm(states.astype(float), axis=1))
