"""Lessons that are being made."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.draft import Draft, DraftScene, Present
from rnnsim.model.edits import changes_between, edited
from rnnsim.model.lesson import Lesson, Scene, lessons
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import FIRST_PLOTS

START = Settings()
LOUD = replace(START, spectral_radius=1.3)
LONG = replace(LOUD, time_steps=40)
OWN = edited(START, {"eigenvalues": ((0.5, 0.2), (0.5, -0.2), (0.9, 0.0))})
MOMENT = Moment(Stage.BACKWARD, 5)
CELL = Target(Kind.CELL, 5)


def drafted():
    draft = Draft(Present(START), title=" My lesson ", claim=" It holds. ")
    draft.capture(Present(START, ("gradient",)), 0)
    draft.capture(Present(LOUD, ("gradient", "map"), MOMENT, CELL), 1)
    draft.capture(Present(LONG, ("gradient", "map")), 2)
    return draft


def test_a_draft_without_scenes_is_what_was_shown():
    lesson = Draft(Present(LOUD, ("loss",), pace=7.0), "T", "C", train=True).lesson("mine", 3)
    assert (lesson.settings, lesson.views, lesson.pace, lesson.train) == (
        LOUD,
        ("loss",),
        7.0,
        True,
    )
    assert (lesson.name, lesson.number, lesson.scenes) == ("mine", 3, ())


def test_scenes_record_what_differs_from_the_scene_before():
    lesson = drafted().lesson()
    assert (lesson.title, lesson.claim) == ("My lesson", "It holds.")
    assert lesson.settings == START
    assert [dict(scene.changes) for scene in lesson.scenes] == [
        {},
        {"spectral_radius": 1.3},
        {"time_steps": 40},
    ]
    assert lesson.views == ("gradient",)
    assert [scene.views for scene in lesson.scenes] == [None, ("gradient", "map"), None]
    assert (lesson.scenes[1].moment, lesson.scenes[1].point) == (MOMENT, CELL)


def test_twins_are_captured_with_what_is_shown():
    clipped, gated = TwinWanted({"clip": "norm"}, "clipped"), TwinWanted({"cell": "gru"})
    draft = Draft(Present(START, twins=(gated,)), title="T", claim="C")
    assert draft.lesson().twins == (gated,)
    for index, twins in enumerate([(clipped,), (clipped,), (clipped, gated), ()]):
        draft.capture(Present(START, twins=twins), index)
    lesson = draft.lesson()
    assert lesson.twins == (clipped,)
    assert [scene.twins for scene in lesson.scenes] == [None, None, (clipped, gated), ()]
    draft.update(3, Present(START, twins=(gated,)))
    assert draft.lesson().twins_at(3) == (gated,)


def test_scenes_that_change_places_still_show_what_was_captured():
    draft = drafted()
    assert draft.move(0, 1) == 1
    lesson = draft.lesson()
    assert [lesson.settings_at(i) for i in range(3)] == [LOUD, START, LONG]
    assert [lesson.views_at(i) for i in range(3)] == [
        ("gradient", "map"),
        ("gradient",),
        ("gradient", "map"),
    ]
    assert draft.move(0, -1) == 0
    assert draft.move(2, 5) == 2


def test_a_deleted_scene_leaves_the_others_as_they_are():
    draft = drafted()
    draft.delete(1)
    lesson = draft.lesson()
    assert [lesson.settings_at(i) for i in range(2)] == [START, LONG]


def test_a_scene_is_captured_anew_and_its_words_stay():
    draft = drafted()
    draft.change(1, text=" Look. ", knob="seed", covered=("gradient", "map"), train=True)
    draft.update(1, Present(LONG, ("loss", "map")))
    scene = draft.lesson().scenes[1]
    assert (scene.text, scene.knob, scene.train) == ("Look.", "seed", True)
    assert scene.covered == ("map",)
    assert (scene.moment, scene.point) == (None, None)
    assert draft.lesson().settings_at(1) == LONG


def test_a_lesson_comes_back_from_its_draft():
    lesson = Lesson(
        "own",
        None,
        "T",
        "C",
        START,
        5.0,
        False,
        views=("loss",),
        controls=("seed",),
        twins=(TwinWanted({"cell": "lstm"}),),
        scenes=(
            Scene("One.", play=True, moment=MOMENT, point=CELL),
            Scene("Two.", changes={"seed": 4}, knob="seed", views=FIRST_PLOTS, covered=("loss",)),
            Scene("Three.", train=True, twins=(TwinWanted({"clip": "norm"}, "clipped"),)),
            Scene("Four."),
            Scene("Five.", twins=()),
        ),
    )
    assert Draft.of(lesson).lesson() == lesson


def test_every_shipped_lesson_comes_back_from_its_draft():
    for lesson in lessons().values():
        again = Draft.of(lesson).lesson(lesson.name, lesson.number)
        count = range(len(lesson.scenes))
        assert again.twins_at(0) == lesson.twins_at(0)
        for hold in ("settings_at", "views_at", "twins_at"):
            held = [getattr(again, hold)(i) for i in count]
            assert held == [getattr(lesson, hold)(i) for i in count]


@pytest.mark.parametrize("before", [START, LOUD, OWN], ids=["start", "loud", "own"])
@pytest.mark.parametrize("after", [START, LONG, OWN], ids=["start", "long", "own"])
def test_changes_lead_where_they_should(before, after):
    assert edited(before, changes_between(before, after)) == after


SETTINGS = st.builds(
    lambda changes: edited(START, changes),
    st.fixed_dictionaries(
        {},
        optional={
            "spectrum": st.sampled_from(["disk", "circle"]),
            "spectral_radius": st.sampled_from([0.0, 0.7, 1.2]),
            "hidden_size": st.sampled_from([3, 8]),
            "truncation": st.sampled_from([0, 4, 9]),
            "cell": st.sampled_from(["rnn", "lstm"]),
        },
    ),
)


@given(st.lists(SETTINGS | st.just(OWN), min_size=1, max_size=5))
def test_whatever_is_captured_is_shown_again(captured):
    draft = Draft(Present(START))
    for i, settings in enumerate(captured):
        draft.capture(Present(settings), i)
    lesson = draft.lesson()
    assert [lesson.settings_at(i) for i in range(len(captured))] == captured


def test_a_stride_that_hangs_on_the_truncation_is_kept():
    before = edited(START, {"truncation": 4, "truncation_stride": 4})
    after = edited(START, {"truncation": 9, "truncation_stride": 2})
    assert edited(before, changes_between(before, after)) == after
    assert edited(after, changes_between(after, before)) == before


def scaled_to(radius, x, y):
    own = edited(START, {"eigenvalues": ((x, y), (x, -y))})
    return edited(own, {"spectral_radius": radius})


def test_all_fields_are_given_where_the_differing_ones_do_not_suffice():
    # both have the radius 0.3 as it was set; that of the eigenvalues is one rounding away
    before, after = scaled_to(0.3, -0.5, 0.32), None
    for x in range(1, 200):
        after = scaled_to(0.3, x / 200, 0.5)
        if edited(before, {"eigenvalues": after.eigenvalues}) != after:
            break
    changes = changes_between(before, after)
    assert changes.keys() == {each.name for each in fields(Settings)}
    assert edited(before, changes) == after


def test_scenes_of_a_draft_know_all_fields_of_a_scene():
    kept = {each.name for each in fields(DraftScene)} - {"settings"}
    assert kept == {each.name for each in fields(Scene)} - {"changes"}
