"""The window's actions: what can be done, under which name and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QActionEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.picture_button import PictureButton

ICON = QSize(14, 14)

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
    plain = plain_name(text)
    made.setToolTip(tips.line(f"{tip or plain} ({shown})" if shown else tip or plain))
    made.setStatusTip(tip)
    explain(made, tip)
    made.triggered.connect(lambda _checked=False: do())
    parent.addAction(made)
    return made


def explain(action: QAction, *texts: str) -> None:
    """Let “What's this?” say what an action does, and its keys."""
    form = QKeySequence.SequenceFormat.NativeText
    shown = ", ".join(key.toString(form) for key in action.shortcuts())
    keys = tr("Keys: {keys}").format(keys=shown) if shown else ""
    said = [each for each in (*texts, keys) if each]
    action.setWhatsThis(tips.page(plain_name(action.text()), *said))


def plain_name(text: str) -> str:
    """An action's text without the mark of its menu key: ``&Play`` or, in Chinese, ``播放(&P)``."""
    without = re.sub(r"\s?\(&[^&]\)", "", text).rstrip("…")
    return re.sub(r"&(.)", r"\1", without)


class ActionButton(PictureButton):
    """A button that is called what its action would do now."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setDefaultAction(action)
        self.setIconSize(ICON)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        KeyGuard(self, (Qt.Key.Key_Space,))

    def actionEvent(self, event: QActionEvent) -> None:
        super().actionEvent(event)
        if event.type() is not QEvent.Type.ActionRemoved:
            self.setAccessibleName(plain_name(event.action().text()))
