"""Every cell against a derivative that knows nothing of backpropagation.

It is the complex step, Im L(θ + iε)/ε, which has no rounding error to speak of (Squire, Trapp
1998), of a plain network in PyTorch's order of gates.
"""

import math
from dataclasses import replace
from functools import cached_property

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import LEAK
from rnnsim.engine.cells import CELLS, CellWeights, Shape, base
from rnnsim.engine.diagnostics import jacobians
from rnnsim.engine.norms import norm, norms
from rnnsim.engine.truncation import Window, windows
from rnnsim.model.cells import CELLS as CELL_CHOICES
from rnnsim.model.parameters import PARAMETERS

STEP = 1e-30
GATES = {"rnn": "", "lstm": "ifgo", "gru": "rzn"}
NARROW = [np.float16, np.float32]
NAMES = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def softplus(a, largest):
    """ln(1 + eᵃ), with the larger of both exponents taken out first."""
    return largest + np.log(np.exp(-largest) + np.exp(a - largest))


PHI = {
    "tanh": np.tanh,
    "relu": lambda a: np.where(a.real > 0, a, 0),
    "leaky_relu": lambda a: np.where(a.real > 0, a, LEAK * a),
    "sigmoid": sigmoid,
    "hard_tanh": lambda a: np.where(abs(a.real) < 1, a, np.sign(a.real)),
    "softplus": lambda a: softplus(a, np.maximum(a.real, 0)),
    "linear": lambda a: a,
}


def affine(x, matrix, bias):
    """Columns of N for each gate, with a leading axis for as many networks as there are."""
    return x @ np.swapaxes(matrix, -1, -2) + bias[..., None, :]


def plain_step(cell, phi, x, h, c, weights, nudge_c):
    """The next h and c, the gates by their letters, and the pre-activation of the candidate."""
    ih, hh, bias_ih, bias_hh = weights
    blocks = max(1, len(GATES[cell]))
    of_x = np.split(affine(x, ih, bias_ih), blocks, axis=-1)
    of_h = np.split(affine(h, hh, bias_hh), blocks, axis=-1)
    if cell == "rnn":
        a = of_x[0] + of_h[0]
        return phi(a), c, {}, a
    if cell == "lstm":
        i, f, g, o = (one + other for one, other in zip(of_x, of_h, strict=True))
        gates = {"i": sigmoid(i), "f": sigmoid(f), "g": phi(g), "o": sigmoid(o)}
        c = gates["f"] * c + gates["i"] * gates["g"] + nudge_c
        return gates["o"] * phi(c), c, gates, g
    r, z = (sigmoid(of_x[k] + of_h[k]) for k in range(2))
    a = of_x[2] + r * of_h[2]
    n = phi(a)
    return (1 - z) * n + z * h, c, {"r": r, "z": z, "n": n}, a


def complex_step(function, x):
    """∂function/∂x, all components at once: `function` takes (x.size, *x.shape) arrays."""
    nudges = 1j * STEP * np.eye(x.size).reshape(x.size, *x.shape)
    return (function(x + nudges).imag / STEP).reshape(x.shape)


