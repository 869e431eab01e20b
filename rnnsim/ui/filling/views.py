"""The views of the window, made one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from rnnsim.model.view import CANVAS
from rnnsim.translation import tr
from rnnsim.ui.banner import Banner
from rnnsim.ui.canvas.view import NetworkCanvas
from rnnsim.ui.card import Card
from rnnsim.ui.docks import BareDock, ViewDock
from rnnsim.ui.guide import Guide
from rnnsim.ui.inspector import Inspector
from rnnsim.ui.panel import Panel
from rnnsim.ui.pass_bar import PassBar
from rnnsim.ui.plot_docks import PlotDocks
from rnnsim.ui.runs import RunsDesk
from rnnsim.ui.session.offer import RecoveryOffer
from rnnsim.ui.theme import Theme
from rnnsim.ui.training_desk import TrainingDesk
from rnnsim.ui.transport import Transport
from rnnsim.ui.verdict_strip import VerdictStrip
from rnnsim.ui.window import Window


def make_views(window: Window, theme: Theme) -> Iterator[None]:
    """Make all views but the plots; between two steps events may be handled."""
    window.canvas = NetworkCanvas(theme)
    window.canvas_card = Card(tr(CANVAS.title), window.canvas)
    window.canvas_card.set_help(window.canvas.whatsThis())
    window.transport = Transport(window.lessons)
    window.banner = Banner()
    window.offer = RecoveryOffer()
    window.training_desk = TrainingDesk(window, window, theme)
    window.timeline = window.training_desk.timeline
    yield
    window.panel = Panel(window.presenter.edit, theme)
    window.panel_dock = BareDock("panel", tr("Settings"), window.panel)
    yield
    window.plots = PlotDocks(theme, window)
    yield
    window.pass_bar = PassBar(theme)
    window.verdict = VerdictStrip(theme)
    window.pass_card = Card("", window.verdict, window.pass_bar)
    window.pass_card.setAccessibleName(tr("The pass"))
    window.guide = Guide()
    window.inspector = Inspector(theme)
    window.runs = RunsDesk(window, window, theme)
    window.side_docks = {
        "guide": _side_dock("guide", tr("Lesson"), window.guide),
        "inspector": _side_dock("inspector", tr("Inspector"), window.inspector),
        "runs": _side_dock("runs", tr("Runs"), window.runs.view),
    }
    yield


def _side_dock(name: str, title: str, content: QWidget) -> ViewDock:
    dock = ViewDock(name, title, title)
    dock.setMinimumSize(220, 160)
    dock.add(content)
    return dock
