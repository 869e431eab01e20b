"""The window's actions: what can be done, under which name and key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Keys = str | QKeySequence.StandardKey


def action(
    parent: QWidget,
    text: str,
    do: Callable[[], object],
    *,
    keys: Sequence[Keys] = (),
    tip: str = "",
    checkable: bool = False,
) -> QAction:
    """An action of `parent` that calls `do`; its keys are told in its tooltip."""
    made = QAction(text, parent, checkable=checkable)
    made.setShortcuts([QKeySequence(key) for key in keys])
    shown = ", ".join(
        key.toString(QKeySequence.SequenceFormat.NativeText) for key in made.shortcuts()
    )
    plain = text.replace("&", "").rstrip("…")
    made.setToolTip(f"{tip or plain} ({shown})" if shown else tip or plain)
    made.setStatusTip(tip)
    made.triggered.connect(lambda _checked=False: do())
    parent.addAction(made)
    return made
