import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.engine.simulation import Simulation
from rnnsim.model.cliff import B_RANGE, W_RANGE
from rnnsim.model.edits import edit
from rnnsim.model.eigenvalues import radius
from rnnsim.model.frame import Divergence
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.ui.presenter import Presenter

START = Settings(hidden_size=2, time_steps=3)
OVERFLOW = Divergence("h", 2, "forward", 5)


class FakeRunner:
    """Remembers orders, gives the frames it is given."""

    def __init__(self):
        self.orders, self.frames = [], []
        self.started = self.stopped = 0

    def start(self):
        self.started += 1

    def stop(self):
        self.stopped += 1
        return True

    def post(self, order):
        self.orders.append(order)

    def take_frame(self):
        return self.frames.pop(0) if self.frames else None


class Scene:
    """A presenter, its fake runner, and how often it said that something changed."""

    def __init__(self, frame_of):
        self.runner = FakeRunner()
        self.presenter = Presenter(START, self.runner)
        self.changes = 0
        self.presenter.changed = self._count
        self._frame_of = frame_of

    def _count(self):
        self.changes += 1

    @property
    def order(self):
        return self.runner.orders[-1]

    def show(self, **fields):
        """Let a frame come that answers the last order, except for `fields`."""
        presenter = self.presenter
        answer = {
            "generation": self.runner.orders[-1].generation if self.runner.orders else 0,
            "settings": presenter.settings,
            "playing": presenter.playing,
        }
        self.runner.frames.append(self._frame_of(**answer | fields))
        return presenter.poll()


@pytest.fixture
def scene(frame_of):
    return Scene(frame_of)


@pytest.fixture
def presenter(scene):
    return scene.presenter


def test_it_begins_paused_on_its_settings_and_asks_for_nothing(scene, presenter):
    assert presenter.settings == START
    assert not presenter.playing
    assert presenter.pace == math.inf
    assert presenter.frame is None
    assert scene.runner.orders == []


def test_it_starts_and_stops_the_runner(scene, presenter):
    presenter.start()
    assert presenter.stop()
    assert (scene.runner.started, scene.runner.stopped) == (1, 1)


# Edits


def test_an_edit_goes_to_the_runner_and_is_told_once(scene, presenter):
    presenter.edit("learning_rate", 0.5)
    assert presenter.settings == replace(START, learning_rate=0.5)
    assert scene.order.settings == presenter.settings
    assert [order.generation for order in scene.runner.orders] == [1]
    assert scene.changes == 1


def test_an_edit_keeps_the_settings_consistent(presenter):
    presenter.edit("eigenvalues", ((0.5, 0.5), (0.5, -0.5), (0.1, 0.0)))
    assert presenter.settings.hidden_size == 3
    assert presenter.settings.spectrum == "own"


def test_every_value_that_comes_back_ends_there(scene, presenter):
    for key in PARAMETERS:
        presenter.edit(key, getattr(START, key))
    presenter.edit("hidden_size", 2.0)
    assert scene.runner.orders == []
    assert scene.changes == 0


def test_an_echo_of_every_change_ends_after_one_order(scene, presenter):
    presenter.changed = lambda: presenter.edit("seed", presenter.settings.seed)
    presenter.edit("seed", 5)
    assert len(scene.runner.orders) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hidden_size", 0),
        ("time_steps", 10**9),
        ("spectral_radius", math.nan),
        ("spectral_radius", math.inf),
        ("eigenvalues", ((0.5, 0.3),)),
        ("activation", "swish"),
        ("seed", 1.5),
        ("weather", 1),
    ],
)
def test_what_is_not_allowed_is_refused_and_nothing_has_changed(scene, presenter, key, value):
    with pytest.raises(SettingError) as refused:
        presenter.edit(key, value)
    assert refused.value.key == key
    assert refused.value.allowed
    assert presenter.settings == START
    assert scene.runner.orders == []
    assert scene.changes == 0


# Transport


def test_play_pause_and_toggle(scene, presenter):
    for act, playing in [
        (presenter.play, True),
        (presenter.pause, False),
        (presenter.toggle, True),
        (presenter.toggle, False),
    ]:
        act()
        assert presenter.playing is scene.order.playing is playing
    assert [order.generation for order in scene.runner.orders] == [1, 2, 3, 4]


