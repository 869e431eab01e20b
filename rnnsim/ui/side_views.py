"""The views beside the canvas, and what stands in until each is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.lesson import Lesson
from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.translation import tr
from rnnsim.ui.labels import label
from rnnsim.ui.theme import Theme


def tell(view: object, what: str, *arguments: object) -> object:
    """Call a method of a view that may not have it yet."""
    method = getattr(view, what, None)
    return method(*arguments) if callable(method) else None


class Tour:
    """Stands in for the walk through a lesson's scenes."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lesson: Lesson | None = None
        self._covered: tuple[str, ...] = ()
        self._watchers: list[Callable[[], None]] = []

    @property
    def lesson(self) -> Lesson | None:
        """The one that is open."""
        return self._lesson

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed` when another place is reached."""
        self._watchers.append(changed)

    def open(self, lesson: Lesson) -> None:
        """Begin a lesson."""
        self._lesson = lesson
        self._show((), lesson.views)
        self._stage.point_at(None)
        self._stage.go_to(None, play=False)
        self._stage.train(on=lesson.train)

    def go(self, index: int) -> None:
        """Go to a scene."""
        if self._lesson is None or not 0 <= index < len(self._lesson.scenes):
            return
        scene = self._lesson.scenes[index]
        self._show(scene.covered, self._lesson.views_at(index))
        self._stage.take_on(self._lesson.settings_at(index))
        self._stage.point_at(scene.point)
        self._stage.go_to(scene.moment, play=scene.play)

    def see(self, settings: Settings) -> None:
        """Nothing yet."""

    def reveal(self, name: str) -> None:
        """Take the cover from a plot."""
        self._covered = tuple(each for each in self._covered if each != name)
        self._stage.cover(self._covered)

    def _show(self, covered: tuple[str, ...], views: tuple[str, ...]) -> None:
        self._covered = covered
        self._stage.show_views(views)
        self._stage.cover(covered)
        for changed in self._watchers:
            changed()


class Stage(Protocol):
    """What a tour tells."""

    def take_on(self, settings: Settings) -> None: ...

    def show_views(self, names: tuple[str, ...]) -> None: ...

    def cover(self, names: tuple[str, ...]) -> None: ...

    def point_at(self, target: Target | None) -> None: ...

    def go_to(self, moment: Moment | None, *, play: bool) -> None: ...

    def train(self, *, on: bool) -> None: ...


class Guide(QWidget):
    """Stands in for the lesson's guide."""

    def __init__(self) -> None:
        super().__init__()
        self._tour: Tour | None = None
        self._claim = label("muted")
        self._claim.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._claim)
        column.addStretch(1)

    def follow(self, tour: Tour) -> None:
        """Show `tour` from now on."""
        self._tour = tour
        tour.watch(self._show)

    def _show(self) -> None:
        lesson = None if self._tour is None else self._tour.lesson
        self._claim.setText("" if lesson is None else lesson.claim)


def inspected_step(target: Target | None, time_steps: int) -> int | None:
    """The time step whose Jacobian is shown of a target."""
    if target is None:
        return None
    step = {Kind.CELL: target.time_step, Kind.ARROW: target.time_step + 1}.get(target.kind, 0)
    return step if 1 <= step <= time_steps else None


class Inspector(QWidget):
    """Stands in for the inspector."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = label("muted", tr("Point at a time step."))
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addStretch(1)

    def show_frame(self, frame: Frame) -> None:
        """Nothing yet."""

    def show_target(self, target: Target | None) -> None:
        """Name what is pointed at."""
        self._text.setText(str(target) if target else tr("Point at a time step."))

    def set_theme(self, theme: Theme) -> None:
        """Nothing yet."""


class VerdictStrip(QWidget):
    """Stands in for the verdict, and takes no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hide()

    def show_frame(self, frame: Frame) -> None:
        """Nothing yet."""

    def set_theme(self, theme: Theme) -> None:
        """Nothing yet."""


class Cover(QWidget):
    """Stands in for “Predict first”."""

    revealed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self.setAutoFillBackground(True)
        reveal = QPushButton(tr("Reveal"))
        reveal.clicked.connect(self.revealed)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(label("cardTitle", tr("Predict first")), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(reveal, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.setGeometry(over.rect())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self.setGeometry(self._over.rect())
            self.raise_()
        return False


class DataTable(QWidget):
    """Stands in for a plot's table."""

    def show_table(self, table: object) -> None:
        """Nothing yet."""


class LectureMode(QObject):
    """Stands in for lecture mode: full screen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @property
    def active(self) -> bool:
        """Whether a lecture is given."""
        return self._window.isFullScreen()

    def enter(self) -> None:
        """Begin."""
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """End."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowFullScreen)
