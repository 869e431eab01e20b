"""Truncated backpropagation through time (Williams, Peng 1990)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time steps over which losses are carried back.

    Attributes
    ----------
    first, last : int
        The time steps through which the gradient passes, 1 ≤ first ≤ last ≤ T.
    since : int
        The first time step whose loss is carried here; those before belong to earlier windows.
    """

    first: int
    last: int
    since: int


def windows(time_steps: int, length: int, stride: int) -> tuple[Window, ...]:
    """Every `stride` time steps and at T, the losses since are carried back `length` time steps.

    Parameters
    ----------
    time_steps : int
        T ≥ 1.
    length : int
        k₂; 0, or T and more, for all the way.
    stride : int
        k₁ ≤ k₂; 0 for as many as `length`.

    Returns
    -------
    tuple of Window
        In the order of their ends.  One window over everything where nothing is truncated, so that
        the same numbers come out as without truncation.
    """
    if length == 0 or length >= time_steps:
        return (Window(1, time_steps, 1),)
    step = stride or length
    ends = [*range(step, time_steps, step), time_steps]
    starts = [1, *(end + 1 for end in ends[:-1])]
    return tuple(
        Window(max(1, end - length + 1), end, since)
        for since, end in zip(starts, ends, strict=True)
    )
