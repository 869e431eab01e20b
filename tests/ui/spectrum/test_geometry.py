"""The complex plane on the screen."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnsim.model.eigenvalues import moved, require_conjugates
from rnnsim.model.parameters import PARAMETERS
from rnnsim.ui.spectrum.geometry import (
    CIRCLE_REACH,
    EIGENVALUE_REACH,
    RADII,
    SURE_REACH,
    Grip,
    View,
    at_edge,
    compass,
    grip,
    neighbour,
    reading_order,
    rounded,
    view_radius,
)

SIZES = st.floats(20.0, 900.0)
VIEWS = st.builds(View, SIZES, SIZES, st.sampled_from(RADII))
MODULI = st.floats(0.0, 3.0)
ANGLES = st.floats(-math.pi, math.pi)
NUMBERS = st.builds(lambda r, a: r * complex(math.cos(a), math.sin(a)), MODULI, ANGLES)
PAIRS = NUMBERS.map(lambda z: ((z.real, abs(z.imag)), (z.real, -abs(z.imag))))
REALS = st.floats(-3.0, 3.0).map(lambda x: ((x, 0.0),))
SPECTRA = st.lists(st.one_of(PAIRS, REALS), min_size=1, max_size=8).map(
    lambda groups: tuple(value for group in groups for value in group)
)
VIEW = View(200.0, 200.0, 2.0)


@given(VIEWS, NUMBERS)
def test_a_number_is_found_again_where_it_lies(view, number):
    assert view.number(view.place(number)) == pytest.approx(number, abs=1e-9)


@given(VIEWS)
def test_the_disk_of_the_view_fills_its_smaller_side(view):
    right, up = view.place(complex(view.radius)), view.place(1j * view.radius)
    assert min(view.width - right.real, up.imag) == pytest.approx(0.0, abs=1e-6)


def test_up_is_up():
    assert VIEW.place(1j).imag < VIEW.place(-1j).imag


@given(st.floats(0.0, 11.0), st.sampled_from(RADII))
def test_the_view_shows_what_it_must_and_no_more(reach, least):
    radius = view_radius(reach, least)
    assert radius >= max(reach, least)
    smaller = [r for r in RADII if least <= r < radius]
    assert all(r < reach * 1.1 for r in smaller)


@pytest.mark.parametrize("reach", [13.0, 1e30, math.inf])
def test_the_view_widens_only_so_far(reach):
    assert view_radius(reach) == RADII[-1]


def test_the_unit_circle_is_always_seen():
    assert all(View(100.0, 100.0, radius).scale > 4 for radius in RADII)
    assert view_radius(0.0) > 1.0


@given(VIEWS, SPECTRA, st.floats(0.0, 3.0), st.floats(-20, 900), st.floats(-20, 900))
def test_what_is_picked_is_the_nearest_and_within_reach(view, values, circle, x, y):
    place = complex(x, y)
    held = grip(view, np.array([complex(*v) for v in values]), circle, place)
    distances = [abs(view.place(complex(*v)) - place) for v in values]
    to_circle = abs(abs(place - view.origin) - circle * view.scale)
    if held is None:
        assert min(distances) > SURE_REACH
        assert min(distances) > EIGENVALUE_REACH or to_circle <= CIRCLE_REACH
        assert to_circle > CIRCLE_REACH or circle == 0.0
    elif held.index is None:
        assert to_circle <= CIRCLE_REACH
        assert min(distances) > SURE_REACH
    else:
        assert distances[held.index] <= min(distances) + 1e-9
        assert distances[held.index] <= EIGENVALUE_REACH


def test_between_eigenvalues_on_the_circle_the_circle_is_picked():
    angles = 2 * math.pi * np.arange(16) / 16
    values = np.exp(1j * angles)
    between = VIEW.place(complex(np.exp(1j * (angles[0] + angles[1]) / 2)))
    assert grip(VIEW, values, 1.0, between) == Grip(None)
    assert grip(VIEW, values, 1.0, VIEW.place(1.0) + 2) == Grip(0)


def test_nothing_is_picked_from_nothing():
    assert grip(VIEW, np.empty(0, dtype=complex), 0.0, VIEW.origin) is None


@given(VIEWS, st.lists(NUMBERS, max_size=8), st.floats(1.0, 1e307))
def test_what_lies_beyond_stands_at_the_edge_in_its_direction(view, numbers, far):
    not_finite = (complex(math.inf, 0.0), complex(math.nan, 1.0))
    values = np.array([*(number * far for number in numbers), *not_finite])
    inside, beyond = at_edge(view, values, 6.0)
    assert len(inside) + len(beyond) == len(numbers)
    for place in (*inside.tolist(), *beyond.tolist()):
        assert -1e-6 <= place.real <= view.width + 1e-6
        assert -1e-6 <= place.imag <= view.height + 1e-6


def test_the_edge_is_straight_ahead():
    _, beyond = at_edge(VIEW, np.array([100.0 + 100.0j, -1e9 + 0j]), 6.0)
    assert beyond.tolist() == [pytest.approx(194 + 6j), pytest.approx(6 + 100j)]


@given(SPECTRA, st.integers(0, 6))
def test_rounding_keeps_pairs_and_the_largest_modulus(values, digits):
    result = rounded(values, digits, 3.0)
    require_conjugates(result)
    assert PARAMETERS["eigenvalues"].check(result) == result
    for before, after in zip(values, result, strict=True):
        assert math.dist(before, after) <= 1.5 * 10.0**-digits
        assert math.hypot(*after) <= 3.0


def test_rounding_gives_few_digits_and_no_negative_zero():
    assert str(rounded(((0.12345, -0.0), (-0.0001, 0.5), (-0.0001, -0.5)), 3, 3.0)) == (
        "((0.123, 0.0), (0.0, 0.5), (0.0, -0.5))"
    )


def test_rounding_up_beyond_the_largest_modulus_is_drawn_in():
    just_within = (2.7, math.sqrt(9.0 - 2.7**2))
    assert math.hypot(2.7, 1.308) > 3.0
    assert math.hypot(*rounded((just_within,), 3, 3.0)[0]) <= 3.0


@given(SPECTRA, st.data())
def test_any_drag_leaves_pairs(values, data):
    """Moves, rounded each time as the editor does, however many."""
    for _ in range(data.draw(st.integers(1, 6))):
        index = data.draw(st.integers(0, len(values) - 1))
        target = data.draw(st.builds(lambda z, f: z * f, NUMBERS, st.floats(0.0, 3.0)))
        snap = data.draw(st.floats(0.0, 0.3))
        values = moved(values, index, (target.real, target.imag), largest=3.0, snap=snap)
        values = rounded(values, 3, 3.0)
        assert PARAMETERS["eigenvalues"].check(values) == values


@given(SPECTRA)
def test_reading_visits_each_pair_once_and_comes_round(values):
    order = reading_order(values)
    assert len(order) == sum(imaginary >= 0.0 for _, imaginary in values)
    moduli = [math.hypot(*values[i]) for i in order]
    assert moduli == sorted(moduli, reverse=True)
    index, visited = order[0], []
    for _ in order:
        visited.append(index)
        assert neighbour(values, neighbour(values, index, 1), -1) == index
        index = neighbour(values, index, 1)
    assert visited == order
    assert index == order[0]


@given(SPECTRA)
def test_from_a_lower_one_reading_goes_on_as_from_its_conjugate(values):
    lower = [i for i, (_, imaginary) in enumerate(values) if imaginary < 0.0]
    assume(lower)
    real, imaginary = values[lower[0]]
    after = values[neighbour(values, lower[0], 0)]
    assert after == (real, -imaginary)


@pytest.mark.parametrize(
    ("outwards", "way"),
    [(5, 0), (5 + 5j, 1), (5j, 2), (-5 + 5j, 3), (-5, 0), (-5 - 5j, 1), (-5j, 2), (5 - 5j, 3)],
)
def test_compass(outwards, way):
    assert compass(complex(outwards)) == way
