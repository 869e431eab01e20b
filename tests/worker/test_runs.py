"""The main run and its twins: each as if it were alone, and all at one iteration."""

import pytest
from hypothesis import given, settings, strategies

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training import Training, past
from rnnsim.model.edits import edit, edited
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.worker.runs import Runs

SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2, task="recall")
LSTM = Twin(1, (("cell", "lstm"),))
CLIPPED = Twin(2, (("clip", "norm"), ("clip_threshold", 0.1)))
EXPLODING = Twin(
    3, (("activation", "linear"), ("spectrum", "orthogonal"), ("spectral_radius", 3.0))
)


@pytest.fixture(autouse=True, scope="module")
def few_states():
    """States far apart, so that there is something to make again."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {"ROOM": 0, "FEWEST": 2, "MOST": 3, "NEAR": 3}.items():
            patched.setattr(past, name, value)
        yield


def nothing():
    """Let a pass go on."""


def made(which=SMALL, *twins):
    told = []
    runs = Runs(which, nothing, told.append)
    runs.arrange(twins)
    runs.told = told
    return runs


def settle(runs, most=10_000):
    for _ in range(most):
        if not runs.settling:
            return runs
        runs.settle()
    raise AssertionError("it does not settle")


def iterate(runs, count):
    for _ in range(count):
        settle(runs)
        runs.iterate()
    return runs


def alone(which, iterations):
    simulation = Simulation(which)
    for _ in range(iterations):
        simulation.iterate()
    return simulation


def same(run, simulation):
    assert run.iteration == simulation.iteration
    assert run.settings == simulation.settings
    assert repr(run.simulation.loss) == repr(simulation.loss)
    for one, other in zip(run.simulation.gradient, simulation.gradient, strict=True):
        assert one.tobytes() == other.tobytes()


def test_twins_train_in_step_each_as_if_alone():
    runs = iterate(made(SMALL, LSTM, CLIPPED), 12)
    same(runs.main, alone(SMALL, 12))
    for twin, run in runs.twins.items():
        same(run, alone(twin.settings_beside(SMALL), 12))


def test_a_twin_that_comes_later_catches_up_from_the_seed():
    runs = iterate(made(), 20)
    runs.arrange([LSTM])
    assert runs.settling
    settle(runs)
    same(runs.twins[LSTM], alone(edit(SMALL, "cell", "lstm"), 20))
    same(runs.main, alone(SMALL, 20))


def test_a_late_twin_is_trained_with_the_settings_that_the_main_run_had():
    runs = iterate(made(), 5)
    runs.change(edit(SMALL, "learning_rate", 0.5))
    iterate(runs, 5)
    runs.arrange([CLIPPED])
    settle(runs)
    expected = alone(CLIPPED.settings_beside(SMALL), 5)
    expected.change(edit(expected.settings, "learning_rate", 0.5))
    for _ in range(5):
        expected.iterate()
    same(runs.twins[CLIPPED], expected)


def test_a_change_is_the_twins_too_but_for_what_they_differ_in():
    runs = iterate(made(SMALL, CLIPPED), 3)
    changed = edited(SMALL, {"learning_rate": 0.5, "clip_threshold": 3.0})
    runs.change(changed)
    settle(runs)
    assert runs.twins[CLIPPED].settings == CLIPPED.settings_beside(changed)
    assert runs.twins[CLIPPED].settings.clip_threshold == 0.1
    assert runs.twins[CLIPPED].iteration == 3


def test_what_starts_anew_starts_all_anew():
    runs = iterate(made(SMALL, LSTM), 3)
    runs.change(edit(SMALL, "seed", 7))
    settle(runs)
    assert (runs.at, runs.newest) == (0, 0)
    same(runs.twins[LSTM], alone(edited(SMALL, {"seed": 7, "cell": "lstm"}), 0))


def test_a_diverged_twin_does_not_stop_its_sibling():
    runs = iterate(made(SMALL, EXPLODING), 100)
    twin = runs.twins[EXPLODING]
    assert twin.diverged
    assert twin.iteration < 100
    same(runs.main, alone(SMALL, 100))
    assert runs.alive
    assert not runs.settling


def test_a_diverged_main_run_does_not_stop_its_twin():
    exploding = EXPLODING.settings_beside(SMALL)
    calm = Twin(1, (("activation", "tanh"), ("spectral_radius", 0.5)))
    runs = iterate(made(exploding, calm), 100)
    assert runs.main.diverged
    assert (runs.at, runs.newest) == (100, 100)
    same(runs.twins[calm], alone(calm.settings_beside(exploding), 100))


def test_where_all_have_diverged_nothing_goes_on():
    runs = iterate(made(EXPLODING.settings_beside(SMALL)), 100)
    assert not runs.alive
    assert runs.at == runs.newest == runs.main.iteration < 100


def test_all_are_brought_back_and_a_diverged_one_to_its_end():
    runs = iterate(made(SMALL, LSTM, EXPLODING), 90)
    end = runs.twins[EXPLODING].newest
    for place in (10, end + 1, 3, 90):
        runs.look_at(place)
        settle(runs)
        same(runs.main, alone(SMALL, place))
        same(runs.twins[LSTM], alone(edit(SMALL, "cell", "lstm"), place))
        assert runs.twins[EXPLODING].iteration == min(place, end)
    assert runs.newest == 90


def test_a_twin_added_while_the_past_is_looked_at_comes_along():
    runs = iterate(made(), 30)
    runs.look_at(10)
    settle(runs)
    runs.arrange([LSTM])
    settle(runs)
    same(runs.twins[LSTM], alone(edit(SMALL, "cell", "lstm"), 10))
    runs.look_at(30)
    settle(runs)
    same(runs.twins[LSTM], alone(edit(SMALL, "cell", "lstm"), 30))


def test_a_change_in_the_past_is_a_new_future_for_all():
    runs = iterate(made(SMALL, CLIPPED), 20)
    runs.look_at(8)
    settle(runs)
    runs.change(edit(SMALL, "clip_threshold", 9.0))  # what the twin does not share
    assert runs.newest == 8
    assert runs.twins[CLIPPED].newest == 8


def test_twins_that_stay_go_on_when_others_come_and_go():
    runs = iterate(made(SMALL, LSTM, CLIPPED), 5)
    kept = runs.twins[CLIPPED]
    runs.arrange([CLIPPED])
    assert list(runs.twins) == [CLIPPED]
    assert runs.twins[CLIPPED] is kept


def test_a_twin_that_fails_inside_is_told_and_the_others_go_on(monkeypatch):
    runs = iterate(made(SMALL, LSTM, CLIPPED), 2)
    monkeypatch.setattr(runs.twins[LSTM], "iterate", lambda: 1 / 0)
    iterate(runs, 3)
    assert runs.failures == {1: "ZeroDivisionError: division by zero"}
    assert [type(error) for error in runs.told] == [ZeroDivisionError]
    assert runs.main.iteration == runs.twins[CLIPPED].iteration == 5
    assert not runs.settling
    runs.arrange([CLIPPED])
    assert runs.failures == {}


def test_a_twin_that_failed_is_not_tried_again_when_others_come_or_settings_change(monkeypatch):
    runs = iterate(made(SMALL, LSTM), 2)
    monkeypatch.setattr(runs.twins[LSTM], "iterate", lambda: 1 / 0)
    iterate(runs, 3)
    runs.arrange([LSTM, CLIPPED])
    settle(runs)
    runs.change(edit(SMALL, "learning_rate", 0.5))
    assert runs.twins[LSTM].settings.learning_rate == SMALL.learning_rate
    assert len(runs.told) == 1
    assert runs.twins[CLIPPED].iteration == 5


def test_a_late_twin_takes_on_what_was_changed_there_and_back_too():
    adam = edit(SMALL, "optimizer", "adam")
    early, late = made(adam, CLIPPED), made(adam)
    for runs in (early, late):
        iterate(runs, 5)
        runs.change(edit(adam, "optimizer", "sgd"))
        runs.change(adam)  # whose running means begin anew
        iterate(runs, 5)
    late.arrange([CLIPPED])
    settle(late)
    same(late.twins[CLIPPED], early.twins[CLIPPED].simulation)


def test_a_twin_that_diverged_stands_still_although_settings_change_right_there():
    runs = made(SMALL, EXPLODING)
    while not runs.twins[EXPLODING].diverged:
        iterate(runs, 1)
    end = runs.at
    assert runs.twins[EXPLODING].iteration == end
    runs.change(edit(SMALL, "learning_rate", 0.2))
    assert runs.twins[EXPLODING].iteration == end
    assert not runs.settling
    iterate(runs, 2)
    assert runs.twins[EXPLODING].iteration == end
    runs.arrange([])
    runs.arrange([EXPLODING])
    settle(runs)
    assert runs.twins[EXPLODING].iteration == end


def test_a_twin_that_diverged_at_the_start_starts_anew_with_other_settings():
    huge = Twin(1, (("activation", "linear"), ("precision", "float16")))
    runs = made(edited(SMALL, {"spectral_radius": 3.0, "time_steps": 40}), huge)
    assert runs.twins[huge].diverged
    runs.change(edit(runs.main.settings, "spectral_radius", 0.5))
    assert not runs.twins[huge].diverged
    same(runs.twins[huge], alone(huge.settings_beside(runs.main.settings), 0))


@pytest.mark.parametrize("late", [False, True])
def test_a_twin_that_could_only_start_anew_beside_a_run_that_goes_on_fails(late):
    coarse = Twin(1, (("precision", "float16"),))  # whose least normal number is 6e-5
    runs = made(edited(SMALL, {"spectral_radius": 1e-6, "learning_rate": 1e-5}))
    if not late:
        runs.arrange([coarse])
    iterate(runs, 2)
    runs.change(edit(runs.main.settings, "spectral_radius", 0.5))
    runs.arrange([coarse])
    settle(runs)
    assert [type(error) for error in runs.told] == [ArithmeticError]
    iterate(runs, 2)
    assert runs.main.iteration == 4


def test_a_twin_that_cannot_begin_is_told():
    runs = made(SMALL, Twin(1, (("hidden_size", -1),)))
    assert list(runs.failures) == [1]
    assert not runs.twins
    iterate(runs, 2)
    runs.change(edit(SMALL, "seed", 3))
    assert runs.main.iteration == 0


@settings(max_examples=30)
@given(
    deeds=strategies.lists(
        strategies.one_of(
            strategies.tuples(strategies.just("iterate"), strategies.integers(1, 8)),
            strategies.tuples(strategies.just("look"), strategies.integers(0, 30)),
            strategies.tuples(strategies.just("rate"), strategies.sampled_from([0.05, 0.3, 2.0])),
            strategies.tuples(strategies.just("radius"), strategies.sampled_from([0.3, 1.5])),
            strategies.tuples(strategies.just("twins"), strategies.integers(0, 7)),
        ),
        max_size=14,
    )
)
def test_whatever_is_done_all_come_to_one_iteration(deeds):
    runs = made(SMALL, LSTM)
    choices = [LSTM, CLIPPED, EXPLODING]
    for deed, value in deeds:
        if deed == "iterate":
            iterate(runs, value)
        elif deed == "look":
            runs.look_at(value)
        elif deed == "twins":
            runs.arrange([twin for i, twin in enumerate(choices) if value >> i & 1])
        else:
            key = {"rate": "learning_rate", "radius": "spectral_radius"}[deed]
            runs.change(edit(runs.main.settings, key, value))
        settle(runs)
        assert runs.main.earliest <= runs.at <= runs.newest
        for run in (runs.main, *runs.twins.values()):
            assert isinstance(run, Training)
            assert run.iteration == runs.at or (run.diverged and run.iteration < runs.at)


@pytest.mark.parametrize("twin", [LSTM, CLIPPED])
def test_settings_of_a_twin_follow_the_main_run_at_every_iteration(twin):
    runs = iterate(made(SMALL, twin), 4)
    runs.change(edit(SMALL, "learning_rate", 0.25))
    iterate(runs, 4)
    rates = [runs.twins[twin].settings_at(i).learning_rate for i in (0, 3, 4, 7)]
    assert rates == [SMALL.learning_rate, SMALL.learning_rate, 0.25, 0.25]
