import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.norms import norm
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.spectrum import largest_singular_value
from rnnsim.engine.theory import geometric, jacobian_norms
from rnnsim.model.settings import Settings


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


@given(st.from_type(Settings), st.integers(0, 3))
def test_the_gradient_never_exceeds_the_bound_of_pascanu_2013(settings, iterations):
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    gamma = ACTIVATIONS[settings.activation].gamma
    sigma = largest_singular_value(simulation.weights.cell.weight_hh)
    magnitude = simulation.pass_picture().gradient_magnitude
    bound = geometric(gamma * sigma, magnitude[-1], settings.time_steps)
    assert (magnitude <= bound * (1.0 + 1e-12)).all()


@given(st.from_type(Settings))
def test_jacobian_norms_are_those_of_the_jacobians_built(settings):
    simulation = Simulation(settings)
    simulation.iterate()
    matrix = simulation.weights.cell.weight_hh
    jacobians = np.array(
        [[np.diag(slope) @ matrix for slope in slopes] for slopes in simulation.cell.slopes]
    )
    assert_allclose(
        jacobian_norms(simulation.cell.slopes, matrix),
        [norm(of_batch) / np.sqrt(settings.batch_size) for of_batch in jacobians],
        rtol=1e-13,
        atol=1e-300,
    )


def test_jacobian_norms_of_infinite_weights_are_results():
    slopes = np.array([[[0.0, 1.0]], [[1.0, 1.0]]])
    matrix = np.array([[np.inf, 0.0], [1.0, 1.0]])
    assert_array_equal(jacobian_norms(slopes, matrix), [np.nan, np.inf])
