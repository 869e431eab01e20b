"""A simulation: weights, the pass of the next iteration, and training, driven by settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.clipping import clip, joint_norm
from rnnsim.engine.elman import CellWeights, ElmanCell
from rnnsim.engine.norms import norms
from rnnsim.engine.optimizers import sgd
from rnnsim.engine.random import Stream, generator
from rnnsim.engine.spectrum import (
    AGREEMENT,
    largest_singular_value,
    measured_eigenvalues,
    mismatch,
    recurrent_matrix,
)
from rnnsim.engine.tasks import TASKS, uniform_weights
from rnnsim.engine.theory import jacobian_norms
from rnnsim.model.edits import effect_of
from rnnsim.model.frame import Divergence, FloatArray, Pass, Spectrum
from rnnsim.model.parameters import Effect
from rnnsim.model.settings import Settings


def _go_on() -> None:
    """Let the pass go on."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights of the network: the cell's, and the readout y = W_ho h_T + b_o."""

    cell: CellWeights
    weight_ho: FloatArray
    bias_o: FloatArray


class Simulation:
    """One network in training.

    After n iterations it holds the weights after n updates and the forward and backward pass on
    the next batch, before its update; `iterate` makes that update and the pass after it.

    Parameters
    ----------
    settings : Settings
    checkpoint : callable
        Called between the pieces of whatever takes long; may raise to abandon it.

    Attributes
    ----------
    settings : Settings
    iteration : int
        Weight updates made.
    divergence : Divergence or None
        What first was not finite; training then stands still.
    task : Task
    batch : Batch
        What the present pass reads.
    weights : Weights
    cell : ElmanCell
        Holds the arrays of the present pass.
    loss : float
    gradient : list of arrays
        ∂L/∂θ of each of the `trained_weights`, before clipping.
    gradient_norm, clipped_gradient_norm : float
        Norm of the gradient over all weights jointly, before and after clipping.
    """

    def __init__(self, settings: Settings, checkpoint: Callable[[], None] = _go_on) -> None:
        self._checkpoint = checkpoint
        self.restart(settings)

    def restart(self, settings: Settings) -> None:
        """Start anew from the seed: equal settings give bit-identical weights and batches."""
        self.settings = settings
        self.iteration = 0
        self.divergence: Divergence | None = None
        self.task = TASKS[settings.task](settings)
        self.cell = ElmanCell(
            settings.time_steps,
            settings.batch_size,
            settings.hidden_size,
            self.task.input_size,
            settings.activation,
            self._checkpoint,
        )
        self.weights = self._first_weights()
        self._data = generator(settings.seed, Stream.DATA)
        self.batch = self.task.draw(self._data)
        self._immediate = np.zeros(
            (settings.time_steps + 1, settings.batch_size, settings.hidden_size)
        )
        self.evaluate()

    def change(self, settings: Settings) -> Effect | None:
        """Take on `settings` with the effect that the parameter table gives to what differs.

        Returns
        -------
        Effect or None
            What it did: a run that diverged, or whose W_hh cannot be scaled, starts anew.
        """
        effect = effect_of(self.settings, settings)
        if effect and self.divergence:
            effect = Effect.RESTART
        if effect is Effect.RESCALE and not self._rescale(settings):
            effect = Effect.RESTART
        if effect is Effect.RESTART:
            self.restart(settings)
        elif effect is Effect.NEXT_ITERATION:
            self.settings = settings
            self._clip()
        return effect

    def iterate(self) -> bool:
        """Update the weights with the present pass and make the next one.

        Returns
        -------
        bool
            False, with nothing changed, once the run has diverged.
        """
        if self.divergence is not None:
            return False
        with np.errstate(all="ignore"):
            sgd(self.trained_weights(), self._clipped, self.settings.learning_rate)
        self.iteration += 1
        self.batch = self.task.draw(self._data)
        self.evaluate()
        return True

    def trained_weights(self) -> list[FloatArray]:
        """The weights that training changes, themselves, in the order of `gradient`."""
        readout = [self.weights.weight_ho, self.weights.bias_o] if self.task.trains_readout else []
        return [*self.weights.cell.arrays(), *readout]

    def evaluate(self) -> None:
        """Make the present pass, anew where the weights were changed from outside.

        Overflow is a result, not a warning.
        """
        with np.errstate(all="ignore"):
            weights = self.weights
            last = self.cell.forward(weights.cell, self.batch.inputs)
            outputs = last @ weights.weight_ho.T + weights.bias_o
            self.loss, dloss_doutputs = self.task.loss(outputs, self.batch)
            self._immediate[-1] = dloss_doutputs @ weights.weight_ho
            cell_gradients = self.cell.backward(self._immediate)
            self._contribution_norms = cell_gradients.contribution_norms
            self.gradient = list(cell_gradients.weights.arrays())
            if self.task.trains_readout:
                self.gradient += [dloss_doutputs.T @ last, dloss_doutputs.sum(axis=0)]
            self.gradient_norm = joint_norm(self.gradient)
            self._clip()
        if self.divergence is None and not np.isfinite([self.loss, self.gradient_norm]).all():
            self.divergence = self._first_non_finite()

    def pass_picture(self) -> Pass:
        """An immutable copy of the present pass."""
        shown = self.cell.hidden[:, 0].copy()
        magnitude = norms(self.cell.dloss_dh)
        self._checkpoint()
        return Pass(
            tokens=self.batch.tokens,
            hidden=_read_only(shown),
            loss=self.loss,
            gradient_magnitude=_read_only(magnitude),
            contribution_norms=_read_only(self._contribution_norms),
            jacobian_norms=_read_only(
                jacobian_norms(self.cell.slopes, self.weights.cell.weight_hh)
            ),
            gradient_norm=self.gradient_norm,
            clipped_gradient_norm=self.clipped_gradient_norm,
        )

    def spectrum_picture(self) -> Spectrum:
        """W_hh's eigenvalues and singular value, constructed and measured."""
        matrix = self.weights.cell.weight_hh
        measured = measured_eigenvalues(matrix)
        self._checkpoint()
        miss = mismatch(self._constructed, measured) if self.iteration == 0 else 0.0
        return Spectrum(
            constructed=_read_only(self._constructed),
            measured=_read_only(measured),
            spectral_radius=float(np.max(np.abs(measured))),
            largest_singular_value=largest_singular_value(matrix),
            slope_bound=ACTIVATIONS[self.settings.activation].gamma,
            ill_conditioned=miss if miss > AGREEMENT else None,
        )

    def _first_weights(self) -> Weights:
        settings, task = self.settings, self.task
        random = generator(settings.seed, Stream.WEIGHTS)
        n = settings.hidden_size
        matrix, self._constructed = recurrent_matrix(settings, self._checkpoint)
        cell = CellWeights(
            weight_ih=uniform_weights(random, (n, task.input_size), settings),
            weight_hh=matrix,
            bias_ih=np.zeros(n),
            bias_hh=np.zeros(n),
        )
        return Weights(cell, task.readout(random), np.zeros(task.output_size))

    def _clip(self) -> None:
        with np.errstate(all="ignore"):
            self._clipped = clip(self.gradient, self.settings.clip, self.settings.clip_threshold)
            self.clipped_gradient_norm = joint_norm(self._clipped)

    def _rescale(self, settings: Settings) -> bool:
        """Bring W_hh to the radius asked for: before training by building it, later by a factor.

        Returns
        -------
        bool
            False, with nothing changed, where W_hh has no radius to scale.
        """
        matrix = self.weights.cell.weight_hh
        if self.iteration == 0:
            matrix[...], self._constructed = recurrent_matrix(settings, self._checkpoint)
        else:
            present = np.max(np.abs(measured_eigenvalues(matrix)))
            if present < np.finfo(float).tiny:
                return False
            matrix *= settings.spectral_radius / present
        self.settings = settings
        self.evaluate()
        return True

    def _first_non_finite(self) -> Divergence:
        """Name the tensor in which the first inf or NaN arose, in the order of computing."""
        forward = _non_finite_steps(self.cell.hidden)
        backward = _non_finite_steps(self.cell.dloss_dh)
        if not all(np.isfinite(weight).all() for weight in self.trained_weights()):
            tensor, time_step, stage = "θ", None, "update"
        elif forward.size:
            tensor, time_step, stage = "h", int(forward[0]), "forward"
        elif not np.isfinite(self.loss):
            tensor, time_step, stage = "L", None, "forward"
        elif backward.size:
            tensor, time_step, stage = "∂L/∂h", int(backward[-1]), "backward"
        else:
            tensor, time_step, stage = "∂L/∂θ", None, "backward"
        return Divergence(tensor, time_step, stage, self.iteration)


def _non_finite_steps(x: FloatArray) -> np.ndarray:
    """Time steps at which `x` (T+1, B, N) holds an inf or NaN, ascending."""
    steps: np.ndarray = np.flatnonzero(~np.isfinite(x).all(axis=(1, 2)))
    return steps


def _read_only(x: np.ndarray) -> np.ndarray:
    x.setflags(write=False)
    return x
