"""The runs beside the main one: twins train with it, ghosts are of runs that were.  No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rnnsim.model.frame import Frame, Run
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import (
    LONGEST_NAME,
    MOST_TWINS,
    Twin,
    TwinWanted,
    require_difference,
    require_twins,
)
from rnnsim.translation import noted

MOST_RUNS = 7
"""Runs beside the main one that have a colour."""


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
    wanted : TwinWanted or None
        What a scene of the lesson asks for, where it came with one.
    """

    number: int
    name: str = ""
    shown: bool = True
    twin: Twin | None = None
    ghost: Run | None = None
    wanted: TwinWanted | None = None


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
        return _twins(self.members)

    def add_twin(self, main: Settings, changes: Mapping[str, object], name: str = "") -> int:
        """Begin a twin of the main run with some settings changed; return its number.

        Raises
        ------
        SettingError
            If there can be no such twin; names what is allowed.
        """
        if len(self.twins) == MOST_TWINS:
            raise SettingError("twin", name, noted("fewer twins: remove one first"))
        members = self._with_room()
        twin = Twin(_free_number(members), tuple(changes.items()))
        require_difference(main, twin)
        require_twins(main, (*self.twins, twin))
        self._take_on((*members, Member(twin.number, _as_name(name), twin=twin)))
        return twin.number

    def line_up(self, main: Settings, wanted: Sequence[TwinWanted]) -> None:
        """Have the twins that a scene of a lesson wants, in place of those of the scene before.

        Those that both want go on.  The user's own runs stay, as far as there is room.

        Raises
        ------
        SettingError
            If there can be no such twins.
        """
        left = list(wanted)
        members = [each for each in self.members if each.wanted is None or _took(each, left)]
        members = _making_room(members, len(left), MOST_TWINS - len(wanted))
        for each in left:
            twin = Twin(_free_number(members), tuple(each.changes.items()))
            members.append(Member(twin.number, _as_name(each.name), twin=twin, wanted=each))
        asked = _twins(each for each in members if each.wanted is not None)
        for twin in asked:
            require_difference(main, twin)
        require_twins(main, asked)
        if not _fit(main, _twins(members)):
            members = [each for each in members if each.wanted is not None or each.ghost]
        self._take_on(tuple(members))

    def require(self, main: Settings) -> None:
        """Refuse settings of the main run beside which a twin cannot be: `SettingError`."""
        require_twins(main, self.twins)

    def beside(self, main: Settings) -> None:
        """Drop the twins that cannot be beside these settings of the main run."""
        kept: list[Member] = []
        for member in self.members:
            if member.twin is None or _fit(main, _twins((*kept, member))):
                kept.append(member)
        if len(kept) < len(self.members):
            self._take_on(tuple(kept))

    def wanted(self, main: Settings) -> tuple[TwinWanted, ...]:
        """The twins as a lesson would ask for them; without those that are the main run again."""
        named = [
            TwinWanted(dict(each.twin.changes), each.name)
            for each in self.members
            if each.twin is not None and each.twin.settings_beside(main) != main
        ]
        return tuple(named)

    def pin(self, run: Frame | Run, name: str = "") -> int:
        """Keep what the main run of a frame was, or a twin, as a ghost; return its number.

        Where there is room for no more, the oldest ghost goes.
        """
        members = self._with_room()
        number = _free_number(members)
        ghost = Run(
            number=number,
            settings=run.settings,
            iteration=run.iteration,
            newest=run.newest,
            passed=run.passed,
            curves=run.curves,
            trail=run.trail,
            chance_loss=run.chance_loss,
            divergence=run.divergence,
            ghost=True,
        )
        self._take_on((*members, Member(number, _as_name(name), ghost=ghost)))
        return number

    def rename(self, number: int, name: str) -> None:
        """Call a run something else; an empty name says what differs."""
        self._change(number, name=_as_name(name))

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

    def _with_room(self) -> tuple[Member, ...]:
        """The members, without the oldest ghost where there is no room for one more."""
        if len(self.members) < MOST_RUNS:
            return self.members
        oldest = next(each for each in self.members if each.ghost is not None)
        return tuple(each for each in self.members if each is not oldest)


def _twins(members: Iterable[Member]) -> tuple[Twin, ...]:
    return tuple(each.twin for each in members if each.twin is not None)


def _took(member: Member, left: list[TwinWanted]) -> bool:
    """Whether a twin is one of those wanted, which is then no longer left."""
    if member.wanted not in left:
        return False
    left.remove(member.wanted)
    return True


def _making_room(members: Sequence[Member], more: int, own: int) -> list[Member]:
    """The members where so many more come, and so many twins at most may be the user's own."""
    theirs = [each for each in members if each.twin is not None and each.wanted is None]
    gone = theirs[: max(0, len(theirs) - own)]
    ghosts = [each for each in members if each.ghost is not None]
    gone += ghosts[: max(0, len(members) - len(gone) + more - MOST_RUNS)]
    numbers = {each.number for each in gone}
    return [each for each in members if each.number not in numbers]


def _fit(main: Settings, twins: Iterable[Twin]) -> bool:
    try:
        require_twins(main, twins)
    except SettingError:
        return False
    return True


def _free_number(members: Sequence[Member]) -> int:
    taken = {each.number for each in members}
    return next(number for number in range(1, MOST_RUNS + 1) if number not in taken)


def _as_name(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
