"""The views: what each is called, and which numbers it needs beyond those of every frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from rnnsim.translation import noted


class Want(Enum):
    """Numbers that take time, and are computed only while somebody looks at them."""

    DETAIL = "what happens within each time step"
    MAP = "‖∂L_t/∂h_k‖ for all t and k"
    SINGULAR_VALUES = "the singular values of ∂h_T/∂h_k"
    CELLS = "the same start with every cell"
    SLOPES = "how the slopes φ′ are distributed"
    CLIFF = "the error surface of a single unit, and two descents over it"
    BIFURCATION = "where that unit stays and where it gets"
    REMEDIES = "what would have kept a run that diverged from it"


@dataclass(frozen=True, slots=True)
class View:
    """One view of the window.

    Attributes
    ----------
    name : str
        In lesson files and on the command line.
    title : str
        English; shown through `tr`.
    short : str
        The title where there is little room, such as on a tab.
    wants : frozenset of Want
    """

    name: str
    title: str
    short: str
    wants: frozenset[Want] = frozenset()


def _view(name: str, title: str, short: str, *wants: Want) -> View:
    return View(name, title, short, frozenset(wants))


CANVAS = _view("canvas", noted("Unrolled network"), noted("Network"))

PLOTS: Mapping[str, View] = MappingProxyType(
    {
        view.name: view
        for view in (
            _view("gradient", noted("Gradient magnitude ‖∂L/∂hₖ‖"), noted("Gradient")),
            _view("contributions", noted("Contributions to ∂L/∂W_hh"), noted("Contributions")),
            _view("map", noted("Who reaches whom: ‖∂Lₜ/∂hₖ‖"), noted("Map"), Want.MAP),
            _view(
                "singular",
                noted("Singular values of ∂h_T/∂hₖ"),
                noted("Singular values"),
                Want.SINGULAR_VALUES,
            ),
            _view("states", noted("Activity: states hₖ"), noted("Activity")),
            _view("slopes", noted("Slopes φ′"), noted("Slopes"), Want.SLOPES),
            _view("gates", noted("What gates keep"), noted("Gates"), Want.CELLS),
            _view(
                "cells", noted("RNN, LSTM and GRU from the same start"), noted("Cells"), Want.CELLS
            ),
            _view("cliff", noted("The cliff of a single unit"), noted("Cliff"), Want.CLIFF),
            _view(
                "bifurcation",
                noted("Where a single unit stays"),
                noted("Bifurcation"),
                Want.BIFURCATION,
            ),
            _view("loss", noted("Loss"), noted("Loss")),
            _view("norm", noted("Gradient norm"), noted("Norm")),
            _view("accuracy", noted("Accuracy: share of right answers"), noted("Accuracy")),
            _view("waterfall", noted("Waterfall of ‖∂L/∂hₖ‖"), noted("Waterfall")),
            _view("radius", noted("ρ and σ₁ over training"), noted("ρ and σ₁")),
        )
    }
)
"""The plots, in the order in which they are offered."""

FIRST_PLOTS = ("gradient", "contributions", "loss", "norm")
"""Those shown where no lesson says otherwise."""


def wants_of(names: Iterable[str]) -> frozenset[Want]:
    """What the views of these names want."""
    return frozenset().union(*(PLOTS[name].wants for name in names if name in PLOTS))