def test_playing_what_plays_asks_for_nothing(scene, presenter):
    presenter.play()
    presenter.play()
    assert len(scene.runner.orders) == scene.changes == 1


def test_an_iteration_pauses_and_is_counted(scene, presenter):
    presenter.play()
    presenter.iterate()
    presenter.iterate(3)
    assert not presenter.playing
    assert scene.order.single_iterations == 4


def test_a_reset_keeps_the_settings_and_drops_iterations_asked_for(scene, presenter):
    presenter.edit("learning_rate", 0.5)
    presenter.iterate(2)
    presenter.reset()
    assert (scene.order.resets, scene.order.single_iterations) == (1, 0)
    assert scene.order.settings.learning_rate == 0.5
    presenter.iterate()
    assert (scene.order.resets, scene.order.single_iterations) == (1, 1)


def test_what_starts_anew_drops_iterations_asked_for_before_and_only_those(scene, presenter):
    presenter.iterate(5)
    presenter.edit("learning_rate", 0.5)
    assert (scene.order.resets, scene.order.single_iterations) == (0, 5)
    presenter.edit("hidden_size", 8)
    assert (scene.order.resets, scene.order.single_iterations) == (1, 0)
    presenter.iterate()
    assert (scene.order.resets, scene.order.single_iterations) == (1, 1)


def test_every_reset_is_an_order(scene, presenter):
    presenter.reset()
    presenter.reset()
    assert [order.resets for order in scene.runner.orders] == [1, 2]


def test_reset_all_brings_back_what_it_began_with(scene, presenter):
    presenter.edit("learning_rate", 0.5)
    presenter.reset_all()
    assert presenter.settings == scene.order.settings == START
    assert scene.order.resets == 1


def test_reset_all_brings_back_what_was_loaded_last(scene, presenter):
    loaded = replace(START, activation="relu")
    presenter.load(loaded)
    assert scene.order.settings == loaded
    assert scene.order.resets == 1
    presenter.edit("learning_rate", 0.5)
    presenter.reset_all()
    assert scene.order.settings == loaded
    assert scene.order.resets == 2


def test_loading_what_is_there_starts_anew_all_the_same(scene, presenter):
    presenter.load(START)
    assert scene.order.resets == 1


def test_training_goes_on_through_a_reset(presenter):
    presenter.play()
    presenter.reset()
    presenter.reset_all()
    assert presenter.playing


@pytest.mark.parametrize("pace", [0.0, -1.0, math.nan, -math.inf])
def test_a_pace_that_is_none_is_refused(scene, presenter, pace):
    with pytest.raises(SettingError, match="pace"):
        presenter.set_pace(pace)
    assert scene.runner.orders == []


def test_a_pace_is_set_once(scene, presenter):
    presenter.set_pace(math.inf)
    assert scene.runner.orders == []
    presenter.set_pace(20)
    presenter.set_pace(20.0)
    assert presenter.pace == scene.order.pace == 20.0
    assert len(scene.runner.orders) == 1


# Frames


def test_polling_gives_the_frame_or_none(scene, presenter):
    assert presenter.poll() is None
    frame = scene.show()
    assert frame is presenter.frame
    assert presenter.poll() is None
    assert presenter.frame is frame


def test_it_awaits_the_first_frame_and_the_answer_to_every_order(scene, presenter):
    assert presenter.awaiting
    scene.show()
    assert not presenter.awaiting
    presenter.edit("seed", 5)
    assert presenter.awaiting
    scene.show(generation=0)
    assert presenter.awaiting
    scene.show(generation=1)
    assert not presenter.awaiting


def test_it_awaits_the_iterations_still_owed(scene, presenter):
    scene.show()
    presenter.iterate(2)
    scene.show(owed=1)
    assert presenter.awaiting
    scene.show(owed=0)
    assert not presenter.awaiting


def test_when_the_run_diverged_nothing_plays_any_more(scene, presenter):
    presenter.play()
    scene.show()
    assert presenter.playing
    scene.show(playing=False, divergence=OVERFLOW)
    assert not presenter.playing
    assert scene.changes == 2
    assert len(scene.runner.orders) == 1


