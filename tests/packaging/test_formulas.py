"""The shipped formulas are those of the script that typesets them; nothing is typeset here."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtSvg import QSvgRenderer

from rnnsim.model.cells import CELLS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "formulas"


def _script():
    spec = importlib.util.spec_from_file_location("formulas", ROOT / "packaging" / "formulas.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
INDEX = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
EACH = pytest.mark.parametrize("name", SCRIPT.FORMULAS)


def test_every_formula_is_shipped_as_it_is_written_now():
    shipped = {name: (entry["latex"], entry["text"]) for name, entry in INDEX.items()}
    written = {name: (source.latex, source.text) for name, source in SCRIPT.FORMULAS.items()}
    assert shipped == written, "type: python packaging/formulas.py"
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(written)


@EACH
def test_a_picture_is_well_formed_and_as_large_as_the_index_says(name, qapp):
    picture = QSvgRenderer(str(FOLDER / f"{name}.svg"))
    assert picture.isValid()
    box, entry = picture.viewBoxF(), INDEX[name]
    assert box.width() == pytest.approx(entry["width"] * SCRIPT.EM, abs=0.01)
    assert box.height() == pytest.approx(entry["height"] * SCRIPT.EM, abs=0.01)
    assert -box.top() == pytest.approx(entry["ascent"] * SCRIPT.EM, abs=0.01)


@EACH
def test_a_picture_is_nothing_but_outlines_in_the_colour_asked_for(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert re.findall(r"<(\w+)", text) == ["svg", "path"]
    assert set(re.findall(r'fill="(.*?)"', text)) == {"currentColor"}


def test_every_formula_that_the_views_name_exists():
    named = set()
    for path in (ROOT / "rnnsim" / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:Vector|Equation|Matrix|Fact)\(\s*"(\w+)"', text))
    assert named
    assert named <= set(INDEX)


@pytest.mark.parametrize("cell", CELLS)
def test_every_formula_that_the_inspector_shows_of_a_cell_exists(cell):
    blocks, candidate = CELLS[cell].blocks, CELLS[cell].candidate
    gates = {f"gate_{letter}" for letter in blocks} if CELLS[cell].words else set()
    slope = f"slope_{candidate}" if CELLS[cell].words else "slope"
    assert {cell, f"a_{candidate}", f"dloss_da_{candidate}", slope} | gates <= set(INDEX)
