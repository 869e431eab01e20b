"""The verdict in one sentence: what was measured, beside what theory guarantees or only permits.

γσ₁ < 1 is sufficient for vanishing, γσ₁ > 1 only necessary for exploding (Pascanu, Mikolov, Bengio
2013).  Both hold for an RNN with its loss at T; of gated cells their gates are told instead.

No Qt.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnnsim.model.cells import CELLS
from rnnsim.model.diagnosis import Verdict, verdict_of
from rnnsim.model.frame import Frame
from rnnsim.translation import tr
from rnnsim.ui.numbers import short, subscript
from rnnsim.ui.verdict import (
    bound_factor,
    divergence_sentence,
    unlike_one,
)
from rnnsim.ui.way_back import rate_per_step, truncated

KEPT = 5e-3
"""A gradient changed by less than this share a step is kept."""


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict on one frame.

    Attributes
    ----------
    verdict : Verdict
    measured : str
        The sentence's beginning.
    theory : str
        Its end.
    brief : str
        An end in fewer words.
    """

    verdict: Verdict
    measured: str
    theory: str
    brief: str

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.measured}{self.theory}"


def gates_factor(frame: Frame) -> float | None:
    """What the gates alone leave of a gradient in one step back, a geometric mean from T to 1.

    None of an RNN, and where there is one time step only.
    """
    path = frame.passed.direct_path
    if path is None or len(path) < 3:
        return None
    return float(path[1]) ** (1.0 / (len(path) - 2))


def measured_factor(frame: Frame) -> float:
    """By what the gradient changed in one step back, a geometric mean from T to 1; NaN of none.

    There is none where truncation cut the gradient off, which is nothing that the network did, nor
    where every time step adds a gradient of its own.
    """
    settings = frame.settings
    if frame.divergence is not None or truncated(settings) or settings.loss_at == "all":
        return math.nan
    return rate_per_step(frame, 1)


def said_of(frame: Frame) -> Said:
    """The verdict on a frame, in words."""
    factor = bound_factor(frame)
    verdict = verdict_of(frame.divergence, factor)
    if verdict is Verdict.DIVERGED:
        return _diverged(frame)
    measured = _measured(frame)
    if factor is None:
        return Said(
            verdict, measured, f": {_without_bound(frame)}", f": {_no_bound_briefly(frame)}"
        )
    rate = measured_factor(frame)
    if verdict is Verdict.VANISHING:
        theory, brief = _vanishing(factor)
    elif verdict is Verdict.SILENT:
        theory, brief = _silent(factor, rate)
    else:
        theory = tr(": γσ₁ = 1 lets it shrink but never grow")
        brief = theory
    return Said(verdict, measured, theory, brief)


def _vanishing(factor: float) -> tuple[str, str]:
    number = unlike_one(factor)
    whole = tr(": γσ₁ = {factor} < 1 is sufficient for vanishing, at most ×{factor} a step")
    brief = tr(": γσ₁ = {factor} < 1, sufficient for vanishing")
    return whole.format(factor=number), brief.format(factor=number)


def _silent(factor: float, rate: float) -> tuple[str, str]:
    """γσ₁ > 1 permits both, so it is said which came."""
    number = unlike_one(factor)
    if math.isnan(rate):
        whole = tr(": γσ₁ = {factor} > 1 is necessary for exploding, not sufficient")
    elif rate > 1.0 + KEPT:
        whole = tr(
            ": γσ₁ = {factor} > 1 is necessary for exploding, not sufficient; here it does grow"
        )
    elif rate < 1.0 - KEPT:
        whole = tr(
            ": γσ₁ = {factor} > 1 is necessary for exploding, not sufficient; here it shrinks"
        )
    else:
        whole = tr(
            ": γσ₁ = {factor} > 1 is necessary for exploding, not sufficient; here it is kept"
        )
    brief = tr(": γσ₁ = {factor} > 1, necessary for exploding")
    return whole.format(factor=number), brief.format(factor=number)


