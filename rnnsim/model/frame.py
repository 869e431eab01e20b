"""What the views draw: one immutable picture of a running simulation.

Legend: T time steps, B batch, N hidden units.  Arrays are read-only.
Gradients are those of the loss, a mean over the batch; ‖·‖ is the Frobenius norm over batch and
units, so that zero, infinite and NaN are results like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rnnsim.model.arrays import ComplexArray, FloatArray
from rnnsim.model.course import Course
from rnnsim.model.extras import NO_EXTRAS, Extras
from rnnsim.model.samples import NO_TRAIL, NO_WATERFALL, Trail, Waterfall
from rnnsim.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first non-finite tensor of a run.

    Attributes
    ----------
    tensor : str
        Its symbol: ``c`` or ``h``, ``y`` (the outputs), ``L``, ``∂L/∂y``, ``∂L/∂h``,
        ``∂L/∂c``, ``∂L/∂θ`` or ``θ`` (the weights).
    time_step : int or None
        Where in the sequence; None for what has no time step (the loss, a weight).
    stage : str
        ``forward``, ``backward`` or ``update``.
    iteration : int
        Weight updates made before.
    """

    tensor: str
    time_step: int | None
    stage: str
    iteration: int


@dataclass(frozen=True, slots=True)
class Pass:
    """One forward and backward pass, before its weight update.

    Attributes
    ----------
    tokens : tuple of str
        T labels of the inputs of the sequence shown, the batch's first; may be empty strings.
    hidden : (T+1, N) array
        h_0 … h_T of the sequence shown.
    loss : float
        Mean over the batch.
    gradient_magnitude : (T+1,) array
        ‖∂L/∂h_k‖, total, k = 0 … T.
    contribution_norms : (T,) array
        Frobenius norm of each time step's contribution to ∂L/∂W_hh, t = 1 … T.
    contributions : (T,) array
        ⟨C_t, G⟩ / ‖G‖: how far time step t's contribution C_t to G = ∂L/∂W_hh goes G's way.  They
        sum to ‖G‖; all 0 where G is, all NaN where it is not finite.
    jacobian_norms : (T,) array
        Frobenius norm of J_t = ∂h_t/∂h_{t−1}, root mean square over the batch, t = 1 … T; of an
        LSTM the way through c counts as well, c_{t−1} held.
    gradient_norm, clipped_gradient_norm : float
        Norm of the gradient over all weights jointly, before and after clipping.
    accuracy : float or None
        Share of right answers, where the task asks for a class.
    gates : mapping of str to (T, N) array
        Of LSTM (``i``, ``f``, ``g``, ``o``) and GRU (``r``, ``z``, ``n``): the gates of the
        sequence shown; empty for an RNN.
    memory : (T+1, N) array or None
        c_0 … c_T of the sequence shown, of an LSTM.
    memory_gradient_magnitude : (T+1,) array or None
        ‖∂L/∂c_k‖, total, of an LSTM.
    direct_path : (T+1,) array or None
        What the gates alone leave of a gradient from T to k: the product of the LSTM's forget
        gates (along c) or the GRU's update gates z (along h) of time steps k+1 … T, root mean
        square over batch and units; None for an RNN.
    saturation : float
        Share of units and time steps with |φ′| < γ/10.
    """

    tokens: tuple[str, ...]
    hidden: FloatArray
    loss: float
    gradient_magnitude: FloatArray
    contribution_norms: FloatArray
    contributions: FloatArray
    jacobian_norms: FloatArray
    gradient_norm: float
    clipped_gradient_norm: float
    accuracy: float | None = None
    gates: Mapping[str, FloatArray] = field(default_factory=lambda: MappingProxyType({}))
    memory: FloatArray | None = None
    memory_gradient_magnitude: FloatArray | None = None
    direct_path: FloatArray | None = None
    saturation: float = 0.0