class Case:
    """A cell run on random numbers, with immediate losses c_t·h_t at T or at all time steps."""

    def __init__(
        self, cell, activation, time_steps, batch_size, hidden_size, input_size, at_all, scale, seed
    ):
        random = np.random.default_rng(seed)
        rows = max(1, len(GATES[cell])) * hidden_size
        self.name, self.activation = cell, activation

        def uniform(size):
            # bounded, so that no unit saturates: the few digits of 1 − h² would be all there is
            return random.uniform(-1.0, 1.0, size)

        self.shape = Shape(time_steps, batch_size, hidden_size, input_size)
        self.weights = CellWeights(
            weight_ih=uniform((rows, input_size)),
            weight_hh=scale * uniform((rows, hidden_size)),
            bias_ih=uniform(rows),
            bias_hh=uniform(rows),
        )
        self.inputs = uniform((time_steps, batch_size, input_size))
        self.initial = uniform((batch_size, hidden_size))
        # of k = 0 … T; the loss knows nothing of h_0
        self.direct = random.standard_normal((time_steps + 1, batch_size, hidden_size))
        self.direct[: 1 if at_all else time_steps] = 0.0
        self.immediate = self.direct[1:] if at_all else self.direct[-1]
        self.zeros = np.zeros_like(self.direct)

    @cached_property
    def cell(self):
        """The cell after both passes."""
        return self.run(self.unrolled())

    def unrolled(self, dtype=np.float64, checkpoint=lambda: None):
        return CELLS[self.name](self.shape, self.activation, dtype, checkpoint)

    def run(self, cell, **how):
        cell.forward(self.weights, self.inputs, self.initial)
        cell.backward(self.immediate, **how)
        return cell

    def plain(self, *, inputs=None, h=None, c=None, only_at=None, **weights):
        """Time step after time step (h, c, gates, pre-activation), for P networks at once.

        Parameters
        ----------
        h, c : (P, T+1, B, N) arrays
            Added to each state, to c_t before h_t is made of it.
        only_at : int
            The one time step at which the `weights` given, (P, …) arrays, replace the case's own.
        """
        inputs = self.inputs if inputs is None else inputs
        h, c = (self.zeros if nudge is None else nudge for nudge in (h, c))
        own = [getattr(self.weights, name) for name in NAMES]
        given = [weights.get(name, weight) for name, weight in zip(NAMES, own, strict=True)]
        steps = [(self.initial + h[..., 0, :, :], c[..., 0, :, :], {}, None)]
        for t in range(1, self.shape.time_steps + 1):
            used = given if only_at in (None, t) else own
            before = (inputs[..., t - 1, :, :], *steps[-1][:2])
            state, *rest = plain_step(
                self.name, PHI[self.activation], *before, used, c[..., t, :, :]
            )
            steps.append((state + h[..., t, :, :], *rest))
        return steps

    def loss(self, **changes):
        """(P,) array: Σ_t c_t·h_t."""
        return sum(
            (direct * h).sum(axis=(-2, -1))
            for direct, (h, *_) in zip(self.direct, self.plain(**changes), strict=True)
        )


def cases(cell, activations=tuple(PHI)):
    """Random cases of one cell."""
    return st.builds(
        Case,
        cell=st.just(cell),
        activation=st.sampled_from(activations),
        time_steps=st.integers(1, 6),
        batch_size=st.integers(1, 3),
        hidden_size=st.integers(1, 4),
        input_size=st.integers(1, 3),
        at_all=st.booleans(),
        scale=st.floats(0.0, 1.5),
        seed=st.integers(0, 2**32),
    )


every_cell = pytest.mark.parametrize("cell", CELLS)


def on_cases(test):
    """Give a test 50 times what to draw from, for every cell."""
    return every_cell(settings(max_examples=50)(given(data=st.data())(test)))


def some(cell, activation="tanh", at_all=True):
    """A case of T = 40, B = 3, N = 5, I = 2."""
    return Case(cell, activation, 40, 3, 5, 2, at_all, scale=1.0, seed=1)


def assert_close(actual, expected, tolerance=1e-9, floor=1e-270):
    """Within 1e-9 of the largest magnitude there.

    The components are sums with many terms in common, whose rounding errors are as large as those
    of the largest; a component that is nearly 0 by cancellation has no digits of its own.  Below
    10⁻²⁷⁰ the complex step underflows.
    """
    assert actual.shape == expected.shape
    largest = np.abs(expected).max(initial=0.0)
    assert_allclose(actual, expected, rtol=0.0, atol=tolerance * largest + floor)


def results(cell):
    """All that two passes leave behind."""
    gradients = cell.gradients()
    found = {
        "hidden": cell.hidden,
        "slopes": cell.slopes,
        "dloss_dh": cell.dloss_dh,
        "blocks": cell.blocks,
        "contributions": cell.contributions(),
        **cell.gates,
        **dict(zip(NAMES, gradients.weights.arrays(), strict=True)),
    }
    if cell.GATES == 4:
        found |= {"memory": cell.memory, "dloss_dc": cell.dloss_dc}
    return found


