"""PyTorch as a witness: the same weights give the same loss and the same gradients there."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.diagnostics import gradient_map, jacobians, state_jacobian_singular_values
from rnnsim.engine.extras import detail_picture, inspection_picture
from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS as TASK_CHOICES

torch = pytest.importorskip(
    "torch", reason="PyTorch, which bears witness to every gradient, is not installed"
)
F = torch.nn.functional
torch.set_num_threads(1)  # arrays as small as these are only slowed down by more

PHI = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "sigmoid": torch.sigmoid,
    "hard_tanh": F.hardtanh,
    # F.softplus is a itself from 20 on
    "softplus": lambda a: torch.logaddexp(a, torch.zeros_like(a)),
    "linear": lambda a: a,
}
KINKED = ("relu", "leaky_relu", "hard_tanh")
LOSSES = {
    "fixed": lambda outputs, targets: outputs.mean(),
    "adding": F.mse_loss,
    "echo": F.mse_loss,
    "sine": F.mse_loss,
}
"""By task; the others ask for a class."""

NAMES = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ho", "bias_o", "embedding"]


# A time step, given (h,) or (h, c), by hand and by PyTorch's own modules


def elman_step(phi, x, state, weights):
    w_ih, w_hh, b_ih, b_hh = weights
    return (phi(F.linear(x, w_ih, b_ih) + F.linear(state[0], w_hh, b_hh)),)


def lstm_step(phi, x, state, weights):
    w_ih, w_hh, b_ih, b_hh = weights
    a_i, a_f, a_g, a_o = (F.linear(x, w_ih, b_ih) + F.linear(state[0], w_hh, b_hh)).chunk(4, -1)
    c = torch.sigmoid(a_f) * state[1] + torch.sigmoid(a_i) * phi(a_g)
    return torch.sigmoid(a_o) * phi(c), c


def gru_step(phi, x, state, weights):
    w_ih, w_hh, b_ih, b_hh = weights
    x_r, x_z, x_n = F.linear(x, w_ih, b_ih).chunk(3, -1)
    h_r, h_z, h_n = F.linear(state[0], w_hh, b_hh).chunk(3, -1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    return ((1 - z) * phi(x_n + r * h_n) + z * state[0],)


STEPS = {"rnn": elman_step, "lstm": lstm_step, "gru": gru_step}


def module_of(simulation):
    """``torch.nn.RNN``, ``LSTM`` or ``GRU`` with the weights of `simulation` as its state."""
    settings, cell = simulation.settings, simulation.weights.cell
    made = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[settings.cell]
    more = {"nonlinearity": settings.activation} if settings.cell == "rnn" else {}
    network = made(cell.weight_ih.shape[1], settings.hidden_size, **more, dtype=torch.float64)
    network.load_state_dict(
        {
            "weight_ih_l0": torch.from_numpy(cell.weight_ih),
            "weight_hh_l0": torch.from_numpy(cell.weight_hh),
            "bias_ih_l0": torch.from_numpy(cell.bias_ih),
            "bias_hh_l0": torch.from_numpy(cell.bias_hh),
        }
    )
    return network


def step_of_module(network):
    """One time step a call, so that each h_t is a node of the graph.

    The c_t that an LSTM hands out is not the node which h_t is made of: its gradient lacks that
    path.
    """

    def step(x, state):
        before = tuple(each[None] for each in state)
        _, after = network(x[None], before if len(state) == 2 else before[0])
        return tuple(each[0] for each in (after if len(state) == 2 else (after,)))

    return step


class Witness:
    """The pass of a simulation, computed by PyTorch with each state a node of the graph.

    Windows of truncation are graphs of their own, which begin with detached states.

    Parameters
    ----------
    modular : bool
        Whether PyTorch's own module makes the time steps.
    threshold : float
        At which hooks hold what a time step hands back.

    Attributes
    ----------
    loss : float
    known : list of tuples
        (h_t,), of an LSTM (h_t, c_t), of t = 0 … T, detached.
    nodes : list of lists of tuples
        The same as nodes, of every graph that holds them.
    outputs : list
        y_t of every time step.
    """

    def __init__(self, simulation, *, modular=False, dtype=torch.float64, threshold=math.inf):
        self.simulation, self.modular = simulation, modular
        self.dtype, self.threshold = dtype, threshold
        settings, weights = simulation.settings, simulation.weights
        self.cell = [self._leaf(weight) for weight in weights.cell.arrays()]
        self.readout = [self._leaf(weights.weight_ho), self._leaf(weights.bias_o)]
        self.words = [] if weights.embedding is None else [self._leaf(weights.embedding)]
        phi = PHI[settings.activation]
        self.step = lambda x, state: STEPS[settings.cell](phi, x, state, self.cell)
        if modular:
            network = module_of(simulation)
            self.cell, self.step = list(network.parameters()), step_of_module(network)
        self._run()

    def inputs(self):
        """(T, B, I) tensor."""
        batch = self.simulation.batch
        if self.words:
            return F.embedding(torch.from_numpy(batch.words), self.words[0])
        return self._tensor(batch.inputs)

    def loss_at(self, t):
        """What time step `t` adds to the loss, a mean over the time steps that are judged."""
        settings, targets = self.simulation.settings, self.simulation.batch.targets
        targets = self._tensor(targets) if targets.dtype == float else torch.from_numpy(targets)
        loss = LOSSES.get(settings.task, F.cross_entropy)
        if settings.loss_at == "last":
            return loss(self.outputs[t - 1], targets)
        return loss(self.outputs[t - 1], targets[t - 1]) / settings.time_steps

    @property
    def gradients(self):
        """By the names of the weights, those included that are not trained."""
        found = [each.grad.numpy() for each in (*self.cell, *self.readout, *self.words)]
        return dict(zip(NAMES, found, strict=False))

    @property
    def dloss_dh(self):
        """(T+1, B, N) array."""
        return self._summed(0)

    @property
    def dloss_dc(self):
        """(T+1, B, N) array, of an LSTM."""
        return self._summed(1)

    def _tensor(self, array):
        """`array` as it is in the simulation's precision, in the witness's."""
        return torch.from_numpy(array.astype(self.simulation.settings.precision)).to(self.dtype)

    def _leaf(self, array):
        return self._tensor(array).requires_grad_()

    def _run(self):
        settings, inputs = self.simulation.settings, self.inputs()
        zero = torch.zeros(settings.batch_size, settings.hidden_size, dtype=self.dtype)
        self.known = [(zero,) * (2 if settings.cell == "lstm" else 1)]
        with torch.no_grad():
            for x in inputs:
                self.known.append(self.step(x, self.known[-1]))
        self.nodes = [[] for _ in self.known]
        self.outputs = []
        for first, last, since in reaches(settings):
            own = self._unrolled(inputs, first, last)
            hidden = [own.get(t, self.known[t])[0] for t in range(since, last + 1)]
            self.outputs += [F.linear(h, *self.readout) for h in hidden]
        steps = range(1, settings.time_steps + 1)
        judged = steps if settings.loss_at == "all" else steps[-1:]
        loss = sum(self.loss_at(t) for t in judged)
        loss.backward(retain_graph=True)
        self.loss = loss.item()

    def _unrolled(self, inputs, first, last):
        """The states of the time steps `first` … `last`, on a graph of their own."""
        state = tuple(each.clone().requires_grad_() for each in self.known[first - 1])
        if first == 1:
            self.nodes[0].append(state)
        own = {}
        for t in range(first, last + 1):
            state = self.step(inputs[t - 1], tuple(self._relay(each) for each in state))
            for each in state:
                each.retain_grad()
            self.nodes[t].append(state)
            own[t] = state
        return own

    def _relay(self, node):
        """What the next time step reads of `node`, and what it hands back there."""
        relay = node.clone()
        relay.register_hook(self._held)
        return relay

    def _held(self, gradient):
        length = gradient.norm()
        return gradient * (self.threshold / length) if length > self.threshold else gradient

    def _summed(self, which):
        """The gradient of each node, summed over the graphs that hold it."""
        sums = torch.zeros(len(self.nodes), *self.known[0][0].shape, dtype=self.dtype)
        for k, of_k in enumerate(self.nodes):
            for state in of_k:
                if state[which].grad is not None:  # None where no loss is behind it
                    sums[k] += state[which].grad
        return sums.numpy()


def reaches(settings):
    """First and last time step of each graph, and the first loss that it carries."""
    steps, length = settings.time_steps, settings.truncation
    if not 0 < length < steps:
        return [(1, steps, 1)]
    found, since = [], 1
    for t in range(1, steps + 1):
        if t == steps or t % (settings.truncation_stride or length) == 0:
            found.append((max(1, t - length + 1), t, since))
            since = t + 1
    return found


def assert_close(ours, theirs, tolerance=1e-9, floor=0.0):
    """Within `tolerance` of the largest magnitude in the array.

    Its components are sums with terms in common, which no arithmetic knows better than the
    largest of them; one that is nearly 0 by cancellation has no digits of its own.  Below the
    smallest normal number of the format, digits go one after another.
    """
    assert ours.shape == theirs.shape
    lost = 64.0 * np.finfo(ours.dtype).smallest_subnormal
    largest = float(np.abs(theirs).max(initial=0.0))
    atol = tolerance * largest + floor + float(lost)
    assert_allclose(ours.astype(float), theirs, rtol=0.0, atol=atol)


def assert_agrees(simulation, witness, gradients, tolerance=1e-9, floor=0.0):
    """Loss, weights' gradients, and those of h and c as they are in the network."""
    network, theirs = simulation.network, witness.gradients
    assert network.loss == pytest.approx(witness.loss, rel=tolerance, abs=tolerance)
    assert network.gradients.keys() == theirs.keys()
    for name, ours in network.gradients.items():
        assert_close(ours, theirs[name], tolerance, floor)
    for name, ours in zip(network.trained, gradients, strict=True):
        assert_close(ours, theirs[name], tolerance, floor)
    assert_close(network.cell.dloss_dh, witness.dloss_dh, tolerance, floor)
    if simulation.settings.cell == "lstm" and not witness.modular:
        assert_close(network.cell.dloss_dc, witness.dloss_dc, tolerance, floor)


