"""What is written is read again, and nothing else is written."""

import json
import math
import os
from dataclasses import replace

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from rnnsim.model.edits import edited
from rnnsim.model.lesson import (
    LARGEST_FILE,
    Lesson,
    LessonError,
    Scene,
    lessons,
    read_lesson,
    write_lesson,
)
from rnnsim.model.moment import moments
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.target import LOSS, Kind, Target, parse_target
from rnnsim.model.twin import LONGEST_NAME, TwinWanted
from rnnsim.model.view import PLOTS
from rnnsim.resources import resource_paths

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.lists(st.sampled_from([*PLOTS]), unique=True).map(tuple)
KEYS = st.lists(st.sampled_from([*PARAMETERS]), unique=True, max_size=4).map(tuple)
EIGENVALUES = st.lists(st.tuples(st.floats(0.1, 2.0), st.just(0.0)), min_size=1, max_size=3).map(
    tuple
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "time_steps": st.integers(2, 40),
        "cell": st.sampled_from(["rnn", "lstm", "gru"]),
        "learning_rate": st.floats(1e-5, 10.0),
        "forget_bias": st.floats(-10.0, 10.0) | st.just("chrono"),
        "eigenvalues": EIGENVALUES,
        "task": st.sampled_from(["recall", "adding", "review"]),
        "text": st.sampled_from(["ab", "“ä” \\ \n[1,\n 2]"]),
        "truncation": st.integers(5, 9),
        "truncation_stride": st.integers(0, 5),
    },
)
NAMED = st.text(st.characters(categories=["L", "N", "P"]), max_size=LONGEST_NAME)
TWINS = st.lists(
    st.builds(TwinWanted, st.fixed_dictionaries({"seed": st.integers(2, 9)}), NAMED), max_size=3
).map(tuple)
SCALED = st.fixed_dictionaries({"spectral_radius": st.floats(0.1, 3.0)})


def edited_where_allowed(settings, changes):
    try:
        return edited(settings, changes)
    except SettingError:
        reject()


@st.composite
def drawn_lessons(draw):
    settings = edited_where_allowed(Settings(), draw(CHANGES))
    settings = edited_where_allowed(settings, draw(st.just({}) | SCALED))
    views, scenes, present = draw(NAMES), [], settings
    shown = views
    for _ in range(draw(st.integers(0, 3))):
        changes = draw(CHANGES)
        present = edited_where_allowed(present, changes)
        chosen = draw(st.none() | NAMES)
        shown = shown if chosen is None else chosen
        scenes.append(draw(drawn_scenes(changes, present.time_steps, chosen, shown)))
    return Lesson(
        name="mine",
        number=None,
        title=draw(TEXTS.filter(str.strip)),
        claim=draw(TEXTS),
        settings=settings,
        pace=draw(st.floats(0.0, math.inf, exclude_min=True)),
        train=draw(st.booleans()),
        views=views,
        controls=draw(KEYS),
        twins=draw(TWINS),
        scenes=tuple(scenes),
    )


@st.composite
def drawn_scenes(draw, changes, time_steps, chosen, shown):
    every = moments(time_steps, parts=draw(st.booleans()))
    targets = [
        *(Target(kind, time_steps) for kind in (Kind.CELL, Kind.ARROW, Kind.INPUT)),
        *(Target(Kind.VIEW, name=name) for name in (*shown, "canvas", "spectrum")),
        *(LOSS, Target(Kind.KNOB, name="seed")),
    ]
    return Scene(
        text=draw(TEXTS),
        point=draw(st.none() | st.sampled_from(targets)),
        moment=draw(st.none() | st.sampled_from(every)),
        play=draw(st.booleans()),
        changes=changes,
        knob=draw(st.just("") | st.sampled_from([*PARAMETERS])),
        views=chosen,
        twins=draw(st.none() | TWINS),
        covered=shown[: draw(st.integers(0, len(shown)))],
        train=draw(st.none() | st.booleans()),
    )


LESSON = Lesson(
    name="mine",
    number=None,
    title="Mine",
    claim="It is.",
    settings=Settings(),
    pace=20.0,
    train=False,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mine.rnnsim"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lessons")


@given(lesson=drawn_lessons())
def test_a_lesson_written_is_read_again(folder, lesson):
    path = folder / "mine.rnnsim"
    write_lesson(path, lesson)
    assert read_lesson(path) == lesson
    assert [*folder.iterdir()] == [path]