def assert_same(one, other):
    """Bit for bit."""
    one, other = results(one), results(other)
    assert one.keys() == other.keys()
    for name, x in one.items():
        assert x.tobytes() == other[name].tobytes(), name


# Forward


def test_there_is_a_cell_for_every_choice_of_the_parameter_table():
    assert set(CELLS) == {choice.value for choice in PARAMETERS["cell"].choices}
    assert set(PHI) == {choice.value for choice in PARAMETERS["activation"].choices}


@on_cases
def test_states_and_gates_follow_the_definition(cell, data):
    case = data.draw(cases(cell))
    steps, cell = case.plain(), case.cell
    assert_close(cell.hidden, np.array([h for h, *_ in steps]))
    assert_array_equal(cell.hidden_columns, cell.hidden.transpose(0, 2, 1))
    assert "".join(cell.gates) == GATES[case.name]
    for name, gate in cell.gates.items():
        assert_close(gate, np.array([gates[name] for *_, gates, _ in steps[1:]]))
    if case.name == "lstm":
        assert_close(cell.memory, np.array([c for _, c, *_ in steps]))


@on_cases
def test_slopes_are_those_of_the_candidate(cell, data):
    case = data.draw(cases(cell))
    a = np.array([a for *_, a in case.plain()[1:]])
    assert_close(case.cell.slopes, PHI[case.activation](a + 1j * STEP).imag / STEP)


@every_cell
def test_the_retention_is_the_gate_that_keeps(cell):
    case = some(cell)
    kept = CELL_CHOICES[cell].keeping
    assert_array_equal(case.cell.retention, case.cell.gates.get(kept))


@every_cell
def test_the_first_state_is_zero_unless_given(cell):
    case = some(cell)
    assert_array_equal(case.cell.hidden[0], case.initial)
    case.cell.forward(case.weights, case.inputs)
    assert_array_equal(case.cell.hidden[0], 0.0)


@on_cases
def test_one_number_may_be_the_first_state_of_all(cell, data):
    case = data.draw(cases(cell))
    case.cell.forward(case.weights, case.inputs, 0.25)
    assert_array_equal(case.cell.hidden[0], 0.25)


# Backward


@on_cases
def test_dloss_dh_counts_every_path(cell, data):
    case = data.draw(cases(cell))
    assert_close(case.cell.dloss_dh, complex_step(lambda h: case.loss(h=h), case.zeros))


@given(cases("lstm"))
def test_dloss_dc_counts_every_path(case):
    assert_close(case.cell.dloss_dc, complex_step(lambda c: case.loss(c=c), case.zeros))


@on_cases
def test_the_gradient_of_each_weight_is_that_of_the_plain_network(cell, data):
    case = data.draw(cases(cell))
    for name, actual in zip(NAMES, case.cell.gradients().weights.arrays(), strict=True):
        weight = getattr(case.weights, name)
        assert_close(actual, complex_step(lambda w, name=name: case.loss(**{name: w}), weight))


@on_cases
def test_the_gradient_of_the_inputs_is_that_of_the_plain_network(cell, data):
    case = data.draw(cases(cell))
    actual = case.cell.input_gradients(case.weights.weight_ih)
    assert_close(actual, complex_step(lambda x: case.loss(inputs=x), case.inputs))


@on_cases
def test_a_contribution_is_what_the_weights_of_one_time_step_alone_would_get(cell, data):
    case = data.draw(cases(cell))
    contributions = case.cell.contributions()
    largest = np.abs(contributions).max()
    for t in range(1, case.shape.time_steps + 1):

        def loss(weight, t=t):
            return case.loss(weight_hh=weight, only_at=t)

        expected = complex_step(loss, case.weights.weight_hh)
        assert_allclose(contributions[t - 1], expected, rtol=0.0, atol=1e-9 * largest + 1e-270)


