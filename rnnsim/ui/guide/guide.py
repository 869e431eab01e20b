"""The lesson guide beside the canvas: what the lesson claims, and its scenes one by one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.lesson import Lesson
from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.guide.chip import Chip
from rnnsim.ui.guide.claim import Claim
from rnnsim.ui.guide.dots import Dots
from rnnsim.ui.guide.notice import Notice
from rnnsim.ui.guide.prose import Prose
from rnnsim.ui.guide.tour import Tour
from rnnsim.ui.keys import KeyGuard
from rnnsim.ui.labels import ElidedButton, label
from rnnsim.ui.scrolled import scrolled
from rnnsim.ui.theme import font

SIZE = QSize(280, 420)
LEAST = QSize(220, 220)


class Guide(QWidget):
    """Shows a `Tour` and steers it; `follow` says which."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Lesson guide"))
        self._tour: Tour | None = None
        self._shown: tuple[object, ...] = ()
        self._told: tuple[object, ...] | None = None
        self.title = Prose(16, bold=True)
        self.claim = Claim()
        self.text = Prose(15)
        self.chip = Chip(self)
        self.predict = Predict()
        self.notice = Notice()
        self.dots = Dots()
        self.place = label("muted")
        self.back = _button(tr("Back"), tr("Go to the scene before this one"))
        self.next = _button(tr("Next"), tr("Go to the next scene"), primary=True)
        self._body = self._made_body()
        self._scroll = scrolled(self._body)
        self._lay_out()
        self._show()

    def follow(self, tour: Tour) -> None:
        """Show `tour` from now on, and steer it."""
        self._tour = tour
        self.back.clicked.connect(tour.back)
        self.next.clicked.connect(tour.next)
        self.dots.chosen.connect(tour.go)
        self.chip.clicked.connect(tour.point_at_knob)
        self.predict.reveal.clicked.connect(tour.reveal_all)
        self.notice.asked.connect(tour.back_to_path)
        tour.watch(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        return SIZE

    def minimumSizeHint(self) -> QSize:
        return LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # a theme or another size of type
            self._fit_buttons()

    def _fit_buttons(self) -> None:
        for button in (self.back, self.next):
            button.setMinimumHeight(font(13).pixelSize() + 19)

    def _made_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.claim)
        column.addWidget(self.text)
        column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.predict)
        column.addWidget(self.notice)
        column.addStretch(1)
        return body

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.dots)
        where.addStretch(1)
        where.addWidget(self.place)
        move = QHBoxLayout()
        move.setSpacing(8)
        move.addWidget(self.back, 1)
        move.addWidget(self.next, 2)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(6)
        foot.addLayout(where)
        foot.addLayout(move)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self._fit_buttons()

    def _show(self) -> None:
        tour = self._tour
        lesson = tour.lesson if tour else None
        self._foot.setVisible(lesson is not None and len(lesson.scenes) > 0)
        self.claim.setVisible(lesson is not None)
        if tour is None or lesson is None:
            self._told = None
            self.title.say(tr("Own settings"))
            self.text.say(tr("No lesson is open. Choose one to be led through it."))
            for part in (self.chip, self.predict, self.notice):
                part.hide()
            return
        told = lesson, tour.index, tour.covered
        if told != self._told:  # else a knob has been moved, which is many times a second
            self._told = told
            self._show_scene(tour, lesson)
        self.notice.show_path(tour.strayed, tour.settings, tour.present, trying=tour.trying)
        self._scroll_up((lesson, tour.index))
        self._make_room()

    def _show_scene(self, tour: Tour, lesson: Lesson) -> None:
        scene = tour.scene
        number = f"{lesson.number} · " if lesson.number is not None else ""
        self.title.say(f"{number}{tr(lesson.title)}")
        self.claim.say(tr(lesson.claim))
        self.text.say(tr(scene.text) if scene else "")
        self.text.setVisible(scene is not None)
        self.chip.show_knob(scene.knob if scene else "")
        self.predict.setVisible(bool(tour.covered))
        self._show_place(tour)

    def _make_room(self) -> None:
        """Where it would push the scene's text out of sight, say the claim at the start only."""
        tour = self._tour
        if tour is None or tour.lesson is None:
            return
        self.claim.show()
        layout, room = self._body.layout(), self._scroll.viewport()
        assert layout is not None
        layout.invalidate()
        fits = layout.heightForWidth(room.width()) <= room.height()
        self.claim.setVisible(fits or tour.at_start)

    def _show_place(self, tour: Tour) -> None:
        assert tour.lesson is not None
        texts = [tr(scene.text) for scene in tour.lesson.scenes]
        self.dots.show_scenes(texts, tour.index)
        self.place.setText(f"{tour.index + 1} / {tour.count}")
        place = tr("Scene {number} of {count}").format(number=tour.index + 1, count=tour.count)
        self.place.setAccessibleName(place)
        focused = self.focusWidget()
        self.back.setEnabled(not tour.at_start)
        self.next.setEnabled(not tour.at_end)
        if focused in (self.back, self.next) and not focused.isEnabled():
            # Else the focus would leave the guide at either end of the path.
            (self.next if tour.at_start else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_up(self, shown: tuple[object, ...]) -> None:
        """A new scene is read from its beginning."""
        if shown != self._shown:
            self._shown = shown
            self._scroll.verticalScrollBar().setValue(0)


class Predict(QWidget):
    """Says that a plot is covered until one has said what it will show."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Prose(14, bold=True)
        self.reveal = _button(tr("Reveal"), tr("Take the cover from the plots. Key: V"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.reveal)
        self.text.say(tr("Predict first: what will the covered plot show?"))


def _button(text: str, tip: str, *, primary: bool = False) -> QToolButton:
    button = ElidedButton()
    button.setText(text)
    button.setAccessibleName(text)
    button.setAccessibleDescription(tip)
    button.setToolTip(tips.page(text, tip))
    button.setWhatsThis(tips.page(text, tip))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the window
    button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    KeyGuard(button, (Qt.Key.Key_Space,))
    if primary:
        button.setObjectName("primary")
    return button
