"""A sweep run, what is kept of each run, and the table that holds it."""

import contextlib
import csv
import errno
import io
import math
import os
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnsim
from rnnsim.export.table import MARK
from rnnsim.export.writing import SaveError
from rnnsim.model.reach import reach
from rnnsim.model.settings import Settings
from rnnsim.model.sweep import Sweep, axis_of
from rnnsim.run import sweep as sweep_module
from rnnsim.run.point import Measured, measured, ratio
from rnnsim.run.sweep import WorkerError, outcomes
from rnnsim.run.sweep_grid import ratio_grid
from rnnsim.run.sweep_table import HEADS, SweepTable, head_of, read_rows

SMALL = Settings(hidden_size=2, time_steps=4, batch_size=2)

MEASURED = Measured(
    reach=3,
    first_gradient=0.5,
    last_gradient=2.0,
    ratio=0.25,
    loss=1.5,
    verdict="silent",
    spectral_radius=1.0,
    largest_singular_value=1.25,
    fitted_slope=-0.5,
    lyapunov_exponent=-math.inf,
    first_nonfinite="",
    seconds=0.001,
)


def grid(*texts, iterations=0, **changes):
    return Sweep(SMALL, changes, tuple(map(axis_of, texts)), iterations)


@pytest.fixture
def in_threads(monkeypatch):
    """Threads in place of processes, which take long to start."""

    @contextlib.contextmanager
    def threads(count):
        with ThreadPoolExecutor(count) as pool:
            yield pool

    monkeypatch.setattr(sweep_module, "workers", threads)


# What is kept of a run


def test_what_is_kept_is_what_the_library_says():
    small = replace(SMALL, spectral_radius=0.5)
    kept, result = measured(small, 3), rnnsim.simulate(small, 3)
    magnitude = result.gradient_magnitude
    assert kept.reach == 4 - reach(magnitude)
    assert (kept.first_gradient, kept.last_gradient) == (magnitude[1], magnitude[4])
    assert kept.ratio == magnitude[1] / magnitude[4]
    assert kept.loss == result.loss
    assert kept.verdict == "vanishing"
    assert kept.spectral_radius == result.spectrum.spectral_radius
    assert kept.largest_singular_value == result.spectrum.largest_singular_value
    assert kept.fitted_slope == result.diagnosis.fitted_slope
    assert kept.lyapunov_exponent == result.diagnosis.lyapunov_exponent
    assert kept.first_nonfinite == ""
    assert kept.seconds > 0.0


def test_what_was_not_finite_first_is_named():
    fast = Settings(activation="linear", spectral_radius=3.0, time_steps=100, precision="float16")
    kept = measured(fast, 0)
    assert kept.verdict == "diverged"
    assert kept.first_nonfinite.startswith("h")
    assert ", t = " in kept.first_nonfinite
    assert kept.reach is None


def test_want_of_memory_is_told_and_is_no_error(monkeypatch, in_threads):
    def starved(settings, iterations):
        raise MemoryError

    monkeypatch.setattr("rnnsim.run.point.simulate", starved)
    assert list(outcomes(grid("seed=1"), [(1,)], 1)) == [
        ((1,), "there is not enough memory for it")
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(1.0, 2.0, 0.5), (0.0, 1.0, 0.0), (1.0, 0.0, math.inf), (math.inf, 1.0, math.inf)],
)
def test_a_ratio_is_honest_about_zero_and_infinity(first, last, expected):
    assert ratio(first, last) == expected


def test_nothing_over_nothing_is_no_number():
    assert math.isnan(ratio(0.0, 0.0))


# A sweep run


def test_every_point_is_run_and_what_cannot_be_says_why(in_threads):
    sweep = grid("task=copying,adding", "time_steps=2,3", iterations=2)
    found = dict(outcomes(sweep, sweep.points(), 2))
    assert found.keys() == set(sweep.points())
    assert "at least 3 time steps" in found["copying", 2]
    for point in [("copying", 3), ("adding", 2), ("adding", 3)]:
        expected = measured(sweep.settings_at(point), 2)
        assert replace(found[point], seconds=0.0) == replace(expected, seconds=0.0)


def test_nothing_to_run_starts_nothing(monkeypatch):
    monkeypatch.setattr(sweep_module, "workers", lambda count: pytest.fail("started"))
    assert list(outcomes(grid("seed=1"), [], 0)) == []


