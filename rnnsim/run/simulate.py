"""A run without a window: so many iterations, and what they leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from rnnsim.model.course import Course
from rnnsim.model.edits import checked, edited
from rnnsim.model.iterations import checked_iterations
from rnnsim.model.scalars import whole
from rnnsim.model.settings import SettingError, Settings
from rnnsim.run.follow import follow
from rnnsim.run.result import Result

Change: TypeAlias = Settings | Mapping[str, object]
"""Other settings as a whole, or those of them that become others."""

CHANGES = (
    'changes: give for each iteration a mapping such as {"learning_rate": 0.01}, rnnsim.Settings,'
    " or a list of these"
)


def simulate(
    settings: Settings,
    iterations: int = 0,
    *,
    changes: Mapping[int, Change | Sequence[Change]] | None = None,
    diagnostics: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> Result:
    """Train a network from its seed, and return everything about the pass that comes next.

    Equal settings give bit-identical results on one machine.  A run that diverges stops there; that
    is a result, named in `Result.first_nonfinite`, not an error.

    Parameters
    ----------
    settings : Settings
    iterations : int
        Weight updates to make, from 0 to 1 000 000.
    changes : mapping of int to changes, optional
        What is set after how many iterations, as if the knobs were moved there in the window: a
        mapping of settings to their new values, other settings as a whole, or a list of these, set
        one after the other.  It holds from the next weight update on; another ρ scales W_hh.
    diagnostics : bool
        Whether the result holds those diagnostics of the pass too that take long: the gradient
        map, singular values of ∂h_T/∂h_k and of each step, and all Lyapunov exponents.
    progress : callable, optional
        ``progress(made, all, what)`` is called after every iteration, and within long ones, with
        `what` "iterations", and before every time step of the rates that follow, λ₁ and
        diagnostics, with "time steps of the rates"; may raise to abandon the run.

    Returns
    -------
    Result
        The state after so many iterations, and one forward and backward pass on the next batch
        before its update.

    Raises
    ------
    SettingError
        If a setting or the number of iterations is not allowed, or a change would start the run
        anew; names it, its value, and what is allowed.

    Examples
    --------
    >>> simulate(Settings(), 3, changes={2: {"learning_rate": 0.01}}).settings.learning_rate
    0.01
    """
    course = _course(checked(settings), checked_iterations(iterations), changes or {})
    return follow(course, diagnostics=diagnostics, progress=progress)


def _course(
    settings: Settings, iterations: int, changes: Mapping[int, Change | Sequence[Change]]
) -> Course:
    """The course of such a run."""
    taken = [(0, settings)]
    for iteration in sorted(changes, key=lambda given: _place(given, iterations)):
        for change in _in_order(changes[iteration]):
            settings = _changed(settings, change)
            taken.append((_place(iteration, iterations), settings))
    return Course(tuple(taken), iterations)


def _place(iteration: object, iterations: int) -> int:
    """The iteration of a change."""
    try:
        place = whole(iteration)
    except (TypeError, ValueError, OverflowError):
        place = -1
    if not 0 <= place <= iterations:
        raise SettingError("changes", iteration, f"an iteration from 0 to {iterations}")
    return place


def _in_order(changes: Change | Sequence[Change]) -> Sequence[Change]:
    if isinstance(changes, (Settings, Mapping)):
        return (changes,)
    if not isinstance(changes, (list, tuple)):
        raise TypeError(CHANGES)
    return changes


def _changed(settings: Settings, change: Change) -> Settings:
    if isinstance(change, Settings):
        return checked(change)
    if not isinstance(change, Mapping):
        raise TypeError(CHANGES)
    return edited(settings, change)
