"""Following a course: the same run again, with what was set on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import count
from typing import TypeAlias

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training import History
from rnnsim.model.course import Course
from rnnsim.model.edits import checked
from rnnsim.model.iterations import checked_iterations
from rnnsim.model.kinds import Effect
from rnnsim.model.parameters import parameter
from rnnsim.model.settings import SettingError, Settings, shown
from rnnsim.model.twin import differences
from rnnsim.run.gather import result_of
from rnnsim.run.result import Result

Change: TypeAlias = tuple[int, Settings]
"""After how many iterations which settings are taken on."""


def follow(
    course: Course,
    *,
    diagnostics: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> Result:
    """Make a run again, bit by bit on one machine, and return everything about its end.

    A run that diverges stops there, without what was set later.

    Parameters
    ----------
    course : Course
        Known from the start on.
    diagnostics, progress
        As of `rnnsim.simulate`.

    Returns
    -------
    Result
        Its `course` is how far this one was followed.

    Raises
    ------
    CourseError
        If the start is not known.
    SettingError
        If there are too many iterations, a setting is not allowed, or one would start anew.
    """
    course.require_whole()
    iterations = checked_iterations(course.iteration)
    tell, made = progress or _tell_nobody, 0

    def checkpoint() -> None:
        """A long iteration can be abandoned too."""
        tell(made, iterations, "iterations")

    simulation = Simulation(checked(course.first), checkpoint)
    waiting, taken = deque(course.changes[1:]), [(0, simulation.settings)]
    history = History()
    while True:
        taken += _taken_on(simulation, waiting)
        if simulation.divergence is not None or simulation.iteration == iterations:
            break
        history.note(simulation)
        simulation.iterate()
        made = simulation.iteration
        checkpoint()
    # the Lyapunov exponents go once through all time steps, the diagnostics once more
    made_steps, steps = count(1), simulation.settings.time_steps * (1 + diagnostics)
    return result_of(
        simulation,
        history.curves(),
        Course(tuple(taken), simulation.iteration),
        diagnostics=diagnostics,
        checkpoint=lambda: tell(next(made_steps), steps, "time steps of the rates"),
    )


def _taken_on(simulation: Simulation, waiting: deque[Change]) -> Iterator[Change]:
    """The changes that are due, each taken on; at the start also by a pass that is not finite."""
    while waiting and waiting[0][0] <= simulation.iteration:
        if simulation.divergence is not None and simulation.iteration > 0:
            return
        _, settings = waiting.popleft()
        _change(simulation, checked(settings))
        yield simulation.iteration, simulation.settings


def _change(simulation: Simulation, settings: Settings) -> None:
    """Take on other settings; refuse those with which the iterations made would be lost."""
    before, iteration = simulation.settings, simulation.iteration
    if simulation.change(settings) is Effect.RESTART and iteration > 0:
        key = _restarting(before, settings)
        allowed = (
            f"{shown(getattr(before, key))} as before: at iteration {iteration} another value"
            " would start the run anew"
        )
        raise SettingError(key, getattr(settings, key), allowed)


def _restarting(before: Settings, after: Settings) -> str:
    """The setting that starts anew; else it is a radius from or to which nothing can be scaled."""
    keys = (key for key in differences(before, after) if parameter(key).effect is Effect.RESTART)
    return next(keys, "spectral_radius")


def _tell_nobody(made: int, everything: int, what: str) -> None:
    """Where nobody asked for progress."""
