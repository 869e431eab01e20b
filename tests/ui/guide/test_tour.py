"""Tours on a stage made by hand."""

from dataclasses import replace

import pytest

from rnnsim.model.lesson import Lesson, Scene
from rnnsim.model.moment import Moment, Stage
from rnnsim.model.settings import Settings
from rnnsim.model.target import Kind, Target
from rnnsim.model.twin import TwinWanted
from rnnsim.ui.guide.tour import Tour

START = Settings()
LOUD = replace(START, spectral_radius=1.2)
LONG = replace(LOUD, time_steps=30)
CELL = Target(Kind.CELL, 5)
MOMENT = Moment(Stage.BACKWARD, 5)
SCENES = (
    Scene("Look.", point=CELL, moment=MOMENT, play=True, train=False),
    Scene(
        "Turn it up.",
        changes={"spectral_radius": 1.2},
        knob="spectral_radius",
        views=("gradient", "map"),
        covered=("gradient", "map"),
    ),
    Scene("Longer.", changes={"time_steps": 30}, train=True),
)


def lesson_of(*scenes, **fields):
    whole = {"name": "x", "number": None, "title": "X", "claim": "C", "settings": START}
    return Lesson(**whole | {"pace": 20.0, "train": True, "scenes": scenes} | fields)


LESSON = lesson_of(*SCENES)


class FakeStage:
    """Writes down what it is told."""

    def __init__(self):
        self.told = []
        self.settings = None

    def take_on(self, settings):
        self.settings = settings
        self.told.append(("take_on", settings))

    def line_up(self, twins):
        self.told.append(("line_up", twins))

    def show_views(self, names):
        self.told.append(("show_views", names))

    def cover(self, names):
        self.told.append(("cover", names))

    def point_at(self, target):
        self.told.append(("point_at", target))

    def go_to(self, moment, *, play):
        self.told.append(("go_to", moment, play))

    def train(self, *, on):
        self.told.append(("train", on))

    def heard(self):
        told, self.told = self.told, []
        return told


@pytest.fixture
def stage():
    return FakeStage()


@pytest.fixture
def tour(stage):
    return Tour(stage)


@pytest.fixture
def opened(tour, stage):
    tour.open(LESSON)
    stage.heard()
    return tour


def test_before_a_lesson_is_opened_there_is_nothing(tour, stage):
    assert (tour.lesson, tour.scene, tour.settings, tour.count) == (None, None, None, 0)
    assert tour.views == tour.covered == tour.strayed == ()
    assert tour.on_path(START)
    for move in (tour.next, tour.back, tour.back_to_path, tour.point_at_knob):
        move()
    tour.go(3)
    assert stage.heard() == []


def test_opening_tells_the_stage_all_of_the_first_scene(tour, stage):
    tour.open(LESSON)
    assert stage.heard() == [
        ("train", False),  # before the start that is not to be trained
        ("show_views", LESSON.views),
        ("cover", ()),
        ("take_on", START),
        ("line_up", ()),
        ("point_at", CELL),
        ("go_to", MOMENT, True),
    ]
    assert (tour.index, tour.count, tour.scene) == (0, 3, SCENES[0])


def test_the_next_scene_adds_its_changes_and_leaves_training_as_it_is(opened, stage):
    opened.next()
    assert stage.heard() == [
        ("show_views", ("gradient", "map")),
        ("cover", ("gradient", "map")),
        ("take_on", LOUD),
        ("line_up", ()),
        ("point_at", None),
        ("go_to", None, False),
    ]
    opened.next()
    assert [each for each in stage.heard() if each[0] in ("take_on", "train", "show_views")] == [
        ("show_views", ("gradient", "map")),
        ("take_on", LONG),
        ("train", True),
    ]


def test_each_scene_lines_up_its_twins_once_its_settings_are_there(tour, stage):
    clipped = (TwinWanted({"clip": "norm"}, "clipped"),)
    tour.open(lesson_of(*SCENES[:2], replace(SCENES[2], twins=clipped), Scene("On.")))
    assert tour.twins == ()
    stage.heard()
    tour.go(2)
    names = [each[0] for each in stage.told]
    assert ("line_up", clipped) in stage.heard()
    assert names.index("line_up") > names.index("take_on")
    tour.next()
    assert ("line_up", clipped) in stage.heard()
    assert tour.twins == clipped
    tour.go(0)
    assert ("line_up", ()) in stage.heard()


