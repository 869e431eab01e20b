"""The values of the hidden units as rectangles, for files and printers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from rnnsim.model.arrays import FloatArray

MOST_FIELDS = 16_384
"""Rectangles up to which a file stays small: about 1.5 MB of SVG."""


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Fields of colour in cells side by side, each with the same rows.

    Attributes
    ----------
    left, right : (cells, columns) arrays
        Edges of the fields in each column of each cell.
    top, bottom : (rows,) arrays
    colors : (cells, rows, columns) array of unsigned 32-bit integers
        ARGB; 0 where there is no field.
    """

    left: FloatArray
    right: FloatArray
    top: FloatArray
    bottom: FloatArray
    colors: NDArray[np.uint32]


def paint_fields(painter: QPainter, fields: Fields, ground: QColor) -> bool:
    """Draw fields as rectangles, equal neighbours in a column as one.

    Parameters
    ----------
    ground : QColor
        What is behind them; fields that let it through are mixed with it, to be opaque.

    Returns
    -------
    bool
        False, and nothing is drawn, where there are more than `MOST_FIELDS`.
    """
    boxes, colors = _merged(fields)
    beneath = _columns(fields)
    if painter.hasClipping():
        clip = painter.clipBoundingRect()
        boxes, colors = _within(clip, boxes, colors)
        beneath = _within(clip, *beneath)
    if len(colors) > MOST_FIELDS:
        return False
    opacity = painter.opacity()
    painter.setOpacity(1.0)
    for some in (beneath, (boxes, colors)):
        for color, path in _paths(*some):
            painter.fillPath(path, _mixed(QColor.fromRgba(color), ground, opacity))
    painter.setOpacity(opacity)
    return True


def _mixed(ink: QColor, ground: QColor, opacity: float) -> QColor:
    def channel(one: float, other: float) -> float:
        return other + opacity * (one - other)

    return QColor.fromRgbF(
        channel(ink.redF(), ground.redF()),
        channel(ink.greenF(), ground.greenF()),
        channel(ink.blueF(), ground.blueF()),
    )


def _touching(fields: Fields) -> NDArray[np.bool_]:
    """Whether each row but the first touches the one above it."""
    touching: NDArray[np.bool_] = np.isclose(fields.top[1:], fields.bottom[:-1])
    return touching


def _columns(fields: Fields) -> tuple[FloatArray, NDArray[np.uint32]]:
    """Columns whose fields touch, in the mean of their colours, to be drawn beneath them.

    Where two fields meet within a pixel, what is behind would shine through.
    """
    if not len(fields.top) or not _touching(fields).all():
        return np.empty((0, 4)), np.empty(0, np.uint32)
    colors = fields.colors.transpose(0, 2, 1).reshape(-1, len(fields.top))
    channels = np.ascontiguousarray(colors).view(np.uint8).reshape(*colors.shape, 4)
    shown = channels.mean(axis=1).round().astype(np.uint8).view(np.uint32).ravel()
    left, right = fields.left.ravel(), fields.right.ravel()
    top, bottom = (np.full(len(left), y) for y in (fields.top[0], fields.bottom[-1]))
    seen = right > left
    return np.stack([left, top, right, bottom], axis=1)[seen], shown[seen]


def _merged(fields: Fields) -> tuple[FloatArray, NDArray[np.uint32]]:
    """Left, top, right and bottom (n, 4) of what is to be drawn, and the colours (n,)."""
    colors = fields.colors.transpose(0, 2, 1)  # rows last, so that neighbours lie side by side
    starts = np.ones(colors.shape, bool)
    starts[..., 1:] = (colors[..., 1:] != colors[..., :-1]) | ~_touching(fields)
    first = np.flatnonzero(starts)
    last = np.append(first[1:], colors.size) - 1
    rows = colors.shape[-1]
    column = first // rows
    left, right = fields.left.ravel()[column], fields.right.ravel()[column]
    boxes = np.stack([left, fields.top[first % rows], right, fields.bottom[last % rows]], axis=1)
    shown, seen = colors.ravel()[first], right > left
    seen &= shown != 0
    return boxes[seen], shown[seen]


def _within(
    clip: QRectF, boxes: FloatArray, colors: NDArray[np.uint32]
) -> tuple[FloatArray, NDArray[np.uint32]]:
    """Those of which something is to be seen."""
    seen = (boxes[:, 0] < clip.right()) & (boxes[:, 2] > clip.left())
    seen &= (boxes[:, 1] < clip.bottom()) & (boxes[:, 3] > clip.top())
    return boxes[seen], colors[seen]


def _paths(boxes: FloatArray, colors: NDArray[np.uint32]) -> Iterator[tuple[int, QPainterPath]]:
    """One path for each colour: a file is a third as large as with one for each rectangle."""
    order = np.argsort(colors, kind="stable")
    ends = np.flatnonzero(np.diff(colors[order])) + 1
    for group in np.split(order, ends) if len(order) else []:
        path = QPainterPath()
        for left, top, right, bottom in boxes[group].tolist():
            path.addRect(QRectF(left, top, right - left, bottom - top))
        yield int(colors[group[0]]), path
