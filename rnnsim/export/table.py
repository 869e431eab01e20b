"""Tables as CSV files, under a header that says what they are of.

docs/data-format.md says the same to the user.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from rnnsim.export.writing import saving
from rnnsim.model.course import Course
from rnnsim.model.kinds import TextParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.table import Cell, Table, no_formula
from rnnsim.version import __version__

ENCODING = "utf-8"
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
"""Without it spreadsheets read UTF-8 as something else."""

CHUNK = 1 << 16
"""Characters that are written at once."""

LONGEST_TEXT = 100
"""Characters of the text read that the header has; all of it is in the session."""

SESSION = "# session"

MOST_LINES = 1000
"""Of a file, in which a session is looked for; a header has as many as there are settings."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above a table.

    Attributes
    ----------
    title : str
        Of the view.
    course : Course
        Of the run, up to what is shown.
    session : str
        JSON of the session, with which the file can be opened again; empty for none.
    """

    title: str
    course: Course
    session: str = ""


def csv_chunks(table: Table, header: Header) -> Iterator[bytes]:
    """A CSV file piece by piece, made as it is asked for."""
    return (chunk for chunk, _ in _chunks(table, header))


def save_csv(
    path: Path,
    table: Table,
    header: Header,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a table; a file that is there is replaced once this is complete.

    Parameters
    ----------
    path : Path
        Taken as it is; no suffix is added.
    table : Table
    header : Header
    progress : callable, optional
        ``progress(written, all)`` is called now and then with numbers of rows; may raise to abandon
        it.

    Raises
    ------
    SaveError
        If it cannot be written; the old file is then as it was, and nothing else is left.
    """
    with saving(path) as file:
        for chunk, rows in _chunks(table, header):
            file.write(chunk)
            if progress is not None:
                progress(rows, len(table.rows))


def session_in_csv(data: bytes) -> str | None:
    """The JSON of the session that a CSV file carries, also once a spreadsheet has written it.

    Parameters
    ----------
    data : bytes
        The file, or no more than its beginning.

    Returns
    -------
    str or None
        None where it carries none.
    """
    lines = BytesIO(data.removeprefix(MARK))
    for line in islice(lines, MOST_LINES):
        if not line.startswith(b"# "):
            break
        if line.startswith(SESSION.encode()):
            text = line[len(SESSION) + 1 :].decode(ENCODING, "replace").rstrip(",;\t\r\n")
            return text.removeprefix('"').removesuffix('"').replace('""', '"')
    return None


def _chunks(table: Table, header: Header) -> Iterator[tuple[bytes, int]]:
    """Pieces, and how many rows are written with each."""
    lines = [*_header_lines(header), _line(table.columns)]
    room, mark = CHUNK, MARK
    for written, row in enumerate(table.rows):
        lines.append(_line(row))
        room -= len(lines[-1])
        if room < 0:
            yield mark + _bytes(lines), written + 1
            lines, room, mark = [], CHUNK, b""
    yield mark + _bytes(lines), len(table.rows)


def _bytes(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode(ENCODING, "replace")  # half a character has no bytes


def _header_lines(header: Header) -> Iterator[str]:
    """A name and a value each, in one line whatever is in it, so that it can be skipped."""
    course = header.course
    yield _named("rnnsim", __version__)
    yield _named("view", header.title)
    yield _named("iteration", course.iteration)
    if len(course.changes) > 1:
        yield _named("changes of settings on the way", len(course.changes) - 1)
    for key in PARAMETERS:
        yield _named(key, _setting(key, course.last))
    if header.session:
        yield f"{SESSION},{_quoted(_on_one_line(header.session))}\n"


def _named(name: str, value: Cell) -> str:
    single = " ".join(value.split()) if isinstance(value, str) else value
    return f"# {name},{_field(single)}\n"


def _setting(key: str, settings: Settings) -> Cell:
    """A value of a setting: a number, or what is typed for it."""
    value, row = getattr(settings, key), PARAMETERS[key]
    if isinstance(row, TextParameter) and len(value) > LONGEST_TEXT:
        return f"{value[: LONGEST_TEXT - 1]}…"
    return value if isinstance(value, (int, float)) else row.format(value)


def _on_one_line(json: str) -> str:
    """The same JSON without indentation, and without semicolons, at which spreadsheets may split.

    Ends of lines stand between its texts only, semicolons within them only.
    """
    return " ".join(map(str.strip, re.split("[\r\n]+", json))).replace(";", "\\u003b")


def _line(cells: Sequence[Cell]) -> str:
    return ",".join(map(_field, cells)) + "\n"


def _field(cell: Cell) -> str:
    """A cell: texts quoted, numbers with all their digits, nothing empty."""
    if cell is None:
        return ""
    return _quoted(no_formula(cell)) if isinstance(cell, str) else repr(cell)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
