import math
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnsim
from rnnsim.model.edits import changes_between, checked, edit, edited, effect_of
from rnnsim.model.eigenvalues import radius, scaled_to
from rnnsim.model.kinds import (
    ChoiceParameter,
    Effect,
    EigenvaluesParameter,
    IntegerParameter,
    RealOrWordParameter,
    TextParameter,
)
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.tasks import TASKS

OWN = edit(Settings(), "eigenvalues", ((0.5, 0.5), (0.5, -0.5), (-0.9, 0.0)))
HUGE = 10**5000
"""More digits than Python writes."""

PARTS = st.floats(-2.0, 2.0)
PAIRS = st.tuples(PARTS, PARTS).map(lambda v: (v, (v[0], -v[1])) if v[1] else (v,))
LISTS = st.lists(PAIRS, min_size=1, max_size=5).map(lambda pairs: sum(pairs, ()))


def values_of(row):
    if isinstance(row, ChoiceParameter):
        return st.sampled_from([choice.value for choice in row.choices])
    if isinstance(row, EigenvaluesParameter):
        return LISTS | st.just(())
    if isinstance(row, IntegerParameter):
        return st.integers(row.minimum, row.maximum)
    if isinstance(row, TextParameter):
        return st.sampled_from(["", "ab", "a text of one's own\n", "äß€"])
    if isinstance(row, RealOrWordParameter):
        return st.just(row.word) | st.floats(row.minimum, row.maximum)
    return st.floats(row.minimum, row.maximum)


EDITS = st.sampled_from(list(PARAMETERS.values())).flatmap(
    lambda row: st.tuples(st.just(row.key), values_of(row))
)
SEQUENCES = st.lists(EDITS, max_size=12)


def after(edits, start=None):
    """Settings after the edits, as far as they are allowed."""
    now = start or Settings()
    for key, value in edits:
        try:
            now = edit(now, key, value)
        except SettingError:
            continue
    return now


def assert_consistent(now):
    for row in PARAMETERS.values():
        assert row.check(getattr(now, row.key)) == getattr(now, row.key)
    assert now.time_steps >= TASKS[now.task].least_time_steps
    assert checked(now) == now
    assert (now.spectrum == "own") == bool(now.eigenvalues)
    if now.eigenvalues:
        times = Counter(now.eigenvalues)
        assert all(times[x, -y] == n for (x, y), n in times.items())
        assert len(now.eigenvalues) == now.hidden_size
        assert radius(now.eigenvalues) == pytest.approx(now.spectral_radius, rel=1e-12, abs=1e-300)


@given(SEQUENCES)
@settings(max_examples=300)
def test_any_sequence_of_edits_leaves_consistent_settings(edits):
    now = Settings()
    for one in edits:
        now = after([one], now)
        assert_consistent(now)


@given(EDITS, SEQUENCES)
def test_an_edit_sets_what_it_names_or_changes_nothing(one, edits):
    key, value = one
    before = after(edits)
    now = after([one], before)
    assert now is before or getattr(now, key) == value


@given(SEQUENCES)
def test_every_field_set_to_its_own_value_changes_nothing(edits):
    now = after(edits)
    for key, value in asdict(now).items():
        assert edit(now, key, value) is now


@given(SEQUENCES, SEQUENCES, st.randoms())
def test_all_fields_of_one_value_applied_to_another_give_it(edits, others, random):
    target = after(edits)
    changes = list(asdict(target).items())
    random.shuffle(changes)
    assert edited(after(others), dict(changes)) == target


def test_a_radius_that_its_eigenvalues_miss_by_rounding_is_applied_exactly():
    pair = edit(Settings(), "eigenvalues", ((0.5, 0.7), (0.5, -0.7)))
    scaled = [edit(pair, "spectral_radius", 0.7 + step / 1000) for step in range(200)]
    missed = [now for now in scaled if radius(now.eigenvalues) != now.spectral_radius]
    assert missed
    for now in missed:
        assert edited(Settings(), asdict(now)) == now


