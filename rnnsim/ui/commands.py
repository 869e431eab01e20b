"""The window's actions, its menus, and the rows of buttons that show them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWhatsThis

from rnnsim.translation import noted, tr
from rnnsim.ui import tips
from rnnsim.ui.about import open_about
from rnnsim.ui.actions import Keys, action, explain, plain_name
from rnnsim.ui.appearance import CHOICES
from rnnsim.ui.canvas.view import ZOOM_STEP
from rnnsim.ui.help import open_help
from rnnsim.ui.icons import icon
from rnnsim.ui.languages import language_menu
from rnnsim.ui.theme import Theme

if TYPE_CHECKING:
    from rnnsim.ui.window import Window

LAST_LESSON_KEY = 9
"""Lessons up to this number open with the key of their number."""

THEME_NAMES = {
    "system": noted("System"),
    "dark": noted("Dark"),
    "light": noted("Light"),
    "projector": noted("Projector"),
}

PLAY_PASS, PAUSE_PASS = noted("&Play pass"), noted("&Pause pass")
TRAIN, STOP = noted("&Train"), noted("S&top")


class Commands:
    """What can be done, under which name and key.

    Parameters
    ----------
    window : Window
        Whose actions they are; all its views are there.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._train_icon, self._pass_icon = "train", "play"
        self._icons: list[tuple[QAction, str]] = []
        self.play_pass, self.back, self.forward, self.first, self.whole = self._of_the_pass()
        self.train, self.once, self.restart, self.reset_all = self._of_training()
        self.goal = self._of_goal()
        self.walks = window.training_desk.fill(self._action)
        self.undo, self.redo = self._of_undo()
        self._state: tuple[Theme, bool, bool] | None = None
        self._of_the_window()
        self._make_menus()
        self._fill_bars()
        self._give_lessons_keys()

    def dress(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for made, name in self._icons:
            made.setIcon(icon(name, theme))
        self.export_button.setIcon(icon("export", theme))
        self.play_pass.setIcon(icon(self._pass_icon, theme, "on_accent"))
        self.train.setIcon(icon(self._train_icon, theme, "gradient"))

    def show_state(self, theme: Theme, *, training: bool, passing: bool) -> None:
        """Name the actions by what they would do now."""
        state = theme, training, passing
        if state == self._state:
            return  # this is called with every move of a knob
        self._state = state
        self.train.setText(tr(STOP if training else TRAIN))
        self.play_pass.setText(tr(PAUSE_PASS if passing else PLAY_PASS))
        self._train_icon = "stop" if training else "train"
        self._pass_icon = "pause" if passing else "play"
        self.dress(theme)

    def _action(
        self,
        text: str,
        do: Callable[[], object],
        *keys: Keys,
        tip: str = "",
        picture: str = "",
    ) -> QAction:
        made = action(self._window, text, do, keys=keys, tip=tip)
        if picture:
            self._icons.append((made, picture))
        return made

    def _of_training(self) -> tuple[QAction, ...]:
        window, presenter = self._window, self._window.presenter
        tip = tr("Train, or stop training")
        train = self._action(tr(TRAIN), window.toggle_training, "T", tip=tip)
        once = self._action(
            tr("&One iteration"),
            window.iterate,
            "Shift+Right",
            tip=tr("One weight update"),
            picture="once",
        )
        restart = self._action(
            tr("&Restart"),
            presenter.reset,
            "R",
            tip=tr("Start anew from the seed: the same weights again"),
            picture="restart",
        )
        reset_all = self._action(
            tr("Reset &all"),
            window.reset_all,
            "Alt+R",
            tip=tr("Back to the settings of the lesson"),
            picture="reset",
        )
        return train, once, restart, reset_all

    def _of_runs(self) -> tuple[QAction, ...]:
        runs = self._window.runs
        other = self._action(
            tr("Twin with &other settings…"),
            runs.ask,
            "C",
            tip=tr("Puts a twin beside this run: the same seed, with settings of your choice"),
        )
        pin = self._action(
            tr("&Pin this run"),
            runs.pin,
            "P",
            tip=tr("Keep this run as it stands, in dashes, to compare with what comes"),
        )
        clear = self._action(
            tr("Re&move all other runs"), runs.clear, tip=tr("Every run but the present one")
        )
        runs.compare.more = [other, pin, clear]
        return other, pin, clear

    def _of_goal(self) -> QAction:
        return self._action(
            tr("Train &until…"),
            lambda: self._window.training_desk.ask_goal(self.goal_button),
            "Shift+T",
            tip=tr("Train so many iterations, or until the loss is small enough"),
            picture="goal",
        )

    def _of_undo(self) -> tuple[QAction, QAction]:
        undo, redo = self._window.undo.actions(self._window)
        standard = QKeySequence.StandardKey
        undo.setShortcuts(QKeySequence.keyBindings(standard.Undo))
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        explain(undo, tr("Takes back the last change of the settings, one after the other."))
        explain(redo, tr("Makes the change again that was taken back last."))
        for made, name in ((undo, "undo"), (redo, "redo")):
            self._window.addAction(made)
            self._icons.append((made, name))
            made.changed.connect(partial(_tell, made))
            _tell(made)
        return undo, redo

    def _of_the_pass(self) -> tuple[QAction, ...]:
        playback = self._window.playback
        play_pass = self._action(
            tr(PLAY_PASS),
            playback.toggle,
            "Space",
            "Alt+K",
            tip=tr("Play the forward and backward pass, or pause it"),
        )
        back = self._action(tr("Step &back"), partial(playback.step, -1), "Left", picture="back")
        forward = self._action(
            tr("Step &forward"), partial(playback.step, 1), "Right", picture="step"
        )
        first = self._action(tr("To the be&ginning"), lambda: playback.go_to_position(0), "Home")
        whole = self._action(tr("&Whole pass"), lambda: playback.go_to(None), "End")
        return play_pass, back, forward, first, whole

    def _of_the_window(self) -> None:
        window = self._window
        self.theme = self._action(
            tr("Dark / light"), window.appearance.toggle, "Ctrl+Shift+L", picture="theme"
        )
        self.present = self._action(
            tr("P&resent"),
            window.toggle_lecture,
            "F11",
            "F5",
            tip=tr("Lecture mode: full screen, large type; Esc leaves it"),
            picture="present",
        )
        self._action(tr("Leave lecture mode"), window.leave_lecture, "Esc")
        self.reset_view = self._action(
            tr("&Reset view"), window.reset_view, tip=tr("Every view back to its place")
        )

    def _make_menus(self) -> None:
        self._make_file_menu()
        bar, window = self._window.menuBar(), self._window
        edit = bar.addMenu(tr("&Edit"))
        edit.addActions([self.undo, self.redo])
        edit.addSeparator()
        edit.addActions(window.export_desk.fill(self._action))
        edit.addSeparator()
        edit.addAction(self.reset_all)
        run = bar.addMenu(tr("&Simulation"))
        run.addActions([self.play_pass, self.back, self.forward, self.first, self.whole])
        speed = window.pass_bar.change_speed
        run.addAction(self._action(tr("Pass f&aster"), partial(speed, 1), "+", "="))
        run.addAction(self._action(tr("Pass s&lower"), partial(speed, -1), "-"))
        run.addSeparator()
        run.addActions([self.train, self.goal, self.once, self.restart])
        pace = window.transport.change_pace
        run.addAction(self._action(tr("Train &faster"), partial(pace, 1), "]"))
        run.addAction(self._action(tr("Train &slower"), partial(pace, -1), "["))
        run.addSeparator()
        run.addActions(self.walks)
        run.addSeparator()
        run.addMenu(window.runs.compare)
        run.addActions(self._of_runs())
        self._make_view_menu()
        self._make_help_menu()

    def _make_file_menu(self) -> None:
        file, window = self._window.menuBar().addMenu(tr("&File")), self._window
        lessons = file.addMenu(tr("&Lesson"))
        for lesson in window.lessons.values():
            lessons.addAction(lesson.heading, partial(window.open_lesson, lesson.name))
        new = self._action(tr("&New lesson…"), window.lesson_desk.make, "Ctrl+N")
        change = self._action(tr("E&dit this lesson…"), window.lesson_desk.edit)
        file.addActions([new, change])
        file.addSeparator()
        self._fill_with_sessions(file)
        file.addSeparator()
        file.addMenu(window.export_desk.menu)
        file.addSeparator()
        file.addAction(self._action(tr("&Quit"), window.close, "Ctrl+Q"))

    def _fill_with_sessions(self, file: QMenu) -> None:
        desk = self._window.sessions
        tip = tr("A session, a lesson, or a figure, which carries the session that it shows")
        file.addAction(self._action(tr("&Open…"), desk.ask, "Ctrl+O", tip=tip))
        file.addMenu(desk.recent)
        tip = tr("Lesson, settings and the course of the run, in one file")
        file.addAction(self._action(tr("&Save"), desk.save, "Ctrl+S", tip=tip))
        file.addAction(self._action(tr("Save &as…"), desk.save_as, "Ctrl+Shift+S"))
        file.addSeparator()
        tip = tr("Settings and iterations as a short text, to paste into a chat")
        file.addAction(self._action(tr("&Copy share text"), desk.copy, "Ctrl+Shift+C", tip=tip))
        tip = tr("Opens the share text or the file that is on the clipboard")
        file.addAction(self._action(tr("O&pen from clipboard"), desk.paste, "Ctrl+V", tip=tip))

    def _make_view_menu(self) -> None:
        window = self._window
        view = window.menuBar().addMenu(tr("&View"))
        for toggle in window.view_toggles():
            view.addAction(toggle)
        view.addSeparator()
        view.addAction(self.reset_view)
        view.addSeparator()
        canvas = window.canvas
        view.addAction(self._action(tr("Zoom &in"), lambda: canvas.zoom(ZOOM_STEP), "Z"))
        view.addAction(self._action(tr("Zoom &out"), lambda: canvas.zoom(1 / ZOOM_STEP), "Shift+Z"))
        view.addAction(self._action(tr("&Fit"), canvas.fit, "F"))
        view.addSeparator()
        theme, choices = view.addMenu(tr("&Theme")), QActionGroup(window)
        for choice in CHOICES:
            name = tr(THEME_NAMES.get(choice, choice))
            made = theme.addAction(name, partial(window.appearance.choose, choice))
            made.setCheckable(True)
            made.setData(choice)
            choices.addAction(made)
        theme.aboutToShow.connect(partial(self._mark_theme, choices))
        view.addAction(self.theme)
        view.addMenu(language_menu(window))
        scale = window.appearance.scale_type
        view.addAction(self._action(tr("&Larger type"), partial(scale, 1), "Ctrl++", "Ctrl+="))
        view.addAction(self._action(tr("&Smaller type"), partial(scale, -1), "Ctrl+-"))
        view.addAction(self._action(tr("&Usual type"), partial(scale, 0), "Ctrl+0"))
        view.addSeparator()
        view.addAction(self.present)

    def _make_help_menu(self) -> None:
        window = self._window
        help_menu = window.menuBar().addMenu(tr("&Help"))
        help_menu.addAction(self._action(tr("&Help"), lambda: open_help(window), "F1"))
        keys = self._action(tr("&Keys"), lambda: open_help(window, "shortcuts"), "?")
        help_menu.addAction(keys)
        what = self._action(tr("&What's this?"), QWhatsThis.enterWhatsThisMode, "Shift+F1")
        help_menu.addAction(what)
        help_menu.addAction(self._action(tr("&About rnnsim"), lambda: open_about(window)))

    def _mark_theme(self, choices: QActionGroup) -> None:
        for each in choices.actions():
            each.setChecked(each.data() == self._window.appearance.choice)

    def _fill_bars(self) -> None:
        transport, bar = self._window.transport, self._window.pass_bar
        transport.add_action(self.train)
        self.goal_button = transport.add_action(self.goal, words=False)
        transport.add_action(self.once, words=False)
        transport.add_action(self.restart, words=False)
        transport.add_action(self.reset_all)
        transport.add_action(self.undo, words=False)
        transport.add_action(self.redo, words=False)
        theme = self._window.appearance.theme
        words = tr("Export"), tr("Figures, animations and data to take home.")
        menu = self._window.export_desk.menu
        self.export_button = transport.add_menu(*words, menu, icon("export", theme))
        transport.add_action(self.present, right=True)
        transport.add_action(self.theme, words=False, right=True)
        bar.add_action(self.back)
        bar.add_action(self.play_pass, primary=True)
        bar.add_action(self.forward)

    def _give_lessons_keys(self) -> None:
        for lesson in self._window.lessons.values():
            if lesson.number is not None and lesson.number <= LAST_LESSON_KEY:
                opens = partial(self._window.open_lesson, lesson.name)
                self._action(lesson.heading, opens, str(lesson.number))


def _tell(action: QAction) -> None:
    """Its text as its tooltip; a lesson's title in it is no markup."""
    with suppress(RuntimeError):  # it changes once more while it is deleted
        action.setToolTip(tips.line(plain_name(action.text())))
