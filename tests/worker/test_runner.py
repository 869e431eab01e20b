import math
import threading
import time
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace

import numpy as np
import pytest

from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training import training
from rnnsim.model.edits import edit
from rnnsim.model.settings import Settings
from rnnsim.worker import picture
from rnnsim.worker import work as work_module
from rnnsim.worker.mailbox import Mailbox
from rnnsim.worker.order import Order

SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2)
HUGE = Settings(hidden_size=256, time_steps=500, batch_size=64)
PATIENCE = 10.0
"""Seconds before what does not happen is a failure; far more than any machine takes."""

EXPLODING = Settings(activation="linear", spectrum="orthogonal", spectral_radius=3.0)


def worker_threads():
    return [each for each in threading.enumerate() if each.name == "rnnsim-worker"]


# Frames and their generations


def test_the_first_frame_comes_unasked(run):
    frame = run(SMALL).frame_where(lambda frame: True)
    assert (frame.generation, frame.iteration, frame.playing) == (0, 0, False)
    assert frame.settings == SMALL
    assert frame.failure is None
    assert len(frame.curves.losses) == 0


def test_before_the_start_there_is_no_frame(run):
    assert run(SMALL, started=False).runner.take_frame() is None


def test_an_order_posted_before_the_start_is_answered(run):
    running = run(SMALL, started=False)
    running.post(single_iterations=2)
    assert running.start().answer().iteration == 2


ORDERS = [
    {},
    {"playing": True},
    {"playing": False},
    {"pace": 5.0},
    {"single_iterations": 1},
    {"settings": edit(SMALL, "learning_rate", 0.5)},
    {"settings": edit(SMALL, "spectral_radius", 0.2)},
    {"settings": edit(SMALL, "hidden_size", 3)},
    {"resets": 1},
]


@pytest.mark.parametrize("changes", ORDERS, ids=str)
def test_every_order_is_answered_with_its_generation(run, changes):
    running = run(SMALL)
    frame = running.ask(**changes)
    assert frame.generation == 1
    assert frame.settings == running.order.settings


def test_orders_one_after_the_other_are_all_answered(run):
    running = run(SMALL)
    for changes in ORDERS:
        assert running.ask(**changes).failure is None


def test_the_latest_settings_win_in_a_storm_of_orders(run):
    running = run(SMALL)
    running.post(playing=True)
    for i in range(1, 1001):
        running.post(settings=edit(SMALL, "spectral_radius", i / 1000))
    frame = running.answer()
    assert frame.generation == 1001
    assert frame.settings == edit(SMALL, "spectral_radius", 1.0)


def test_generations_never_go_back(run):
    running = run(SMALL)
    running.post(playing=True)
    seen = []
    for i in range(1, 201):
        running.post(settings=edit(SMALL, "spectral_radius", i / 200))
        frame = running.runner.take_frame()
        seen += [] if frame is None else [frame.generation]
        time.sleep(0.0005)
    seen.append(running.answer().generation)
    assert seen == sorted(seen)


def test_a_slow_consumer_finds_only_the_newest_frame(run):
    running = run(SMALL)
    running.ask(playing=True)
    time.sleep(0.2)  # some frames go untaken
    newest = running.ask(playing=False)
    assert newest.iteration > 0
    time.sleep(0.1)
    assert running.runner.take_frame() is None
    assert running.ask().iteration == newest.iteration


def test_while_paused_nothing_is_computed_unasked(run):
    running = run(SMALL)
    running.ask()
    time.sleep(0.1)
    assert running.runner.take_frame() is None


# Settings


def test_while_paused_a_change_is_answered_without_training(run):
    running = run(SMALL)
    before = running.ask(single_iterations=3)
    after = running.ask(settings=edit(SMALL, "spectral_radius", 0.3))
    assert (before.iteration, after.iteration) == (3, 3)
    assert after.spectrum.spectral_radius == pytest.approx(0.3)
    assert len(after.curves.losses) == 3


def test_the_learning_rate_leaves_weights_and_history_alone(run, assert_same):
    running = run(SMALL)
    before = running.ask(single_iterations=3)
    after = running.ask(settings=edit(SMALL, "learning_rate", 0.01))
    assert_same(replace(before, settings=None), replace(after, settings=None))


