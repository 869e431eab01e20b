"""The numbers that take time: they follow their pass, give way to orders, and stay honest."""

import math
import threading
import time
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from rnnsim.engine import extras as pictures
from rnnsim.engine.simulation import Simulation
from rnnsim.model.cliff import START
from rnnsim.model.edits import edit
from rnnsim.model.extras import Extras
from rnnsim.model.settings import Settings
from rnnsim.model.view import Want
from rnnsim.worker import picture
from rnnsim.worker import work as work_module
from rnnsim.worker.extras import WANTED_BY, ExtrasMaker
from rnnsim.worker.order import Order

SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2, loss_at="all")
HUGE = Settings(hidden_size=128, time_steps=400, batch_size=32, loss_at="all")
EVERYTHING = frozenset(Want)
NOTHING = frozenset()
PATIENCE = 30.0
"""Seconds before what does not happen is a failure; far more than any machine takes."""

every_cell = pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])


def complete(running):
    """The frame of all that the last order asks for, with its extras."""
    generation = running.order.generation
    return running.frame_where(
        lambda frame: frame.generation == generation and not (frame.owed or frame.extras_owed)
    )


def ask(running, **changes):
    running.post(**changes)
    return complete(running)


def known(extras):
    return {field.name for field in fields(extras)[1:] if getattr(extras, field.name) is not None}


class Gate:
    """Holds whoever makes one of the extras until it is opened, a checkpoint at a time."""

    def __init__(self):
        self.entered, self.open = threading.Event(), threading.Event()
        self.entries = 0

    def map_picture(self, simulation, checkpoint):
        self.entries += 1
        self.entered.set()
        deadline = time.monotonic() + PATIENCE
        while not self.open.is_set() and time.monotonic() < deadline:
            checkpoint()
            time.sleep(0.001)
        return np.zeros((1, 2))


@pytest.fixture
def gate(monkeypatch):
    gate = Gate()
    monkeypatch.setattr(pictures, "map_picture", gate.map_picture)
    yield gate
    gate.open.set()


# What is looked at


def test_unasked_no_extras_are_made(run):
    frame = run(SMALL).ask()
    assert frame.extras == Extras()
    assert not frame.extras_owed


@every_cell
def test_everything_that_is_looked_at_follows_its_pass(run, cell):
    running = run(replace(SMALL, cell=cell))
    frame = ask(running, wants=EVERYTHING, inspected=3, single_iterations=2)
    assert frame.iteration == frame.extras.iteration == 2
    assert known(frame.extras) == set(WANTED_BY)
    simulation = Simulation(frame.settings)
    simulation.iterate()
    simulation.iterate()
    expected = pictures.detail_picture(simulation)
    for field in fields(expected):
        name = field.name
        np.testing.assert_array_equal(
            getattr(frame.extras.detail, name), getattr(expected, name), err_msg=name
        )
    assert frame.extras.inspection.time_step == 3
    np.testing.assert_array_equal(
        frame.extras.inspection.contribution, simulation.network.cell.contributions(2, 3)[0]
    )


@pytest.mark.parametrize("want", Want)
def test_only_what_is_looked_at_is_made(run, want):
    frame = ask(run(SMALL), wants=frozenset({want}))
    assert known(frame.extras) == {name for name, each in WANTED_BY.items() if each is want}


def test_what_is_no_longer_looked_at_leaves_the_frame(run):
    running = run(SMALL)
    ask(running, wants=EVERYTHING, inspected=2)
    frame = ask(running, wants=frozenset({Want.MAP}), inspected=None)
    assert known(frame.extras) == {"gradient_map"}


def test_looking_elsewhere_makes_no_other_pass_and_no_other_picture(run, monkeypatch):
    running = run(SMALL)
    before = running.ask(single_iterations=3)
    made = []
    monkeypatch.setattr(picture, "pass_picture", made.append)
    monkeypatch.setattr(Simulation, "evaluate", made.append)
    monkeypatch.setattr(Simulation, "iterate", made.append)
    for k in range(6):
        frame = ask(running, wants=frozenset({Want.DETAIL}), inspected=k)
        assert frame.passed is before.passed
        assert frame.extras.inspection.time_step == k
    assert made == []


