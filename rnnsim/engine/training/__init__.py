"""A simulation in training with its past: curves, what is sampled, and the way back."""

from rnnsim.engine.training.history import History
from rnnsim.engine.training.training import Training

__all__ = ["History", "Training"]