@pytest.mark.parametrize(
    ("key", "value"), [("seed", 7), ("hidden_size", 3), ("activation", "relu")]
)
def test_what_starts_anew_starts_with_empty_curves(run, key, value):
    running = run(SMALL)
    running.ask(single_iterations=3)
    frame = running.ask(settings=edit(SMALL, key, value))
    assert frame.iteration == 0
    assert len(frame.curves.losses) == 0


def test_bound_and_radius_line_are_what_the_spectrum_says(run):
    frame = run(SMALL).ask()
    last = frame.passed.gradient_magnitude[-1]
    powers = np.arange(SMALL.time_steps, -1, -1)
    spectrum = frame.spectrum
    factor = spectrum.slope_bound * spectrum.largest_singular_value
    np.testing.assert_allclose(frame.bound, last * factor**powers, rtol=1e-12)
    np.testing.assert_allclose(
        frame.radius_line, last * spectrum.spectral_radius**powers, rtol=1e-12
    )


@pytest.mark.parametrize(
    "changes", [{"cell": "lstm"}, {"cell": "gru"}, {"loss_at": "all"}], ids=str
)
def test_where_there_is_no_bound_the_frame_has_neither_line(run, changes):
    frame = run(replace(SMALL, **changes)).ask()
    assert frame.bound is None
    assert frame.radius_line is None


def test_the_frame_says_what_clipping_has_done(run):
    frame = run(replace(SMALL, clip="norm", clip_threshold=1e-4)).ask(single_iterations=3)
    assert frame.clipping.share == 1.0
    assert frame.clipping.cosine == pytest.approx(1.0)
    norms = [*frame.curves.gradient_norms, frame.passed.gradient_norm]
    assert frame.clipping.suggested == pytest.approx((0.5 * np.mean(norms), 10 * np.mean(norms)))


# Training


def test_training_goes_on_until_it_is_paused(run):
    running = run(SMALL)
    running.post(playing=True)
    training = running.frame_where(lambda frame: frame.iteration >= 50)
    assert training.playing
    paused = running.ask(playing=False)
    assert not paused.playing
    assert paused.iterations_per_second == 0.0
    assert paused.iteration >= training.iteration
    assert running.ask().iteration == paused.iteration


def test_the_curves_hold_one_value_for_every_iteration(run):
    running = run(SMALL)
    running.post(playing=True)
    for _ in range(3):
        frame = running.frame_where(lambda frame: frame.iteration > 0)
        assert len(frame.curves.losses) == frame.iteration
        assert len(frame.curves.gradient_norms) == frame.iteration
        assert len(frame.curves.clipped_gradient_norms) == frame.iteration


def test_the_curves_hold_the_values_of_the_passes(run):
    running = run(SMALL)
    passes = [running.ask(single_iterations=count).passed for count in range(4)]
    curves = running.ask(single_iterations=4).curves
    assert curves.losses.tolist() == [each.loss for each in passes]
    assert curves.gradient_norms.tolist() == [each.gradient_norm for each in passes]
    assert curves.clipped_gradient_norms.tolist() == [each.clipped_gradient_norm for each in passes]


def test_a_slow_pace_is_obeyed(run):
    running = run(SMALL)
    start = time.monotonic()
    running.post(playing=True, pace=50.0)
    frame = running.frame_where(lambda frame: frame.iteration >= 11)
    assert time.monotonic() - start >= (frame.iteration - 1) / 50.0


def test_another_pace_is_taken_on_at_once(run):
    running = run(SMALL)
    running.post(playing=True, pace=1e-3)
    running.frame_where(lambda frame: frame.iteration == 1)
    running.post(pace=math.inf)
    assert running.frame_where(lambda frame: frame.iteration > 10).playing


@pytest.mark.parametrize("pace", [1e-9, 1e-300, 5e-324])
def test_a_pace_that_never_comes_to_an_iteration_still_answers(run, pace):
    running = run(SMALL)
    running.post(playing=True, pace=pace)
    running.frame_where(lambda frame: frame.iteration == 1)
    assert running.ask(settings=edit(SMALL, "seed", 3)).settings.seed == 3


