"""The card that says what overflowed, and offers what would have prevented it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from rnnsim.model.remedy import Remedy
from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.autopsy.report import Report, remedy_brief, remedy_outcome, remedy_title
from rnnsim.ui.labels import ShrinkingLabel, label
from rnnsim.ui.plate import Button
from rnnsim.ui.theme import type_scale

PADDING = 9
"""Pixels between a remedy's edge and its words."""

TALL = 800
"""Pixels of a window's height, at the smallest type, from which on there is room for more rows."""

REMEDY_HELP = noted(
    "Keeps the run that diverged as a ghost, and trains anew from the same seed with this changed."
)
LOOK_HELP = noted("Shows the last iteration before the overflow in every view.")
DISMISS_HELP = noted("Hides this; it comes back for another divergence.")


class Autopsy(QFrame):
    """Hidden until a run diverges.

    Emits `looked` for the last iteration before, `chosen` with the remedy that was clicked, and
    `dismissed`.
    """

    looked = Signal()
    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("autopsy")
        self._remedies: tuple[Remedy, ...] = ()
        self._slim = False
        self._report: Report | None = None
        self.headline = ShrinkingLabel("")
        self.headline.setObjectName("autopsyTitle")
        self.look = Button("", self)
        self.look.clicked.connect(self.looked)
        self.dismiss = Button(tr("Dismiss"), self)
        self.dismiss.explain(tr("Dismiss"), tr(DISMISS_HELP))
        self.dismiss.clicked.connect(self.dismissed)
        self.cells = [[QLabel() for _ in range(3)] for _ in range(3)]
        self.offers: list[RemedyButton] = []
        self._offered = QHBoxLayout()
        self._offered.setSpacing(6)
        self.hint = label("muted")
        self._body = QWidget()
        self._lay_out()
        self.hide()

    def say(self, report: Report) -> None:
        """Show what is known of a run that diverged."""
        if report == self._report and not self.isHidden():
            return
        self._report = report
        self.setAccessibleName(report.line)
        self._compare(report)
        before = report.before
        self.look.setVisible(before is not None)
        if before is not None:
            title = tr("Look at iteration {number}").format(number=before.iteration)
            self.look.setText(title)
            self.look.explain(title, tr(LOOK_HELP))
        self._body.show()
        self.show()
        self._fit()

    def note(self, text: str) -> None:
        """Show one line, and nothing else: of a twin."""
        self._report = None
        self.headline.say(text)
        self.setAccessibleName(text)
        self.look.hide()
        self._body.hide()
        self.show()

    def offer(self, found: Sequence[Remedy] | None) -> None:
        """Show what would have prevented it, as far as it was tried; None: nothing yet is known."""
        self.hint.setText(_hint(found))
        self.hint.setVisible(bool(self.hint.text()))
        remedies = tuple(found or ())
        if remedies == self._remedies:
            return
        self._remedies = remedies
        if len(remedies) != len(self.offers):
            self._make_buttons(len(remedies))
        for button, remedy in zip(self.offers, remedies, strict=True):
            button.show_remedy(remedy)
        self._fit()

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Those offered."""
        return self._remedies

    @property
    def slim(self) -> bool:
        """Whether there is little height: the comparison is then in the headline."""
        return self._slim

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take no more height than the window can spare."""
        if self._report is None:
            return
        slim = self.window().height() < TALL * type_scale()
        self._slim = slim
        report = self._report
        self.headline.say(report.line if slim else report.headline, report.headline)
        self.headline.setToolTip(tips.line(report.line))
        self._table.setVisible(not slim)
        for each in (self.look, self.dismiss):
            each.setMinimumHeight(each.fontMetrics().height() + 6)
        for button in self.offers:
            button.set_slim(slim)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.headline, 1)
        head.addWidget(self.look)
        head.addWidget(self.dismiss)
        self._table = QWidget()
        table = QGridLayout(self._table)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(14)
        table.setVerticalSpacing(0)
        for y, row in enumerate(self.cells):
            for x, cell in enumerate(row):
                cell.setTextFormat(Qt.TextFormat.PlainText)
                cell.setObjectName("muted" if 0 in (x, y) else "")
                if x:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                table.addWidget(cell, y, x)
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(18)
        body.addWidget(self._table)
        body.addLayout(self._offered)
        body.addWidget(self.hint)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._body)

    def _compare(self, report: Report) -> None:
        before, after = report.before, report.after
        numbered = tr("iteration {number}")
        last = tr("iteration {number}, the last finite") if report.finite else numbered
        columns = [["", tr("loss"), "‖g‖"]]
        if before is not None:
            columns.append(
                [last.format(number=before.iteration), before.loss, before.gradient_norm]
            )
        columns.append([numbered.format(number=after.iteration), after.loss, after.gradient_norm])
        columns += [["", "", ""]] * (3 - len(columns))
        for x, column in enumerate(columns):
            for y, text in enumerate(column):
                self.cells[y][x].setText(text)

    def _make_buttons(self, number: int) -> None:
        for old in self.offers:
            self._offered.removeWidget(old)
            old.deleteLater()
        self.offers = [RemedyButton(self) for _ in range(number)]
        for button in self.offers:
            button.asked.connect(self.chosen)
            self._offered.addWidget(button)


