"""What there is to say of a part of the network: a frame and a target in, a page out.  No Qt.

Legend: T time steps, N hidden units, k = 0 … T the time step looked at.
"""

from __future__ import annotations

import math

import numpy as np

from rnnsim.model.arrays import FloatArray
from rnnsim.model.cells import CELLS, CellChoice, candidate_block
from rnnsim.model.extras import Detail, Inspection
from rnnsim.model.frame import Frame
from rnnsim.model.target import Kind, Target
from rnnsim.translation import tr
from rnnsim.ui.inspector.blocks import (
    Block,
    Equation,
    Fact,
    Facts,
    Headline,
    Matrix,
    Note,
    Page,
    Section,
    Vector,
)
from rnnsim.ui.numbers import count, short, subscript
from rnnsim.ui.way_back import rate_per_step

FORWARD, GRADIENT, LOSS, MEMORY = "forward", "gradient", "loss", "memory"

LARGEST_RADIUS = 64
"""ρ(J) is computed of matrices up to this size; larger ones would hold up the window."""


def page_of(frame: Frame, target: Target | None) -> Page | None:
    """The page of a target; None where there is nothing to say of it in this frame."""
    if target is None:
        return None
    last = frame.settings.time_steps
    first = 1 if target.kind is Kind.INPUT else 0
    if target.kind in PAGES and first <= target.time_step <= last:
        return PAGES[target.kind](frame, target.time_step)
    return _loss_page(frame) if target.kind is Kind.LOSS else None


# A cell


def _cell_page(frame: Frame, k: int) -> Page:
    sections = [_gradient_section(frame, k)]
    if k > 0:
        sections += [_way_back_section(frame, k), _state_section(frame, k)]
        sections += [_weights_section(frame, k)]
    else:
        sections += [_start_section(frame)]
    headline = Headline(
        symbol="h",
        index=k,
        aside=_token(frame, k),
        role=FORWARD,
        of="norm_dloss_dh",
        value=short(float(frame.passed.gradient_magnitude[k])),
        value_role=GRADIENT,
        beside=_compared(frame, k),
    )
    return Page(headline, tuple(sections))


def _start_section(frame: Frame) -> Section:
    """Of h_0, which no time step makes."""
    return Section(
        tr("State"), (_state(frame, 0), Note(tr("The state that everything starts from.")))
    )


def _state_section(frame: Frame, k: int) -> Section:
    passed, detail = frame.passed, frame.extras.detail
    units = frame.settings.hidden_size
    cell = CELLS[frame.settings.cell]
    blocks: list[Block] = [Equation(frame.settings.cell), _state(frame, k)]
    if passed.memory is not None:
        blocks.append(Vector("c_t", passed.memory[k], units, MEMORY, full=1.0))
    for gate, values in passed.gates.items():
        blocks.append(Vector(f"gate_{gate}", values[k - 1], units, FORWARD, full=1.0, mean=True))
    # beside h_t, which is φ(a_t), only what is of the same pass
    a = None if _earlier(frame) else _row(detail, "pre_activations", k - 1)
    if a is not None:
        a = a[_candidate(frame)]
    blocks.append(Vector(f"a_{cell.candidate}", a, units, FORWARD, full=1.0))
    return Section(tr("State"), tuple(blocks))


def _state(frame: Frame, k: int) -> Vector:
    return Vector("h_t", frame.passed.hidden[k], frame.settings.hidden_size, FORWARD, full=1.0)


def _gradient_section(frame: Frame, k: int) -> Section:
    units, detail = frame.settings.hidden_size, frame.extras.detail
    blocks: list[Block] = [
        Vector("dloss_dh_t", _row(detail, "dloss_dh", k), units, GRADIENT),
    ]
    if frame.settings.loss_at == "last" and k < frame.settings.time_steps:
        blocks.append(Facts((Fact("dloss_dh_immediate", "", "0", "muted"),)))
    else:
        direct = _row(detail, "dloss_dh_immediate", k)
        blocks.append(Vector("dloss_dh_immediate", direct, units, GRADIENT))
    along_c = frame.passed.memory_gradient_magnitude
    if along_c is not None:
        value = short(float(along_c[k]))
        blocks.append(Facts((Fact("norm_dloss_dc", "", value, GRADIENT),)))
    return Section(tr("Gradient here"), tuple(blocks), _of_what(frame))


