"""The engine against PyTorch and JAX: ratios, growth with T and N, share of the matrix products."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from itertools import product

from benchmarks.engine.agreement import disagreements
from benchmarks.engine.case import Case, Contestant, Start, start
from benchmarks.engine.clock import times
from benchmarks.engine.floor import Floor
from benchmarks.engine.ours import Engine, Program
from benchmarks.engine.report import Row, aims_met, exponent, headings, line

SIZES = ((8, 50, 1), (16, 50, 8), (32, 100, 16), (64, 200, 32), (128, 200, 64))
"""N, T, B."""

CELLS = ("rnn", "lstm", "gru")
PRECISIONS = ("float64", "float32")

SECONDS = 1.0
"""Of measuring, a case; the largest take longer."""

GROWTH = Case("rnn", 32, 100, 16, "float64")
"""What the other sizes are while one grows."""

GROWING = {
    "time_steps": ("T", (25, 50, 100, 200, 400)),
    "hidden_size": ("N", (8, 16, 32, 64, 128, 256)),
}

Opponent = Callable[[Start], Contestant]

EXPLANATION = """\
engine      one iteration with every ∂L/∂h_t and contribution norm: recall of the first token,
            forward, backward, SGD; one thread, one core, in turns, medians of processor time.
            Columns of opponents: their time over the engine's; ✗ misses the aim:
            PyTorch loop (a cell, retain_grad on every h_t, SGD) ≥ 5 up to N = 32, ≥ 2 beyond;
            torch.nn (forward and backward alone) > 1; JAX scan (jitted, the same results) level,
            from 0.95 on, or ahead.
            program: with a new batch, norms and checks, over the engine's time;
            products: the bare matrix products' share of the engine's time.
"""


def opponents() -> dict[str, Opponent | None]:
    """Each opponent by its name, None where its framework is not installed."""
    found: dict[str, Opponent | None] = dict.fromkeys(("PyTorch loop", "torch.nn", "JAX scan"))
    if find_spec("torch"):
        from benchmarks.engine.pytorch import CellLoop, Layer

        found |= {"PyTorch loop": CellLoop, "torch.nn": Layer}
    if find_spec("jax"):
        from benchmarks.engine.with_jax import Scan

        found["JAX scan"] = Scan
    return found


def stay_on_one_core() -> None:
    """Run on the last of the processors, where Linux lets one choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(case: Case, makers: dict[str, Opponent | None]) -> Row:
    """Make sure that all compute the same, then time them."""
    first, engine = start(case), Engine(case)
    products = Floor(case, first.inputs.shape[2])
    theirs = {name: maker(first) for name, maker in makers.items() if maker}
    ours = engine.answer()
    for name, opponent in theirs.items():
        if wrong := disagreements(ours, opponent.answer(), case.precision):
            raise SystemExit(f"engine: {name} disagrees at {case}: {', '.join(wrong)}")
    own = {"engine": engine, "program": Program(case), "products": products}
    actions = {name: each.iterate for name, each in (own | theirs).items()}
    taken = times(actions, SECONDS)
    return Row(
        case,
        engine=taken["engine"],
        program=taken["program"],
        products=taken["products"],
        ratios={name: taken[name] / taken["engine"] if name in taken else None for name in makers},
    )


def print_ratios() -> None:
    """Print the table of all cells, precisions and sizes, each row as soon as it is measured."""
    makers = opponents()
    rows = []
    print(line(headings(list(makers)), width=13), flush=True)
    for cell, precision, sizes in product(CELLS, PRECISIONS, SIZES):
        rows.append(measure(Case(cell, *sizes, precision), makers))
        print(line(rows[-1].cells(), width=13), flush=True)
    print("aims met    " + " · ".join(aims_met(rows, opponent) for opponent in makers))


def print_growth(key: str) -> None:
    """Print how the engine's time grows with one size."""
    symbol, sizes = GROWING[key]
    print(line([f"{symbol} =", "", *map(str, sizes)], width=9))
    for cell in CELLS:
        cases = [replace(GROWTH, **{"cell": cell, key: size}) for size in sizes]
        seconds = list(times({str(case): Engine(case).iterate for case in cases}, SECONDS).values())
        cells = [cell, GROWTH.precision, *(f"{each * 1e3:.2f}" for each in seconds)]
        power = f"  ms ∝ {symbol}^{exponent(sizes, seconds):.2f}"
        print(line(cells, width=9) + power, flush=True)


def main() -> None:
    """Print everything."""
    stay_on_one_core()
    print(EXPLANATION)
    print_ratios()
    other = f"N = {GROWTH.hidden_size}, T = {GROWTH.time_steps}, B = {GROWTH.batch_size}"
    print(f"\ngrowth      engine ms where one of {other} changes, the power from the larger half")
    for key in GROWING:
        print_growth(key)


main()
