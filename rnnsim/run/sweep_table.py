"""The table of a sweep: a CSV file that grows with every run, and can be gone on with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from hashlib import sha256
from io import FileIO
from pathlib import Path

from rnnsim.export.table import ENCODING, MARK
from rnnsim.export.writing import SaveError, require_writable, save
from rnnsim.model.kinds import TextParameter
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError
from rnnsim.model.sweep import Point, Sweep
from rnnsim.model.table import Cell, no_formula
from rnnsim.run.point import Measured
from rnnsim.run.sweep import Outcome
from rnnsim.version import __version__

TITLE = "# rnnsim sweep"
"""Name of the first line, whose value is the version."""

HEADS: Mapping[str, str] = {
    "reach": "reach (time steps)",
    "first_gradient": "‖∂L/∂h_1‖",
    "last_gradient": "‖∂L/∂h_T‖",
    "ratio": "‖∂L/∂h_1‖ / ‖∂L/∂h_T‖",
    "loss": "loss",
    "verdict": "verdict",
    "spectral_radius": "ρ",
    "largest_singular_value": "σ₁",
    "fitted_slope": "fitted slope (1 / time step)",
    "lyapunov_exponent": "λ₁ (1 / time step)",
    "first_nonfinite": "first non-finite",
    "seconds": "time (s)",
}
"""The head of each column, by the field of `Measured`."""

REFUSED = "refused"
"""The last column: why a point cannot be."""

LARGEST = 200_000_000
"""Bytes of a file that is read."""

Rows = dict[Point, tuple[str, ...]]
"""What is in a file: the cells of each point behind its settings."""


def read_rows(path: Path, sweep: Sweep) -> Rows:
    """The rows that a sweep's file holds already; none where there is no file.

    A row that is only half there, of a sweep that was killed, is left out.

    Raises
    ------
    SaveError
        If it is a file of something else, whose rows must not be lost.
    """
    if not path.exists():
        return {}
    require_writable(path)
    if path.stat().st_size > LARGEST:
        raise SaveError(path, f"it is there, and larger than {LARGEST:,} bytes")
    records = _records(path.read_bytes().removeprefix(MARK).decode(ENCODING, "replace"))
    found = dict(_named(next(records, [])))
    if TITLE not in found:
        raise _another(path, "it is there, and no table of a sweep")
    columns: list[str] = []
    for record in records:
        if not record[0].startswith("# "):
            columns = record
            break
        found.update(_named(record))
    wanted = dict(_head(sweep))
    differing = [name for name in {**wanted, **found} if found.get(name) != wanted.get(name)]
    if differing:
        names = ", ".join(name.removeprefix("# ") for name in differing)
        raise _another(path, f"it holds another sweep, which differs in {names}")
    if columns != _columns(sweep):
        raise _another(path, "it holds another sweep, which has other columns")
    return dict(_rows(records, sweep))


def _another(path: Path, what: str) -> SaveError:
    return SaveError(path, f"{what}; give another name, or --overwrite to begin anew")


def _records(text: str) -> Iterator[list[str]]:
    """The records of a CSV file, as far as they are whole."""
    whole = text[: text.rfind("\n") + 1]
    reader = csv.reader(io.StringIO(whole, newline=""), strict=True)
    try:
        yield from (record for record in reader if record)
    except csv.Error:
        return


def _named(record: Sequence[str]) -> list[tuple[str, str]]:
    """Name and value of a line of the header; a spreadsheet may have added empty cells."""
    return [(record[0], record[1])] if len(record) > 1 and not any(record[2:]) else []


def _head(sweep: Sweep) -> Iterator[tuple[str, str]]:
    """What tells a sweep from others: names, and values as they are read."""
    settings = sweep.possible()
    yield TITLE, __version__
    yield "# iterations", str(sweep.iterations)
    for key, row in PARAMETERS.items():
        value = getattr(settings, key)
        if key in sweep.keys:
            continue
        if isinstance(row, TextParameter) and value:
            digest = sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
            yield f"# {key}", f"SHA-256 {digest}"
        else:
            yield f"# {key}", no_formula(row.format(value) if value != () else "")


def _columns(sweep: Sweep) -> list[str]:
    return [*sweep.keys, *HEADS.values(), REFUSED]


def head_of(sweep: Sweep) -> str:
    """What stands above the rows: what tells this sweep from another, and the columns."""
    return "".join(map(_line, [*_head(sweep), _columns(sweep)]))


def _rows(
    records: Iterable[Sequence[str]], sweep: Sweep
) -> Iterator[tuple[Point, tuple[str, ...]]]:
    count, width = len(sweep.axes), len(_columns(sweep))
    for record in records:
        if len(record) != width:
            return  # from here on it is no longer what was written
        try:
            point = _point(sweep, record[:count])
        except SettingError:
            return
        if not record[-1]:  # what was refused is tried again: there may be memory now
            yield point, tuple(record[count:])


def _point(sweep: Sweep, cells: Iterable[str]) -> Point:
    return tuple(
        parameter(axis.key).parse(_as_typed(cell))
        for axis, cell in zip(sweep.axes, cells, strict=True)
    )


def _as_typed(cell: str) -> str:
    """A cell without what keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and no_formula(cell[1:]) == cell else cell


def cells_of(outcome: Outcome) -> tuple[str, ...]:
    """What stands in a row behind the settings."""
    if isinstance(outcome, str):
        return ("",) * len(HEADS) + (_text(outcome),)
    values = (getattr(outcome, field.name) for field in fields(Measured))
    return (*map(_text, values), "")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return no_formula(" ".join(cell.split())) if isinstance(cell, str) else repr(cell)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


class SweepTable:
    """A sweep's file while it grows: every row is in it as soon as it is known.

    Parameters
    ----------
    path : Path
    sweep : Sweep
    rows : dict
        Those that are there, as `read_rows` gives them.
    """

    def __init__(self, path: Path, sweep: Sweep, rows: Rows) -> None:
        self._path, self._sweep, self.rows = path, sweep, dict(rows)
        self._head = head_of(sweep)
        self._file: FileIO | None = None

    @contextmanager
    def growing(self) -> Iterator[None]:
        """Write what is there, and then rows as they come; at the end all of them in order."""
        self._write(self.rows)
        with self._path.open("ab", buffering=0) as self._file:
            yield
        ordered = {point: self.rows[point] for point in self._sweep.points() if point in self.rows}
        self._write(ordered | self.rows)

    def add(self, point: Point, outcome: Outcome) -> None:
        """Take on what came of a point; raises `SaveError` where there is no room for it."""
        assert self._file is not None  # it is growing
        self.rows[point] = cells_of(outcome)
        row = self._row(point).encode(ENCODING, "replace")
        try:
            while row:
                row = row[self._file.write(row) :]
        except OSError as error:
            raise SaveError(self._path, error.strerror or error) from error

    def ratio_at(self, point: Point) -> float | None:
        """‖∂L/∂h_1‖/‖∂L/∂h_T‖ at a point; None where there was no run."""
        cells = self.rows.get(point)
        text = cells[[*HEADS].index("ratio")] if cells else ""
        return float(text) if text else None

    def _write(self, rows: Iterable[Point]) -> None:
        text = self._head + "".join(map(self._row, rows))
        save(self._path, MARK + text.encode(ENCODING, "replace"))

    def _row(self, point: Point) -> str:
        keys = (
            no_formula(axis.format(value))
            for axis, value in zip(self._sweep.axes, point, strict=True)
        )
        return _line([*keys, *self.rows[point]])
