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
    shows : str
        What it shows, a sentence for a caption.
    wants : frozenset of Want
    """

    name: str
    title: str
    short: str
    shows: str
    wants: frozenset[Want] = frozenset()


def _view(name: str, title: str, short: str, shows: str, *wants: Want) -> View:
    return View(name, title, short, shows, frozenset(wants))


CANVAS = _view(
    "canvas",
    noted("Unrolled network"),
    noted("Network"),
    noted(
        "The network unrolled through time: hidden states of the batch's first sequence in"
        " colour and, on its way back, the gradient ‖∂L/∂h_k‖ of the whole batch, the wider"
        " and stronger the larger it is."
    ),
)

PLOTS: Mapping[str, View] = MappingProxyType(
    {
        view.name: view
        for view in (
            _view(
                "gradient",
                noted("Gradient magnitude ‖∂L/∂hₖ‖"),
                noted("Gradient"),
                noted(
                    "Gradient magnitude ‖∂L/∂h_k‖ over time steps k, the Frobenius norm over batch"
                    " and hidden units."
                ),
            ),
            _view(
                "contributions",
                noted("Contributions to ∂L/∂W_hh"),
                noted("Contributions"),
                noted(
                    "What each time step t contributes to ∂L/∂W_hh, in the direction of their sum."
                ),
            ),
            _view(
                "map",
                noted("Who reaches whom: ‖∂Lₜ/∂hₖ‖"),
                noted("Map"),
                noted("‖∂L_t/∂h_k‖, how strongly the loss at t depends on the hidden state at k."),
                Want.MAP,
            ),
            _view(
                "singular",
                noted("Singular values of ∂h_T/∂hₖ"),
                noted("Singular values"),
                noted("Singular values of ∂h_T/∂h_k over time steps k."),
                Want.SINGULAR_VALUES,
            ),
            _view(
                "states",
                noted("Activity: states hₖ"),
                noted("Activity"),
                noted("Hidden states h_k of the batch's first sequence."),
            ),
            _view(
                "slopes",
                noted("Slopes φ′"),
                noted("Slopes"),
                noted("Distribution of the slopes φ′ over units, time steps and batch."),
                Want.SLOPES,
            ),
            _view(
                "gates",
                noted("What gates keep"),
                noted("Gates"),
                noted("What the gates alone keep of a gradient from T back to k."),
                Want.CELLS,
            ),
            _view(
                "cells",
                noted("RNN, LSTM and GRU from the same start"),
                noted("Cells"),
                noted(
                    "‖∂L/∂h_k‖ of an RNN, an LSTM and a GRU, untrained, from the same settings and"
                    " seed."
                ),
                Want.CELLS,
            ),
            _view(
                "cliff",
                noted("The cliff of a single unit"),
                noted("Cliff"),
                noted(
                    "Error surface of a single unit with weight w and bias b, and two descents over"
                    " it, after Pascanu, Mikolov and Bengio (2013)."
                ),
                Want.CLIFF,
            ),
            _view(
                "bifurcation",
                noted("Where a single unit stays"),
                noted("Bifurcation"),
                noted("Fixed points of a single unit over its bias b."),
                Want.BIFURCATION,
            ),
            _view("loss", noted("Loss"), noted("Loss"), noted("Loss L over training.")),
            _view(
                "norm",
                noted("Gradient norm"),
                noted("Norm"),
                noted("Norm of the gradient with respect to all weights over training."),
            ),
            _view(
                "accuracy",
                noted("Accuracy: share of right answers"),
                noted("Accuracy"),
                noted("Share of right answers over training."),
            ),
            _view(
                "waterfall",
                noted("Waterfall of ‖∂L/∂hₖ‖"),
                noted("Waterfall"),
                noted("‖∂L/∂h_k‖, as colour, of all time steps k over training."),
            ),
            _view(
                "radius",
                noted("ρ and σ₁ over training"),
                noted("ρ and σ₁"),
                noted("Spectral radius ρ and largest singular value σ₁ of W_hh over training."),
            ),
        )
    }
)
"""The plots, in the order in which they are offered."""

FIRST_PLOTS = ("gradient", "contributions", "loss", "norm")
"""Those shown where no lesson says otherwise."""


def wants_of(names: Iterable[str]) -> frozenset[Want]:
    """What the views of these names want."""
    return frozenset().union(*(PLOTS[name].wants for name in names if name in PLOTS))
