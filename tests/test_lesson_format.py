"""The page that describes the file of a lesson says what is so."""

import json
import re
from pathlib import Path

import msgspec
import pytest

import rnnsim
from rnnsim.model.lesson import content, read_lesson, write_lesson
from rnnsim.model.moment import BACKWARD_PARTS, FORWARD_PARTS, parse_moment
from rnnsim.model.session import read_session
from rnnsim.model.target import Kind, parse_target
from rnnsim.model.twin import MOST_TWINS
from rnnsim.model.view import FIRST_PLOTS, PLOTS

ROOT = Path(rnnsim.__file__).parent.parent
PAGE = (ROOT / "docs" / "lesson-format.md").read_text(encoding="utf-8")
SCENE = {"text": "…"}
EXAMPLE = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1]


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def fields_in(text):
    """Name and example of each row of a section's table."""
    return dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", text, re.MULTILINE))


def names(struct):
    return [field.name for field in msgspec.structs.fields(struct)]


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "mine.rnnsim"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_example_is_a_lesson_that_can_be_written(written):
    path = written(EXAMPLE)
    lesson = read_lesson(path)
    write_lesson(path, lesson)
    assert read_lesson(path) == lesson
    assert len(lesson.scenes) == 3


def test_every_field_is_described_with_an_example_that_is_allowed(written):
    lesson, scene = fields_in(section("The lesson")), fields_in(section("A scene"))
    assert {*lesson} == {*names(content.LessonContent)}
    assert [*scene] == names(content.SceneContent)
    assert [*fields_in(section("A twin"))] == names(content.TwinContent)
    assert [*fields_in(section("A session"))] == names(content.SessionContent)
    whole = {key: json.loads(example) for key, example in lesson.items()}
    whole["scenes"] = [{key: json.loads(example) for key, example in scene.items()}]
    session = {key: json.loads(each) for key, each in fields_in(section("A session")).items()}
    parsed = read_session(written(json.dumps({**whole, "scenes": [SCENE] * 2, "session": session})))
    assert (parsed.course.iteration, parsed.at, parsed.scene) == (240, 120, 1)
    read = read_lesson(written(json.dumps(whole)))
    assert (read.settings.cell, read.scenes[0].covered) == ("lstm", ("map",))


def test_the_limits_and_defaults_are_those_that_hold():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section("A scene"), re.MULTILINE))
    for title in ("The lesson", "A twin"):
        rows |= dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section(title), re.MULTILINE))
    assert f"up to {MOST_TWINS}." in section("A twin")
    session = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section("A session"), re.MULTILINE))
    rows["version"] = session["version"]
    assert content.MOST_ITERATIONS == 10**9
    assert "up to 10⁹" in session["iteration"]
    for key, most in content.LONGEST.items():
        assert f"up to {most} characters" in rows[key]
    assert f"up to {content.MOST_SCENES} scenes" in rows["scenes"]
    assert f"of at most {content.LARGEST_FILE // 2**20} MiB" in PAGE
    default = content.LessonContent(rnnsim=1, title="T", claim="C")
    assert f"if left out, {default.pace:.0f}" in rows["pace"]
    assert f'`"{content.FLAT_OUT}"`' in rows["pace"]
    assert f"if left out, `{str(default.train).lower()}`" in rows["train"]
    assert all(f"`{name}`" in rows["views"] for name in FIRST_PLOTS)


def test_every_plot_target_and_moment_is_named():
    named = re.findall(r"`([^`]+)`", section("The lesson").partition("\nPlots are ")[2])
    assert {*PLOTS} <= {*named}
    first_column = re.findall(r"^\| `([^`]+)` \|", section("A scene"), re.MULTILINE)
    targets = [name.replace("KEY", "seed").replace("NAME", "map") for name in first_column[-6:]]
    assert [parse_target(name).kind for name in targets] == [*Kind]
    moments = section("A scene").partition("\n`at` is ")[2]
    for way, parts in (("forward", FORWARD_PARTS), ("backward", BACKWARD_PARTS)):
        said = moments.partition(f"going {'back' if way == 'backward' else way}")[2]
        words = re.findall(r"`(\w+)` \(", said)[: len(parts)]
        assert tuple(parse_moment(f"{way} 5 {word}").part for word in words) == parts


def test_a_refusal_reads_as_the_page_has_it(written):
    refusal = re.search(r"^    mine\.rnnsim (.*)$", PAGE, re.MULTILINE)[0].strip()
    changed = json.loads(EXAMPLE)
    changed["settings"]["time_steps"], changed["scenes"][0]["at"] = 24, "forward 30"
    with pytest.raises(ValueError, match=re.escape(refusal)):
        read_lesson(written(json.dumps(changed)))
