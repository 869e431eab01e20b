"""The main run and its twins, in step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from rnnsim.engine.training import Training
from rnnsim.model.course import Course
from rnnsim.model.kinds import Effect
from rnnsim.model.settings import Settings
from rnnsim.model.twin import Twin


class Runs:
    """All runs that are trained, each at the same iteration or on its way there.

    A run that diverges stands still where it did; the others go on.  One that fails inside keeps
    its last state, and what went wrong is told.

    Parameters
    ----------
    settings : Settings
        Of the main run.
    checkpoint : callable
        As of `Simulation`.
    tell : callable
        Called with what goes wrong inside a twin.

    Attributes
    ----------
    main : Training
    failures : dict of str
        What went wrong inside twins, by their numbers.
    """

    def __init__(
        self,
        settings: Settings,
        checkpoint: Callable[[], None],
        tell: Callable[[Exception], None],
    ) -> None:
        self._checkpoint, self._tell = checkpoint, tell
        self._twins: dict[Twin, Training] = {}
        self.failures: dict[int, str] = {}
        self.main = Training(settings, checkpoint)
        self._at = 0
        self._ahead: dict[int, deque[Settings]] = {}  # of a course that is followed

    @property
    def twins(self) -> Mapping[Twin, Training]:
        """The runs beside the main one."""
        return self._twins

    @property
    def at(self) -> int:
        """The iteration at which all are, or to which they are on their way."""
        return self._at

    @property
    def newest(self) -> int:
        """The iteration that one of them at least has reached."""
        return max(run.newest for run in self._all())

    @property
    def alive(self) -> bool:
        """Whether one of them can go on."""
        return any(not self._is_over(run) for run in self._all())

    @property
    def settling(self) -> bool:
        """Whether one of them is still on its way."""
        return self._changes_wait or any(self._is_behind(run) for run in self._all())

    def change(self, settings: Settings) -> Effect | None:
        """Take on other settings, the twins with what they differ in."""
        if settings != self.main.settings:
            self.branch()
        effect = self.main.change(settings)
        if effect is Effect.RESTART:
            self._at = 0
            self.failures.clear()
            for twin in list(self._twins):
                self._begin(twin)
        elif effect is not None:
            for twin, run in self._sound():
                if run.iteration == self.main.iteration:  # those on their way take it on there
                    self._guarded(twin, partial(self._bring_up, to=settings))
        return effect

    def arrange(self, twins: Iterable[Twin]) -> None:
        """Keep these twins only, and begin those that are new."""
        before, self._twins = self._twins, {}
        twins = tuple(twins)
        for twin in twins:
            if twin in before:
                self._twins[twin] = before[twin]
            else:
                self.failures.pop(twin.number, None)
                self._begin(twin)
        numbers = {twin.number for twin in twins}
        self.failures = {n: said for n, said in self.failures.items() if n in numbers}

    def follow(self, course: Course) -> None:
        """Make a course again whose first settings have just begun; `settle` does it."""
        self._at = course.iteration
        for iteration, settings in course.changes:
            if iteration > self.main.iteration:
                self._ahead.setdefault(iteration, deque()).append(settings)

    def look_at(self, iteration: int) -> None:
        """Bring all to an iteration already reached; `settle` goes on to it."""
        self._ahead = {}
        self._at = min(max(iteration, self.main.earliest), self.newest)
        for run in self._all():
            run.seek(min(self._at, run.newest))

    def settle(self) -> None:
        """Bring those that are behind one iteration nearer."""
        if self.main.replaying:
            self.main.replay()
        elif self._changes_wait or self._is_behind(self.main):
            self._make_again()
        for twin, run in self._sound():
            if self._is_behind(run) and not self._changes_wait:
                self._guarded(twin, self._catch_up)
        if not self.settling:
            self._at = min(self._at, self.newest)  # a course may end sooner than it says

    def branch(self) -> None:
        """Forget what came after the iteration looked at."""
        self._ahead = {}
        for run in self._all():
            run.go_on()
        self._at = min(self._at, self.newest)

    def iterate(self) -> None:
        """Make one iteration of all that can go on."""
        present, self._at = self._at, self._at + 1
        if self.main.iteration == present:
            self.main.iterate()
        for twin, run in self._sound():
            if run.iteration == present:
                self._guarded(twin, self._train)
        if not self.alive:
            self._at = self.newest

    def _all(self) -> Iterator[Training]:
        yield self.main
        yield from (run for _, run in self._sound())

    def _sound(self) -> list[tuple[Twin, Training]]:
        """The twins in which nothing went wrong."""
        return [pair for pair in self._twins.items() if pair[0].number not in self.failures]

    def _is_behind(self, run: Training) -> bool:
        if run.iteration == self._at:
            return False
        return run.iteration < run.newest or not run.diverged

    @property
    def _changes_wait(self) -> bool:
        """Whether the course that is followed has changes where the main run is.

        They may be thousands, so that orders are looked for between them.
        """
        return bool(self._ahead.get(self.main.iteration)) and not self.main.diverged

    def _is_over(self, run: Training) -> bool:
        return run.diverged and run.iteration == run.newest

    def _make_again(self) -> None:
        """Make one iteration of the course that is followed, or one of the changes there.

        Raises
        ------
        ArithmeticError
            If a change would start anew, which no course has.
        """
        if not self._changes_wait:
            self.main.iterate()
        elif self.main.change(self._ahead[self.main.iteration].popleft()) is Effect.RESTART:
            raise ArithmeticError("settings cannot be changed there without starting anew")

    def _catch_up(self, twin: Twin, run: Training) -> None:
        """Come one iteration nearer."""
        if run.replaying:
            run.replay()
        else:
            self._train(twin, run)

    def _train(self, twin: Twin, run: Training) -> None:
        """Make one iteration, and take on what the main run took on there, one after the other."""
        if run.iterate():
            for settings in self.main.changes_at(run.iteration):
                self._bring_up(twin, run, settings)

    def _bring_up(self, twin: Twin, run: Training, to: Settings) -> None:
        """Give a twin the settings that the main run took on at its iteration.

        Raises
        ------
        ArithmeticError
            If it would have to start anew beside a main run that goes on.
        """
        at = run.iteration
        if run.diverged and at > 0:
            return  # it stands still
        if run.change(twin.settings_beside(to)) is Effect.RESTART and at > 0:
            raise ArithmeticError("W_hh has no spectral radius that could be scaled")

    def _begin(self, twin: Twin) -> None:
        try:
            settings = twin.settings_beside(self.main.settings_at(self.main.earliest))
            self._twins[twin] = Training(settings, self._checkpoint)
        except (ArithmeticError, ValueError, MemoryError) as error:
            self._fail(twin, error)

    def _guarded(self, twin: Twin, work: Callable[[Twin, Training], object]) -> None:
        """Let what goes wrong in a twin stop that twin only."""
        try:
            work(twin, self._twins[twin])
        except (ArithmeticError, ValueError, MemoryError) as error:
            self._fail(twin, error)

    def _fail(self, twin: Twin, error: Exception) -> None:
        self.failures[twin.number] = f"{type(error).__name__}: {error}"
        self._tell(error)