def trained(settings, iterations=0, tolerance=1e-9):
    """A simulation after some iterations, if its gradients are known to `tolerance` at all."""
    simulation = Simulation(settings)
    for _ in range(iterations):
        simulation.iterate()
    assume(simulation.divergence is None)
    smallest = 4.0 * float(np.finfo(settings.precision).eps) / tolerance
    assume(not learnt(simulation.network, smallest))
    assume(not saturated(simulation.network.cell, smallest))
    return simulation


def learnt(network, smallest):
    """Whether some answer is right but for its last digits, which is all that its gradient is."""
    sizes = np.abs(network.dloss_doutputs).max(axis=-1)
    return sizes.min() < smallest * (1.0 + np.abs(network.outputs).max()) / sizes.size


def saturated(cell, smallest):
    """Whether some slope 1 − h² or h(1−h) is what is left of 1 by its last digits."""
    gates = [gate * (1.0 - gate) for name, gate in cell.gates.items() if name not in "gn"]
    return any(((slopes > 0.0) & (slopes < smallest)).any() for slopes in (cell.slopes, *gates))


def in_float64(settings):
    return replace(settings, precision="float64")


ANY = st.from_type(Settings).map(in_float64)


# Loss and gradients


@pytest.mark.parametrize("cell", STEPS)
@pytest.mark.parametrize("task", TASKS)
@settings(max_examples=12)
@given(ANY, st.integers(0, 3))
def test_loss_and_all_gradients_are_those_of_pytorch(cell, task, settings, iterations):
    steps = max(settings.time_steps, TASK_CHOICES[task].least_time_steps)
    settings = replace(settings, cell=cell, task=task, time_steps=steps)
    simulation = trained(settings, iterations)
    assert_agrees(simulation, Witness(simulation), simulation.gradient)


