"""The gradient of every time step's loss with respect to every hidden state, as coloured fields."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Cell, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.colors import shares_of
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.picture import (
    ColorBar,
    Picture,
    Raster,
    Reading,
    Scale,
    Scenery,
    broken_word,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.progress import gradients_from
from rnnsim.ui.plots.ranges import Span, decades, empty_decades
from rnnsim.ui.theme import DARK, Theme

BAND = 3.0
"""Height of a plot with one row, in lines of text."""


class MapPlot(Plot):
    """‖∂L_t/∂h_k‖: k across, t down, on a logarithmic scale of colours.

    Where the loss is at T only, its single row is shown as a band.
    """

    name = "map"
    quantity = noted("‖∂Lₜ/∂hₖ‖")
    follows_pass = True
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("Who reaches whom"))
        self.setWhatsThis(
            tr(
                "Each field is how strongly the loss at time step t, down, reaches the hidden"
                " state at time step k, across: the Frobenius norm, over batch and hidden units,"
                " of the gradient of that loss alone. The scale of colours is logarithmic. A field"
                " where k is after t is empty: a loss does not reach the future. Exact zeros, and"
                " values that are not finite, have colours of their own beside the scale."
            )
        )
        self._kept: Kept[Picture] = Kept()

    @property
    def aside(self) -> str:
        """How far the range of the gradients reaches."""
        values = None if self._frame is None else self._frame.extras.gradient_map
        extent = None if values is None else _extent(values)
        if extent is None:
            return ""
        low, high = extent
        return f"{short(10**low)} … {short(10**high)}"

    def _identity_of(self, frame: Frame) -> Hashable:
        return Held(frame.extras.gradient_map), frame.settings.loss_at

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        values = frame.extras.gradient_map
        if values is None:
            return waiting(tr("computing…"))
        one_row = _is_one_row(frame)
        whole = self._kept.get(
            (Held(values), one_row), lambda: compose(values, have, one_row=one_row)
        )
        cursor = self._cursor(len(values))
        return whole if cursor is None else replace(whole, cursor=cursor)

    def _cursor(self, time_steps: int) -> float | None:
        """Where a backward pass is; else the time step selected."""
        reached = gradients_from(self._moment, time_steps)
        if self._moment is not None and reached <= time_steps:
            return float(reached)
        inside = self._step is not None and 0 <= self._step <= time_steps
        return float(self._step or 0) if inside else None

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        values = frame.extras.gradient_map
        if values is None:
            return None
        t = len(values) if _is_one_row(frame) else min(max(round(y), 1), len(values))
        k = min(max(round(x), 0), len(values))
        if k > t:
            text = tr("t = {t} does not reach k = {k}, its future").format(t=t, k=k)
        else:
            value = short(float(values[t - 1, k]), 3)
            text = tr("t = {t}, k = {k}: {value}").format(t=t, k=k, value=value)
        return Reading(float(k), float(t), "accent", text)

    def _summary(self, frame: Frame) -> str:
        return summary(frame)

    def _table(self, frame: Frame) -> Table:
        values = frame.extras.gradient_map
        if values is None:
            return Table()
        heads = (tr("loss at t"), *(f"k = {k}" for k in range(values.shape[1])))
        rows = Rows(values, len(values) if _is_one_row(frame) else 1)
        return Table(heads, rows)


class Rows(Sequence[Sequence[Cell]]):
    """The rows of a map from time step `first` on, made as they are asked for."""

    def __init__(self, values: FloatArray, first: int) -> None:
        self._values, self._first = values, first

    def __len__(self) -> int:
        return len(self._values) - self._first + 1

    def __getitem__(self, row: int) -> tuple[Cell, ...]:  # type: ignore[override]
        if not 0 <= row < len(self):
            raise IndexError(row)
        t = self._first + row
        values = self._values[t - 1].tolist()
        return (t, *values[: t + 1], *[None] * (len(values) - t - 1))


def compose(values: FloatArray, have: Picture | None = None, *, one_row: bool = False) -> Picture:
    """Make the picture of a map, (T, T+1); of its last row only where no other has numbers."""
    count = len(values)
    bar = _bar(values[-1:] if one_row else values, have.color_bar if have else None)
    return Picture(
        x=Span(-0.5, count + 0.5),
        y=Span(count + 0.5, count - 0.5) if one_row else Span(count + 0.5, 0.5),
        scale=Scale.COUNTS,
        x_label=tr("hidden state at k"),
        y_label=tr("loss at t"),
        color_bar=bar,
        scenery=Scenery(raster_of(values, bar.span, one_row=one_row)),
        band=BAND if one_row else 0.0,
        below=_only_last(count) if one_row else (),
        corner=() if one_row else _future(),
    )


def raster_of(values: FloatArray, span: Span, *, one_row: bool = False) -> Raster:
    """The fields of a map; those where k is after t are blank."""
    rows = np.arange(1, len(values) + 1)
    edges = Span(0.5, len(values) + 0.5)
    values = np.asarray(values, dtype=float)
    future = np.arange(values.shape[1]) > rows[:, None]
    if one_row:
        values, future = values[-1:], future[-1:]
        edges = Span(len(rows) - 0.5, len(rows) + 0.5)
    positive = np.isfinite(values) & (values > 0) & ~future
    exponents = np.log10(values, out=np.full(values.shape, np.nan), where=positive)
    return Raster(
        shares=shares_of(exponents, span.low, span.high),
        zero=(values == 0) & ~future,
        broken=~np.isfinite(values) & ~future,
        x=Span(-0.5, values.shape[1] - 0.5),
        y=edges,
    )


def summary(frame: Frame) -> str:
    """The map in one sentence."""
    values = frame.extras.gradient_map
    if values is None:
        return tr("The gradients of all losses are being computed.")
    if _is_one_row(frame):
        words = tr("The loss at T = {count} reaches h_T with {last} and h_0 with {first}.")
    else:
        words = tr(
            "Of {count} losses, the last reaches its own hidden state with {last} and h_0 with"
            " {first}."
        )
    return words.format(
        count=len(values),
        last=short(float(values[-1, -1]), 3),
        first=short(float(values[-1, 0]), 3),
    )


def _is_one_row(frame: Frame) -> bool:
    return frame.settings.loss_at == "last"


def _only_last(count: int) -> tuple[str, ...]:
    wordings = (
        tr(
            "The loss is at T = {count} only: one row. With the loss at all steps, one for each Lₜ."
        ),
        tr("Loss at T = {count} only: one row; at all steps, one for each Lₜ."),
        tr("Loss at T = {count} only."),
    )
    return tuple(words.format(count=count) for words in wordings)


def _future() -> tuple[str, ...]:
    return tr("k after t: a loss does not reach the future"), tr("k after t: no way"), tr("future")


def _reached(values: FloatArray) -> FloatArray:
    """The values where k is not after t."""
    values = np.asarray(values, dtype=float)
    rows = np.arange(values.shape[1] - len(values), values.shape[1])  # the last ones, up to T
    return values[np.arange(values.shape[1]) <= rows[:, None]]


def _extent(values: FloatArray) -> tuple[float, float] | None:
    """Exponents of the least and greatest positive value."""
    there = values[np.isfinite(values) & (values > 0)]
    if not len(there):
        return None
    return float(np.log10(float(there.min()))), float(np.log10(float(there.max())))


def _bar(values: FloatArray, have: ColorBar | None) -> ColorBar:
    reached, extent = _reached(values), _extent(values)
    before = None if have is None else have.span
    span = empty_decades(before) if extent is None else decades(*extent, before)
    return ColorBar(span, bool((reached == 0).any()), broken_word(reached))