def _measured(frame: Frame) -> str:
    magnitude = frame.passed.gradient_magnitude
    if len(magnitude) == 2:
        return tr("One time step only")
    if truncated(frame.settings):
        sentence = tr("Truncation stops the gradient after {steps} steps")
        return sentence.format(steps=frame.settings.truncation)
    if frame.settings.loss_at == "all":
        return tr("Measured: {end} at h{last}, {start} at h₁").format(
            end=short(float(magnitude[-1])),
            last=subscript(len(magnitude) - 1),
            start=short(float(magnitude[1])),
        )
    rate = measured_factor(frame)
    if math.isnan(rate):
        nothing = float(magnitude[-1]) == 0.0
        return tr("No gradient at h_T") if nothing else tr("The gradient is not finite")
    if rate == 0.0:
        return tr("Measured: exactly 0 at h₁")
    if math.isinf(rate) and not math.isfinite(magnitude[1]):
        return tr("Measured: ∞ at h₁")
    return tr("Measured ×{rate} a step").format(rate=unlike_one(rate))


def _without_bound(frame: Frame) -> str:
    """Why there is no bound, and what the gates alone would give."""
    step, path = gates_factor(frame), frame.passed.direct_path
    words = CELLS[frame.settings.cell].words
    if step is None or path is None or words is None:
        return _no_bound(frame)
    last = subscript(len(path) - 1)
    numbers = {"step": unlike_one(step), "whole": short(float(path[1])), "last": last}
    return f"{_no_bound(frame)}; {tr(words.leave_a_step).format(**numbers)}"


def _no_bound_briefly(frame: Frame) -> str:
    step = gates_factor(frame)
    if step is None:
        gated = CELLS[frame.settings.cell].words is not None
        return _no_bound(frame) if gated else tr("no such bound, each time step has a loss")
    return tr("no such bound, gates alone ×{step}").format(step=unlike_one(step))


def _no_bound(frame: Frame) -> str:
    words = CELLS[frame.settings.cell].words
    if words is not None:
        return tr(words.no_bound)
    return tr("no such bound where every time step has a loss and sends a gradient of its own")


def _diverged(frame: Frame) -> Said:
    what = (
        tr("W_hh is not finite")
        if frame.divergence is None
        else divergence_sentence(frame.divergence)
    )
    why = tr(": diverged, so there is nothing to compare")
    return Said(Verdict.DIVERGED, what, why, tr(": diverged"))


def explanation(frame: Frame) -> tuple[str, ...]:
    """What the numbers of the strip mean; of γ only where γσ₁ is a bound."""
    spectrum, product = frame.spectrum, bound_factor(frame)
    gamma, sigma = spectrum.slope_bound, spectrum.largest_singular_value
    of_radius = tr(
        "ρ is what W_hh does in the long run. It bounds no single step: where W_hh is not"
        " normal σ₁ is larger."
    )
    if product is None:
        return f"ρ = {short(spectrum.spectral_radius, 3)}   σ₁ = {short(sigma, 3)}", of_radius
    numbers = tr("ρ = {rho}   σ₁ = {sigma}   γ = {gamma}   1/γ = {inverse}   γσ₁ = {product}")
    return (
        numbers.format(
            rho=short(spectrum.spectral_radius, 3),
            sigma=unlike_one(sigma, 3, one=1.0 / gamma),
            gamma=short(gamma, 3),
            inverse=short(1.0 / gamma, 3),
            product=unlike_one(product, 3),
        ),
        tr(
            "σ₁ is the most that W_hh can stretch, γ the steepest slope of φ: no step back can"
            " lengthen a gradient by more than γσ₁. σ₁ < 1/γ is sufficient for vanishing;"
            " σ₁ > 1/γ is necessary for exploding, but not sufficient."
        ),
        of_radius,
    )
