"""Where a run is looked at, and how far it is from its goal, in words.  No Qt."""

from __future__ import annotations

from rnnsim.model.goal import Goal
from rnnsim.translation import tr
from rnnsim.ui.numbers import count, short

MINUTE, HOUR = 60.0, 3600.0


def place_text(iteration: int, newest: int) -> str:
    """``iteration 300``, and of the past ``iteration 123 of 300``."""
    if iteration >= newest:
        return tr("iteration {number}").format(number=count(newest))
    said = tr("iteration {number} of {newest}")
    return said.format(number=count(iteration), newest=count(newest))


def past_text(iteration: int, newest: int) -> str:
    """What is said of the past: where it is, and what training would do."""
    return tr("{place} · Train goes on from here").format(place=place_text(iteration, newest))


def sought_text(iteration: int, sought: int) -> str:
    """``recomputing… 118 of 123``."""
    said = tr("recomputing… {number} of {sought}")
    return said.format(number=count(min(iteration, sought)), sought=count(sought))


def goal_text(goal: Goal, iteration: int, loss: float, seconds: float | None) -> str:
    """``137 of 1000 · about 12 s left``; without the time where nobody can tell."""
    if goal.iteration is not None:
        made, whole = iteration - goal.start, goal.iteration - goal.start
        said = tr("{made} of {whole}").format(made=count(made), whole=count(whole))
    else:
        said = tr("loss {present}, until {wanted}")
        said = said.format(present=short(loss), wanted=f"{goal.loss:g}")
    if seconds is None:
        return said
    return tr("{progress} · about {time} left").format(progress=said, time=time_text(seconds))


def reached_text(goal: Goal, iteration: int) -> str:
    """Why training stopped by itself."""
    if goal.iteration is not None:
        said = tr("{whole} iterations made · stopped at iteration {number}")
        return said.format(whole=count(goal.iteration - goal.start), number=count(iteration))
    said = tr("loss {wanted:g} reached · at iteration {number}")
    return said.format(wanted=goal.loss, number=count(iteration))


def time_text(seconds: float) -> str:
    """A time in one unit, in figures that do not promise too much."""
    if seconds < 0.95 * MINUTE:
        return tr("{number} s").format(number=max(1, round(seconds)))
    if seconds < 0.95 * HOUR:
        return tr("{number} min").format(number=max(1, round(seconds / MINUTE)))
    return tr("{number} h").format(number=max(1, round(seconds / HOUR)))
