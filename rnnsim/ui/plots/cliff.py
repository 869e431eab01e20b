"""The cliff of a single unit: its error surface, and what clipping does at its foot."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QRectF

from rnnsim.model.arrays import FloatArray
from rnnsim.model.cliff import START
from rnnsim.model.extras import CliffPicture
from rnnsim.model.frame import Frame
from rnnsim.model.table import Columns, Table
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import short
from rnnsim.ui.plots.held import Held, Kept
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import (
    ColorBar,
    Entry,
    Handle,
    Level,
    Look,
    Picture,
    Reading,
    Reference,
    Scale,
    Scenery,
    Tag,
    Way,
    broken_word,
    waiting,
)
from rnnsim.ui.plots.ranges import Span
from rnnsim.ui.plots.start import BIAS, STEP, StartPlot, told
from rnnsim.ui.plots.surface import error_span, scenery_of, wall_of
from rnnsim.ui.plots.ways import within
from rnnsim.ui.theme import DARK, Theme

UNCLIPPED = Look("gradient", 2.2, (3.0, 1.8))
CLIPPED = Look("forward", 4.4)
"""Wider, so that it is seen on both sides of the other where they run together."""

WALL = Look("text", 1.6)

LEGEND = (
    Entry(UNCLIPPED, (Label(noted("without clipping")), Label(noted("unclipped")))),
    Entry(CLIPPED, (Label(noted("clipped by norm")), Label(noted("clipped")))),
)


class CliffPlot(StartPlot):
    """E(w, b) of one unit over many time steps, with two descents that start alike."""

    name = "cliff"
    quantity = noted("error E")

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme, tr("The cliff of a single unit"))
        self.setWhatsThis(
            tr(
                "The error E of a network of a single unit, over its recurrent weight w, across,"
                " and its bias b, up, on a logarithmic scale of colours with lines of equal error."
                " Where the lines crowd, the error rises like a wall. Both descents start at the"
                " ring with the same learning rate. The unclipped one is thrown far away when it"
                " meets the wall; an arrow shows where it leaves the plot. The clipped one takes"
                " bounded steps. Drag the ring, or press anywhere, and both start there; a double"
                " click brings it back."
            )
        )
        self._scenery: Kept[Scenery] = Kept()

    @property
    def aside(self) -> str:
        """Error and gradient where the descents start, and how long their first steps are."""
        cliff = None if self._frame is None else self._frame.extras.cliff
        return "" if cliff is None else _told(cliff)

    def _identity_of(self, frame: Frame) -> Hashable:
        cliff = frame.extras.cliff
        if cliff is None:
            return ()  # unlike what there was before the first frame
        arrays = cliff.w, cliff.b, cliff.error, cliff.unclipped, cliff.clipped
        return (*map(Held, arrays), cliff.rate, cliff.threshold)

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        cliff = frame.extras.cliff
        if cliff is None:
            return waiting(tr("computing…"))
        surface = Held(cliff.w), Held(cliff.b), Held(cliff.error)
        scenery = self._scenery.get(surface, lambda: scenery_of(cliff))
        return compose(cliff, scenery, self._handle(frame))

    def _handle_of(self, frame: Frame) -> Handle | None:
        cliff = frame.extras.cliff
        return None if cliff is None else handle_of(cliff)

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        cliff = frame.extras.cliff
        if cliff is None or not cliff.error.size:
            return None
        if self.hovered:
            w, b = cliff.start
            return Reading(w, b, "card", f"w = {told(w)}, b = {told(b)}: {_slope(cliff)}")
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


def _told(cliff: CliffPicture) -> str:
    """Error and gradient where the descents start, and how long their first steps are."""
    free, held = (short(_first_step(way), 3) for way in (cliff.unclipped, cliff.clipped))
    step = tr("step {length}").format(length=free)
    if held != free:
        step += tr(", clipped {length}").format(length=held)
    return f"{_slope(cliff)} · {step}"


def _slope(cliff: CliffPicture) -> str:
    """Error and gradient where the descents start."""
    error, slope = short(cliff.start_error, 3), short(cliff.start_gradient_norm, 3)
    return f"E = {error} · ‖∇E‖ = {slope}"


def handle_of(cliff: CliffPicture) -> Handle:
    """The ring at the descents' start."""
    return Handle(*cliff.start, "text", home=START, step=(STEP, STEP), anywhere=True)


def compose(cliff: CliffPicture, scenery: Scenery, handle: Handle | None = None) -> Picture:
    """Make the picture of an error surface and two descents over it.

    Parameters
    ----------
    handle : Handle or None
        The ring, where the user has put it; None for where the descents start.
    """
    w, b, span = _ends(cliff.w), _ends(cliff.b), error_span(cliff.error)
    wall, handle = wall_of(cliff), handle or handle_of(cliff)
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
        levels=(Level(handle.y, BIAS, ""),),
        handle=handle,
        legend=tuple(entry.translated() for entry in LEGEND),
        color_bar=ColorBar(span, broken=broken_word(cliff.error)),
        scenery=scenery,
    )


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


def _ends(values: FloatArray) -> Span:
    return Span(float(values[0]), float(values[-1]))


def _way(descent: FloatArray, look: Look) -> Way:
    w, b = np.asarray(descent, dtype=float)[:, :2].T
    return Way(w, b, look, broken_word(descent))


def _first_step(descent: FloatArray) -> float:
    """How far the first update goes."""
    return float(np.hypot(*(descent[1, :2] - descent[0, :2])))


def _error(descent: FloatArray, row: int) -> str:
    return short(float(descent[row, 2]), 3)
