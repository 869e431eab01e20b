"""Whatever is done in whatever order: nothing raises, Qt warns of nothing, all is answered."""

import random
import time
from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication

from rnnsim.model.goal import SettingError, iterations_more, until_loss
from rnnsim.model.lesson import lessons
from rnnsim.model.target import Kind, Target
from rnnsim.model.view import PLOTS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "resizeDocks")

ACTIONS = 40
"""For a look at more of them raise this: 2,400 with the seeds 11 to 14 take five minutes."""

SMALL = {"hidden_size": 8, "time_steps": 12, "batch_size": 4}
"""Whatever a lesson asks for is soon made this small, so that many things are done."""

EDITS = {
    "hidden_size": (2, 8, 12),
    "time_steps": (1, 5, 12, 24),
    "batch_size": (1, 4),
    "cell": ("rnn", "lstm", "gru"),
    "activation": ("tanh", "relu", "linear"),
    "optimizer": ("sgd", "adam"),
    "learning_rate": (0.0, 0.01, 1.0, 1e6),
    "clipping": ("off", "norm", "backward"),
    "clip_threshold": (0.5, 1.0),
    "spectral_radius": (0.0, 0.5, 1.0, 3.0, 10.0),
    "spectrum": ("own", "disk", "orthogonal"),
    "task": ("recall", "fixed", "review", "nothing of the kind"),
    "seed": (0, 1, 2),
}

TWINS = (
    {"clipping": "norm", "clip_threshold": 0.5},
    {"cell": "lstm"},
    {"spectral_radius": 2.0},
    {"hidden_size": 16},
    {"optimizer": "adam", "learning_rate": 0.01},
    {"learning_rate": 1e6},
)