def test_what_is_known_of_a_pass_is_not_made_twice(run, monkeypatch):
    made, detail = [], pictures.detail_picture

    def counted(simulation):
        made.append(simulation)
        return detail(simulation)

    monkeypatch.setattr(pictures, "detail_picture", counted)
    running = run(SMALL)
    first = ask(running, wants=frozenset({Want.DETAIL}))
    for k in (1, 2, None):
        frame = ask(running, inspected=k)
    assert frame.extras.detail is first.extras.detail
    assert len(made) == 1


@pytest.mark.parametrize("k", [6, 500])
def test_a_time_step_that_is_not_there_is_not_waited_for(run, k):
    frame = ask(run(SMALL), inspected=k)
    assert frame.extras.inspection is None


def test_cliff_and_cells_are_kept_while_nothing_they_depend_on_changes(run):
    running = run(SMALL)
    wants = frozenset({Want.CLIFF, Want.CELLS})
    first = ask(running, wants=wants)
    later = ask(running, single_iterations=3)
    assert later.extras.cliff is first.extras.cliff
    assert later.extras.cells is first.extras.cells
    later = ask(running, settings=edit(SMALL, "learning_rate", 0.02))
    assert later.extras.cells is first.extras.cells
    assert later.extras.cliff.rate == 0.02
    settings = edit(later.settings, "seed", 5)
    later, before = ask(running, settings=settings), later
    assert later.extras.cliff is before.extras.cliff
    magnitude = Simulation(settings).network.cell.dloss_dh
    np.testing.assert_allclose(
        later.extras.cells["rnn"], np.linalg.norm(magnitude, axis=(1, 2)), rtol=1e-12
    )


def test_other_starts_make_only_the_ways_over_the_cliff_anew(run):
    running = run(SMALL)
    first = ask(running, wants=EVERYTHING, inspected=2)
    later = ask(running, cliff_start=(5.0, -2.612))
    assert later.passed is first.passed
    assert later.extras.detail is first.extras.detail
    assert later.extras.cells is first.extras.cells
    assert later.extras.cliff.error is first.extras.cliff.error
    assert later.extras.cliff.start == (5.0, -2.612)
    assert (later.extras.bifurcation.w, later.extras.bifurcation.b) == (5.0, -2.612)
    again = ask(running, single_iterations=1)
    assert again.extras.cliff is later.extras.cliff
    assert again.extras.bifurcation is later.extras.bifurcation
    assert ask(running, cliff_start=START).extras.cliff.start == START


def test_until_other_ways_are_there_the_old_ones_are_shown(run, monkeypatch):
    running = run(SMALL)
    first = ask(running, wants=frozenset({Want.CLIFF}))
    entered, opened, make = threading.Event(), threading.Event(), pictures.cliff_picture

    def slow(*args):
        entered.set()
        opened.wait(PATIENCE)
        return make(*args)

    monkeypatch.setattr(pictures, "cliff_picture", slow)
    running.post(cliff_start=(5.0, -2.0))
    frame = running.answer()
    assert frame.extras_owed
    assert frame.extras.cliff is first.extras.cliff
    opened.set()
    assert complete(running).extras.cliff.start == (5.0, -2.0)


def test_ways_that_take_long_leave_no_gap_while_others_are_shown():
    maker = ExtrasMaker(lambda: None, time.monotonic)
    maker.take_on(SMALL)
    maker.look(frozenset({Want.CLIFF, Want.BIFURCATION}), None)
    for name in ("bifurcation", "cliff"):
        maker.make(name, Simulation(SMALL))
    maker.show(0)
    before = maker.shown.cliff
    maker.start_cliff_at((5.0, -2.0))
    maker.make("bifurcation", Simulation(SMALL))
    maker.show(0)
    assert maker.shown.bifurcation.b == -2.0
    assert maker.shown.cliff is before
    maker.look(frozenset({Want.BIFURCATION}), None)
    maker.show(0)
    assert maker.shown.cliff is None


# The frame first


def test_a_frame_does_not_wait_for_extras_of_which_nobody_knows_what_they_cost(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP}))
    frame = running.answer()
    assert frame.extras_owed
    assert frame.extras.gradient_map is None
    gate.open.set()
    assert complete(running).extras.gradient_map is not None


