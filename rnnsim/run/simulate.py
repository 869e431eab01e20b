"""A run without a window: so many iterations, and what they leave."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from rnnsim.engine.simulation import Simulation
from rnnsim.engine.training import History
from rnnsim.model.edits import checked
from rnnsim.model.iterations import checked_iterations
from rnnsim.model.settings import Settings
from rnnsim.run.gather import result_of
from rnnsim.run.result import Result


def simulate(
    settings: Settings,
    iterations: int = 0,
    *,
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
    diagnostics : bool
        Whether the result holds those diagnostics of the pass too that take long: the gradient
        map, singular values of ∂h_T/∂h_k and of each step, and all Lyapunov exponents.
    progress : callable, optional
        ``progress(made, all, what)`` is called after every iteration with `what` "iterations",
        and before every time step of the rates that follow, λ₁ and diagnostics, with "time steps
        of the rates"; may raise to abandon the run.

    Returns
    -------
    Result
        The state after so many iterations, and one forward and backward pass on the next batch
        before its update.

    Raises
    ------
    SettingError
        If a setting or the number of iterations is not allowed; names it, its value, and what is.
    """
    iterations = checked_iterations(iterations)
    simulation = Simulation(checked(settings))
    tell = progress or _tell_nobody
    history = History()
    for made in range(1, iterations + 1):
        if simulation.divergence is not None:
            break
        history.note(simulation)
        simulation.iterate()
        tell(made, iterations, "iterations")
    # the Lyapunov exponents go once through all time steps, the diagnostics once more
    made_steps, steps = count(1), simulation.settings.time_steps * (1 + diagnostics)
    return result_of(
        simulation,
        history.curves(),
        diagnostics=diagnostics,
        checkpoint=lambda: tell(next(made_steps), steps, "time steps of the rates"),
    )


def _tell_nobody(made: int, everything: int, what: str) -> None:
    """Where nobody asked for progress."""