def _way_back_section(frame: Frame, k: int) -> Section:
    """What this time step does to the gradient that passes through it."""
    cell, units = CELLS[frame.settings.cell], frame.settings.hidden_size
    row = _row(frame.extras.detail, "slopes", k - 1)
    label = f"slope_{cell.candidate}" if cell.words else "slope"
    slopes = Vector(label, row, units, GRADIENT, full=1.0)
    blocks: tuple[Block, ...] = (
        Equation(_jacobian_formula(cell)),
        slopes,
        _jacobian(_inspection(frame, k), _waiting(frame, k)),
        *_otherwise(frame, k),
    )
    return Section(tr("The way back"), blocks, _of_what(frame))


def _jacobian(inspection: Inspection | None, waiting: str = "") -> Matrix:
    if inspection is None or inspection.jacobian is None:
        return Matrix("J_t", None, GRADIENT, singular=np.zeros(0), waiting=waiting)
    values = inspection.singular_values
    facts = [Fact("sigma_1", "", short(float(values[0]), 3), GRADIENT)]
    if len(values) > 1:
        facts.append(Fact("sigma_last", "", short(float(values[-1])), "muted"))
    if len(values) <= LARGEST_RADIUS:
        facts.append(Fact("rho", "", short(spectral_radius(inspection.jacobian), 3), "radius"))
    return Matrix("J_t", inspection.jacobian, GRADIENT, singular=values, facts=tuple(facts))


def spectral_radius(matrix: FloatArray) -> float:
    """ρ, NaN of a matrix that is not finite."""
    if not np.isfinite(matrix).all():
        return math.nan
    return float(np.abs(np.linalg.eigvals(np.asarray(matrix, dtype=float))).max())


def _weights_section(frame: Frame, k: int) -> Section:
    passed = frame.passed
    inspection = _inspection(frame, k)
    facts = [Fact("norm", "", short(float(passed.contribution_norms[k - 1])), GRADIENT)]
    share = None
    if len(passed.contributions) >= k:
        share = share_of_total(passed.contributions, k)
        percent = f"{share:+.0%}".replace("-", "−") if math.isfinite(share) else short(share)
        facts.append(Fact("", tr("of the sum"), percent, GRADIENT))
    # a GRU's block of n is r ∘ ∂L/∂a_n h_{t−1}ᵀ, not what the formulas say of the other blocks
    formula = not CELLS[frame.settings.cell].resetting
    matrix = Matrix(
        "contribution" if formula else "C_t",
        None if inspection is None else inspection.contribution,
        GRADIENT,
        facts=tuple(facts),
        share=share,
        waiting=_waiting(frame, k),
    )
    blocks = (Equation("weight_gradient"), matrix) if formula else (matrix,)
    return Section(tr("Contribution"), blocks, _earlier(frame) or tr("whole batch"))


def share_of_total(contributions: FloatArray, k: int) -> float:
    """How much of ‖∂L/∂W_hh‖ time step k adds; negative where it works against it; NaN of 0."""
    total = float(np.sum(contributions))
    return float(contributions[k - 1]) / total if total else math.nan


# An arrow


def _arrow_page(frame: Frame, k: int) -> Page:
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    headline = Headline(
        symbol="dloss_dh",
        index=k,
        aside=_token(frame, k),
        role=GRADIENT,
        of="norm_dloss_dh",
        value=short(float(magnitude[k])),
        value_role=GRADIENT,
        beside=_compared(frame, k),
    )
    units, detail = frame.settings.hidden_size, frame.extras.detail
    passing = Vector("dloss_dh_t", _row(detail, "dloss_dh", k), units, GRADIENT)
    factors = _factors(frame, k)
    changed: tuple[Block, ...] = ((Facts(factors),) if factors else ()) + _otherwise(frame, k)
    sections = [Section(tr("What changed it"), changed)] if changed else []
    sections += [Section(tr("What passes"), (passing,), _of_what(frame))]
    if k < last:
        # the LSTM's J_t is of [h; c]: ∂L/∂h_t alone times it gives nothing
        cell = CELLS[frame.settings.cell]
        step = _jacobian_formula(cell) if cell.along_c else "step_back"
        blocks: list[Block] = [Equation(step)]
        inspection = frame.extras.inspection
        if inspection is not None and inspection.time_step == k + 1:
            blocks.append(_jacobian(inspection))
        sections.append(Section(tr("One step back"), tuple(blocks), _of_what(frame)))
    if frame.bound is not None and k < last:
        sections.append(Section(tr("At most"), (Equation("bound"),)))
    return Page(headline, tuple(sections))


