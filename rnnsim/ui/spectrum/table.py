"""The eigenvalues as a table."""

from __future__ import annotations

import numpy as np

from rnnsim.model.arrays import ComplexArray, FloatArray
from rnnsim.model.frame import Frame
from rnnsim.model.table import Columns, Table
from rnnsim.translation import tr
from rnnsim.ui.spectrum.shown import Shown


def table(frame: Frame) -> Table:
    """The eigenvalues that W_hh has, and those asked for; each by modulus, the largest first."""
    asked = Shown(frame.settings, frame).values
    measured = _by_modulus(frame.spectrum.measured)
    wanted = _by_modulus(np.array([complex(*value) for value in asked], dtype=complex))
    return Table(
        (
            tr("number, by modulus"),
            *(tr("λ of W_hh, real part"), tr("λ of W_hh, imaginary part"), tr("|λ| of W_hh")),
            *(tr("λ as set, real part"), tr("λ as set, imaginary part"), tr("|λ| as set")),
        ),
        Columns(range(1, len(measured) + 1), *_parts(measured), *_parts(wanted)),
    )


def _by_modulus(values: ComplexArray) -> ComplexArray:
    """The values, of equal moduli the greatest real part first; a conjugate after its upper one."""
    return values[np.lexsort((-values.imag, -values.real, -np.round(np.abs(values), 12)))]


def _parts(values: ComplexArray) -> tuple[FloatArray, ...]:
    return values.real, values.imag, np.asarray(np.abs(values))
