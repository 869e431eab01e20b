"""Small windows of words: the list of keys, and what this program is."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from rnnsim import __version__


def show_keys(parent: QWidget) -> None:
    """List every action that has a key."""
    rows = "".join(
        f"<tr><td>{escape(_keys(action))}</td><td>&nbsp;&nbsp;{escape(_name(action))}</td></tr>"
        for action in parent.actions()
        if action.shortcuts()
    )
    _say(parent, "Keys", f"<table>{rows}</table>")


def about(parent: QWidget) -> None:
    """Say what this program is, and its version."""
    text = (
        f"<b>rnnsim {escape(__version__)}</b><p>How gradients travel back through an unrolled"
        " recurrent network. Every number is computed by exact backpropagation through time.</p>"
        "<p>MIT licence. Uses Qt through PySide6 (LGPL-3), pyqtgraph (MIT), NumPy (BSD), msgspec"
        " (BSD) and the typeface Inter (OFL-1.1).</p>"
    )
    _say(parent, "About rnnsim", text)


def _say(parent: QWidget, title: str, html: str) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(html)
    box.open()


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(form) for key in action.shortcuts())


def _name(action: QAction) -> str:
    return action.text().replace("&", "").rstrip("…")
