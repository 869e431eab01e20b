"""Weights that are written load into a PyTorch module by their names, and say the same there."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import rnnsim
from rnnsim import Settings, simulate
from rnnsim.export.weights import save_weights
from rnnsim.export.writing import SaveError
from rnnsim.model.edits import edited

torch = pytest.importorskip("torch")
torch.set_num_threads(1)

ROOT = Path(rnnsim.__file__).parent.parent
KINDS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
TOLERANCES = {"float64": 1e-9, "float32": 1e-3}


class Network(torch.nn.Module):
    """What docs/data-format.md describes."""

    def __init__(self, result):
        super().__init__()
        settings = result.settings
        hidden, dtype = settings.hidden_size, getattr(torch, settings.precision)
        more = {"nonlinearity": settings.activation} if settings.cell == "rnn" else {}
        self.rnn = KINDS[settings.cell](result.inputs.shape[2], hidden, dtype=dtype, **more)
        self.readout = torch.nn.Linear(hidden, len(result.bias_o), dtype=dtype)
        if result.embedding is not None:
            self.embedding = torch.nn.Embedding(*result.embedding.shape, dtype=dtype)

    def forward(self, read):
        hidden, _ = self.rnn(self.embedding(read) if hasattr(self, "embedding") else read)
        return self.readout(hidden)


def loaded(path):
    with np.load(path, allow_pickle=False) as file:
        return {name: torch.from_numpy(array) for name, array in file.items()}


@pytest.mark.parametrize("precision", TOLERANCES)
@pytest.mark.parametrize("loss_at", ["last", "all"])
@pytest.mark.parametrize("task", ["recall", "adding", "review", "text", "fixed"])
@pytest.mark.parametrize(
    ("cell", "activation"), [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")]
)
def test_pytorch_says_the_same(cell, activation, task, loss_at, precision, tmp_path):
    changes = {
        "cell": cell,
        "activation": activation,
        "task": task,
        "loss_at": loss_at,
        "precision": precision,
        "hidden_size": 6,
        "time_steps": 8,
    }
    result = simulate(edited(Settings(), changes), 3)
    save_weights(tmp_path / "weights.npz", result)
    network = Network(result)
    network.load_state_dict(loaded(tmp_path / "weights.npz"), strict=True)
    read = result.inputs if result.words is None else result.words
    with torch.no_grad():
        outputs = network(torch.from_numpy(read.copy())).numpy()
    theirs = outputs if loss_at == "all" else outputs[-1]
    assert theirs.dtype == result.outputs.dtype
    tolerance = TOLERANCES[precision]
    scale = np.abs(result.outputs).max()
    assert_allclose(result.outputs, theirs, rtol=tolerance, atol=tolerance * scale)


@pytest.mark.parametrize("activation", ["sigmoid", "linear"])
@pytest.mark.parametrize("precision", ["float16", "float64"])
def test_weights_are_written_also_where_pytorch_has_no_such_activation(
    activation, precision, tmp_path
):
    result = simulate(Settings(activation=activation, precision=precision), 1)
    result.save_weights(tmp_path / "weights")
    found = loaded(tmp_path / "weights")
    assert found.keys() == {
        *(f"rnn.{name}_l0" for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")),
        *("readout.weight", "readout.bias"),
    }
    assert np.array_equal(found["rnn.weight_hh_l0"].numpy(), result.weight_hh)


def test_the_code_of_the_description_loads_them(tmp_path, monkeypatch):
    text = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    code = next(part for part in text.split("```") if "load_state_dict(weights)" in part)
    result = simulate(edited(Settings(), {"task": "review", "precision": "float32"}), 1)
    monkeypatch.chdir(tmp_path)
    result.save_weights("weights.npz")
    names = {}
    exec(code.removeprefix("python"), names)
    assert np.array_equal(names["network"].embedding.weight.detach().numpy(), result.embedding)


def test_what_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(SaveError, match="it is a folder"):
        simulate(Settings()).save_weights(tmp_path)