@given(SEQUENCES, SEQUENCES)
def test_the_changes_from_one_value_to_another_lead_there(edits, others):
    old = after(edits)
    new = after(others, old)
    changes = changes_between(old, new)
    assert edited(old, changes) == new
    assert all(getattr(old, key) != value for key, value in changes.items())


def test_changes_say_no_more_than_is_needed():
    assert changes_between(OWN, OWN) == {}
    assert changes_between(Settings(), OWN) == {"eigenvalues": OWN.eigenvalues}
    assert changes_between(OWN, edit(OWN, "spectral_radius", 0.45)) == {"spectral_radius": 0.45}
    assert changes_between(OWN, edit(OWN, "hidden_size", 2)) == {"hidden_size": 2}
    assert changes_between(OWN, edit(OWN, "spectrum", "circle")) == {"spectrum": "circle"}
    moved = edit(OWN, "eigenvalues", ((0.1, 0.0), (0.2, 0.0)))
    both = edit(moved, "learning_rate", 0.5)
    assert changes_between(OWN, both) == {"eigenvalues": moved.eigenvalues, "learning_rate": 0.5}


def test_own_eigenvalues_set_size_and_radius():
    assert (OWN.spectrum, OWN.hidden_size, OWN.spectral_radius) == ("own", 3, 0.9)
    rest = {"spectrum": "disk", "eigenvalues": (), "hidden_size": 16, "spectral_radius": 0.85}
    assert replace(OWN, **rest) == Settings()


def test_the_radius_scales_own_eigenvalues():
    doubled = edit(OWN, "spectral_radius", 1.8)
    assert doubled.spectral_radius == 1.8
    assert [math.hypot(*v) for v in doubled.eigenvalues] == pytest.approx(
        [2 * math.hypot(*v) for v in OWN.eigenvalues], rel=1e-15
    )


def test_the_size_keeps_the_largest_own_eigenvalues():
    assert edit(OWN, "hidden_size", 1).eigenvalues == ((-0.9, 0.0),)
    smaller = edit(OWN, "hidden_size", 2)
    assert smaller.eigenvalues == ((-0.9, 0.0), (0.0, 0.0))
    assert smaller.spectrum == "own"


def test_another_arrangement_drops_own_eigenvalues_and_keeps_size_and_radius():
    circle = edit(OWN, "spectrum", "circle")
    assert circle.eigenvalues == ()
    assert (circle.hidden_size, circle.spectral_radius) == (3, 0.9)


def test_own_eigenvalues_that_are_all_zero_cannot_be_scaled():
    zero = edit(OWN, "eigenvalues", ((0.0, 0.0), (0.0, 0.0)))
    assert radius(zero.eigenvalues) == 0.0
    with pytest.raises(SettingError, match="0 cannot be scaled"):
        edit(zero, "spectral_radius", 0.5)


def test_own_eigenvalues_are_not_collapsed_by_a_radius_of_zero():
    with pytest.raises(SettingError, match="a radius above 0"):
        edit(OWN, "spectral_radius", 0.0)


def test_the_own_arrangement_needs_eigenvalues():
    with pytest.raises(SettingError, match=r"give the eigenvalues themselves \(eigenvalues\)"):
        edit(Settings(), "spectrum", "own")
    with pytest.raises(SettingError, match="another arrangement"):
        edit(OWN, "eigenvalues", ())


def test_several_edits_do_not_depend_on_their_order():
    changes = {"spectral_radius": 1.0, "hidden_size": 3, "eigenvalues": OWN.eigenvalues}
    assert edited(Settings(), changes) == edited(Settings(), dict(reversed(changes.items())))


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("spectrum", "disk", "give own, since eigenvalues are given"),
        ("hidden_size", 4, "give 3, as many as there are eigenvalues"),
    ],
)
def test_edits_that_contradict_each_other_are_refused(key, value, words, order):
    changes = [("eigenvalues", OWN.eigenvalues), (key, value)][::order]
    with pytest.raises(SettingError, match=words) as caught:
        edited(Settings(), dict(changes))
    assert (caught.value.key, caught.value.value) == (key, value)


