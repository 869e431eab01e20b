"""Code that is copied makes the very same run again, whatever was set and typed."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from rnnsim import Settings
from rnnsim.model.course import Course, CourseError
from rnnsim.model.edits import edit, edited
from rnnsim.model.python_code import WIDTH, python_code
from rnnsim.run.follow import follow

sys.path.insert(0, str(Path(__file__).parent))
try:
    from courses import TEXTS, courses
finally:
    sys.path.pop(0)

RUNNER = """\
import contextlib, io, json, sys
import numpy
for path in json.load(sys.stdin):
    names = {}
    with open(path, "rb") as file, contextlib.redirect_stdout(io.StringIO()):
        exec(compile(file.read(), path, "exec"), names)
    names["result"].save(path + ".npz")
"""
"""Compiles the file's bytes, as Python does with a script."""


def bits(arrays):
    return {name: (array.dtype.str, array.shape, array.tobytes()) for name, array in arrays.items()}


def run_by_itself(paths):
    """Run every file in a Python of its own that has nothing of ours loaded."""
    told = json.dumps([str(path) for path in paths])
    subprocess.run([sys.executable, "-c", RUNNER], input=told, text=True, check=True)


@pytest.fixture(scope="module")
def gathered():
    """Courses that hypothesis thinks of, to be run by one other process."""
    found = []

    @examples(max_examples=25)
    @given(course=courses(), title=TEXTS)
    def gather(course, title):
        found.append((course, title))

    gather()
    return found


def test_the_code_makes_the_run_again_bit_by_bit(gathered, tmp_path):
    paths = [tmp_path / f"{i}.py" for i in range(len(gathered))]
    for path, (course, title) in zip(paths, gathered, strict=True):
        path.write_text(python_code(course, title), encoding="utf-8", newline="")
    run_by_itself(paths)
    for path, (course, _) in zip(paths, gathered, strict=True):
        with np.load(f"{path}.npz", allow_pickle=False) as file:
            found = bits(dict(file))
        assert found == bits(follow(course).arrays())


def test_it_reads_well():
    start = edited(Settings(), {"eigenvalues": ((0.9, 0.0), (0.5, 0.3), (0.5, -0.3))})
    slower = edit(start, "learning_rate", 0.01)
    wider = edit(slower, "spectral_radius", 1.1)
    course = Course(
        ((0, start), (100, slower), (200, wider), (200, edit(wider, "clip", "norm"))), 300
    )
    assert python_code(course, "A cliff").partition("print")[0] == (
        "import rnnsim\n"
        "\n"
        "# A cliff\n"
        "settings = rnnsim.settings(eigenvalues=[(0.9, 0.0), (0.5, 0.3), (0.5, -0.3)])\n"
        "result = rnnsim.simulate(\n"
        "    settings,\n"
        "    iterations=300,\n"
        '    changes={100: {"learning_rate": 0.01}, 200: [{"spectral_radius": 1.1}, {"clip":'
        ' "norm"}]},\n'
        ")\n"
        "\n"
    )
    plain = python_code(Course.start(Settings()))
    assert "settings = rnnsim.settings()\nresult = rnnsim.simulate(settings, iterations=0)" in plain
    assert "result.loss" in plain
    assert "\n# import matplotlib" in plain


def test_long_lists_and_texts_are_broken_into_lines():
    pairs = tuple((i / 100 - 0.5, 0.0) for i in range(60))
    text = "a line that is neither short nor long\n" * 9 + "one with 'both' \"marks\"\n"
    settings = edited(Settings(), {"eigenvalues": pairs, "task": "text", "text": text})
    many = [(i, edit(settings, "learning_rate", 0.1 + i / 100)) for i in range(1, 20)]
    code = python_code(Course(((0, settings), *many), 20))
    assert max(map(len, code.splitlines())) <= WIDTH + 8
    call = ast.parse(code).body[1].value
    given = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
    assert given == {"eigenvalues": [*pairs], "task": "text", "text": text}


@pytest.mark.parametrize(
    "title",
    ["a\nimport os", "a\rb", "a\0b", "\x0c\u2028", "-*- coding: utf-7 -*-", "\ud800", "  "],
)
def test_a_title_stays_a_comment(title):
    code = python_code(Course.start(Settings()), title)
    assert ast.dump(ast.parse(code.encode())) == ast.dump(
        ast.parse(python_code(Course.start(Settings())))
    )
    assert "coding" not in "".join(code.splitlines()[:2])


@given(text=st.text())
def test_any_text_is_written_so_that_python_reads_it(text):
    text = text.replace("\0", "") + "ab"
    code = python_code(Course.start(edit(Settings(), "text", text)))
    call = ast.parse(code.encode()).body[1].value
    assert [ast.literal_eval(keyword.value) for keyword in call.keywords] == [text]


def test_a_course_without_its_start_has_no_code():
    with pytest.raises(CourseError, match="before iteration 3"):
        python_code(Course(((3, Settings()),), 5))


def test_a_run_that_is_longer_than_a_call_makes_has_no_code():
    with pytest.raises(CourseError, match="1000000 iterations again at most"):
        python_code(Course(((0, Settings()),), 1_000_001))
