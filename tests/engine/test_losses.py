from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from rnnsim.engine.losses import cross_entropy, mean_output

BATCHES = st.tuples(st.integers(1, 5), st.integers(2, 6), st.integers(0, 2**32), st.floats(0, 20))


def drawn(batch):
    size, classes, seed, spread = batch
    random = np.random.default_rng(seed)
    logits = spread * random.standard_normal((size, classes))
    return logits, random.integers(classes, size=size)


@given(BATCHES)
def test_cross_entropy_is_the_mean_of_log_sum_exp_minus_the_target(batch):
    logits, targets = drawn(batch)
    wide = logits.astype(np.longdouble)
    terms = np.log(np.exp(wide).sum(axis=1)) - wide[np.arange(len(wide)), targets]
    loss, _ = cross_entropy(logits, targets)
    assert loss == pytest.approx(float(terms.mean()), rel=1e-13, abs=1e-14)


@given(BATCHES)
def test_its_derivative_is_softmax_minus_one_hot_over_the_batch(batch):
    logits, targets = drawn(batch)
    wide = logits.astype(np.longdouble)
    softmax = np.exp(wide) / np.exp(wide).sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[targets]
    _, derivative = cross_entropy(logits, targets)
    assert_allclose(
        derivative, ((softmax - one_hot) / len(logits)).astype(float), rtol=1e-10, atol=1e-18
    )


@given(BATCHES)
def test_its_derivative_agrees_with_finite_differences(batch):
    logits, targets = drawn(batch)
    _, derivative = cross_entropy(logits, targets)
    step = 1e-5
    for index in np.ndindex(*logits.shape):
        nudge = np.zeros_like(logits)
        nudge[index] = step
        ahead, _ = cross_entropy(logits + nudge, targets)
        behind, _ = cross_entropy(logits - nudge, targets)
        assert derivative[index] == pytest.approx((ahead - behind) / (2 * step), rel=1e-6, abs=1e-8)


def test_guessing_costs_the_logarithm_of_the_number_of_classes():
    loss, derivative = cross_entropy(np.zeros((3, 4)), np.array([0, 1, 2]))
    assert loss == pytest.approx(np.log(4.0), rel=1e-15)
    assert_allclose(derivative[0], [-0.25, 1 / 12, 1 / 12, 1 / 12], rtol=1e-15)


def test_a_certain_answer_keeps_a_gradient_that_sums_to_zero():
    _, derivative = cross_entropy(np.array([[60.0, 0.0, 1.0]]), np.array([0]))
    assert derivative[0, 0] == pytest.approx(-(1 + np.e) * np.exp(-60.0), rel=1e-14)
    assert sum(map(Fraction, derivative[0].tolist())) == 0


def test_huge_logits_do_not_overflow():
    loss, derivative = cross_entropy(np.array([[1e300, 0.0], [0.0, -1e300]]), np.array([1, 0]))
    assert loss == 5e299
    assert_allclose(derivative, [[0.5, -0.5], [0.0, 0.0]])


def test_the_mean_output_has_a_constant_derivative():
    outputs = np.array([[1.0], [2.0], [6.0]])
    loss, derivative = mean_output(outputs)
    assert loss == 3.0
    assert_allclose(derivative, np.full((3, 1), 1 / 3))