# Truncation


@pytest.mark.parametrize("order", [1, -1])
def test_losses_are_collected_over_no_more_time_steps_than_they_are_carried_back(order):
    def together(length, stride, start=Settings()):  # noqa: B008 - settings do not change
        changes = [("truncation", length), ("truncation_stride", stride)][::order]
        return edited(start, dict(changes))

    short = together(3, 3)
    assert (short.truncation, short.truncation_stride) == (3, 3)
    assert together(9, 8, short).truncation_stride == 8
    assert together(2, 1, together(9, 8)).truncation == 2
    assert together(0, 8).truncation_stride == 8
    with pytest.raises(SettingError, match="a whole number up to 3, which is truncation, or 0"):
        together(3, 4)


def test_a_stride_too_long_is_refused():
    both = edited(Settings(), {"truncation": 5, "truncation_stride": 4})
    with pytest.raises(SettingError, match="up to 5, which is truncation, or 0") as caught:
        edit(both, "truncation_stride", 6)
    assert caught.value.key == "truncation_stride"
    with pytest.raises(SettingError, match="truncation_stride"):
        checked(Settings(truncation=3, truncation_stride=4))


# Tasks that need time steps


@pytest.mark.parametrize(
    ("task", "least"),
    [(name, task.least_time_steps) for name, task in TASKS.items() if task.least_time_steps > 1],
)
def test_a_task_has_room_from_its_least_number_of_time_steps_on(task, least):
    roomy = edit(edit(Settings(), "time_steps", least), "task", task)
    assert (roomy.task, roomy.time_steps) == (task, least)
    with pytest.raises(SettingError, match=f"at least {least} time steps") as caught:
        edit(roomy, "time_steps", least - 1)
    assert (caught.value.key, caught.value.value) == ("time_steps", least - 1)
    narrow = edit(Settings(), "time_steps", least - 1)
    with pytest.raises(SettingError, match=f"at least {least} time steps") as caught:
        edit(narrow, "task", task)
    assert (caught.value.key, caught.value.value) == ("task", task)


@pytest.mark.parametrize("order", [1, -1])
def test_several_edits_are_judged_by_what_comes_of_all(order):
    start = replace(Settings(), task="fixed", time_steps=1)
    changes = list({"task": "copying", "time_steps": 30}.items())[::order]
    assert edited(start, dict(changes)) == replace(start, task="copying", time_steps=30)
    back = list({"task": "fixed", "time_steps": 1}.items())[::order]
    assert edited(edited(start, dict(changes)), dict(back)) == start


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"time_steps": 1, "task": "echo"}, "time_steps"), ({"task": "echo"}, "task")],
)
def test_several_edits_that_leave_no_room_are_refused(changes, key):
    start = replace(Settings(), time_steps=1)
    with pytest.raises(SettingError, match="at least 2 time steps") as caught:
        edited(start, changes)
    assert caught.value.key == key


# Settings from elsewhere


def test_checked_settings_are_the_same_in_the_types_of_the_table():
    given = replace(Settings(), hidden_size=8.0, learning_rate=1, forget_bias="chrono")
    now = checked(given)
    assert now == given
    assert (type(now.hidden_size), type(now.learning_rate)) == (int, float)
    assert checked(OWN) == OWN


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"hidden_size": 0}, "hidden_size"),
        ({"forget_bias": "chronos"}, "forget_bias"),
        ({"cell": "RNN"}, "cell"),
        ({"text": "aaa"}, "text"),
        ({"task": "temporal_order", "time_steps": 3}, "time_steps"),
        ({"spectrum": "own"}, "spectrum"),
        ({"spectrum": "own", "eigenvalues": ((0.9, 0.0), (0.5, 0.0))}, "hidden_size"),
        ({"eigenvalues": ((0.9, 0.0),) * 16}, "spectrum"),
        ({"eigenvalues": ((0.9, 0.0),) * 16, "spectrum": "own"}, "spectral_radius"),
    ],
)
def test_settings_that_are_not_allowed_are_refused_by_their_key(changes, key):
    with pytest.raises(SettingError) as caught:
        checked(replace(Settings(), **changes))
    assert caught.value.key == key