@pytest.mark.parametrize(
    ("cell", "activation"), [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
)
@settings(max_examples=25)
@given(ANY, st.integers(0, 3))
def test_weights_loaded_into_a_module_of_pytorch_give_the_same(
    cell, activation, settings, iterations
):
    simulation = trained(replace(settings, cell=cell, activation=activation), iterations)
    assert_agrees(simulation, Witness(simulation, modular=True), simulation.gradient)


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=30)
@given(ANY, st.integers(0, 3), st.floats(1e-3, 0.5))
def test_clipping_on_the_way_back_is_that_of_hooks(cell, settings, iterations, threshold):
    settings = replace(settings, cell=cell, clip="backward", clip_threshold=threshold)
    simulation = trained(settings, iterations)
    witness = Witness(simulation, threshold=threshold)
    simulation.network.backward(simulation.windows, threshold)
    assert_agrees(simulation, witness, simulation.clipped)


@pytest.mark.parametrize("cell", STEPS)
@pytest.mark.parametrize("activation", sorted(PHI.keys() - set(KINKED)))
@pytest.mark.parametrize("precision", ["float16", "float32"])
@settings(max_examples=8)
@given(settings=st.from_type(Settings))
def test_narrower_formats_give_the_same_but_for_rounding(cell, activation, precision, settings):
    """Against float64 numbers begun with the same rounded weights and data, within 64 ε.

    That is for the roundings of T ≤ 12 steps, each of some dozen operations.  A slope such as
    1 − h² is known to ε only, a sum over the batch to ε of its terms.  An activation with a kink
    takes one slope or the other, as rounding decides.
    """
    epsilon = float(np.finfo(precision).eps)
    settings = replace(settings, cell=cell, activation=activation, precision=precision)
    simulation = Simulation(settings)
    assume(simulation.divergence is None)
    network = simulation.network
    largest = max(np.abs(x).max() for x in (network.cell.dloss_dh, network.dloss_doutputs))
    assert_agrees(
        simulation,
        Witness(simulation),
        simulation.gradient,
        tolerance=64.0 * epsilon,
        floor=16.0 * epsilon * float(largest),
    )


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=25)
@given(st.from_type(Settings), st.integers(0, 3))
def test_float32_is_pytorchs_float32(cell, settings, iterations):
    tolerance = 1e-4
    simulation = trained(replace(settings, cell=cell, precision="float32"), iterations, tolerance)
    witness = Witness(simulation, dtype=torch.float32)
    assert_agrees(simulation, witness, simulation.gradient, tolerance)


