"""The gradient at h_k on its way back: by the chain rule, and by how much a step changes it."""

from __future__ import annotations

import math

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.numbers import short, subscript


def rate_per_step(frame: Frame, k: int) -> float:
    """Mean factor of the gradient's change in one step from h_T to h_k; NaN at T.

    No factor of a step where every time step adds a gradient of its own.
    """
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
    """The gradient at h_k, by the chain rule where that is one product: formula, and beside it."""
    magnitude = frame.passed.gradient_magnitude
    last, value = len(magnitude) - 1, short(float(magnitude[k]))
    left = f"‖∂L/∂h{subscript(k)}‖"
    if k == last:
        return f"{left} = {value}", tr("straight from the loss")
    if changed := changed_on_the_way(frame.settings):
        return f"{left} = {value}", changed
    memory = frame.passed.memory_gradient_magnitude
    if memory is not None:
        beside = f"‖∂L/∂c{subscript(k)}‖ = {short(float(memory[k]))};  {_alone(frame, k)}"
        return f"{left} = {value}", beside
    if frame.settings.loss_at == "all":
        beside = tr("the losses of time steps {first} to {last} together")
        beside = beside.format(first=max(k, 1), last=last)
        return f"{left} = ‖Σₜ ∂Lₜ/∂h{subscript(k)}‖ = {value}", beside
    formula = f"{left} = ‖∂L/∂h{subscript(last)} · {_jacobians(last, k)}‖ = {value}"
    if not math.isfinite(rate_per_step(frame, k)) or magnitude[k] == 0.0:
        return formula, ""
    beside = tr("×{rate} a step, {other}")
    return formula, beside.format(rate=short(rate_per_step(frame, k)), other=_alone(frame, k))


def truncated(settings: Settings) -> bool:
    """Whether the gradient is cut off before it is back at h₁."""
    return 0 < settings.truncation < settings.time_steps


def changed_on_the_way(settings: Settings) -> str:
    """Why the gradient is not that of the loss, where it is not.

    Clipping on the way is no reason: training uses what is clipped, shown is what is not.
    """
    if truncated(settings):
        sentence = tr("as far as truncation lets it, {steps} steps back")
        return sentence.format(steps=settings.truncation)
    return ""


def _jacobians(last: int, k: int) -> str:
    """``J₉ … J₃``."""
    if last - k == 1:
        return f"J{subscript(last)}"
    return f"J{subscript(last)}{' …' if last - k > 2 else ''} J{subscript(k + 1)}"


def _alone(frame: Frame, k: int) -> str:
    """What the gradient at h_k is to be compared with."""
    path = frame.passed.direct_path
    if path is not None:
        return tr("gates alone ×{share}").format(share=short(float(path[k])))
    assert frame.bound is not None  # of a plain RNN whose loss is at T
    return tr("bound {size}").format(size=short(float(frame.bound[k])))
