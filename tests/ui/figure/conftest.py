"""Small runs with all that any view shows."""

import time

import pytest

from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin
from rnnsim.model.view import Want
from rnnsim.ui.figure.shown import Shown
from rnnsim.worker.order import Order
from rnnsim.worker.runner import Runner

PATIENCE = 30.0


def frame_of_run(iterations=20, twins=(), **settings):
    """The last frame of a run, with every kind of extras."""
    order = Order(
        1,
        Settings(**{"hidden_size": 4, "batch_size": 4, "time_steps": 8} | settings),
        single_iterations=iterations,
        wants=frozenset(Want) - {Want.REMEDIES},
        twins=twins,
    )
    runner = Runner(order.settings)
    runner.start()
    runner.post(order)
    deadline = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < deadline:
            frame = runner.take_frame()
            if frame is not None and frame.generation == 1:
                ready = frame.iteration == iterations and not frame.extras_owed
                if frame.divergence is not None or ready:
                    return frame
            time.sleep(0.002)
    finally:
        runner.stop(5.0)
    raise TimeoutError


@pytest.fixture(scope="session")
def run_frame():
    return frame_of_run


@pytest.fixture(scope="session")
def shown():
    twins = (Twin(1, (("spectral_radius", 0.3),)),)
    return Shown(frame_of_run(twins=twins, loss_at="all", clip="norm"))


@pytest.fixture(scope="session")
def gated_shown():
    return Shown(frame_of_run(cell="lstm", iterations=3))


@pytest.fixture(autouse=True)
def application(qapp):
    """Typefaces and colours, as in the window."""
    from rnnsim.ui.theme import LIGHT, apply_theme, load_fonts

    load_fonts()
    apply_theme(qapp, LIGHT)
