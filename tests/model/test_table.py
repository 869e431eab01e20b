"""Numbers as a table: rows of cells, their text, and what a spreadsheet makes of it."""

import numpy as np
import pytest

from rnnsim.model.table import Columns, Table, as_text, no_formula


def test_columns_are_rows_made_when_asked_for():
    rows = Columns(range(3), np.array([0.5, 1.5], np.float32), np.array([7, 8, 9]))
    assert list(rows) == [(0, 0.5, 7), (1, 1.5, 8), (2, None, 9)]
    assert all(type(cell) in (int, float, type(None)) for row in rows for cell in row)
    assert len(Columns()) == 0
    with pytest.raises(IndexError):
        rows[3]


def test_rows_gone_through_are_those_asked_for():
    rows = Columns(range(3000), np.arange(2500.0), [np.float64(1.5)], np.arange(2) > 0)
    assert list(rows) == [rows[i] for i in range(3000)]
    assert {type(cell) for row in rows for cell in row} == {int, float, bool, type(None)}


def test_a_table_as_text_has_all_digits():
    table = Table(("k", "‖∂L/∂h_k‖", "word"), ((0, 0.1 + 0.2, "a\tb\nc"), (1, None, "")))
    assert as_text(table) == "k\t‖∂L/∂h_k‖\tword\n0\t0.30000000000000004\ta b c\n1\t\t\n"
    assert as_text(table, (1, 2), (0, 2)) == "k\t‖∂L/∂h_k‖\n1\t\n"


def test_nothing_pasted_is_a_formula():
    table = Table(("=1", "k"), (("+1", -1.0), (" @a", 2)))
    assert as_text(table) == "'=1\tk\n'+1\t-1.0\n'@a\t2\n"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        *[(f"{sign}1", f"'{sign}1") for sign in "=+-@\t\r\n\0＝＋－＠"],
        *[(f"a{end}=1", f"a{end}'=1") for end in ";\t\r\n"],
        ("=1;+2", "'=1;'+2"),
        ("\n=1", "'\n'=1"),
        *[(text, text) for text in ("", "a=1", "1-2", "a, =1", "−1", "'=1", "#1", "ρ + 1")],
    ],
)
def test_a_formula_becomes_a_text_and_texts_stay(text, harmless):
    assert no_formula(text) == harmless
