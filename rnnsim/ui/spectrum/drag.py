"""A drag in the plane: what is held, and which edit its being moved asks for.  No widget."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnnsim.model.eigenvalues import moved
from rnnsim.model.parameters import LARGEST_RADIUS
from rnnsim.model.settings import Eigenvalues, Settings
from rnnsim.ui.spectrum.geometry import Grip, View, rounded

DIGITS = 3
"""Decimals of an eigenvalue that was moved."""

RADIUS_DIGITS = 2
STARTS = 2.0
"""Pixels that the pointer moves before it drags."""

AXIS_REACH = 5.0
"""Pixels from the real axis at which a dragged eigenvalue snaps to it."""


@dataclass
class Drag:
    """A drag, with what must not change under it.

    Attributes
    ----------
    view : View
        The one in which it began: if the view widens, the pointer keeps its scale.
    pressed : complex
        Where, in pixels.
    values : Eigenvalues
        As they are at present.
    before : Settings
        What Esc brings back.
    lends_focus : bool
        Whether the focus is here only as long as the drag.
    under_way : bool
        Whether the pointer has moved.
    radius : float or None
        Of the circle as it is at present, where that is held.
    offset : complex
        From the pointer to what it has hold of, in the plane.
    """

    grip: Grip
    view: View
    pressed: complex
    values: Eigenvalues
    before: Settings
    lends_focus: bool
    under_way: bool = False
    radius: float | None = None
    offset: complex = field(init=False)

    def __post_init__(self) -> None:
        at = self.view.number(self.pressed)
        if self.grip.index is None:
            self.offset = complex(self.before.spectral_radius - abs(at))
        else:
            self.offset = complex(*self.values[self.grip.index]) - at

    def follow(self, place: complex) -> tuple[str, object] | None:
        """Take what is held along to a place in pixels; return the key and value to ask for.

        None as long as the hand only shakes.
        """
        if not self.under_way and abs(place - self.pressed) < STARTS:
            return None
        self.under_way = True
        at = self.view.number(place)
        if self.grip.index is None:
            radius = min(max(abs(at) + self.offset.real, 0.0), LARGEST_RADIUS)
            self.radius = round(radius, RADIUS_DIGITS)
            return "spectral_radius", self.radius
        snap = AXIS_REACH / self.view.scale
        self.values = relocated(self.values, self.grip.index, at + self.offset, snap)
        return "eigenvalues", as_asked(self.values)


def as_asked(values: Eigenvalues) -> Eigenvalues:
    """`values` in the few decimals in which they are asked for."""
    return rounded(values, DIGITS, LARGEST_RADIUS)


def relocated(values: Eigenvalues, index: int, target: complex, snap: float) -> Eigenvalues:
    """`values` with one moved, within the largest radius."""
    return moved(values, index, (target.real, target.imag), largest=LARGEST_RADIUS, snap=snap)
