"""“Predict first”: hides a view until one has said what it will show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.guide.prose import Prose
from rnnsim.ui.keys import KeyGuard

SPACING = 14
"""Pixels between the lines of the hatch."""

FAINTNESS = 0.35
CORNER = 8.0
KEY = "V"


class Cover(QWidget):
    """Lies over `over` and is as large; emits `revealed` once, and goes.

    Where several covers wait, the key V takes them away one by one.
    """

    revealed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAccessibleName(tr("Predict first: this view is covered"))
        self.question = Prose(16, bold=True)
        self.hint = Prose(14)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.button = QToolButton()
        self._say()
        self._lay_out()
        key = QShortcut(QKeySequence(KEY), self)
        key.activated.connect(self.reveal)
        key.activatedAmbiguously.connect(self.reveal)
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.raise_()
        self.show()

    def reveal(self) -> None:
        """Show what is beneath."""
        if self.isHidden():
            return
        self.hide()
        self.revealed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        elif watched is self._over and event.type() == QEvent.Type.ChildAdded:
            self.raise_()  # a view that is made late does not come above its cover
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        painter.fillRect(self.rect(), palette.color(role.AlternateBase))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, CORNER, CORNER)
        painter.fillPath(shape, palette.color(role.Base))
        painter.setClipPath(shape)
        line = palette.color(role.Mid)
        line.setAlphaF(FAINTNESS)
        painter.setPen(QPen(line, 1.0))
        for x in range(-self.height(), self.width(), SPACING):
            painter.drawLine(x, self.height(), x + self.height(), 0)
        painter.setClipping(False)
        painter.setPen(QPen(palette.color(role.Mid), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    def _say(self) -> None:
        self.question.say(tr("Predict first"))
        self.hint.say(tr("What will you see?"))
        for text in (self.question, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name, tip = tr("Reveal"), tr("Show what is beneath. Key: V")
        self.button.setText(name)
        self.button.setAccessibleName(name)
        self.button.setAccessibleDescription(tip)
        self.button.setToolTip(tips.rich(tip))
        self.button.setWhatsThis(tips.page(name, tip))
        self.button.setObjectName("primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        KeyGuard(self.button, (Qt.Key.Key_Space,))
        self.button.clicked.connect(self.reveal)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.question)
        column.addWidget(self.hint)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