def test_a_late_frame_does_not_take_back_a_newer_order(scene, presenter):
    presenter.play()
    scene.show(generation=0, playing=False)
    assert presenter.playing
    scene.show(generation=0, playing=False, settings=replace(START, seed=9), failure="broken")
    assert presenter.playing
    assert presenter.settings == START


def test_play_after_a_divergence_falls_back_again(scene, presenter):
    presenter.play()
    scene.show(playing=False, divergence=OVERFLOW)
    presenter.play()
    assert presenter.playing
    scene.show(playing=False, divergence=OVERFLOW)
    assert not presenter.playing


def test_a_frame_without_news_tells_no_change(scene, presenter):
    presenter.play()
    scene.show()
    scene.show()
    assert scene.changes == 1


def test_after_a_failure_the_settings_are_those_that_go_on(scene, presenter):
    presenter.play()
    presenter.edit("seed", 666)
    scene.show(settings=START, failure="broken")
    assert presenter.settings == START
    assert presenter.playing
    assert scene.changes == 3
    assert len(scene.runner.orders) == 2
    presenter.pause()
    assert scene.order.settings == START


# Eigenvalues of one's own


def test_own_eigenvalues_begin_as_those_of_the_present_arrangement(scene, presenter):
    scene.show(constructed=[0.3 + 0.4j, 0.3 - 0.4j])
    presenter.edit("spectrum", "own")
    assert presenter.settings.eigenvalues == ((0.3, 0.4), (0.3, -0.4))
    assert presenter.settings.spectrum == "own"
    assert presenter.settings.spectral_radius == 0.5


def test_own_eigenvalues_stay_where_they_are(scene, presenter):
    presenter.edit("eigenvalues", ((0.1, 0.0), (0.2, 0.0)))
    scene.show(constructed=[0.5, 0.6])
    presenter.edit("spectrum", "own")
    assert presenter.settings.eigenvalues == ((0.1, 0.0), (0.2, 0.0))
    assert len(scene.runner.orders) == 1


def test_before_the_first_frame_own_eigenvalues_wait_for_it(scene, presenter):
    presenter.edit("spectrum", "own")
    assert presenter.settings == START
    scene.show(constructed=[0.5, 0.6])
    assert presenter.settings.eigenvalues == ((0.5, 0.0), (0.6, 0.0))


def test_own_eigenvalues_are_not_those_of_an_earlier_arrangement(scene, presenter):
    scene.show(constructed=[0.3, 0.2])
    presenter.edit("spectrum", "circle")
    presenter.edit("spectrum", "own")
    assert presenter.settings == replace(START, spectrum="circle")
    scene.show(constructed=[0.3, 0.2], settings=START, generation=0)
    assert presenter.settings.spectrum == "circle"
    scene.show(constructed=[0.85j, -0.85j])
    assert presenter.settings.eigenvalues == ((0.0, 0.85), (0.0, -0.85))


@pytest.mark.parametrize(
    "act",
    [
        lambda presenter: presenter.edit("seed", 5),
        lambda presenter: presenter.edit("spectrum", "circle"),
        lambda presenter: presenter.load(START),
    ],
    ids=["edit", "the arrangement there is", "load"],
)
def test_own_eigenvalues_that_wait_give_way_to_a_later_order(scene, presenter, act):
    presenter.edit("spectrum", "circle")
    presenter.edit("spectrum", "own")
    act(presenter)
    scene.show(constructed=[0.5, 0.6])
    assert presenter.settings.spectrum != "own"


def test_own_eigenvalues_of_a_trained_run_have_the_radius_asked_for_since(scene, presenter):
    scene.show(constructed=[0.3, 0.6])
    presenter.edit("spectral_radius", 1.2)
    scene.show(constructed=[0.3, 0.6], iteration=5)
    presenter.edit("spectrum", "own")
    assert presenter.settings.spectral_radius == 1.2
    assert presenter.settings.eigenvalues == ((0.6, 0.0), (1.2, 0.0))


ARRANGEMENTS = [choice.value for choice in PARAMETERS["spectrum"].choices if choice.value != "own"]


