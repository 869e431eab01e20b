"""The equation of the sub-step at work, with its very numbers where they are known.

Numbers are those of the sequence shown, so that they can be followed by hand.
"""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.activations import ACTIVATIONS
from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import CELLS, GateWords
from rnnsim.model.extras import Detail
from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment, Part, Stage
from rnnsim.translation import noted, tr
from rnnsim.ui.canvas.progress import running_shares
from rnnsim.ui.numbers import short, subscript
from rnnsim.ui.way_back import changed_on_the_way, rate_per_step

COMPONENTS = 3
"""Of a vector, how many are written."""

DIGITS = 3
"""Significant figures of plain numbers, so that a reader can check them."""

AGREEMENT = 1e-3
"""How near a product must come to the engine's result to be written as the way to it."""

NORM = noted("norm {norm}")
IN_SEQUENCE = noted("{formula} in this sequence")

Said = tuple[str, str]
"""The formula, and what stands beside it."""


def detail_of(frame: Frame) -> Detail | None:
    """What happens within the time steps of this very pass; None while it is still computed."""
    extras, steps = frame.extras, frame.settings.time_steps
    if extras.detail is None or extras.iteration != frame.iteration:
        return None
    return extras.detail if len(extras.detail.recurrent) == steps else None


def moment_equation(frame: Frame, moment: Moment) -> Said:
    """What the pass does at `moment`."""
    detail, t = detail_of(frame), moment.time_step
    if moment.stage is Stage.LOSS:
        return _loss(frame, detail)
    if moment.stage is Stage.FORWARD:
        says = {Part.RECURRENT: _recurrent, Part.INPUT: _input, Part.ACTIVATION: _activation}
        return says.get(moment.part or Part.ACTIVATION, _activation)(frame, detail, t)
    ways = {Part.SLOPE: _slope, Part.TRANSPOSED: _transposed, Part.CONTRIBUTION: _contribution}
    return ways.get(moment.part or Part.TRANSPOSED, _transposed)(frame, detail, t)


def _recurrent(frame: Frame, detail: Detail | None, t: int) -> Said:
    before = subscript(t - 1)
    left = f"W_hh h{before}"
    if detail is None:
        return left, _gates_said(frame)
    if _plain(frame):
        weight, state = float(detail.weight_hh[0, 0]), float(frame.passed.hidden[t - 1, 0])
        product = float(detail.recurrent[t - 1, 0])
        return f"{left} = {_n(weight)} · {_n(state)} = {_n(product)}", ""
    return _vector(left, detail.recurrent[t - 1], _gates_said(frame))


def _input(frame: Frame, detail: Detail | None, t: int) -> Said:
    step, before = subscript(t), subscript(t - 1)
    left = f"a{step}"
    words = f"{left} = W_hh h{before} + (W_ih x{step} + b)"
    if detail is None:
        return words, _sums_said(frame)
    if _plain(frame):
        carried, driven = float(detail.recurrent[t - 1, 0]), float(detail.driven[t - 1, 0])
        total = float(detail.pre_activations[t - 1, 0])
        return f"{left} = {_n(carried)} {_plus(driven)} = {_n(total)}", f"+ W_ih x{step} + b"
    return _vector(words, detail.pre_activations[t - 1], _sums_said(frame))


def _activation(frame: Frame, detail: Detail | None, t: int) -> Said:
    gates = CELLS[frame.settings.cell].words
    if gates is not None:
        return _gated_state(frame, gates, detail, t)
    step, function = subscript(t), ACTIVATIONS[frame.settings.activation].written
    words = f"h{step} = {function}(a{step})" if function else f"h{step} = a{step}"
    if detail is None:
        return words, ""
    if _plain(frame):
        total = _n(float(detail.pre_activations[t - 1, 0]))
        state = _n(float(frame.passed.hidden[t, 0]))
        return (
            f"h{step} = {function}({total}) = {state}" if function else f"{words} = {state}"
        ), ""
    return _vector(words, frame.passed.hidden[t])


def _gated_state(frame: Frame, gates: GateWords, detail: Detail | None, t: int) -> Said:
    function = ACTIVATIONS[frame.settings.activation].written
    words = gates.new_state.format(t=subscript(t), before=subscript(t - 1), phi=function)
    if detail is None:
        return words, ""
    with np.errstate(all="ignore"):
        means = {name: float(np.mean(gate[t - 1])) for name, gate in frame.passed.gates.items()}
    said = ", ".join(f"{name} {short(mean)}" for name, mean in means.items())
    if frame.settings.hidden_size == 1:
        return f"{words} = {_n(float(frame.passed.hidden[t, 0]))}", said
    formula, norm = _vector(words, frame.passed.hidden[t])
    return formula, tr("{norm}; mean of {gates}").format(norm=norm, gates=said)


