"""The gradient magnitude of an RNN, an LSTM and a GRU from the same start, word by word."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from itertools import chain

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Cell, Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.picture import (
    Curve,
    Look,
    Picture,
    Reading,
    Row,
    Scale,
    Scenery,
    Strip,
    Tag,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, decades, empty_decades
from rnnsim.ui.plots.series import Series, logarithmic
from rnnsim.ui.plots.singular import along
from rnnsim.ui.theme import DARK, Theme

CELLS = {
    "rnn": ("RNN", Look("gradient", 2.4, markers=True)),
    "lstm": ("LSTM", Look("memory", 2.4, (4.0, 1.6))),
    "gru": ("GRU", Look("radius", 2.4, (1.2, 1.2))),
}
"""Name and line of each cell."""


class CellsPlot(Plot):
    """‖∂L/∂h_k‖ of three untrained networks that differ in their cell only.

    Where the inputs are words, they stand underneath with the gradient that reaches each.
    """

    name = "cells"
    quantity = noted("‖∂L/∂hₖ‖")
    follows_selection = True

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("RNN, LSTM and GRU from the same start"))
        self.setWhatsThis(
            tr(
                "How much of the loss's gradient reaches each time step k in an RNN, an LSTM and a"
                " GRU with these settings and this seed, before any training. Where the inputs are"
                " words, they stand under the plot; each field says how much of the gradient"
                " reaches the hidden state that read the word: the fuller, the more, on the same"
                " logarithmic scale as the lines."
            )
        )
        self._kept: Kept[Picture] = Kept()

    def _identity_of(self, frame: Frame) -> Hashable:
        cells = frame.extras.cells
        if cells is None:
            return ()  # unlike what there was before the first frame
        return frame.passed.tokens, tuple((cell, Held(cells[cell])) for cell in cells)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        cells = frame.extras.cells
        self._readout.rings = ()
        if cells is None:
            return waiting(tr("computing…"))
        if self._step is not None:
            self._readout.rings = tuple(_rings(cells, self._step))
        return self._kept.get(self._identity_of(frame), lambda: compose(frame, cells, have))

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        cells, k = frame.extras.cells, round(x)
        readings = list(_rings(cells, k)) if cells else []
        if cells is None or not readings:
            return None
        values = (f"{CELLS[cell][0]} {short(float(cells[cell][k]), 3)}" for cell in _known(cells))
        word = frame.passed.tokens[k - 1] if 0 < k <= len(frame.passed.tokens) else ""
        where = f"k = {k} “{word}”" if word else f"k = {k}"
        first = readings[0]
        return Reading(first.x, first.y, first.role, f"{where}: {', '.join(values)}")

    def _summary(self, frame: Frame) -> str:
        cells = frame.extras.cells
        if cells is None:
            return tr("The gradients of the three cells are being computed.")
        values = (
            tr("{cell} {first} of {last} at T").format(
                cell=CELLS[cell][0],
                first=short(float(cells[cell][0]), 3),
                last=short(float(cells[cell][-1]), 3),
            )
            for cell in _known(cells)
        )
        return tr("Gradient magnitude at time step 0: {values}.").format(values=", ".join(values))

    def _table(self, frame: Frame) -> Table:
        cells = frame.extras.cells
        if cells is None:
            return Table()
        known = _known(cells)
        heads = [tr("time step k"), *(f"{CELLS[cell][0]} ‖∂L/∂h_k‖" for cell in known)]
        columns: list[Sequence[Cell] | FloatArray] = [
            range(len(cells[known[0]])) if known else (),
            *(cells[cell] for cell in known),
        ]
        if any(frame.passed.tokens):
            heads.insert(1, tr("word"))
            columns.insert(1, ("", *frame.passed.tokens))
        return Table(tuple(heads), Columns(*columns))


def compose(frame: Frame, cells: Mapping[str, FloatArray], have: Picture | None = None) -> Picture:
    """Make the picture of the cells' gradient magnitudes."""
    lines = _lines(cells)
    span = _range([series for series, _ in lines.values()], have)
    scenery = Scenery(strip=strip_of(frame, span))
    last = max((len(series.x) for series, _ in lines.values()), default=2) - 1
    tags = (Tag(along(series), look.role, CELLS[cell][0]) for cell, (series, look) in lines.items())
    words = scenery.strip is not None
    return Picture(
        x=Span(-0.5, last + 0.5) if words else Span(0.0, float(max(last, 1))),
        y=span,
        scale=Scale.DECADES,
        x_label="" if words else tr("time step k"),
        curves=tuple(Curve(line, look, len(line.x)) for line, look in lines.values()),
        tags=tuple(tag for tag in tags if tag.points),
        note="" if any(series.shown.any() for series, _ in lines.values()) else _nothing(lines),
        scenery=scenery,
    )


def strip_of(frame: Frame, span: Span) -> Strip | None:
    """The words of the sequence shown, and how strongly the gradient reaches each."""
    words, cells = frame.passed.tokens, frame.extras.cells
    if cells is None or not any(words):
        return None
    rows = []
    for cell in _known(cells):
        name, look = CELLS[cell]
        values = np.asarray(cells[cell], dtype=float)[1:]
        series = logarithmic(np.arange(1.0, len(values) + 1), values)
        strengths = np.clip((series.y - span.low) / (span.high - span.low), 0.0, 1.0)
        rows.append(Row(name, look.role, strengths, series.below, series.above | series.missing))
    return Strip(tuple(rows), words)


def _known(cells: Mapping[str, FloatArray]) -> list[str]:
    """The cells that there are, in the order of their names here."""
    return [cell for cell in CELLS if cell in cells]


def _lines(cells: Mapping[str, FloatArray]) -> dict[str, tuple[Series, Look]]:
    return {
        cell: (logarithmic(np.arange(float(len(cells[cell]))), cells[cell]), CELLS[cell][1])
        for cell in _known(cells)
    }


def _rings(cells: Mapping[str, FloatArray], k: int) -> list[Reading]:
    rings = []
    for cell in _known(cells):
        if 0 <= k < len(cells[cell]):
            value = float(cells[cell][k])
            seen = math.isfinite(value) and value > 0
            y = math.log10(value) if seen else math.nan
            rings.append(Reading(float(k), y, CELLS[cell][1].role, ""))
    return rings


def _range(lines: list[Series], have: Picture | None) -> Span:
    before = have.y if have and not have.bare else None
    extents = [extent for series in lines if (extent := series.extent()) is not None]
    if not extents:
        return empty_decades(before)
    ends = list(chain.from_iterable(extents))
    return decades(min(ends), max(ends), before)


def _nothing(lines: Mapping[str, tuple[Series, Look]]) -> str:
    zero = all(series.below.all() for series, _ in lines.values())
    return tr("exactly 0 at every time step") if zero else tr("not finite at every time step")
