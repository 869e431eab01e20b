"""Where everything stands in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnsim.ui.dock_area import MARGIN, DockArea
from rnnsim.ui.window import Window


def content_of(window: Window) -> QWidget:
    """All views of the window, laid out, with every plot in its dock below."""
    window.area = DockArea(_centre(window), window.panel_dock)
    window.area.add_side(list(window.side_docks.values()))
    window.area.add_plots(list(window.plots.docks.values()))
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
    column.setSpacing(8)
    column.addWidget(window.transport)
    column.addWidget(window.banner)
    column.addWidget(window.offer)
    column.addWidget(window.training_desk.autopsy)
    column.addWidget(window.area, 1)
    window.foot = foot = QHBoxLayout()
    foot.addWidget(window.timeline, 1)
    foot.addWidget(window.runs.legend)
    column.addLayout(foot)
    content.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return content


def _centre(window: Window) -> QWidget:
    """Canvas, verdict, pass bar, and room for the caption of a lecture."""
    centre = QWidget()
    column = QVBoxLayout(centre)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(MARGIN)
    column.addWidget(window.canvas_card, 1)
    column.addWidget(window.pass_card)
    window.centre = column
    return centre