def _factors(frame: Frame, k: int) -> tuple[Fact, ...]:
    """What happened to the gradient on its way to h_k."""
    magnitude = frame.passed.gradient_magnitude
    last = len(magnitude) - 1
    if k == last:
        return (Fact("", tr("straight from the loss"), short(float(magnitude[k])), GRADIENT),)
    rows = []
    if frame.settings.loss_at == "last":  # else a ratio is no factor: every step adds its own loss
        step, whole = _ratio(magnitude, k, k + 1), _ratio(magnitude, k, last)
        after = tr("the last step, from h{k}").format(k=subscript(k + 1))
        since = tr("all steps, from h{k}").format(k=subscript(last))
        rows += [
            Fact("", after, f"×{short(step)}", GRADIENT),
            Fact("", since, f"×{short(whole)}", GRADIENT),
            Fact("", tr("mean of a step"), f"×{short(rate_per_step(frame, k))}", GRADIENT),
        ]
    if frame.bound is not None:
        rows.append(Fact("", tr("bound"), short(float(frame.bound[k])), "reference"))
    path = frame.passed.direct_path
    if path is not None:
        rows.append(Fact("", tr("the gates alone"), f"×{short(float(path[k]))}", "radius"))
    return tuple(rows)


def _ratio(magnitude: FloatArray, k: int, other: int) -> float:
    with np.errstate(all="ignore"):
        return float(np.float64(magnitude[k]) / np.float64(magnitude[other]))


# An input


def _input_page(frame: Frame, k: int) -> Page:
    units, detail = frame.settings.hidden_size, frame.extras.detail
    rows = {}
    for name in ("driven", "recurrent", "dloss_da"):
        row = _row(detail, name, k - 1)
        rows[name] = None if row is None else row[_candidate(frame)]
    headline = Headline(
        symbol="x",
        index=k,
        aside=_token(frame, k),
        role="text",
        of="norm_dloss_dh",
        value=short(float(frame.passed.gradient_magnitude[k])),
        value_role=GRADIENT,
        beside=tr("reaches the state that read it"),
    )
    heard = (
        Vector("driven", rows["driven"], units, FORWARD, full=1.0),
        Vector("recurrent", rows["recurrent"], units, FORWARD, full=1.0),
    )
    cell = CELLS[frame.settings.cell]
    reached = (Vector(f"dloss_da_{cell.candidate}", rows["dloss_da"], units, GRADIENT),)
    gate = tr("in the sum of {gate}").format(gate=cell.candidate) if cell.words else ""
    return Page(
        headline,
        (
            Section(tr("What it adds"), heard, _earlier(frame) or gate or _of_what(frame)),
            Section(tr("What reaches it"), reached, _of_what(frame)),
        ),
    )


# The loss


def _loss_page(frame: Frame) -> Page:
    passed, settings = frame.passed, frame.settings
    chance = frame.chance_loss
    compared = "" if chance is None else tr("guessing: {chance}").format(chance=short(chance, 3))
    headline = Headline("loss", None, "", LOSS, "", short(passed.loss, 3), LOSS, compared)
    kind = "squared_error" if passed.accuracy is None else "cross_entropy"
    rows = []
    if passed.accuracy is not None:
        rows.append(Fact("", tr("right answers"), f"{passed.accuracy:.0%}"))
    rows.append(Fact("", tr("sequences in the batch"), str(settings.batch_size)))
    rows.append(Fact("", tr("asked at"), _asked(frame)))
    sections = [Section(tr("How it is measured"), (Equation(kind), Facts(tuple(rows))))]
    start = short(float(passed.gradient_magnitude[-1]))
    sent: list[Block] = [
        Facts(
            (
                Fact("norm_dloss_dh_T", "", start, GRADIENT),
                Fact("", tr("all weights"), short(passed.gradient_norm), GRADIENT),
            )
        )
    ]
    if settings.clip != "off":
        clipped = Fact("", tr("after clipping"), short(passed.clipped_gradient_norm), GRADIENT)
        threshold = Fact("", tr("threshold τ"), short(settings.clip_threshold, 3))
        sent += [Equation("clipping")] if settings.clip == "norm" else []
        sent += [Facts((threshold, clipped))]
    sections.append(Section(tr("The gradient that it sends"), tuple(sent)))
    return Page(headline, tuple(sections))


