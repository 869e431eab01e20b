"""A widget and all that lies in it, painted for a file or a printer.

On these Qt 6.10 lets whatever is scrolled half out of sight stick out: what `QWidget.render` clips
its children by reaches images only.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget


def paint_widgets(painter: QPainter, widget: QWidget) -> None:
    """Paint a widget on its ground, and over it what lies in it, as far as that is in sight."""
    _paint(painter, widget, QPoint(), widget.rect(), QWidget.RenderFlag.DrawWindowBackground)


def _paint(
    painter: QPainter, widget: QWidget, at: QPoint, seen: QRect, flag: QWidget.RenderFlag
) -> None:
    """Paint a widget from `at` on, of which the part `seen` is in sight."""
    # of QWidget: views of scenes have another `render`, which leaves out their own edges
    QWidget.render(widget, painter, at, QRegion(), flag)
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isWindow() or not child.isVisibleTo(widget):
            continue
        place = child.geometry().translated(at)
        in_sight = place.intersected(seen)
        if in_sight.isEmpty():
            continue
        painter.save()
        if in_sight != place:
            painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
        _paint(painter, child, place.topLeft(), in_sight, QWidget.RenderFlag(0))
        painter.restore()
