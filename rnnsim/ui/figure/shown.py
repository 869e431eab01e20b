"""What views show at one moment: all that a figure of them hangs on."""

from __future__ import annotations

from dataclasses import dataclass

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.model.target import Target


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn.

    Attributes
    ----------
    frame : Frame
    moment : Moment or None
        How far the pass has come; None for all of it.
    selection : Target or None
        What is selected.
    relative : bool
        Whether gradients are drawn relative to ‖∂L/∂h_T‖.
    """

    frame: Frame
    moment: Moment | None = None
    selection: Target | None = None
    relative: bool = False
