"""The cliff of a single unit: its error surface, and what clipping does at its foot."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QRectF, Signal

from rnnsim.model.cliff import START, start_at
from rnnsim.model.frame import CliffPicture, FloatArray, Frame
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.colors import shares_of
from rnnsim.ui.plots.draggable import DraggablePlot
from rnnsim.ui.plots.hand import Place
from rnnsim.ui.plots.held import Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    ColorBar,
    Entry,
    Handle,
    Look,
    Picture,
    Raster,
    Reading,
    Reference,
    Scale,
    Scenery,
    Tag,
    Way,
    broken_word,
    waiting,
)
from rnnsim.ui.plots.ranges import Span, decades, empty_decades
from rnnsim.ui.plots.raster import contour
from rnnsim.ui.plots.series import runs
from rnnsim.ui.plots.ways import within
from rnnsim.ui.table import Columns, Table
from rnnsim.ui.theme import DARK, Theme

UNCLIPPED = Look("gradient", 2.2, (3.0, 1.8))
CLIPPED = Look("forward", 4.4)
"""Wider, so that it is seen on both sides of the other where they run together."""

WALL = Look("text", 1.6)

STEEP = 0.15
"""Decades by which the error changes from one row of the surface to the next at a wall."""

SMOOTHED = 5
"""Columns over which the line of the wall is averaged: it is known to a row only."""

LEGEND = (
    Entry(UNCLIPPED, (Label(noted("without clipping")), Label(noted("unclipped")))),
    Entry(CLIPPED, (Label(noted("clipped by norm")), Label(noted("clipped")))),
)

DIGITS, STEP = 3, 0.001
"""Decimals of a start that was moved, and how far an arrow key moves it: the wall is that thin."""

CONTOURS = 10
"""About so many lines of equal error."""

FLOOR = 0.03
"""Share of the surface that lies below the scale of colours: on the valley's floor E is 0."""


class CliffPlot(DraggablePlot):
    """E(w, b) of one unit over many time steps, with two descents that start alike."""

    name = "cliff"
    start_moved = Signal(float, float)
    """The w and b at which the descents are to start."""

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
        return compose(cliff, scenery, self._handle(frame))

    def _handle_of(self, frame: Frame) -> Handle | None:
        cliff = frame.extras.cliff
        return None if cliff is None else handle_of(cliff)

    def _ask_for(self, place: Place) -> Place:
        w, b = start_at(round(place[0], DIGITS), round(place[1], DIGITS))
        self.start_moved.emit(w, b)
        return w, b

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


def handle_of(cliff: CliffPicture) -> Handle:
    """The ring at the descents' start."""
    w, b = (float(value) for value in cliff.clipped[0, :2])
    return Handle(w, b, "text", home=START, step=(STEP, STEP), anywhere=True)


def compose(cliff: CliffPicture, scenery: Scenery, handle: Handle | None = None) -> Picture:
    """Make the picture of an error surface and two descents over it.

    Parameters
    ----------
    handle : Handle or None
        The ring, where the user has put it; None for where the descents start.
    """
    w, b, span = _ends(cliff.w), _ends(cliff.b), error_span(cliff.error)
    wall = wall_of(cliff)
    return Picture(
        x=w,
        y=b,
        scale=Scale.AMOUNTS,
        x_scale=Scale.AMOUNTS,
        x_label=tr("recurrent weight w"),
        y_label=tr("bias b"),
        references=(Reference(*wall, WALL),) if len(wall[0]) else (),
        ways=(_way(cliff.unclipped, UNCLIPPED), _way(cliff.clipped, CLIPPED)),
        tags=(*_thrown(cliff.unclipped, w, b), *_stayed(cliff.clipped, w, b), *_named(*wall)),
        handle=handle or handle_of(cliff),
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
    return Scenery(raster=fields, contours=_beside(np.concatenate(lines), cliff))


def wall_of(cliff: CliffPicture) -> tuple[FloatArray, FloatArray]:
    """Where the error leaps from one row of the surface to the next: w and b of a line.

    The longest run of columns in which it does, and there where it leaps most.
    """
    if min(cliff.error.shape) < 2:
        return np.empty(0), np.empty(0)
    leaps = np.abs(np.diff(_exponents(cliff.error, error_span(cliff.error).low), axis=0))
    leaps = np.nan_to_num(leaps, nan=0.0)
    highest = leaps.argmax(axis=0)
    between = (cliff.b[1:] + cliff.b[:-1]) / 2
    steep = runs(leaps.max(axis=0) >= STEEP)
    if not steep:
        return np.empty(0), np.empty(0)
    start, stop = max(steep, key=lambda run: run[1] - run[0])
    w, b = cliff.w[start : stop + 1], between[highest[start : stop + 1]]
    if len(w) < SMOOTHED:
        return np.empty(0), np.empty(0)
    weights, half = np.full(SMOOTHED, 1 / SMOOTHED), SMOOTHED // 2
    b = np.pad(b, half, mode="reflect", reflect_type="odd")
    return w, np.convolve(b, weights, "valid")


def _beside(lines: FloatArray, cliff: CliffPicture) -> FloatArray:
    """Lines of equal error without those that the wall is made of."""
    w, b = wall_of(cliff)
    if not len(w) or not len(lines):
        return lines
    x, y = (lines[:, 0] + lines[:, 2]) / 2, (lines[:, 1] + lines[:, 3]) / 2
    row = abs(float(cliff.b[1] - cliff.b[0]))
    far = np.abs(y - np.interp(x, w, b)) > 2.0 * row
    kept: FloatArray = lines[far | (x < w[0]) | (x > w[-1])]
    return kept


def _thrown(descent: FloatArray, w: Span, b: Span) -> tuple[Tag, ...]:
    """Words where a descent leaves the plot for the first time: how long that step is."""
    there = descent[np.isfinite(descent[:, :2]).all(axis=1), :2]
    box = QRectF(w.low, b.low, w.high - w.low, b.high - b.low)
    outside = np.any((there < (w.low, b.low)) | (there > (w.high, b.high)), axis=1)
    if not np.any(outside) or outside[0]:
        return ()
    i = int(outside.argmax())
    pieces, _outward = within(there[i - 1 : i + 1, 0], there[i - 1 : i + 1, 1], box)
    if not len(pieces):
        return ()
    with np.errstate(over="ignore"):
        length = float(np.hypot(*(there[i] - there[i - 1])))
    at = float(pieces[0, 2]), float(pieces[0, 3])
    words = tr("thrown off: a step of {length}").format(length=short(length, 3))
    middle = float(pieces[0, [0, 2]].mean()), float(pieces[0, [1, 3]].mean())
    return (Tag((at, middle), UNCLIPPED.role, words, must=False),)


def _stayed(descent: FloatArray, w: Span, b: Span) -> tuple[Tag, ...]:
    """Words where a descent ends within the plot: the error there."""
    x, y, error = (float(value) for value in descent[-1])
    if not (w.low <= x <= w.high and b.low <= y <= b.high):
        return ()
    words = tr("clipped: E = {error}").format(error=short(error))
    return (Tag(((x, y),), CLIPPED.role, words, must=False),)


def _named(w: FloatArray, b: FloatArray) -> tuple[Tag, ...]:
    """The wall's name, somewhere along it."""
    if not len(w):
        return ()
    chosen = [round(share * (len(w) - 1)) for share in (0.8, 0.9, 0.7, 0.2, 0.3)]
    points = tuple((float(w[i]), float(b[i])) for i in chosen)
    return (Tag(points, WALL.role, tr("the wall"), must=False),)


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
