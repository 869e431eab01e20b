"""The eigenvalues as numbers."""

import math
from dataclasses import replace

import numpy as np
from numpy.testing import assert_allclose

from rnnsim.model.edits import edited
from rnnsim.model.settings import Settings
from rnnsim.ui.spectrum.table import table

PAIR = ((0.5, 0.3), (0.5, -0.3))


def test_the_largest_stands_first_and_a_conjugate_after_its_upper_one(frame_after):
    own = (*PAIR, (0.1, 0.0), (-0.9, 0.0))
    found = table(frame_after(edited(Settings(), {"eigenvalues": own}), 2))
    assert len(found.columns) == 7
    numbers, *measured = zip(*found.rows, strict=True)
    assert numbers == (1, 2, 3, 4)
    real, imaginary, modulus = measured[:3]
    assert modulus == tuple(sorted(modulus, reverse=True))
    assert_allclose(np.hypot(real, imaginary), modulus)
    asked = list(zip(*measured[3:5], strict=True))
    assert asked == [(-0.9, 0.0), (0.5, 0.3), (0.5, -0.3), (0.1, 0.0)]
    assert_allclose(measured[5], [math.hypot(*value) for value in asked])


def test_of_a_matrix_that_is_not_finite_there_are_no_numbers(frame_of):
    frame = frame_of(constructed=(-0.5, 0.8))
    lost = replace(frame.spectrum, measured=np.full(2, complex(math.nan, math.nan)))
    found = table(replace(frame, spectrum=lost))
    assert all(math.isnan(row[3]) for row in found.rows)
    assert found.rows[0][6] == frame.settings.spectral_radius
