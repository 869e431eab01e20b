"""A session is read as it was written, or refused with a reason."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from rnnsim.model.course import Course
from rnnsim.model.edits import edited, effect_of
from rnnsim.model.kinds import Effect
from rnnsim.model.lesson import LessonError, find_lesson, lessons, write_lesson
from rnnsim.model.moment import parse_moment
from rnnsim.model.session import (
    Session,
    bytes_of,
    holds_session,
    read_session,
    session_of,
    write_session,
)
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.target import parse_target
from rnnsim.model.twin import TwinWanted

ON_THE_WAY = st.fixed_dictionaries(
    {},
    optional={
        "learning_rate": st.floats(1e-5, 10.0),
        "spectral_radius": st.floats(0.1, 3.0),
        "clip": st.sampled_from(["off", "norm", "value"]),
        "optimizer": st.sampled_from(["sgd", "adam"]),
    },
)
START = st.fixed_dictionaries(
    {},
    optional={
        "time_steps": st.integers(2, 40),
        "cell": st.sampled_from(["rnn", "lstm", "gru"]),
        "seed": st.integers(0, 9),
        "eigenvalues": st.just(((0.5, 0.25), (0.5, -0.25))),
    },
)


@st.composite
def drawn_courses(draw):
    changes = [(0, edited(Settings(), draw(START)))]
    for after, change in draw(st.lists(st.tuples(st.integers(0, 50), ON_THE_WAY), max_size=4)):
        before, settings = changes[-1]
        try:
            changed = edited(settings, change)
        except SettingError:
            reject()
        if changed != settings and effect_of(settings, changed) is not Effect.RESTART:
            changes.append((before + after, changed))
    return Course(tuple(changes), changes[-1][0] + draw(st.integers(0, 1000)))


@given(
    course=drawn_courses(),
    lesson=st.sampled_from([*lessons().values()]),
    looked_at=st.none() | st.integers(0, 100),
    at=st.none() | st.sampled_from(["loss", "forward 2 input", "backward 1"]).map(parse_moment),
    data=st.data(),
)
def test_what_is_written_is_read_again(course, lesson, looked_at, at, data):
    earlier = looked_at is not None and looked_at < course.iteration
    steps = course.last.time_steps
    session = Session(
        lesson=lesson,
        course=course,
        at=looked_at if earlier else None,
        scene=data.draw(st.integers(0, max(len(lesson.scenes) - 1, 0))),
        views=lesson.views,
        moment=at if at is None or at.time_step else replace(at, time_step=steps),
        point=data.draw(st.none() | st.just(parse_target("gradient_1"))),
        relative=data.draw(st.booleans()),
        pace=data.draw(st.sampled_from([0.5, 20.0, float("inf")])),
        twins=(TwinWanted({"seed": 99}, "other"),),
        cliff_start=(4.5, -1.75),
    )
    assert session_of(bytes_of(session)) == session


def test_the_file_of_a_session_is_told_from_a_lessons(tmp_path):
    lesson = find_lesson("power")
    write_lesson(tmp_path / "lesson.rnnsim", lesson)
    write_session(tmp_path / "session.rnnsim", Session.of(lesson))
    assert holds_session(tmp_path / "session.rnnsim")
    assert not holds_session(tmp_path / "lesson.rnnsim")
    assert not holds_session(tmp_path / "none.rnnsim")


def test_a_lesson_is_a_session_at_its_start(tmp_path):
    lesson = find_lesson("exploding")
    path = tmp_path / "07-exploding.rnnsim"
    write_lesson(path, lesson)
    session = read_session(path)
    assert session == Session.of(lesson)
    assert session.lesson is lesson
    assert session.settings == lesson.settings


def test_a_lesson_of_ones_own_is_called_as_its_file(tmp_path):
    path = tmp_path / "3-mine.rnnsim"
    write_session(path, Session.of(replace(find_lesson("gates"), title="Mine")))
    lesson = read_session(path).lesson
    assert (lesson.number, lesson.name, lesson.title) == (3, "mine", "Mine")


def test_a_run_whose_start_is_forgotten_keeps_its_settings_only():
    settings = Settings(learning_rate=0.5)
    course = Course(((40, Settings()), (90, settings)), 200)
    session = replace(Session.of(find_lesson("memory")), course=course, at=100)
    read = session_of(bytes_of(session))
    assert (read.course, read.at) == (Course.start(settings), None)


def test_each_change_stands_on_a_line_of_its_own():
    course = Course(((0, Settings()), (5, Settings(learning_rate=0.5))), 9)
    written = bytes_of(replace(Session.of(find_lesson("memory")), course=course)).decode()
    assert '"changes": [{"after": 5, "set": {"learning_rate": 0.5}}]' in written
    assert '    "iteration": 9,' in written.splitlines()


WHOLE = {"rnnsim": 2, "title": "T", "claim": "C", "scenes": [{"text": "One."}]}


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        ([], "Expected `object`, got `array`"),
        ({"iteration": -1}, "session: iteration: give a whole number from 0 to 1000000000"),
        ({"iteration": 10**12}, "session: iteration: give a whole number from 0 to 1000000000"),
        ({"iteration": 1.5}, "iteration: Expected `int`"),
        ({"scene": 0}, "session: scene: there is no scene 0; give one from 1 to 1"),
        ({"scene": 2}, "session: scene: there is no scene 2"),
        ({"iteration": 4, "looked_at": 5}, "looked_at: give an iteration from 0 to 4, the last"),
        ({"views": ["canvas"]}, "session: views: “canvas” is none of the plots"),
        ({"at": "later"}, "session: at: “later” is no moment of a pass"),
        ({"point": "h_99"}, "session: point: there is no h_99 here"),
        ({"pace": 0}, "session: pace: give iterations a second, above 0, or flat out"),
        ({"settings": {"seed": -1}}, "session: settings: seed: “-1” is not allowed"),
        ({"twins": [{"set": {"seed": 1}}]}, "session: twins: 1: seed: “1” is not allowed"),
        ({"changes": [{"after": 1, "set": {}}]}, "session: changes: 1: after: give an iteration"),
        (
            {
                "iteration": 9,
                "changes": [{"after": 5, "set": {"clip": "norm"}}, {"after": 4, "set": {}}],
            },
            "session: changes: 2: after: give an iteration from 5 to 9",
        ),
        (
            {"iteration": 9, "changes": [{"after": 5, "set": {"seed": 7}}]},
            "session: changes: 1: set: this would start anew",
        ),
        (
            {"iteration": 9, "changes": [{"after": 5, "set": {"learning_rate": "fast"}}]},
            "session: changes: 1: set: learning_rate: “fast” is not allowed",
        ),
        ({"version": "v" * 61}, "session: version: it has 61 characters; give 60 at most"),
        ({"cliff_start": [1.0]}, "cliff_start"),
    ],
    ids=range(19),
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, session, reason):
    path = tmp_path / "mine.rnnsim"
    path.write_text(json.dumps({**WHOLE, "session": session}), encoding="utf-8")
    with pytest.raises(LessonError) as error:
        read_session(path)
    assert str(error.value).startswith("mine.rnnsim cannot be opened: ")
    assert reason in str(error.value)


def test_a_change_that_changes_nothing_is_none():
    content = {"iteration": 2, "changes": [{"after": 1, "set": {"seed": 1}}]}
    session = session_of(json.dumps({**WHOLE, "session": content}).encode())
    assert session.course.changes == ((0, Settings()),)


def test_a_device_is_not_replaced_and_an_old_file_stays(tmp_path):
    folder = tmp_path / "mine.rnnsim"
    folder.mkdir()
    with pytest.raises(LessonError, match=r"mine\.rnnsim cannot be written: it is a folder"):
        write_session(folder, Session.of(find_lesson("memory")))
    with pytest.raises(LessonError, match="cannot be written: No such file"):
        write_session(tmp_path / "gone" / "mine.rnnsim", Session.of(find_lesson("memory")))


def test_the_mark_that_editors_put_before_utf_8_is_no_part_of_it(tmp_path):
    session = Session.of(find_lesson("vanishing"))
    path = tmp_path / "edited.rnnsim"
    path.write_bytes("\ufeff".encode() + bytes_of(session))
    assert read_session(path) == session


@pytest.mark.parametrize("name", lessons())
def test_a_session_in_a_shipped_lesson_is_in_that_lesson_again(name):
    session = Session.of(find_lesson(name))
    assert session_of(bytes_of(session)).lesson == session.lesson


@pytest.mark.parametrize(
    "changes",
    [
        {"claim": "another"},
        {"pace": 3.0},
        {"views": ("loss",)},
        {"controls": ("seed",)},
        {"train": True},
        {"twins": (TwinWanted({"seed": 5}),)},
        {"kept": {"author": "me"}},
    ],
)
def test_a_lesson_made_of_a_shipped_one_stays_what_it_is(changes):
    lesson = replace(find_lesson("vanishing"), name="mine", number=None, **changes)
    assert session_of(bytes_of(Session.of(lesson)), name="mine").lesson == lesson


def test_a_file_that_is_read_only_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "kept.rnnsim"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr("os.access", lambda *_: False)  # whoever runs the tests may do anything
    with pytest.raises(LessonError, match=r"kept\.rnnsim cannot be written: it is read-only"):
        write_session(path, Session.of(find_lesson("memory")))
    assert path.read_bytes() == b"old"
