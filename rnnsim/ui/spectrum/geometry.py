"""The complex plane on the screen: where things lie, what the pointer is on, where it takes them.

Places on the screen are complex as well, x + iy in pixels with y downwards.
"""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import ComplexArray
from rnnsim.model.settings import Eigenvalue, Eigenvalues

RADII = (1.25, 1.6, 2.0, 2.6, 3.3, 6.0, 12.0)
"""Radii of the plane that can be in view; eigenvalues beyond the last are shown at the edge."""

HEADROOM = 1.06
EIGENVALUE_REACH = 12.0
"""Pixels within which the nearest eigenvalue is picked."""

SURE_REACH = 6.0
"""Pixels within which an eigenvalue is picked even on the circle."""

CIRCLE_REACH = 5.0
FAR = 1e6
"""Modulus that lies beyond the edge of every view."""


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle that shows the disk of `radius` round 0, and what is beside it."""

    width: float
    height: float
    radius: float

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return max(1.0, min(self.width, self.height)) / 2.0 / self.radius

    @property
    def origin(self) -> complex:
        """Where 0 lies."""
        return complex(self.width, self.height) / 2.0

    def place(self, value: complex) -> complex:
        """Where a number lies."""
        return self.origin + value.conjugate() * self.scale

    def places(self, values: ComplexArray) -> ComplexArray:
        """Where numbers lie."""
        result: ComplexArray = self.origin + values.conj() * self.scale
        return result

    def number(self, place: complex) -> complex:
        """Which number lies at a place."""
        return ((place - self.origin) / self.scale).conjugate()


@dataclass(frozen=True, slots=True)
class Grip:
    """What the pointer has hold of: the eigenvalue of an index, or (None) the ρ circle."""

    index: int | None


def view_radius(reach: float, least: float = RADII[0]) -> float:
    """The smallest radius of view, `least` or more, that shows numbers of modulus `reach`."""
    for radius in RADII:
        if radius >= least and (radius >= reach * HEADROOM or radius == RADII[-1]):
            return radius
    return RADII[-1]


def grip(view: View, values: ComplexArray, circle: float, place: complex) -> Grip | None:
    """What is under the pointer: an eigenvalue, or the circle where that is the nearer."""
    to_circle = abs(abs(place - view.origin) - circle * view.scale)
    distances = np.abs(view.places(values) - place)
    index = int(np.argmin(distances)) if len(distances) else 0
    to_eigenvalue = float(distances[index]) if len(distances) else math.inf
    on_circle = circle > 0.0 and to_circle <= CIRCLE_REACH
    if to_eigenvalue <= SURE_REACH or (to_eigenvalue <= EIGENVALUE_REACH and not on_circle):
        return Grip(index)
    return Grip(None) if on_circle else None


def at_edge(view: View, values: ComplexArray, margin: float) -> tuple[ComplexArray, ComplexArray]:
    """Places of the values in view, and the places on the edge that stand for those beyond it.

    Values that are not finite are in neither.
    """
    values = values[np.isfinite(values)]
    moduli = np.maximum(np.abs(values), FAR)  # nearer, so that nothing overflows
    places = view.places(values * (FAR / moduli))
    from_origin = places - view.origin
    room = np.array([view.width / 2.0 - margin, view.height / 2.0 - margin])
    with np.errstate(divide="ignore"):
        factors = np.minimum(room[0] / np.abs(from_origin.real), room[1] / np.abs(from_origin.imag))
    outside = factors < 1.0
    return places[~outside], view.origin + from_origin[outside] * factors[outside]


def rounded(values: Eigenvalues, digits: int, largest: float) -> Eigenvalues:
    """Values to `digits` decimals, conjugates still exact, none above modulus `largest`."""
    return tuple(_rounded(value, digits, largest) for value in values)


def _rounded(value: Eigenvalue, digits: int, largest: float) -> Eigenvalue:
    real, imaginary = (round(part, digits) + 0.0 for part in value)
    if math.hypot(real, imaginary) > largest:
        # Towards 0; the factor keeps the product from being rounded up to the next grain.
        grid = 10.0**digits
        real, imaginary = (math.trunc(part * (1.0 - 1e-9) * grid) / grid + 0.0 for part in value)
    return real, imaginary


def reading_order(values: Eigenvalues) -> list[int]:
    """Indices of the upper one of each pair and of the reals, largest modulus first."""
    upper = [index for index, value in enumerate(values) if value[1] >= 0.0]
    return sorted(upper, key=lambda i: (-math.hypot(*values[i]), math.atan2(*values[i][::-1]), i))


def neighbour(values: Eigenvalues, index: int, count: int) -> int:
    """The index `count` further on in reading order from `index`, round the end."""
    order = reading_order(values)
    upper = values[index][0], abs(values[index][1])
    here = order.index(index) if index in order else [values[i] for i in order].index(upper)
    return order[(here + count) % len(order)]


def compass(from_origin: complex) -> int:
    """Which way is outwards on the screen: 0 along x, 1 down right or up left, 2 along y, 3."""
    return round(cmath.phase(from_origin) / (math.pi / 4)) % 4
