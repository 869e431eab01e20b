"""The parameter table: every setting's name, range, meaning, and what changing it does.

Panel, validation, tooltips, the command line, the file format and the tests all read this table;
nobody else knows a range or decides what an edit entails.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.cells import CELLS
from rnnsim.model.kinds import (
    Choice,
    ChoiceParameter,
    Effect,
    EigenvaluesParameter,
    Group,
    IntegerParameter,
    Parameter,
    RealOrWordParameter,
    RealParameter,
    TextParameter,
)
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.tasks import TASKS
from rnnsim.translation import noted

__all__ = ["LARGEST_RADIUS", "PARAMETERS", "Effect", "parameter"]

LARGEST_RADIUS = 3.0


def _without_gates(settings: Settings) -> str | None:
    return None if CELLS[settings.cell].keeping else noted("an RNN has no gates")


def _without_text(settings: Settings) -> str | None:
    return None if settings.task == "text" else noted("the task reads no text")


def _without_clipping(settings: Settings) -> str | None:
    return noted("clipping is off") if settings.clip == "off" else None


def _without_truncation(settings: Settings) -> str | None:
    whole = settings.truncation == 0 or settings.truncation >= settings.time_steps
    if whole:
        return noted("the gradient is carried all the way")
    return noted("the loss is at the last step only") if settings.loss_at == "last" else None


_TABLE: tuple[Parameter, ...] = (
    ChoiceParameter(
        key="spectrum",
        label=noted("arrangement"),
        group=Group.RECURRENT,
        effect=Effect.RESTART,
        help=noted("How the eigenvalues of W_hh are laid out in the complex plane at the start."),
        choices=(
            Choice(
                value="disk",
                label=noted("disk"),
                help=noted("Spread at random over the disk of radius ρ."),
            ),
            Choice(
                value="circle",
                label=noted("circle"),
                help=noted(
                    "Evenly spaced on the circle of radius ρ: every direction shrinks or grows"
                    " at the same rate."
                ),
            ),
            Choice(
                value="identity",
                label=noted("identity"),
                help=noted("W_hh = ρ·I, every eigenvalue at ρ (Le, Jaitly, Hinton 2015)."),
            ),
            Choice(
                value="orthogonal",
                label=noted("orthogonal"),
                help=noted(
                    "ρ times a random orthogonal matrix; at ρ = 1 a linear network keeps the"
                    " gradient's length exactly (Saxe 2013)."
                ),
            ),
            Choice(
                value="gaussian",
                label=noted("Gaussian"),
                help=noted(
                    "Independent normal entries scaled to radius ρ, the usual random start;"
                    " it is non-normal by itself."
                ),
            ),
            Choice(
                value="own",
                label=noted("own"),
                help=noted("The eigenvalues you drag in the plane or type below."),
            ),
        ),
    ),
    RealParameter(
        key="spectral_radius",
        label=noted("spectral radius"),
        symbol="ρ",
        group=Group.RECURRENT,
        effect=Effect.RESCALE,
        minimum=0.0,
        maximum=LARGEST_RADIUS,
        help=noted(
            "Largest modulus of W_hh's eigenvalues. In a linear network the gradient changes by"
            " about ×ρ a time step: below 1 it vanishes, above 1 it explodes. From or to 0 the run"
            " starts anew: nothing is left to scale."
        ),
    ),
    RealParameter(
        key="non_normality",
        label=noted("non-normality"),
        symbol="ν",
        group=Group.RECURRENT,
        effect=Effect.RESTART,
        minimum=0.0,
        maximum=4.0,
        help=noted(
            "Scales the off-diagonal part of W_hh's real Schur form; 1 is the strength found in a"
            " random Gaussian matrix. The Gaussian arrangement has that strength by itself, and ν"
            " is added to it. The eigenvalues stay, but the largest singular value σ₁ grows: a"
            " gradient can grow for a while although ρ < 1."
        ),
    ),
    EigenvaluesParameter(
        key="eigenvalues",
        label=noted("eigenvalues"),
        symbol="λ",
        group=Group.RECURRENT,
        effect=Effect.RESTART,
        longest=256,
        largest=LARGEST_RADIUS,
        help=noted(
            "The eigenvalues of W_hh, such as 0.9, 0.5±0.3i. W_hh is real, so complex ones come"
            " in conjugate pairs. As many as there are hidden units: typing a list sets N."
        ),
    ),
    ChoiceParameter(
        key="cell",
        label=noted("cell"),
        group=Group.NETWORK,
        effect=Effect.RESTART,
        help=noted(
            "What is repeated at every time step. The spectrum sets W_hh of an RNN, and of an LSTM"
            " or GRU the block of W_hh that makes the candidate state."
        ),
        choices=tuple(CELLS.values()),
    ),
    IntegerParameter(
        key="hidden_size",
        label=noted("hidden units"),
        symbol="N",
        group=Group.NETWORK,
        effect=Effect.RESTART,
        minimum=1,
        maximum=256,
        logarithmic=True,
        help=noted("Units in the hidden state h; W_hh is N × N."),
    ),
    IntegerParameter(
        key="time_steps",
        label=noted("time steps"),
        symbol="T",
        group=Group.NETWORK,
        effect=Effect.RESTART,
        minimum=1,
        maximum=500,
        logarithmic=True,
        help=noted(
            "Length of the sequence: the network is unrolled T times, and the gradient passes T"
            " Jacobians on its way back."
        ),
    ),
    IntegerParameter(
        key="batch_size",
        label=noted("batch size"),
        symbol="B",
        group=Group.MORE,
        effect=Effect.RESTART,
        minimum=1,
        maximum=64,
        logarithmic=True,
        help=noted("Sequences trained on at once; the loss is their mean."),
    ),
    ChoiceParameter(
        key="activation",
        label=noted("activation"),
        symbol="φ",
        group=Group.NETWORK,
        effect=Effect.RESTART,
        help=noted("h_t = φ(a_t). Its slope φ′ multiplies the gradient at every time step."),
        choices=tuple(ACTIVATIONS.values()),
    ),
    RealOrWordParameter(
        key="forget_bias",
        label=noted("forget bias"),
        symbol="b_f",
        group=Group.NETWORK,
        effect=Effect.RESTART,
        minimum=-10.0,
        maximum=10.0,
        word="chrono",
        why_idle=_without_gates,
        help=noted(
            "First bias of the gate that keeps: the LSTM's forget gate, the GRU's update gate. At"
            " 1 it starts near σ(1) = 0.73; chrono draws ln U(1, T−1), so that some units remember"
            " over the whole sequence (Tallec, Ollivier 2018)."
        ),
    ),
    ChoiceParameter(
        key="precision",
        label=noted("precision"),
        group=Group.MORE,
        effect=Effect.RESTART,
        help=noted(
            "Format of every number in the network. The smaller, the sooner a gradient underflows"
            " to 0 or overflows."
        ),
        choices=(
            Choice(value="float16", label="float16", help=noted("11 bits, from 6·10⁻⁸ to 65504.")),
            Choice(value="float32", label="float32", help=noted("24 bits, from 10⁻⁴⁵ to 3·10³⁸.")),
            Choice(
                value="float64", label="float64", help=noted("53 bits, from 5·10⁻³²⁴ to 2·10³⁰⁸.")
            ),
        ),
    ),
    ChoiceParameter(
        key="task",
        label=noted("task"),
        group=Group.TRAINING,
        effect=Effect.RESTART,
        help=noted("What the network is asked, and so where the loss comes from."),
        choices=tuple(TASKS.values()),
    ),
    TextParameter(
        key="text",
        label=noted("text"),
        group=Group.TRAINING,
        effect=Effect.RESTART,
        longest=1_000_000,
        why_idle=_without_text,
        help=noted("What the task “next character” reads: a text of your own, or the shipped one."),
    ),
    ChoiceParameter(
        key="loss_at",
        label=noted("loss at"),
        group=Group.MORE,
        effect=Effect.RESTART,
        help=noted(
            "Where the network is judged. A loss at all time steps is their mean, and sends a"
            " gradient from each."
        ),
        choices=(
            Choice(value="last", label=noted("last step"), help=noted("At T only.")),
            Choice(
                value="all", label=noted("all steps"), help=noted("At every time step, averaged.")
            ),
        ),
    ),
    ChoiceParameter(
        key="optimizer",
        label=noted("optimizer"),
        group=Group.TRAINING,
        effect=Effect.NEXT_ITERATION,
        help=noted("How the gradient changes the weights; another one begins without a memory."),
        choices=(
            Choice(value="sgd", label="SGD", help=noted("θ ← θ − η·g: plain gradient descent.")),
            Choice(
                value="momentum",
                label=noted("momentum"),
                help=noted("m ← 0.9·m + g, θ ← θ − η·m."),
            ),
            Choice(
                value="rmsprop",
                label="RMSProp",
                help=noted(
                    "g over the root of its running mean square: tiny gradients are made large."
                ),
            ),
            Choice(
                value="adam",
                label="Adam",
                help=noted(
                    "Running mean over running root mean square, both corrected for their start:"
                    " tiny gradients are made large (Kingma, Ba 2015)."
                ),
            ),
        ),
    ),
    RealParameter(
        key="learning_rate",
        label=noted("learning rate"),
        symbol="η",
        group=Group.TRAINING,
        effect=Effect.NEXT_ITERATION,
        minimum=1e-5,
        maximum=10.0,
        logarithmic=True,
        help=noted("Step length of gradient descent: θ ← θ − η·∂L/∂θ."),
    ),
    ChoiceParameter(
        key="clip",
        label=noted("clipping"),
        group=Group.TRAINING,
        effect=Effect.NEXT_ITERATION,
        help=noted("What is done to a gradient that is too long before the weights are changed."),
        choices=(
            Choice(value="off", label=noted("off"), help=noted("The gradient is used as it is.")),
            Choice(
                value="norm",
                label=noted("by norm"),
                help=noted(
                    "Where ‖g‖ ≥ τ: g ← τ·g/‖g‖ over all weights jointly; the direction is kept"
                    " (Pascanu 2013)."
                ),
            ),
            Choice(
                value="value",
                label=noted("by value"),
                help=noted("Every component is held within ±τ; the direction changes."),
            ),
            Choice(
                value="backward",
                label=noted("on the way"),
                help=noted(
                    "The signal that each time step hands back is held at norm τ, before the"
                    " weights' gradient is formed from it."
                ),
            ),
        ),
    ),
    RealParameter(
        key="clip_threshold",
        label=noted("clip threshold"),
        symbol="τ",
        group=Group.TRAINING,
        effect=Effect.NEXT_ITERATION,
        minimum=1e-4,
        maximum=100.0,
        logarithmic=True,
        why_idle=_without_clipping,
        help=noted(
            "The length (by norm) or size of a component (by value) above which clipping acts."
        ),
    ),
    IntegerParameter(
        key="truncation",
        label=noted("truncation"),
        symbol="k₂",
        group=Group.MORE,
        effect=Effect.NEXT_ITERATION,
        minimum=0,
        maximum=500,
        help=noted(
            "Over how many time steps a gradient is carried back at most; 0, or T and more,"
            " carries it all the way (Williams, Peng 1990)."
        ),
    ),
    IntegerParameter(
        key="truncation_stride",
        label=noted("every"),
        symbol="k₁",
        group=Group.MORE,
        effect=Effect.NEXT_ITERATION,
        minimum=0,
        maximum=500,
        why_idle=_without_truncation,
        help=noted(
            "After how many time steps the losses since are carried back k₂ steps; 0 means every"
            " k₂ steps, which is the most. Matters where the loss is at all steps."
        ),
    ),
    IntegerParameter(
        key="seed",
        label=noted("seed"),
        group=Group.MORE,
        effect=Effect.RESTART,
        minimum=0,
        maximum=999_999,
        help=noted(
            "Decides every random number. The same seed gives the same weights and data again."
        ),
    ),
)

PARAMETERS: Mapping[str, Parameter] = MappingProxyType({row.key: row for row in _TABLE})
"""The table, by key, in the order in which the panel shows it."""


def parameter(key: str) -> Parameter:
    """Return the row of `key`; raises `SettingError` naming the keys there are."""
    try:
        return PARAMETERS[key]
    except KeyError:
        raise SettingError(key, key, "one of the keys " + ", ".join(PARAMETERS)) from None