def test_what_is_there_is_shown_before_what_takes_long(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP, Want.DETAIL}), inspected=2)
    frame = running.frame_where(lambda frame: frame.extras.inspection is not None)
    assert frame.extras.detail is not None
    assert frame.extras_owed


def test_extras_that_were_quick_and_are_no_longer_hold_no_frame_up(run, gate):
    gate.open.set()
    running = run(SMALL)
    ask(running, wants=frozenset({Want.MAP}))
    gate.open.clear()
    running.post(single_iterations=1)
    frame = running.answer()
    assert frame.extras_owed
    gate.open.set()
    assert complete(running).extras.iteration == 1


def test_extras_that_are_quick_come_with_their_frame(run, monkeypatch):
    monkeypatch.setattr(work_module, "PROMPT", 10.0)  # however busy the machine is
    running = run(SMALL)
    ask(running, wants=frozenset({Want.DETAIL}), inspected=2)
    for count in range(1, 20):
        running.post(single_iterations=count)
        frame = running.answer()
        assert not frame.extras_owed
        assert frame.extras.iteration == frame.iteration == count


# Orders first


def test_an_order_is_answered_while_extras_take_long(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP}))
    assert gate.entered.wait(PATIENCE)
    frame = running.ask(settings=edit(SMALL, "seed", 7))
    assert frame.settings.seed == 7
    assert frame.extras_owed
    assert running.ask(playing=True).playing


def test_of_many_orders_the_last_has_its_extras(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP, Want.DETAIL}))
    assert gate.entered.wait(PATIENCE)
    for seed in range(100):
        running.post(settings=edit(SMALL, "seed", seed))
    gate.open.set()
    frame = complete(running)
    assert frame.settings.seed == 99
    expected = pictures.detail_picture(Simulation(edit(SMALL, "seed", 99)))
    np.testing.assert_array_equal(frame.extras.detail.dloss_da, expected.dloss_da)


def test_an_abandoned_part_is_made_after_all(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP}))
    assert gate.entered.wait(PATIENCE)
    running.post(inspected=1)
    gate.entered.clear()
    assert gate.entered.wait(PATIENCE)
    gate.open.set()
    assert known(complete(running).extras) == {"gradient_map", "inspection"}
    assert gate.entries >= 2


@pytest.mark.slow
@every_cell
def test_a_huge_map_keeps_no_order_waiting(run, cell):
    running = run(replace(HUGE, cell=cell))
    running.ask(wants=frozenset({Want.MAP, Want.SINGULAR_VALUES}))
    time.sleep(0.2)
    start = time.perf_counter()
    running.ask(pace=5.0)
    took = time.perf_counter() - start
    assert took < 2.0
    start = time.perf_counter()
    assert running.runner.stop(5.0)
    print(f"answered after {1000 * took:.0f} ms")  # noqa: T201 - to be seen with -rP


def test_stopping_abandons_extras(run, gate):
    running = run(SMALL)
    running.post(wants=frozenset({Want.MAP}))
    assert gate.entered.wait(PATIENCE)
    assert running.runner.stop(PATIENCE)


# Other settings


def test_after_other_settings_nothing_of_the_old_pass_stands_beside_the_new(run, gate):
    gate.open.set()
    running = run(SMALL)
    first = ask(running, wants=frozenset({Want.MAP, Want.DETAIL}), inspected=2)
    gate.open.clear()
    gate.entered.clear()
    running.post(settings=edit(SMALL, "seed", 8))
    assert gate.entered.wait(PATIENCE)
    frame = running.answer()
    old = first.extras
    assert frame.extras.detail is None or frame.extras.detail is not old.detail
    assert frame.extras.inspection is None or frame.extras.inspection is not old.inspection


@pytest.mark.parametrize(("key", "value"), [("hidden_size", 13), ("time_steps", 17)])
def test_nothing_of_another_size_stands_in(run, gate, arrays_of, key, value):
    gate.open.set()
    running = run(SMALL)
    ask(running, wants=EVERYTHING, inspected=2)
    gate.open.clear()
    running.post(settings=edit(SMALL, key, value))
    frame = running.answer()
    assert frame.extras_owed
    assert frame.extras.gradient_map is None
    for name, array in arrays_of(frame.extras).items():
        sizeless = name.startswith(("cliff.", "bifurcation.", "slopes."))
        assert sizeless or fits(array.shape, frame.settings), name


