"""Frames with details and inspections, from a real cell worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from rnnsim.model.extras import Detail, Extras, Inspection

T, N = 4, 3


def detailed(frame, time_step=2, *, iteration=None):
    """The frame with extras of an RNN of N = 3 units over T = 4 time steps."""
    random = np.random.default_rng(0)
    steps, units = frame.settings.time_steps, frame.passed.hidden.shape[1]
    blocks = {"rnn": 1, "lstm": 4, "gru": 3}[frame.settings.cell]
    weight = random.normal(size=(blocks * units, units))
    slopes = random.uniform(0.1, 1.0, (steps, units))
    rows = {
        name: random.normal(size=(steps, blocks * units))
        for name in ("recurrent", "driven", "pre_activations", "dloss_da")
    }
    immediate = np.zeros((steps + 1, units))
    immediate[-1] = 0.5
    detail = Detail(
        slopes=slopes,
        dloss_dh=random.normal(size=(steps + 1, units)),
        dloss_dh_immediate=immediate,
        weight_hh=weight,
        **rows,
    )
    inspection = None
    if time_step:
        jacobian = slopes[time_step - 1][:, None] * weight[:units]
        values = np.linalg.svd(jacobian, compute_uv=False)
        contribution = random.normal(size=weight.shape)
        inspection = Inspection(time_step, jacobian, values, contribution)
    of = frame.iteration if iteration is None else iteration
    return replace(frame, extras=Extras(of, detail, inspection))


@pytest.fixture(scope="session", name="detailed")
def _detailed():
    return detailed


@pytest.fixture
def frame(frame_of):
    """An RNN of three units over four time steps, with its details, time step 2 inspected."""
    return detailed(
        frame_of(
            [0.01, 0.02, 0.04, 0.08, 0.16],
            constructed=(0.8, -0.5, 0.1),
            contributions=np.array([-0.2, 1.0, 0.4, 0.8]),
            tokens=("so", "far", "so", "good"),
        )
    )
