"""Orders about twins, the past and goals, and the frames that answer them."""

import math
import time
from dataclasses import replace

import pytest

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training.past import Past
from rnnsim.model.edits import edit
from rnnsim.model.goal import Goal
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.model.view import Want

SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2, task="recall")
LSTM = Twin(1, (("cell", "lstm"),))
EXPLODING = Twin(
    2, (("activation", "linear"), ("spectrum", "orthogonal"), ("spectral_radius", 3.0))
)


def loss_after(which, iterations):
    simulation = Simulation(which)
    for _ in range(iterations):
        simulation.iterate()
    return simulation.loss


def answer(running):
    """The frame of all that was asked for, the iteration looked at included."""
    wanted = running.order.generation
    return running.frame_where(
        lambda frame: frame.generation == wanted and not frame.owed and frame.sought is None
    )


def ask(running, **changes):
    running.post(**changes)
    return answer(running)


def test_a_frame_carries_the_twins_in_step(run):
    running = run(SMALL)
    frame = ask(running, twins=(LSTM,), single_iterations=7)
    (twin,) = frame.others
    assert (frame.iteration, twin.iteration, twin.number) == (7, 7, 1)
    assert twin.settings == edit(SMALL, "cell", "lstm")
    assert twin.passed.loss == loss_after(twin.settings, 7)
    assert len(twin.curves.losses) == 7
    assert not twin.ghost


def test_a_twin_ordered_late_comes_to_the_same_iteration_while_paused(run):
    running = run(SMALL)
    ask(running, single_iterations=40)
    frame = ask(running, twins=(LSTM,))
    assert frame.iteration == frame.others[0].iteration == 40


def test_a_twin_that_is_no_longer_wanted_is_gone(run):
    running = run(SMALL)
    ask(running, twins=(LSTM,))
    assert ask(running, twins=()).others == ()


def test_twins_survive_a_reset_and_start_anew(run):
    running = run(SMALL)
    ask(running, twins=(LSTM,), single_iterations=5)
    frame = ask(running, resets=1, single_iterations=0)
    assert frame.iteration == frame.others[0].iteration == 0


def test_the_past_is_looked_at_and_left_again(run):
    running = run(SMALL)
    newest = ask(running, single_iterations=30)
    past = ask(running, at=12)
    assert (past.iteration, past.at, past.newest, past.past) == (12, 12, 30, True)
    assert past.passed.loss == newest.curves.losses[12] == loss_after(SMALL, 12)
    assert len(past.curves.losses) == 30
    back = ask(running, at=None)
    assert back.iteration == 30
    assert back.alive
    assert not back.past
    assert back.passed.loss == newest.passed.loss


def test_on_the_way_to_an_iteration_frames_say_which_is_sought(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=100)
    iterate = Simulation.iterate

    def slow(simulation):
        time.sleep(0.02)
        return iterate(simulation)

    monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    monkeypatch.setattr(Simulation, "iterate", slow)
    running.post(at=20)
    frame = running.frame_where(lambda frame: frame.sought == 20 and frame.iteration > 2)
    assert frame.iteration < 20
    assert answer(running).iteration == 20


def test_other_orders_leave_the_past_in_sight_with_the_settings_it_had(run):
    running = run(SMALL)
    ask(running, single_iterations=10)
    ask(running, settings=edit(SMALL, "learning_rate", 0.5))
    ask(running, single_iterations=20)
    past = ask(running, at=5)
    assert past.settings == SMALL
    same = ask(running, pace=3.0)
    assert (same.iteration, same.newest, same.settings) == (5, 20, SMALL)


def slowed(monkeypatch, seconds=0.02):
    iterate = Simulation.iterate

    def slow(simulation):
        time.sleep(seconds)
        return iterate(simulation)

    monkeypatch.setattr(Simulation, "iterate", slow)


def test_iterations_still_owed_are_dropped_where_the_past_is_looked_at(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=30)
    slowed(monkeypatch)
    running.post(single_iterations=130)
    running.frame_where(lambda frame: frame.newest > 32)
    past = ask(running, at=12)
    assert past.iteration == 12
    assert past.newest > 32
    back = ask(running, at=None)
    assert back.iteration == back.newest == past.newest


