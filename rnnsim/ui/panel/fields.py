"""One field for each kind of parameter."""

from __future__ import annotations

from rnnsim.model.kinds import (
    ChoiceParameter,
    EigenvaluesParameter,
    IntegerParameter,
    NumberParameter,
    Parameter,
    RealOrWordParameter,
    TextParameter,
)
from rnnsim.ui.panel.choice_fields import BoxField, SegmentsField
from rnnsim.ui.panel.eigenvalues_field import EigenvaluesField
from rnnsim.ui.panel.field import Field
from rnnsim.ui.panel.number_fields import NumberField, RealOrWordField, SeedField
from rnnsim.ui.panel.text_field import TextField

FEW = 4
"""Up to so many choices stand on buttons of their own; more would take more than a row."""


def field_for(row: Parameter, *, measured: bool = False) -> Field:
    """Make the field of a row of the parameter table.

    Parameters
    ----------
    measured : bool
        Whether the simulation also measures the number, so that both are shown.
    """
    if row.key == "seed" and isinstance(row, IntegerParameter):
        return SeedField(row)  # the one control that is a picture
    if isinstance(row, RealOrWordParameter):
        return RealOrWordField(row)
    if isinstance(row, NumberParameter):
        return NumberField(row, measured=measured)
    if isinstance(row, ChoiceParameter):
        return (SegmentsField if len(row.choices) <= FEW else BoxField)(row)
    if isinstance(row, EigenvaluesParameter):
        return EigenvaluesField(row)
    if isinstance(row, TextParameter):
        return TextField(row)
    raise TypeError(f"no field shows a {type(row).__name__}")