def test_covers_come_before_the_numbers_that_they_hide(opened, stage):
    opened.next()
    names = [each[0] for each in stage.heard()]
    assert names.index("cover") < names.index("take_on")


def test_settings_that_are_there_already_are_not_taken_on_again(tour, stage):
    tour.see(START)
    tour.open(LESSON)
    assert "take_on" not in [each[0] for each in stage.heard()]


def test_a_jump_makes_training_what_the_scenes_before_say(opened, stage):
    opened.go(2)
    stage.heard()
    opened.back()
    assert ("train", False) in stage.heard()
    opened.go(0)
    opened.go(2)
    assert ("train", True) in stage.heard()


def test_there_is_nothing_beyond_the_ends(opened, stage):
    assert opened.at_start
    opened.back()
    assert stage.heard() == []
    opened.go(99)
    assert opened.index == 2
    assert opened.at_end
    stage.heard()
    opened.next()
    assert stage.heard() == []
    opened.go(-5)
    assert opened.index == 0


def test_a_lesson_without_scenes_is_shown_whole(tour, stage):
    tour.open(lesson_of(views=("loss",)))
    assert stage.heard() == [
        ("show_views", ("loss",)),
        ("cover", ()),
        ("take_on", START),
        ("line_up", ()),
        ("point_at", None),
        ("go_to", None, False),
        ("train", True),
    ]
    assert tour.at_start
    assert tour.at_end
    assert tour.scene is None
    tour.go(1)
    assert tour.index == 0


def test_another_lesson_begins_at_its_beginning(opened, stage):
    opened.go(2)
    opened.open(lesson_of(Scene("Only one.")))
    assert (opened.index, opened.count) == (0, 1)
    assert stage.settings == START


def test_what_the_user_changes_is_off_the_path(opened):
    assert opened.on_path(START)
    assert not opened.on_path(LOUD)
    opened.see(LONG)
    assert opened.strayed == ("time_steps", "spectral_radius")
    assert not opened.trying


def test_moving_the_knob_that_is_asked_for_is_trying(opened):
    opened.next()
    opened.see(replace(LOUD, spectral_radius=2.0))
    assert opened.strayed == ("spectral_radius",)
    assert opened.trying
    opened.see(replace(LOUD, spectral_radius=2.0, seed=9))
    assert not opened.trying


def test_a_scene_that_asks_for_nothing_is_never_trying(opened):
    assert not opened.trying


def test_back_to_the_path_brings_the_settings_back_but_covers_nothing_again(opened, stage):
    opened.next()
    opened.reveal("map")
    opened.see(LONG)
    stage.heard()
    opened.back_to_path()
    told = stage.heard()
    assert ("take_on", LOUD) in told
    assert ("cover", ("gradient",)) in told
    assert "train" not in [each[0] for each in told]
    assert opened.strayed == ()


def test_going_on_leads_back_to_the_path(opened, stage):
    opened.see(replace(START, seed=99))
    opened.next()
    assert ("take_on", LOUD) in stage.heard()


def test_plots_are_revealed_one_by_one_or_all(opened, stage):
    opened.next()
    stage.heard()
    opened.reveal("gradient")
    assert stage.heard() == [("cover", ("map",))]
    opened.reveal_all()
    assert stage.heard() == [("cover", ())]
    opened.go(1)
    assert opened.covered == ("gradient", "map")


def test_the_knob_asked_for_can_be_pointed_at(opened, stage):
    opened.point_at_knob()
    assert stage.heard() == []
    opened.next()
    stage.heard()
    opened.point_at_knob()
    assert stage.heard() == [("point_at", Target(Kind.KNOB, name="spectral_radius"))]


def test_watchers_hear_of_scenes_of_straying_and_of_reveals(opened):
    heard = []
    opened.watch(lambda: heard.append((opened.index, opened.strayed, opened.covered)))
    opened.next()
    opened.see(LOUD)  # as it is
    opened.see(replace(LOUD, seed=7))
    opened.reveal_all()
    opened.back_to_path()
    both = ("gradient", "map")
    assert heard == [(1, (), both), (1, ("seed",), both), (1, ("seed",), ()), (1, (), ())]


def test_a_stage_that_answers_at_once_does_not_confuse_the_tour(stage):
    tour = Tour(stage)
    stage.take_on = tour.see  # as the window does
    tour.open(LESSON)
    tour.next()
    assert tour.strayed == ()
