import json
from pathlib import Path

import pytest

from rnnsim.model.lesson import (
    DEFAULT_LESSON,
    LARGEST_FILE,
    LessonError,
    find_lesson,
    lessons,
    read_lesson,
)
from rnnsim.model.settings import Settings

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
        (b" " * (LARGEST_FILE + 1), "mine.rnnsim is not a lesson: it is larger than 1 MiB"),
        ([WHOLE], "is not a lesson"),
        ({"rnnsim": 1, "title": "T"}, "claim"),
        ({**WHOLE, "author": "A"}, "author"),
        ({**WHOLE, "rnnsim": 2}, "written by a newer version"),
        ({**WHOLE, "rnnsim": 0}, "rnnsim: the version of the format is a whole number from 1 on"),
        ({**WHOLE, "train": 1}, "train"),
        ({**WHOLE, "settings": {"hidden_size": 0}}, "hidden_size: “0” is not allowed"),
        ({**WHOLE, "settings": {"hidden_units": 8}}, "hidden_units"),
        ({**WHOLE, "settings": {"eigenvalues": [[0.5, 0.5]]}}, "eigenvalues"),
        ({**WHOLE, "pace": 0}, "pace: it must be above 0"),
        ({**WHOLE, "pace": "fast"}, "pace"),
        (json.dumps(WHOLE).replace("2.5", "NaN").encode(), "is not a lesson"),
        (json.dumps(WHOLE).replace("2.5", "1e999").encode(), "is not a lesson"),
        (json.dumps(WHOLE).replace("4", "9" * 5000).encode(), "is not a lesson"),
    ],
    ids=range(18),
)
def test_a_file_that_is_no_lesson_is_refused_with_the_reason(written, content, reason):
    with pytest.raises(LessonError, match=reason):
        read_lesson(written(content))


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(LessonError, match=r"nowhere.rnnsim is not a lesson: .*No such file"):
        read_lesson(Path("nowhere.rnnsim"))
