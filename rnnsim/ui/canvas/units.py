"""The values of the hidden units as fields of colour, all cells in one picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnsim.model.arrays import FloatArray
from rnnsim.ui.canvas.fields import Fields, paint_fields
from rnnsim.ui.canvas.geometry import Detail, Layout, unit_grid
from rnnsim.ui.canvas.pieces import image_of, packed, rgb_of
from rnnsim.ui.theme import Theme
from rnnsim.ui.vectors import is_vector

INSET = 4.0
GAP_FROM, GAP = 6.0, 0.75
"""Pixels from which on fields have gaps between them, and half of such a gap."""

FINE = 4.0
"""Pixels of a picture in a file for each of the layout's."""


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
    """Draw the (T+1, N) states into the visible cells.

    For a file or a printer they are rectangles, unless there are more than a file can hold.
    """
    inset = INSET if place.detail is Detail.CELLS else 0.0
    width, height = place.cell_width - 2 * inset, place.cell_height - 2 * inset
    units = hidden.shape[1]
    columns, rows = (1, units) if place.detail is Detail.STRIP else unit_grid(units, width, height)
    colors = np.zeros((len(place.cells), rows * columns), dtype=np.uint32)
    colors[:, :units] = unit_colors(hidden[place.cells.start : place.cells.stop], theme)
    colors = colors.reshape(len(place.cells), rows, columns)
    ratio = painter.device().devicePixelRatioF()
    if is_vector(painter):
        fields = _edged(place, width, height, inset, colors)
        if paint_fields(painter, fields, theme.color("card")):
            return
        ratio = max(FINE, rows / height)
    _copy(painter, place, (width, height, inset), colors, ratio)


def _edged(place: Layout, width: float, height: float, inset: float, colors: np.ndarray) -> Fields:
    """The fields of (cells, rows, columns) colours with their edges, gaps left out."""
    cells, rows, columns = colors.shape
    row, column = np.arange(rows), np.arange(columns)
    first = place.x(place.cells.start) - width / 2
    left = first + place.pitch * np.arange(cells)[:, None] + column * width / columns
    top = place.cell_top + inset + row * height / rows
    across = _gap(width / columns) if place.detail is not Detail.STRIP else 0.0
    down = _gap(height / rows) if place.detail is Detail.CELLS else 0.0
    right, bottom = left + width / columns - across, top + height / rows - down
    left, right = np.clip([left + across, right], 0.0, place.width)
    return Fields(left, right, top + down, bottom, colors)


def _copy(
    painter: QPainter,
    place: Layout,
    size: tuple[float, float, float],
    colors: np.ndarray,
    ratio: float,
) -> None:
    """Draw fields as one picture, with so many of its pixels to each of the layout's."""
    width, height, inset = size
    _, rows, columns = colors.shape
    left = max(0.0, place.x(place.cells.start) - place.cell_width / 2)
    right = min(place.width, place.x(place.cells.stop - 1) + place.cell_width / 2)
    cell, column = _columns_of_pixels(place, left, right, ratio, width, columns)
    row = _rows_of_pixels(height, ratio, rows, gaps=place.detail is Detail.CELLS)
    # one line of pixels for each row of fields, and a clear one for the gaps, which row −1 takes
    lines = np.zeros((rows + 1, len(column)), dtype=np.uint32)
    filled = np.flatnonzero(column >= 0)
    lines[:rows, filled] = colors[cell[filled], :, column[filled]].T
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
    gap = _gap(size) / size if size else 0.0
    share = position - field
    outside = (within < 0.0) | (within >= 1.0) | (share < gap) | (share > 1.0 - gap)
    return np.where(outside, -1, field)


def _gap(size: float) -> float:
    """Pixels that a field of so many pixels leaves clear at each side."""
    return GAP if size >= GAP_FROM else 0.0
