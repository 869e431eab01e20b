"""How much of the gradient at h_T is left at h_1, over the points of a sweep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.kinds import ChoiceParameter
from rnnsim.model.parameters import parameter
from rnnsim.model.sweep import Axis
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count
from rnnsim.ui.plots.colors import shares_of
from rnnsim.ui.plots.columns import SCALE
from rnnsim.ui.plots.labels import Label, minus
from rnnsim.ui.plots.picture import (
    ColorBar,
    Curve,
    Entry,
    Look,
    Picture,
    Raster,
    Reference,
    Scale,
    Scenery,
    broken_word,
)
from rnnsim.ui.plots.ranges import Span, decades, empty_decades, reaching
from rnnsim.ui.plots.raster import contour
from rnnsim.ui.plots.series import BoolArray, Series, linear, logarithmic
from rnnsim.ui.plots.shades import beyond

LONGEST = 24
"""Characters of a name."""

HUNDREDTH = -2.0
"""Exponent of the ratio at which the line is drawn."""

FRONT = Look("text", 1.2)
MEASURED = Look("gradient", 2.0, markers=True)
ALIKE = Look("reference", 1.6, (3.75, 2.5))

RATIO = "‖∂L/∂h_1‖ / ‖∂L/∂h_T‖"

FRONT_ENTRY = Entry(
    FRONT,
    (
        Label(noted("‖∂L/∂h_1‖ is 1% of ‖∂L/∂h_T‖")),
        Label(noted("1% of the gradient at T")),
        Label("1%"),
    ),
)
ALIKE_ENTRY = Entry(ALIKE, (Label(noted("neither smaller nor larger")), Label("1")))


def compose(
    axes: Sequence[Axis], ratios: FloatArray, there: BoolArray, over: Sequence[str] = ()
) -> Picture:
    """Make the picture of a sweep: fields over two axes, a curve over one.

    Parameters
    ----------
    axes : one or two of Axis
        The first runs across.
    ratios : (n,) or (n, m) array
        ‖∂L/∂h_1‖/‖∂L/∂h_T‖ at each of their values.
    there : array of bool, of the same shape
        Where there is a run.
    over : sequence of str
        Keys of further axes, the median over which it is.
    """
    if len(axes) == 1:
        return _curve(axes[0], ratios, there)
    return _map(axes[0], axes[1], ratios.T, there.T, _remark(over) if over else ())


def name_of(axis: Axis) -> str:
    """What an axis is called: the setting's name and its symbol."""
    row = parameter(axis.key)
    return " ".join(filter(None, (tr(row.label), row.symbol)))


def names_of(axis: Axis) -> tuple[str, ...]:
    """What stands at each of an axis's values."""
    return tuple(_said(axis, value) for value in axis.values)


def _said(axis: Axis, value: object) -> str:
    row = parameter(axis.key)
    if isinstance(row, ChoiceParameter):
        return next(tr(choice.label) for choice in row.choices if choice.value == value)
    if isinstance(value, int):
        return count(value)
    if isinstance(value, float):
        return minus(f"{value:.4g}")
    text = row.format(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def said_of(axes: Sequence[Axis], over: Sequence[str]) -> str:
    """What the picture shows, in a sentence."""
    said = tr("How much of the gradient is left at the first time step: {what}, over {axes}.")
    return said.format(what=_remark(over)[0], axes=", ".join(map(name_of, axes)))


def _curve(axis: Axis, ratios: FloatArray, there: BoolArray) -> Picture:
    series = logarithmic(np.flatnonzero(there).astype(float), ratios[there])
    extent = series.extent()
    span = empty_decades() if extent is None else decades(*reaching(*extent, [0.0]))
    ends, seen = Span(-0.5, len(ratios) - 0.5), span.holds(0.0, 0.0)
    even = Reference(np.array([ends.low, ends.high]), np.zeros(2), ALIKE)
    return Picture(
        x=ends,
        y=span,
        scale=Scale.DECADES,
        x_label=name_of(axis),
        y_label=RATIO,
        x_names=names_of(axis),
        curves=(Curve(series, MEASURED),),
        references=(even,) if seen else (),
        legend=(ALIKE_ENTRY.translated(),) if seen else (),
        note="" if extent is not None else _nothing(series),
    )


def _map(
    across: Axis, down: Axis, ratios: FloatArray, there: BoolArray, remark: tuple[str, ...]
) -> Picture:
    """`ratios` has a row for each value of `down`, the first of which is the lowest."""
    rows, columns = ratios.shape
    x, y = Span(-0.5, columns - 0.5), Span(-0.5, rows - 0.5)
    front = _front(across, down, ratios)
    below, above = beyond(ratios, SCALE)
    return Picture(
        x=x,
        y=y,
        scale=Scale.COUNTS,
        x_label=name_of(across),
        y_label=name_of(down),
        x_names=names_of(across),
        y_names=names_of(down),
        color_bar=ColorBar(
            SCALE,
            zero=bool((ratios == 0.0).any()),
            broken=broken_word(ratios[there]),
            below=below,
            above=above,
        ),
        scenery=Scenery(_fields(ratios[::-1], there[::-1], x, y), threads=front),
        legend=(FRONT_ENTRY.translated(),) if front else (),
        remark=remark,
    )


def _fields(ratios: FloatArray, there: BoolArray, x: Span, y: Span) -> Raster:
    positive = np.isfinite(ratios) & (ratios > 0.0)
    exponents = np.log10(ratios, out=np.full(ratios.shape, np.nan), where=positive)
    return Raster(
        shares=shares_of(exponents, SCALE.low, SCALE.high),
        zero=ratios == 0.0,
        broken=~np.isfinite(ratios) & there,
        x=x,
        y=y,
    )


def _front(across: Axis, down: Axis, ratios: FloatArray) -> tuple[Curve, ...]:
    """Where the ratio is a hundredth, between neighbours; only where both axes are ordered."""
    if not (_ordered(across) and _ordered(down)):
        return ()
    positive = np.isfinite(ratios) & (ratios > 0.0)
    exponents = np.log10(ratios, out=np.full(ratios.shape, np.nan), where=positive)
    rows, columns = (np.arange(count, dtype=float) for count in ratios.shape)
    pieces = contour(columns, rows, exponents, HUNDREDTH)
    if not len(pieces):
        return ()
    # each piece, and a gap after it
    x = pieces[:, [0, 2, 2]].ravel()
    y = np.column_stack([pieces[:, 1], pieces[:, 3], np.full(len(pieces), np.nan)]).ravel()
    return (Curve(linear(x, y), FRONT),)


def _ordered(axis: Axis) -> bool:
    """Whether the values are numbers that rise or fall all along."""
    if not all(isinstance(value, int | float) for value in axis.values):
        return False
    steps = np.diff(np.array(axis.values, dtype=float))
    return bool((steps > 0.0).all() or (steps < 0.0).all())


def _remark(over: Sequence[str]) -> tuple[str, ...]:
    """What it is the median over."""
    if not over:
        return (RATIO,)
    names = ", ".join(tr(parameter(key).label) for key in over)
    return tr("{ratio}, median over {names}").format(ratio=RATIO, names=names), RATIO


def _nothing(series: Series) -> str:
    """What there is in place of a curve."""
    if series.below.all():
        return tr("exactly 0 everywhere")
    return tr("not finite anywhere")
