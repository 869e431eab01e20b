"""A drag without a widget."""

import cmath
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.eigenvalues import radius, require_conjugates
from rnnsim.model.settings import Settings
from rnnsim.ui.spectrum.drag import Drag
from rnnsim.ui.spectrum.geometry import Grip, View

VALUES = ((0.5, 0.3), (0.5, -0.3), (-0.4, 0.0), (0.0, 0.0))
VIEW = View(300.0, 200.0, 1.25)
PLACES = st.complex_numbers(max_magnitude=1e4)


def drag_of(index, pressed):
    settings = Settings(spectrum="own", hidden_size=4, eigenvalues=VALUES, spectral_radius=0.583)
    return Drag(Grip(index), VIEW, pressed, VALUES, settings, lends_focus=False)


@given(st.sampled_from(range(4)), st.lists(PLACES, min_size=1, max_size=5))
def test_wherever_an_eigenvalue_is_taken_the_matrix_stays_real_and_within_the_radius(index, places):
    drag = drag_of(index, VIEW.place(complex(*VALUES[index])))
    for place in places:
        wanted = drag.follow(place)
        if wanted is not None:
            key, values = wanted
            assert key == "eigenvalues"
            require_conjugates(values)
            assert len(values) == len(VALUES)
            assert radius(values) <= 3.0


@given(st.integers(0, 3), st.floats(0.0, 2.0 * math.pi), st.floats(0.0, 1.99))
def test_a_shaking_hand_asks_for_nothing(index, angle, distance):
    pressed = VIEW.place(complex(*VALUES[index]))
    assert drag_of(index, pressed).follow(pressed + cmath.rect(distance, angle)) is None


@given(PLACES)
def test_the_circle_is_within_the_radii_that_are_allowed(place):
    drag = drag_of(None, VIEW.place(0.583))
    wanted = drag.follow(place)
    if wanted is not None:
        assert wanted == ("spectral_radius", drag.radius)
        assert 0.0 <= drag.radius <= 3.0


def test_what_is_held_beside_its_middle_does_not_jump():
    pressed = VIEW.place(0.5 + 0.3j) + 6.0
    _key, values = drag_of(0, pressed).follow(pressed - 3j)
    assert values[0] == pytest.approx((0.5, 0.3 + 3.0 / VIEW.scale), abs=1e-3)
    beside = VIEW.place(0.583j) + 4j
    assert drag_of(None, beside).follow(beside + 5.0)[1] == pytest.approx(0.58, abs=0.011)
