"""Which keys this program has."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from rnnsim.ui.actions import plain_name


def keys_of(parent: QWidget) -> list[tuple[str, str]]:
    """The keys and the name of every action of `parent` that has a key."""
    return [(_keys(each), plain_name(each.text())) for each in parent.actions() if each.shortcuts()]


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(form) for key in action.shortcuts())