def test_resuming_does_not_catch_up_what_was_paused(run):
    running = run(SMALL)
    running.ask(playing=True, pace=50.0)
    paused = running.ask(playing=False)
    time.sleep(0.3)
    start = time.monotonic()
    running.post(playing=True)
    frame = running.frame_where(lambda frame: frame.iteration >= paused.iteration + 6)
    assert time.monotonic() - start >= (frame.iteration - paused.iteration - 1) / 50.0


def test_single_iterations_are_counted_although_orders_are_coalesced(run):
    running = run(SMALL)
    for count in range(1, 101):
        running.post(single_iterations=count)
    frame = running.answer()
    assert frame.iteration == 100
    assert len(frame.curves.losses) == 100
    assert not frame.playing


def test_several_single_iterations_may_be_asked_for_at_once(run):
    running = run(SMALL)
    assert running.ask(single_iterations=7).iteration == 7
    assert running.ask(single_iterations=8).iteration == 8
    assert running.ask().iteration == 8


class Desk:
    """The runner's work on this thread, one turn at a time, at a clock that only work moves."""

    def __init__(self, monkeypatch, settings=SMALL, *, iteration=0.0, picture=0.0):
        self.now, self.pictures = 0.0, 0
        monkeypatch.setattr(work_module, "time", self)
        monkeypatch.setattr(Simulation, "iterate", self._slow(Simulation.iterate, iteration))
        monkeypatch.setattr(work_module.Work, "_picture", self._picture(picture))
        self.order, self.orders, self.turns = Order(0, settings), [], 0
        self.waiting = False
        self.outbox = Mailbox()
        self.work = work_module.Work(self.order, self, self.outbox, threading.Event())

    def monotonic(self):
        return self.now

    def take(self, timeout):
        """The inbox: an order, or none after `timeout`, or the end of the turns."""
        if self.turns == 0:
            raise work_module.Stopped
        self.turns -= 1
        if self.orders:
            return self.orders.pop(0)
        self.now += timeout or 0.0
        return None

    def turn(self, turns=1, **changes):
        """Let it work so many turns, the first with an order; return the newest frame."""
        if changes:
            self.order = replace(self.order, generation=self.order.generation + 1, **changes)
            self.orders.append(self.order)
        self.turns = turns
        with pytest.raises(work_module.Stopped):
            self.work.loop()
        return self.outbox.take()

    def _slow(self, method, cost):
        def slow(simulation):
            self.now += cost
            return method(simulation)

        return slow

    def _picture(self, cost):
        picture = work_module.Work._picture

        def slow(work):
            self.now += cost
            self.pictures += 1
            picture(work)

        return slow


def test_single_iterations_show_their_progress_one_by_one(monkeypatch):
    desk = Desk(monkeypatch, iteration=1.0)
    frames = [desk.turn(single_iterations=3), desk.turn(), desk.turn()]
    assert [(frame.iteration, frame.owed) for frame in frames] == [(1, 2), (2, 1), (3, 0)]
    assert desk.turn(5) is None


def test_the_last_single_iteration_is_shown_at_once_however_heavy_frames_are(monkeypatch):
    desk = Desk(monkeypatch, picture=10.0)
    desk.turn(single_iterations=5)
    assert desk.turn(3) is None
    frame = desk.turn()
    assert (frame.iteration, frame.owed) == (5, 0)


def test_orders_are_taken_between_single_iterations(monkeypatch):
    desk = Desk(monkeypatch, iteration=1.0)
    desk.turn(single_iterations=10)
    assert desk.turn(single_iterations=12).owed == 10
    assert desk.turn(settings=edit(SMALL, "learning_rate", 0.5)).owed == 9


@pytest.mark.parametrize(
    "changes",
    [
        {"resets": 1, "single_iterations": 0},
        {"settings": edit(SMALL, "hidden_size", 8)},
        {"settings": edit(SMALL, "spectral_radius", 0.0)},
    ],
    ids=str,
)
def test_starting_anew_drops_the_single_iterations_owed(monkeypatch, changes):
    desk = Desk(monkeypatch)
    desk.turn(single_iterations=10)
    frame = desk.turn(**changes)
    assert (frame.iteration, frame.owed) == (0, 0)
    assert desk.turn(5) is None


