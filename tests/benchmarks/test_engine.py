"""What the measurement of the engine compares is the same computation, and is reported as it is."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.engine.agreement import disagreements
from benchmarks.engine.case import Answer, Case, start
from benchmarks.engine.clock import times
from benchmarks.engine.ours import Engine
from benchmarks.engine.report import Row, aims_met, exponent, headings

CASE = Case("rnn", hidden_size=3, time_steps=4, batch_size=2, precision="float64")


def row(**ratios):
    return Row(CASE, engine=2e-3, program=3e-3, products=1e-3, ratios=ratios)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(
    ("framework", "module", "name"),
    [
        ("torch", "benchmarks.engine.pytorch", "CellLoop"),
        ("torch", "benchmarks.engine.pytorch", "Layer"),
        ("jax", "benchmarks.engine.with_jax", "Scan"),
    ],
)
def test_contestants_agree_on_every_cell(cell, framework, module, name):
    pytest.importorskip(framework)
    contestant = getattr(pytest.importorskip(module), name)
    case = replace(CASE, cell=cell)
    theirs = contestant(start(case)).answer()
    assert disagreements(Engine(case).answer(), theirs, "float64") == []


def test_a_disagreement_is_named():
    ours = Engine(CASE).answer()
    signal = ours.dloss_dh.copy()
    signal[0] *= 1 + 1e-8  # the smallest of all, and still seen
    theirs = Answer({"weight_hh": 2 * ours.gradients["weight_hh"]}, ours.loss, signal)
    assert disagreements(ours, theirs, "float64") == ["∂L/∂weight_hh", "dloss_dh"]


def test_one_shape_more_is_a_disagreement():
    ours = Engine(CASE).answer()
    theirs = Answer({}, contribution_norms=ours.contribution_norms[1:])
    assert disagreements(ours, theirs, "float64") == ["contribution_norms"]


def test_iterating_trains():
    engine = Engine(CASE)
    before = engine.answer().loss
    for _ in range(50):
        engine.iterate()
    assert engine.answer().loss < before


def test_all_actions_are_timed():
    calls = []
    taken = times({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, seconds=0.0)
    assert set(taken) == {"a", "b"} == set(calls)
    assert min(taken.values()) > 0.0


def test_a_row_has_as_many_cells_as_headings_and_marks_what_misses_its_aim():
    cells = row(**{"PyTorch loop": 4.9, "torch.nn": 1.1, "JAX scan": None}).cells()
    assert len(cells) == len(headings(["PyTorch loop", "torch.nn", "JAX scan"]))
    assert cells[2:] == ["3,4,2", "2.000", "4.90 ✗", "1.10  ", "not installed", "1.50", "50%"]


def test_aims_are_counted_where_they_were_measured():
    rows = [row(**{"JAX scan": ratio}) for ratio in (0.5, 1.0, None)]
    assert aims_met(rows, "JAX scan") == "JAX scan 1 of 2"
    assert aims_met(rows[2:], "JAX scan") == "JAX scan not installed"


def test_the_power_is_that_of_the_larger_sizes():
    sizes = [1, 2, 4, 8]
    assert exponent(sizes, [7.0, 7.0, 4.0**1.5, 8.0**1.5]) == pytest.approx(1.5)


def test_a_start_is_a_copy():
    first = start(CASE)
    first.weights["weight_hh"][...] = np.nan
    assert np.isfinite(Engine(CASE).answer().loss)
