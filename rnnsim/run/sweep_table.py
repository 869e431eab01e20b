"""The table of a sweep: a CSV file that grows with every run, and can be gone on with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from io import FileIO
from pathlib import Path

from rnnsim.export.writing import SaveError, require_writable, save
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError
from rnnsim.model.sweep import Point, Sweep
from rnnsim.model.table import Cell, no_formula
from rnnsim.run.point import Measured
from rnnsim.run.sweep import Outcome
from rnnsim.version import __version__

MARK = "# rnnsim sweep"
"""What such a file begins with."""

SETTINGS = "# settings: "

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
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    head = head_of(sweep)
    if not text.startswith(MARK):
        raise _another(path, "it is there, and no table of a sweep")
    if not text.startswith(head):
        raise _another(path, f"it holds another sweep ({_difference(text, head)})")
    return dict(_rows(text[len(head) :], sweep))


def _another(path: Path, what: str) -> SaveError:
    return SaveError(path, f"{what}; give another name, or --overwrite to begin anew")


def _difference(text: str, head: str) -> str:
    """In what the heads of two tables differ first, in words."""
    for found, wanted in zip(text.splitlines(), head.splitlines(), strict=False):
        if found == wanted:
            continue
        if wanted.startswith(SETTINGS) and found.startswith(SETTINGS):
            return f"it differs in {', '.join(_differing(found, wanted))}"
        name, _, value = found[:90].lstrip("# ").partition(": ")
        return f"its {name} is {value}" if value else "its columns are others"
    return "its head is not complete"


def _differing(found: str, wanted: str) -> list[str]:
    """The settings in which two lines of settings differ."""
    try:
        one, other = (json.loads(line.removeprefix(SETTINGS)) for line in (found, wanted))
        return [key for key in PARAMETERS if one.get(key) != other.get(key)]
    except (ValueError, AttributeError, RecursionError):
        return ["all settings"]


def head_of(sweep: Sweep) -> str:
    """What stands above the rows: what tells this sweep from another, and the columns."""
    fixed = {key: value for key, value in asdict(sweep.possible()).items() if key not in sweep.keys}
    lines = [
        f"{MARK}: one row for each run; docs/command-line.md says what it holds",
        f"# version: {__version__}",
        f"# iterations: {sweep.iterations}",
        f"{SETTINGS}{json.dumps(fixed, ensure_ascii=False)}",
    ]
    return "\n".join(lines) + "\n" + _line([*sweep.keys, *HEADS.values(), REFUSED])


def _rows(text: str, sweep: Sweep) -> Iterator[tuple[Point, tuple[str, ...]]]:
    count, width = len(sweep.axes), len(sweep.axes) + len(HEADS) + 1
    whole = text[: text.rfind("\n") + 1]
    records = csv.reader(io.StringIO(whole, newline=""), strict=True)
    try:
        for record in records:
            if len(record) != width:
                return
            if not record[-1]:  # what was refused is tried again: there may be memory now
                yield _point(sweep, record[:count]), tuple(record[count:])
    except (csv.Error, SettingError):
        return  # from here on it is no longer what was written


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
        row = self._row(point).encode()
        try:
            while row:
                row = row[self._file.write(row) :]
        except OSError as error:
            raise SaveError(self._path, error.strerror or error) from error

    def _write(self, rows: Iterable[Point]) -> None:
        save(self._path, (self._head + "".join(map(self._row, rows))).encode())

    def _row(self, point: Point) -> str:
        keys = (
            no_formula(axis.format(value))
            for axis, value in zip(self._sweep.axes, point, strict=True)
        )
        return _line([*keys, *self.rows[point]])


def ratio_in(cells: tuple[str, ...]) -> float | None:
    """‖∂L/∂h_1‖/‖∂L/∂h_T‖ of a row; None where there was no run."""
    text = cells[[*HEADS].index("ratio")]
    return float(text) if text else None
