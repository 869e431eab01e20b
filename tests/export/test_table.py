"""Tables as CSV files: what is read back is what was there, and no text can become a formula."""

import csv
import io
import json
import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnsim
from rnnsim.export.table import CHUNK, Header, csv_chunks, save_csv, session_in_csv
from rnnsim.export.writing import SaveError
from rnnsim.model.course import Course
from rnnsim.model.edits import edit, edited
from rnnsim.model.settings import Settings
from rnnsim.model.table import Columns, Table, no_formula

HEADER = Header("Loss", Course.start(Settings()))

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("=+-@;,\t\r\n\"'#\0a＝")
CELLS = st.none() | st.integers() | st.floats() | TEXTS
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        st.tuples(*[TEXTS] * width),
        st.lists(st.tuples(*[CELLS] * width), max_size=6),
    )
)

SIGNS = ("=", "+", "-", "@", "\0")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def text_of(table, header=HEADER):
    return b"".join(csv_chunks(table, header)).decode("utf-8-sig")


def read(text):
    """The header as a dict, and all other rows."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    named = 0
    while named < len(rows) and rows[named][0].startswith("# "):
        named += 1
    return dict(rows[:named]), rows[named:]


def expected(cell):
    if cell is None:
        return ""
    return no_formula(cell) if isinstance(cell, str) else cell


def same(found, cell):
    wanted = expected(cell)
    if isinstance(wanted, str):
        return found == wanted
    number = type(wanted)(found)
    return number == wanted or (math.isnan(number) and math.isnan(wanted))


@given(table=TABLES)
def test_whatever_is_in_it_is_read_back(table):
    _, (heads, *rows) = read(text_of(table))
    assert heads == [no_formula(head) for head in table.columns]
    assert len(rows) == len(table.rows)
    for found, row in zip(rows, table.rows, strict=True):
        assert all(map(same, found, row))


@given(table=TABLES, title=TEXTS, text=TEXTS, separator=st.sampled_from(",;\t"))
def test_no_text_can_become_a_formula_whatever_a_spreadsheet_splits_at(
    table, title, text, separator
):
    session = json.dumps({"title": title}, ensure_ascii=False, indent="\t")
    header = Header(title, Course.start(Settings(text=text)), session)
    content = text_of(table, header)
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator):
        for cell in row:
            if not is_number(cell.partition(",")[0]):
                assert not cell.startswith(SIGNS)
                assert separator != "," or not cell.startswith(("\t", "\r", "\n"))


@given(table=TABLES, title=TEXTS)
def test_its_header_can_be_skipped_line_by_line(table, title):
    header = Header(title, Course.start(Settings()), '{"rnnsim": 2,\n "title": ""}')
    lines = text_of(table, header).split("\n")
    named = next(i for i, line in enumerate(lines) if not line.startswith("# "))
    rest = "\n".join(lines[named:])
    assert read(rest)[1] == read(text_of(table))[1]


def test_the_header_says_what_it_is_of():
    start = edited(Settings(), {"eigenvalues": ((0.5, 0.3), (0.5, -0.3), (-0.9, 0.0))})
    course = Course.start(start).until(7).changed(edit(start, "learning_rate", 0.25)).until(9)
    named, _ = read(text_of(Table(("k",)), Header("‖∂L/∂h_k‖", course)))
    assert named["# rnnsim"] == rnnsim.__version__
    assert named["# view"] == "‖∂L/∂h_k‖"
    assert named["# iteration"] == "9"
    assert named["# changes of settings on the way"] == "1"
    assert named["# learning_rate"] == "0.25"
    assert named["# seed"] == "1"
    assert named["# eigenvalues"] == "0.5±0.3i, -0.9"
    assert {key.removeprefix("# ") for key in named} >= set(Settings.__dataclass_fields__)
    assert "# session" not in named


def test_a_long_text_is_cut_short_in_the_header():
    text = "=ab" * 1000
    named, _ = read(text_of(Table(("k",)), Header("", Course.start(Settings(text=text)))))
    assert named["# text"] == "'" + text[:99] + "…"


def test_a_spreadsheet_knows_the_encoding_from_its_first_bytes():
    assert b"".join(csv_chunks(Table(("ρ",)), HEADER)).startswith(b"\xef\xbb\xbf# rnnsim,")


def test_half_a_character_is_none():
    assert read(text_of(Table(("k",), (("a\ud800b",),))))[1] == [["k"], ["a?b"]]


@given(session=st.dictionaries(TEXTS, TEXTS | st.floats(allow_nan=False) | st.lists(TEXTS)))
def test_the_session_is_found_again(session):
    for written in (json.dumps(session, ensure_ascii=False), json.dumps(session, indent=2)):
        content = b"".join(csv_chunks(Table(("k",), ((1,),)), Header("", HEADER.course, written)))
        assert json.loads(session_in_csv(content)) == session


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_session_stands_in_one_line_however_it_was_written(end):
    session = json.dumps({"title": "a  b", "twins": [{"name": "=c"}]}, indent=4).replace("\n", end)
    content = text_of(Table(("k",)), Header("", HEADER.course, session))
    line = next(line for line in content.split("\n") if line.startswith("# session"))
    assert line == '# session,"{ ""title"": ""a  b"", ""twins"": [ { ""name"": ""=c"" } ] }"'


def test_the_session_is_found_in_what_a_spreadsheet_has_written():
    line = '# session;"{""title"": ""a;b""}";;;\r\n'
    content = f"\ufeff# rnnsim;0.1.0;;;\r\n{line}k;‖h‖;;\r\n".encode()
    assert json.loads(session_in_csv(content)) == {"title": "a;b"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"k\n# session,{}\n", b"# rnnsim,1\n", b"\x89PNG\r\n", b"# \xff\n" * 9],
)
def test_what_carries_no_session_has_none(content):
    assert session_in_csv(content) is None


@pytest.mark.parametrize("line", [b"\n", b"# \n"])
def test_many_short_lines_take_neither_room_nor_time(line):
    content = line * 2**20
    tracemalloc.start()
    try:
        assert session_in_csv(content) is None
        assert tracemalloc.get_traced_memory()[1] < len(content) + 2**20
    finally:
        tracemalloc.stop()


def test_a_million_rows_come_in_pieces_as_they_are_asked_for():
    asked = []

    class Asked(list):
        def __getitem__(self, rows):
            asked.append(rows.stop)
            return super().__getitem__(rows)

    rows = Columns(range(1_000_000), Asked([0.5] * 1_000_000))
    pieces = csv_chunks(Table(("k", "loss"), rows), HEADER)
    first, second = next(pieces), next(pieces)
    assert max(asked) < 40_000
    assert max(len(first), len(second)) < 2 * CHUNK
    assert first.count(b"\n") + second.count(b"\n") < 40_000


def test_pieces_make_up_the_whole():
    rows = [(i, i / 7) for i in range(20_000)]
    pieces = list(csv_chunks(Table(("k", "x"), rows), HEADER))
    assert len(pieces) > 3
    _, (_, *found) = read(b"".join(pieces).decode("utf-8-sig"))
    assert [(int(k), float(x)) for k, x in found] == rows


def test_it_says_how_far_it_is_and_can_be_abandoned(tmp_path):
    table = Table(("k",), Columns(range(100_000)))
    path, said = tmp_path / "out.csv", []
    path.write_text("old")

    def stop(*how_far):
        said.append(how_far)
        if len(said) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_csv(path, table, HEADER, stop)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]
    said.clear()
    save_csv(path, table, HEADER, lambda *how_far: said.append(how_far))
    assert said[-1] == (100_000, 100_000)
    assert path.read_bytes() == b"".join(csv_chunks(table, HEADER))


def test_what_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(SaveError, match="it is a folder"):
        save_csv(tmp_path, Table(("k",)), HEADER)


def test_numpy_reads_it(tmp_path):
    path = tmp_path / "out.csv"
    rows = Columns(range(3), [0.1, math.inf, math.nan])
    save_csv(path, Table(("time step k", "a, b"), rows), HEADER)
    read = np.loadtxt(
        path, delimiter=",", quotechar='"', encoding="utf-8-sig", skiprows=named(path)
    )
    np.testing.assert_array_equal(read, [[0, 0.1], [1, math.inf], [2, math.nan]])


def named(path):
    """Lines of the header and the heads of the columns."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    return sum(line.startswith("# ") for line in lines) + 1