def fits(shape, settings):
    return all(
        size in (settings.time_steps, settings.time_steps + 1, settings.hidden_size)
        for size in shape
    )


# Training


def test_while_training_extras_say_of_which_pass_they_are(run, monkeypatch):
    monkeypatch.setattr(work_module, "EXTRAS_PATIENCE", PATIENCE)  # a busy machine is slow
    running = run(SMALL)
    running.post(playing=True, wants=frozenset({Want.DETAIL, Want.MAP}), inspected=2)
    frames = []
    for _ in range(5):
        last = frames[-1].extras.iteration if frames else 0
        frames.append(running.frame_where(lambda frame, last=last: frame.extras.iteration > last))
    for frame in frames:
        assert frame.extras.iteration <= frame.iteration
        assert known(frame.extras) == {"detail", "gradient_map", "inspection"}
    frame = ask(running, playing=False)
    assert frame.extras.iteration == frame.iteration


def test_training_gives_up_what_takes_too_long_until_it_is_paused(run, gate, monkeypatch):
    monkeypatch.setattr(work_module, "EXTRAS_PATIENCE", 0.05)
    running = run(SMALL)
    running.post(playing=True, wants=frozenset({Want.MAP, Want.DETAIL}))
    assert gate.entered.wait(PATIENCE)
    frame = running.frame_where(lambda frame: frame.extras.iteration > 20)
    assert frame.extras_owed
    assert known(frame.extras) == {"detail"}
    assert gate.entries == 1
    gate.open.set()
    frame = ask(running, playing=False)
    assert known(frame.extras) == {"detail", "gradient_map"}


class Watch:
    """A clock that only making frames and extras moves, and the runner's work on this thread."""

    def __init__(self, monkeypatch, cost):
        self.now, self.made, self.waiting, self.turns = 0.0, 0, False, 0
        monkeypatch.setattr(work_module, "time", self)
        iterate = Simulation.iterate

        def slow(simulation):
            self.now += 0.01
            return iterate(simulation)

        def map_picture(simulation, checkpoint):
            self.made += 1
            self.now += cost
            return np.zeros((5, 6))

        monkeypatch.setattr(Simulation, "iterate", slow)
        monkeypatch.setattr(pictures, "map_picture", map_picture)
        order = Order(0, SMALL, playing=True, wants=frozenset({Want.MAP}))
        outbox = work_module.Mailbox()
        self.work = work_module.Work(order, self, outbox, threading.Event())

    def monotonic(self):
        return self.now

    def take(self, timeout):
        if self.turns == 0:
            raise work_module.Stopped
        self.turns -= 1
        self.now += timeout

    def turn(self, turns):
        self.turns = turns
        with pytest.raises(work_module.Stopped):
            self.work.loop()


@pytest.mark.parametrize("cost", [0.005, 0.1, 0.4])
def test_extras_take_no_more_than_their_share_of_a_training(monkeypatch, cost):
    watch = Watch(monkeypatch, cost)
    watch.turn(2_000)
    share = watch.made * cost / watch.now
    assert watch.made > 5
    assert share < work_module.EXTRAS_SHARE
    assert cost < 0.05 or share > 0.5 * work_module.EXTRAS_SHARE


# Failures


@pytest.fixture
def broken(monkeypatch, capfd):
    """Let the making of details fail; what that prints is kept off the screen."""
    calls = []

    def fail(simulation):
        calls.append(simulation)
        raise RuntimeError("broken detail")

    monkeypatch.setattr(pictures, "detail_picture", fail)
    yield calls
    assert "broken detail" in capfd.readouterr().err


def test_a_failure_within_extras_is_told_and_the_run_goes_on(run, broken):
    running = run(SMALL)
    running.ask(single_iterations=3)
    running.post(wants=frozenset({Want.DETAIL, Want.MAP}))
    frame = running.frame_where(lambda frame: frame.failure is not None)
    assert frame.failure == "RuntimeError: broken detail"
    assert (frame.settings, frame.iteration) == (SMALL, 3)
    frame = ask(running, single_iterations=5)
    assert (frame.iteration, frame.failure) == (5, None)
    assert known(frame.extras) == {"gradient_map"}


