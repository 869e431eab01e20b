"""The parameter panel: a card for each group of the table, a field for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.kinds import Group
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.translation import tr
from rnnsim.ui.panel import words
from rnnsim.ui.panel.balloon import Balloon
from rnnsim.ui.panel.column import Column
from rnnsim.ui.panel.entry import Entry
from rnnsim.ui.panel.field import Field, TypedField
from rnnsim.ui.panel.fields import field_for
from rnnsim.ui.panel.number_fields import NumberField
from rnnsim.ui.spectrum import SpectrumEditor
from rnnsim.ui.theme import Theme

SIZE = QSize(310, 620)
READ_OUT_INTERVAL = 200
"""Milliseconds between two numbers of a read-out: slower than curves, so that they can be read."""

SCROLL_BAR = """
    QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
    QScrollBar::handle:vertical { background: palette(mid); border-radius: 3px; min-height: 24px;
        margin: 0 0 0 2px; }
    QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
    QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

MEASURED: Mapping[str, Callable[[Frame], float]] = {
    "spectral_radius": lambda frame: frame.spectrum.spectral_radius,
}
"""What the simulation measures of a setting, to be set against what was asked."""

SUGGESTED: Mapping[str, Callable[[Frame], tuple[float, float]]] = {
    "clip_threshold": lambda frame: frame.clipping.suggested,
}
"""Between which values a setting would suit the run."""


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
    column : Column
        Where they stand.
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
        self.editor.released.connect(self._arrange_if_needed)
        self.fields = {key: self._field(key) for key in PARAMETERS}
        self.column = Column(self.editor, self.fields)
        self.column.unfolded.connect(self._arrange)
        self._balloon = Balloon(self.column)
        self._held = False
        self._pause = QTimer(self, singleShot=True, interval=READ_OUT_INTERVAL)
        self._pause.timeout.connect(self._read_out)
        self.setAccessibleName(tr("settings"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A style sheet of the panel's own would keep changes of the type size from its fields.
        self.verticalScrollBar().setStyleSheet(SCROLL_BAR)
        self.setWidget(self.column)
        for before, after in pairwise(self.column.focus_chain()):
            QWidget.setTabOrder(before, after)

    def show_settings(self, settings: Settings) -> None:
        """Show `settings` in all controls; emits nothing."""
        self._settings = settings
        for key, field in self.fields.items():
            field.show_value(getattr(settings, key))
            field.show_idle(field.row.why_idle(settings))
        self.editor.show_settings(settings)
        self.column.show_settings(settings)
        self._arrange_if_needed()

    def show_only(self, keys: Iterable[str] | None) -> None:
        """Show the fields of these keys and nothing else, as in a lecture; None: all again.

        The key `eigenvalues` stands for the plane too.
        """
        self.clear_refusal()
        self.column.show_only(keys)
        self._arrange()

    def show_frame(self, frame: Frame) -> None:
        """Show what the simulation has become; numbers a few times a second."""
        self.editor.show_frame(frame)
        self._unread = frame
        if not self._pause.isActive():
            self._read_out()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Arrange the fields once, after all that changes what they hang on."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._arrange()

    def stop(self) -> None:
        """Read out no more numbers: the window is closed."""
        self._pause.stop()
        self._unread = None

    def refuse(self, key: str, message: str) -> None:
        """Say at the field of `key` that it cannot be what was asked, and what it can be."""
        field = self.fields[key]
        self._refused = key
        typed = isinstance(field, TypedField) and field.entry.refused
        self._balloon.say(message, self._place_of(field), lingers=not typed)
        field.anchor.setAccessibleDescription(message)
        if typed:
            self.ensureWidgetVisible(self._balloon, 0, 4)

    def note(self, key: str, message: str) -> None:
        """Say at the field of `key` what is worth knowing of its new value."""
        self._balloon.say(message, self._place_of(self.fields[key]), lingers=True, refusal=False)

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
        if self._needs() != self._arranged_for:
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange_if_needed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = QEvent.Type
        if event.type() in (kind.FontChange, kind.StyleChange, kind.LayoutDirectionChange):
            # Later: the fields have yet to hear of it.
            self._arranged_for = ()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange_if_needed()  # arranging asks for a layout itself
        return handled

    def _field(self, key: str) -> Field:
        field = field_for(PARAMETERS[key], measured=key in MEASURED)
        field.explain()
        field.edited.connect(self._asked)
        field.refused.connect(self.refuse)
        field.settled.connect(self._settled)
        field.noted.connect(self.note)
        return field

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

    def _place_of(self, field: Field) -> QWidget:
        """Where something is said of a field: at the plane where the field is not shown."""
        return field if field.isVisibleTo(self) else self.editor

    def _read_out(self) -> None:
        if self._unread is None:
            return
        for key, measured in MEASURED.items():
            field = self.fields[key]
            assert isinstance(field, NumberField)
            field.show_measured(measured(self._unread))
        for key, suggested in SUGGESTED.items():
            field = self.fields[key]
            assert isinstance(field, NumberField)
            field.show_suggested(*suggested(self._unread))
        self.column.cards[Group.RECURRENT].set_aside(self.editor.aside)
        self._unread = None
        self._pause.start()

    def _arrange_if_needed(self) -> None:
        """Share the room anew where what it hangs on has changed; the plane is still in a drag."""
        if self._needs() != self._arranged_for and not self.editor.dragging:
            self._arrange()

    def _needs(self) -> tuple[object, ...]:
        return (self.size(), *self.column.needs())

    def _arrange(self) -> None:
        if self._held or not self.isVisible():
            return  # until then its size changes several times
        self._arranged_for = self._needs()
        self.column.arrange(self.size(), self.verticalScrollBar().sizeHint().width())