@dataclass(frozen=True, slots=True)
class Clipping:
    """What clipping has done since the start, and what threshold would suit.

    Attributes
    ----------
    share : float
        Share of the gradients so far that clipping changed, the present one included.
    cosine : float
        Cosine between the present gradient before and after clipping; NaN where one has no
        direction.
    suggested : (float, float)
        0.5 and 10 times the mean gradient norm so far, between which Pascanu, Mikolov and Bengio
        (2013) place the threshold.
    """

    share: float
    cosine: float
    suggested: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The recurrent matrix as it was asked for and as it is.

    It is W_hh of an RNN, and of an LSTM or GRU the block of W_hh that makes the candidate state.

    Attributes
    ----------
    constructed : (N,) complex array
        The eigenvalues W_hh was built from; after training, those of its start.
    measured : (N,) complex array
        The eigenvalues of the present W_hh, NaN where it is not finite.
    spectral_radius, largest_singular_value : float
        ρ and σ₁ of the present W_hh.
    slope_bound : float
        γ = sup |φ′|.
    ill_conditioned : float or None
        At iteration 0: by how much the measured eigenvalues miss the constructed ones where that
        is more than rounding (1e-9 in float64), because ν makes them ill-conditioned.
    """

    constructed: ComplexArray
    measured: ComplexArray
    spectral_radius: float
    largest_singular_value: float
    slope_bound: float
    ill_conditioned: float | None


@dataclass(frozen=True, slots=True)
class Curves:
    """One value an iteration, oldest first; arrays of equal length.

    Attributes
    ----------
    losses, gradient_norms, clipped_gradient_norms : arrays
    accuracies : array
        Share of right answers; NaN where the task asks for no class.
    stride : int
        1 where every iteration has a value.  Of a run of more than a million iterations each pair
        of values is the least and the greatest of 2·stride iterations, in their order: value j is
        of iteration j·stride, to within that many.
    """

    losses: FloatArray
    gradient_norms: FloatArray
    clipped_gradient_norms: FloatArray
    accuracies: FloatArray
    stride: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run beside the main one.

    Attributes
    ----------
    number : int
        From 1; says its colour.  The main run is 0.
    settings : Settings
    iteration : int
        Weight updates made before `passed`.
    newest : int
        The iteration that was reached.
    passed : Pass
    curves : Curves
    trail : Trail
    chance_loss : float or None
    divergence : Divergence or None
    failure : str or None
        What went wrong inside; the rest is then the last that was known.
    name : str
        What the user calls it.
    ghost : bool
        Whether it stands still: the memory of a run that was.
    """

    number: int
    settings: Settings
    iteration: int
    newest: int
    passed: Pass
    curves: Curves
    trail: Trail
    chance_loss: float | None
    divergence: Divergence | None
    failure: str | None = None
    name: str = ""
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the window shows of one moment.

    Attributes
    ----------
    generation : int
        Number of the order (settings, transport) that this frame answers.
    iteration : int
        Weight updates made so far; `passed` is the pass of the next one.
    chance_loss : float or None
        Loss of guessing, where the task has one.
    bound : (T+1,) array or None
        (γσ₁)^(T−k) ‖∂L/∂h_T‖, an upper bound of the gradient magnitude; None where there is no such
        bound: of LSTM and GRU, and of a loss at all time steps.
    radius_line : (T+1,) array or None
        ρ^(T−k) ‖∂L/∂h_T‖, what the spectral radius alone would give; None where `bound` is.
    playing : bool
        Whether training runs.
    iterations_per_second : float
        Recent pace, 0 while paused.
    failure : str or None
        What went wrong inside, in words for the user; the rest is then the last good state.
    owed : int
        Single iterations asked for and still to be made.
    extras : Extras
        Those that are quick to compute come with their pass, others follow in a frame of their
        own.  Meanwhile those of an earlier pass may stand in, whose iteration they tell; after
        other settings, never `detail` and `inspection`, nor anything of another size.
    extras_owed : bool
        Whether extras that are wanted of this pass are still to come.
    at : int
        The iteration looked at: `iteration`, but where this run has diverged before.
    newest : int
        The iteration that was reached, by this run or another beside it.
    alive : bool
        Whether this run or another beside it can be trained on: not all have diverged.
    earliest : int
        The first iteration to which there is a way back.
    course : Course or None
        What led to `newest`; None in a frame that no worker made.
    sought : int or None
        The iteration that is looked for and still to be recomputed.
    waterfall : Waterfall
    trail : Trail
    others : tuple of Run
        The runs drawn beside this one: twins, and ghosts of runs that were.
    """

    generation: int
    settings: Settings
    iteration: int
    passed: Pass
    spectrum: Spectrum
    curves: Curves
    chance_loss: float | None
    clipping: Clipping
    bound: FloatArray | None
    radius_line: FloatArray | None
    divergence: Divergence | None
    playing: bool
    iterations_per_second: float
    failure: str | None = None
    owed: int = 0
    extras: Extras = NO_EXTRAS
    extras_owed: bool = False
    at: int = 0
    newest: int = 0
    alive: bool = True
    earliest: int = 0
    course: Course | None = None
    sought: int | None = None
    waterfall: Waterfall = NO_WATERFALL
    trail: Trail = NO_TRAIL
    others: tuple[Run, ...] = ()

    @property
    def past(self) -> bool:
        """Whether an earlier iteration is looked at than the one that was reached."""
        return self.at < self.newest
