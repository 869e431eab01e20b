"""docs/lessons.md tells what the lessons tell, and shows scenes that there are."""

import importlib.util
import sys
from pathlib import Path

from rnnsim.model.lesson import lessons

ROOT = Path(__file__).parents[2]


def _script():
    spec = importlib.util.spec_from_file_location(
        "lesson_page", ROOT / "packaging" / "lesson_page.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()


def test_the_page_is_that_of_the_present_lessons():
    written = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    assert written == SCRIPT.page(), "type: python packaging/lesson_page.py"


def test_every_lesson_is_drawn_at_scenes_that_it_has():
    drawn = [(shot.lesson, shot.scene) for shot in SCRIPT.SHOTS]
    assert len(set(drawn)) == len(drawn)
    for name, lesson in lessons().items():
        scenes = [scene for of, scene in drawn if of == name]
        assert len(scenes) == 2, name
        assert all(1 <= scene <= len(lesson.scenes) for scene in scenes), name
    assert SCRIPT.OF_README in SCRIPT.SHOTS
    assert {of for of, _ in drawn} == set(lessons())


def test_what_is_covered_is_to_be_predicted():
    shipped = lessons()
    covered = [shot for shot in SCRIPT.SHOTS if shot.covered]
    assert covered
    assert all(shipped[shot.lesson].scenes[shot.scene - 1].covered for shot in covered)