# Activations


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_slopes_are_those_of_pytorch(name):
    kinks = np.array([-1.0, -0.0, 0.0, 1.0])
    points = np.concatenate((kinks, np.linspace(-30.0, 30.0, 997)))
    h, slope = np.empty_like(points), np.empty_like(points)
    ACTIVATIONS[name].value(points, h)
    ACTIVATIONS[name].slope(points, h, slope)
    a = torch.from_numpy(points).requires_grad_()
    theirs = PHI[name](a)
    theirs.sum().backward()
    assert_allclose(h, theirs.detach().numpy(), rtol=1e-14)
    assert_allclose(slope, a.grad.numpy(), rtol=1e-12, atol=1e-15)


# Diagnostics


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=20)
@given(ANY, st.integers(0, 2))
def test_the_gradient_map_is_made_of_single_backward_passes(cell, settings, iterations):
    settings = replace(settings, cell=cell)
    simulation = trained(replace(settings, truncation=0), iterations)
    steps, network = settings.time_steps, simulation.network
    actual = gradient_map(network.cell, network.immediate)
    witness = Witness(simulation)
    hidden = [of_t[0][0] for of_t in witness.nodes]
    for t in range(1, steps + 1):
        if settings.loss_at == "last" and t < steps:
            assert_array_equal(actual[t - 1], 0.0)
            continue
        gradients = torch.autograd.grad(witness.loss_at(t), hidden[: t + 1], retain_graph=True)
        expected = [float(gradient.norm()) for gradient in gradients] + [0.0] * (steps - t)
        assert_close(actual[t - 1], np.array(expected))


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=15)
@given(ANY, st.data())
def test_state_jacobians_have_the_singular_values_of_pytorchs(cell, settings, data):
    settings = replace(settings, cell=cell)
    simulation = trained(settings)
    sequence = data.draw(st.integers(0, settings.batch_size - 1))
    actual = state_jacobian_singular_values(simulation.network.cell, sequence)
    witness = Witness(simulation)
    inputs = witness.inputs().detach()[:, sequence]
    for k in range(settings.time_steps + 1):
        state = [each[sequence].detach() for each in witness.known[k]]

        def last(h, k=k, held=state[1:]):
            reached = (h, *held)
            for x in inputs[k:]:
                reached = witness.step(x, reached)
            return reached[0]

        jacobian = torch.autograd.functional.jacobian(last, state[0])
        assert_close(actual[k], torch.linalg.svdvals(jacobian).detach().numpy())


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=15)
@given(ANY, st.data())
def test_jacobians_are_those_of_a_time_step_of_pytorch(cell, settings, data):
    settings = replace(settings, cell=cell)
    simulation = trained(settings)
    sequence = data.draw(st.integers(0, settings.batch_size - 1))
    actual = jacobians(simulation.network.cell, sequence)
    witness = Witness(simulation)
    n = settings.hidden_size
    for t, x in enumerate(witness.inputs().detach()[:, sequence], start=1):
        state = torch.cat([each[sequence] for each in witness.known[t - 1]])

        def after(before, x=x):
            return torch.cat(witness.step(x, before.split(n)))

        assert_close(actual[t - 1], torch.autograd.functional.jacobian(after, state).numpy())