def test_settings_that_disagree_are_told_how_to_make_some_that_agree():
    pair = ((0.9, 0.0), (0.5, 0.0))
    with pytest.raises(SettingError, match=r"give 2, as .*rnnsim\.settings\(…\) sets"):
        checked(Settings(spectrum="own", eigenvalues=pair))
    with pytest.raises(SettingError, match=r"give own, since .*rnnsim\.settings\(…\) sets"):
        checked(Settings(eigenvalues=pair))
    with pytest.raises(SettingError, match=r"give 0\.9, the largest .*rnnsim\.settings\(…\) sets"):
        checked(Settings(spectrum="own", eigenvalues=pair, hidden_size=2))
    right = Settings(spectrum="own", eigenvalues=pair, hidden_size=2, spectral_radius=0.9)
    assert checked(right) == right
    assert rnnsim.settings(eigenvalues=pair) == right


@pytest.mark.parametrize("given", [{"hidden_size": 8}, None, "vanishing"])
def test_what_is_no_settings_is_refused(given):
    with pytest.raises(TypeError, match=rf"rnnsim\.Settings, .* not a {type(given).__name__}"):
        checked(given)


def test_numbers_may_be_numpys():
    now = checked(
        Settings(
            hidden_size=np.int64(8),
            time_steps=np.float32(9.0),
            learning_rate=np.float32(0.5),
            spectral_radius=np.int8(1),
        )
    )
    assert now == Settings(hidden_size=8, time_steps=9, learning_rate=0.5, spectral_radius=1.0)
    numbers = (now.hidden_size, now.time_steps, now.learning_rate, now.spectral_radius)
    assert [type(number) for number in numbers] == [int, int, float, float]
    half = np.float64(0.5)
    assert rnnsim.settings(eigenvalues=[(half, -half), (half, half)]).hidden_size == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hidden_size", np.float64(8.5)),
        ("hidden_size", np.bool_(True)),
        ("hidden_size", True),
        ("hidden_size", HUGE),
        ("hidden_size", np.nan),
        ("hidden_size", 8j),
        ("learning_rate", np.bool_(True)),
        ("learning_rate", np.float32("nan")),
        ("learning_rate", HUGE),
        ("learning_rate", np.ones(1)),
    ],
    ids=[*map(str, range(10))],
)
def test_what_is_no_such_number_is_refused(key, value):
    with pytest.raises(SettingError, match=key):
        checked(Settings(**{key: value}))


EFFECTS = [
    ("spectrum", "circle", Effect.RESTART),
    ("spectral_radius", 1.0, Effect.RESCALE),
    ("non_normality", 1.0, Effect.RESTART),
    ("eigenvalues", ((0.5, 0.0),) * 16, Effect.RESTART),
    ("cell", "lstm", Effect.RESTART),
    ("hidden_size", 8, Effect.RESTART),
    ("time_steps", 8, Effect.RESTART),
    ("batch_size", 8, Effect.RESTART),
    ("activation", "relu", Effect.RESTART),
    ("forget_bias", "chrono", Effect.RESTART),
    ("precision", "float16", Effect.RESTART),
    ("task", "fixed", Effect.RESTART),
    ("text", "ab", Effect.RESTART),
    ("loss_at", "all", Effect.RESTART),
    ("optimizer", "adam", Effect.NEXT_ITERATION),
    ("learning_rate", 0.5, Effect.NEXT_ITERATION),
    ("clip", "norm", Effect.NEXT_ITERATION),
    ("clip_threshold", 0.5, Effect.NEXT_ITERATION),
    ("truncation", 5, Effect.NEXT_ITERATION),
    ("truncation_stride", 2, Effect.NEXT_ITERATION),
    ("seed", 2, Effect.RESTART),
]


