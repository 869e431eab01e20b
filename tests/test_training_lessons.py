"""What lessons claim and narrate of whole trainings: five seeds each, the settings as shipped.

How long a training takes on a clock is measured by `make bench ARGS=recall`; here iterations count.
`told` holds a number to its sentence: whoever changes the one has to look at the other.
"""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.model.lesson import find_lesson

SEEDS = (1, 2, 3, 4, 5)
every_seed = pytest.mark.parametrize("seed", SEEDS)

BATCHES = 20
"""Over how many batches in a row accuracy is taken where it is said to exceed something."""

RIGHT = 0.95
READING_FIRST = np.s_[:, :4]
"""The columns of W_ih that read A, B, C or D, and so x₁ alone."""


def at(name, number, seed=None):
    """The untrained simulation of a scene, counted from 1, with the file's seed or another."""
    settings = find_lesson(name).settings_at(number - 1)
    return Simulation(settings if seed is None else replace(settings, seed=seed))


def told(name, number, *phrases):
    """The same, of a scene that says these words."""
    text = find_lesson(name).scenes[number - 1].text
    for phrase in phrases:
        assert phrase in text, f"{name}, scene {number} does not say “{phrase}”"
    return at(name, number)


def shown(name, number, seed=None):
    return pass_picture(at(name, number, seed))


@cache
def training(name, number, seed, iterations):
    """The simulation after so many iterations, fewer where it diverges; losses, accuracies."""
    simulation, losses, right = at(name, number, seed), [], []
    for _ in range(iterations):
        losses.append(simulation.loss)
        right.append(simulation.network.accuracy())
        if not simulation.iterate():
            break
    return simulation, np.array(losses), np.array(right)


def assert_guesses(simulation, losses, right):
    """One answer in four is right, within four standard errors, and the loss is ln 4."""
    answers = right.size * simulation.settings.batch_size
    assert right.mean() == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / answers))
    assert losses.mean() == pytest.approx(math.log(4), rel=0.01)


def updates_until_right(right):
    """Updates until more than 95 % of `BATCHES` batches in a row are answered rightly."""
    means = np.convolve(right, np.full(BATCHES, 1 / BATCHES), "valid")
    return _first(means > RIGHT, BATCHES - 1)


def _first(true, before=0):
    found = np.flatnonzero(true)
    return int(found[0]) + before if len(found) else math.inf


def radius(simulation):
    return np.abs(np.linalg.eigvals(simulation.weights.cell.weight_hh)).max()


def reading_first(simulation):
    """|∂L/∂w| of each weight that reads x₁."""
    return np.abs(simulation.network.gradients["weight_ih"][READING_FIRST])


def first_changes(simulation):
    """By how much the first update moves each weight."""
    before = [weight.copy() for weight in simulation.network.trained_weights()]
    simulation.iterate()
    after = simulation.network.trained_weights()
    return np.concatenate([np.abs(x - y).ravel() for x, y in zip(before, after, strict=True)])


# 7 Exploding


@every_seed
def test_the_exploding_lesson_diverges_unclipped_and_learns_clipped_from_the_same_seed(seed):
    told("exploding", 6, "The same seed and learning rate", "a dozen updates", "below 0.1")
    unclipped, lost, _ = training("exploding", 4, seed, 100)
    clipped, losses, _ = training("exploding", 6, seed, 100)
    assert clipped.settings == replace(unclipped.settings, clip="norm")
    assert losses[0] == lost[0]
    assert unclipped.divergence is not None
    assert len(lost) <= 6
    assert clipped.divergence is None
    assert 8 <= _first(losses < 0.1) <= 24
    assert losses[-50:].mean() < 0.1


def test_the_longest_clipped_update_is_told_rightly():
    settings = told("exploding", 6, "clipped at 1", "at most 0.05 long").settings
    assert settings.learning_rate * settings.clip_threshold == pytest.approx(0.05)
    assert _first(training("exploding", 6, 1, 100)[1] < 0.1) == pytest.approx(12, abs=1)


