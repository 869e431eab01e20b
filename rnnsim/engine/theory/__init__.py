"""Closed forms and small models that stand beside what is measured."""

from rnnsim.engine.theory.bifurcation import FixedPoints, fixed_points, folds
from rnnsim.engine.theory.bounds import geometric
from rnnsim.engine.theory.cliff import Cliff, cliff, descend, ridge

__all__ = [
    "Cliff",
    "FixedPoints",
    "cliff",
    "descend",
    "fixed_points",
    "folds",
    "geometric",
    "ridge",
]