def test_a_run_that_diverges_owes_nothing(run):
    frame = run(EXPLODING).ask(single_iterations=10_000)
    assert frame.divergence is not None
    assert (frame.owed, frame.playing) == (0, False)


def test_orders_given_while_training_are_answered_no_oftener_than_frames_are_drawn(monkeypatch):
    desk = Desk(monkeypatch, iteration=0.001)
    desk.turn(2, playing=True)
    answers = []
    for i in range(200):
        rate = 0.01 + i / 1000
        frame = desk.turn(settings=edit(SMALL, "learning_rate", rate))
        if frame is not None:
            answers.append((desk.now, frame.generation))
    gaps = np.diff([now for now, _ in answers])
    assert len(gaps) > 3
    assert gaps.min() >= 0.99 * work_module.FRAME_INTERVAL
    last = desk.turn(50)
    assert last.generation == desk.order.generation  # and none stays unanswered


def test_training_does_not_wait_for_what_single_iterations_took(monkeypatch):
    desk = Desk(monkeypatch)
    desk.turn(3, single_iterations=3, pace=0.001)
    assert desk.turn(2, playing=True).iteration == 4


def test_heavy_frames_take_no_more_than_their_share_of_the_time(monkeypatch):
    desk = Desk(monkeypatch, iteration=0.01, picture=1.0)
    desk.turn(playing=True)
    desk.turn(5_000)
    assert desk.now > 50.0
    assert 0.5 * work_module.FRAME_SHARE < desk.pictures / desk.now < work_module.FRAME_SHARE


def test_light_frames_come_no_more_often_than_they_are_drawn(monkeypatch):
    desk = Desk(monkeypatch, iteration=0.001)
    desk.turn(playing=True)
    desk.turn(3_000)
    assert 25 < desk.pictures / desk.now < 31


# Reset


@pytest.mark.parametrize(
    "settings",
    [
        SMALL,
        replace(SMALL, task="fixed"),
        replace(SMALL, clip="norm", clip_threshold=0.1),
        replace(SMALL, cell="lstm", optimizer="adam", precision="float32"),
        replace(SMALL, cell="gru", task="review", loss_at="all", truncation=3),
    ],
    ids=["recall", "fixed", "clipped", "lstm", "gru"],
)
def test_a_reset_gives_the_same_bits_again(run, assert_same, settings):
    running = run(settings)
    start = running.ask()
    first = running.ask(single_iterations=20)
    assert_same(start, running.ask(resets=1, single_iterations=0))
    assert_same(first, running.ask(single_iterations=20))
    assert_same(first, run(settings).ask(single_iterations=20))


def test_a_reset_after_training_at_speed_gives_the_same_bits_again(run, assert_same):
    running = run(SMALL)
    running.post(playing=True)
    trained = running.frame_where(lambda frame: frame.iteration >= 50)
    running.ask(playing=False, resets=1)
    assert_same(trained, running.ask(single_iterations=trained.iteration))


def test_a_reset_drops_single_iterations_asked_for_before(run):
    running = run(SMALL)
    running.post(single_iterations=5)
    running.post(single_iterations=0, resets=1)
    assert running.answer().iteration == 0
    running.post(single_iterations=2)
    running.post(single_iterations=1, resets=2)
    assert running.answer().iteration == 1


def test_several_resets_at_once_are_one(run):
    running = run(SMALL)
    running.ask(single_iterations=3)
    assert running.ask(resets=5, single_iterations=0).iteration == 0


# Divergence


def test_divergence_stops_the_run_and_is_in_the_frame(run):
    running = run(EXPLODING)
    running.post(playing=True)
    frame = running.frame_where(lambda frame: frame.divergence is not None)
    assert not frame.playing
    assert frame.failure is None
    assert frame.divergence.iteration == frame.iteration == len(frame.curves.losses)
    assert running.ask().iteration == frame.iteration


