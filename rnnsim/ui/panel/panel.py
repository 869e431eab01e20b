"""The parameter panel: a card for each group of the table, a field for each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from rnnsim.model.frame import Frame, Spectrum
from rnnsim.model.parameters import PARAMETERS, Group
from rnnsim.model.settings import SettingError, Settings
from rnnsim.ui.card import Card
from rnnsim.ui.panel import words
from rnnsim.ui.panel.balloon import Balloon
from rnnsim.ui.panel.entry import Entry
from rnnsim.ui.panel.fields import Field, TypedField, field_for
from rnnsim.ui.panel.idle import why_idle
from rnnsim.ui.panel.metrics import metrics_of
from rnnsim.ui.spectrum import SpectrumEditor
from rnnsim.ui.theme import Theme

SIZE = QSize(300, 620)
READ_OUT_INTERVAL = 200
"""Milliseconds between two numbers of a read-out: slower than curves, so that they can be read."""

ROOMY_EDITOR = 200
"""The editor's height from which on the fields may take more room themselves."""

ROOMY_CARD, TIGHT_CARD = QMargins(12, 8, 12, 10), QMargins(12, 6, 12, 8)
SCROLL_BAR = """
    QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
    QScrollBar::handle:vertical { background: palette(mid); border-radius: 3px; min-height: 24px;
        margin: 0 0 0 2px; }
    QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
    QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
_MEASURED = {field.name for field in fields(Spectrum)}
"""A setting of one of these names is measured as well, and set against what was asked."""


class Panel(QScrollArea):
    """Controls for every setting, with the eigenvalue editor on top.

    Parameters
    ----------
    edit : callable
        Takes a key and a value; makes the change, or raises `SettingError`, which the panel says
        at the field.  What came of it must be shown by `show_settings` before it returns: the
        field then springs back to what is shown.
    theme : Theme

    Attributes
    ----------
    editor : SpectrumEditor
    fields : dict of Field
        By key, in the order of the table.
    """

    def __init__(self, edit: Callable[[str, object], None], theme: Theme) -> None:
        super().__init__()
        self._edit = edit
        self._settings: Settings | None = None
        self._unread: Frame | None = None
        self._refused: str | None = None
        self._arranged_for: tuple[object, ...] = ()
        self.editor = SpectrumEditor(theme)
        self.editor.edited.connect(self._asked)
        self.editor.released.connect(self._show_wanted)
        self.fields = {key: self._field(key) for key in PARAMETERS}
        self._rows = {group: self._body(group) for group in Group}
        self._cards = {group: _card(group, rows) for group, rows in self._rows.items()}
        self._content = QWidget()
        self._column = self._fill(self._content)
        self._balloon = Balloon(self._content)
        self._pause = QTimer(self, singleShot=True, interval=READ_OUT_INTERVAL)
        self._pause.timeout.connect(self._read_out)
        self.setAccessibleName("settings")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A style sheet of the panel's own would keep changes of the type size from its fields.
        self.verticalScrollBar().setStyleSheet(SCROLL_BAR)
        for before, after in pairwise(self._focus_chain()):
            QWidget.setTabOrder(before, after)

    def show_settings(self, settings: Settings) -> None:
        """Show `settings` in all controls; emits nothing."""
        self._settings = settings
        for key, field in self.fields.items():
            field.show_value(getattr(settings, key))
            field.show_idle(why_idle(settings, key))
        self.editor.show_settings(settings)
        self._show_wanted()

    def show_frame(self, frame: Frame) -> None:
        """Show what the simulation has become; numbers a few times a second."""
        self.editor.show_frame(frame)
        self._unread = frame
        if not self._pause.isActive():
            self._read_out()

    def refuse(self, key: str, message: str) -> None:
        """Say at the field of `key` that it cannot be what was asked, and what it can be."""
        field = self.fields[key]
        self._refused = key
        typed = isinstance(field, TypedField) and field.entry.refused
        self._balloon.say(message, self.editor if field.isHidden() else field, lingers=not typed)
        field.anchor.setAccessibleDescription(message)
        if typed:
            self.ensureWidgetVisible(self._balloon, 0, 4)

    def clear_refusal(self) -> None:
        """Take back what was said last."""
        if self._refused is not None:
            self.fields[self._refused].explain()
        self._refused = None
        self._balloon.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`; the fields follow the palette."""
        self.editor.set_theme(theme)

    def sizeHint(self) -> QSize:
        return SIZE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = QEvent.Type
        if event.type() in (kind.FontChange, kind.StyleChange, kind.LayoutDirectionChange):
            # Later: the fields have yet to hear of it.
            self._arranged_for = ()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._needs() != self._arranged_for:
            self._arrange()  # which asks for a layout itself: only what it hangs on may start it
        return handled

    # Making it

    def _field(self, key: str) -> Field:
        field = field_for(PARAMETERS[key], measured=key in _MEASURED)
        field.edited.connect(self._asked)
        field.refused.connect(self.refuse)
        field.settled.connect(self._settled)
        return field

    def _body(self, group: Group) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        if group is Group.RECURRENT:
            rows.addWidget(self.editor)
        for field in self.fields.values():
            if field.row.group is group:
                rows.addWidget(field)
        return rows

    def _fill(self, content: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for card in self._cards.values():
            column.addWidget(card)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        return column

    def _focus_chain(self) -> list[QWidget]:
        """What Tab visits, from top to bottom."""
        places = list(Group)
        from_top = sorted(self.fields.values(), key=lambda field: places.index(field.row.group))
        return [self.editor, *(control for field in from_top for control in field.controls())]

    # Asking

    def _asked(self, key: str, value: object) -> None:
        typing = QApplication.focusWidget()
        if isinstance(typing, Entry) and typing is not self.fields[key].anchor:
            typing.clearFocus()  # which commits it: sliders and buttons do not take the focus
        self.clear_refusal()
        try:
            self._edit(key, value)
        except SettingError as error:
            self.fields[key].refuse()
            self.refuse(key, words.refusal(error))
        if self._settings is not None:
            self.fields[key].show_value(getattr(self._settings, key))

    def _settled(self, key: str) -> None:
        if key == self._refused:
            self.clear_refusal()

    # Showing

    def _read_out(self) -> None:
        if self._unread is None:
            return
        spectrum = self._unread.spectrum
        for key in _MEASURED & self.fields.keys():
            self.fields[key].show_measured(getattr(spectrum, key))
        self._cards[Group.RECURRENT].set_aside(self.editor.aside)
        self._unread = None
        self._pause.start()

    def _needs(self) -> tuple[object, ...]:
        """What the arrangement hangs on."""
        heads = [card.layout().itemAt(0).sizeHint().height() for card in self._cards.values()]  # type: ignore[union-attr]
        hidden = [field.isHidden() for field in self.fields.values()]
        return (self.size(), self.font(), self.layoutDirection(), *hidden, *heads)

    def _show_wanted(self) -> None:
        """Show the fields that have something to show; the plane stays still under a drag."""
        changed = [field for field in self.fields.values() if field.wanted is field.isHidden()]
        if changed and not self.editor.dragging:
            for field in changed:
                field.setVisible(field.wanted)
            self._arrange()

    def _arrange(self) -> None:
        """Give everything its size: roomy where that leaves the plane enough."""
        self._arranged_for = self._needs()
        # All sizes are decided here rather than by Qt's resizing of the contents, which would keep
        # the scroll bar where only the room that it takes makes it needed.
        least = self.editor.minimumSizeHint().height()
        width, height = self.width(), self.height()
        for roomy in (True, False):
            spare = height - self._arranged(width, least, roomy=roomy)
            if least + spare >= ROOMY_EDITOR:
                break
        if spare < 0:
            width -= self.verticalScrollBar().sizeHint().width()
            spare = height - self._arranged(width, least, roomy=False)
        square = max(least, width + self.editor.status_height())
        self.editor.setFixedHeight(min(least + max(0, spare), square))
        for group, card in self._cards.items():
            self._rows[group].invalidate()
            card.layout().invalidate()  # type: ignore[union-attr]
        self._column.invalidate()
        self._content.resize(width, height - min(0, spare))
        # At once, lest a half-arranged panel is painted.
        self._column.activate()
        for group, card in self._cards.items():
            card.layout().activate()  # type: ignore[union-attr]
            self._rows[group].activate()

    def _arranged(self, width: int, editor_height: int, *, roomy: bool) -> int:
        """Arrange cards and fields for `width`; return the height of them all."""
        captions = [field.caption for field in self.fields.values() if field.in_column]
        metrics = metrics_of(self.font(), captions, roomy=roomy)
        margins, spacing = (ROOMY_CARD, 6) if roomy else (TIGHT_CARD, 3)
        self._column.setSpacing(10 if roomy else 6)
        total = self._column.spacing() * (len(self._cards) - 1)
        for group, card in self._cards.items():
            layout, frame = card.layout(), card.contentsMargins()
            assert layout is not None
            layout.setContentsMargins(margins)
            layout.setSpacing(spacing)
            self._rows[group].setSpacing(metrics.gap)
            outside = margins + frame
            inner = width - outside.left() - outside.right()
            heights = [editor_height] if group is Group.RECURRENT else []
            heights += [
                field.arrange(inner, metrics)
                for field in self.fields.values()
                if field.row.group is group and not field.isHidden()
            ]
            head = layout.itemAt(0)
            assert head is not None
            total += outside.top() + head.sizeHint().height() + spacing + outside.bottom()
            total += sum(heights) + metrics.gap * (len(heights) - 1)
        return total


def _card(group: Group, rows: QVBoxLayout) -> Card:
    body = QWidget()
    body.setLayout(rows)
    card = Card(words.title(group.value), body)
    card.setAccessibleName(group.value)
    return card
