"""The runs beside the main one: twins train with it, ghosts are of runs that were.  No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from rnnsim.model.frame import Frame, Run
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import MOST_TWINS, Twin, require_difference, require_twins
from rnnsim.translation import noted

MOST_RUNS = 7
"""Runs beside the main one that have a colour."""

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Member:
    """One run beside the main one, as the user knows it.

    Attributes
    ----------
    number : int
        From 1 to `MOST_RUNS`; says its colour.
    name : str
        What the user calls it; empty where it is named by what differs.
    shown : bool
        Whether it is drawn.
    twin : Twin or None
        What it is where it is trained.
    ghost : Run or None
        What it was where it stands still.
    """

    number: int
    name: str = ""
    shown: bool = True
    twin: Twin | None = None
    ghost: Run | None = None


class Lineup:
    """Which runs are drawn beside the main one, what they are called and whether they are shown.

    Attributes
    ----------
    members : tuple of Member
        In the order in which they came.
    changed : callable
        Called after every change of them; the presenter's to set.
    """

    def __init__(self) -> None:
        self.members: tuple[Member, ...] = ()
        self.changed: Callable[[], None] = lambda: None

    @property
    def twins(self) -> tuple[Twin, ...]:
        """Those that are trained."""
        return tuple(each.twin for each in self.members if each.twin is not None)

    def add_twin(self, main: Settings, changes: Mapping[str, object], name: str = "") -> int:
        """Begin a twin of the main run with some settings changed; return its number.

        Raises
        ------
        SettingError
            If there can be no such twin; names what is allowed.
        """
        if len(self.twins) == MOST_TWINS:
            raise SettingError("twin", name, noted("fewer twins: remove one first"))
        twin = Twin(self._free_number(), tuple(changes.items()))
        require_difference(main, twin)
        require_twins(main, (*self.twins, twin))
        self._take_on((*self.members, Member(twin.number, name[:LONGEST_NAME], twin=twin)))
        return twin.number

    def require(self, main: Settings) -> None:
        """Refuse settings of the main run beside which a twin cannot be: `SettingError`."""
        require_twins(main, self.twins)

    def beside(self, main: Settings) -> None:
        """Drop the twins that cannot be beside these settings of the main run."""
        kept: list[Member] = []
        for member in self.members:
            try:
                if member.twin is not None:
                    require_twins(main, [*(each.twin for each in kept if each.twin), member.twin])
            except SettingError:
                continue
            kept.append(member)
        if len(kept) < len(self.members):
            self._take_on(tuple(kept))

    def pin(self, frame: Frame, name: str = "") -> int:
        """Keep what the main run of a frame was as a ghost; return its number.

        Where there is room for no more, the oldest ghost goes.
        """
        if len(self.members) == MOST_RUNS:
            self.remove(next(each.number for each in self.members if each.ghost is not None))
        number = self._free_number()
        ghost = Run(
            number=number,
            settings=frame.settings,
            iteration=frame.iteration,
            newest=frame.newest,
            passed=frame.passed,
            curves=frame.curves,
            trail=frame.trail,
            chance_loss=frame.chance_loss,
            divergence=frame.divergence,
            ghost=True,
        )
        self._take_on((*self.members, Member(number, name[:LONGEST_NAME], ghost=ghost)))
        return number

    def rename(self, number: int, name: str) -> None:
        """Call a run something else; an empty name says what differs."""
        self._change(number, name=" ".join(name.split())[:LONGEST_NAME])

    def show(self, number: int, *, shown: bool) -> None:
        """Draw a run, or do not."""
        self._change(number, shown=shown)

    def remove(self, number: int) -> None:
        """Let a run go."""
        self._take_on(tuple(each for each in self.members if each.number != number))

    def clear(self) -> None:
        """Let all go."""
        self._take_on(())

    def dressed(self, frame: Frame) -> Frame:
        """A frame of the worker's with the ghosts, the names, and without what is not shown."""
        running = {run.number: run for run in frame.others if not run.ghost}
        others = []
        for member in self.members:
            run = member.ghost or running.get(member.number)
            if run is not None and member.shown:
                others.append(replace(run, name=member.name))
        return replace(frame, others=tuple(others))

    def _change(self, number: int, **changes: object) -> None:
        self._take_on(
            tuple(
                replace(each, **changes) if each.number == number else each  # type: ignore[arg-type]
                for each in self.members
            )
        )

    def _take_on(self, members: tuple[Member, ...]) -> None:
        if members != self.members:
            self.members = members
            self.changed()

    def _free_number(self) -> int:
        taken = {each.number for each in self.members}
        return next(number for number in range(1, MOST_RUNS + 1) if number not in taken)