def test_nothing_moves_a_diverged_run_on(run, assert_same):
    running = run(EXPLODING)
    running.post(playing=True)
    frame = running.frame_where(lambda frame: frame.divergence is not None)
    assert_same(frame, running.ask(single_iterations=3))
    assert_same(frame, running.ask(playing=False))
    assert_same(frame, running.ask(playing=True))


@pytest.mark.parametrize(
    "changes",
    [{"resets": 1}, {"settings": edit(EXPLODING, "learning_rate", 1e-5)}],
    ids=["reset", "another learning rate"],
)
def test_a_diverged_run_starts_anew(run, changes):
    running = run(EXPLODING)
    running.post(playing=True)
    running.frame_where(lambda frame: frame.divergence is not None)
    frame = running.ask(playing=False, **changes)
    assert frame.divergence is None
    assert frame.iteration == len(frame.curves.losses) == 0


# Frames are immutable


@pytest.mark.parametrize(
    ("cell", "some"),
    [
        ("rnn", {"bound"}),
        ("lstm", {"passed.gates.f", "passed.memory"}),
        ("gru", {"passed.gates.z"}),
    ],
)
def test_no_array_of_a_frame_can_be_written(run, arrays_of, cell, some):
    frame = run(replace(SMALL, cell=cell)).ask(single_iterations=3)
    assert {"passed.hidden", "curves.losses", *some} <= arrays_of(frame).keys()
    for name, array in arrays_of(frame).items():
        assert not array.flags.writeable, name
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_no_field_of_a_frame_can_be_set(run):
    frame = run(SMALL).ask()
    parts = [frame, *(getattr(frame, field.name) for field in fields(frame))]
    for part in filter(is_dataclass, parts):
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


def test_a_frame_does_not_change_when_the_run_goes_on(run, arrays_of):
    running = run(SMALL)
    frames = [running.ask(), running.ask(single_iterations=5)]
    before = [{name: x.tobytes() for name, x in arrays_of(frame).items()} for frame in frames]
    running.ask(single_iterations=30)
    running.ask(settings=edit(SMALL, "spectral_radius", 0.3))
    running.ask(settings=edit(SMALL, "non_normality", 1.0))
    running.ask(resets=1)
    after = [{name: x.tobytes() for name, x in arrays_of(frame).items()} for frame in frames]
    assert after == before


# Failures


class Broken(Simulation):
    """Fails where it is told to."""

    where = ""
    failed = threading.Event()

    def restart(self, settings):
        self._fail("start", settings)
        super().restart(settings)

    def change(self, settings):
        self._fail("change", settings)
        return super().change(settings)

    def iterate(self):
        self._fail("iterate", self.settings)
        return super().iterate()

    @classmethod
    def picture(cls, simulation):
        cls._fail("picture", simulation.settings)
        return pass_picture(simulation)

    @classmethod
    def _fail(cls, where, settings):
        if where == cls.where and settings.seed == 666:
            cls.failed.set()
            raise RuntimeError(f"broken {where}")


@pytest.fixture
def broken(run, monkeypatch, capfd):
    """Make a runner that fails somewhere with seed 666; what it prints is kept off the screen."""

    def start(where, settings=SMALL):
        monkeypatch.setattr(Broken, "where", where)
        monkeypatch.setattr(Broken, "failed", threading.Event())
        monkeypatch.setattr(training, "Simulation", Broken)
        monkeypatch.setattr(picture, "pass_picture", Broken.picture)
        return run(settings)

    yield start
    assert "broken" in capfd.readouterr().err


def test_a_failing_start_is_told_and_the_last_good_settings_go_on(broken):
    running = broken("start")
    running.post(playing=True)
    running.frame_where(lambda frame: frame.iteration > 3)
    frame = running.ask(settings=replace(SMALL, seed=666))
    assert frame.failure == "RuntimeError: broken start"
    assert frame.settings == SMALL
    later = running.frame_where(lambda frame: frame.iteration > 3)
    assert later.playing
    assert later.failure is None
    assert running.ask(settings=replace(SMALL, seed=2)).settings.seed == 2


