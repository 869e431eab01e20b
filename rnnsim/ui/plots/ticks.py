"""Where ticks stand on an axis, and what is written beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rnnsim.ui.numbers import count
from rnnsim.ui.plots.labels import Label, minus
from rnnsim.ui.plots.ranges import Span, round_step

DECADE_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)

PLAIN = {-2: "0.01", -1: "0.1", 0: "1", 1: "10", 2: "100"}
"""Powers of ten that read quicker in full."""

LARGEST_PLAIN, SMALLEST_PLAIN = 1e5, 1e-4
"""Amounts beyond are written with a power of ten."""

SMALLEST_STEP, LARGEST_STEP = 5e-308, 1e308
"""Within them a step and its multiples in range are ordinary numbers."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick: where, in plotted units, and its label."""

    position: float
    label: Label


def decade_ticks(span: Span, most: int) -> tuple[Tick, ...]:
    """About `most` whole decades, two at least; 1 always among them where it is in range."""
    several = [_multiples(span, step) for step in DECADE_STEPS]
    several = [exponents for exponents in several if len(exponents) > 1]
    chosen = next((exponents for exponents in several if len(exponents) <= most), several[-1])
    return tuple(Tick(float(e), decade(e)) for e in chosen)


def decade(exponent: int) -> Label:
    """A power of ten: ``0.1``, ``100``, ``10⁻³``."""
    plain = PLAIN.get(exponent)
    return Label(plain) if plain else Label("10", minus(str(exponent)))


def amount_ticks(span: Span, most: int) -> tuple[Tick, ...]:
    """About `most` round numbers of a linear axis, 0 and one other at least, written alike."""
    least = 2 * (span.half_length / max(most - 1, 1))
    least = min(least, 0.4 * max(-span.low, span.high), LARGEST_STEP)
    step = round_step(max(least, SMALLEST_STEP))
    positions = [i * step for i in range(_first(span, step), _last(span, step) + 1)]
    largest = max(abs(p) for p in positions)
    if largest < LARGEST_PLAIN and step >= SMALLEST_PLAIN:
        power = 0
    else:
        power = math.floor(math.log10(largest) + 1e-9)
    decimals = max(0, power - math.floor(math.log10(step) + 1e-9))
    return tuple(Tick(p, _amount(p, decimals, power)) for p in positions)


def count_ticks(span: Span, most: int) -> tuple[Tick, ...]:
    """At most about `most` round whole numbers, in whichever direction the axis runs."""
    low, high = sorted((span.low, span.high))
    step = round(max(1.0, round_step((high - low) / max(most - 1, 1))))
    whole = range(step * math.ceil(low / step), math.floor(high) + 1, step)
    return tuple(Tick(float(i), Label(count(i))) for i in whole)


def named_ticks(names: Sequence[str], most: int) -> tuple[Tick, ...]:
    """Names of the places 0, 1, 2 …, at most about `most`: each, or every second, fifth, tenth."""
    every = round(round_step(max(len(names) / max(most, 1), 1.0)))
    return tuple(Tick(float(i), Label(names[i])) for i in range(0, len(names), every))


def _multiples(span: Span, step: int) -> range:
    return range(step * _first(span, step), math.floor(span.high) + 1, step)


def _first(span: Span, step: float) -> int:
    return math.ceil(span.low / step - 1e-9)


def _last(span: Span, step: float) -> int:
    return math.floor(span.high / step + 1e-9)


def _amount(value: float, decimals: int, power: int) -> Label:
    if value == 0.0:
        return Label("0")
    if power == 0:
        return Label(minus(f"{value:.{decimals}f}"))
    return Label(minus(f"{value / 10.0**power:.{decimals}f}") + "·10", minus(str(power)))