# 13 A hundred steps back

RNN_UPDATES, LSTM_UPDATES = 1000, 700


@every_seed
def test_over_a_hundred_steps_the_rnn_stays_at_guessing(seed):
    told("recall", 3, "A thousand updates", "ln 4 = 1.386", "one answer in four")
    rnn, losses, right = training("recall", 3, seed, RNN_UPDATES)
    settings = rnn.settings
    assert (settings.cell, settings.activation, settings.optimizer) == ("rnn", "tanh", "sgd")
    assert (settings.time_steps, settings.spectral_radius) == (100, 0.9)
    assert_guesses(rnn, losses[-500:], right[-500:])


@every_seed
def test_over_a_hundred_steps_the_lstm_learns_in_fewer_updates(seed):
    told("recall", 5, "more than 95 %", "some 600")
    lstm, losses, right = training("recall", 5, seed, LSTM_UPDATES)
    rnn = at("recall", 3, seed).settings
    assert lstm.settings == replace(rnn, cell="lstm")
    assert lstm.settings.forget_bias == "chrono"
    assert_guesses(lstm, losses[:200], right[:200])
    assert right[-50:].mean() > RIGHT
    assert 400 < updates_until_right(right) < LSTM_UPDATES < RNN_UPDATES


@every_seed
def test_with_clipping_by_norm_the_lstm_still_guesses_after_500_updates(seed):
    told("recall", 6, "η = 1", "by norm at 1", "after 500 updates")
    by_norm, losses, right = training("recall", 6, seed, 500)
    settings = by_norm.settings
    assert (settings.cell, settings.learning_rate, settings.clip) == ("lstm", 1.0, "norm")
    assert settings.clip_threshold == 1.0
    assert_guesses(by_norm, losses[-300:], right[-300:])


@every_seed
def test_what_comes_from_the_first_token_is_not_clipped_and_tiny_in_the_rnn(seed):
    told("recall", 3, "below 10⁻⁷")
    told("recall", 6, "leaves those that come from x₁ whole")
    rnn, lstm = at("recall", 3, seed), at("recall", 5, seed)
    assert reading_first(rnn).max() < 1e-7
    assert 1e-5 < reading_first(lstm).max() < lstm.settings.clip_threshold


def test_the_numbers_of_the_start_are_told_rightly():
    passed = pass_picture(told("recall", 1, "three million times")).gradient_magnitude
    assert passed[-1] / passed[1] == pytest.approx(3e6, rel=0.05)
    settings = told("recall", 2, "η = 10", "±0.0002", "0.002 an update").settings
    assert (settings.clip, settings.clip_threshold, settings.learning_rate) == ("value", 2e-4, 10.0)
    lstm = pass_picture(told("recall", 4, "960 times", "a fifth"))
    size, memory = lstm.gradient_magnitude, lstm.memory_gradient_magnitude
    assert size[-1] / size[1] == pytest.approx(960, rel=0.01)
    assert memory[1] / memory[-1] == pytest.approx(0.2, abs=0.02)
    start = told("recall", 5)
    every = np.concatenate([np.abs(each).ravel() for each in start.gradient])
    told("recall", 6, "11 % of all")
    assert (every > start.settings.clip_threshold).mean() == pytest.approx(0.11, abs=0.005)


def test_when_the_lstm_of_the_seed_shown_begins_and_has_learned_is_told_rightly():
    told("recall", 5, "some 350 updates", "some 600")
    _, losses, right = training("recall", 5, 1, LSTM_UPDATES)
    means = np.convolve(losses, np.full(BATCHES, 1 / BATCHES), "valid")
    assert _first(means < 1.35, BATCHES - 1) == pytest.approx(350, abs=40)
    assert updates_until_right(right) == pytest.approx(600, abs=60)


