"""What the legend says of every run.  No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rnnsim.model.frame import Frame, Run
from rnnsim.model.settings import Settings
from rnnsim.translation import tr
from rnnsim.ui.lineup import Member
from rnnsim.ui.numbers import count
from rnnsim.ui.run_words import MAIN_NAME, difference_of, name_of
from rnnsim.ui.verdict import divergence_sentence


@dataclass(frozen=True, slots=True)
class RunState:
    """One run, as it is known at present.

    Attributes
    ----------
    number : int
        0 is the main run.
    name : str
        What it is called.
    mark : str
        Where it stands, in a word or two; empty where that is where the main run does.
    said : str
        The same in whole sentences.
    ghost : bool
        Whether it stands still.
    shown : bool
        Whether it is drawn.
    over : bool
        Whether it has diverged or failed.
    """

    number: int
    name: str
    mark: str = ""
    said: str = ""
    ghost: bool = False
    shown: bool = True
    over: bool = False


def states(main: Settings, members: Iterable[Member], frame: Frame | None) -> tuple[RunState, ...]:
    """The main run, then those beside it in their order; nothing where it is alone."""
    beside = tuple(members)
    if not beside:
        return ()
    known = {run.number: run for run in frame.others} if frame is not None else {}
    others = (_beside(main, each, each.ghost or known.get(each.number), frame) for each in beside)
    return (_main(frame), *others)


def run_name(main: Settings, member: Member, run: Run | None = None) -> str:
    """What a run is called, known or yet to begin."""
    run = member.ghost or run
    if run is not None and run.ghost and not difference_of(main, run.settings):
        return member.name or tr("pinned")  # its mark says where
    if run is not None:
        return member.name or name_of(main, run)
    settings = settings_of(main, member)
    return member.name or difference_of(main, settings) or tr("same settings")


def settings_of(main: Settings, member: Member, run: Run | None = None) -> Settings:
    """The settings of a run beside the main one, known or yet to begin."""
    known = member.ghost or run
    if known is not None:
        return known.settings  # one that diverged has kept those of then
    assert member.twin is not None
    return member.twin.settings_beside(main)


def _main(frame: Frame | None) -> RunState:
    name = tr(MAIN_NAME)
    if frame is None:
        return RunState(0, name)
    return RunState(
        number=0,
        name=name,
        mark=_mark(frame),
        said=_said(frame),
        over=frame.divergence is not None,
    )


def _beside(main: Settings, member: Member, run: Run | None, frame: Frame | None) -> RunState:
    mark, said = "", ""
    if run is not None and member.shown:
        in_step = frame is not None and run.iteration == frame.iteration and not run.ghost
        mark = "" if in_step and not _over(run) else _mark(run)
        if frame is not None and _catches_up(run, frame):
            mark = tr("catching up: {number}").format(number=count(run.iteration))
        said = _said(run)
    return RunState(
        number=member.number,
        name=run_name(main, member, run),
        mark=mark,
        said=said if member.shown else tr("hidden"),
        ghost=member.ghost is not None,
        shown=member.shown,
        over=run is not None and _over(run),
    )


def _catches_up(run: Run, frame: Frame) -> bool:
    """Whether a twin that came late is still on its way to the others."""
    return not run.ghost and not _over(run) and run.iteration < frame.at


def _over(run: Frame | Run) -> bool:
    return run.divergence is not None or run.failure is not None


def _mark(run: Frame | Run) -> str:
    if run.failure is not None:
        return tr("failed")
    if run.divergence is not None:
        return tr("overflow at {number}").format(number=count(run.divergence.iteration))
    iteration = run.newest if isinstance(run, Run) and run.ghost else run.iteration
    return tr("at {number}").format(number=count(iteration))


def _said(run: Frame | Run) -> str:
    if run.failure is not None:
        return tr("Something went wrong inside: {what}").format(what=run.failure)
    if run.divergence is not None:
        return divergence_sentence(run.divergence)
    if isinstance(run, Run) and run.ghost:
        said = tr("a run that was, kept as it stood at iteration {number}")
        return said.format(number=count(run.newest))
    return tr("iteration {number}").format(number=count(run.iteration))
