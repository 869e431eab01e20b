"""A run without a window: so many iterations, and what they leave."""

from __future__ import annotations

from collections.abc import Callable

from rnnsim.engine.history import History
from rnnsim.engine.simulation import Simulation
from rnnsim.model.edits import checked
from rnnsim.model.iterations import checked_iterations
from rnnsim.model.settings import Settings
from rnnsim.run.gather import result_of
from rnnsim.run.result import Result


def simulate(
    settings: Settings,
    iterations: int = 0,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Train a network from its seed, and return everything about the pass that comes next.

    Equal settings give bit-identical results on one machine.  A run that diverges stops there; that
    is a result, named in `Result.first_nonfinite`, not an error.

    Parameters
    ----------
    settings : Settings
    iterations : int
        Weight updates to make, from 0 to 1 000 000.
    progress : callable, optional
        ``progress(made, iterations)`` is called after every iteration; may raise to abandon the
        run.

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
    history = History()
    for made in range(1, iterations + 1):
        if simulation.divergence is not None:
            break
        history.append(simulation.loss, simulation.gradient_norm, simulation.clipped_gradient_norm)
        simulation.iterate()
        if progress is not None:
            progress(made, iterations)
    return result_of(simulation, history.curves())
