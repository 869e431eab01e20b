"""Closed forms and small models that stand beside what is measured."""

from rnnsim.engine.theory.bifurcation import FixedPoints, fixed_points, fold_states, folds
from rnnsim.engine.theory.bounds import geometric
from rnnsim.engine.theory.cliff import Cliff, cliff, cliff_at, descend, ridge, ridge_is_stable
from rnnsim.engine.theory.unit import reached

__all__ = [
    "Cliff",
    "FixedPoints",
    "cliff",
    "cliff_at",
    "descend",
    "fixed_points",
    "fold_states",
    "folds",
    "geometric",
    "reached",
    "ridge",
    "ridge_is_stable",
]
