"""The values of the hidden units as fields of colour, all cells in one picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.geometry import Detail, Layout, unit_grid
from rnnsim.ui.canvas.pieces import image_of, packed, rgb_of
from rnnsim.ui.theme import Theme

INSET = 4.0
GAP_FROM = 6.0
"""Fields at least this wide have a gap between them."""


def unit_colors(values: FloatArray, theme: Theme) -> np.ndarray:
    """ARGB of each value: neutral at 0, a colour to each side, full at ±1 or the largest if larger.

    The square root spreads small values apart, which would all look neutral.
    """
    values = np.asarray(values, dtype=float)  # of networks of any precision
    finite = np.isfinite(values)
    largest = max(1.0, float(np.max(np.abs(values), where=finite, initial=0.0)))
    share = np.where(finite, values, 0.0) / largest
    above = share[..., None] >= 0.0
    end = np.where(above, rgb_of(theme.color("positive")), rgb_of(theme.color("negative")))
    neutral = rgb_of(theme.color("neutral"))
    rgb = neutral + np.sqrt(np.abs(share))[..., None] * (end - neutral)
    return packed(np.where(finite[..., None], rgb, rgb_of(theme.color("error"))))


def paint_units(painter: QPainter, place: Layout, theme: Theme, hidden: FloatArray) -> None:
    """Draw the (T+1, N) states into the visible cells."""
    inset = INSET if place.detail is Detail.CELLS else 0.0
    width, height = place.cell_width - 2 * inset, place.cell_height - 2 * inset
    units = hidden.shape[1]
    columns, rows = (1, units) if place.detail is Detail.STRIP else unit_grid(units, width, height)
    ratio = painter.device().devicePixelRatioF()
    left = max(0.0, place.x(place.cells.start) - place.cell_width / 2)
    right = min(place.width, place.x(place.cells.stop - 1) + place.cell_width / 2)
    cell, column = _columns_of_pixels(place, left, right, ratio, width, columns)
    row = _rows_of_pixels(height, ratio, rows, gaps=place.detail is Detail.CELLS)
    colors = np.zeros((len(place.cells), rows * columns), dtype=np.uint32)
    colors[:, :units] = unit_colors(hidden[place.cells.start : place.cells.stop], theme)
    # one line of pixels for each row of fields, and a clear one for the gaps, which row −1 takes
    lines = np.zeros((rows + 1, len(column)), dtype=np.uint32)
    filled = np.flatnonzero(column >= 0)
    fields = colors.reshape(len(place.cells), rows, columns)
    lines[:rows, filled] = fields[cell[filled], :, column[filled]].T
    target = QRectF(left, place.cell_top + inset, len(column) / ratio, len(row) / ratio)
    painter.drawImage(target, image_of(lines[row]))


def _columns_of_pixels(
    place: Layout, left: float, right: float, ratio: float, width: float, columns: int
) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel from `left` to `right`: the visible cell, and the column in it or −1."""
    x = left + (np.arange(max(1, round((right - left) * ratio))) + 0.5) / ratio
    cell = np.floor((x - place.x(place.cells.start)) / place.pitch + 0.5).astype(int)
    cell = np.clip(cell, 0, len(place.cells) - 1)
    within = (x - place.x(place.cells.start) - cell * place.pitch + width / 2) / width
    if place.detail is Detail.STRIP:
        return cell, np.zeros_like(cell)
    return cell, _fields(within, columns, width / columns)


def _rows_of_pixels(height: float, ratio: float, rows: int, *, gaps: bool) -> np.ndarray:
    """For each pixel down a cell: the row, or −1 in a gap."""
    count = max(1, round(height * ratio))
    return _fields((np.arange(count) + 0.5) / count, rows, height / rows if gaps else 0.0)


def _fields(within: np.ndarray, count: int, size: float) -> np.ndarray:
    """The field of each position in 0…1; −1 outside, and in the gaps between large fields."""
    position = within * count
    field = np.floor(position).astype(int)
    gap = 0.75 / size if size >= GAP_FROM else 0.0
    share = position - field
    outside = (within < 0.0) | (within >= 1.0) | (share < gap) | (share > 1.0 - gap)
    return np.where(outside, -1, field)
