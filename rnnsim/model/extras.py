"""Numbers that are computed only while somebody looks at them.

Legend and norms as in `rnnsim.model.frame`.  Arrays are read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnsim.model.arrays import FloatArray
from rnnsim.model.remedy import Remedy
from rnnsim.model.slopes import Slopes


@dataclass(frozen=True, slots=True)
class Detail:
    """What happens within each time step, of the sequence shown; rows are t = 1 … T.

    G blocks of N: one of an RNN, four of an LSTM (i, f, g, o), three of a GRU (r, z, n).
    Derivatives are of the batch's mean loss, so that a sequence's are its share of that mean.
    All is computed in float64 and rounded to the network's format.

        a_t         = recurrent_t + driven_t                      of an RNN and an LSTM
        a_t of n    = driven_t + r_t ∘ (recurrent_t + b_hn)       of a GRU
        ∂L/∂a_t     = φ′(a_t) ∘ ∂L/∂h_t                           of an RNN
        ∂L/∂h_{t−1} = W_hhᵀ ∂L/∂a_t + immediate ∂L/∂h_{t−1}       of an RNN and an LSTM; of a GRU
            with r_t ∘ ∂L/∂a_t in place of n's ∂L/∂a_t, and + z_t ∘ ∂L/∂h_t

    The last holds where nothing is truncated.

    Attributes
    ----------
    recurrent : (T, G·N) array
        W_hh h_{t−1}.
    driven : (T, G·N) array
        W_ih x_t + b_ih + b_hh, without b_hn of a GRU's n, which stands inside the reset product.
    pre_activations : (T, G·N) array
        a_t, what φ and the gates are taken of.
    slopes : (T, N) array
        φ′ of the candidate's pre-activations.
    dloss_dh : (T+1, N) array
        Total ∂L/∂h_k, k = 0 … T.
    dloss_dh_immediate : (T+1, N) array
        The direct ∂L/∂h_k, 0 where the loss does not look.
    dloss_da : (T, G·N) array
        ∂L/∂a_t.
    weight_hh : (G·N, N) array
        W_hh itself.
    """

    recurrent: FloatArray
    driven: FloatArray
    pre_activations: FloatArray
    slopes: FloatArray
    dloss_dh: FloatArray
    dloss_dh_immediate: FloatArray
    dloss_da: FloatArray
    weight_hh: FloatArray


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one time step k = 0 … T does to a gradient, of the sequence shown.

    Attributes
    ----------
    jacobian : (S, S) array or None
        J_k = ∂h_k/∂h_{k−1}, of an LSTM that of [h; c]; None at 0.
    singular_values : (S,) array
        Of J_k, largest first, NaN where it is not finite; empty at 0.
    contribution : (G·N, N) array or None
        C_k, the whole batch's contribution to ∂L/∂W_hh; None at 0.
    """

    time_step: int
    jacobian: FloatArray | None
    singular_values: FloatArray
    contribution: FloatArray | None


@dataclass(frozen=True, slots=True)
class CliffPicture:
    """Figure 6 of Pascanu, Mikolov and Bengio (2013): an error surface and two descents over it.

    Attributes
    ----------
    w : (X,) array
    b : (Y,) array
    error : (Y, X) array
        E at every b and w.
    unclipped, clipped : (I+1, 3) arrays
        w, b and E before the first update and after each.
    rate, threshold : float
        η and τ of the descents.
    start : (float, float)
        w and b that both start from.
    start_error, start_gradient_norm : float
        E and ‖∇E‖ there.
    """

    w: FloatArray
    b: FloatArray
    error: FloatArray
    unclipped: FloatArray
    clipped: FloatArray
    rate: float
    threshold: float
    start: tuple[float, float]
    start_error: float
    start_gradient_norm: float


@dataclass(frozen=True, slots=True)
class BifurcationPicture:
    """Where the single unit of the cliff stays and where it gets, over its bias b.

    Attributes
    ----------
    w, b : float
        Those that the descents start from; b is one of many here.
    biases : (Y,) array
        Ascending.
    positions : (Y, 3) array
        Fixed points on the lower, middle and upper branch, NaN where there is none.
    stable : (Y, 3) array of bool
        Whether states nearby come nearer; False where there is none.
    reached : (Y,) array
        x_50 from x_0 = 0.5.
    folds : (2, 2) array
        x and b at the lower and the upper fold, in rows; NaN where there is none.
    present : (3,) array
        Fixed points at `b`.
    present_reached : float
        x_50 at `b`.
    ridge : float
        b* = 0.5 − w σ(0.5), with which x_0 = 0.5 stays where it is.
    ridge_stable : bool
        Whether it does so stably; where it does not, the error has a wall at b*.
    ridge_gradient_norm : float
        ‖∇E‖ at b*.
    """

    w: float
    b: float
    biases: FloatArray
    positions: FloatArray
    stable: NDArray[np.bool_]
    reached: FloatArray
    folds: FloatArray
    present: FloatArray
    present_reached: float
    ridge: float
    ridge_stable: bool
    ridge_gradient_norm: float


@dataclass(frozen=True, slots=True)
class Extras:
    """Numbers that are computed only while somebody looks at them; None where nobody does yet.

    Attributes
    ----------
    iteration : int
        Weight updates made before the pass they are of.
    detail : Detail or None
    inspection : Inspection or None
        Of the time step asked for.
    gradient_map : (T, T+1) array or None
        ‖∂L_t/∂h_k‖ in row t−1 and column k; 0 where k > t.  The true ones, truncation or not.
    singular_values : (T+1, N) array or None
        Of ∂h_T/∂h_k, largest first, k = 0 … T; NaN where that is not finite.
    cells : mapping of str to (T+1,) array, or None
        ‖∂L/∂h_k‖ of an untrained ``rnn``, ``lstm`` and ``gru`` with these settings and this seed;
        without those that exceed the limit of memory.
    cliff : CliffPicture or None
    bifurcation : BifurcationPicture or None
    slopes : Slopes or None
        How the slopes φ′ are distributed, of the whole batch.
    remedies : tuple of Remedy, or None
        What would have kept this run from diverging, as far as it has been tried; empty where it
        has not diverged.
    """

    iteration: int = 0
    detail: Detail | None = None
    inspection: Inspection | None = None
    gradient_map: FloatArray | None = None
    singular_values: FloatArray | None = None
    cells: Mapping[str, FloatArray] | None = None
    cliff: CliffPicture | None = None
    bifurcation: BifurcationPicture | None = None
    slopes: Slopes | None = None
    remedies: tuple[Remedy, ...] | None = None


NO_EXTRAS = Extras()