def test_no_more_points_wait_than_are_needed_soon(in_threads, monkeypatch):
    taken = []
    sweep = grid("seed=0:99:100")

    def points():
        for point in sweep.points():
            taken.append(point)
            yield point

    with closing(outcomes(sweep, points(), 2)) as coming:
        next(coming)
        assert len(taken) <= 4


def test_a_worker_that_is_gone_is_an_error_in_words(monkeypatch):
    @contextlib.contextmanager
    def broken(count):
        raise BrokenProcessPool("A process ended")
        yield

    monkeypatch.setattr(sweep_module, "workers", broken)
    with pytest.raises(WorkerError, match="fewer --jobs"):
        list(outcomes(grid("seed=1"), [(1,)], 1))


@pytest.mark.slow
def test_processes_give_the_same_numbers():
    sweep = grid("seed=1,2,3", iterations=1)
    for point, outcome in outcomes(sweep, sweep.points(), 2):
        expected = measured(sweep.settings_at(point), 1)
        assert replace(outcome, seconds=0.0) == replace(expected, seconds=0.0)


# Its table


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.csv"


def written(path, sweep, found):
    table = SweepTable(path, sweep, read_rows(path, sweep))
    with table.growing():
        for point, outcome in found.items():
            table.add(point, outcome)
    return table


def records_in(path):
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_a_table_is_read_as_a_spreadsheet_does(path):
    sweep = grid("time_steps=4,8")
    written(path, sweep, {(8,): replace(MEASURED, reach=None), (4,): MEASURED})
    short, long = records_in(path)
    assert list(short) == ["time_steps", *HEADS.values(), "refused"]
    assert (short["time_steps"], long["time_steps"]) == ("4", "8")  # in the order of the grid
    assert (short["reach (time steps)"], long["reach (time steps)"]) == ("3", "")
    assert short["λ₁ (1 / time step)"] == "-inf"
    assert float(short["‖∂L/∂h_1‖ / ‖∂L/∂h_T‖"]) == 0.25


def test_what_is_there_already_is_known_again(path):
    sweep = grid("cell=rnn,lstm", "spectral_radius=0.1:0.3:3")
    table = written(path, sweep, dict.fromkeys(sweep.points(), MEASURED))
    again = read_rows(path, sweep)
    assert again == table.rows
    assert again.keys() == set(sweep.points())
    assert table.ratio_at(("lstm", 0.2)) == 0.25
    assert table.ratio_at(("gru", 0.2)) is None


def test_a_row_is_in_the_file_as_soon_as_it_is_known(path):
    sweep = grid("seed=1,2,3")
    table = SweepTable(path, sweep, {})
    with table.growing():
        table.add((3,), MEASURED)
        table.add((1,), MEASURED)
        assert [record["seed"] for record in records_in(path)] == ["3", "1"]
    assert [record["seed"] for record in records_in(path)] == ["1", "3"]


def test_more_values_go_on_with_the_same_table(path):
    written(path, grid("seed=1,2"), {(1,): MEASURED, (2,): MEASURED})
    more = grid("seed=2,3")
    assert read_rows(path, more).keys() == {(1,), (2,)}
    written(path, more, {(3,): MEASURED})
    assert [record["seed"] for record in records_in(path)] == ["2", "3", "1"]


def test_what_was_refused_is_tried_again(path):
    sweep = grid("seed=1,2")
    written(path, sweep, {(1,): "no\nmemory", (2,): MEASURED})
    assert records_in(path)[0]["refused"] == "no memory"
    assert read_rows(path, sweep).keys() == {(2,)}


@settings(max_examples=40)
@given(cut=st.integers(1, 400))
def test_a_file_that_ends_anywhere_in_its_rows_is_mended(cut, tmp_path_factory):
    path = tmp_path_factory.mktemp("cut") / "out.csv"
    sweep = grid("text=ab,c\n\nd;=2+3\"x\n;ba,'=1", task="text")
    whole = dict(written(path, sweep, dict.fromkeys(sweep.points(), MEASURED)).rows)
    assert read_rows(path, sweep) == whole
    data, head = path.read_bytes(), len(MARK + head_of(sweep).encode())
    path.write_bytes(data[: max(len(data) - cut, head)])
    found = read_rows(path, sweep)
    assert found.items() < whole.items()
    written(path, sweep, {point: MEASURED for point in whole if point not in found})
    assert path.read_bytes() == data


