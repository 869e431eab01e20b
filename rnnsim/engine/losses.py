"""Losses: a value and its derivative with respect to the outputs, both means over the batch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.frame import FloatArray


def cross_entropy(logits: FloatArray, targets: NDArray[np.intp]) -> tuple[float, FloatArray]:
    """Cross-entropy of softmax(`logits`), as ``torch.nn.functional.cross_entropy``.

    Parameters
    ----------
    logits : (B, O) array
    targets : (B,) array of class numbers

    Returns
    -------
    loss : float
    dloss_dlogits : (B, O) array
        (softmax − one-hot) / B.
    """
    rows = np.arange(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=1, keepdims=True)
    loss = float(np.mean(np.log(sums[:, 0]) - shifted[rows, targets]))
    derivative: FloatArray = exponentials / sums
    # p − 1 is minus the sum of the other probabilities, which loses no digits as p nears 1
    derivative[rows, targets] = 0.0
    derivative[rows, targets] = -derivative.sum(axis=1)
    derivative /= len(logits)
    return loss, derivative


def mean_output(outputs: FloatArray) -> tuple[float, FloatArray]:
    """Mean of one output (B, 1): a loss that is linear, so its derivative never changes."""
    return float(np.mean(outputs)), np.full_like(outputs, 1.0 / len(outputs))
