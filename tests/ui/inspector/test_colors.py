import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtGui import QColor

from rnnsim.ui.inspector.colors import field_colors, reduced
from rnnsim.ui.theme import DARK, LIGHT


def names(values, theme, **options):
    colors = field_colors(np.array(values, float), theme, "gradient", **options)
    return [QColor.fromRgba(color).name() for color in colors.tolist()]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_zero_is_neutral_and_the_largest_has_the_full_colour(theme):
    shown = names([1e-300, 0.0, -1e-300], theme)
    assert shown == [theme.gradient, theme.neutral, theme.negative]


def test_what_is_not_finite_has_the_colour_of_errors_and_hides_nothing_else():
    shown = names([math.nan, math.inf, -2.0, 2.0], DARK)
    assert shown == [DARK.error, DARK.error, DARK.negative, DARK.gradient]


def test_a_given_size_has_the_full_colour_unless_there_is_a_larger_one():
    assert names([0.5], DARK, full=1.0) != [DARK.gradient]
    assert names([1.0], DARK, full=1.0) == [DARK.gradient]
    assert names([3.0], DARK, full=1.0) == [DARK.gradient]


def test_all_zeros_and_subnormal_numbers_are_no_trouble():
    assert names([0.0, 0.0], DARK) == [DARK.neutral] * 2
    assert names([5e-324], DARK) == [DARK.gradient]


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 20), st.integers(1, 20)),
        elements=st.floats(-1e6, 1e6) | st.sampled_from([math.nan]),
    ),
    st.integers(1, 8),
    st.integers(1, 8),
)
def test_a_reduced_matrix_has_room_and_keeps_the_largest_entry(matrix, rows, columns):
    small = reduced(matrix, rows, columns)
    assert small.shape[0] <= rows
    assert small.shape[1] <= columns
    if np.isfinite(matrix).all():
        assert np.abs(small).max() == np.abs(matrix).max()
    else:
        assert np.isnan(small).any()


def test_a_small_matrix_stays_as_it_is():
    matrix = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(reduced(matrix, 2, 3), matrix)
    np.testing.assert_array_equal(reduced(np.diag([1.0, -9, 3, 4]), 2, 2), [[-9, 0], [0, 4]])
