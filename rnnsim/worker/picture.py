"""Frames of runs."""

from __future__ import annotations

from dataclasses import replace

from rnnsim.engine.pictures import (
    bound_factor,
    clipping_picture,
    pass_picture,
    spectrum_picture,
)
from rnnsim.engine.theory import geometric
from rnnsim.engine.training import Training
from rnnsim.model.arrays import FloatArray
from rnnsim.model.frame import Frame, Run
from rnnsim.model.twin import Twin
from rnnsim.worker.runs import Runs


def picture_of(runs: Runs) -> Frame:
    """The frame of the present passes, of no order yet."""
    main = runs.main
    simulation = main.simulation
    settings = simulation.settings
    passed = pass_picture(simulation)
    simulation.checkpoint()
    spectrum = spectrum_picture(simulation)
    simulation.checkpoint()
    last, steps = float(passed.gradient_magnitude[-1]), settings.time_steps
    factor = bound_factor(simulation, spectrum)
    return Frame(
        generation=0,
        settings=settings,
        iteration=simulation.iteration,
        passed=passed,
        spectrum=spectrum,
        curves=main.curves(),
        chance_loss=simulation.task.chance_loss,
        clipping=clipping_picture(simulation),
        bound=None if factor is None else _line(factor, last, steps),
        radius_line=None if factor is None else _line(spectrum.spectral_radius, last, steps),
        divergence=simulation.divergence,
        playing=False,
        iterations_per_second=0.0,
        at=runs.at,
        newest=runs.newest,
        alive=runs.alive,
        earliest=main.earliest,
        course=replace(main.course(), iteration=runs.newest),
        waterfall=main.waterfall(),
        trail=main.trail(),
        others=tuple(
            _run_of(twin, training, runs.failures.get(twin.number))
            for twin, training in runs.twins.items()
        ),
    )


def _run_of(twin: Twin, training: Training, failure: str | None) -> Run:
    simulation = training.simulation
    return Run(
        number=twin.number,
        settings=simulation.settings,
        iteration=simulation.iteration,
        newest=training.newest,
        passed=pass_picture(simulation),
        curves=training.curves(),
        trail=training.trail(),
        chance_loss=simulation.task.chance_loss,
        divergence=simulation.divergence,
        failure=failure,
    )


def _line(factor: float, last: float, steps: int) -> FloatArray:
    line = geometric(factor, last, steps)
    line.setflags(write=False)
    return line
