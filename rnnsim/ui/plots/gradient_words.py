"""The gradient magnitude in words and numbers."""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame, Pass
from rnnsim.model.table import Cell, Columns, Table
from rnnsim.translation import tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.beside import Beside, beside, in_words, start_of, titled


def others_of(frame: Frame) -> tuple[Beside, ...]:
    """The gradient magnitudes of all runs but the main one."""
    return beside(frame, 0, lambda passed: passed.gradient_magnitude)


def gates_alone(passed: Pass) -> FloatArray | None:
    """(T+1,) array: what the gates alone would leave of the gradient at T; None for an RNN."""
    if passed.direct_path is None:
        return None
    along = passed.memory_gradient_magnitude
    along = passed.gradient_magnitude if along is None else along
    with np.errstate(all="ignore"):
        return np.asarray(passed.direct_path, dtype=float) * float(along[-1])


def changed(magnitude: FloatArray) -> str:
    """In words, by how much a gradient changes from h_T back to h_1; empty where there is none."""
    first, last = float(magnitude[1]), float(magnitude[-1])
    if len(magnitude) <= 2 or not last or not (math.isfinite(first) and math.isfinite(last)):
        return ""
    if not first:
        return tr("0 at h₁")
    with np.errstate(all="ignore"):
        factor = float(f"{last / first if first < last else first / last:.2g}")
    words = tr("{factor}× smaller") if first < last else tr("{factor}× larger")
    return words.format(factor=short(factor)) if math.isfinite(factor) else ""


def summary(frame: Frame) -> str:
    """The gradient magnitude in one sentence."""
    magnitude, memory = frame.passed.gradient_magnitude, frame.passed.memory_gradient_magnitude
    steps = len(magnitude) - 1
    words = tr(
        "Gradient magnitude {last} at the last time step, {steps}, and {first} at time step 0"
    ).format(last=short(magnitude[-1], 3), steps=steps, first=short(magnitude[0], 3))
    if memory is not None:
        words += tr("; of the cell state {last} and {first}").format(
            last=short(memory[-1], 3), first=short(memory[0], 3)
        )
    if frame.passed.direct_path is not None:
        left = short(frame.passed.direct_path[0], 3)
        words += tr("; the gates alone would leave ×{factor}").format(factor=left)
    for text, mask in (
        (tr("; exactly zero at {some} of {all} time steps"), magnitude == 0),
        (tr("; infinite at {some} of {all} time steps"), np.isposinf(magnitude)),
        (tr("; not a number at {some} of {all} time steps"), np.isnan(magnitude)),
    ):
        if mask.any():
            words += text.format(some=mask.sum(), all=steps + 1)
    return words + _others_in_words(frame) + "."


def _others_in_words(frame: Frame) -> str:
    others = others_of(frame)
    if not others:
        return ""
    at_start = in_words(others, lambda values: float(values[0]))
    return tr("; at time step 0 of the other runs{values}").format(values=at_start)


def table(frame: Frame) -> Table:
    """The gradient magnitude of every time step, and what it is compared with."""
    passed = frame.passed
    columns = {
        tr("time step k"): np.arange(len(passed.gradient_magnitude)),
        tr("‖∂L/∂h_k‖ (Frobenius norm over batch and units)"): passed.gradient_magnitude,
        tr("‖∂L/∂c_k‖ (Frobenius norm over batch and units)"): passed.memory_gradient_magnitude,
        tr("bound (γσ₁)^(T−k) ‖∂L/∂h_T‖"): frame.bound,
        tr("radius alone ρ^(T−k) ‖∂L/∂h_T‖"): frame.radius_line,
        tr("gates alone, times the gradient at T"): gates_alone(passed),
    }
    there = {head: values for head, values in columns.items() if values is not None}
    others = others_of(frame)
    if not others:
        return Table(tuple(there), Columns(*there.values()))
    start = start_of(others, 0)
    lead: list[Cell] = [None] * -start
    steps, *measured = there.values()
    heads = (*there, *(titled(tr("‖∂L/∂h_k‖"), run) for run in others))
    columns_of_all = (
        range(start, len(steps)),
        *([*lead, *values.tolist()] for values in measured),
        *(run.column(start) for run in others),
    )
    return Table(heads, Columns(*columns_of_all))
