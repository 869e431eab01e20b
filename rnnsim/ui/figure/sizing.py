"""How large a figure's layout is, so that its type comes out at the size asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rnnsim.model.figure import HEIGHTS, PRINT, FigureSpec
from rnnsim.ui.figure.grid import HEAD, Grid, Shape, arranged
from rnnsim.ui.theme import BASE_PIXELS

POINT = 25.4 / 72.0
"""mm."""

MARGIN = 14.0
"""Pixels between the views and the edge where that is seen: not on paper."""

ATTEMPTS = 8
"""To make the type so small that all views have room."""


def margin_of(spec: FigureSpec) -> float:
    """Pixels between the views and the edge."""
    return 0.0 if spec.theme == PRINT else MARGIN


def fitted(
    spec: FigureSpec,
    shapes: Sequence[Shape],
    foot_of: Callable[[float], float] = lambda _width: 0.0,
) -> Grid:
    """Views at the size of type asked for, or at a smaller one where they would have no room.

    Parameters
    ----------
    shapes : sequence of Shape
        Of the views, in reading order.
    foot_of : callable
        Height of what stands under them, at a width.
    """
    dense, grid = BASE_PIXELS / (spec.font * POINT), Grid((), 1.0, 1.0)
    for _ in range(ATTEMPTS):
        width = max(float(round(spec.width * dense)), 1.0)
        foot, scale = foot_of(width - 2 * margin_of(spec)), width / spec.width
        grid = _arranged(spec, shapes, width, spec.height and spec.height * scale - foot)
        if grid.height + foot > HEIGHTS[1] * scale:
            grid = _arranged(spec, shapes, width, HEIGHTS[1] * scale - foot)
        if grid.crowded == 1.0:
            break
        dense *= max(grid.crowded, 1.01)
    return grid


def _arranged(
    spec: FigureSpec, shapes: Sequence[Shape], width: float, height: float | None
) -> Grid:
    head = HEAD if spec.titles or len(spec.views) > 1 else 0.0
    return arranged(shapes, width, height, spec.columns, head=head, margin=margin_of(spec))
