"""The panel's content: cards of fields, one beneath the other, that share the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMargins, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnsim.model.kinds import Group
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.card import Card
from rnnsim.ui.panel import words
from rnnsim.ui.panel.field import Field
from rnnsim.ui.panel.fold import Fold
from rnnsim.ui.panel.metrics import metrics_of
from rnnsim.ui.spectrum import SpectrumEditor

PLANE_FIRST = 0.7
"""The editor's height, in widths, from which on the fields may take more room, or be more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """A way to arrange the panel.

    Attributes
    ----------
    opened : bool
        Whether the last card is open.
    air : int
        How much there is between the fields, 0 … 2; where most, those that do nothing are shown
        too.
    """

    opened: bool
    air: int


MANNERS = tuple(Manner(opened, air) for opened in (True, False) for air in (2, 1, 0))
"""The best first."""


class Column(QWidget):
    """The eigenvalue editor and the fields, each on the card of its group.

    All sizes are decided here rather than by Qt's resizing of the contents, which would keep the
    scroll bar where only the room that it takes makes it needed.

    Parameters
    ----------
    editor : SpectrumEditor
        Gets the height that the fields leave.
    fields : mapping of str to Field
    """

    unfolded = Signal()
    """The user opened or closed the last card: the room is to be shared anew."""

    def __init__(self, editor: SpectrumEditor, fields: Mapping[str, Field]) -> None:
        super().__init__()
        self._editor = editor
        self._fields = tuple(fields.values())
        self._opened: bool | None = None
        self._only: frozenset[str] | None = None
        self._rows = {group: self._body(group) for group in Group}
        bodies = {group: _holder(rows) for group, rows in self._rows.items()}
        self.fold = Fold(tr(Group.MORE.value), bodies.pop(Group.MORE))
        self.fold.toggled.connect(self._toggle)
        self.cards: dict[Group, Card | Fold] = {
            group: Card(words.title(tr(group.value)), body) for group, body in bodies.items()
        }
        self.cards[Group.MORE] = self.fold
        self._cards_layout = QVBoxLayout(self)
        self._cards_layout.setContentsMargins(0, 0, 0, 0)
        for card in self.cards.values():
            self._cards_layout.addWidget(card)
        self._cards_layout.addStretch(1)

    def focus_chain(self) -> list[QWidget]:
        """What Tab visits, from top to bottom."""
        chain: list[QWidget] = [self._editor]
        for group, card in self.cards.items():
            if card is self.fold:
                chain.append(self.fold.head)
            chain += [control for field in self._of(group) for control in field.controls()]
        return chain

    def show_settings(self, settings: Settings) -> None:
        """Say on the cards what they are of, and what the last one holds."""
        recurrent = self.cards[Group.RECURRENT]
        assert isinstance(recurrent, Card)
        recurrent.set_title(words.recurrent_title(settings))
        recurrent.set_help(words.recurrent_help(settings))
        self.fold.set_aside(words.summary(settings, [field.row for field in self._of(Group.MORE)]))

    def show_only(self, keys: Iterable[str] | None) -> None:
        """From the next arrangement on show the fields of these keys alone; None: as usual.

        The plane of the eigenvalues is shown where their key is among them.
        """
        self._only = None if keys is None else frozenset(keys)

    def needs(self) -> tuple[object, ...]:
        """What the arrangement hangs on beside the room."""
        heads = [_head(card).height() for card in self.cards.values()]
        shown = [(field.wanted, field.idle) for field in self._fields]
        return (self.font(), self.layoutDirection(), self._only, *shown, *heads)

    def arrange(self, room: QSize, scroll_bar: int) -> None:
        """Give everything its size within `room`, or higher beside a scroll bar of that width."""
        plane = self._shows_plane()
        least, width = self._editor.minimumSizeHint().height() * plane, room.width()
        for manner in self._manners():
            spare = room.height() - self._arranged(width, least, manner)
            if least + spare >= PLANE_FIRST * width:
                break
        if spare < 0:
            width -= scroll_bar
            spare = room.height() - self._arranged(width, least, manner)
        for field in self._fields:
            field.setVisible(self._shows(field, manner))
        for group, card in self.cards.items():
            card.setVisible(self._shows_card(group, manner))
        self._editor.setVisible(plane)
        self.fold.show_open(opened=manner.opened)
        square = max(least, width + self._editor.status_height())
        self._editor.setFixedHeight(min(least + max(0, spare), square))
        self._settle(QSize(width, room.height() - min(0, spare)))

    def _manners(self) -> list[Manner]:
        if self._only is not None:
            return list(MANNERS[:1])
        return [each for each in MANNERS if self._opened in (None, each.opened)]

    def _toggle(self, opened: bool) -> None:
        self._opened = opened
        self.unfolded.emit()

    def _of(self, group: Group) -> list[Field]:
        return [field for field in self._fields if field.row.group is group]

    def _shows(self, field: Field, manner: Manner) -> bool:
        if self._only is not None:
            return field.wanted and field.row.key in self._only
        folded = field.row.group is Group.MORE and not manner.opened
        return field.wanted and not folded and (manner.air == 2 or not field.idle)

    def _shows_plane(self) -> bool:
        return self._only is None or "eigenvalues" in self._only

    def _shows_card(self, group: Group, manner: Manner) -> bool:
        plane = group is Group.RECURRENT and self._shows_plane()
        shown = any(self._shows(field, manner) for field in self._of(group))
        return self._only is None or plane or shown

    def _body(self, group: Group) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        if group is Group.RECURRENT:
            rows.addWidget(self._editor)
        for field in self._of(group):
            rows.addWidget(field)
        return rows

    def _settle(self, size: QSize) -> None:
        """Take on the sizes decided at once, lest a half-arranged panel is painted."""
        for group, card in self.cards.items():
            self._rows[group].invalidate()
            _layout(card).invalidate()
        self._cards_layout.invalidate()
        self.resize(size)
        self._cards_layout.activate()
        for group, card in self.cards.items():
            _layout(card).activate()
            self._rows[group].activate()

    def _arranged(self, width: int, editor_height: int, manner: Manner) -> int:
        """Arrange cards and fields for `width`; return the height of them all."""
        captions = [
            field.caption
            for field in self._fields
            if field.in_column and (self._only is None or field.row.key in self._only)
        ]
        metrics = metrics_of(self.font(), captions, manner.air)
        margins = QMargins(12, 4 + 2 * manner.air, 12, 6 + 2 * manner.air)
        spacing = 3 + manner.air
        self._cards_layout.setSpacing(4 + 3 * manner.air)
        cards = [each for each in self.cards.items() if self._shows_card(each[0], manner)]
        total = self._cards_layout.spacing() * (len(cards) - 1)
        for group, card in cards:
            _layout(card).setContentsMargins(margins)
            _layout(card).setSpacing(spacing)
            self._rows[group].setSpacing(metrics.gap)
            outside = margins + card.contentsMargins()
            inner = width - outside.left() - outside.right()
            plane = group is Group.RECURRENT and self._shows_plane()
            heights = [editor_height] if plane else []
            heights += [
                field.arrange(inner, metrics)
                for field in self._of(group)
                if self._shows(field, manner)
            ]
            total += outside.top() + _head(card).height() + outside.bottom()
            if heights:
                total += spacing + sum(heights) + metrics.gap * (len(heights) - 1)
        return total


def _holder(rows: QVBoxLayout) -> QWidget:
    body = QWidget()
    body.setLayout(rows)
    return body


def _layout(card: QWidget) -> QVBoxLayout:
    layout = card.layout()
    assert isinstance(layout, QVBoxLayout)
    return layout


def _head(card: QWidget) -> QSize:
    item = _layout(card).itemAt(0)
    assert item is not None
    return item.sizeHint()
