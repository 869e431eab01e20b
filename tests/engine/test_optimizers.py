import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.optimizers import OPTIMIZERS
from rnnsim.model.parameters import PARAMETERS

KEYS = [choice.value for choice in PARAMETERS["optimizer"].choices]
SHAPES = [(3, 4), (3,), (1, 1), (2, 5)]
UPDATES = 20


def drawn(seed, dtype=np.float64, size=1.0):
    random = np.random.default_rng(seed)
    return [(size * random.standard_normal(shape)).astype(dtype) for shape in SHAPES]


def rates():
    """A learning rate of its own for every update."""
    return np.random.default_rng(1).uniform(1e-3, 0.1, UPDATES).tolist()


def trained(key, gradients, dtype=np.float64, learning_rates=None):
    """The weights after each update."""
    weights = drawn(0, dtype)
    optimizer = OPTIMIZERS[key](weights)
    after = []
    for gradient, rate in zip(gradients, learning_rates or rates(), strict=False):
        optimizer.update(weights, gradient, rate)
        after.append([weight.copy() for weight in weights])
    return after


def trained_by_pytorch(key, gradients, dtype=np.float64, rounded_to=None):
    """The same by ``torch.optim``; `rounded_to` after every update."""
    torch = pytest.importorskip("torch")
    made = {
        "sgd": torch.optim.SGD,
        "momentum": lambda weights, lr: torch.optim.SGD(weights, lr, momentum=0.9),
        "rmsprop": torch.optim.RMSprop,
        "adam": torch.optim.Adam,
    }
    weights = [torch.tensor(w, requires_grad=True) for w in drawn(0, rounded_to or dtype)]
    weights = [
        w.detach().to(getattr(torch, np.dtype(dtype).name)).requires_grad_() for w in weights
    ]
    optimizer = made[key](weights, lr=1.0)
    after = []
    for gradient, rate in zip(gradients, rates(), strict=False):
        optimizer.param_groups[0]["lr"] = rate
        for weight, g in zip(weights, gradient, strict=True):
            weight.grad = torch.tensor(g.astype(dtype))
        optimizer.step()
        if rounded_to:
            for weight in weights:
                weight.data = torch.tensor(weight.detach().numpy().astype(rounded_to).astype(dtype))
        after.append([weight.detach().numpy().copy() for weight in weights])
    return after


def assert_near(ours, theirs, **tolerance):
    for our_weights, their_weights in zip(ours, theirs, strict=True):
        for our, their in zip(our_weights, their_weights, strict=True):
            assert_allclose(our, their, **tolerance)


def test_there_is_an_optimizer_for_every_choice():
    assert set(OPTIMIZERS) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-6)])
@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_updates_are_those_of_pytorch(key, dtype, tolerance, size):
    gradients = [drawn(i, dtype, size) for i in range(UPDATES)]
    theirs = trained_by_pytorch(key, gradients, dtype)
    largest = max(np.abs(weight).max() for weight in theirs[-1])
    assert_near(trained(key, gradients, dtype), theirs, rtol=tolerance, atol=tolerance * largest)


@pytest.mark.parametrize("key", KEYS)
def test_float16_is_updated_by_way_of_float32(key):
    gradients = [drawn(i, np.float16, 1e-3) for i in range(UPDATES)]
    theirs = trained_by_pytorch(key, gradients, np.float32, rounded_to=np.float16)
    ours = trained(key, gradients, np.float16)
    assert {weight.dtype for weight in ours[-1]} == {np.dtype(np.float16)}
    assert_near(ours, theirs, rtol=2e-3, atol=1e-3)


