from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.losses import cross_entropy, mean_output, mse_loss

SHAPES = st.one_of(
    st.tuples(st.integers(1, 5), st.integers(1, 6)),
    st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 6)),
)
"""Of outputs at the last step, (B, O), and at all steps, (T, B, O)."""

SEEDS, SPREADS = st.integers(0, 2**32), st.floats(0, 20)
PRECISIONS = ["float16", "float32", "float64"]
EACH_PRECISION = pytest.mark.parametrize("precision", PRECISIONS)


def classes_drawn(shape, seed, spread):
    random = np.random.default_rng(seed)
    return spread * random.standard_normal(shape), random.integers(shape[-1], size=shape[:-1])


def values_drawn(shape, seed, spread):
    random = np.random.default_rng(seed)
    return spread * random.standard_normal(shape), random.standard_normal(shape)


def finite_difference(loss, outputs, targets, direction, step=1e-5):
    ahead, _ = loss(outputs + step * direction, targets)
    behind, _ = loss(outputs - step * direction, targets)
    return (ahead - behind) / (2 * step)


# Cross-entropy


@given(SHAPES, SEEDS, SPREADS)
def test_cross_entropy_is_the_mean_of_log_sum_exp_minus_the_target(shape, seed, spread):
    logits, targets = classes_drawn(shape, seed, spread)
    wide = logits.astype(np.longdouble)
    chosen = np.take_along_axis(wide, targets[..., np.newaxis], axis=-1)[..., 0]
    terms = np.log(np.exp(wide).sum(axis=-1)) - chosen
    loss, _ = cross_entropy(logits, targets)
    assert loss == pytest.approx(float(terms.mean()), rel=1e-13, abs=1e-14)


@given(SHAPES, SEEDS, SPREADS)
def test_its_derivative_is_softmax_minus_one_hot_over_the_targets(shape, seed, spread):
    logits, targets = classes_drawn(shape, seed, spread)
    wide = logits.astype(np.longdouble)
    softmax = np.exp(wide) / np.exp(wide).sum(axis=-1, keepdims=True)
    one_hot = np.eye(shape[-1])[targets]
    _, derivative = cross_entropy(logits, targets)
    expected = ((softmax - one_hot) / targets.size).astype(float)
    assert_allclose(derivative, expected, rtol=1e-10, atol=1e-18)


@given(SHAPES, SEEDS, SPREADS)
def test_its_derivative_agrees_with_finite_differences(shape, seed, spread):
    logits, targets = classes_drawn(shape, seed, spread)
    direction = np.random.default_rng(seed + 1).standard_normal(shape)
    _, derivative = cross_entropy(logits, targets)
    expected = finite_difference(cross_entropy, logits, targets, direction)
    assert np.vdot(derivative, direction) == pytest.approx(expected, rel=1e-6, abs=1e-8)


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


# Mean squared error


@given(SHAPES, SEEDS, SPREADS)
def test_mse_loss_is_the_mean_of_all_squared_differences(shape, seed, spread):
    outputs, targets = values_drawn(shape, seed, spread)
    differences = [
        Fraction(y) - Fraction(target)
        for y, target in zip(outputs.ravel().tolist(), targets.ravel().tolist(), strict=True)
    ]
    loss, derivative = mse_loss(outputs, targets)
    assert loss == pytest.approx(float(sum(x * x for x in differences)) / outputs.size, rel=1e-13)
    expected = [float(2 * x) / outputs.size for x in differences]
    assert_allclose(derivative.ravel(), expected, rtol=1e-13, atol=1e-15)


@given(SHAPES, SEEDS, SPREADS)
def test_its_derivative_too_agrees_with_finite_differences(shape, seed, spread):
    outputs, targets = values_drawn(shape, seed, spread)
    direction = np.random.default_rng(seed + 1).standard_normal(shape)
    _, derivative = mse_loss(outputs, targets)
    expected = finite_difference(mse_loss, outputs, targets, direction)
    assert np.vdot(derivative, direction) == pytest.approx(expected, rel=1e-6, abs=1e-8)


# The mean of the outputs


@pytest.mark.parametrize("shape", [(3, 1), (1, 3, 1), (3, 1, 1)])
def test_the_mean_output_has_a_constant_derivative(shape):
    loss, derivative = mean_output(np.array([1.0, 2.0, 6.0]).reshape(shape))
    assert loss == 3.0
    assert_array_equal(derivative, np.full(shape, 1 / 3))


# Formats


@EACH_PRECISION
def test_losses_and_derivatives_keep_the_format_of_the_outputs(precision):
    outputs = np.random.default_rng(0).standard_normal((4, 3, 5)).astype(precision)
    for loss, derivative in (
        cross_entropy(outputs, np.ones((4, 3), dtype=np.intp)),
        mse_loss(outputs, np.full((4, 3, 5), 1 / 3)),
        mean_output(outputs),
    ):
        assert np.dtype(precision).type(loss) == loss
        assert derivative.dtype == outputs.dtype
        assert derivative.shape == outputs.shape


