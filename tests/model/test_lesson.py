import json
import math
from pathlib import Path

import pytest

from rnnsim.model.lesson import (
    DEFAULT_LESSON,
    LARGEST_FILE,
    LessonError,
    Scene,
    find_lesson,
    lessons,
    read_lesson,
)
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.model.settings import Settings
from rnnsim.model.target import parse_target
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import FIRST_PLOTS

WHOLE = {"rnnsim": 1, "title": "T", "claim": "C", "settings": {"hidden_size": 4}, "pace": 2.5}


@pytest.fixture
def written(tmp_path):
    def write(content, name="mine.rnnsim"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def test_the_shipped_lessons_can_be_read():
    shipped = lessons()
    assert DEFAULT_LESSON in shipped
    for name, lesson in shipped.items():
        assert lesson.name == name
        assert lesson.claim.endswith(".")
        assert lesson.heading == f"{lesson.number} · {lesson.title}"
        assert find_lesson(name) == find_lesson(str(lesson.number)) == lesson


def test_an_unknown_lesson_is_refused_with_the_names_there_are():
    with pytest.raises(LessonError, match=f"no lesson “magic”.*{DEFAULT_LESSON}"):
        find_lesson("magic")


def test_a_file_of_ones_own_is_read(written):
    lesson = read_lesson(written(WHOLE))
    assert (lesson.name, lesson.number, lesson.heading) == ("mine", None, "T")
    assert (lesson.claim, lesson.pace, lesson.train) == ("C", 2.5, True)
    assert lesson.settings == Settings(hidden_size=4)


def test_settings_and_pace_may_be_left_out(written):
    lesson = read_lesson(written({"rnnsim": 1, "title": "T", "claim": "C"}))
    assert lesson.settings == Settings()
    assert lesson.pace > 0.0


def test_own_eigenvalues_are_read_as_pairs(written):
    values = [[0.5, 0.5], [0.5, -0.5]]
    lesson = read_lesson(written({**WHOLE, "settings": {"eigenvalues": values}}))
    assert lesson.settings.eigenvalues == ((0.5, 0.5), (0.5, -0.5))
    assert lesson.settings.hidden_size == 2


@pytest.mark.parametrize(
    ("name", "number", "short"),
    [("7-loud.rnnsim", 7, "loud"), ("loud-7.rnnsim", None, "loud-7"), ("7.rnnsim", None, "7")],
)
def test_the_number_is_that_of_the_file_name(written, name, number, short):
    lesson = read_lesson(written(WHOLE, name))
    assert (lesson.number, lesson.name) == (number, short)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "mine.rnnsim is not a lesson"),
        (b"\xff\xfe", "mine.rnnsim is not a lesson"),
        (b"[" * 100_000, "mine.rnnsim is not a lesson"),
        (b" " * (LARGEST_FILE + 1), "mine.rnnsim is not a lesson: it is larger than 4 MiB"),
        ([WHOLE], "is not a lesson"),
        ({"rnnsim": 1, "title": "T"}, "claim"),
        ({**WHOLE, "rnnsim": 3}, "written by a newer version"),
        ({**WHOLE, "rnnsim": 0}, "rnnsim: the version of the format is a whole number from 1 on"),
        ({**WHOLE, "train": 1}, "train"),
        ({**WHOLE, "settings": {"hidden_size": 0}}, "settings: hidden_size: “0” is not allowed"),
        ({**WHOLE, "settings": {"hidden_units": 8}}, "hidden_units"),
        ({**WHOLE, "settings": {"eigenvalues": [[0.5, 0.5]]}}, "eigenvalues"),
        ({**WHOLE, "pace": 0}, "pace: give iterations a second, above 0, or flat out"),
        ({**WHOLE, "pace": "fast"}, "pace"),
        ({**WHOLE, "title": " "}, "title: it is empty"),
        ({**WHOLE, "title": "T" * 201}, "title: it has 201 characters; give 200 at most"),
        ({**WHOLE, "claim": "C" * 501}, "claim: it has 501 characters; give 500 at most"),
        ({**WHOLE, "views": ["loss", "plot"]}, "views: “plot” is none of the plots: gradient,"),
        ({**WHOLE, "views": ["canvas"]}, "views: “canvas” is none of the plots"),
        ({**WHOLE, "views": ["loss", "loss"]}, "views: one stands there twice; give each once"),
        ({**WHOLE, "views": "loss"}, "views: Expected `array`"),
        ({**WHOLE, "controls": ["rho"]}, "controls: “rho” is none of the settings: spectrum,"),
        ({**WHOLE, "controls": ["seed", "seed"]}, "controls: one stands there twice"),
        ({**WHOLE, "scenes": [{"text": ""}] * 101}, "scenes: there are 101; give 100 at most"),
        (json.dumps(WHOLE).replace("2.5", "NaN").encode(), "is not a lesson"),
        (json.dumps(WHOLE).replace("2.5", "1e999").encode(), "is not a lesson"),
        (json.dumps(WHOLE).replace("4", "9" * 5000).encode(), "is not a lesson"),
    ],
    ids=range(27),
)
def test_a_file_that_is_no_lesson_is_refused_with_the_reason(written, content, reason):
    with pytest.raises(LessonError, match=reason):
        read_lesson(written(content))


