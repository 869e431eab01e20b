"""JAX's side: a jitted scan that returns every ∂L/∂h_t, all gradients and contribution norms.

Zeros are added to every h_t and to what W_hh h_{t-1} + b_hh and W_ih x_t + b_ih give: derivatives
with respect to them are ∂L/∂h_t and ∂L/∂a_t.  From the latter the gradients of the weights come as
one product over all time steps, and the norms from two small Gram matrices, ‖D Hᵀ‖² = ⟨DᵀD, HᵀH⟩:
left to `jax.grad`, which sums within the scan, and to outer products, the same takes up to half as
long again.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.engine.case import LEARNING_RATE, Answer, Start

jax.config.update("jax_platforms", "cpu")
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_cpu_enable_async_dispatch", False)  # one core: no thread to hand over to

Array: TypeAlias = jax.Array
State: TypeAlias = tuple[Array, ...]
"""h_t, of an LSTM h_t and c_t; each (B, N)."""


def _rnn(state: State, recurrent: Array, of_input: Array) -> State:
    return (jnp.tanh(recurrent + of_input),)


def _lstm(state: State, recurrent: Array, of_input: Array) -> State:
    i, f, g, o = jnp.split(recurrent + of_input, 4, axis=1)
    c = jax.nn.sigmoid(f) * state[1] + jax.nn.sigmoid(i) * jnp.tanh(g)
    return jax.nn.sigmoid(o) * jnp.tanh(c), c


def _gru(state: State, recurrent: Array, of_input: Array) -> State:
    recurrent_r, recurrent_z, m = jnp.split(recurrent, 3, axis=1)
    input_r, input_z, input_n = jnp.split(of_input, 3, axis=1)
    r = jax.nn.sigmoid(recurrent_r + input_r)
    z = jax.nn.sigmoid(recurrent_z + input_z)
    n = jnp.tanh(input_n + r * m)
    return (n + z * (state[0] - n),)


CELLS = {"rnn": (_rnn, 1), "lstm": (_lstm, 2), "gru": (_gru, 1)}
"""A time step, and how many arrays its state has."""


class Additions(NamedTuple):
    """What is added, all zeros, to be differentiated by.

    Attributes
    ----------
    hidden : (T+1, B, N) array
        To h_0 … h_T.
    recurrent, of_input : (T, B, G·N) arrays
        To W_hh h_{t-1} + b_hh and to W_ih x_t + b_ih.
    """

    hidden: Array
    recurrent: Array
    of_input: Array


class Result(NamedTuple):
    """What one iteration returns; shapes as in `Answer`."""

    weights: dict[str, Array]
    gradients: dict[str, Array]
    loss: Array
    dloss_dh: Array
    contribution_norms: Array


class Scan:
    """The jitted iteration; the weights' buffers are donated, and it is compiled before timing."""

    def __init__(self, start: Start) -> None:
        self._weights = {name: jnp.array(weight) for name, weight in start.weights.items()}
        self._inputs, self._targets = jnp.asarray(start.inputs), jnp.asarray(start.targets)
        iteration = jax.jit(partial(_iteration, start.cell), donate_argnums=0)
        arguments = (self._weights, self._inputs, self._targets)
        self._iteration = iteration.lower(*arguments).compile()

    def answer(self) -> Answer:
        result = self._advance()
        return Answer(
            {name: np.asarray(gradient) for name, gradient in result.gradients.items()},
            float(result.loss),
            np.asarray(result.dloss_dh),
            np.asarray(result.contribution_norms),
        )

    def iterate(self) -> None:
        self._advance()

    def _advance(self) -> Result:
        result = self._iteration(self._weights, self._inputs, self._targets)
        self._weights = result.weights
        return jax.block_until_ready(result)


def _iteration(cell: str, weights: dict[str, Array], inputs: Array, targets: Array) -> Result:
    (rows, n), (steps, batch, _) = weights["weight_hh"].shape, inputs.shape
    dtype = inputs.dtype
    additions = Additions(
        jnp.zeros((steps + 1, batch, n), dtype),
        jnp.zeros((steps, batch, rows), dtype),
        jnp.zeros((steps, batch, rows), dtype),
    )
    readout = {name: weights[name] for name in ("weight_ho", "bias_o")}
    derivative = jax.value_and_grad(partial(_loss, cell, weights), (0, 1), has_aux=True)
    (loss, hidden), (of_readout, of) = derivative(readout, additions, inputs, targets)
    gradients = of_readout | {
        "weight_ih": jnp.einsum("tbi,tbj->ij", of.of_input, inputs),
        "weight_hh": jnp.einsum("tbi,tbj->ij", of.recurrent, hidden[:-1]),
        "bias_ih": of.of_input.sum((0, 1)),
        "bias_hh": of.recurrent.sum((0, 1)),
    }
    changed = {name: weights[name] - LEARNING_RATE * gradients[name] for name in weights}
    squares = jnp.sum(_gram(of.recurrent) * _gram(hidden[:-1]), (1, 2))
    norms = jnp.sqrt(jnp.maximum(squares, 0.0))  # what underflows may be rounded below 0
    return Result(changed, gradients, loss, of.hidden, norms)


def _gram(x: Array) -> Array:
    """(T, B, B) array: the inner products of the sequences' rows of (T, B, rows)."""
    return jnp.einsum("tbi,tci->tbc", x, x)


def _loss(
    cell: str,
    weights: dict[str, Array],
    readout: dict[str, Array],
    additions: Additions,
    inputs: Array,
    targets: Array,
) -> tuple[Array, Array]:
    """Cross-entropy at T, and h_0 … h_T."""
    step, states = CELLS[cell]
    first = additions.hidden[0]
    of_input = inputs @ weights["weight_ih"].T + weights["bias_ih"] + additions.of_input

    def advance(state: State, slices: tuple[Array, Array, Array]) -> tuple[State, Array]:
        add_hidden, add_recurrent, of_input_t = slices
        recurrent = state[0] @ weights["weight_hh"].T + weights["bias_hh"] + add_recurrent
        h, *memory = step(state, recurrent, of_input_t)
        return (h + add_hidden, *memory), h + add_hidden

    begin = (first, *[jnp.zeros_like(first)] * (states - 1))
    slices = (additions.hidden[1:], additions.recurrent, of_input)
    last, hidden = jax.lax.scan(advance, begin, slices)
    outputs = last[0] @ readout["weight_ho"].T + readout["bias_o"]
    chosen = jax.nn.log_softmax(outputs)[jnp.arange(len(targets)), targets]
    return -chosen.mean(), jnp.concatenate([first[None], hidden])
