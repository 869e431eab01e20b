"""Names of files, and what is said of them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.cells import CELLS
from rnnsim.model.figure import VIEWS
from rnnsim.model.settings import Settings
from rnnsim.ui.export.data_words import told_of_weights
from rnnsim.ui.export.words import completed, facts, proposed_name, title_of
from rnnsim.ui.lesson_editor_words import DEVICES


def test_a_name_says_what_the_file_is_of():
    assert proposed_name("vanishing", ("gradient",), "png") == "vanishing-gradient.png"
    assert proposed_name("vanishing", ("gradient", "loss"), "pdf") == "vanishing-figure.pdf"


@given(st.text(max_size=200))
def test_whatever_a_lesson_is_called_its_files_can_have_their_name(name):
    made = proposed_name(name, ("gradient",), "webp")
    assert 0 < len(made) <= 80
    assert not made.startswith((".", "-"))
    assert made.endswith(".webp")
    assert set(made) <= set("._-") | {each for each in made if each.isalnum()}
    assert made.partition(".")[0] not in DEVICES


@pytest.mark.parametrize("name", ["con", "NUL", "../../etc/passwd", "a/b", "com1.x", ""])
def test_no_name_leads_elsewhere(name):
    made = proposed_name(name, ("loss",), "png")
    assert os.sep not in made
    assert Path(made).name == made


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("mine.png", "mine.png"),
        ("mine.SVG", "mine.SVG"),
        ("mine", "mine.png"),
        ("v1.2", "v1.2.png"),
        ("mine.exe", "mine.exe.png"),
    ],
)
def test_every_file_has_a_suffix_that_tells_what_it_is(typed, whole):
    assert completed(f"folder.x/{typed}", ("png", "svg"), "png") == Path("folder.x") / whole


def test_facts_have_pixels_only_where_there_are_some():
    assert facts("png", (89.0, 62.0), 300.0) == "PNG · 89 × 62 mm · 1051 × 732 px"
    assert facts("svg", (338.67, 190.5), 300.0) == "SVG · 338.7 × 190.5 mm"


def test_every_view_has_a_title():
    titles = [title_of(view) for view in VIEWS]
    assert all(titles)
    assert len(set(titles)) == len(VIEWS)
    assert not any("W_hh" in title for title in titles)


@pytest.mark.parametrize("cell", [name for name, cell in CELLS.items() if cell.torch])
def test_how_weights_are_read_is_code_that_runs(cell):
    code = told_of_weights(Settings(cell=cell), "weights.npz")
    compile(code, "weights.py", "exec")
    assert f"torch.nn.{CELLS[cell].torch}(" in code


def test_where_pytorch_has_no_such_cell_weights_are_read_as_arrays(monkeypatch):
    unknown = replace(CELLS["gru"], torch="")
    monkeypatch.setattr("rnnsim.ui.export.data_words.CELLS", {"gru": unknown})
    code = told_of_weights(Settings(cell="gru"), "weights.npz")
    compile(code, "weights.py", "exec")
    assert "file.files" in code
    assert "torch.nn" not in code