class Walker:
    """Does something, at random."""

    def __init__(self, window, seed):
        self.window, self.presenter = window, window.presenter
        self.random = random.Random(seed)
        self.done = []
        self.things = [getattr(self, name) for name in dir(Walker) if name.startswith("do_")]

    def walk(self, count):
        for _ in range(count):
            thing = self.random.choice(self.things)
            self.done.append(thing.__name__)
            with suppress(SettingError):  # a refusal, which the caller would show
                thing()
            for _ in range(self.random.choice((0, 0, 1, 3, 10))):
                QApplication.processEvents()
                time.sleep(0.001)

    def settle(self):
        deadline = time.monotonic() + 60.0
        presenter = self.presenter
        presenter.pause()
        while presenter.awaiting or presenter.extras_owed:
            assert time.monotonic() < deadline, f"no answer after {self.done[-20:]}"
            QApplication.processEvents()
            time.sleep(0.001)

    @property
    def member(self):
        """The number of one of the runs, or of none."""
        numbers = [each.number for each in self.presenter.lineup.members]
        return self.random.choice([*numbers, 0])

    # Training

    def do_play(self):
        self.presenter.play()

    def do_pause(self):
        self.presenter.pause()

    def do_iterate(self):
        self.window.iterate()

    def do_iterate_many(self):
        self.presenter.iterate(self.random.randint(2, 60))

    def do_pace(self):
        self.presenter.set_pace(self.random.choice((2.0, 50.0, float("inf"))))

    def do_goal(self):
        start = self.window.training_desk._start(self.presenter.frame)
        self.presenter.play_to(iterations_more(self.random.randint(1, 50), start))

    def do_goal_of_loss(self):
        self.presenter.play_to(until_loss(self.random.choice((0.01, 0.5)), 0, 1e9))

    def do_reset(self):
        self.presenter.reset()

    def do_reset_all(self):
        self.window.reset_all()

    # The past

    def do_seek(self):
        newest = self.presenter.frame.newest
        self.presenter.seek(self.random.choice((None, 0, newest - 1, newest // 2, newest + 7, -3)))

    def do_scrub(self):
        line = self.window.timeline.scrubber
        self.window.timeline.scrubber.setValue(self.random.randint(line.minimum(), line.maximum()))

    def do_walk_along_the_timeline(self):
        self.random.choice(self.window.commands.walks).trigger()

    # Settings

    def do_edit(self):
        key = self.random.choice(list(EDITS))
        self.presenter.edit(key, self.random.choice(EDITS[key]))

    do_edit_too = do_edit

    def do_drag(self):
        for hundredth in range(self.random.randint(50, 150), 200, 10):
            self.presenter.edit("spectral_radius", hundredth / 100.0)
            QApplication.processEvents()

    def do_make_small(self):
        for key, value in SMALL.items():
            self.presenter.edit(key, value)

    do_make_small_again = do_make_small

    def do_undo(self):
        self.window.undo.stack.undo()

    def do_redo(self):
        self.window.undo.stack.redo()

    # Runs

    def do_add_a_twin(self):
        self.window.runs.add(self.random.choice(TWINS), self.random.choice(("", "a name")))

    def do_pin(self):
        self.window.runs.pin()

    def do_hide_or_show(self):
        self.presenter.lineup.show(self.member, shown=self.random.random() < 0.5)

    def do_rename(self):
        self.presenter.lineup.rename(self.member, self.random.choice(("", "one", "another" * 9)))

    def do_remove(self):
        self.presenter.lineup.remove(self.member)

    def do_clear(self):
        self.window.runs.clear()

    def do_use_a_runs_menu(self):
        menu = self.window.runs.menu_of(self.member)
        made = self.random.choice([each for each in menu.actions() if not each.isSeparator()])
        if made.isEnabled():
            made.trigger()
        menu.deleteLater()

    def do_show_the_table(self):
        self.window.runs.show_table()

    # A run that diverged

    def do_diverge(self):
        for key, value in {"task": "recall", **SMALL, "activation": "relu"}.items():
            self.presenter.edit(key, value)
        self.presenter.edit("learning_rate", 1e6)
        self.presenter.play()

    def do_try_a_remedy(self):
        found = self.presenter.frame.extras.remedies
        if found:
            self.window.training_desk._try(self.random.choice(found))

    def do_look_before(self):
        self.window.training_desk._look_before()

    def do_dismiss(self):
        self.window.training_desk._dismiss()

    # Lessons

    def do_open_a_lesson(self):
        self.window.open_lesson(self.random.choice(list(lessons())))
        self.do_make_small()

    def do_go_on_in_the_lesson(self):
        self.window.tour.next()
        self.do_make_small()

    def do_go_back_in_the_lesson(self):
        self.window.tour.back()
        self.do_make_small()

    def do_come_back_to_the_path(self):
        self.window.tour.back_to_path()
        self.do_make_small()

    def do_reveal(self):
        self.window.tour.reveal_all()

    # What is looked at

    def do_show_plots(self):
        self.window.area.show_plots(self.random.sample(list(PLOTS), self.random.randint(1, 4)))

    def do_bring_out(self):
        self.window.bring_out(self.random.choice(list(PLOTS)))

    def do_reset_the_view(self):
        self.window.reset_view()

    def do_toggle_a_view(self):
        self.random.choice(self.window.view_toggles()).trigger()

    def do_point(self):
        step = self.random.randint(0, self.presenter.settings.time_steps)
        target = Target(Kind.CELL, step)
        self.window.looking.hover(self.random.choice((None, target)))

    def do_play_the_pass(self):
        self.window.playback.toggle()

    def do_step_the_pass(self):
        self.window.playback.step(self.random.choice((-1, 1)))

    def do_go_to_the_whole_pass(self):
        self.window.playback.go_to(None)

    def do_move_the_start_of_the_cliff(self):
        self.presenter.start_cliff_at(self.random.uniform(0, 8), self.random.uniform(-4, 0))

    def do_lecture(self):
        self.window.toggle_lecture()

    def do_resize(self):
        self.window.resize(*self.random.choice(((1000, 640), (1280, 720), (1920, 1080))))

    def do_other_colours(self):
        self.window.appearance.toggle()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_is_survived_and_answered(seed, open_window, capsys):
    window = open_window("exploding", **SMALL)
    presenter, walker = window.presenter, Walker(window, seed)
    walker.walk(ACTIONS)
    walker.settle()
    frame = presenter.frame
    assert frame.settings == presenter.settings, walker.done
    assert frame.iteration == (frame.at if frame.divergence is None else frame.iteration)
    assert presenter.at in (None, frame.at), walker.done
    walker.walk(5)
    window.close()  # whatever it is at
    assert not presenter._runner._thread.is_alive(), walker.done
    told = capsys.readouterr().err  # where what is wrong in painting and in the worker is told
    assert "Traceback" not in told, f"{told}\nafter {walker.done}"
