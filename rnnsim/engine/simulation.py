"""A simulation: a network, the pass of the next iteration, and training, driven by settings."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from rnnsim.engine.clipping import ClippingRecord, clip, joint_norm
from rnnsim.engine.divergence import first_non_finite
from rnnsim.engine.network import Network, Weights
from rnnsim.engine.optimizers import OPTIMIZERS
from rnnsim.engine.random import Stream, generator
from rnnsim.engine.spectrum import measured_eigenvalues, recurrent_matrix
from rnnsim.engine.state import State
from rnnsim.engine.tasks import TASKS
from rnnsim.engine.truncation import Window, windows
from rnnsim.model.edits import effect_of
from rnnsim.model.frame import Divergence
from rnnsim.model.parameters import Effect
from rnnsim.model.settings import Settings


def _go_on() -> None:
    """Let the pass go on."""


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
    checkpoint : callable
        As given.
    settings : Settings
    iteration : int
        Weight updates made.
    non_finite : Divergence or None
        What first is not finite in the present pass.
    divergence : Divergence or None
        The same where the next update cannot be made; training then stands still.
    task : Task
    network : Network
        Holds the weights and the arrays of the present pass.
    constructed : (N,) complex array
        The eigenvalues the recurrent matrix was built from.
    batch : Batch
        What the present pass reads.
    gradient, clipped : list of arrays
        ∂L/∂θ of each of the network's trained weights, before and after clipping.
    gradient_norm, clipped_gradient_norm : float
        Norm of each over all weights jointly.
    record : ClippingRecord
        What clipping did to all passes so far, the present one included.
    """

    def __init__(self, settings: Settings, checkpoint: Callable[[], None] = _go_on) -> None:
        self.checkpoint = checkpoint
        self.restart(settings)

    def restart(self, settings: Settings) -> None:
        """Start anew from the seed: equal settings give bit-identical weights and batches."""
        self.settings = settings
        self.iteration = 0
        self.divergence: Divergence | None = None
        self.task = TASKS[settings.task](settings)
        matrix, self.constructed = recurrent_matrix(settings, self.checkpoint)
        self.network = Network(settings, self.task, matrix, self.checkpoint)
        self._optimizer = OPTIMIZERS[settings.optimizer](self.network.trained_weights())
        self._data = generator(settings.seed, Stream.DATA)
        self._record_before = ClippingRecord()
        self._draw()
        self.evaluate()

    def state(self) -> State:
        """All that the rest of the run hangs on, copied."""
        return State(
            settings=self.settings,
            iteration=self.iteration,
            weights=tuple(weight.copy() for weight in self.network.named_weights().values()),
            optimizer_memory=self._optimizer.memory(),
            data=self._data_before,
            record=self._record_before,
            constructed=self.constructed,
        )

    def restore(self, state: State) -> None:
        """Come back to a state of this run, or of another of equal shapes, bit by bit."""
        self._take_on(state.settings)
        for weight, kept in zip(self.network.named_weights().values(), state.weights, strict=True):
            weight[...] = kept
        self._optimizer.recall(state.optimizer_memory)
        self._data.bit_generator.state = state.data
        self._record_before, self.constructed = state.record, state.constructed
        self.iteration = state.iteration
        self._draw()
        self.evaluate()

    def change(self, settings: Settings) -> Effect | None:
        """Take on `settings` with the effect that the parameter table gives to what differs.

        Returns
        -------
        Effect or None
            What it did: a run that diverged, or whose recurrent matrix cannot be scaled, starts
            anew.
        """
        effect = effect_of(self.settings, settings)
        if effect and self.divergence:
            effect = Effect.RESTART
        if effect is Effect.RESCALE and not self._rescale(settings):
            effect = Effect.RESTART
        if effect is Effect.RESTART:
            self.restart(settings)
        elif effect is Effect.NEXT_ITERATION:
            self._take_on(settings)
            self._backward()
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
        self._record_before = self.record
        self._optimizer.update(
            self.network.trained_weights(), self.clipped, self.settings.learning_rate
        )
        self.iteration += 1
        self._draw()
        self.evaluate()
        return True

    @property
    def weights(self) -> Weights:
        """All weights of the network."""
        return self.network.weights

    @property
    def loss(self) -> float:
        """Loss of the present pass, a mean."""
        return self.network.loss

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows over which losses are carried back."""
        settings = self.settings
        return windows(settings.time_steps, settings.truncation, settings.truncation_stride)

    def evaluate(self) -> None:
        """Make the present pass, anew where the weights were changed from outside."""
        self.network.forward(self.batch)
        self._backward()

    def _draw(self) -> None:
        """Draw the next batch, remembering from where."""
        self._data_before = self._data.bit_generator.state
        self.batch = self.task.draw(self._data)

    def _backward(self) -> None:
        """Carry the loss back, and clip; the cell then holds the signal that was not clipped."""
        settings, reach = self.settings, self.windows
        on_the_way = None
        if settings.clip == "backward":
            on_the_way = self.network.backward(reach, settings.clip_threshold)
        self.gradient = self.network.backward(reach)
        self.gradient_norm = joint_norm(self.gradient)
        self.clipped = on_the_way or clip(self.gradient, settings.clip, settings.clip_threshold)
        self.clipped_gradient_norm = joint_norm(self.clipped)
        self.record = self._record_before.including(self.gradient_norm, self.clipped_gradient_norm)
        self._look_for_divergence()

    def _look_for_divergence(self) -> None:
        """Where a number is not finite, name the first; training cannot go on with such weights.

        Clipping on the way may save an update although the gradient shown overflows.
        """
        of_weights = joint_norm(self.network.trained_weights())
        going_on = math.isfinite(self.loss + of_weights)
        finite = going_on and math.isfinite(self.gradient_norm)
        self.non_finite = None
        if not (finite and np.isfinite(self.network.cell.dloss_dh[0]).all()):
            self.non_finite = first_non_finite(self.network, self.gradient, self.iteration)
        saved = self.settings.clip == "backward" and math.isfinite(self.clipped_gradient_norm)
        self.divergence = None if going_on and saved else self.non_finite

    def _take_on(self, settings: Settings) -> None:
        """Change what the next update is made with."""
        if settings.optimizer != self.settings.optimizer:
            self._optimizer = OPTIMIZERS[settings.optimizer](self.network.trained_weights())
        self.settings = settings

    def _rescale(self, settings: Settings) -> bool:
        """Bring the recurrent matrix to the radius asked for: built before training, later scaled.

        Returns
        -------
        bool
            False, with nothing changed, where it has no radius to scale.
        """
        matrix = self.weights.cell.candidate_hh
        if self.iteration == 0:
            matrix[...], self.constructed = recurrent_matrix(settings, self.checkpoint)
        else:
            present = np.max(np.abs(measured_eigenvalues(matrix)))
            if present < np.finfo(matrix.dtype).tiny:
                return False
            with np.errstate(all="ignore"):
                matrix *= float(settings.spectral_radius / present)
        self._take_on(settings)
        self.evaluate()
        return True