@pytest.mark.parametrize(("key", "value", "effect"), EFFECTS)
def test_a_change_has_the_effect_that_the_table_gives_it(key, value, effect):
    assert effect_of(Settings(), edit(Settings(), key, value)) is effect
    assert PARAMETERS[key].effect is effect


def test_every_setting_has_an_effect():
    assert [key for key, _, _ in EFFECTS] == list(PARAMETERS)


def test_the_gravest_of_several_effects_counts():
    start = Settings()
    slow = replace(start, learning_rate=0.01)
    scaled = replace(slow, spectral_radius=1.0)
    assert effect_of(start, start) is None
    assert effect_of(start, slow) is Effect.NEXT_ITERATION
    assert effect_of(start, scaled) is Effect.RESCALE
    assert effect_of(start, replace(scaled, seed=7)) is Effect.RESTART


@given(st.lists(st.floats(1e-3, 3.0), min_size=1, max_size=20))
def test_scaling_own_eigenvalues_any_number_of_times_only_rescales(targets):
    now = after([("spectral_radius", target) for target in targets], OWN)
    effect = None if now == OWN else Effect.RESCALE
    assert effect_of(OWN, now) is effect


def test_moving_an_own_eigenvalue_starts_anew():
    nearly = edit(OWN, "eigenvalues", ((0.5, 0.5), (0.5, -0.5), (-0.9, 0.0))[::-1])
    assert effect_of(OWN, nearly) is Effect.RESTART
    by_little = edit(OWN, "eigenvalues", ((0.5, 0.5 + 1e-12), (0.5, -0.5 - 1e-12), (-0.9, 0.0)))
    assert effect_of(OWN, by_little) is Effect.RESTART
    both = replace(by_little, eigenvalues=scaled_to(((0.5, 0.1), (0.5, -0.1), (-0.9, 0)), 1.0))
    assert effect_of(OWN, replace(both, spectral_radius=1.0)) is Effect.RESTART


def test_tiny_arrangements_are_told_apart():
    one = edit(Settings(), "eigenvalues", ((1e-10, 0.0), (0.0, 0.0)))
    other = edit(Settings(), "eigenvalues", ((2e-10, 0.0), (2e-10, 0.0)))
    assert effect_of(one, other) is Effect.RESTART


def test_coming_from_or_to_a_radius_of_zero_starts_anew():
    zero = edit(OWN, "eigenvalues", ((0.0, 0.0),) * 3)
    assert effect_of(OWN, zero) is Effect.RESTART
    assert effect_of(zero, OWN) is Effect.RESTART
    assert effect_of(Settings(), edit(Settings(), "spectral_radius", 0.0)) is Effect.RESTART
    assert effect_of(edit(Settings(), "spectral_radius", 0.0), Settings()) is Effect.RESTART


def test_another_number_of_own_eigenvalues_starts_anew():
    assert effect_of(OWN, edit(OWN, "hidden_size", 2)) is Effect.RESTART


def test_a_shorter_truncation_shortens_its_stride():
    settings = edited(Settings(), {"truncation": 10, "truncation_stride": 8})
    assert edit(settings, "truncation", 9).truncation_stride == 8
    assert edit(settings, "truncation", 3).truncation_stride == 3
    assert edit(settings, "truncation", 0).truncation_stride == 8


def test_a_stride_longer_than_the_truncation_is_refused_in_either_order():
    for keys in (("truncation", "truncation_stride"), ("truncation_stride", "truncation")):
        with pytest.raises(SettingError, match="truncation_stride"):
            edited(Settings(), {key: {"truncation": 3}.get(key, 6) for key in keys})
