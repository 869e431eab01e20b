"""The engine agrees with the literature, and a wrong engine would be told so."""

import math
from dataclasses import replace

import numpy as np
import pytest

from rnnsim import checks
from rnnsim.checks import CHECKS, Check, Outcome, clipping, report, run_checks
from rnnsim.engine import activations
from rnnsim.engine.cells import ElmanCell
from rnnsim.engine.tasks.adding import Adding


@pytest.fixture(scope="module")
def outcomes():
    return run_checks()


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=lambda i: CHECKS[i].setting)
def test_the_engine_agrees_with_the_literature(outcomes, number):
    outcome = outcomes[number]
    assert outcome.agrees, f"expected {outcome.check.expected}, obtained {outcome.obtained}"


def test_every_claim_is_checked():
    assert {check.row for check in CHECKS} == set(range(1, 18))
    assert all(check.source and check.setting for check in CHECKS)


def test_the_report_shows_every_check_and_a_verdict(outcomes):
    head, *lines, blank, verdict = report(outcomes).splitlines()
    assert head.split() == ["expected", "obtained"]
    for check in CHECKS:
        (line,) = (line for line in lines if line.startswith(f"    {check.setting}  "))
        assert f"{check.expected:.12g}" in line
        assert line.endswith("  agrees")
        above = [line for line in lines[: lines.index(line)] if not line.startswith("    ")]
        assert above[-1] == f"{check.row:>2}  {check.source}"
    assert (blank, verdict) == ("", f"all {len(CHECKS)} agree")
    assert max(map(len, lines)) <= 110


def test_the_command_prints_the_report_and_succeeds(capsys):
    assert checks.main() == 0
    assert capsys.readouterr().out.endswith(f"all {len(CHECKS)} agree\n")


@pytest.mark.parametrize(
    ("obtained", "agrees"), [(2.0, True), (2.2, True), (2.21, False), (1.79, False)]
)
def test_a_number_agrees_within_its_tolerance(obtained, agrees):
    check = Check(1, "s", "t", 2.0, lambda: obtained, rtol=0.05, atol=0.1000001)
    assert check.run().agrees is agrees


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_agrees_with_nothing(value):
    check = Check(1, "s", "t", 2.0, lambda: value, rtol=1.0, atol=1.0)
    assert not check.run().agrees
    limit = replace(check, at_most=True)
    assert limit.run().agrees is (value == -math.inf)


def test_at_most_lets_smaller_numbers_agree():
    check = Check(1, "s", "t", 1.0, lambda: 0.2, at_most=True)
    assert check.run().agrees
    assert not Outcome(check, 1.1).agrees
    assert "≤ 1 " in report([check.run()])


def disagreeing():
    return {outcome.check.row for outcome in run_checks() if not outcome.agrees}


def test_a_wrong_engine_is_told_so(monkeypatch, capsys):
    clip = clipping.clip
    monkeypatch.setattr(clipping, "clip", lambda g, mode, tau: clip(g, mode, 1.01 * tau))
    assert checks.main() == 1
    printed = capsys.readouterr().out
    assert "DISAGREES" in printed
    assert f"of {len(CHECKS)} disagree" in printed
    assert disagreeing() == {6}


def test_a_backward_pass_without_the_transpose_is_told_so(monkeypatch):
    def load(cell, weights):
        true_load(cell, weights)
        cell._transposed[...] = weights.weight_hh

    true_load = ElmanCell._load
    monkeypatch.setattr(ElmanCell, "_load", load)
    assert 4 in disagreeing()


def test_a_wrong_slope_is_told_so(monkeypatch):
    def wrong(a, h, out):
        np.subtract(1.0, 0.999 * np.square(h), out)

    right = activations.ACTIVATIONS["tanh"]
    table = {**activations.ACTIVATIONS, "tanh": replace(right, slope=wrong)}
    monkeypatch.setattr("rnnsim.engine.cells.base.ACTIVATIONS", table)
    assert disagreeing() == {4}


def test_a_wrong_gamma_is_told_so(monkeypatch):
    right = activations.ACTIVATIONS["linear"]
    table = {**activations.ACTIVATIONS, "linear": replace(right, gamma=0.5)}
    monkeypatch.setattr("rnnsim.engine.pictures.ACTIVATIONS", table)
    assert disagreeing() == {5}


def test_a_gate_out_of_place_is_told_so(monkeypatch):
    monkeypatch.setattr(
        "rnnsim.engine.cells.lstm._inside", lambda blocks, n: np.roll(blocks, 2 * n, axis=0)
    )
    assert 12 in disagreeing()


def test_a_careless_generator_is_told_so(monkeypatch):
    draw = Adding.draw

    def careless(task, random):
        batch = draw(task, random)
        return replace(batch, targets=1.05 * batch.targets)

    monkeypatch.setattr(Adding, "draw", careless)
    assert disagreeing() == {15}


def test_a_wrong_contribution_is_told_so(monkeypatch):
    contributions = ElmanCell.contributions
    monkeypatch.setattr(ElmanCell, "contributions", lambda cell: contributions(cell)[:-1])
    assert 3 in disagreeing()


def test_a_wrong_orthogonal_start_is_told_so(monkeypatch):
    def slightly_larger(settings, *rest):
        matrix, values = recurrent_matrix(settings, *rest)
        return 1.00001 * matrix, values

    from rnnsim.engine.simulation import recurrent_matrix

    monkeypatch.setattr("rnnsim.engine.simulation.recurrent_matrix", slightly_larger)
    assert disagreeing() == {11}
