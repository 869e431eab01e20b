"""What this program is, and which keys it has."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from rnnsim import __version__
from rnnsim.translation import tr
from rnnsim.ui.actions import plain_name


def keys_of(parent: QWidget) -> list[tuple[str, str]]:
    """The keys and the name of every action of `parent` that has a key."""
    return [(_keys(each), plain_name(each.text())) for each in parent.actions() if each.shortcuts()]


def about(parent: QWidget) -> None:
    """Say what this program is, and its version."""
    what = tr(
        "How gradients travel back through an unrolled recurrent network. Every number is computed"
        " by exact backpropagation through time."
    )
    licences = tr(
        "MIT licence. Uses Qt through PySide6 (LGPL-3), pyqtgraph (MIT), NumPy (BSD), msgspec (BSD)"
        " and the typefaces Inter and Noto Sans CJK (OFL-1.1)."
    )
    name = f"<b>rnnsim {escape(__version__)}</b>"
    _say(parent, tr("About rnnsim"), f"{name}<p>{escape(what)}</p><p>{escape(licences)}</p>")


def _say(parent: QWidget, title: str, html: str) -> None:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(html)
    box.open()


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(form) for key in action.shortcuts())