SCENES = [
    {"text": "One.", "point": "h_3", "at": "forward 3 input", "set": {"time_steps": 3}},
    {
        "text": "Two.",
        "play": True,
        "at": "loss",
        "set": {"time_steps": 20, "seed": 2.0},
        "knob": "seed",
        "views": ["map", "loss"],
        "cover": ["map"],
        "train": True,
    },
    {"text": "Three.", "point": "view:map", "at": "backward 20", "cover": ["loss"]},
]


def test_the_scenes_are_read(written):
    lesson = read_lesson(written({**WHOLE, "controls": ["seed"], "scenes": SCENES}))
    assert lesson.controls == ("seed",)
    assert lesson.scenes == (
        Scene(
            text="One.",
            point=parse_target("h_3"),
            moment=Moment(Stage.FORWARD, 3, Part.INPUT),
            changes={"time_steps": 3},
        ),
        Scene(
            text="Two.",
            moment=Moment(Stage.LOSS, 20),
            play=True,
            changes={"time_steps": 20, "seed": 2},
            knob="seed",
            views=("map", "loss"),
            covered=("map",),
            train=True,
        ),
        Scene(
            text="Three.",
            point=parse_target("view:map"),
            moment=Moment(Stage.BACKWARD, 20),
            covered=("loss",),
        ),
    )


def test_what_a_scene_sets_and_shows_holds_from_there_on(written):
    lesson = read_lesson(written({**WHOLE, "scenes": SCENES}))
    steps = [lesson.settings_at(i).time_steps for i in range(3)]
    assert (lesson.settings.time_steps, steps) == (Settings().time_steps, [3, 20, 20])
    assert lesson.settings_at(2) == Settings(hidden_size=4, time_steps=20, seed=2)
    assert [lesson.views_at(i) for i in range(3)] == [FIRST_PLOTS, ("map", "loss"), ("map", "loss")]


def test_a_lesson_needs_neither_plots_nor_scenes(written):
    lesson = read_lesson(written({**WHOLE, "views": []}))
    assert (lesson.views, lesson.scenes, lesson.controls) == ((), (), ())
    assert lesson.views_at(0) == ()
    assert lesson.settings_at(0) == lesson.settings


def test_a_pace_may_be_as_fast_as_can_be(written):
    assert read_lesson(written({**WHOLE, "pace": "flat out"})).pace == math.inf


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        ({}, "Object missing required field `text`"),
        ({"text": "T" * 2001}, "text: it has 2001 characters; give 2000 at most"),
        ({"text": 3}, "text: Expected `str`, got `int`"),
        ({"text": "T", "point": "h_15"}, "point: there is no h_15 here; give h_0 to h_14"),
        ({"text": "T", "point": "cell 3"}, "point: “cell 3” cannot be pointed at; give h_5,"),
        ({"text": "T", "point": "view:map"}, "point: the view map is not shown here"),
        ({"text": "T", "at": "forward 15"}, "at: there is no time step 15 here; give one from 1"),
        ({"text": "T", "at": "later"}, "at: “later” is no moment of a pass; give loss,"),
        ({"text": "T", "play": 1}, "play: Expected `bool`, got `int`"),
        ({"text": "T", "set": {"rho": 1}}, "set: rho: “rho” is not allowed; give one of the keys"),
        ({"text": "T", "set": {"time_steps": 501}}, "set: time_steps: “501” is not allowed; give"),
        ({"text": "T", "set": {"spectrum": "own"}}, "set: spectrum: “own” is not allowed"),
        ({"text": "T", "set": {"seed": None}}, "set: seed: “None” is not allowed"),
        ({"text": "T", "knob": "rho"}, "knob: “rho” is none of the settings: spectrum,"),
        ({"text": "T", "views": ["canvas"]}, "views: “canvas” is none of the plots: gradient,"),
        ({"text": "T", "cover": ["map"]}, "cover: “map” is none of the plots shown here: gradient"),
        ({"text": "T", "cover": ["loss", "loss"]}, "cover: one stands there twice"),
        ({"text": "T", "train": "yes"}, "train: Expected `bool | null`"),
    ],
    ids=range(18),
)
def test_what_is_wrong_in_a_scene_is_said_with_its_place(written, scene, reason):
    content = {**WHOLE, "scenes": [{"text": "fine"}, scene]}
    with pytest.raises(LessonError) as error:
        read_lesson(written(content))
    assert str(error.value).startswith(f"mine.rnnsim is not a lesson: scene 2: {reason}")


