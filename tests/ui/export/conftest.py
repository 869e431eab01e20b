"""A window by hand, of which the export window makes its files."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMainWindow

from rnnsim.model.course import Course
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session
from rnnsim.model.settings import Settings
from rnnsim.model.table import Table
from rnnsim.ui.banner import Banner
from rnnsim.ui.export.animation_page import AnimationPage
from rnnsim.ui.export.data_page import DataPage
from rnnsim.ui.export.dialog import ExportDialog
from rnnsim.ui.export.figure_page import FigurePage
from rnnsim.ui.figure.shown import Shown

SETTINGS = replace(Settings(), time_steps=3, hidden_size=2, batch_size=2)


class Presenter:
    """Where frames come from."""

    settings = SETTINGS
    extras_owed = False


class Hall(QMainWindow):
    """A window with all that is exported of it."""

    def __init__(self, frame):
        super().__init__()
        self.presenter = Presenter()
        self.banner = Banner()
        self.setCentralWidget(self.banner)
        self.shown = Shown(frame)
        self.views_seen = ("canvas", "gradient")
        self.session = replace(
            Session.of(find_lesson("vanishing")), course=Course(((0, SETTINGS),), 2)
        )
        self.lesson = self.session.lesson
        self.told = 0

    def views(self):
        """None of them is a widget of its own."""
        return {"window": self.centralWidget()}

    def table(self, view):
        """Of two rows, with what a spreadsheet would compute."""
        return Table(("time step k", "what"), ((0, 0.5), (1, f"=1+1 of {view}")))

    def tell_wants(self):
        """Count how often numbers were asked for."""
        self.told += 1


@pytest.fixture
def hall(qtbot, qapp, frame_of):
    """A window by hand, with a frame of 3 time steps after 2 iterations."""
    from rnnsim.ui.theme import DARK, apply_theme, load_fonts

    load_fonts()
    apply_theme(qapp, DARK)
    hall = Hall(frame_of(settings=SETTINGS, losses=(1.5, 1.25), at=2, newest=2))
    qtbot.addWidget(hall)
    hall.resize(640, 480)
    hall.show()
    return hall


@pytest.fixture
def dialog(hall, qtbot):
    """The window to export from, opened on two views."""
    pages = {
        "figure": FigurePage(hall, hall, hall),
        "animation": AnimationPage(hall, hall),
        "data": DataPage(hall, hall),
    }
    dialog = ExportDialog(pages, hall)
    dialog.wants_changed.connect(hall.tell_wants)
    dialog.turn_to("figure", hall.views_seen)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.left.preview.image is not None)
    yield dialog
    dialog.close()
