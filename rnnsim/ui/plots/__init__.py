"""The live plots: gradient magnitude over time steps, loss and gradient norm over iterations."""

from rnnsim.ui.plots.gradient import GradientPlot
from rnnsim.ui.plots.gradient_norm import GradientNormPlot
from rnnsim.ui.plots.loss import LossPlot

__all__ = ["GradientNormPlot", "GradientPlot", "LossPlot"]
