"""Each lesson's claim, by real runs over five seeds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from rnnsim.engine.pictures import pass_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.model.lesson import find_lesson, lessons

SEEDS = (1, 2, 3, 4, 5)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def start(name, seed, **changes):
    """The simulation of a lesson as shipped, but for its seed."""
    return Simulation(replace(find_lesson(name).settings, seed=seed, **changes))


def magnitude(simulation):
    return pass_picture(simulation).gradient_magnitude


def losses(simulation, iterations):
    """The losses of so many iterations; fewer where it diverges."""
    found = []
    while len(found) < iterations:
        found.append(simulation.loss)
        if not simulation.iterate():
            break
    return np.array(found)


def test_all_lessons_are_numbered_in_order_and_say_what_they_show():
    shipped = list(lessons().values())
    numbers = [lesson.number for lesson in shipped]
    assert None not in numbers
    assert numbers == sorted(set(numbers))
    assert all(lesson.title and lesson.claim for lesson in shipped)


@every_seed
def test_of_the_gradient_of_one_unit_with_w_09_a_power_is_left(seed):
    size = magnitude(start("power", seed))
    assert size[0] / size[50] == pytest.approx(0.00515377520732, rel=1e-10)


@every_seed
def test_the_vanishing_gradient_leaves_the_loss_at_guessing(seed):
    simulation = start("vanishing", seed)
    before = magnitude(simulation)
    found = losses(simulation, 1000)
    after = magnitude(simulation)
    assert before[1] < before[-1] / 100
    assert after[1] < after[-1] / 100
    assert found[-200:].mean() == pytest.approx(math.log(4), rel=0.01)


@every_seed
def test_the_sigmoid_lets_the_gradient_vanish_at_a_radius_of_three(seed):
    simulation = start("sigmoid", seed)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert spectrum.spectral_radius == pytest.approx(3.0)
    assert spectrum.slope_bound * spectrum.largest_singular_value < 1
    assert size[1] < size[-1] / 100


@every_seed
def test_the_exploding_gradient_ends_in_an_overflow(seed):
    simulation = start("exploding", seed)
    size = magnitude(simulation)
    assert size[1] > 50 * size[-1]
    losses(simulation, 20)
    assert simulation.divergence is not None


@every_seed
def test_clipping_alone_makes_the_same_start_learn(seed):
    clipped, unclipped = start("clipping", seed), start("exploding", seed)
    assert replace(clipped.settings, clip="off") == unclipped.settings
    np.testing.assert_array_equal(magnitude(clipped), magnitude(unclipped))
    found = losses(clipped, 1000)
    assert clipped.divergence is None
    assert found[-200:].mean() < 0.1


@every_seed
def test_an_orthogonal_start_keeps_the_gradients_length(seed):
    np.testing.assert_allclose(magnitude(start("orthogonal", seed)), 1.0, rtol=1e-12)


@every_seed
def test_the_gradient_of_a_non_normal_matrix_first_grows(seed):
    simulation = start("non-normal", seed)
    size = magnitude(simulation)
    assert np.abs(spectrum_picture(simulation).constructed).max() <= 0.9 + 1e-12
    assert size.max() > 10 * size[-1]
    assert size.argmax() < len(size) - 2