def _asked(frame: Frame) -> str:
    if frame.settings.loss_at == "all":
        return tr("every time step")
    return tr("time step {k}").format(k=frame.settings.time_steps)


PAGES = {Kind.CELL: _cell_page, Kind.ARROW: _arrow_page, Kind.INPUT: _input_page}


# What they share


def _compared(frame: Frame, k: int) -> str:
    """``×0.62 a step, bound 0.23``: how the gradient came here, and what could have."""
    if k == frame.settings.time_steps:
        return tr("straight from the loss")
    parts = []
    rate = rate_per_step(frame, k)
    if frame.settings.loss_at == "last" and not math.isnan(rate):
        parts.append(tr("×{rate} a step").format(rate=short(rate)))
    if frame.bound is not None:
        parts.append(tr("bound {bound}").format(bound=short(float(frame.bound[k]))))
    path = frame.passed.direct_path
    if path is not None:
        parts.append(tr("gates alone ×{factor}").format(factor=short(float(path[k]))))
    return ", ".join(parts)


def _otherwise(frame: Frame, k: int) -> tuple[Note, ...]:
    """Where the gradient is not what the formulas give, or not what training uses."""
    settings = frame.settings
    if 0 < settings.truncation < settings.time_steps:
        text = tr("Truncated: carried at most {count} steps back.")
        return (Note(text.format(count=settings.truncation)),)
    if settings.clip == "backward":
        text = tr("Shown unclipped; training holds what a step hands back at ≤ τ = {threshold}.")
        return (Note(text.format(threshold=short(settings.clip_threshold, 3))),)
    return ()


def _candidate(frame: Frame) -> slice:
    """The block of the pre-activations that φ is taken of."""
    units, blocks = frame.settings.hidden_size, len(CELLS[frame.settings.cell].blocks)
    start = units * candidate_block(blocks)
    return slice(start, start + units)


def _jacobian_formula(cell: CellChoice) -> str:
    if cell.along_c:
        return "jacobian_lstm"
    return "jacobian_gated" if cell.words else "jacobian"


def _token(frame: Frame, k: int) -> str:
    tokens = frame.passed.tokens
    token = tokens[k - 1] if 1 <= k <= len(tokens) else ""
    return tr("reads “{token}”").format(token=token) if token else ""


def _row(detail: Detail | None, name: str, row: int) -> FloatArray | None:
    """One row of an array of the detail; None while there is none, or one of another size."""
    if detail is None:
        return None
    array: FloatArray = getattr(detail, name)
    return array[row] if row < len(array) else None


def _inspection(frame: Frame, k: int) -> Inspection | None:
    """The inspection, where it is that of time step k."""
    inspection = frame.extras.inspection
    return inspection if inspection is not None and inspection.time_step == k else None


def _waiting(frame: Frame, k: int) -> str:
    """What stands in the place of an inspection of time step k that is not there yet."""
    inspection = frame.extras.inspection
    if inspection is None or inspection.time_step == k:
        return tr("computing…")
    text = tr("known of h{other}, not yet of h{k}")
    return text.format(other=subscript(inspection.time_step), k=subscript(k))


def _of_what(frame: Frame) -> str:
    """Of which sequence the details are, or of which iteration where that is an earlier one."""
    return _earlier(frame) or tr("this sequence")


def _earlier(frame: Frame) -> str:
    """Of which iteration the details are, where that is an earlier one than the frame's."""
    extras = frame.extras
    if extras.detail is None or extras.iteration == frame.iteration:
        return ""
    return tr("of iteration {number}").format(number=count(extras.iteration))
