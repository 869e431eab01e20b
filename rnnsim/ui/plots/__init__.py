"""The live plots, by the names of their views."""

from collections.abc import Mapping
from types import MappingProxyType

from rnnsim.ui.plots.accuracy import AccuracyPlot
from rnnsim.ui.plots.bifurcation import BifurcationPlot
from rnnsim.ui.plots.cells import CellsPlot
from rnnsim.ui.plots.cliff import CliffPlot
from rnnsim.ui.plots.contributions import ContributionsPlot
from rnnsim.ui.plots.gates import GatesPlot
from rnnsim.ui.plots.gradient import GradientPlot
from rnnsim.ui.plots.gradient_map import MapPlot
from rnnsim.ui.plots.gradient_norm import GradientNormPlot
from rnnsim.ui.plots.loss import LossPlot
from rnnsim.ui.plots.plot import Plot
from rnnsim.ui.plots.radius import RadiusPlot
from rnnsim.ui.plots.singular import SingularPlot
from rnnsim.ui.plots.slopes import SlopesPlot
from rnnsim.ui.plots.states import StatesPlot
from rnnsim.ui.plots.waterfall import WaterfallPlot

PLOTS: Mapping[str, type[Plot]] = MappingProxyType(
    {
        plot.name: plot
        for plot in (
            *(GradientPlot, ContributionsPlot, MapPlot, SingularPlot),
            *(StatesPlot, SlopesPlot, GatesPlot),
            *(CellsPlot, CliffPlot, BifurcationPlot),
            *(LossPlot, GradientNormPlot, AccuracyPlot),
            *(WaterfallPlot, RadiusPlot),
        )
    }
)
"""The plots, in the order of `rnnsim.model.view.PLOTS`; each is made with a theme."""

__all__ = [
    "PLOTS",
    "AccuracyPlot",
    "BifurcationPlot",
    "CellsPlot",
    "CliffPlot",
    "ContributionsPlot",
    "GatesPlot",
    "GradientNormPlot",
    "GradientPlot",
    "LossPlot",
    "MapPlot",
    "RadiusPlot",
    "SingularPlot",
    "SlopesPlot",
    "StatesPlot",
    "WaterfallPlot",
]
