"""What a run leaves: every number of its last pass, and what became of training."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnsim.export.data import save_arrays
from rnnsim.export.weights import save_weights
from rnnsim.model.arrays import FloatArray
from rnnsim.model.course import Course
from rnnsim.model.diagnosis import Diagnosis
from rnnsim.model.edits import changes_between
from rnnsim.model.frame import Clipping, Divergence, Spectrum
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Result:
    """The state after n iterations, and the pass on the next batch before its weight update.

    Legend: T time steps, B batch, N hidden units, I inputs, O outputs, V words; G is 1 for an RNN,
    4 for an LSTM (blocks i, f, g, o), 3 for a GRU (r, z, n).  Arrays are read-only, and in the
    network's precision where nothing else is said.  Weights are named, shaped and ordered as in
    ``torch.nn.RNN``, ``LSTM`` and ``GRU``.  All gradients are those of the loss, a mean over the
    batch; they are raw, before any clipping, and go as far back as the truncation lets them.

    Attributes
    ----------
    settings : Settings
        As they were checked; where some were changed on the way, the last.
    course : Course
        What was set after how many iterations.
    version : str
        Of rnnsim.
    weight_ih : (G·N, I) array
    weight_hh : (G·N, N) array
    bias_ih, bias_hh : (G·N,) arrays
    weight_ho : (O, N) array
        The readout, y_t = W_ho h_t + b_o.
    bias_o : (O,) array
    embedding : (V, I) array or None
        A row for each word, where the task reads words.
    grad_weight_ih, grad_weight_hh, grad_bias_ih, grad_bias_hh, grad_weight_ho, grad_bias_o : arrays
        Gradient of each of the above, in its shape; of the readout also where it is not trained.
    grad_embedding : (V, I) array or None
    words : (T, B) integer array or None
        Rows of `embedding` that were read.
    inputs : (T, B, I) array
        Exactly what the cell read: x_1 … x_T.
    targets : array
        Exactly what the loss was taken against: class numbers, (B,) where the loss is at the last
        time step and (T, B) where it is at all; or values, (B, O) or (T, B, O).  Class 0 where the
        task has no target.
    outputs : (B, O) or (T, B, O) array
        y_T, or y_1 … y_T where the loss is at all time steps.
    hidden : (T+1, B, N) array
        h_0 … h_T.
    cell : (T+1, B, N) array or None
        c_0 … c_T of an LSTM.
    gate_i, gate_f, gate_g, gate_o : (T, B, N) arrays or None
        Gates of an LSTM, t = 1 … T.
    gate_r, gate_z, gate_n : (T, B, N) arrays or None
        Gates of a GRU, t = 1 … T.
    loss : float
        Of this pass; nats where the task asks for a class.
    dloss_dh : (T+1, B, N) array
        Total ∂L/∂h_k, k = 0 … T.
    dloss_dc : (T+1, B, N) array or None
        Total ∂L/∂c_k of an LSTM.
    gradient_magnitude : (T+1,) float64 array
        Frobenius norm of each ``dloss_dh[k]``.
    contribution_norms : (T,) float64 array
        Frobenius norm of each time step's contribution to ``grad_weight_hh``, t = 1 … T.
    direct_path : (T+1,) float64 array or None
        What the LSTM's forget gates or the GRU's update gates alone leave of a gradient from T to
        k: the product of those of t = k+1 … T, root mean square over batch and units.
    saturation : float
        Share of units and time steps with |φ′| < γ/10.
    gradient_map : (T, T+1) float64 array or None
        ‖∂L_t/∂h_k‖ in row t−1 and column k, L_t being what time step t adds to the loss; all the
        way back, whatever the truncation.  This and what follows only where ``diagnostics`` were
        asked for, in all but this of the batch's first sequence.
    state_jacobian_singular_values : (T+1, N) float64 array or None
        Those of ∂h_T/∂h_k, largest first; values below about 10⁻¹⁶ of the largest are rounding.
    step_singular_values, step_radii : (T,) float64 arrays or None
        σ₁ and ρ of each Jacobian of the state J_t, t = 1 … T: of h, of an LSTM of [h; c].
    lyapunov_exponents : (S,) float64 array or None
        Largest first, per time step; S is N, of an LSTM 2N.
    losses, gradient_norms, clipped_gradient_norms : float64 arrays
        One value for each iteration made, fewer than asked for where the run diverged: loss, and
        norm of the gradient over all trained weights jointly, before and after clipping.
    chance_loss : float or None
        Loss of guessing, where there is something to guess.
    spectrum : Spectrum
    clipping : Clipping
    diagnosis : Diagnosis
        What theory says of the gradient, beside what was measured.
    """

    settings: Settings
    course: Course
    version: str
    weight_ih: FloatArray
    weight_hh: FloatArray
    bias_ih: FloatArray
    bias_hh: FloatArray
    weight_ho: FloatArray
    bias_o: FloatArray
    embedding: FloatArray | None = None
    grad_weight_ih: FloatArray
    grad_weight_hh: FloatArray
    grad_bias_ih: FloatArray
    grad_bias_hh: FloatArray
    grad_weight_ho: FloatArray
    grad_bias_o: FloatArray
    grad_embedding: FloatArray | None = None
    words: NDArray[np.intp] | None = None
    inputs: FloatArray
    targets: NDArray[Any]
    outputs: FloatArray
    hidden: FloatArray
    cell: FloatArray | None = None
    gate_i: FloatArray | None = None
    gate_f: FloatArray | None = None
    gate_g: FloatArray | None = None
    gate_o: FloatArray | None = None
    gate_r: FloatArray | None = None
    gate_z: FloatArray | None = None
    gate_n: FloatArray | None = None
    loss: float
    dloss_dh: FloatArray
    dloss_dc: FloatArray | None = None
    gradient_magnitude: FloatArray
    contribution_norms: FloatArray
    direct_path: FloatArray | None = None
    saturation: float
    gradient_map: FloatArray | None = None
    state_jacobian_singular_values: FloatArray | None = None
    step_singular_values: FloatArray | None = None
    step_radii: FloatArray | None = None
    lyapunov_exponents: FloatArray | None = None
    losses: FloatArray
    gradient_norms: FloatArray
    clipped_gradient_norms: FloatArray
    chance_loss: float | None
    spectrum: Spectrum
    clipping: Clipping
    diagnosis: Diagnosis

    def __repr__(self) -> str:
        verdict = self.diagnosis.verdict.value
        return f"<Result after {self.iterations} iterations: loss {self.loss:.4g}, {verdict}>"

    @property
    def iterations(self) -> int:
        """Weight updates made."""
        return len(self.losses)

    @property
    def first_nonfinite(self) -> Divergence | None:
        """The first tensor that was not finite, None where all are."""
        return self.diagnosis.divergence

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that `save` writes, by name; texts and numbers as arrays without axes."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
        texts = {"settings": json.dumps(asdict(self.settings)), "version": self.version}
        if len(self.course.changes) > 1:
            texts["changes"] = json.dumps(_as_set(self.course))
        if self.first_nonfinite is not None:
            texts["first_nonfinite"] = json.dumps(_as_named(self.first_nonfinite))
        return {
            **{name: np.array(text) for name, text in texts.items()},
            **arrays,
            "loss": np.array(self.loss),
            "saturation": np.array(self.saturation),
        }

    def save(self, path: PathLike[str] | str) -> None:
        """Write `arrays` to an NPZ file, as docs/data-format.md describes it.

        ``numpy.load(path, allow_pickle=False)`` reads it.  A file of that name is replaced once
        the new one is complete.

        Raises
        ------
        rnnsim.export.writing.SaveError
            An OSError: it cannot be written; a file of that name is then as it was.
        """
        save_arrays(Path(path), self.arrays())

    def save_weights(self, path: PathLike[str] | str) -> None:
        """Write the weights alone, by the names of a PyTorch module: see docs/data-format.md.

        Raises
        ------
        rnnsim.export.writing.SaveError
            An OSError, as of `save`.
        """
        save_weights(Path(path), self)


def _as_named(divergence: Divergence) -> dict[str, str | int | None]:
    """A divergence in the words of the file."""
    return {
        "tensor": divergence.tensor,
        "time_step": divergence.time_step,
        "pass": divergence.stage,
        "iteration": divergence.iteration,
    }


def _as_set(course: Course) -> list[dict[str, object]]:
    """The changes of a course as a session has them: all settings first, then what differs."""
    (_, before), *rest = course.changes
    steps: list[dict[str, object]] = [{"after": 0, "set": asdict(before)}]
    for iteration, settings in rest:
        steps.append({"after": iteration, "set": changes_between(before, settings)})
        before = settings
    return steps