def test_iterations_owed_at_the_newest_are_not_made_in_another_future(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=30)
    slowed(monkeypatch)
    running.post(single_iterations=530)
    running.frame_where(lambda frame: frame.newest > 32)
    frame = ask(running, branched=(1, 12), single_iterations=531)  # the look there was never seen
    assert (frame.iteration, frame.newest) == (13, 13)


def test_an_order_is_obeyed_although_a_run_is_on_its_way_to_go_on_from_the_past(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=300)
    monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    slowed(monkeypatch)
    changed = edit(SMALL, "learning_rate", 0.5)
    running.post(branched=(1, 250), settings=changed)
    frame = running.frame_where(lambda frame: frame.iteration > 2)
    assert (frame.sought, frame.newest, frame.settings) == (250, 300, SMALL)
    frame = ask(running, resets=1, single_iterations=0)
    assert (frame.iteration, frame.newest, frame.settings) == (0, 0, changed)


@pytest.mark.parametrize("near", [True, False])
def test_a_change_is_made_at_the_newest_though_the_order_back_there_was_never_seen(
    run, monkeypatch, near
):
    running = run(SMALL)
    ask(running, single_iterations=30)
    ask(running, at=12)
    if not near:
        monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    changed = edit(SMALL, "learning_rate", 0.5)
    frame = ask(running, at=None, settings=changed)
    assert (frame.iteration, frame.newest, frame.settings) == (30, 30, changed)
    assert len(frame.curves.losses) == 30


def test_a_change_on_the_way_to_the_newest_is_made_there(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=60)
    ask(running, at=12)
    monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    slowed(monkeypatch)
    running.post(at=None)
    running.frame_where(lambda frame: frame.sought == 60 and frame.iteration > 2)
    changed = edit(SMALL, "learning_rate", 0.5)
    frame = ask(running, settings=changed)
    assert (frame.iteration, frame.newest, frame.settings) == (60, 60, changed)


def test_what_is_ordered_on_the_way_to_the_past_comes_beside_what_was(run, monkeypatch):
    running = run(SMALL)
    ask(running, single_iterations=60)
    monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    slowed(monkeypatch)
    changed = edit(SMALL, "learning_rate", 0.5)
    running.post(branched=(1, 40), settings=changed, single_iterations=61)
    running.frame_where(lambda frame: frame.iteration > 2)
    frame = ask(running, twins=(LSTM,), single_iterations=62)
    assert (frame.iteration, frame.newest, frame.settings) == (42, 42, changed)
    assert frame.others[0].iteration == 42


def test_what_hangs_on_settings_is_made_with_those_of_the_iteration_looked_at(run):
    def shown(**changes):
        running.post(**changes)
        frame = running.frame_where(
            lambda frame: (
                frame.generation == running.order.generation
                and frame.sought is None
                and not frame.extras_owed
            )
        )
        assert frame.extras.cliff.rate == frame.settings.learning_rate
        return frame

    running = run(SMALL)
    ask(running, single_iterations=10)
    ask(running, settings=edit(SMALL, "learning_rate", 0.5), single_iterations=20)
    shown(wants=frozenset({Want.CLIFF}))
    assert shown(at=5).settings == SMALL
    shown(cliff_start=(5.1, -2.4))
    assert shown(at=None).settings.learning_rate == 0.5


def test_a_change_there_is_another_future(run):
    running = run(SMALL)
    ask(running, single_iterations=30)
    ask(running, at=12)
    changed = edit(SMALL, "learning_rate", 0.5)
    frame = ask(running, settings=changed, at=None, branched=(1, 12))
    assert (frame.iteration, frame.newest) == (12, 12)
    assert frame.settings == changed
    assert len(frame.curves.losses) == 12


def test_an_order_to_go_on_is_enough_though_that_to_look_was_never_seen(run, monkeypatch):
    monkeypatch.setattr(Past, "state_to", lambda past, _: past._first)
    running = run(SMALL)
    ask(running, single_iterations=30)
    running.post(at=12)
    frame = ask(running, at=None, branched=(1, 12), single_iterations=31)
    assert (frame.iteration, frame.newest) == (13, 13)


def test_training_on_from_there_uses_the_present_settings(run):
    running = run(SMALL)
    ask(running, single_iterations=10)
    changed = edit(SMALL, "learning_rate", 0.5)
    ask(running, settings=changed, single_iterations=20)
    ask(running, at=5)
    frame = ask(running, at=None, branched=(1, 5))
    assert frame.settings == changed


