"""Remedies are looked for while somebody looks at a run that diverged, its past included."""

from dataclasses import replace

import numpy as np

from rnnsim.engine.simulation import Simulation
from rnnsim.model.lesson import find_lesson
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.model.view import Want
from rnnsim.worker.extras import ExtrasMaker
from rnnsim.worker.remedies import RemedyMaker

EXPLODING = find_lesson("exploding").settings
WANTED = frozenset({Want.REMEDIES})


def complete(running):
    """The frame of all that the last order asks for, with its extras."""
    generation = running.order.generation
    return running.frame_where(
        lambda frame: (
            frame.generation == generation
            and not (frame.owed or frame.extras_owed)
            and frame.sought is None
            and not frame.playing
        )
    )


def ask(running, **changes):
    running.post(**changes)
    return complete(running)


def diverged(settings=EXPLODING):
    simulation = Simulation(settings)
    while simulation.iterate():
        pass
    return simulation


def test_a_run_that_diverges_finds_its_remedies(run):
    running = run(EXPLODING)
    assert ask(running, wants=WANTED).extras.remedies == ()
    frame = ask(running, playing=True)
    assert frame.divergence is not None
    assert [each.holds for each in frame.extras.remedies] == [True] * 4
    assert dict(frame.extras.remedies[0].changes)["clip"] == "norm"


def test_unwanted_nothing_is_tried(run):
    frame = ask(run(EXPLODING), playing=True)
    assert frame.extras.remedies is None


def test_what_was_found_is_there_while_the_past_is_looked_at(run):
    running = run(EXPLODING)
    found = ask(running, playing=True, wants=WANTED).extras.remedies
    frame = ask(running, playing=False, at=1)
    assert (frame.iteration, frame.extras.remedies) == (1, found)


def test_another_run_has_others(run):
    running = run(EXPLODING)
    found = ask(running, playing=True, wants=WANTED).extras.remedies
    again = ask(running, playing=False, settings=replace(EXPLODING, learning_rate=0.1))
    assert again.extras.remedies == ()
    other = ask(running, playing=True)
    assert other.extras.remedies not in ((), found)


def test_a_twin_trains_on_beside_it_and_the_remedies_come(run):
    running = run(EXPLODING)
    running.post(
        playing=True, wants=WANTED, twins=(Twin(1, (("learning_rate", 1e-5),)),), pace=200.0
    )
    frame = running.frame_where(
        lambda each: each.extras.remedies and all(one.ended for one in each.extras.remedies)
    )
    assert frame.playing
    assert frame.others[0].divergence is None
    assert frame.others[0].newest > frame.iteration


def test_looking_away_keeps_what_was_tried():
    now = [0.0]
    maker = ExtrasMaker(lambda: None, lambda: now[0])
    maker.take_on(EXPLODING)
    maker.look(WANTED, None)
    simulation = diverged()
    maker.make("remedies", simulation, np.ones(3))
    maker.show(3)
    found = maker.shown.remedies
    assert not maker.owed, "time stands still, so one slice is enough"
    maker.look(frozenset(), None)
    assert maker.shown.remedies is None
    maker.look(WANTED, None)
    maker.make("remedies", simulation)
    maker.show(3)
    assert maker.shown.remedies == found


def test_what_is_not_tried_to_its_end_is_still_owed():
    now = iter(range(10_000))
    maker = ExtrasMaker(lambda: None, lambda: next(now) * 0.03)
    maker.take_on(EXPLODING)
    maker.look(WANTED, None)
    maker.make("remedies", diverged(), np.ones(3))
    assert maker.owed
    maker.show(3)
    assert maker.shown.remedies


def test_only_a_run_that_diverged_is_remembered():
    maker = RemedyMaker(lambda: None, lambda: 0.0)
    assert maker.make(Simulation(Settings())) == ()
    assert maker.ended
    simulation = diverged()
    assert len(maker.make(simulation)) == 4
    assert maker.make(Simulation(EXPLODING)) == maker.make(simulation)
    assert maker.make(diverged(replace(EXPLODING, seed=2))) != ()
    maker.forget()
    assert maker.make(Simulation(EXPLODING)) == ()
