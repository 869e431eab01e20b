import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.theory.bifurcation import fixed_points, fold_states, folds


def sigma(x):
    return 1.0 / (1.0 + np.exp(-x))


def positions(w, b):
    found = fixed_points(w, b).position
    return found[~np.isnan(found)]


def sign_changes(w, b):
    """How often w σ(x) + b − x changes its sign, counted on a fine grid."""
    x = np.linspace(min(b, b + w) - 1.0, max(b, b + w) + 1.0, 20_001)
    return np.count_nonzero(np.diff(w * sigma(x) + b >= x))


@given(st.floats(-40.0, 40.0), st.floats(-50.0, 50.0))
def test_fixed_points_stay_where_they_are_in_ascending_order(w, b):
    x = positions(w, b)
    assert_allclose(w * sigma(x) + b, x, rtol=0.0, atol=1e-13 * (1.0 + abs(w) + abs(b)))
    assert (np.diff(x) > 0.0).all()


@given(st.floats(-40.0, 40.0), st.floats(-50.0, 50.0))
def test_all_fixed_points_are_found(w, b):
    assume(not np.any(np.abs(folds(w) - b) < 0.02))
    assert len(positions(w, b)) == sign_changes(w, b)


@given(st.floats(4.5, 40.0), st.floats(-0.5, 1.5))
def test_between_the_folds_are_three_fixed_points_and_outside_one(w, along):
    assume(min(abs(along), abs(along - 1.0)) > 1e-6)
    low, high = folds(w)
    expected = 3 if 0.0 < along < 1.0 else 1
    assert len(positions(w, low + along * (high - low))) == expected


@given(st.floats(4.0, 1e6))
def test_at_a_fold_a_fixed_point_has_slope_one(w):
    x = 2.0 * np.arctanh(np.sqrt(1.0 - 4.0 / w))
    y = 0.5 - 0.5 * np.sqrt(1.0 - 4.0 / w)  # σ(−x) = 1 − σ(x)
    assert y * (1.0 - y) * w == pytest.approx(1.0, rel=1e-6)
    assert_allclose(folds(w), [x - w * (1.0 - y), -x - w * y], rtol=1e-6)


@given(st.floats(4.01, 40.0))
def test_at_a_fold_the_middle_branch_meets_another(w):
    (upper, lower), (low, high) = fold_states(w), folds(w)
    inside = 1e-9 * (high - low)
    assert_allclose(fixed_points(w, low + inside).position[1:], upper, atol=2e-3)
    assert_allclose(fixed_points(w, high - inside).position[:2], lower, atol=2e-3)


def test_folds_begin_at_the_cusp():
    assert_array_equal(folds([3.9, 4.0, -5.0])[[0, 2]], np.full((2, 2), np.nan))
    assert_array_equal(folds(4.0), [-2.0, -2.0])
    assert_allclose(folds(5.0), [-2.655610, -2.344390], atol=1e-6)
    assert_allclose(positions(4.0, -2.0), [0.0], atol=1e-4)  # a triple root


@pytest.mark.parametrize("w", [-8.0, -3.0, 0.0, 2.0, 3.9, 4.5, 5.0, 9.0, 30.0])
@pytest.mark.parametrize("b", [-12.0, -4.5, -2.55, -2.25, -2.0, 0.0, 3.0])
def test_stable_ones_draw_states_near_and_the_others_drive_them_away(w, b):
    found = fixed_points(w, b)
    for x, stable in zip(found.position, found.stable, strict=True):
        if np.isnan(x):
            assert not stable
            continue
        near = x + 1e-6
        for _ in range(30):
            near = w * sigma(near) + b
        assert (abs(near - x) < 1e-6) == stable


def test_of_three_the_middle_one_is_unstable():
    found = fixed_points(5.0, -2.5)
    assert_allclose(found.position, [-1.776029, 0.0, 1.776029], atol=1e-6)
    assert found.stable.tolist() == [True, False, True]


def test_a_single_one_stands_on_its_branch():
    found = fixed_points(5.0, [-3.0, -2.0])
    assert_array_equal(~np.isnan(found.position), [[True, False, False], [False, False, True]])
    assert_array_equal(~np.isnan(fixed_points(2.0, 5.0).position), [True, False, False])


def test_weights_are_broadcast():
    w, b = np.array([[1.0], [5.0]]), np.array([-3.0, -2.5, 0.0])
    found = fixed_points(w, b)
    assert found.position.shape == found.stable.shape == (2, 3, 3)
    for i, j in np.ndindex(2, 3):
        alone = fixed_points(w[i, 0], b[j]).position
        assert_allclose(found.position[i, j], alone, atol=1e-14)


def test_far_brackets_are_halved_finely_enough():
    assert_allclose(positions(5.0, -1e4), [-1e4], rtol=1e-15)
    assert_allclose(positions(1e4, -5e3)[1], 0.0, atol=1e-11)