@pytest.mark.parametrize("key", ["rmsprop", "adam"])
def test_small_float16_gradients_move_the_weights_as_far_as_large_ones(key):
    weights = [np.zeros(2, np.float16)]
    gradient = [np.array([1e-5, 1.0], np.float16)]  # the square of 1e-5 is 0 in float16
    OPTIMIZERS[key](weights).update(weights, gradient, 0.01)
    assert weights[0][0] == pytest.approx(float(weights[0][1]), rel=0.02)
    assert weights[0][1] < -0.009


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("key", KEYS)
def test_weights_are_changed_in_place_and_gradients_not(key, dtype):
    weights, gradients = drawn(0, dtype), drawn(1, dtype)
    whole = np.zeros((3, 6), dtype)
    weights[0], gradients[0] = whole[:, 1:5], np.asfortranarray(gradients[0])  # of any layout
    before, given = [w.copy() for w in weights], [g.copy() for g in gradients]
    OPTIMIZERS[key](weights).update(weights, gradients, 0.1)
    for weight, old, gradient, unchanged in zip(weights, before, gradients, given, strict=True):
        assert weight.dtype == dtype
        assert (np.sign(old - weight) == np.sign(gradient)).all()
        assert_array_equal(gradient, unchanged)
    assert not whole[:, [0, 5]].any()


def test_gradient_descent_goes_against_the_gradient():
    weights = [np.array([1.0, 2.0])]
    OPTIMIZERS["sgd"](weights).update(weights, [np.array([4.0, -8.0])], 0.25)
    assert_array_equal(weights[0], [0.0, 4.0])


def test_momentum_gathers_a_constant_gradient_up_to_tenfold():
    moves = -np.diff([0.0, *constant("momentum", 3.0)])
    assert_allclose(moves, 0.01 * 3.0 * (1.0 - 0.9 ** np.arange(1, 21)) / 0.1, rtol=1e-10)


@pytest.mark.parametrize("size", [1e-4, 3.0, 1e100])
def test_adam_moves_by_the_learning_rate_whatever_the_constant_gradient(size):
    moves = -np.diff([0.0, *constant("adam", size)])
    assert_allclose(moves, 0.01, rtol=2e-4)


@pytest.mark.parametrize("size", [1e-4, 3.0, 1e100])
def test_rmsprop_begins_with_ten_times_the_learning_rate(size):
    moves = -np.diff([0.0, *constant("rmsprop", size)])
    assert_allclose(moves, 0.01 / np.sqrt(1.0 - 0.99 ** np.arange(1, 21)), rtol=2e-3)


def constant(key, gradient):
    """One weight that begins at 0, after each update with the same gradient."""
    weights = [np.zeros(1)]
    optimizer = OPTIMIZERS[key](weights)
    after = []
    for _ in range(UPDATES):
        optimizer.update(weights, [np.array([gradient])], 0.01)
        after.append(weights[0].item())
    return after


@pytest.mark.parametrize("key", KEYS)
def test_a_new_optimizer_has_no_memory(key):
    gradients = [drawn(i) for i in range(3)]
    assert_near(trained(key, gradients), trained(key, gradients), rtol=0.0)


@pytest.mark.parametrize("key", KEYS)
def test_inf_and_nan_are_results_as_in_pytorch(key):
    gradients = [drawn(i) for i in range(3)]
    for component, value in enumerate([np.inf, -np.inf, np.nan, 1e200, 1e-200]):
        gradients[1][0].flat[component] = value
    assert_near(trained(key, gradients), trained_by_pytorch(key, gradients), rtol=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_overflowing_float16_weights_are_results(key):
    weights, gradients = [np.full(1, 6e4, np.float16)], [np.full(1, -6e4, np.float16)]
    optimizer = OPTIMIZERS[key](weights)
    for _ in range(3):
        optimizer.update(weights, gradients, 1e5)
    assert_array_equal(weights[0], [np.inf])


@pytest.mark.parametrize("key", KEYS)
def test_other_weights_than_it_was_made_with_are_refused(key):
    weights = drawn(0)
    with pytest.raises(ValueError, match="zip"):
        OPTIMIZERS[key](weights).update(weights[:2], drawn(1)[:2], 0.1)
