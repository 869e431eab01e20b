"""How numbers are written on the screen: short, honest about zero, inf and NaN."""

from __future__ import annotations

import math

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

THIN_SPACE = "\u2009"

READABLE = 0.25
"""Seconds between two changes of a number that is to be read."""


def superscript(number: int) -> str:
    """``-12`` as ``⁻¹²``."""
    return str(number).translate(_SUPERSCRIPTS)


def subscript(number: int) -> str:
    """``12`` as ``₁₂``."""
    return str(number).translate(_SUBSCRIPTS)


def short(value: float, digits: int = 2) -> str:
    """`digits` significant figures: ``0.62``, ``0.0032``, ``3.2·10⁻⁷``, ``0``, ``∞``, ``NaN``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    sign = "−" if value < 0 else ""
    power = int(exponent)
    if -4 <= power < 4:
        decimals = max(0, digits - 1 - power)
        return f"{sign}{abs(value):.{decimals}f}"
    return f"{sign}{mantissa}·10{superscript(power)}"


def power_of_ten(exponent: int) -> str:
    """``10⁻³``, but ``1`` and ``10`` as themselves."""
    return {0: "1", 1: "10"}.get(exponent, f"10{superscript(exponent)}")


def count(number: int) -> str:
    """A whole number, in groups of three from five digits on: ``5000``, ``20 000``."""
    return f"{number:,}".replace(",", THIN_SPACE) if abs(number) >= 10_000 else str(number)
