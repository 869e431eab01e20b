"""Losses: a value and its derivative with respect to the outputs, both means as PyTorch's.

A mean is over the batch, and where the loss is at all time steps over these too. Outputs of
float16, float32 or float64 give a derivative and a loss rounded to that format. Of float16, sums
and the derivative's quotients are formed in float32, as PyTorch does, and rounded once. What
leaves the format's range is inf or 0, a result like any other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray


def cross_entropy(logits: FloatArray, targets: NDArray[np.intp]) -> tuple[float, FloatArray]:
    """Cross-entropy of softmax(`logits`), as ``torch.nn.functional.cross_entropy``.

    Parameters
    ----------
    logits : (B, O) or (T, B, O) array
    targets : (B,) or (T, B) array of class numbers

    Returns
    -------
    loss : float
    dloss_dlogits : array like `logits`
        (softmax − one-hot) / n for n targets.
    """
    wide = _wide(logits).reshape(-1, logits.shape[-1])
    rows, classes = np.arange(targets.size), targets.reshape(-1)
    shifted = wide - wide.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=1, keepdims=True)
    losses = np.log(sums[:, 0]) - shifted[rows, classes]
    derivative: FloatArray = exponentials / sums
    # p − 1 is minus the sum of the other probabilities, which loses no digits as p nears 1
    derivative[rows, classes] = 0.0
    derivative[rows, classes] = -derivative.sum(axis=1)
    derivative /= targets.size
    return _mean(_as(logits, losses)), _as(logits, derivative).reshape(logits.shape)


def mse_loss(outputs: FloatArray, targets: FloatArray) -> tuple[float, FloatArray]:
    """Mean squared error over every element, as ``torch.nn.functional.mse_loss``.

    Parameters
    ----------
    outputs : (B, O) or (T, B, O) array
    targets : array of that shape
        Rounded to the format of `outputs` first.

    Returns
    -------
    loss : float
    dloss_doutputs : array like `outputs`
        2 (outputs − targets) / n for n elements.
    """
    difference = outputs - _as(outputs, targets)
    derivative = _wide(difference) * (2.0 / outputs.size)
    return _mean(difference * difference), _as(outputs, derivative)


def mean_output(outputs: FloatArray) -> tuple[float, FloatArray]:
    """Mean of the outputs, a loss that is linear, so that its derivative never changes.

    Parameters
    ----------
    outputs : (B, 1) or (T, B, 1) array

    Returns
    -------
    loss : float
    dloss_doutputs : array like `outputs`
        1 / n for n outputs.
    """
    return _mean(outputs), np.full_like(outputs, 1.0 / outputs.size)


def _mean(x: FloatArray) -> float:
    """Mean in the format of `x`; NumPy sums float16 in float32."""
    return float(np.mean(x))


def _wide(x: FloatArray) -> FloatArray:
    """`x` itself, but float16 as float32."""
    return x.astype(np.result_type(x, np.float32), copy=False)


def _as(like: FloatArray, x: FloatArray) -> FloatArray:
    """`x` in the format of `like`; itself where it has that already."""
    return x.astype(like.dtype, copy=False)
