"""What a file says that this version does not know stays in it."""

import json
from dataclasses import replace

import pytest

from rnnsim import __version__
from rnnsim.model.draft import Draft
from rnnsim.model.lesson import LessonError, read_lesson, write_lesson
from rnnsim.model.lesson.content import FORMAT
from rnnsim.model.lesson.opening import MIGRATIONS
from rnnsim.model.session import read_session, write_session

TWIN = {"set": {"seed": 2}, "color": "red"}
OTHER = {"set": {"seed": 3}, "color": "blue"}
CONTENT = {
    "rnnsim": FORMAT,
    "title": "T",
    "claim": "C",
    "author": {"name": "A", "numbers": [1, 2.5, None]},
    "twins": [TWIN],
    "scenes": [{"text": "One.", "music": "slow"}, {"text": "Two.", "twins": [OTHER]}],
    "session": {"iteration": 3, "mood": "good", "twins": [TWIN]},
}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mine.rnnsim"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path


def test_a_lesson_keeps_them_and_names_them(path):
    lesson = read_lesson(path)
    assert lesson.unknown == ("author", "scene 1: music")
    write_lesson(path, Draft.of(lesson).lesson("mine"))
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["author"] == CONTENT["author"]
    assert (content["twins"], content["scenes"][1]["twins"]) == ([TWIN], [OTHER])
    assert content["scenes"][0] == CONTENT["scenes"][0]
    assert read_lesson(path) == lesson


def test_a_session_keeps_them(path):
    session = read_session(path)
    assert session.unknown == ("author", "scene 1: music", "session: mood")
    write_session(path, session)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert (content["session"]["mood"], content["session"]["twins"]) == ("good", [TWIN])
    assert content["author"] == CONTENT["author"]
    assert read_session(path) == replace(session, version=__version__)


def test_a_setting_that_is_not_known_is_refused_it_would_change_the_numbers(path):
    path.write_text(json.dumps({**CONTENT, "settings": {"dropout": 0.5}}), encoding="utf-8")
    with pytest.raises(LessonError, match="settings: dropout"):
        read_session(path)


@pytest.mark.parametrize("version", range(1, FORMAT))
def test_a_file_of_an_older_format_is_read_and_written_as_one_of_this(path, version):
    assert version in MIGRATIONS
    path.write_text(json.dumps({**CONTENT, "rnnsim": version}), encoding="utf-8")
    session = read_session(path)
    assert session.course.iteration == 0  # format 1 had no sessions
    write_session(path, session)
    assert json.loads(path.read_text(encoding="utf-8"))["rnnsim"] == FORMAT


def test_a_file_of_a_newer_format_is_refused_with_a_word(path):
    path.write_text(json.dumps({**CONTENT, "rnnsim": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(LessonError, match="written by a newer version of rnnsim"):
        read_session(path)


@pytest.mark.parametrize("data", [b"", b"root:x:0:0", b"[1, 2]", b"\x89PNG"])
def test_what_is_no_session_at_all_is_told_so_without_talk_of_json(path, data):
    path.write_bytes(data)
    with pytest.raises(LessonError, match="it is no session or lesson of rnnsim"):
        read_session(path)


def test_one_that_is_too_deep_to_be_written_is_told(path):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    lesson = replace(read_lesson(path), kept={"author": deep})
    with pytest.raises(LessonError, match="lists in it are too deep"):
        write_lesson(path, lesson)