def test_targets_are_rounded_to_the_format_of_the_outputs():
    third = np.full((2, 1), 1 / 3)
    loss, derivative = mse_loss(third.astype(np.float32), third)
    assert loss == 0.0
    assert not derivative.any()


@pytest.mark.parametrize(("precision", "largest"), [("float16", 65504.0), ("float32", 3.4e38)])
def test_what_leaves_the_range_of_the_format_is_infinite(precision, largest):
    logits = np.array([[largest, -largest]], dtype=precision)
    with np.errstate(over="ignore"):
        loss, derivative = cross_entropy(logits, np.array([1]))
        assert loss == np.inf
        assert_array_equal(derivative, [[1.0, -1.0]])
        loss, derivative = mse_loss(logits[:, :1] / 4, np.zeros((1, 1)))
        assert loss == np.inf
        assert derivative == pytest.approx(largest / 2, rel=1e-3)


def test_half_precision_sums_lose_no_terms():
    # one by one, ones would add up to 2048 in float16 and no further
    outputs = np.ones((5000, 1), dtype=np.float16)
    assert mean_output(outputs)[0] == 1.0
    assert mse_loss(outputs, np.zeros((5000, 1)))[0] == 1.0
    loss, derivative = cross_entropy(np.zeros((5000, 3000), np.float16), np.zeros(5000, np.intp))
    assert loss == pytest.approx(np.log(3000), rel=2**-11)
    assert derivative[0, 0] == pytest.approx(-1 / 5000, rel=2**-11)


@pytest.mark.parametrize(
    ("loss", "drawn"), [(cross_entropy, classes_drawn), (mse_loss, values_drawn)]
)
def test_half_precision_derivatives_are_rounded_once(loss, drawn):
    outputs, targets = drawn((40, 7), 0, 2.0)
    outputs = outputs.astype(np.float16)
    if loss is mse_loss:
        targets = targets.astype(np.float16).astype(float)
        exact = 2 * (outputs - targets).astype(np.float16).astype(float) / outputs.size
    else:
        _, exact = cross_entropy(outputs.astype(float), targets)
    _, derivative = loss(outputs, targets)
    assert (derivative == exact.astype(np.float16)).mean() > 0.99


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_carried_on(odd):
    outputs = np.array([[odd, 1.0], [0.0, 1.0]])
    with np.errstate(invalid="ignore"):
        assert not np.isfinite(cross_entropy(outputs, np.array([0, 0]))[0])
        assert not np.isfinite(mse_loss(outputs, np.zeros((2, 2)))[0])
        assert not np.isfinite(mean_output(outputs)[0])


# PyTorch as a witness

TOLERANCES = {"float16": 2**-9, "float32": 1e-6, "float64": 1e-13}


def witnessed(loss, outputs, targets):
    """The loss and its derivative as PyTorch has them."""
    torch = pytest.importorskip("torch")
    wanted = torch.from_numpy(outputs).requires_grad_()
    value = getattr(torch.nn.functional, loss)(wanted, torch.from_numpy(targets))
    value.backward()
    return value.item(), wanted.grad.numpy()


@EACH_PRECISION
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (5, 3), (7, 5, 3), (30, 20, 9)])
@pytest.mark.parametrize("spread", [0.1, 3.0])
def test_pytorch_has_the_same_cross_entropy(shape, spread, precision):
    logits, targets = classes_drawn(shape, 0, spread)
    logits = logits.astype(precision)
    loss, derivative = cross_entropy(logits, targets)
    expected, gradient = witnessed(
        "cross_entropy", logits.reshape(-1, shape[-1]), targets.ravel().astype(np.int64)
    )
    tolerance = TOLERANCES[precision]
    assert loss == pytest.approx(expected, rel=tolerance, abs=tolerance)
    assert_allclose(
        derivative, gradient.reshape(shape), rtol=tolerance, atol=tolerance / targets.size
    )


@EACH_PRECISION
@pytest.mark.parametrize("shape", [(1, 1), (5, 1), (7, 5, 1), (30, 20, 2)])
@pytest.mark.parametrize("spread", [0.1, 3.0])
def test_pytorch_has_the_same_mse_loss(shape, spread, precision):
    outputs, targets = (x.astype(precision) for x in values_drawn(shape, 0, spread))
    loss, derivative = mse_loss(outputs, targets)
    expected, gradient = witnessed("mse_loss", outputs, targets)
    assert loss == pytest.approx(expected, rel=TOLERANCES[precision])
    assert_allclose(derivative, gradient, rtol=TOLERANCES[precision])


@pytest.mark.parametrize("loss", [cross_entropy, mse_loss])
def test_pytorch_overflows_in_half_precision_where_this_does(loss):
    outputs = np.array([[60000.0, -60000.0], [0.0, 0.0]], dtype=np.float16)
    targets = np.array([1, 0]) if loss is cross_entropy else np.zeros((2, 2), dtype=np.float16)
    with np.errstate(over="ignore"):
        found, derivative = loss(outputs, targets)
    expected, gradient = witnessed(loss.__name__, outputs, targets)
    assert found == expected == np.inf
    assert_array_equal(derivative, gradient)
