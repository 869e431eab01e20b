"""PyTorch as a witness: the same weights give the same gradients in ``torch.nn.RNN``."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from rnnsim.engine.simulation import Simulation
from rnnsim.model.settings import Settings

torch = pytest.importorskip("torch")


def witnessed(simulation):
    """Loss, gradient of each trained weight, and ∂L/∂h_1 … ∂L/∂h_T, by PyTorch."""
    settings, cell = simulation.settings, simulation.weights.cell
    inputs = torch.from_numpy(simulation.batch.inputs)
    network = torch.nn.RNN(
        inputs.shape[2], settings.hidden_size, nonlinearity=settings.activation, dtype=torch.float64
    )
    network.load_state_dict(
        {
            "weight_ih_l0": torch.from_numpy(cell.weight_ih),
            "weight_hh_l0": torch.from_numpy(cell.weight_hh),
            "bias_ih_l0": torch.from_numpy(cell.bias_ih),
            "bias_hh_l0": torch.from_numpy(cell.bias_hh),
        }
    )
    readout = torch.nn.Linear(settings.hidden_size, simulation.task.output_size).double()
    readout.load_state_dict(
        {
            "weight": torch.from_numpy(simulation.weights.weight_ho),
            "bias": torch.from_numpy(simulation.weights.bias_o),
        }
    )
    hidden = []
    state = torch.zeros(1, settings.batch_size, settings.hidden_size, dtype=torch.float64)
    for x in inputs:  # one time step a call, so that each h_t is a node of the graph
        _, state = network(x[None], state)
        state.retain_grad()
        hidden.append(state)
    outputs = readout(hidden[-1][0])
    if settings.task == "recall":
        loss = torch.nn.functional.cross_entropy(
            outputs, torch.from_numpy(simulation.batch.targets)
        )
        parameters = [*network.parameters(), *readout.parameters()]
    else:
        loss = outputs.mean()
        parameters = list(network.parameters())
    loss.backward()
    return (
        loss.item(),
        [parameter.grad.numpy() for parameter in parameters],
        np.concatenate([state.grad.numpy() for state in hidden]),
    )


@pytest.mark.parametrize("task", ["recall", "fixed"])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("spectral_radius", [0.5, 1.0, 2.0])
def test_loss_and_gradients_are_those_of_pytorch(activation, task, spectral_radius):
    simulation = Simulation(
        Settings(
            hidden_size=12,
            time_steps=25,
            batch_size=5,
            activation=activation,
            task=task,
            spectral_radius=spectral_radius,
            non_normality=0.5,
            clip="norm",
        )
    )
    for _ in range(3):
        simulation.iterate()
    loss, gradients, dloss_dh = witnessed(simulation)
    assert simulation.loss == pytest.approx(loss, rel=1e-12)
    for ours, theirs in zip(simulation.gradient, gradients, strict=True):
        assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12 * simulation.gradient_norm)
    assert_allclose(
        simulation.cell.dloss_dh[1:], dloss_dh, rtol=1e-9, atol=1e-12 * np.abs(dloss_dh).max()
    )
