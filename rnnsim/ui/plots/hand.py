"""The user's hand on what can be dragged: when it reaches it, and where it takes it.  No widget."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from rnnsim.ui.plots.area import Area
from rnnsim.ui.plots.picture import Handle

Place = tuple[float, float]
"""x and y, in plotted units."""

Pixel = tuple[float, float]
"""Across and down."""

REACH = 14.0
"""Pixels from a point at which it can be taken hold of."""

LINE_REACH = 7.0
"""Pixels from a line, above and below: it is long, and what lies beside it is to be read off."""

SHAKES = 2.0
"""Pixels that a hand moves before it drags."""


def pixel_of(handle: Handle, area: Area) -> Pixel:
    """Where a handle is drawn; at the edge of the plot where it lies outside."""
    left, top, right, bottom = area.frame
    across = min(max(area.across(handle.x), left), right)
    return across, min(max(area.down(handle.y), top), bottom)


def inside(area: Area, at: Pixel) -> bool:
    """Whether a pixel is in the plot."""
    left, top, right, bottom = area.frame
    return left <= at[0] <= right and top <= at[1] <= bottom


def reaches(handle: Handle, area: Area, at: Pixel) -> bool:
    """Whether a hand at this pixel is on the handle."""
    across, down = pixel_of(handle, area)
    if handle.line:
        return inside(area, at) and abs(at[1] - down) <= LINE_REACH
    return math.hypot(at[0] - across, at[1] - down) <= REACH


def stepped(handle: Handle, area: Area, right: float, up: float) -> Place:
    """Where so many steps of the keyboard take a handle, within the axes."""
    x = handle.x if handle.line else handle.x + right * handle.step[0]
    y = handle.y + up * handle.step[1]
    return min(max(x, area.x.low), area.x.high), min(max(y, area.y.low), area.y.high)


@dataclass
class Hold:
    """A handle that is held, with what must not change meanwhile.

    Attributes
    ----------
    handle : Handle
        As it was when it was taken; Esc brings it back there.
    area : Area
        Of that time: if the axes change the pointer keeps its scale.
    pressed : Pixel
    offset : Pixel
        From the pointer to what it holds.
    under_way : bool
        Whether the pointer has moved.
    """

    handle: Handle
    area: Area
    pressed: Pixel
    offset: Pixel
    under_way: bool = False

    def follow(self, at: Pixel) -> Place | None:
        """Where the handle goes with the pointer, within the axes; None while a hand shakes."""
        if not self.under_way and math.dist(at, self.pressed) < SHAKES:
            return None
        self.under_way = True
        y = self.area.y_at(at[1] + self.offset[1])
        return self.handle.x if self.handle.line else self.area.x_at(at[0] + self.offset[0]), y


def taken(handle: Handle, area: Area, at: Pixel) -> Hold | None:
    """Take hold of a handle; None where the hand does not reach it.

    Where a press anywhere will do, one beside the handle takes it there: it is under way at once.
    """
    if reaches(handle, area, at):
        across, down = pixel_of(handle, area)
        return Hold(handle, area, at, (across - at[0], down - at[1]))
    if handle.anywhere and inside(area, at):
        return Hold(handle, area, at, (0.0, 0.0), under_way=True)
    return None


@dataclass
class Asked:
    """Where the user has put a handle, as long as no frame says the same.

    Attributes
    ----------
    place : Place
    generation : int
        Of the newest frame at that time.
    """

    place: Place
    generation: int

    def put(self, handle: Handle) -> Handle:
        """The handle at that place."""
        return replace(handle, x=self.place[0], y=self.place[1])
