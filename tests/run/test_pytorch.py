"""PyTorch as a witness: what a result holds loads into ``torch.nn`` and gives the same numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from rnnsim import Settings, simulate

torch = pytest.importorskip("torch")
torch.set_num_threads(1)

NETWORKS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
TOLERANCES = {"float64": 1e-9, "float32": 1e-3}


def tensor(array):
    return torch.from_numpy(array.copy())


class Witness:
    """The result's network in PyTorch, its pass made anew, every time step a node of the graph."""

    def __init__(self, result):
        settings = result.settings
        dtype = getattr(torch, settings.precision)
        i, o = result.inputs.shape[2], len(result.bias_o)
        self.network = NETWORKS[settings.cell](i, settings.hidden_size, dtype=dtype)
        self.network.load_state_dict(
            {f"{name}_l0": tensor(getattr(result, name)) for name in WEIGHTS}
        )
        self.readout = torch.nn.Linear(settings.hidden_size, o, dtype=dtype)
        self.readout.load_state_dict(
            {"weight": tensor(result.weight_ho), "bias": tensor(result.bias_o)}
        )
        inputs = tensor(result.inputs)
        self.embedding = None
        if result.embedding is not None:
            self.embedding = torch.nn.Embedding.from_pretrained(
                tensor(result.embedding), freeze=False
            )
            inputs = self.embedding(tensor(result.words))
        states = torch.zeros(1, settings.batch_size, settings.hidden_size, dtype=dtype)
        state = (states, states.clone()) if settings.cell == "lstm" else states
        self.hidden = []
        for x in inputs:
            _, state = self.network(x[None], state)
            h = state[0] if settings.cell == "lstm" else state
            h.retain_grad()
            self.hidden.append(h)
        hidden = torch.cat(self.hidden)
        self.outputs = self.readout(hidden if settings.loss_at == "all" else hidden[-1])
        self.loss = self._loss(settings.task, tensor(result.targets))
        self.loss.backward()

    def _loss(self, task, targets):
        if task == "fixed":
            return self.outputs.mean()
        if targets.is_floating_point():
            return torch.nn.functional.mse_loss(self.outputs, targets)
        logits = self.outputs.reshape(-1, self.outputs.shape[-1])
        return torch.nn.functional.cross_entropy(logits, targets.reshape(-1))

    def gradients(self):
        gradients = {name: getattr(self.network, f"{name}_l0").grad for name in WEIGHTS}
        gradients |= {"weight_ho": self.readout.weight.grad, "bias_o": self.readout.bias.grad}
        if self.embedding is not None:
            gradients["embedding"] = self.embedding.weight.grad
        return gradients


@pytest.mark.parametrize("precision", TOLERANCES)
@pytest.mark.parametrize("loss_at", ["last", "all"])
@pytest.mark.parametrize("task", ["recall", "adding", "fixed", "review"])
@pytest.mark.parametrize("cell", NETWORKS)
def test_pytorch_gives_the_same_numbers(cell, task, loss_at, precision):
    settings = Settings(
        cell=cell,
        task=task,
        loss_at=loss_at,
        precision=precision,
        hidden_size=6,
        time_steps=8,
        batch_size=5,
        clip="norm",
        clip_threshold=0.05,
        forget_bias="chrono",
    )
    result = simulate(settings, 3)
    witness = Witness(result)
    tolerance = TOLERANCES[precision]

    def same(ours, theirs):
        scale = np.abs(ours).max(initial=0.0)
        theirs = theirs.detach().numpy()
        assert ours.dtype == theirs.dtype
        assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance * scale)

    same(result.outputs, witness.outputs)
    same(result.hidden[1:], torch.cat(witness.hidden))
    same(result.dloss_dh[1:], torch.cat([h.grad for h in witness.hidden]))
    assert result.loss == pytest.approx(witness.loss.item(), rel=tolerance)
    for name, theirs in witness.gradients().items():
        same(getattr(result, f"grad_{name}"), theirs)
