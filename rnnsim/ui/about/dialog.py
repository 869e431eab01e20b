"""The About window."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from rnnsim.translation import tr
from rnnsim.ui.about.licence_page import LicencePage
from rnnsim.ui.about.mark import Mark
from rnnsim.ui.about.page import TextPage
from rnnsim.ui.theme import font, type_scale
from rnnsim.version import __version__
from rnnsim.versions import is_packaged, report, versions

SIZE = QSize(900, 640)
"""Pixels at a type scale of 1."""

SCREEN = 0.94
"""Part of the screen that the window takes at most."""

NAME_PIXELS = 20
"""The height of the name's type."""


class AboutDialog(QDialog):
    """Says what this program is; its pages tell versions, and licences in full."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About rnnsim"))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("Page"))
        self.versions = TextPage()
        self.versions.setAccessibleName(tr("Versions"))
        self.versions.show_html(_versions_html())
        self.replacing = TextPage()
        self.replacing.setAccessibleName(tr("Replacing Qt"))
        self.replacing.show_html(_replacing_html())
        self.licences = LicencePage()
        self.copy = QPushButton(tr("Copy versions"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report()))
        self.leave = QPushButton(tr("Close"))
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.close)
        self._lay_out()

    def _lay_out(self) -> None:
        pages = QStackedWidget()
        for title, page in (
            (tr("Versions"), self.versions),
            (tr("Licences"), self.licences),
            (tr("Replacing Qt"), self.replacing),
        ):
            self.tabs.addTab(title)
            pages.addWidget(page)
        self.tabs.currentChanged.connect(pages.setCurrentIndex)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addLayout(_head())
        column.addWidget(self.tabs)
        column.addWidget(pages, 1)
        column.addLayout(foot)
        room = self.screen().availableSize() * SCREEN
        self.resize((SIZE * type_scale()).boundedTo(room))


def open_about(window: QWidget) -> AboutDialog:
    """Open it beside a window; one of it is enough."""
    found = window.findChild(AboutDialog)
    made = found if found is not None and found.isVisible() else AboutDialog(window)
    made.show()
    made.raise_()
    made.activateWindow()
    made.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
    return made


def _head() -> QHBoxLayout:
    """The icon, and beside it the name and what this is."""
    name = QLabel(f"rnnsim {__version__}")
    name.setFont(font(NAME_PIXELS, bold=True))
    words = QVBoxLayout()
    words.setSpacing(6)
    words.addWidget(name)
    for text in (
        tr(
            "How gradients travel back through an unrolled recurrent network. Every number is"
            " computed by exact backpropagation through time."
        ),
        tr(
            "MIT licence. Uses Qt through PySide6 (LGPL-3), pyqtgraph (MIT), NumPy (BSD), msgspec"
            " (BSD) and the typefaces Inter and Noto Sans CJK (OFL-1.1)."
        ),
    ):
        words.addWidget(_paragraph(text))
    head = QHBoxLayout()
    head.setSpacing(16)
    head.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignTop)
    head.addLayout(words, 1)
    return head


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _versions_html() -> str:
    rows = "".join(
        f"<tr><td>{escape(tr(name))}</td><td>{escape(version)}</td></tr>"
        for name, version in versions()
    )
    return f"<table cellspacing='4'>{rows}</table>"


def _replacing_html() -> str:
    """How to run rnnsim with another Qt, which the LGPL gives everybody the right to do."""
    right = tr(
        "Qt and PySide6 are under version 3 of the GNU Lesser General Public License. They are"
        " unchanged, and loaded as shared libraries: you may replace them by your own, and take"
        " rnnsim apart to find errors in that."
    )
    packaged = tr(
        "Put your libraries in the place of those in the folder of rnnsim, under the same names:"
        " Qt's in _internal/PySide6/Qt/lib, its plugins in _internal/PySide6/Qt/plugins, PySide6's"
        " in _internal/PySide6 and _internal/shiboken6. Nothing checks whose they are. The page"
        " of licences says where the sources are."
    )
    installed = tr(
        "Here rnnsim is run by Python: install another PySide6 beside it, or make one of your own"
        " Qt; rnnsim loads whichever Python finds."
    )
    paragraphs = (right, packaged if is_packaged() else installed)
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
