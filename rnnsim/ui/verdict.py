"""What a frame shows, said in a sentence: what was measured, and what theory allowed.

γσ₁ < 1 is sufficient for vanishing, γσ₁ > 1 only necessary for exploding
(Pascanu, Mikolov, Bengio 2013).
"""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.frame import Divergence, Frame
from rnnsim.ui.numbers import short, subscript


def measured_sentence(frame: Frame) -> str:
    """How the gradient at h_1 compares with that at h_T."""
    if frame.divergence is not None:
        return divergence_sentence(frame.divergence)
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    if last == 1:
        return f"One time step: the gradient at h₁ is {short(magnitude[1])}"
    end, first = float(magnitude[last]), float(magnitude[1])
    if first == 0.0 and end > 0.0:
        gone = int(np.flatnonzero(magnitude == 0.0).max())
        return f"The gradient has vanished: from h{subscript(gone)} back it is exactly 0"
    if end == 0.0:
        return "No gradient: the loss does not depend on the weights here"
    ratio = math.exp(min(math.log(first) - math.log(end), 700.0)) if first < math.inf else math.inf
    way = f"from h{subscript(last)} back to h₁"
    if not np.isfinite(magnitude[1:]).all():
        return "The gradient is not finite on the whole of its way back"
    peak = int(np.argmax(magnitude[1:])) + 1
    if magnitude[peak] > 2.0 * max(first, end):
        rise = _fold(float(magnitude[peak]) / end)
        return f"Going back from h{subscript(last)} the gradient grows {rise}, then fades"
    if ratio < 0.5:
        return f"The gradient shrinks {_fold(1.0 / ratio)} {way}: it vanishes"
    if ratio > 2.0:
        return f"The gradient grows {_fold(ratio)} {way}: it explodes"
    return f"The gradient keeps its size {way}: ×{short(ratio)}"


def bound_sentence(frame: Frame) -> str:
    """What γσ₁ guarantees or permits."""
    if frame.divergence is not None:
        return "Restart (R) begins again; clipping, a smaller η or a smaller ρ prevents it"
    product = frame.spectrum.slope_bound * frame.spectrum.largest_singular_value
    if math.isnan(product):
        return "W_hh is not finite"
    if product < 1.0 - 1e-12:
        return f"γσ₁ = {short(product)} < 1 is sufficient: vanishing is guaranteed"
    if product > 1.0 + 1e-12:
        return f"γσ₁ = {short(product, 3)} > 1 is necessary for exploding, not sufficient"
    return "γσ₁ = 1: the gradient can shrink, but never grow"


def divergence_sentence(divergence: Divergence) -> str:
    """Where the first number that is not finite arose."""
    tensor = divergence.tensor
    if divergence.time_step is not None:
        tensor += subscript(divergence.time_step)
    return (
        f"Overflow in iteration {divergence.iteration}: {tensor} is not finite ({divergence.stage})"
    )


def rate_per_step(frame: Frame, k: int) -> float:
    """Mean factor of the gradient's change in one step from h_T to h_k; NaN at T."""
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    here, end = float(magnitude[k]), float(magnitude[last])
    if k == last or end == 0.0 or math.isnan(here) or not math.isfinite(end):
        return math.nan
    if here == 0.0 or math.isinf(here):
        return here
    return math.exp((math.log(here) - math.log(end)) / (last - k))  # a quotient might overflow


def equation(frame: Frame, k: int) -> tuple[str, str]:
    """The chain rule from h_T to h_k with its numbers: the formula, and what stands beside it."""
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    left = f"‖∂L/∂h{subscript(k)}‖"
    value = short(magnitude[k])
    if k == last:
        return f"{left} = {value}", "straight from the loss"
    jacobians = f"J{subscript(last)}"
    if last - k > 1:
        jacobians += f"{' …' if last - k > 2 else ''} J{subscript(k + 1)}"
    if not math.isfinite(rate_per_step(frame, k)):
        return f"{left} = ‖∂L/∂h{subscript(last)} · {jacobians}‖ = {value}", ""
    beside = f"×{short(rate_per_step(frame, k))} a step;  bound {short(frame.bound[k])}"
    return f"{left} = ‖∂L/∂h{subscript(last)} · {jacobians}‖ = {value}", beside


def _fold(times: float) -> str:
    rounded = float(f"{times:.2g}")
    return f"{rounded:g}-fold" if rounded < 1e5 else f"{short(times)}-fold"