def _loss(frame: Frame, detail: Detail | None) -> Said:
    last = frame.settings.time_steps
    left = f"∂L/∂h{subscript(last)}"
    loss = f"L = {short(frame.passed.loss, DIGITS)}"
    if detail is None:
        return left, loss
    formula, norm = _vector(left, detail.dloss_dh[last], shared=_shared(frame))
    return formula, f"{loss}, {norm}" if norm else loss


def _slope(frame: Frame, detail: Detail | None, t: int) -> Said:
    step = subscript(t)
    if CELLS[frame.settings.cell].words is not None:
        left = f"∂L/∂a{step}"
        through = tr("back through the gates")
        if detail is None:
            return left, through
        return _vector(left, detail.dloss_da[t - 1], through, shared=_shared(frame))
    sign = "·" if _plain(frame) else "∘"
    words = f"∂L/∂a{step} = φ′(a{step}) {sign} ∂L/∂h{step}"
    if detail is None:
        return words, ""
    if _plain(frame):
        slope, arrived = float(detail.slopes[t - 1, 0]), float(detail.dloss_dh[t, 0])
        result = float(detail.dloss_da[t - 1, 0])
        formula = _steps(words, slope * arrived, result, _factors(slope, arrived))
        return _of_sequence(frame, formula), ""
    return _vector(words, detail.dloss_da[t - 1], shared=_shared(frame))


def _transposed(frame: Frame, detail: Detail | None, t: int) -> Said:
    left = f"∂L/∂h{subscript(t - 1)}"
    words = f"{left} = {_way_back(frame, t)}"
    beside = changed_on_the_way(frame.settings) or _rate(frame, t - 1)
    if detail is None:
        return words, beside
    arrives = _arrives(frame, detail, t)
    if _plain(frame):
        weight, arrived = float(detail.weight_hh[0, 0]), float(detail.dloss_da[t - 1, 0])
        immediate = float(detail.dloss_dh_immediate[t - 1, 0])
        way = _factors(weight, arrived) + (f" {_plus(immediate)}" if immediate else "")
        result = float(detail.dloss_dh[t - 1, 0])
        formula = f"{words} = {way} = {_n(result)}" if arrives else f"{left} = {_n(result)}"
        return _of_sequence(frame, formula), beside
    says = words if arrives else left
    return _vector(says, detail.dloss_dh[t - 1], beside, shared=_shared(frame))


def _arrives(frame: Frame, detail: Detail, t: int) -> bool:
    """Whether what time step t hands back is what is found at h_{t−1}; not where truncation cuts.

    As near as the network's format can tell.
    """
    arrived, units = np.array(detail.dloss_da[t - 1], dtype=float), frame.settings.hidden_size
    cell, gates = CELLS[frame.settings.cell], frame.passed.gates
    past = 0.0
    with np.errstate(all="ignore"):
        if cell.resetting:
            arrived[-units:] *= gates[cell.resetting][t - 1]
        if cell.keeping and not cell.along_c:
            past = gates[cell.keeping][t - 1] * np.asarray(detail.dloss_dh[t], dtype=float)
        handed = np.asarray(detail.weight_hh, dtype=float).T @ arrived + past
        computed = handed + np.asarray(detail.dloss_dh_immediate[t - 1], dtype=float)
        result = np.asarray(detail.dloss_dh[t - 1], dtype=float)
        miss, size = np.linalg.norm(computed - result), np.linalg.norm(handed)
        precision = np.finfo(detail.dloss_dh.dtype)
        allowed = max(AGREEMENT, 4.0 * float(precision.eps)) * max(size, np.linalg.norm(result))
    return bool(miss <= allowed + units * float(precision.smallest_subnormal))


def _way_back(frame: Frame, t: int) -> str:
    """By which terms the gradient comes to h_{t−1}."""
    step, before, cell = subscript(t), subscript(t - 1), CELLS[frame.settings.cell]
    # where the candidate's recurrent product is gated before it is added, a is not what it is
    terms = [f"W_hhᵀ ∂L/∂(W_hh h{before})" if cell.resetting else f"W_hhᵀ ∂L/∂a{step}"]
    if cell.keeping and not cell.along_c:
        terms.append(f"{cell.keeping}{step} ∘ ∂L/∂h{step}")
    if frame.settings.loss_at == "all" and t > 1:
        terms.append(f"∂L{before}/∂h{before}")
    return " + ".join(terms)


