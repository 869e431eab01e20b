import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.norms import norms
from rnnsim.engine.theory import geometric


def test_the_geometric_line_ends_at_the_last_value():
    assert_allclose(geometric(0.5, 8.0, 3), [1.0, 2.0, 4.0, 8.0], rtol=1e-15)


@given(st.floats(0.0, 3.0), st.floats(1e-3, 10.0), st.integers(1, 500))
def test_the_geometric_line_is_the_powers_of_its_factor(factor, last, time_steps):
    line = geometric(factor, last, time_steps)
    assert len(line) == time_steps + 1
    powers = np.longdouble(factor) ** np.arange(time_steps, -1, -1) * np.longdouble(last)
    assert_allclose(line, powers.astype(float), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(
    ("factor", "last", "first"),
    [
        (12.0, 0.0, 0.0),
        (12.0, 1.0, np.inf),
        (0.1, 1.0, 0.0),
        (0.0, 1.0, 0.0),
        (np.nan, 1.0, np.nan),
    ],
)
def test_the_geometric_line_over_and_underflows_without_a_warning(factor, last, first):
    line = geometric(factor, last, 500)
    assert_array_equal(line[[0, -1]], [first, last])


def drawn(seed, time_steps=12, batch_size=3, hidden_size=5):
    """Slopes (T, B, N) between −1 and 1 and a matrix (N, N), at random."""
    random = np.random.default_rng(seed)
    slopes = random.uniform(-1.0, 1.0, (time_steps, batch_size, hidden_size))
    return slopes, random.standard_normal((hidden_size, hidden_size))


@given(st.integers(0, 999), st.sampled_from([0.25, 1.0]), st.floats(0.1, 3.0))
def test_no_gradient_exceeds_the_bound_of_pascanu_2013(seed, gamma, size):
    slopes, matrix = drawn(seed)
    slopes, matrix = gamma * slopes, size * matrix
    gradients = [np.random.default_rng(seed + 1).standard_normal(slopes[0].shape)]
    for slope in slopes[::-1]:
        gradients.insert(0, (gradients[0] * slope) @ matrix)
    magnitude = norms(np.array(gradients))
    bound = geometric(gamma * np.linalg.norm(matrix, 2), magnitude[-1], len(slopes))
    assert (magnitude <= bound * (1.0 + 1e-12)).all()