# 14 Adam and the tiny gradient

GUESSING_UPDATES = 500


@every_seed
def test_over_sixty_steps_gradient_descent_stays_at_guessing(seed):
    told("adam", 2, "η = 0.1", "After 500 updates", "ln 4 = 1.386")
    told("adam", 5, "left at 0.90")
    sgd, losses, right = training("adam", 2, seed, GUESSING_UPDATES)
    assert (sgd.settings.optimizer, sgd.settings.learning_rate) == ("sgd", 0.1)
    assert_guesses(sgd, losses[-300:], right[-300:])
    assert radius(sgd) == pytest.approx(0.9, abs=0.04)


@every_seed
def test_over_sixty_steps_adam_learns(seed):
    told("adam", 5, "more than 95 %", "after up to 310")
    adam, _, right = training("adam", 5, seed, 400)
    assert adam.settings == replace(
        at("adam", 2, seed).settings, optimizer="adam", learning_rate=0.002
    )
    assert 90 < updates_until_right(right) < 350
    assert right[-50:].mean() > RIGHT
    assert radius(adam) > 1.5


def test_when_the_seed_shown_has_learned_with_adam_is_told_rightly():
    told("adam", 5, "after 110 updates", "its ρ", "has passed 1.5")
    _, _, right = training("adam", 5, 1, 400)
    taken = updates_until_right(right)
    assert taken == pytest.approx(110, abs=10)
    assert 1.5 < radius(training("adam", 5, 1, taken)[0]) < 1.6
    slowest = max(updates_until_right(training("adam", 5, seed, 400)[2]) for seed in SEEDS)
    assert slowest == pytest.approx(310, abs=25)


@every_seed
def test_adam_changes_the_step_and_not_the_gradient(seed):
    told("adam", 3, "the very same, number for number", "nearly all weights by 0.002")
    sgd, adam = at("adam", 2, seed), at("adam", 3, seed)
    for before, after in zip(sgd.gradient, adam.gradient, strict=True):
        np.testing.assert_array_equal(before, after)
    assert np.mean(np.abs(first_changes(adam) - 0.002) < 2e-5) > 0.95
    assert np.mean(first_changes(sgd) < 2e-6) > 0.05


@every_seed
def test_the_first_steps_make_up_about_a_ten_thousandth_of_the_sum(seed):
    told("adam", 4, "the first ten steps", "a ten-thousandth")
    bars = shown("adam", 4, seed).contributions
    assert 3e-5 < np.abs(bars[:10]).sum() / bars.sum() < 5e-4


def test_the_share_of_the_first_steps_is_told_rightly():
    bars = shown("adam", 4).contributions
    assert np.abs(bars[:10]).sum() / bars.sum() == pytest.approx(1e-4, rel=0.2)


@every_seed
def test_at_a_radius_of_06_adam_guesses_too(seed):
    told("adam", 6, "ρ = 0.6", "below 10⁻¹⁴", "ε = 10⁻⁸", "500 updates later")
    start = at("adam", 6, seed)
    assert start.settings == replace(at("adam", 5, seed).settings, spectral_radius=0.6)
    assert reading_first(start).max() < 1e-14
    adam, losses, right = training("adam", 6, seed, GUESSING_UPDATES)
    assert_guesses(adam, losses[-300:], right[-300:])


def test_the_tiny_gradients_are_told_rightly():
    passed = pass_picture(told("adam", 1, "3800 times")).gradient_magnitude
    assert passed[-1] / passed[1] == pytest.approx(3800, rel=0.02)
    told("adam", 1, "Half of the weights", "below 4·10⁻⁶")
    assert np.median(reading_first(at("adam", 1))) == pytest.approx(4e-6, rel=0.2)
    settings = told("adam", 2, "10⁻⁶ moves its weight by 10⁻⁷").settings
    assert settings.learning_rate * 1e-6 == pytest.approx(1e-7)