# Extras and contributions


def recurrent_graph(simulation, perturb):
    """The loss of a simulation with `perturb(t, a)` put in place of each a_t, by PyTorch.

    a_t is (B, G·N), of a GRU's n that which φ is taken of.
    """
    settings, weights = simulation.settings, simulation.weights
    witness = Witness(simulation)
    w_ih, w_hh, b_ih, b_hh = (torch.from_numpy(x) for x in weights.cell.arrays())
    phi, n = PHI[settings.activation], settings.hidden_size
    h = c = torch.zeros(settings.batch_size, n, dtype=torch.float64)
    witness.outputs = []
    for t, x in enumerate(witness.inputs().detach(), start=1):
        from_x, from_h = F.linear(x, w_ih, b_ih), F.linear(h, w_hh, b_hh)
        if settings.cell == "rnn":
            h = phi(perturb(t, from_x + from_h))
        elif settings.cell == "lstm":
            a_i, a_f, a_g, a_o = perturb(t, from_x + from_h).chunk(4, -1)
            c = torch.sigmoid(a_f) * c + torch.sigmoid(a_i) * phi(a_g)
            h = torch.sigmoid(a_o) * phi(c)
        else:
            a_r = from_x[:, :n] + from_h[:, :n]
            a_n = from_x[:, 2 * n :] + torch.sigmoid(a_r) * from_h[:, 2 * n :]
            # ∂L/∂a_r counts the way through a_n too, so a_n is moved beside what r makes of it
            moved = perturb(t, torch.cat((from_x[:, : 2 * n] + from_h[:, : 2 * n], a_n), -1))
            r, z = torch.sigmoid(moved[:, :n]), torch.sigmoid(moved[:, n : 2 * n])
            inner = (r - torch.sigmoid(a_r)) * from_h[:, 2 * n :]
            h = (1 - z) * phi(moved[:, 2 * n :] + inner) + z * h
        witness.outputs.append(F.linear(h, *witness.readout))
    judged = range(1, settings.time_steps + 1)
    return sum(witness.loss_at(t) for t in (judged if settings.loss_at == "all" else judged[-1:]))


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=25)
@given(ANY, st.integers(0, 2))
def test_within_a_time_step_gradients_and_pre_activations_are_pytorchs(cell, settings, iterations):
    simulation = trained(replace(settings, cell=cell, truncation=0), iterations)
    shown, seen = detail_picture(simulation), {}

    def perturb(t, a):
        seen[t] = (a.detach(), torch.zeros_like(a, requires_grad=True))
        return a + seen[t][1]

    recurrent_graph(simulation, perturb).backward()
    steps = range(1, settings.time_steps + 1)
    assert_close(shown.pre_activations, np.stack([seen[t][0][0].numpy() for t in steps]))
    assert_close(shown.dloss_da, np.stack([seen[t][1].grad[0].numpy() for t in steps]))
    witness = Witness(simulation)
    assert_close(shown.dloss_dh, witness.dloss_dh[:, 0])


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=15)
@given(ANY, st.data())
def test_an_inspected_time_step_is_pytorchs(cell, settings, data):
    settings = replace(settings, cell=cell, truncation=0)
    simulation = trained(settings)
    k = data.draw(st.integers(1, settings.time_steps))
    shown = inspection_picture(simulation, k)
    witness = Witness(simulation)
    state = torch.cat([each[0] for each in witness.known[k - 1]])
    x = witness.inputs().detach()[k - 1, 0]

    def after(before):
        return torch.cat(witness.step(x, before.split(settings.hidden_size)))

    jacobian = torch.autograd.functional.jacobian(after, state)
    assert_close(shown.jacobian, jacobian.numpy())
    assert_close(shown.singular_values, torch.linalg.svdvals(jacobian).numpy())
    assert_close(shown.contribution, contributions_of(simulation)[k - 1])


