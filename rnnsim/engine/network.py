"""The whole network: what is read, the cell, a linear readout, the loss, and every gradient.

x_t = E[word_t] or the task's numbers,   y_t = W_ho h_t + b_o,   L = loss(y_T) or of all y_t
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from rnnsim.engine.cells import CELLS, CellWeights, Shape, UnrolledCell
from rnnsim.engine.initial import first_cell_weights
from rnnsim.engine.outer import outer_sum
from rnnsim.engine.products import product
from rnnsim.engine.random import Stream, generator
from rnnsim.engine.tasks import Batch, Task
from rnnsim.engine.truncation import Window
from rnnsim.model.arrays import FloatArray
from rnnsim.model.settings import Settings

CELL_NAMES = tuple(field.name for field in fields(CellWeights))


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights of the network.

    Attributes
    ----------
    cell : CellWeights
    weight_ho : (O, N) array
    bias_o : (O,) array
    embedding : (V, I) array or None
        A row for each word, where the task reads words.
    """

    cell: CellWeights
    weight_ho: FloatArray
    bias_o: FloatArray
    embedding: FloatArray | None


class Network:
    """One network with the arrays of its present pass.

    Parameters
    ----------
    settings : Settings
    task : Task
    matrix : (N, N) array
        The first recurrent matrix: W_hh, or its candidate block.
    checkpoint : callable
        Called between the pieces of a pass; may raise to abandon it.

    Attributes
    ----------
    weights : Weights
    cell : UnrolledCell
    outputs : (B, O) or (T, B, O) array
        y_T, or y_1 … y_T where the loss is at all time steps.
    loss : float
    dloss_doutputs : array
        Shaped as `outputs`.
    immediate : (B, N) or (T, B, N) array
        The direct ∂L/∂h_T, or that of h_1 … h_T.
    gradients : dict of arrays
        ∂L/∂ each of the `named_weights`, of a readout that is not trained too.
    contribution_norms : (T,) array
        Frobenius norm of each time step's term of ∂L/∂W_hh.
    """

    def __init__(
        self, settings: Settings, task: Task, matrix: FloatArray, checkpoint: Callable[[], None]
    ) -> None:
        self.task = task
        self._at_all = settings.loss_at == "all"
        dtype = np.dtype(settings.precision)
        shape = Shape(
            settings.time_steps, settings.batch_size, settings.hidden_size, task.input_size
        )
        self.cell: UnrolledCell = CELLS[settings.cell](
            shape, settings.activation, dtype, checkpoint
        )
        self.weights = _first_weights(settings, task, matrix, dtype)

    def named_weights(self) -> dict[str, FloatArray]:
        """All weights by name, themselves."""
        weights = self.weights
        named = dict(zip(CELL_NAMES, weights.cell.arrays(), strict=True))
        named |= {"weight_ho": weights.weight_ho, "bias_o": weights.bias_o}
        return named if weights.embedding is None else named | {"embedding": weights.embedding}

    @property
    def trained(self) -> list[str]:
        """Names of the weights that training changes."""
        fixed = () if self.task.trains_readout else ("weight_ho", "bias_o")
        return [name for name in self.named_weights() if name not in fixed]

    def trained_weights(self) -> list[FloatArray]:
        """The weights that training changes, themselves, in the order of `trained`."""
        weights = self.named_weights()
        return [weights[name] for name in self.trained]

    @np.errstate(all="ignore")
    def forward(self, batch: Batch) -> None:
        """Read `batch` and find the loss.  Overflow is a result, not a warning."""
        weights, cell = self.weights, self.cell
        self._batch = batch
        self.cell.forward(weights.cell, self.inputs())
        hidden = cell.hidden_columns[1:] if self._at_all else cell.hidden_columns[-1:]
        columns = product(weights.weight_ho, hidden) + weights.bias_o[:, None]
        outputs = columns.transpose(0, 2, 1)
        self.outputs = outputs if self._at_all else outputs[0]
        self.loss, self.dloss_doutputs = self.task.loss(self.outputs, batch)
        self._dloss_dcolumns = self.dloss_doutputs.reshape(outputs.shape).transpose(0, 2, 1)
        immediate = product(weights.weight_ho.T, self._dloss_dcolumns).transpose(0, 2, 1)
        self.immediate = immediate if self._at_all else immediate[0]

    @np.errstate(all="ignore")
    def backward(
        self, windows: Sequence[Window] = (), threshold: float = math.inf
    ) -> list[FloatArray]:
        """∂L/∂θ of each of the `trained_weights`, by the batch last read.

        Parameters
        ----------
        windows, threshold
            As of `UnrolledCell.backward`.
        """
        cell = self.cell
        cell.backward(self.immediate, windows, threshold)
        of_cell = cell.gradients()
        self.contribution_norms = of_cell.contribution_norms
        hidden = cell.hidden_columns[-len(self._dloss_dcolumns) :]
        self.gradients = dict(zip(CELL_NAMES, of_cell.weights.arrays(), strict=True))
        self.gradients["weight_ho"] = outer_sum(self._dloss_dcolumns, hidden)
        self.gradients["bias_o"] = self._bias_gradient()
        if self.weights.embedding is not None:
            self.gradients["embedding"] = self._embedding_gradient(self.weights.embedding)
        return [self.gradients[name] for name in self.trained]

    def accuracy(self) -> float | None:
        """Share of right answers, None where the task asks for no class."""
        return self.task.accuracy(self.outputs, self._batch)

    def inputs(self) -> FloatArray:
        """(T, B, I) array: what the cell reads of the present batch."""
        batch, embedding = self._batch, self.weights.embedding
        inputs = batch.inputs if embedding is None else embedding[batch.words]
        assert inputs is not None
        return inputs

    def _embedding_gradient(self, embedding: FloatArray) -> FloatArray:
        dloss_dinputs = self.cell.input_gradients(self.weights.cell.weight_ih)
        gradient = np.zeros(embedding.shape, _summable(embedding.dtype))
        assert self._batch.words is not None
        np.add.at(gradient, self._batch.words, dloss_dinputs)
        return gradient.astype(embedding.dtype, copy=False)

    def _bias_gradient(self) -> FloatArray:
        signal = self._dloss_dcolumns
        total: FloatArray = signal.sum(axis=(0, 2), dtype=_summable(signal.dtype))
        return total.astype(signal.dtype, copy=False)


def _summable(dtype: np.dtype[np.floating]) -> np.dtype[np.floating]:
    """The format in which numbers of `dtype` are summed, to be rounded once: float32 at least."""
    return np.result_type(dtype, np.float32)


def _first_weights(
    settings: Settings, task: Task, matrix: FloatArray, dtype: np.dtype[np.floating]
) -> Weights:
    """Draw all weights from the seed; a wider `dtype` only rounds the same numbers less."""
    random = generator(settings.seed, Stream.WEIGHTS)
    cell = first_cell_weights(settings, task.input_size, matrix, random)
    weight_ho = task.readout(random)
    words = (task.vocabulary_size, task.input_size)
    return Weights(
        cell=CellWeights(*(weight.astype(dtype) for weight in cell.arrays())),
        weight_ho=weight_ho.astype(dtype),
        bias_o=np.zeros(task.output_size, dtype),
        embedding=random.standard_normal(words).astype(dtype) if words[0] else None,
    )