def test_what_fails_is_tried_again_only_after_a_change(run, broken):
    running = run(SMALL)
    ask(running, wants=frozenset({Want.DETAIL}))
    ask(running, single_iterations=4)
    assert len(broken) == 1
    ask(running, settings=edit(SMALL, "seed", 3))
    assert len(broken) == 2
    ask(running, wants=EVERYTHING)
    assert len(broken) == 3


def test_training_goes_on_without_what_fails(run, broken):
    running = run(SMALL)
    running.post(playing=True, wants=frozenset({Want.DETAIL}))
    frame = running.frame_where(lambda frame: frame.iteration > 50)
    assert frame.playing
    assert not frame.extras_owed
    assert len(broken) == 1


def test_without_a_picture_of_the_pass_there_are_no_extras_of_it(run, monkeypatch, capfd):
    running = run(SMALL)
    running.ask()

    def fail(simulation):
        raise RuntimeError("broken picture")

    monkeypatch.setattr(picture, "pass_picture", fail)
    running.post(settings=edit(SMALL, "seed", 4), wants=frozenset({Want.DETAIL}))
    frame = running.answer()
    assert frame.failure == "RuntimeError: broken picture"
    assert not frame.extras_owed
    assert "broken picture" in capfd.readouterr().err


def test_a_run_that_diverged_still_has_its_extras(run):
    exploding = Settings(activation="linear", spectrum="orthogonal", spectral_radius=3.0)
    running = run(exploding)
    running.post(playing=True, wants=EVERYTHING, inspected=3)
    frame = running.frame_where(
        lambda frame: frame.divergence is not None and not frame.extras_owed
    )
    assert known(frame.extras) == set(WANTED_BY)
    assert frame.extras.iteration == frame.iteration


# Frames are immutable


@every_cell
def test_no_array_of_the_extras_can_be_written(run, arrays_of, cell):
    frame = ask(run(replace(SMALL, cell=cell)), wants=EVERYTHING, inspected=2)
    arrays = arrays_of(frame)
    assert len([name for name in arrays if name.startswith("extras.")]) >= 20
    for name, array in arrays.items():
        assert not array.flags.writeable, name
    with pytest.raises(TypeError):
        frame.extras.cells["rnn"] = None
    assert all(is_dataclass(part) for part in (frame.extras.detail, frame.extras.cliff))


# The maker by itself


def test_what_a_part_will_cost_is_not_known_before_it_was_made():
    now = [0.0]
    maker = ExtrasMaker(lambda: None, lambda: now[0])
    maker.take_on(SMALL)
    assert (maker.owed, maker.expected()) == (False, 0.0)
    maker.look(frozenset({Want.DETAIL}), None)
    assert maker.owed
    assert maker.expected() == math.inf
    assert maker.affordable(1e-9) == ["detail"]
    maker.make("detail", Simulation(SMALL))
    assert not maker.owed
    maker.pass_over(SMALL)
    assert maker.expected() == 0.0
    maker.take_on(replace(SMALL, batch_size=3))
    assert maker.expected() == math.inf
    maker.give_up("detail", after=0.5)
    assert maker.expected() == 0.5
    assert maker.affordable(0.5) == []
    assert maker.affordable(0.6) == maker.affordable(math.inf) == ["detail"]


def test_other_settings_leave_only_what_may_stand_in():
    maker = ExtrasMaker(lambda: None, time.monotonic)
    maker.take_on(SMALL)
    maker.look(EVERYTHING, 2)
    for name in WANTED_BY:
        maker.make(name, Simulation(SMALL))
    maker.show(0)
    shown = maker.shown
    assert known(shown) == set(WANTED_BY)
    maker.pass_over(SMALL)
    assert maker.shown is shown
    maker.take_on(replace(SMALL, seed=9))
    assert known(maker.shown) == set(WANTED_BY) - {"detail", "inspection", "remedies"}
    maker.take_on(replace(SMALL, seed=9, hidden_size=7))
    assert known(maker.shown) == {"bifurcation", "cliff"}
