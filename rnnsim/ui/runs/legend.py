"""The one legend of all plots: a chip for each run, and what is offered to put beside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.docks import HeadButton
from rnnsim.ui.plate import Button
from rnnsim.ui.runs.chip import Chip
from rnnsim.ui.runs.state import RunState
from rnnsim.ui.runs.strip import Strip
from rnnsim.ui.theme import Theme

PADDING = 10
"""Pixels that the button “Compare” is wider than other words."""


class Legend(QWidget):
    """Shows the states of runs; nothing but the button “Compare” where there is only one.

    Parameters
    ----------
    theme : Theme
    compare : QMenu
        What the button opens.
    """

    switched = Signal(int, bool)
    asked = Signal(int, QPoint)
    renamed = Signal(int, str)
    removed = Signal(int)
    """As those of a `Chip`."""

    def __init__(self, theme: Theme, compare: QMenu) -> None:
        super().__init__()
        self._theme = theme
        self._slim = False
        self.chips: dict[int, Chip] = {}
        self.strip = Strip()
        self.before = HeadButton(_draw_before, tr("Runs further left"), self)
        self.after = HeadButton(_draw_after, tr("Runs further right"), self)
        self.before.clicked.connect(lambda: self.strip.page(-1))
        self.after.clicked.connect(lambda: self.strip.page(1))
        self.strip.moved.connect(self._show_ends)
        self.compare = _compare_button(compare, self)
        self.setAccessibleName(tr("Runs"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch(1)
        row.addWidget(self.before)
        row.addWidget(self.strip, 1000)
        row.addWidget(self.after)
        row.addWidget(self.compare)
        self._show_ends()
        self._show_parts()

    def show_states(self, states: Sequence[RunState]) -> None:
        """Show these runs."""
        numbers = {state.number for state in states}
        before = [chip.state for chip in self.chips.values()]
        for number in self.chips.keys() - numbers:
            gone = self.chips.pop(number)
            gone.hide()
            gone.deleteLater()
        for state in states:
            chip = self.chips.get(state.number)
            if chip is None:
                self._add(state)
            elif chip.state != state:
                chip.show_state(state)
        self.chips = {state.number: self.chips[state.number] for state in states}
        if before != list(states):
            self.strip.show_chips(list(self.chips.values()))
            self._order_tab()
            self._show_or_hide()

    def rename(self, number: int) -> None:
        """Let the user type the name of a run in its chip."""
        chip = self.chips[number]
        self.strip.ensureWidgetVisible(chip, 0, 0)
        chip.rename()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self._theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)

    def set_slim(self, slim: bool) -> None:
        """The runs alone, as in a lecture, and nothing where there is only one; or all there is."""
        self._slim = slim
        for chip in self.chips.values():
            chip.set_slim(slim)
        self.strip.arrange()
        self._show_or_hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.strip.updateGeometry()
            self.strip.arrange()

    def _add(self, state: RunState) -> None:
        chip = Chip(state, self._theme, self.strip.content)
        chip.set_slim(self._slim)
        chip.switched.connect(self.switched)
        chip.asked.connect(self.asked)
        chip.renamed.connect(self.renamed)
        chip.removed.connect(self.removed)
        self.chips[state.number] = chip

    def _order_tab(self) -> None:
        """Let Tab visit what is shown from left to right."""
        chips = self.chips.values()
        parts = [part for chip in chips for part in (chip, chip.entry, chip.more)]
        for one, other in pairwise([self.before, *parts, self.after, self.compare]):
            QWidget.setTabOrder(one, other)

    def _show_or_hide(self) -> None:
        self._show_parts()
        self.setVisible(bool(self.chips) or not self._slim)

    def _show_parts(self) -> None:
        self.strip.setVisible(bool(self.chips))
        policy = QSizePolicy.Policy
        wide = policy.Preferred if self._slim else policy.Maximum  # what is not needed is others'
        self.setSizePolicy(wide, policy.Fixed)
        self.compare.setVisible(not self._slim)

    def _show_ends(self) -> None:
        """A small button at each end behind which there is more."""
        earlier, later = self.strip.more
        scrolls = (earlier or later) and bool(self.chips)
        for button, leads in ((self.before, earlier), (self.after, later)):
            button.setVisible(scrolls)
            button.setEnabled(leads)


class CompareButton(Button):
    """Opens the menu of what may be put beside; as high as a chip."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + PADDING, self.fontMetrics().height() + 10)


def _compare_button(menu: QMenu, parent: QWidget) -> CompareButton:
    button = CompareButton(tr("Compare…"), parent)
    button.setAccessibleName(tr("Compare"))
    page = tips.page(
        tr("Compare"),
        tr(
            "Puts a twin beside this run: the same seed, one setting changed, trained in step and"
            " drawn over it in every plot. Or pins this run, to compare what comes with it."
        ),
    )
    button.setToolTip(page)
    button.setWhatsThis(page)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _draw_before(painter: QPainter, box: QRectF) -> None:
    _draw_angle(painter, box, 1.0)


def _draw_after(painter: QPainter, box: QRectF) -> None:
    _draw_angle(painter, box, -1.0)


def _draw_angle(painter: QPainter, box: QRectF, way: float) -> None:
    middle, reach = box.center(), 0.25 * way * box.width()
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(middle.x() + reach, box.top()),
                QPointF(middle.x() - reach, middle.y()),
                QPointF(middle.x() + reach, box.bottom()),
            ]
        )
    )