@on_cases
def test_contributions_may_be_asked_for_in_part(cell, data):
    case = data.draw(cases(cell))
    start = data.draw(st.integers(0, case.shape.time_steps))
    stop = data.draw(st.integers(start, case.shape.time_steps))
    part = case.cell.contributions(start, stop)
    assert_close(part, case.cell.contributions()[start:stop], tolerance=1e-14)


@on_cases
def test_contributions_of_the_time_steps_sum_to_the_gradient(cell, data):
    case = data.draw(cases(cell))
    contributions = case.cell.contributions()
    assert_allclose(
        contributions.sum(axis=0),
        case.cell.gradients().weights.weight_hh,
        rtol=1e-10,
        atol=1e-13 * norm(contributions),
    )


@on_cases
def test_contribution_norms_are_the_norms_of_the_contributions(cell, data):
    case = data.draw(cases(cell))
    expected = norms(case.cell.contributions())
    assert_allclose(case.cell.gradients().contribution_norms, expected, rtol=1e-13)


@on_cases
def test_the_biases_have_gradients_of_their_own(cell, data):
    case = data.draw(cases(cell))
    gradients = case.cell.gradients().weights
    assert not np.shares_memory(gradients.bias_ih, gradients.bias_hh)


# One time step


def explicit_jacobians(case):
    """(T, B, S, S): ∂[h_t; c_t]/∂[h_{t-1}; c_{t-1}], by the complex step."""
    states = 2 if case.name == "lstm" else 1
    n, phi = case.shape.hidden_size, PHI[case.activation]
    weights = [getattr(case.weights, name) for name in NAMES]
    nudges = 1j * STEP * np.eye(states * n)[:, None]
    found = []
    for x, (h, c, *_) in zip(case.inputs, case.plain()[:-1], strict=True):
        before = [h + nudges[..., :n], c + nudges[..., n:] if states == 2 else c]
        after = plain_step(case.name, phi, x, *before, weights, 0.0)[:states]
        columns = np.concatenate(np.broadcast_arrays(*after), axis=-1).imag / STEP
        found.append(columns.transpose(1, 2, 0))
    return np.array(found)


@on_cases
def test_the_jacobians_are_those_of_a_plain_time_step(cell, data):
    case = data.draw(cases(cell))
    expected = explicit_jacobians(case)
    for sequence in range(case.shape.batch_size):
        assert_close(jacobians(case.cell, sequence), expected[:, sequence])


@on_cases
def test_the_factors_make_the_jacobian_of_h(cell, data):
    case = data.draw(cases(cell))
    u, v = case.cell.jacobian_factors()
    built = np.einsum("tkib,kij->tbij", u, case.cell.blocks)
    if v is not None:
        built += np.einsum("tib,ij->tbij", v, np.eye(case.shape.hidden_size))
    n = case.shape.hidden_size
    assert_close(built, explicit_jacobians(case)[..., :n, :n])


@on_cases
def test_carrying_takes_several_losses_and_any_of_the_sequences(cell, data):
    case = data.draw(cases(cell))
    normal = np.random.default_rng(data.draw(st.integers(0, 2**32))).standard_normal
    batch, n = case.shape.batch_size, case.shape.hidden_size
    states = 2 if case.name == "lstm" else 1
    t = case.shape.time_steps
    signal = [normal((n, 4, batch)) for _ in range(states)]
    expected = np.einsum("imb,bij->jmb", np.concatenate(signal), explicit_jacobians(case)[t - 1])
    carried = np.concatenate(case.cell.carry(t, signal))
    assert_close(carried, expected)
    last = slice(batch - 1, batch)
    part = case.cell.carry(t, [each[..., last] for each in signal], last)
    assert_allclose(np.concatenate(part), carried[..., last], rtol=1e-9, atol=1e-12)


# Truncation and clipping on the way


def held(signal, threshold):
    length = np.linalg.norm(signal)
    return signal * (threshold / length) if length > threshold else signal


