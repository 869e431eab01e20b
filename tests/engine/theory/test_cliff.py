import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.theory.cliff import cliff, cliff_at, descend, ridge, ridge_is_stable

RIDGE = (5.0, float(ridge(5.0)))


def test_the_wall_of_figure_6_of_pascanu_2013():
    low, high = cliff(5.0, -2.612), cliff(5.0, -2.613)
    assert low.error == pytest.approx(8.476335e-3, rel=1e-6)
    assert low.derror_dw == pytest.approx(4.935583, rel=1e-6)
    assert low.derror_db == pytest.approx(7.859874, rel=1e-6)
    assert high.error == pytest.approx(3.415710e-1, rel=1e-6)


def test_the_gradient_on_the_ridge():
    here = cliff(*RIDGE)
    assert RIDGE[1] == pytest.approx(-2.612297, rel=1e-6)
    assert np.hypot(here.derror_dw, here.derror_db) == pytest.approx(779.398, rel=1e-6)


@pytest.mark.parametrize(("threshold", "distance"), [(None, 7.79398), (1.0, 0.01)])
def test_one_update_from_the_ridge(threshold, distance):
    path = descend(RIDGE, rate=0.01, iterations=1, threshold=threshold)
    assert np.hypot(*np.diff(path[:, :2], axis=0)[0]) == pytest.approx(distance, rel=1e-6)


@given(st.floats(-6.0, 4.0), st.floats(-3.0, 3.0), st.integers(1, 50))
def test_the_gradient_is_that_of_finite_differences(w, b, steps):
    here, small = cliff(w, b, steps), 1e-6
    along_w = cliff([w - small, w + small], b, steps).error
    along_b = cliff(w, [b - small, b + small], steps).error
    differences = [(after - before) / (2.0 * small) for before, after in (along_w, along_b)]
    assert_allclose([here.derror_dw, here.derror_db], differences, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize(("start", "steps"), [(0.5, 50), (-1.0, 3)])
def test_error_and_gradient_are_those_of_pytorch(start, steps):
    torch = pytest.importorskip("torch")
    w = torch.linspace(-6.0, 8.0, 15, dtype=torch.float64, requires_grad=True)
    b = torch.linspace(-4.0, 2.0, 15, dtype=torch.float64, requires_grad=True)
    x = torch.full_like(w, start)
    for _ in range(steps):
        x = w * torch.sigmoid(x) + b
    error = (torch.sigmoid(x) - 0.3) ** 2
    error.sum().backward()
    ours = cliff(w.detach().numpy(), b.detach().numpy(), steps, start, target=0.3)
    assert_allclose(ours.error, error.detach().numpy(), rtol=1e-10)
    assert_allclose(ours.derror_dw, w.grad.numpy(), rtol=1e-9, atol=1e-15)
    assert_allclose(ours.derror_db, b.grad.numpy(), rtol=1e-9, atol=1e-15)


def test_a_grid_holds_what_its_points_hold():
    w, b = np.linspace(1.0, 9.0, 4), np.linspace(-5.0, 0.0, 3)
    grid = cliff(w[:, None], b)
    points = [[cliff(float(x), float(y)) for y in b] for x in w]
    for name in ("error", "derror_dw", "derror_db"):
        of_points = [[getattr(point, name) for point in row] for row in points]
        assert_allclose(getattr(grid, name), of_points, rtol=1e-11)


def test_absurd_weights_give_results_without_a_warning():
    far = cliff([-1e3, 1e3, 1e308, np.nan], [1e308, -1e3, 1e308, 0.0])
    assert_allclose(far.error[:3], [0.09, 0.49, 0.09], rtol=1e-12)
    assert np.isnan(far.error[3])


@given(st.floats(-20.0, 20.0))
def test_on_the_ridge_the_start_stays_where_it_is(w):
    stays = (1.0 / (1.0 + np.exp(-0.5)) - 0.7) ** 2
    assert cliff(w, ridge(w), steps=2).error == pytest.approx(stays, rel=1e-10)


def test_the_ridge_parts_high_from_low_where_the_start_is_unstable():
    w = np.array([4.5, 5.0, 8.0])
    beside = [cliff(w, ridge(w) + side).error for side in (-1e-2, 1e-2)]
    assert (np.abs(beside[0] - beside[1]) > 0.2).all()
    w = np.array([1.0, 3.0, 4.0])
    beside = [cliff(w, ridge(w) + side).error for side in (-1e-2, 1e-2)]
    assert (np.abs(beside[0] - beside[1]) < 0.1).all()


def test_where_the_start_is_stable_states_beside_it_come_nearer():
    for w in (-4.2, 1.0, 4.25, 4.26, 8.0):
        x = 0.5 + 1e-7
        for _ in range(300):
            x = w / (1.0 + np.exp(-x)) + float(ridge(w))
        assert ridge_is_stable(w) == (abs(x - 0.5) < 1e-7)


@given(st.floats(-30.0, 30.0), st.floats(-30.0, 30.0))
def test_one_point_is_as_in_the_grid(w, b):
    there = cliff(w, b)
    expected = there.error, there.derror_dw, there.derror_db
    assert_allclose(cliff_at(w, b), expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("w", [-1e3, 1e3, 1e308, np.inf, np.nan])
@pytest.mark.parametrize("b", [-1e308, -1e3, 1e308, np.nan])
def test_one_absurd_point_is_as_in_the_grid(w, b):
    there = cliff(w, b)
    expected = there.error, there.derror_dw, there.derror_db
    assert_allclose(cliff_at(w, b), expected, rtol=1e-9)


def moves(path):
    return np.hypot(*np.diff(path[:, :2], axis=0).T)


def test_without_clipping_the_wall_throws_the_weights_away_and_with_clipping_they_descend():
    unclipped = descend(RIDGE, rate=0.05, iterations=200)
    assert moves(unclipped)[0] > 38.0
    assert_allclose(unclipped[1:, 2], 0.09, rtol=1e-6)  # σ(x) = 1: flat, and no way back
    clipped = descend(RIDGE, rate=0.05, iterations=200, threshold=1.0)
    assert (moves(clipped) <= 0.05 * (1.0 + 1e-12)).all()
    assert clipped[:, 2].min() < 0.01


def test_a_descent_holds_the_error_of_each_of_its_points():
    path = descend((3.0, -1.0), rate=0.5, iterations=30)
    assert path.shape == (31, 3)
    assert_array_equal(path[0, :2], [3.0, -1.0])
    assert_allclose(path[:, 2], cliff(path[:, 0], path[:, 1]).error, rtol=1e-12, atol=1e-15)
    assert (np.diff(path[:, 2]) < 0.0).all()
    here = cliff(3.0, -1.0)
    assert_allclose(path[1, :2], [3.0 - 0.5 * here.derror_dw, -1.0 - 0.5 * here.derror_db])


def test_a_threshold_that_is_never_reached_changes_nothing():
    free, held = (descend((3.0, -1.0), 0.5, 5, threshold) for threshold in (None, 100.0))
    assert_array_equal(free, held)