def test_a_table_that_a_spreadsheet_has_written_is_gone_on_with(path):
    sweep = grid("spectral_radius=0.1:0.3:3", clip="norm")
    written(path, sweep, {(0.2,): MEASURED})
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    records = [*csv.reader(lines)]
    with path.open("w", encoding="utf-8", newline="") as file:
        width = max(map(len, records))
        filled = [record + [""] * (width - len(record)) for record in records]
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(filled)
    assert read_rows(path, sweep).keys() == {(0.2,)}


def test_no_text_becomes_a_formula(path):
    sweep = grid("text==1+1;@ab;-2", task="text")
    written(path, sweep, dict.fromkeys(sweep.points(), MEASURED))
    assert [record["text"] for record in records_in(path)] == ["'=1+1", "'@ab", "'-2"]
    assert read_rows(path, sweep).keys() == set(sweep.points())


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (grid("seed=1", clip="norm"), "which differs in clip;"),
        (grid("seed=1", iterations=9), "differs in iterations;"),
        (grid("cell=rnn"), "differs in cell, seed"),
        (grid("seed=1", "cell=rnn"), "differs in cell;"),
        (grid("seed=1", text="ab", task="text"), "differs in task, text;"),
    ],
)
def test_another_sweep_is_refused_and_left_alone(other, words, path):
    written(path, other, {})
    data = path.read_bytes()
    with pytest.raises(SaveError, match=words) as refused:
        read_rows(path, grid("seed=1"))
    assert "--overwrite" in str(refused.value)
    assert path.read_bytes() == data


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"# rnnsim"])
def test_another_file_is_refused(data, path):
    path.write_bytes(data)
    with pytest.raises(SaveError, match="no table of a sweep"):
        read_rows(path, grid("seed=1"))


def test_another_version_is_refused(path, monkeypatch):
    written(path, grid("seed=1"), {(1,): MEASURED})
    monkeypatch.setattr("rnnsim.run.sweep_table.__version__", "99.0")
    with pytest.raises(SaveError, match="differs in rnnsim sweep;"):
        read_rows(path, grid("seed=1"))


@given(junk=st.binary(max_size=60))
def test_whatever_stands_in_the_head_is_refused_or_read(junk, tmp_path_factory):
    path = tmp_path_factory.mktemp("junk") / "out.csv"
    path.write_bytes(b"# rnnsim sweep," + junk)
    with pytest.raises(SaveError):
        read_rows(path, grid("seed=1"))
    path.write_bytes(head_of(grid("seed=1")).encode() + junk)
    assert read_rows(path, grid("seed=1")) == {}


class FullDisk(io.RawIOBase):
    """Takes some bytes, and then no more."""

    def __init__(self, room):
        self.room = room

    def write(self, data):
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = min(len(data), self.room)
        self.room -= taken
        return taken


def test_a_full_disk_says_so_and_leaves_what_is_there(path, monkeypatch):
    sweep = grid("seed=1,2")
    written(path, sweep, {(1,): MEASURED})
    table = SweepTable(path, sweep, read_rows(path, sweep))
    really = Path.open

    def opened(self, mode="r", *arguments, **options):
        return FullDisk(9) if mode == "ab" else really(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", opened)

    def go_on():
        with table.growing():
            table.add((2,), MEASURED)

    with pytest.raises(SaveError, match="No space left"):
        go_on()
    monkeypatch.undo()
    assert read_rows(path, sweep).keys() == {(1,)}


# Its grid


def test_ratios_are_gathered_over_the_first_two_axes_and_the_median_over_others():
    sweep = grid("spectral_radius=0.5,1", "time_steps=4,8,12", "seed=1,2,3")
    at = {
        (0.5, 4, 1): 0.01,
        (0.5, 4, 2): 1.0,
        (0.5, 4, 3): 100.0,
        (0.5, 8, 1): 1e-4,
        (0.5, 8, 2): 1e-2,
        (0.5, 12, 1): 0.0,
        (1.0, 4, 1): math.inf,
        (1.0, 8, 1): math.nan,
    }
    ratios, there = ratio_grid(sweep, at.get)
    np.testing.assert_allclose(ratios, [[1.0, 1e-3, 0.0], [math.inf, math.nan, math.nan]])
    assert there.tolist() == [[True, True, True], [True, True, False]]


def test_one_axis_gives_a_line():
    ratios, there = ratio_grid(grid("seed=1,2"), {(1,): 0.5}.get)
    np.testing.assert_array_equal(ratios, [0.5, math.nan])
    assert there.tolist() == [True, False]