def carried_back(case, windows, threshold=math.inf):
    """(T+1, B, N): ∂L/∂h_k by `carry` alone, as `UnrolledCell.backward` says it."""
    total = np.zeros_like(case.direct).transpose(0, 2, 1)
    direct = case.direct.transpose(0, 2, 1)
    for window in windows:
        signal = [direct[window.last][:, None]]
        if case.name == "lstm":
            signal.append(np.zeros_like(signal[0]))
        total[window.last] += signal[0][:, 0]
        for t in range(window.last, window.first - 1, -1):
            signal = [held(each, threshold) for each in case.cell.carry(t, signal)]
            if max(window.first, window.since) <= t - 1:
                signal[0] = signal[0] + direct[t - 1][:, None]
            if t > window.first or t == 1:
                total[t - 1] += signal[0][:, 0]
    return total.transpose(0, 2, 1)


def drawn_windows(case, data):
    length, stride = (data.draw(st.integers(0, 7)) for _ in range(2))
    return windows(case.shape.time_steps, length, stride)


@on_cases
def test_truncation_sums_what_the_windows_carry_back(cell, data):
    case = data.draw(cases(cell))
    reach = drawn_windows(case, data)
    case.run(case.cell, windows=reach)
    assert_close(case.cell.dloss_dh, carried_back(case, reach))


@on_cases
def test_what_a_time_step_hands_back_is_held_at_the_threshold(cell, data):
    case, threshold = data.draw(cases(cell)), data.draw(st.floats(1e-3, 1.0))
    reach = drawn_windows(case, data)
    case.run(case.cell, windows=reach, threshold=threshold)
    assert_close(case.cell.dloss_dh, carried_back(case, reach, threshold))


@every_cell
def test_one_window_over_everything_is_bit_for_bit_no_truncation(cell):
    case = some(cell)
    full = case.run(case.unrolled())
    for length in (0, 40, 41, 500):
        assert_same(case.run(case.unrolled(), windows=windows(40, length, 3)), full)


@every_cell
@pytest.mark.parametrize("at_all", [False, True])
def test_a_single_window_may_end_before_the_start(cell, at_all):
    case = some(cell, at_all=at_all)
    case.run(case.cell, windows=[Window(31, 40, 1)])
    magnitude = norms(case.cell.dloss_dh)
    assert_array_equal(magnitude[:31], 0.0)
    assert (magnitude[31:] > 0.0).all()
    assert_array_equal(case.cell.gradients().contribution_norms[:30], 0.0)
    if cell == "lstm":
        assert_array_equal(case.cell.dloss_dc[:31], 0.0)
        assert np.abs(case.cell.dloss_dc[31:]).min(axis=(1, 2)).all()


@every_cell
def test_a_threshold_that_nothing_exceeds_changes_no_bit(cell):
    case = some(cell)
    assert_same(case.run(case.unrolled(), threshold=1e9), case.run(case.unrolled()))


@every_cell
@pytest.mark.parametrize("length", [0, 7])
def test_handed_back_signals_are_no_longer_than_the_threshold(cell, length):
    case = some(cell, at_all=False)
    case.immediate *= 100.0
    case.run(case.cell, windows=windows(40, length, 0), threshold=0.5)
    assert norms(case.cell.dloss_dh)[:-1].max() == pytest.approx(0.5, rel=1e-14)


# Buffers, pieces, formats


@every_cell
def test_a_second_pass_keeps_nothing_of_the_first(cell):
    case = some(cell)
    used = case.unrolled()
    used.forward(case.weights, 100 * case.inputs, -case.initial)
    used.backward(100 * case.immediate, windows(40, 7, 3), 0.1)
    used.backward(case.immediate[-1])
    assert_same(case.run(used), case.cell)


@every_cell
def test_a_pass_that_overflowed_leaves_nothing_behind(cell):
    case = some(cell, "linear")
    used = case.unrolled()
    used.forward(replace(case.weights, weight_hh=case.weights.weight_hh * 1e300), case.inputs)
    used.backward(case.immediate, windows(40, 7, 3))
    assert not np.isfinite(used.hidden).all()
    assert_same(case.run(used), case.cell)