@given(lesson=drawn_lessons())
def test_a_lesson_read_is_written_as_it_was(folder, lesson):
    path = folder / "mine.rnnsim"
    write_lesson(path, lesson)
    before = path.read_bytes()
    write_lesson(path, read_lesson(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("shipped", resource_paths("lessons", ".rnnsim"), ids=lambda p: p.stem)
def test_the_shipped_files_are_as_one_writes_them(shipped, tmp_path):
    path = tmp_path / shipped.name
    write_lesson(path, read_lesson(shipped))
    assert path.read_bytes() == shipped.read_bytes()


def test_the_shipped_lessons_keep_number_and_name(tmp_path):
    for lesson in lessons().values():
        path = tmp_path / f"{lesson.number:02}-{lesson.name}.rnnsim"
        write_lesson(path, lesson)
        assert read_lesson(path) == lesson


def test_a_person_can_read_it(path):
    own = edited(Settings(), {"eigenvalues": ((0.5, 0.5), (0.5, -0.5)), "seed": 3})
    scene = Scene(text="ρ: “so”.", point=parse_target("h_3"), covered=("loss", "norm"))
    long = replace(scene, text="A text that is rather long. " * 4)
    write_lesson(path, replace(LESSON, settings=own, scenes=(scene, long)))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert any(line.startswith('    {"text": "ρ: “so”.", "point": "h_3"') for line in lines)
    assert '  "settings": {"eigenvalues": [[0.5, 0.5], [0.5, -0.5]], "seed": 3},' in lines
    assert '      "cover": ["loss", "norm"]' in lines
    assert json.loads("\n".join(lines))["settings"].keys() == {"eigenvalues", "seed"}


def test_rounded_eigenvalues_are_written_with_all_that_hangs_on_them(path):
    own = edited(Settings(), {"eigenvalues": ((0.3, 0.1), (0.3, -0.1))})
    lesson = replace(LESSON, settings=edited(own, {"spectral_radius": 0.7}))
    write_lesson(path, lesson)
    assert read_lesson(path) == lesson


SURROGATE = "\ud800"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pace": math.nan}, "a number in it is not finite"),
        ({"pace": -math.inf}, "a number in it is not finite"),
        ({"pace": -1.0}, "pace: give iterations a second"),
        ({"settings": Settings(learning_rate=math.inf)}, "a number in it is not finite"),
        ({"settings": Settings(learning_rate=99.0)}, "settings: learning_rate: “99.0” is not"),
        ({"settings": Settings(spectrum="own")}, "settings: spectrum: “own” is not allowed"),
        ({"scenes": (Scene("", changes={"learning_rate": math.nan}),)}, "is not finite"),
        ({"scenes": (Scene("", changes={"seed": -1}),)}, "scene 1: set: seed: “-1” is not"),
        ({"scenes": (Scene("", point=parse_target("h_15")),)}, "scene 1: point: there is no h_15"),
        ({"scenes": (Scene("", moment=moments(15, parts=False)[14]),)}, "scene 1: at: there is no"),
        ({"scenes": (Scene("", moment=moments(9, parts=False)[9]),)}, "as another lesson"),
        ({"scenes": (Scene(""),) * 101}, "scenes: there are 101"),
        ({"scenes": (Scene("x" * 2001),)}, "scene 1: text: it has 2001 characters"),
        ({"views": ("plot",)}, "views: “plot” is none of the plots"),
        ({"title": ""}, "title: it is empty"),
        ({"title": SURROGATE}, "surrogates not allowed"),
        ({"settings": Settings(text="ab" * 510_000)}, "settings: text: "),
        ({"settings": Settings(text="äö" * 1_200_000)}, "it would be larger than 4 MiB"),
    ],
    ids=range(18),
)
def test_what_could_not_be_read_again_is_not_written(path, changes, reason):
    path.write_bytes(b"old")
    with pytest.raises(LessonError) as error:
        write_lesson(path, replace(LESSON, **changes))
    assert str(error.value).startswith("mine.rnnsim cannot be written: ")
    assert reason in str(error.value)
    assert path.read_bytes() == b"old"
    assert [*path.parent.iterdir()] == [path]


def test_as_much_is_written_as_is_read(path):
    assert LARGEST_FILE > 1_000_000
    lesson = replace(LESSON, settings=Settings(text="ab" * 500_000))
    write_lesson(path, lesson)
    assert read_lesson(path) == lesson


def test_a_disk_that_is_full_leaves_the_old_file(path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LessonError, match=r"mine.rnnsim cannot be written: No space left"):
        write_lesson(path, LESSON)
    assert path.read_bytes() == b"old"
    assert [*path.parent.iterdir()] == [path]


def test_a_folder_that_is_not_there_is_said(path):
    with pytest.raises(LessonError, match=r"mine.rnnsim cannot be written: No such file"):
        write_lesson(path.parent / "nowhere" / path.name, LESSON)


def test_a_folder_is_not_replaced(path):
    path.mkdir()
    with pytest.raises(LessonError, match="it is a folder"):
        write_lesson(path, LESSON)
    assert path.is_dir()


def test_a_link_stays_one(path):
    link = path.with_name("link.rnnsim")
    link.symlink_to(path)
    write_lesson(link, replace(LESSON, name="link"))
    assert link.is_symlink()
    assert read_lesson(path) == LESSON