@given(
    spectrum=st.sampled_from(ARRANGEMENTS),
    size=st.integers(1, 12),
    rho=st.floats(0.0, 3.0),
    non_normality=st.floats(0.0, 4.0),
    seed=st.integers(0, 1000),
)
def test_every_arrangement_can_become_ones_own(frame_of, spectrum, size, rho, non_normality, seed):
    start = Settings(
        spectrum=spectrum,
        hidden_size=size,
        spectral_radius=rho,
        non_normality=non_normality,
        seed=seed,
        time_steps=1,
    )
    constructed = Simulation(start).constructed
    runner = FakeRunner()
    presenter = Presenter(start, runner)
    runner.frames.append(frame_of(constructed=constructed, settings=start))
    presenter.poll()
    presenter.edit("spectrum", "own")
    assert presenter.settings.spectrum == "own"
    assert presenter.settings.hidden_size == size
    assert presenter.settings.spectral_radius == pytest.approx(rho, rel=1e-12)
    assert radius(presenter.settings.eigenvalues) <= 3.0
    assert edit(presenter.settings, "spectrum", "own") is presenter.settings


# What can be undone


@pytest.fixture
def recorded(presenter):
    """Keys, old and new settings of all edits that were told."""
    told = []
    presenter.recorded = lambda *edit: told.append(edit)
    return told


def test_an_edit_is_recorded_with_what_was_before(presenter, recorded):
    presenter.edit("seed", 9)
    assert recorded == [("seed", START, replace(START, seed=9))]


def test_what_changes_nothing_or_is_refused_is_not_recorded(presenter, recorded):
    presenter.edit("seed", START.seed)
    with pytest.raises(SettingError):
        presenter.edit("hidden_size", 0)
    assert recorded == []


def test_own_eigenvalues_are_recorded_once_they_are_known(scene, presenter, recorded):
    presenter.edit("spectrum", "own")
    assert recorded == []
    scene.show()
    assert [(key, old) for key, old, _ in recorded] == [("spectrum", START)]
    assert recorded[0][2] == presenter.settings
    assert presenter.settings.spectrum == "own"


def test_settings_are_taken_on_whole_and_not_recorded(scene, presenter, recorded):
    own = edit(START, "eigenvalues", ((0.5, 0.5), (0.5, -0.5), (0.1, 0.0)))
    presenter.take_on(own)
    assert presenter.settings == own
    presenter.take_on(START)
    assert presenter.settings == START
    resets = scene.order.resets
    presenter.take_on(replace(START, learning_rate=0.5))
    assert scene.order.resets == resets
    presenter.take_on(replace(START, learning_rate=0.5), anew=True)
    assert scene.order.resets == resets + 1
    assert recorded == []


def test_taking_on_settings_takes_back_a_wish_for_own_eigenvalues(scene, presenter):
    presenter.edit("spectrum", "own")
    presenter.take_on(replace(START, seed=5))
    scene.show()
    assert presenter.settings == replace(START, seed=5)


def test_where_descents_start_is_one_order_within_the_surface(scene, presenter):
    presenter.start_cliff_at(5.0, -2.612)
    assert scene.order.cliff_start == (5.0, -2.612)
    presenter.start_cliff_at(9.0, -9.0)
    assert scene.order.cliff_start == (W_RANGE[1], B_RANGE[0])
    orders = len(scene.runner.orders)
    presenter.start_cliff_at(9.0, -9.0)
    with pytest.raises(ValueError, match="cannot start"):
        presenter.start_cliff_at(math.nan, -2.0)
    assert len(scene.runner.orders) == orders
    assert scene.order.settings == START


@pytest.mark.parametrize(
    "again", [lambda p: p.load(p.settings), lambda p: p.reset_all()], ids=["load", "reset all"]
)
def test_a_lesson_opened_or_begun_anew_brings_the_start_back(scene, presenter, again):
    first = presenter._order.cliff_start
    presenter.start_cliff_at(5.5, -2.0)
    presenter.edit("seed", 3)
    presenter.reset()
    assert scene.order.cliff_start == (5.5, -2.0)
    again(presenter)
    assert scene.order.cliff_start == first
