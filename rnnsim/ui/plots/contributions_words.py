"""The contributions to the gradient in words and numbers."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Cell, Columns, Table
from rnnsim.translation import tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.beside import Beside, beside, in_words, start_of, titled


def others_of(frame: Frame) -> tuple[Beside, ...]:
    """The contributions of all runs but the main one."""
    return beside(frame, 1, lambda passed: passed.contributions)


def running_sum(contributions: FloatArray) -> FloatArray:
    """(T,) array: the sums of time steps t … T, added from T back as BPTT adds them."""
    with np.errstate(all="ignore"):
        sums: FloatArray = np.cumsum(np.asarray(contributions, dtype=float)[::-1])[::-1]
    return sums


def said_of(t: int, values: FloatArray) -> str:
    """One contribution, and the sum from T back to it."""
    return tr("t = {t}: {value}, sum from T {total}").format(
        t=t,
        value=short(float(values[t - 1]), 3),
        total=short(float(running_sum(values)[t - 1]), 3),
    )


def summary(frame: Frame) -> str:
    """The contributions in one sentence."""
    values = np.asarray(frame.passed.contributions, dtype=float)
    if not len(values):
        return tr("No contributions yet.")
    words = tr(
        "The contributions of {count} time steps to the gradient of W_hh sum to its norm, {total};"
        " the last contributes {last}, the first {first}; {below} point the other way."
    )
    said = words.format(
        count=len(values),
        total=short(float(running_sum(values)[0]), 3),
        last=short(float(values[-1]), 3),
        first=short(float(values[0]), 3),
        below=int((values < 0).sum()),
    )
    totals = in_words(others_of(frame), lambda each: float(running_sum(each)[0]))
    return f"{said[:-1]}{totals}." if totals else said


def table(frame: Frame) -> Table:
    """The contributions of every time step, their running sum, and those of the other runs."""
    passed = frame.passed
    heads = (
        tr("time step t"),
        tr("contribution along ∂L/∂W_hh, ⟨C_t, G⟩/‖G‖"),
        tr("running sum from T back to t"),
        tr("‖C_t‖ (Frobenius norm)"),
    )
    sums = running_sum(passed.contributions)
    own = passed.contributions, sums, passed.contribution_norms
    others = others_of(frame)
    start = start_of(others, 1)
    lead: list[Cell] = [None] * (1 - start)
    named = tuple(titled(tr("contribution along ∂L/∂W_hh"), run) for run in others)
    columns = (
        range(start, len(sums) + 1),
        *([*lead, *np.asarray(values, dtype=float).tolist()] for values in own),
        *(run.column(start) for run in others),
    )
    return Table(heads + named, Columns(*columns))
