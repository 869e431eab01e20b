"""Sample strokes of the gradient's scale, and which scale it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from rnnsim.translation import tr
from rnnsim.ui.canvas.geometry import Layout
from rnnsim.ui.canvas.lettering import lettering
from rnnsim.ui.canvas.pieces import CENTER, LEFT
from rnnsim.ui.canvas.stroke import LEGEND_DECADES, opacity, width_share
from rnnsim.ui.numbers import power_of_ten
from rnnsim.ui.theme import Theme


def legend_y(place: Layout) -> float:
    """Middle of the legend."""
    return place.height - (place.footer / 2 if place.one_line else 11.0 * place.letter)


def paint_legend(painter: QPainter, place: Layout, theme: Theme, *, relative: bool) -> float:
    """Draw the legend from the right; return its left end."""
    letter = min(place.letter, 1.2 * max(1.0, place.type_scale))
    share = letter / place.letter
    painter.setFont(lettering(place, 12.0 * share))
    metrics = QFontMetricsF(painter.font())
    y, x = legend_y(place), place.width - 4.0
    for decade in reversed(LEGEND_DECADES):
        number, magnitude = power_of_ten(decade), 10.0**decade
        text = f"×{number}" if relative else number
        x -= metrics.horizontalAdvance(text)
        painter.setPen(theme.color("text" if relative else "muted"))
        painter.drawText(QRectF(x, y - 20.0, 90.0, 40.0), LEFT, text)
        width = max(float(width_share(magnitude)) * min(place.widest_stroke, 20.0 * letter), 1.0)
        bar = QRectF(x - 23.0, y - width / 2, 18.0, width)
        painter.fillRect(bar, theme.color("gradient", float(opacity(magnitude))))
        x -= 34.0
    return _name(painter, place, theme, x + 6.0, y, relative=relative, share=share)


def _name(
    painter: QPainter,
    place: Layout,
    theme: Theme,
    right: float,
    y: float,
    *,
    relative: bool,
    share: float,
) -> float:
    """The scale's name: plain for the fixed one, on a ground of accent for the relative one."""
    text = tr("relative to step T") if relative else tr("fixed scale")
    painter.setFont(lettering(place, 12.0 * share, bold=relative))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 14.0
    height = 18.0 * place.letter * share
    chip = QRectF(right - width, y - height / 2, width, height)
    if relative:
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(chip, height / 2, height / 2)
    painter.setPen(theme.color("on_accent" if relative else "muted"))
    painter.drawText(chip, CENTER, text)
    return chip.left()
