"""What a frame shows, said in a sentence: what was measured, and what theory allowed.

γσ₁ < 1 is sufficient for vanishing, γσ₁ > 1 only necessary for exploding
(Pascanu, Mikolov, Bengio 2013).  Both hold for a plain RNN with its loss at T; of a gated cell it
is said what the gates alone would leave.
"""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import CELLS
from rnnsim.model.diagnosis import ROUNDING
from rnnsim.model.frame import Divergence, Frame
from rnnsim.model.settings import Settings
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import power_of_ten, short, subscript

TURN = math.log(2.0)
"""Logarithm of the least change worth a word."""

DECIDED = math.log(9.95)
"""Logarithm of the change from which on, 10-fold rounded, it is vanishing or exploding."""

SATURATED = 0.1
"""Share of flat φ from which on it is worth a word."""

RNN_ONLY = noted("γσ₁ bounds a plain RNN only")

OVERFLOWS = {
    "forward": noted("Overflow in iteration {iteration}, going forward: {tensor} is not finite"),
    "backward": noted("Overflow in iteration {iteration}, going back: {tensor} is not finite"),
    "update": noted(
        "Overflow in iteration {iteration}, changing the weights: {tensor} is not finite"
    ),
}

HELPS = {
    "radius": noted("a smaller ρ"),
    "steps": noted("fewer time steps"),
    "tanh": noted("tanh"),
    "float64": noted("float64"),
}


def measured_sentence(frame: Frame) -> str:
    """How the gradient at h_1 compares with that at h_T."""
    if frame.divergence is not None:
        return divergence_sentence(frame.divergence)
    magnitude = np.asarray(frame.passed.gradient_magnitude, dtype=float)
    last = len(magnitude) - 1
    if last == 1:
        return tr("One time step: the gradient at h₁ is {size}").format(size=short(magnitude[1]))
    if not np.isfinite(magnitude[1:]).all():
        return tr("The gradient is not finite on the whole of its way back")
    if not magnitude[1:].any():
        return tr("No gradient: the loss does not depend on the weights here")
    if not magnitude[1:].all():
        return _gone(frame.settings, magnitude)
    return _journey(magnitude[1:], judged=frame.settings.loss_at == "last")


def _gone(settings: Settings, magnitude: FloatArray) -> str:
    """What there is to say where the gradient is exactly 0 at some of h_1 … h_T."""
    last, zeros = len(magnitude) - 1, np.flatnonzero(magnitude[1:] == 0.0) + 1
    if settings.loss_at == "all":
        sentence = tr("The gradient is exactly 0 at {zeros} of {last} time steps")
        return sentence.format(zeros=len(zeros), last=last)
    k = subscript(int(zeros[-1]))
    if 0 < settings.truncation <= last - int(zeros[-1]):
        return tr(
            "Truncation stops the gradient after {steps} steps: from h{k} back it is exactly 0"
        ).format(steps=settings.truncation, k=k)
    return tr("The gradient has vanished: from h{k} back it is exactly 0").format(k=k)


def _journey(magnitude: FloatArray, *, judged: bool) -> str:
    """What becomes of the gradient from h_T back to h_1; all positive and finite.

    Parameters
    ----------
    judged : bool
        Whether to say that it vanishes or explodes: not where every time step adds to it.
    """
    last = len(magnitude)
    logarithms = np.log(magnitude)  # a quotient might overflow
    first, end = float(logarithms[0]), float(logarithms[-1])
    rise, fall = float(logarithms.max()) - end, end - float(logarithms.min())
    if logarithms.max() > max(first, end) + TURN:
        sentence = tr("Going back from h{last} the gradient grows {fold}, then fades")
        return sentence.format(last=subscript(last), fold=_fold(rise))
    if logarithms.min() < min(first, end) - TURN:
        sentence = tr("Going back from h{last} the gradient fades {fold}, then grows again")
        return sentence.format(last=subscript(last), fold=_fold(fall))
    growth = first - end
    if growth < -TURN:
        vanishes = judged and growth < -DECIDED
        return (
            tr("The gradient shrinks {fold} from h{last} back to h₁: it vanishes")
            if vanishes
            else tr("The gradient shrinks {fold} from h{last} back to h₁")
        ).format(fold=_fold(-growth), last=subscript(last))
    if growth > TURN:
        return _grown(first, judged=judged and growth > DECIDED).format(
            fold=_fold(growth), last=subscript(last), size=short(magnitude[0])
        )
    sentence = tr("The gradient keeps its size from h{last} back to h₁: ×{factor}")
    return sentence.format(last=subscript(last), factor=short(math.exp(growth)))


def _grown(first: float, *, judged: bool) -> str:
    """The words for a gradient that grows to a size e^first."""
    if not judged:
        return tr("The gradient grows {fold} from h{last} back to h₁")
    if first >= 0.0:
        return tr("The gradient grows {fold} from h{last} back to h₁: it explodes")
    return tr("The gradient grows {fold} from h{last} back to h₁, but only to {size}")