def _hint(remedies: Sequence[Remedy] | None) -> str:
    if remedies is None:
        return tr("Looking for what would have prevented it…")
    if any(each.holds or not each.ended for each in remedies):
        return ""
    return tr("None of these alone is seen to prevent it.")


class RemedyButton(Button):
    """What to change, and beneath it what came of trying; emits `asked` with its remedy."""

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.remedy: Remedy | None = None
        self._outcome = self._brief = ""
        self._slim = False
        self.clicked.connect(lambda: self.asked.emit(self.remedy))

    def show_remedy(self, remedy: Remedy) -> None:
        """Offer it, unless it is known to diverge too."""
        self.remedy = remedy
        self._outcome, self._brief = remedy_outcome(remedy), remedy_brief(remedy)
        title = remedy_title(remedy)
        self.setText(title)
        self.setAccessibleName(f"{title}: {self._outcome}")
        self.explain(f"{title}: {self._outcome}", tr(REMEDY_HELP))
        self.setEnabled(remedy.divergence is None)
        self.updateGeometry()
        self.update()

    @property
    def outcome(self) -> str:
        """What came of trying."""
        return self._outcome

    def set_slim(self, slim: bool) -> None:
        """Say all in one row."""
        if slim != self._slim:
            self._slim = slim
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = self._width(self._outcome)
        if self._slim:
            wide = self._width("") + metrics.horizontalAdvance(f"  {self._outcome}")
        return QSize(wide, (1 if self._slim else 2) * metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        wide = self._width("" if self._slim else self._brief)
        if self._slim:
            wide += self.fontMetrics().horizontalAdvance(f"  {self._brief}")
        return QSize(wide, self.sizeHint().height())

    def _width(self, beneath: str) -> int:
        metrics = QFontMetrics(self._bold)
        wide = self.fontMetrics().horizontalAdvance(beneath)
        return max(metrics.horizontalAdvance(self.text()), wide) + 2 * PADDING + 4

    @property
    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold

    def _draw_contents(self, painter: QPainter, room: QRect, ink: QColor) -> None:
        align, plain = Qt.AlignmentFlag, painter.font()
        box = room.adjusted(PADDING, 4, -PADDING, -4)
        place = align.AlignLeft | (align.AlignVCenter if self._slim else align.AlignTop)
        painter.setPen(ink)
        painter.setFont(self._bold)
        painter.drawText(box, place, self.text())
        if self._slim:
            box.setLeft(box.left() + painter.fontMetrics().horizontalAdvance(f"{self.text()}  "))
        painter.setFont(plain)
        holds = self.remedy is not None and self.remedy.holds
        painter.setPen(ink if holds else self.palette().color(QPalette.ColorRole.PlaceholderText))
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        fits = metrics.horizontalAdvance(self._outcome) <= box.width() + 2
        said = self._outcome if fits else metrics.elidedText(self._brief, elide, box.width() + 2)
        painter.drawText(box, align.AlignLeft | align.AlignBottom, said)
