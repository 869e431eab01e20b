"""The drawing of the architecture shows the rooms and arrows that hold."""

import importlib.util
import sys
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]


def _load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


SCRIPT = _load("architecture_drawing", ROOT / "packaging" / "architecture_drawing.py")
RULES = _load("rules_of_the_architecture", ROOT / "tests" / "test_architecture.py")

FOR_THE_VERSION = {("views", "face"), ("window", "face"), ("application", "face")}
"""Allowed for the sake of the version number, and not drawn."""

MUTUAL = ({"views", "plots"}, {"self-test", "trials"})
"""Rooms that import one another."""


def reached(room, arrows):
    found, waiting = set(), [room]
    while waiting:
        at = waiting.pop()
        new = {to for one, to in arrows if one == at} - found
        found |= new
        waiting.extend(new)
    return found


def test_every_room_is_drawn_and_no_other():
    assert set(SCRIPT.ROOMS) == set(RULES.MAY_IMPORT)


def test_every_arrow_is_allowed():
    for importer, imported in SCRIPT.ARROWS:
        assert imported in RULES.MAY_IMPORT[importer], f"{importer} → {imported}"
    assert len(set(SCRIPT.ARROWS)) == len(SCRIPT.ARROWS)


def test_what_is_allowed_follows_from_the_arrows():
    for importer, allowed in RULES.MAY_IMPORT.items():
        wanted = {to for to in allowed & set(SCRIPT.ROOMS) if (importer, to) not in FOR_THE_VERSION}
        assert wanted <= reached(importer, SCRIPT.ARROWS), importer


def test_what_loads_qt_is_coloured_so():
    for name, room in SCRIPT.ROOMS.items():
        loads = "PySide6" in RULES.MAY_IMPORT[name] and name not in RULES.WITHOUT_QT
        assert room.qt == loads, name


def test_no_arrow_goes_up_and_no_boxes_overlap():
    graph = {name: set() for name in SCRIPT.ROOMS}
    for importer, imported in SCRIPT.ARROWS:
        if {importer, imported} not in MUTUAL:
            graph[importer].add(imported)
        assert SCRIPT.ROOMS[importer].row <= SCRIPT.ROOMS[imported].row
    TopologicalSorter(graph).prepare()
    rooms = sorted(SCRIPT.ROOMS.values(), key=lambda room: (room.row, room.left))
    for one, other in pairwise(rooms):
        assert one.row < other.row or one.left + one.width < other.left


@pytest.mark.parametrize("theme", SCRIPT.THEMES)
def test_the_files_are_those_of_the_script(theme):
    written = SCRIPT.path_of(theme).read_text(encoding="utf-8")
    assert written == SCRIPT.drawing(theme), "type: python packaging/architecture_drawing.py"
    root = ElementTree.fromstring(written)
    assert root.tag.endswith("svg")
    assert "http" not in written.replace("http://www.w3.org/2000/svg", "")