def test_time_steps_are_those_that_hold_at_the_scene(written):
    short = {"text": "T", "set": {"time_steps": 3}}
    scenes = [{"text": "T", "at": "forward 9"}, short, {"text": "T", "point": "h_9"}]
    with pytest.raises(LessonError, match="scene 3: point: there is no h_9 here; give h_0 to h_3"):
        read_lesson(written({**WHOLE, "scenes": scenes}))


def test_what_is_set_must_agree_with_what_was_set_before(written):
    scenes = [{"text": "T", "set": {"task": "adding"}}, {"text": "T", "set": {"time_steps": 1}}]
    with pytest.raises(LessonError, match="scene 2: set: time_steps: “1” is not allowed"):
        read_lesson(written({**WHOLE, "scenes": scenes}))


LARGE = {"set": {"time_steps": 400, "batch_size": 64, "hidden_size": 256}}
CLIPPED = {"name": " by  norm ", "set": {"clip": "norm"}}


def test_twins_hold_from_there_on_until_there_are_others(written):
    gated = {"set": {"cell": "gru", "seed": 4.0}}
    scenes = [
        {"text": "One."},
        {"text": "Two.", "twins": [CLIPPED, gated]},
        {"text": "Three.", "set": {"learning_rate": 0.5}},
        {"text": "Four.", "twins": []},
    ]
    lesson = read_lesson(written({**WHOLE, "twins": [gated], "scenes": scenes}))
    first = TwinWanted({"cell": "gru", "seed": 4})
    both = (TwinWanted({"clip": "norm"}, "by norm"), first)
    assert lesson.twins == (first,)
    assert [scene.twins for scene in lesson.scenes] == [None, both, None, ()]
    assert [lesson.twins_at(i) for i in range(4)] == [(first,), both, both, ()]


@pytest.mark.parametrize(
    ("twins", "reason"),
    [
        ({}, "twins: Expected `array"),
        ([{"name": "A"}], r"twins.*Object missing required field `set`"),
        ([{"set": {}}], "twins: 1: set: it is empty; give the settings that differ"),
        ([{"set": {"seed": 1}}], "twins: 1: seed: “1” is not allowed; give another value than"),
        ([CLIPPED, {"set": {"seed": -1}}], "twins: 2: seed: “-1” is not allowed; give a whole"),
        ([{"set": {"seed": 2}, "name": "n" * 61}], "twins: 1: name: it has 61 characters; give 60"),
        ([CLIPPED] * 4, "twins: there are 4; give 3 at most"),
        (
            [LARGE, {"set": {"cell": "lstm", **LARGE["set"]}}],
            "twins: 2: cell: “lstm” is not allowed; give runs that together need less memory",
        ),
    ],
    ids=range(8),
)
def test_what_is_wrong_in_twins_is_said_with_its_place(written, twins, reason):
    with pytest.raises(LessonError, match=f"is not a lesson: {reason}"):
        read_lesson(written({**WHOLE, "twins": twins}))
    with pytest.raises(LessonError, match=f"is not a lesson: scene 1: {reason}"):
        read_lesson(written({**WHOLE, "scenes": [{"text": "T", "twins": twins}]}))


def test_twins_must_agree_with_what_a_later_scene_sets(written):
    scenes = [{"text": "T", "twins": [CLIPPED]}, {"text": "T", "set": {"clip": "norm"}}]
    with pytest.raises(LessonError, match="scene 2: twins: 1: clip: “norm” is not allowed"):
        read_lesson(written({**WHOLE, "scenes": scenes}))


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000])
def test_a_name_that_no_file_has_is_refused(name):
    with pytest.raises(LessonError, match="is not a lesson"):
        read_lesson(Path(name))


def test_a_number_that_numbers_nothing_is_part_of_the_name(written):
    lesson = read_lesson(written(WHOLE, "2026-summer.rnnsim"))
    assert (lesson.number, lesson.name) == (None, "2026-summer")


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(LessonError, match=r"nowhere.rnnsim is not a lesson: .*No such file"):
        read_lesson(Path("nowhere.rnnsim"))