def contributions_of(simulation):
    """(T, G·N, N): the gradient of a W_hh of each time step's own, by PyTorch."""
    settings, weights = simulation.settings, simulation.weights
    witness = Witness(simulation)
    own = torch.from_numpy(weights.cell.weight_hh).expand(settings.time_steps, -1, -1).clone()
    own.requires_grad_()
    w_ih, _, b_ih, b_hh = (torch.from_numpy(x) for x in weights.cell.arrays())
    state, witness.outputs = witness.known[0], []
    for x, w_hh in zip(witness.inputs().detach(), own, strict=True):
        state = STEPS[settings.cell](PHI[settings.activation], x, state, (w_ih, w_hh, b_ih, b_hh))
        witness.outputs.append(F.linear(state[0], *witness.readout))
    judged = range(1, settings.time_steps + 1)
    judged = judged if settings.loss_at == "all" else judged[-1:]
    sum(witness.loss_at(t) for t in judged).backward()
    return own.grad.numpy()


@pytest.mark.parametrize("cell", STEPS)
@settings(max_examples=25)
@given(ANY, st.integers(0, 2))
def test_contributions_are_projections_of_pytorchs(cell, settings, iterations):
    simulation = trained(replace(settings, cell=cell, truncation=0), iterations)
    shown, terms = pass_picture(simulation), contributions_of(simulation)
    total = terms.sum(axis=0)
    length = np.linalg.norm(total)
    assume(length > 1e-6 * np.linalg.norm(terms))  # else the direction is all rounding
    assert_close(shown.contributions, np.einsum("tij,ij->t", terms, total) / length, 1e-8)
    assert_allclose(shown.contributions.sum(), length, rtol=1e-8)