@every_cell
@pytest.mark.parametrize("work", [1, 6000, 10**9])
def test_the_checkpoint_divides_a_pass_without_changing_it(monkeypatch, cell, work):
    case, calls = some(cell), []
    monkeypatch.setattr(base, "CHECKPOINT_WORK", work)
    pieces = {1: 40, 10**9: 1}.get(work)
    if pieces is None:
        one = CELLS[cell].GATES * 5 * (5 + 1 + 2) * 3  # multiplications of a time step
        pieces = math.ceil(40 / (work // one))
    again = case.unrolled(checkpoint=lambda: calls.append(None))
    again.forward(case.weights, case.inputs, case.initial)
    assert len(calls) == pieces
    again.backward(case.immediate)
    assert len(calls) == 2 * pieces
    again.gradients()
    assert len(calls) == 2 * pieces + 1
    assert_same(again, case.cell)


@every_cell
@pytest.mark.parametrize("held_at_once", [1, 500, 3000])
def test_factors_made_of_fewer_time_steps_at_once_are_the_same(monkeypatch, cell, held_at_once):
    case = some(cell)
    monkeypatch.setattr(base, "BLOCK_BYTES", held_at_once)
    assert_same(case.run(case.unrolled()), case.cell)


@every_cell
def test_the_checkpoint_may_abandon_a_pass(cell):
    def abandon():
        raise InterruptedError

    case = some(cell)
    with pytest.raises(InterruptedError):
        case.unrolled(checkpoint=abandon).forward(case.weights, case.inputs)


@every_cell
@pytest.mark.parametrize("activation", PHI)
@pytest.mark.parametrize("dtype", NARROW)
def test_no_array_of_a_narrower_format_is_wider(cell, activation, dtype):
    case = some(cell, activation)
    narrow = case.unrolled(dtype)
    weights = CellWeights(*(weight.astype(dtype) for weight in case.weights.arrays()))
    narrow.forward(weights, case.inputs, case.initial)
    for how in ({}, {"windows": windows(40, 7, 3)}, {"threshold": 0.01}):
        narrow.backward(case.immediate, **how)
        u, v = narrow.jacobian_factors()
        signal = [np.ones((5, 2, 3), dtype)] * (2 if cell == "lstm" else 1)
        found = [
            *results(narrow).values(),
            *narrow.carry(3, signal),
            narrow.input_gradients(weights.weight_ih),
            u,
            u if v is None else v,
        ]
        assert {x.dtype for x in found} == {np.dtype(dtype)}
        private = [
            x
            for name, x in vars(narrow).items()
            if isinstance(x, np.ndarray) and name != "_terms"  # sums are made in float32
        ]
        assert {x.dtype for x in private} == {np.dtype(dtype)}


@on_cases
def test_a_narrower_format_gives_the_same_but_for_rounding(cell, data):
    """Within 64 ε: a random walk of the roundings of T ≤ 6 steps, each of some dozen operations.

    A slope such as 1 − h² is known to ε only, and so is what it multiplies ∂L/∂h by.  The other
    activations have kinks, where rounding decides between two slopes.
    """
    smooth = ("tanh", "sigmoid", "softplus", "linear")
    case, dtype = data.draw(cases(cell, smooth)), data.draw(st.sampled_from(NARROW))
    rounded = [weight.astype(dtype) for weight in case.weights.arrays()]
    given = [x.astype(dtype) for x in (case.inputs, case.initial, case.immediate)]
    found = []
    for format_ in (dtype, np.float64):
        cell = case.unrolled(format_)
        inputs, initial, immediate = (x.astype(format_) for x in given)
        cell.forward(CellWeights(*(x.astype(format_) for x in rounded)), inputs, initial)
        cell.backward(immediate)
        found.append(results(cell))
    epsilon = float(np.finfo(dtype).eps)
    floor = 16 * epsilon * max(1.0, np.abs(found[1]["dloss_dh"]).max())
    for name, x in found[0].items():
        assert_close(x, found[1][name], tolerance=64 * epsilon, floor=floor)