def _contribution(frame: Frame, detail: Detail | None, t: int) -> Said:
    step, before = subscript(t), subscript(t - 1)
    outer = f"C{step}" if CELLS[frame.settings.cell].resetting else f"∂L/∂a{step} h{before}ᵀ"
    left = f"∂L/∂W_hh += {outer}"
    beside = running_share_said(frame, t)
    if _plain(frame) and detail is not None:
        arrived, state = float(detail.dloss_da[t - 1, 0]), float(frame.passed.hidden[t - 1, 0])
        left = f"{left} = {_factors(arrived, state)} = {_n(arrived * state)}"
        if not _shared(frame):
            return left, beside
        left = _of_sequence(frame, left)
    size = short(float(frame.passed.contribution_norms[t - 1]), DIGITS)
    return tr("{formula}, of size {size} in the batch").format(formula=left, size=size), beside


def running_share(frame: Frame, first: int) -> float:
    """Share of ‖∂L/∂W_hh‖ made by the contributions of time steps T … `first`; NaN of nothing."""
    shares = running_shares(frame.passed.contributions)
    return float(shares[first - 1]) if first <= len(shares) else math.nan


def running_share_said(frame: Frame, first: int) -> str:
    """The running sum in words; nothing where it has no share."""
    share = running_share(frame, first)
    if not math.isfinite(share):
        return ""
    total = short(float(np.sum(frame.passed.contributions)))
    return tr("so far {share:.0%} of ‖∂L/∂W_hh‖ = {total}").format(share=share, total=total)


def _rate(frame: Frame, k: int) -> str:
    if frame.settings.loss_at == "all":
        return ""  # what every time step adds to grows by no factor a step
    rate = rate_per_step(frame, k)
    return "" if math.isnan(rate) else tr("×{rate} a step").format(rate=short(rate))


def _plain(frame: Frame) -> bool:
    """Whether everything is a single number."""
    return frame.settings.hidden_size == 1 and frame.settings.cell == "rnn"


def _gates_said(frame: Frame) -> str:
    words = CELLS[frame.settings.cell].words
    return "" if words is None else tr(words.gates)


def _sums_said(frame: Frame) -> str:
    """What a_t is of."""
    words = CELLS[frame.settings.cell].words
    return "" if words is None else tr(words.sums or words.gates)


def _steps(words: str, computed: float, result: float, way: str) -> str:
    """The words, the way with its numbers if it leads to the engine's result, and the result."""
    same = math.isclose(computed, result, rel_tol=AGREEMENT)
    return f"{words} = {way} = {_n(result)}" if same else f"{words} = {_n(result)}"


def _factors(one: float, other: float) -> str:
    second = f"({_n(other)})" if other < 0.0 else _n(other)
    return f"{_n(one)} · {second}"


def _plus(value: float) -> str:
    return f"− {_n(-value)}" if value < 0.0 else f"+ {_n(value)}"


def _n(value: float) -> str:
    return short(value, DIGITS)


def _shared(frame: Frame) -> bool:
    """Whether the gradient of the sequence shown is only its share of the batch's."""
    return frame.settings.batch_size > 1


def _of_sequence(frame: Frame, formula: str) -> str:
    """The formula, said to be of one sequence where the batch has others."""
    return tr(IN_SEQUENCE).format(formula=formula) if _shared(frame) else formula


def _vector(left: str, values: FloatArray, beside: str = "", *, shared: bool = False) -> Said:
    """A vector's first components, and beside them its norm.

    Parameters
    ----------
    shared : bool
        Whether it is a sequence's share of a batch's.
    """
    values = np.asarray(values, dtype=float).ravel()
    if len(values) == 1:
        formula = f"{left} = {_n(float(values[0]))}"
        return tr(IN_SEQUENCE).format(formula=formula) if shared else formula, beside
    shown = [short(float(value)) for value in values[:COMPONENTS]]
    shown += ["…"] if len(values) > COMPONENTS else []
    with np.errstate(all="ignore"):
        said = tr("norm {norm} in this sequence") if shared else tr(NORM)
        norm = said.format(norm=short(float(np.linalg.norm(values))))
    return f"{left} = ({', '.join(shown)})", f"{norm}, {beside}" if beside else norm