def test_a_reset_forgets_a_past_looked_at(run):
    running = run(SMALL)
    ask(running, single_iterations=30)
    ask(running, at=12)
    frame = ask(running, at=None, resets=1, single_iterations=0)
    assert (frame.iteration, frame.newest) == (0, 0)


def test_training_stops_at_the_iteration_that_is_its_goal(run):
    running = run(SMALL)
    running.post(playing=True, goal=Goal(iteration=25))
    frame = running.frame_where(lambda frame: frame.iteration == 25 and not frame.playing)
    assert frame.newest == 25
    time.sleep(0.05)
    assert running.runner.take_frame() is None


def test_training_stops_at_the_first_loss_that_is_its_goal(run):
    simulation = Simulation(SMALL)
    losses = [simulation.loss]
    for _ in range(400):
        simulation.iterate()
        losses.append(simulation.loss)
    wanted = sorted(losses)[len(losses) // 10]
    first = next(i for i, loss in enumerate(losses) if loss <= wanted)
    running = run(SMALL)
    running.post(playing=True, goal=Goal(loss=wanted))
    frame = running.frame_where(lambda frame: not frame.playing and frame.iteration > 0)
    assert frame.iteration == first
    assert frame.passed.loss <= wanted


def test_training_stops_where_a_run_that_diverged_cannot_reach_a_loss(run):
    running = run(EXPLODING.settings_beside(SMALL))
    calm = Twin(1, (("activation", "tanh"), ("spectral_radius", 0.5)))
    running.post(playing=True, twins=(calm,), goal=Goal(loss=1e-9))
    frame = running.frame_where(lambda frame: frame.divergence is not None)
    assert not frame.playing
    assert frame.alive
    running.post(goal=Goal(iteration=frame.newest + 30))
    assert running.frame_where(lambda f: f.newest == frame.newest + 30 and not f.playing)


def test_a_diverged_twin_stands_still_while_the_main_run_goes_on(run):
    running = run(SMALL)
    running.post(playing=True, twins=(EXPLODING,))
    frame = running.frame_where(lambda frame: frame.iteration > 150)
    (twin,) = frame.others
    assert twin.divergence is not None
    assert twin.iteration < frame.iteration
    assert frame.playing


def test_a_diverged_main_run_stands_still_while_a_twin_goes_on(run):
    running = run(EXPLODING.settings_beside(SMALL))
    calm = Twin(1, (("activation", "tanh"), ("spectral_radius", 0.5)))
    running.post(playing=True, twins=(calm,))
    frame = running.frame_where(lambda frame: frame.newest > 150)
    assert frame.divergence is not None
    assert frame.iteration < frame.newest
    assert not frame.past
    assert frame.alive
    assert frame.others[0].iteration == frame.newest
    assert frame.playing


def test_a_twin_that_fails_inside_is_told_once(run, monkeypatch, capfd):
    running = run(SMALL)
    ask(running, twins=(LSTM,))
    iterate = Simulation.iterate

    def broken(simulation):
        if simulation.settings.cell == "lstm":
            raise ValueError("broken twin")
        return iterate(simulation)

    monkeypatch.setattr(Simulation, "iterate", broken)
    frame = ask(running, single_iterations=3)
    assert frame.iteration == 3
    assert frame.others[0].failure == "ValueError: broken twin"
    assert ask(running, single_iterations=4).failure is None
    assert "broken twin" in capfd.readouterr().err


@pytest.mark.parametrize("pace", [math.inf, 200.0])
def test_the_same_seed_gives_the_same_run_beside_twins_and_without(run, pace):
    losses = []
    for twins in ((), (LSTM,), (LSTM, EXPLODING)):
        running = run(replace(SMALL, seed=9))
        running.post(playing=True, pace=pace, twins=twins, goal=Goal(iteration=30))
        frame = running.frame_where(lambda frame: frame.iteration == 30 and not frame.playing)
        losses.append(frame.curves.losses.tobytes())
    assert len(set(losses)) == 1


def test_a_frame_says_where_nothing_can_go_on_any_more(run):
    running = run(EXPLODING.settings_beside(SMALL))
    running.post(playing=True)
    frame = running.frame_where(lambda frame: frame.divergence is not None)
    assert not frame.alive
    assert ask(running, playing=False, at=0).alive  # from there it can
