"""The cliff of a single unit: its error surface, and what clipping does at its foot."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from rnnsim.model.frame import CliffPicture, FloatArray, Frame
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.colors import shares_of
from rnnsim.ui.plots.held import Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    ColorBar,
    Entry,
    Look,
    Picture,
    Raster,
    Reading,
    Scale,
    Scenery,
    Way,
    broken_word,
    waiting,
)
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.ranges import Span, decades, empty_decades
from rnnsim.ui.plots.raster import contour
from rnnsim.ui.table import Columns, Table
from rnnsim.ui.theme import DARK, Theme

UNCLIPPED = Look("gradient", 2.2, (3.0, 1.8))
CLIPPED = Look("forward", 2.4)

LEGEND = (
    Entry(UNCLIPPED, (Label(noted("without clipping")), Label(noted("unclipped")))),
    Entry(CLIPPED, (Label(noted("clipped by norm")), Label(noted("clipped")))),
)

CONTOURS = 10
"""About so many lines of equal error."""

FLOOR = 0.03
"""Share of the surface that lies below the scale of colours: on the valley's floor E is 0."""


class CliffPlot(Plot):
    """E(w, b) of one unit over many time steps, with two descents that start alike."""

    name = "cliff"

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("The cliff of a single unit"))
        self.setWhatsThis(
            tr(
                "The error E of a network of a single unit, over its recurrent weight w, across,"
                " and its bias b, up, on a logarithmic scale of colours with lines of equal error."
                " Where the lines crowd, the error rises like a wall. Both descents start at the"
                " ring with the same learning rate. The unclipped one is thrown far away when it"
                " meets the wall; an arrow shows where it leaves the plot. The clipped one takes"
                " bounded steps."
            )
        )
        self._scenery: Kept[Scenery] = Kept()

    @property
    def aside(self) -> str:
        """Rate and threshold of the descents."""
        cliff = None if self._frame is None else self._frame.extras.cliff
        if cliff is None:
            return ""
        return f"η = {short(cliff.rate)} · τ = {short(cliff.threshold)}"

    def _identity_of(self, frame: Frame) -> Hashable:
        cliff = frame.extras.cliff
        if cliff is None:
            return ()  # unlike what there was before the first frame
        arrays = cliff.w, cliff.b, cliff.error, cliff.unclipped, cliff.clipped
        return tuple(array.tobytes() for array in arrays), cliff.rate, cliff.threshold

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        cliff = frame.extras.cliff
        if cliff is None:
            return waiting(tr("computing…"))
        scenery = self._scenery.get(self._identity_of(frame), lambda: scenery_of(cliff))
        return compose(cliff, scenery)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        cliff = frame.extras.cliff
        if cliff is None or not cliff.error.size:
            return None
        i, j = int(np.abs(cliff.b - y).argmin()), int(np.abs(cliff.w - x).argmin())
        text = tr("w = {w}, b = {b}: E = {error}").format(
            w=short(float(cliff.w[j]), 3),
            b=short(float(cliff.b[i]), 3),
            error=short(float(cliff.error[i, j]), 3),
        )
        return Reading(float(cliff.w[j]), float(cliff.b[i]), "accent", text)

    def _summary(self, frame: Frame) -> str:
        cliff = frame.extras.cliff
        if cliff is None:
            return tr("The error surface is being computed.")
        return tr(
            "Both descents start at E = {start}; after {iterations} iterations the unclipped one"
            " has E = {unclipped}, the one clipped at τ = {threshold} has E = {clipped}."
        ).format(
            start=_error(cliff.clipped, 0),
            iterations=len(cliff.clipped) - 1,
            unclipped=_error(cliff.unclipped, -1),
            threshold=short(cliff.threshold),
            clipped=_error(cliff.clipped, -1),
        )

    def _table(self, frame: Frame) -> Table:
        cliff = frame.extras.cliff
        if cliff is None:
            return Table()
        length = max(len(cliff.unclipped), len(cliff.clipped))
        heads = (
            *(tr("iteration"), tr("w, unclipped"), tr("b, unclipped"), tr("E, unclipped")),
            *(tr("w, clipped"), tr("b, clipped"), tr("E, clipped")),
        )
        return Table(heads, Columns(range(length), *cliff.unclipped.T, *cliff.clipped.T))


def compose(cliff: CliffPicture, scenery: Scenery) -> Picture:
    """Make the picture of an error surface and two descents over it."""
    w, b, span = _ends(cliff.w), _ends(cliff.b), error_span(cliff.error)
    return Picture(
        x=w,
        y=b,
        scale=Scale.AMOUNTS,
        x_scale=Scale.AMOUNTS,
        x_label=tr("recurrent weight w"),
        y_label=tr("bias b"),
        ways=(_way(cliff.unclipped, UNCLIPPED), _way(cliff.clipped, CLIPPED)),
        legend=tuple(entry.translated() for entry in LEGEND),
        color_bar=ColorBar(span, broken=broken_word(cliff.error)),
        scenery=scenery,
    )


def scenery_of(cliff: CliffPicture) -> Scenery:
    """The error surface as coloured fields, with lines of equal error."""
    span = error_span(cliff.error)
    exponents = _exponents(cliff.error, span.low)
    fields = Raster(
        shares=shares_of(exponents, span.low, span.high)[::-1],
        zero=np.zeros(cliff.error.shape, bool),
        broken=~np.isfinite(cliff.error)[::-1],
        x=_edges(cliff.w),
        y=_edges(cliff.b),
        smooth=True,
    )
    levels = np.linspace(span.low, span.high, CONTOURS + 2)[1:-1]
    lines = [contour(cliff.w, cliff.b, exponents, float(level)) for level in levels]
    return Scenery(raster=fields, contours=np.concatenate(lines))


def error_span(error: FloatArray) -> Span:
    """The exponents on the scale of colours."""
    there = error[np.isfinite(error) & (error > 0)]
    if not len(there):
        return empty_decades()
    low, high = np.quantile(there, FLOOR), there.max()
    return decades(float(np.log10(low)), float(np.log10(high)))


def _exponents(error: FloatArray, least: float) -> FloatArray:
    """log₁₀ of an error, `least` where it is smaller or 0."""
    with np.errstate(all="ignore"):
        exponents: FloatArray = np.log10(np.asarray(error, dtype=float))
    return np.where(np.isfinite(error), np.maximum(exponents, least), np.nan)


def _ends(values: FloatArray) -> Span:
    return Span(float(values[0]), float(values[-1]))


def _edges(values: FloatArray) -> Span:
    """Outer edges of fields whose middles are given."""
    half = (float(values[-1]) - float(values[0])) / max(len(values) - 1, 1) / 2
    return Span(float(values[0]) - half, float(values[-1]) + half)


def _way(descent: FloatArray, look: Look) -> Way:
    w, b = np.asarray(descent, dtype=float)[:, :2].T
    return Way(w, b, look, broken_word(descent))


def _error(descent: FloatArray, row: int) -> str:
    return short(float(descent[row, 2]), 3)