def test_a_failing_change_is_told_and_the_last_good_settings_go_on(broken):
    good = replace(SMALL, seed=666)
    running = broken("change", good)
    running.ask(single_iterations=3)
    frame = running.ask(settings=edit(good, "spectral_radius", 0.1))
    assert frame.failure == "RuntimeError: broken change"
    assert frame.settings == good
    assert frame.iteration == 0


def test_failing_iterations_are_told_once_and_training_ends(broken):
    running = broken("iterate", replace(SMALL, seed=666))
    running.post(playing=True)
    frame = running.frame_where(lambda frame: frame.failure is not None)
    assert frame.failure == "RuntimeError: broken iterate"
    assert not frame.playing
    time.sleep(0.1)
    assert running.runner.take_frame() is None


def test_a_picture_that_fails_is_told_with_the_last_one(broken):
    running = broken("picture")
    good = running.ask()
    frame = running.ask(settings=replace(SMALL, seed=666))
    assert frame.failure == "RuntimeError: broken picture"
    assert frame.settings == good.settings
    assert running.ask(settings=replace(SMALL, seed=2)).failure is None


def test_a_first_picture_that_fails_is_told_with_the_next_one(broken):
    running = broken("picture", replace(SMALL, seed=666))
    assert Broken.failed.wait(PATIENCE)
    assert running.runner.take_frame() is None
    frame = running.ask(settings=replace(SMALL, seed=2))
    assert frame.failure == "RuntimeError: broken picture"
    assert frame.settings.seed == 2


def test_a_run_that_cannot_even_begin_is_told_with_the_default_settings(broken):
    frame = broken("start", replace(SMALL, seed=666)).frame_where(lambda frame: True)
    assert frame.failure == "RuntimeError: broken start"
    assert frame.settings == Settings()


def test_a_newer_frame_does_not_hide_a_failure_that_nobody_has_seen(broken):
    running = broken("start")
    running.ask(playing=True)
    running.post(settings=replace(SMALL, seed=666))
    time.sleep(0.2)  # frames of the resumed training go untaken
    assert running.frame_where(lambda frame: True).failure == "RuntimeError: broken start"
    assert running.frame_where(lambda frame: True).failure is None


# The end


def test_stopping_ends_the_thread_and_may_be_repeated(run):
    running = run(SMALL)
    running.ask(playing=True)
    assert running.runner.stop()
    assert not worker_threads()
    assert running.runner.stop()


def test_stopping_before_the_start_is_no_fault(run):
    running = run(SMALL, started=False)
    assert running.runner.stop()
    running.start()
    assert running.runner.stop(10.0)


def test_stopping_wakes_a_paused_thread(run):
    running = run(SMALL)
    running.ask()
    assert running.runner.stop(10.0)


def test_stopping_starts_nothing(run, monkeypatch):
    started = []

    class Counted(Simulation):
        def restart(self, settings):
            started.append(settings)
            super().restart(settings)

    monkeypatch.setattr(training, "Simulation", Counted)
    running = run(SMALL)
    running.ask(resets=1)
    assert running.runner.stop(10.0)
    assert len(started) == 2


def test_the_last_frame_can_still_be_taken_after_the_end(run):
    running = run(SMALL)
    running.post(single_iterations=1)
    running.answer()
    running.post(single_iterations=2)
    while running.runner._outbox._message is None:
        time.sleep(0.001)
    assert running.runner.stop(10.0)
    assert running.runner.take_frame() is not None


@pytest.mark.slow
@pytest.mark.parametrize("playing", [False, True], ids=["first pass", "training"])
def test_stopping_abandons_a_huge_pass(run, playing):
    running = run(HUGE)
    if playing:
        running.post(playing=True)
        running.frame_where(lambda frame: frame.iteration >= 1)
    time.sleep(0.05)
    start = time.perf_counter()
    ended = running.runner.stop(5.0)
    took = time.perf_counter() - start
    assert ended
    assert not worker_threads()
    print(f"stopped after {1000 * took:.0f} ms")  # noqa: T201 - to be seen with -rP


@pytest.mark.slow
def test_many_single_iterations_can_be_abandoned(run):
    running = run(replace(HUGE, batch_size=1))
    running.post(single_iterations=1_000_000)
    time.sleep(0.1)
    assert running.runner.stop(10.0)
