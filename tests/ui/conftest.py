import math
from dataclasses import replace

import numpy as np
import pytest
from shiboken6 import isValid

from rnnsim.model.frame import Curves, Frame, Pass, Spectrum
from rnnsim.model.settings import Settings


def _read_only(values, dtype=float):
    array = np.array(values, dtype)
    array.setflags(write=False)
    return array


def frame_of(
    magnitude=(0.01, 0.02, 0.04, 0.08),
    *,
    hidden=None,
    loss=1.25,
    tokens=None,
    slope_bound=1.0,
    singular=0.9,
    radius=0.8,
    constructed=(0.8, -0.5),
    losses=(),
    settings=None,
    **fields,
):
    """A frame made by hand; `magnitude` is ‖∂L/∂h_k‖, k = 0 … T."""
    steps = len(magnitude) - 1
    units = len(constructed)
    if hidden is None:
        hidden = np.sin(np.arange((steps + 1) * units, dtype=float)).reshape(steps + 1, units)
    with np.errstate(all="ignore"):
        powers = np.arange(steps, -1.0, -1.0)
        bound = np.array(magnitude[-1]) * np.power(slope_bound * singular, powers)
        line = np.array(magnitude[-1]) * np.power(radius, powers)
    whole = {
        "generation": 0,
        "settings": settings
        or replace(Settings(), time_steps=steps, hidden_size=units, batch_size=2),
        "iteration": len(losses),
        "passed": Pass(
            tokens=("",) * steps if tokens is None else tuple(tokens),
            hidden=_read_only(hidden),
            loss=loss,
            gradient_magnitude=_read_only(magnitude),
            contribution_norms=_read_only(np.ones(steps)),
            jacobian_norms=_read_only(np.ones(steps)),
            gradient_norm=1.0,
            clipped_gradient_norm=1.0,
        ),
        "spectrum": Spectrum(
            constructed=_read_only(constructed, complex),
            measured=_read_only(constructed, complex),
            spectral_radius=radius,
            largest_singular_value=singular,
            slope_bound=slope_bound,
            ill_conditioned=None,
        ),
        "curves": Curves(_read_only(losses), _read_only(losses), _read_only(losses)),
        "chance_loss": math.log(4.0),
        "bound": _read_only(bound),
        "radius_line": _read_only(line),
        "divergence": None,
        "playing": False,
        "iterations_per_second": 0.0,
    }
    return Frame(**whole | fields)


@pytest.fixture(scope="session", name="frame_of")
def _frame_of():
    return frame_of


@pytest.fixture
def open_window(qtbot):
    """Open a window of its own on a lesson, which is closed at the end."""
    from rnnsim.model.lesson import find_lesson
    from rnnsim.ui.app import make_application, make_window

    opened = []

    def open_on(lesson="vanishing", *, play=False, theme="dark", **changes):
        lesson = find_lesson(lesson) if isinstance(lesson, str) else lesson
        lesson = replace(lesson, settings=replace(lesson.settings, **changes))
        window = make_window(make_application(), lesson, theme)
        opened.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        window.start(play=play)
        qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=60_000)
        return window

    yield open_on
    for window in filter(isValid, opened):
        window.close()
