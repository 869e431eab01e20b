"""What a frame shows, said in a sentence: what was measured, and what theory allowed.

γσ₁ < 1 is sufficient for vanishing, γσ₁ > 1 only necessary for exploding
(Pascanu, Mikolov, Bengio 2013).
"""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.frame import Divergence, FloatArray, Frame
from rnnsim.ui.numbers import power_of_ten, short, subscript

TURN = math.log(2.0)
"""Logarithm of the least change worth a word."""

DECIDED = math.log(9.95)
"""Logarithm of the change from which on, 10-fold rounded, it is vanishing or exploding."""

STAGES = {
    "forward": "going forward",
    "backward": "going back",
    "update": "changing the weights",
}


def measured_sentence(frame: Frame) -> str:
    """How the gradient at h_1 compares with that at h_T."""
    if frame.divergence is not None:
        return divergence_sentence(frame.divergence)
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    if last == 1:
        return f"One time step: the gradient at h₁ is {short(magnitude[1])}"
    if not np.isfinite(magnitude[1:]).all():
        return "The gradient is not finite on the whole of its way back"
    end, least = float(magnitude[last]), float(magnitude[1:].min())
    if end == 0.0:
        return "No gradient: the loss does not depend on the weights here"
    if least == 0.0:
        gone = int(np.flatnonzero(magnitude[1:] == 0.0)[-1]) + 1
        return f"The gradient has vanished: from h{subscript(gone)} back it is exactly 0"
    return _journey(magnitude[1:])


def _journey(magnitude: FloatArray) -> str:
    """What becomes of the gradient from h_T back to h_1; all positive and finite."""
    last = len(magnitude)
    logarithms = np.log(magnitude)  # a quotient might overflow
    first, end = float(logarithms[0]), float(logarithms[-1])
    going = f"Going back from h{subscript(last)} the gradient"
    rise, fall = float(logarithms.max()) - end, end - float(logarithms.min())
    if logarithms.max() > max(first, end) + TURN:
        return f"{going} grows {_fold(rise)}, then fades"
    if logarithms.min() < min(first, end) - TURN:
        return f"{going} fades {_fold(fall)}, then grows again"
    way = f"from h{subscript(last)} back to h₁"
    growth = first - end
    if growth < -TURN:
        ending = ": it vanishes" if growth < -DECIDED else ""
        return f"The gradient shrinks {_fold(-growth)} {way}{ending}"
    if growth > TURN:
        ending = ""
        if growth > DECIDED:
            ending = ": it explodes" if first >= 0.0 else f", but only to {short(magnitude[0])}"
        return f"The gradient grows {_fold(growth)} {way}{ending}"
    return f"The gradient keeps its size {way}: ×{short(math.exp(growth))}"


def bound_sentence(frame: Frame) -> str:
    """What γσ₁ guarantees or permits."""
    if frame.divergence is not None:
        if frame.divergence.iteration == 0:
            return "The first pass itself overflows: a smaller ρ, fewer time steps or tanh can help"
        return "Restart (R) begins again; clipping, a smaller η or a smaller ρ can prevent it"
    product = frame.spectrum.slope_bound * frame.spectrum.largest_singular_value
    if math.isnan(product):
        return "W_hh is not finite"
    if product < 1.0 - 1e-12:
        return (
            f"γσ₁ = {_unlike_one(product, 2)} < 1, sufficient for vanishing: every step shrinks it"
        )
    if product > 1.0 + 1e-12:
        return f"γσ₁ = {_unlike_one(product, 3)} > 1, necessary for exploding but not sufficient"
    return "γσ₁ = 1: the gradient can shrink, but never grow"


def divergence_sentence(divergence: Divergence) -> str:
    """Where the first number that is not finite arose."""
    tensor = divergence.tensor
    if divergence.time_step is not None:
        tensor += subscript(divergence.time_step)
    where = f"in iteration {divergence.iteration}, {STAGES[divergence.stage]}"
    return f"Overflow {where}: {tensor} is not finite"


def rate_per_step(frame: Frame, k: int) -> float:
    """Mean factor of the gradient's change in one step from h_T to h_k; NaN at T."""
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    here, end = float(magnitude[k]), float(magnitude[last])
    if k == last or end == 0.0 or math.isnan(here) or not math.isfinite(end):
        return math.nan
    if here == 0.0 or math.isinf(here):
        return here
    rate = (math.log(here) - math.log(end)) / (last - k)  # a quotient might overflow
    return math.exp(rate) if rate < 709.0 else math.inf


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
    if not math.isfinite(rate_per_step(frame, k)) or magnitude[k] == 0.0:
        return f"{left} = ‖∂L/∂h{subscript(last)} · {jacobians}‖ = {value}", ""
    beside = f"×{short(rate_per_step(frame, k))} a step;  bound {short(frame.bound[k])}"
    return f"{left} = ‖∂L/∂h{subscript(last)} · {jacobians}‖ = {value}", beside


def _fold(logarithm: float) -> str:
    if logarithm > 300.0 * math.log(10.0):
        return f"more than {power_of_ten(300)}-fold"
    times = math.exp(logarithm)
    rounded = float(f"{times:.2g}")
    return f"{rounded:g}-fold" if rounded < 1e5 else f"{short(times)}-fold"


def _unlike_one(number: float, digits: int) -> str:
    """`number` with so many digits, and more where it would be rounded to 1."""
    while digits < 16 and float(f"{number:.{digits - 1}e}") == 1.0:
        digits += 1
    return short(number, digits)
