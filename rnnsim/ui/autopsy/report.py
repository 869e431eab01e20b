"""What a divergence is called, beside which numbers, and what became of its remedies.  No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rnnsim.model.frame import Divergence, Frame, Run
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.remedy import Remedy
from rnnsim.model.settings import Settings
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count, short
from rnnsim.ui.panel import words
from rnnsim.ui.run_words import name_of

AT_A_STEP = {
    "forward": noted(
        "{tensor} at time step {step} overflowed going forward, in iteration {number}"
    ),
    "backward": noted(
        "{tensor} at time step {step} overflowed on the way back, in iteration {number}"
    ),
}

AT_NO_STEP = {
    "forward": noted("{tensor} overflowed going forward, in iteration {number}"),
    "backward": noted("{tensor} overflowed on the way back, in iteration {number}"),
    "update": noted("The weights {tensor} overflowed in the update of iteration {number}"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Two numbers of one iteration, as words."""

    iteration: int
    loss: str
    gradient_norm: str


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a run that diverged.

    Attributes
    ----------
    settings : Settings
    divergence : Divergence
    before : Moment or None
        The iteration before, where there is one.
    finite : bool
        Whether the numbers of that are finite.
    after : Moment
        The iteration in whose pass it shows.
    """

    settings: Settings
    divergence: Divergence
    before: Moment | None
    finite: bool
    after: Moment

    @property
    def headline(self) -> str:
        """Tensor, time step, pass and iteration."""
        return headline(self.divergence)

    @property
    def line(self) -> str:
        """The headline, and the numbers of both iterations."""
        if self.before is None:
            return self.headline
        pairs = [
            (tr("loss"), self.before.loss, self.after.loss),
            ("‖g‖", self.before.gradient_norm, self.after.gradient_norm),
        ]
        numbers = ", ".join(f"{name} {before} → {after}" for name, before, after in pairs)
        return f"{self.headline}: {numbers}"


def headline(divergence: Divergence) -> str:
    """``∂L/∂h at time step 17 overflowed on the way back, in iteration 212``."""
    number, step = count(divergence.iteration), divergence.time_step
    said = tr((AT_NO_STEP if step is None else AT_A_STEP)[divergence.stage])
    return said.format(tensor=divergence.tensor, step=step, number=number)


def report_of(frame: Frame) -> Report | None:
    """What a frame tells of the divergence of its run; None where that is finite."""
    if frame.divergence is None:
        return None
    curves, passed, reached = frame.curves, frame.passed, frame.iteration
    before, finite = None, False
    if reached > 0 and curves.stride == 1 and len(curves.losses) >= reached:
        loss, norm = (
            float(values[reached - 1]) for values in (curves.losses, curves.gradient_norms)
        )
        before = Moment(reached - 1, short(loss), short(norm))
        finite = math.isfinite(loss) and math.isfinite(norm)
    after = Moment(reached, short(float(passed.loss)), short(float(passed.gradient_norm)))
    return Report(frame.settings, frame.divergence, before, finite, after)


def remedy_title(remedy: Remedy) -> str:
    """What is changed, in few words: ``clip by norm at τ = 1``."""
    changes = dict(remedy.changes)
    if "clip_threshold" in changes:
        return tr("clip at τ = {value:g}").format(value=changes["clip_threshold"])
    return ", ".join(_change(key, value) for key, value in changes.items())


def _change(key: str, value: object) -> str:
    row = PARAMETERS[key]
    shown = f"{value:g}" if isinstance(value, float) else words.value(row, value)
    return f"{row.symbol or words.name(row)} = {shown}"


def remedy_outcome(remedy: Remedy) -> str:
    """What came of trying it; nothing is said that was not run."""
    if remedy.divergence is not None:
        said = tr("diverges too, at iteration {number}")
        return said.format(number=count(remedy.divergence.iteration))
    if remedy.holds:
        return tr("stays finite for {number} iterations ✓").format(number=count(remedy.finite))
    if remedy.ended:
        said = tr("finite for the first {number} of {sought}, not tried further")
    else:
        said = tr("trying… {number} of {sought}")
    return said.format(number=count(remedy.finite), sought=count(remedy.sought))


def remedy_brief(remedy: Remedy) -> str:
    """The same in fewer words."""
    if remedy.divergence is not None:
        return tr("diverges at {number}").format(number=count(remedy.divergence.iteration))
    if remedy.holds:
        return tr("{number} finite ✓").format(number=count(remedy.finite))
    said = tr("{number} of {sought} finite") if remedy.ended else tr("{number} of {sought}…")
    return said.format(number=count(remedy.finite), sought=count(remedy.sought))


def twin_notes(main: Settings, others: Sequence[Run]) -> list[str]:
    """A line for every twin that diverged while others go on."""
    return [
        tr("The twin “{run}” diverged: {what}. The other runs go on.").format(
            run=name_of(main, run), what=headline(run.divergence)
        )
        for run in others
        if run.divergence is not None and not run.ghost
    ]
