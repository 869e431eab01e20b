"""The numbers behind the unrolled network."""

import math

import numpy as np
from numpy.testing import assert_allclose

from rnnsim.ui.canvas.table import table


def columns_of(found):
    return dict(zip(found.columns, zip(*found.rows, strict=True), strict=True))


def test_every_time_step_has_its_state_and_its_gradient(frame_of):
    frame = frame_of((0.01, 0.02, 0.04, 0.08), tokens=("a", "b", "="))
    columns = columns_of(table(frame))
    assert columns["time step k"] == (0, 1, 2, 3)
    assert columns["input x_k"] == (None, "a", "b", "=")
    assert columns["‖∂L/∂h_k‖ (Frobenius norm over batch and units)"] == (0.01, 0.02, 0.04, 0.08)
    norms = columns["‖h_k‖ (Euclidean norm, first sequence)"]
    assert_allclose(norms, np.linalg.norm(frame.passed.hidden, axis=1))
    assert [head for head in columns if "∂h_{k−1}" in head]
    assert columns[next(head for head in columns if "∂h_{k−1}" in head)] == (None, 1.0, 1.0, 1.0)
    assert not [head for head in columns if "c_k" in head]


def test_inputs_without_names_have_no_column(frame_of):
    assert "input x_k" not in table(frame_of()).columns


def test_an_lstm_has_its_cell_state_too(gated_frame_of):
    frame = gated_frame_of("lstm", memory=np.array([[0.0, 0.0], [3.0, 4.0]] * 2))
    columns = columns_of(table(frame))
    assert columns["‖c_k‖ (Euclidean norm, first sequence)"] == (0.0, 5.0, 0.0, 5.0)
    along = columns["‖∂L/∂c_k‖ (Frobenius norm over batch and units)"]
    assert_allclose(along, frame.passed.memory_gradient_magnitude)


def test_what_is_not_finite_is_told(frame_of):
    hidden = [[0.0, 1.0], [3e200, 4e200], [math.inf, 0.0], [math.nan, 0.0]]
    columns = columns_of(table(frame_of(hidden=hidden)))
    norms = columns["‖h_k‖ (Euclidean norm, first sequence)"]
    assert norms[2] == math.inf
    assert math.isnan(norms[3])
