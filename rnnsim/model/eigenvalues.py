"""Eigenvalues of a real matrix as plain numbers: read, written, moved, closed under conjugation."""

from __future__ import annotations

import math
import re
from collections import Counter

from rnnsim.model.settings import Eigenvalue, Eigenvalues
from rnnsim.translation import Phrase, noted

NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
COMPLEX = re.compile(
    rf"(?:(?P<real>[+-]?{NUMBER})(?![\d.ij]))?"
    rf"(?:(?P<sign>[+±-]|\+/?-)?(?P<imaginary>{NUMBER})?(?P<unit>[ij]))?"
)
SPACE_AROUND_SIGN = re.compile(r" ?([+±/ij-]) ?")


class EigenvalueError(ValueError):
    """A text or list that cannot be the eigenvalues of a real matrix; says why."""


def parse_eigenvalues(text: str) -> Eigenvalues:
    """Read ``0.9, 0.5±0.3i, -0.2``; ``a±bi`` stands for both members of a pair.

    Raises
    ------
    EigenvalueError
        If an entry is no number, or a complex one lacks its conjugate.
    """
    entries = [" ".join(entry.split()) for entry in re.split(r"[,;\n]", text.replace("−", "-"))]
    values = tuple(value for entry in entries if entry for value in _parse_entry(entry))
    if not values:
        raise EigenvalueError(noted("there is no number in it"))
    require_conjugates(values)
    return values


def _parse_entry(entry: str) -> Eigenvalues:
    match = COMPLEX.fullmatch(SPACE_AROUND_SIGN.sub(r"\1", entry))
    if match is None:
        raise EigenvalueError(Phrase("“{entry}” is not a number", entry=entry[:20]))
    real = float(match["real"] or 0.0)
    if not match["unit"]:
        return ((real, 0.0),)
    size = float(match["imaginary"] or 1.0)
    if match["sign"] in ("±", "+/-", "+-"):
        return ((real, size), (real, -size))
    return ((real, -size if match["sign"] == "-" else size),)


def format_eigenvalues(values: Eigenvalues) -> str:
    """Write values so that `parse_eigenvalues` reads the very same back; a pair as ``a±bi``."""
    return ", ".join(
        f"{shortest(real)}±{shortest(imaginary)}i" if imaginary else shortest(real)
        for real, imaginary in values
        if imaginary >= 0.0
    )


def shortest(number: float) -> str:
    """A short text that is read back as exactly `number`."""
    short = f"{number:.4g}"
    return short if float(short) == number else repr(number)


def require_conjugates(values: Eigenvalues) -> None:
    """Raise `EigenvalueError` unless each complex value's conjugate is there as often as itself."""
    times = Counter(values)
    for real, imaginary in times:
        if not (math.isfinite(real) and math.isfinite(imaginary)):
            raise EigenvalueError(noted("every number must be finite"))
        if imaginary != 0.0 and times[real, imaginary] != times[real, -imaginary]:
            raise EigenvalueError(
                Phrase(
                    "{one} has no conjugate {other} (write {pair})",
                    one=f"{real:g}{imaginary:+g}i",
                    other=f"{real:g}{-imaginary:+g}i",
                    pair=f"{real:g}±{abs(imaginary):g}i",
                )
            )


def conjugate_index(values: Eigenvalues, index: int) -> int:
    """Index of the value that is the conjugate of ``values[index]``; itself where that is real."""
    real, imaginary = values[index]
    if imaginary == 0.0:
        return index
    rank = values[:index].count((real, imaginary))
    partners = [i for i, value in enumerate(values) if value == (real, -imaginary)]
    return partners[rank]


def radius(values: Eigenvalues) -> float:
    """Spectral radius: the largest modulus."""
    return max(math.hypot(*value) for value in values)


def scaled_to(values: Eigenvalues, target: float) -> Eigenvalues:
    """The same arrangement with spectral radius `target`; needs a value other than 0."""
    # the largest component first: a modulus may be subnormal and so have no precise inverse
    largest = max(abs(part) for value in values for part in value)
    unit = tuple((real / largest, imaginary / largest) for real, imaginary in values)
    factor = target / radius(unit)
    return tuple(drawn_in((x * factor, y * factor), target) for x, y in unit)


def resized(values: Eigenvalues, size: int) -> Eigenvalues:
    """`size` values: the largest whole pairs and reals are kept, zeros are added."""
    kept: list[Eigenvalue] = []
    done: set[int] = set()
    for index in sorted(range(len(values)), key=lambda i: -math.hypot(*values[i])):
        members = {index, conjugate_index(values, index)} - done
        if len(kept) + len(members) <= size:
            kept += [values[i] for i in sorted(members)]
        done |= members
    return tuple(kept) + ((0.0, 0.0),) * (size - len(kept))


def moved(
    values: Eigenvalues, index: int, target: Eigenvalue, *, largest: float, snap: float
) -> Eigenvalues:
    """Move one eigenvalue to `target`; its conjugate follows.

    As the eigenvalues of a real matrix do, two meet on the real axis before they leave it: a pair
    brought within `snap` of the axis lands on it, and a real value pulled off the axis takes the
    nearest other real value along as its conjugate (alone, it stays on the axis).  `target` is
    drawn in to modulus `largest`.
    """
    x, y = drawn_in(target, largest)
    partner = conjugate_index(values, index)
    if partner == index and abs(y) > snap:
        partner = _nearest_real(values, index, x)
    result = list(values)
    if abs(y) <= snap or partner == index:
        result[index] = result[partner] = (x, 0.0)
    else:
        result[index], result[partner] = (x, y), (x, -y)
    return tuple(result)


def drawn_in(value: Eigenvalue, largest: float) -> Eigenvalue:
    """The nearest value whose modulus is at most `largest`."""
    x, y = value
    size = math.hypot(x, y)
    if size <= largest:
        return value
    factor = largest / size
    while math.hypot(x * factor, y * factor) > largest:  # by a rounding error
        factor = math.nextafter(factor, 0.0)
    return x * factor, y * factor


def _nearest_real(values: Eigenvalues, index: int, x: float) -> int:
    reals = [i for i, value in enumerate(values) if i != index and value[1] == 0.0]
    return min(reals, key=lambda i: abs(values[i][0] - x), default=index)