def bound_sentence(frame: Frame) -> str:
    """What theory guarantees or permits, or why it does neither."""
    if frame.divergence is not None:
        return _advice(frame.divergence, frame.settings)
    theory = _gates_sentence(frame) or _all_steps_sentence(frame) or _product_sentence(frame)
    saturated = frame.passed.saturation
    if saturated < SATURATED:
        return theory
    return tr("{theory}; {share:.0%} of φ is flat").format(theory=theory, share=saturated)


def bound_factor(frame: Frame) -> float | None:
    """γσ₁; None where it bounds nothing: of LSTM and GRU, and of a loss at all time steps."""
    if frame.bound is None:
        return None
    return frame.spectrum.slope_bound * frame.spectrum.largest_singular_value


def numbers_line(frame: Frame) -> str:
    """``ρ 0.65 · σ₁ 0.65 · γ 1 · 1/γ 1``: of what theory speaks, as far as it applies."""
    spectrum, path = frame.spectrum, frame.passed.direct_path
    sigma, inverse = spectrum.largest_singular_value, 1.0 / spectrum.slope_bound
    parts = [f"ρ {_plain(spectrum.spectral_radius)}", f"σ₁ {_plain(sigma)}"]
    if frame.bound is not None:
        # what is compared with 1/γ must not be rounded to it
        exactly = unlike_one(sigma, 3, one=inverse)
        if exactly != short(sigma, 3):
            parts[-1] = f"σ₁ {exactly}"
        parts += [f"γ {_plain(spectrum.slope_bound)}", f"1/γ {_plain(inverse)}"]
    elif path is not None and len(path) > 2:
        parts.append(tr("gates alone ×{share}").format(share=short(float(path[1]))))
    saturated = frame.passed.saturation
    if saturated >= SATURATED:
        parts.append(tr("{share:.0%} of φ is flat").format(share=saturated))
    return " · ".join(parts)


def _plain(number: float) -> str:
    """A number in three figures, without zeros at its end."""
    return f"{number:.3g}" if 1e-3 <= abs(number) < 1e3 else short(number, 3)


def _advice(divergence: Divergence, settings: Settings) -> str:
    if divergence.iteration > 0:
        return tr("Restart (R) begins again; clipping, a smaller η or a smaller ρ can prevent it")
    helps = ["radius", "steps"]
    if ACTIVATIONS[settings.activation].unbounded:
        helps.append("tanh")
    if settings.precision != "float64":
        helps.append("float64")
    *others, last = (tr(HELPS[name]) for name in helps)
    sentence = tr("The first pass itself overflows: {others} or {last} can help")
    return sentence.format(others=", ".join(others), last=last)


def _gates_sentence(frame: Frame) -> str:
    """What the gates alone leave; nothing of a plain RNN."""
    path, last = frame.passed.direct_path, len(frame.passed.gradient_magnitude) - 1
    words = CELLS[frame.settings.cell].words
    if path is None or words is None:
        return ""
    if last == 1:
        return tr(RNN_ONLY)
    kept = tr(words.leave).format(share=short(float(path[1])), last=subscript(last))
    return f"{kept}; {tr(RNN_ONLY)}"


def _all_steps_sentence(frame: Frame) -> str:
    if frame.settings.loss_at == "last":
        return ""
    return tr("Every time step sends a gradient of its own; γσ₁ bounds a loss at T only")


def _product_sentence(frame: Frame) -> str:
    product = bound_factor(frame)
    assert product is not None  # of a plain RNN whose loss is at T
    if math.isnan(product):
        return tr("W_hh is not finite")
    if product < 1.0 - ROUNDING:
        sentence = tr("γσ₁ = {product} < 1, sufficient for vanishing: every step shrinks it")
        return sentence.format(product=unlike_one(product))
    if product > 1.0 + ROUNDING:
        sentence = tr("γσ₁ = {product} > 1, necessary for exploding but not sufficient")
        return sentence.format(product=unlike_one(product, 3))
    return tr("γσ₁ = 1: the gradient can shrink, but never grow")


def divergence_sentence(divergence: Divergence) -> str:
    """Where the first number that is not finite arose."""
    tensor = divergence.tensor
    if divergence.time_step is not None:
        tensor += subscript(divergence.time_step)
    sentence = tr(OVERFLOWS[divergence.stage])
    return sentence.format(iteration=divergence.iteration, tensor=tensor)


def _fold(logarithm: float) -> str:
    if logarithm > 300.0 * math.log(10.0):
        return tr("more than {times}-fold").format(times=power_of_ten(300))
    times = math.exp(logarithm)
    rounded = float(f"{times:.2g}")
    said = f"{rounded:g}" if rounded < 1e5 else short(times)
    return tr("{times}-fold").format(times=said)


def unlike_one(number: float, digits: int = 2, *, one: float = 1.0) -> str:
    """`number` with so many digits, and more where it would be rounded to `one` but is not."""
    differs = abs(number - one) > ROUNDING * one
    while differs and digits < 16 and float(f"{number:.{digits - 1}e}") == one:
        digits += 1
    return short(number, digits)
