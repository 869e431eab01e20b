"""What runs differ in, and where each stands, as rows of a table.  No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rnnsim.model.frame import Frame, Run
from rnnsim.model.kinds import Parameter, TextParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.table import Cell
from rnnsim.model.twin import differences
from rnnsim.translation import tr
from rnnsim.ui.lineup import Member
from rnnsim.ui.numbers import subscript
from rnnsim.ui.panel import words
from rnnsim.ui.run_words import MAIN_NAME
from rnnsim.ui.runs.state import run_name, settings_of

DEPENDS = {"clip": "clip_threshold"}
"""What a setting says nothing without."""


@dataclass(frozen=True, slots=True)
class Column:
    """One run.

    Attributes
    ----------
    number : int
        0 is the main run.
    name : str
    ghost : bool
    """

    number: int
    name: str
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows of one cell for each run.

    Attributes
    ----------
    columns : tuple of Column
    settings, numbers : tuple of (str, cells)
        Title and cells of each row: the settings that differ, and what the runs are at present.
    """

    columns: tuple[Column, ...] = ()
    settings: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    numbers: tuple[tuple[str, tuple[Cell, ...]], ...] = ()


def comparison(main: Settings, members: Iterable[Member], frame: Frame | None) -> Comparison:
    """The main run beside the others; of those that are hidden no numbers are known."""
    beside = tuple(members)
    known = {run.number: run for run in frame.others} if frame is not None else {}
    runs = [each.ghost or known.get(each.number) for each in beside]
    pairs = zip(beside, runs, strict=True)
    columns = [
        Column(each.number, run_name(main, each, run), each.ghost is not None)
        for each, run in pairs
    ]
    return Comparison(
        columns=(Column(0, tr(MAIN_NAME)), *columns),
        settings=_settings(
            main, [settings_of(main, each, run) for each, run in zip(beside, runs, strict=True)]
        ),
        numbers=_numbers([frame, *runs]),
    )


def reached(run: Frame | Run) -> float:
    """‖∂L/∂h₁‖ / ‖∂L/∂h_T‖; NaN where that is not a number."""
    magnitude = run.passed.gradient_magnitude
    first, last = float(magnitude[1]), float(magnitude[-1])
    return first / last if last != 0.0 else math.nan


def _settings(
    main: Settings, others: Iterable[Settings]
) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    beside = tuple(others)
    keys = {key for other in beside for key in differences(main, other)}
    keys |= {DEPENDS[key] for key in keys & DEPENDS.keys()}
    return tuple(
        (words.name(row), tuple(_value(row, each) for each in (main, *beside)))
        for key, row in PARAMETERS.items()
        if key in keys
    )


def _value(row: Parameter, settings: Settings) -> str:
    given = getattr(settings, row.key)
    if isinstance(row, TextParameter):
        return words.text_summary(given)
    if row.key == "eigenvalues" and not given:
        return "–"  # the arrangement says them
    said = words.value(row, given).replace("-", "−")
    return said if row.why_idle(settings) is None else "–"


def _numbers(runs: Iterable[Frame | Run | None]) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    shown = tuple(runs)
    rows: list[tuple[str, Callable[[Frame | Run], Cell]]] = [
        (tr("iteration"), _iteration),
        (tr("loss"), lambda run: run.passed.loss),
        (tr("accuracy"), _accuracy),
        ("‖g‖", lambda run: run.passed.gradient_norm),
        (_reached_title(shown), reached),
        (tr("overflow"), _overflow),
    ]
    made = [(title, tuple(None if run is None else of(run) for run in shown)) for title, of in rows]
    return tuple((title, cells) for title, cells in made if any(c is not None for c in cells))


def _reached_title(runs: Iterable[Frame | Run | None]) -> str:
    """What `reached` is, with T as a number where it is the same in all runs."""
    steps = {run.settings.time_steps for run in runs if run is not None}
    last = subscript(steps.pop()) if len(steps) == 1 else "_T"
    return f"‖∂L/∂h₁‖ / ‖∂L/∂h{last}‖"


def _iteration(run: Frame | Run) -> Cell:
    return run.iteration


def _accuracy(run: Frame | Run) -> Cell:
    """Of a pass whose outputs are numbers."""
    return run.passed.accuracy if math.isfinite(run.passed.loss) else None


def _overflow(run: Frame | Run) -> Cell:
    """In which iteration, and of what."""
    if run.divergence is None:
        return None
    tensor, step = run.divergence.tensor, run.divergence.time_step
    what = tensor if step is None else f"{tensor}{subscript(step)}"
    return f"{run.divergence.iteration}: {what}"
