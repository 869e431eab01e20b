"""Which page of the help belongs to which widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

PROPERTY = "helpTopic"
START = "start"


def mark(widget: QWidget, topic: str) -> None:
    """Let F1 open at `topic` while the focus is in `widget`."""
    widget.setProperty(PROPERTY, topic)


def topic_of(widget: QWidget | None) -> str:
    """The topic of a widget, or of the nearest one round it that has one."""
    while widget is not None:
        if topic := widget.property(PROPERTY):
            return str(topic)
        widget = widget.parentWidget()
    return START
