"""The guide as one strip at the foot of a lecture: the scene's text, large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.guide.fitting import fitted
from rnnsim.ui.guide.prose import prose
from rnnsim.ui.guide.tour import Tour
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.theme import font

PART, USUAL_PART = 0.22, 0.2
"""The strip's height at most, as part of the screen's; more than usual for long texts alone."""

LARGEST, USUAL_LEAST, LEAST = 0.037, 0.029, 0.019
"""Type of the text as part of the screen's height: 28 and 22 pixels of 768; the last, 15, is for
texts that would be cut off otherwise."""

TITLE = 0.0205
"""Type of the title likewise: 16 pixels of 768."""

LEADING = 118
"""Height of a line in percent of the type's: few lines, and long ones."""

MARGIN = 14
GAP = 4
BAR = 5
BESIDE = 2 * MARGIN + BAR
"""Pixels of width that are not the text's."""

LEGEND_SHARE = 1000
"""Of the room beside the title that the legend takes."""

SMALLEST = 14
"""Pixels of type that can still be read in a hall."""


class Caption(QWidget):
    """Shows a `Tour` in large type within a part of `screen`'s height, and steers it.

    Parameters
    ----------
    screen : QWidget
        What the strip lies at the foot of.
    """

    def __init__(self, screen: QWidget) -> None:
        super().__init__()
        self._screen = screen
        self._tour: Tour | None = None
        self._said = ""
        self._texts: tuple[str, ...] = ()
        self.title = _plain()
        self.title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.place = _plain()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.back = _arrow("‹", tr("Back"), tr("The scene before. Key: Page up"))
        self.next = _arrow("›", tr("Next"), tr("The next scene. Key: Page down"))
        self.leave = _arrow(tr("Leave (Esc)"), tr("Leave (Esc)"), tr("Leave lecture mode"))
        self.setAccessibleName(tr("Caption of the scene"))
        self._head = QHBoxLayout()
        self._legend: QWidget | None = None
        self._lay_out()
        screen.installEventFilter(self)
        self._show()

    def follow(self, tour: Tour) -> None:
        """Show `tour` from now on, and steer it."""
        self._tour = tour
        self.back.clicked.connect(tour.back)
        self.next.clicked.connect(tour.next)
        tour.watch(self._show)
        self._show()

    def carry(self, legend: QWidget) -> None:
        """Hold the legend of all runs beside the title, where it takes no height from the views."""
        self._legend = legend
        self._head.insertWidget(1, legend, LEGEND_SHARE)
        self._fit()

    @property
    def most(self) -> int:
        """Pixels that the strip may be high."""
        return int(PART * self._screen.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._screen and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(640, self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, role = self.palette(), QPalette.ColorRole
        painter.fillRect(self.rect(), palette.color(role.AlternateBase))
        painter.fillRect(QRectF(0.0, 0.0, self.width(), 1.0), palette.color(role.Mid))
        left = self.width() - BAR if self.isRightToLeft() else 0.0
        painter.fillRect(QRectF(left, 0.0, BAR, self.height()), palette.color(role.Highlight))

    def _lay_out(self) -> None:
        head = self._head
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for part in (self.place, self.back, self.next, self.leave):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + BAR, 8, MARGIN, 10)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.text, 1)

    def _show(self) -> None:
        tour = self._tour
        lesson = tour.lesson if tour else None
        scenes = lesson is not None and len(lesson.scenes) > 0
        for part in (self.place, self.back, self.next):
            part.setVisible(scenes)
        if tour is None or lesson is None:
            self._say("", ())
            return
        number = f"{lesson.number} · " if lesson.number is not None else ""
        self.title.setText(f"{number}{tr(lesson.title)}")
        self.place.setText(f"{tour.index + 1} / {tour.count}")
        self.back.setEnabled(not tour.at_start)
        self.next.setEnabled(not tour.at_end)
        texts = tuple(tr(scene.text) for scene in lesson.scenes) or (tr(lesson.claim),)
        self._say(texts[tour.index], texts)

    def _say(self, text: str, texts: tuple[str, ...]) -> None:
        """Show `text`, which is one of a lesson's `texts`."""
        if (text, texts) == (self._said, self._texts):
            return
        anew = texts != self._texts
        self._said, self._texts = text, texts
        self.text.setAccessibleName(text)
        if anew:
            self._fit()
        else:
            self._set(text)

    def _fit(self) -> None:
        """Take the height that the longest text of the lesson needs.

        So the views above stay where they are from scene to scene.
        """
        small = _sized(max(SMALLEST, round(TITLE * self._screen.height())))
        for part in (self.title, self.place, self.back, self.next, self.leave):
            part.setFont(small)
        needed = max((self._set(text) for text in self._texts), default=0)
        self.setFixedHeight(min(self.most, self._outside + needed))
        self._set(self._said)

    def _set(self, text: str) -> int:
        """Set a text in the largest type in which it has room; return its height."""
        self.text.setText(prose(text, LEADING))
        height, room = self._screen.height(), self.most - self._outside
        usual_room = int(USUAL_PART * height) - self._outside
        largest, usual, least = (
            max(SMALLEST, round(part * height)) for part in (LARGEST, USUAL_LEAST, LEAST)
        )
        size = fitted(largest, usual, self._height_in, usual_room)
        if self._height_in(size) > room:
            size = fitted(usual, least, self._height_in, room)
        return self._height_in(size)

    @property
    def _outside(self) -> int:
        """Pixels of height that are not the text's."""
        layout = self.layout()
        assert layout is not None
        around = layout.contentsMargins()
        parts = [self.leave, self.title, *filter(None, [self._legend])]
        head = max(part.sizeHint().height() for part in parts)
        return around.top() + head + GAP + around.bottom()

    def _height_in(self, size: int) -> int:
        self.text.setFont(_sized(size))
        return self.text.heightForWidth(max(self.width() - BESIDE, 50))


def _sized(pixels: int) -> QFont:
    """The window's typeface in a size that hangs on the screen alone."""
    made = font()
    made.setPixelSize(pixels)
    return made


def _plain() -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def _arrow(text: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setAccessibleDescription(tip)
    button.setToolTip(tips.rich(tip))
    button.setWhatsThis(tips.page(name, tip))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    KeyGuard(button, (Qt.Key.Key_Space,))
    return button
