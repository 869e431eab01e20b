"""The presenter: holds what is wanted, sends it to the worker, hands on what comes back.  No Qt.

Every edit goes through `edit`, whoever makes it; an edit that changes nothing ends there, which
ends every echo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rnnsim.model.cliff import START, start_at
from rnnsim.model.course import Course
from rnnsim.model.edits import edit, edited, effect_of
from rnnsim.model.eigenvalues import radius
from rnnsim.model.frame import Frame
from rnnsim.model.goal import Goal
from rnnsim.model.kinds import Effect
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.view import Want
from rnnsim.ui.lineup import Lineup
from rnnsim.worker.order import Order
from rnnsim.worker.runner import Runner


class Presenter:
    """Between the window and the worker.

    Parameters
    ----------
    settings : Settings
        What to begin with.
    runner : Runner
        Not yet started.

    Attributes
    ----------
    frame : Frame or None
        The newest frame taken.
    lineup : Lineup
        The runs that are drawn beside the main one.
    changed : callable
        Called after every change of `settings`, `playing` or `pace`; the window's to set.
    recorded : callable
        Called with key, old and new settings after every edit that has changed them, so that it
        can be undone; the window's to set.
    """

    def __init__(self, settings: Settings, runner: Runner) -> None:
        self._runner = runner
        self._order = Order(0, settings)
        self._start = settings
        self._own_wanted = False
        self.lineup = Lineup()
        self.lineup.changed = self._line_up
        self._lined_up = False
        self._following: Course | None = None  # what is made again, until it is
        self._then_at: int | None = None  # the iteration to be looked at then
        self._begun = 0, 0  # the last order that forgets iterations, and the last one it leaves
        self._twin_since: dict[int, int] = {}  # orders from which on numbers are of these twins
        self._taken: Frame | None = None
        self.frame: Frame | None = None
        self.changed: Callable[[], None] = lambda: None
        self.recorded: Callable[[str, Settings, Settings], None] = lambda key, old, new: None

    @property
    def settings(self) -> Settings:
        """The settings asked for."""
        return self._order.settings

    @property
    def playing(self) -> bool:
        """Whether training is asked for."""
        return self._order.playing

    @property
    def pace(self) -> float:
        """Iterations a second at most; inf for flat out."""
        return self._order.pace

    @property
    def at(self) -> int | None:
        """The iteration looked at; None for the newest."""
        return self._order.at

    @property
    def course(self) -> Course:
        """What leads to the newest iteration and the settings asked for."""
        frame, (generation, left) = self.frame, self._begun
        if self._following is not None:
            course = self._following
        elif frame is None or frame.course is None or (frame.generation < generation and not left):
            return Course.start(self.settings)
        else:
            course = frame.course
            if frame.generation < generation:
                course = course.until(left)
        if course.last == self.settings:
            return course
        if effect_of(course.last, self.settings) is Effect.RESTART:
            return Course.start(self.settings)
        return course.changed(self.settings)

    @property
    def cliff_start(self) -> tuple[float, float]:
        """The w and b at which descents over the cliff start."""
        return self._order.cliff_start

    @property
    def goal(self) -> Goal | None:
        """Where training stops by itself."""
        return self._order.goal

    @property
    def awaiting(self) -> bool:
        """Whether a frame of all that the last order asks for is still to come."""
        frame = self.frame
        if frame is None or frame.generation < self._order.generation:
            return True
        return frame.owed > 0 or frame.sought is not None

    @property
    def undrawn(self) -> bool:
        """Whether the next `poll` returns a frame although none comes: it is dressed anew."""
        return self._lined_up

    @property
    def extras_owed(self) -> bool:
        """Whether a frame with numbers that take time is still to come."""
        return self.frame is not None and self.frame.extras_owed

    def edit(self, key: str, value: object) -> None:
        """Set one setting.

        Own eigenvalues begin as the present arrangement's, once these are known: a later edit
        comes before them.

        Raises
        ------
        SettingError
            If the value is not allowed; nothing has then changed.
        """
        before = self.settings
        wanted = key == "spectrum" and value == "own" and before.spectrum != "own"
        if not wanted:
            settings = edit(before, key, value)
            self.lineup.require(settings)
            self._take_on(settings)
        self._own_wanted = wanted
        self._record(key, before)
        self._make_own()

    def take_on(self, settings: Settings, *, anew: bool = False) -> None:
        """Take on a whole set of settings, as if each had been edited.

        Starts anew where they need it, or `anew` says so.  Not `recorded`: undoing comes this way.
        """
        self._own_wanted = False
        if anew:
            self._reset(settings)
        else:
            self._take_on(settings)

    def load(self, settings: Settings) -> None:
        """Take on a whole set of settings and start anew, alone; `reset_all` comes back to it."""
        self._start = settings
        self.start_cliff_at(*START)
        self.lineup.clear()
        self._reset(settings)

    def restore(self, course: Course, at: int | None = None) -> None:
        """Make a run again that went this course, and then look at an iteration of it; pause."""
        self._reset(course.last, course)
        self.pause()
        self._following, self._then_at = course, at

    def play(self) -> None:
        """Train, on from the iteration looked at."""
        self._keep_what_training_changes()
        self._post(playing=True, **self._from_here())

    def play_to(self, goal: Goal) -> None:
        """Train until a goal is reached."""
        self._keep_what_training_changes()
        self._post(playing=True, goal=goal, **self._from_here())

    def pause(self) -> None:
        """Stop training after the present iteration, and want no goal any more."""
        self._post(playing=False, goal=None)

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def iterate(self, count: int = 1) -> None:
        """Pause, and make so many iterations at once, on from the iteration looked at."""
        self._keep_what_training_changes()
        singles = self._order.single_iterations + count
        self._post(playing=False, goal=None, single_iterations=singles, **self._from_here())

    def seek(self, iteration: int | None) -> None:
        """Pause, and look at an iteration that was made; None for the newest."""
        if iteration is not None:
            iteration = max(iteration, self._earliest) if 0 <= iteration < self._newest else None
        self._post(playing=False, goal=None, at=iteration)

    def reset(self) -> None:
        """Start anew from the seed with the present settings, bit-identical weights."""
        self._reset(self.settings)

    def reset_all(self) -> None:
        """Come back to the settings last loaded, and start anew."""
        self.start_cliff_at(*START)
        self._reset(self._start)

    def set_pace(self, iterations_per_second: float) -> None:
        """Set the pace of training; inf for flat out."""
        if not iterations_per_second > 0:
            raise SettingError("pace", iterations_per_second, "a number above 0, or inf")
        self._post(pace=float(iterations_per_second))

    def want(self, wants: frozenset[Want], inspected: int | None = None) -> None:
        """Say which numbers that take time are looked at, and which time step is inspected."""
        self._post(wants=wants, inspected=inspected)

    def start_cliff_at(self, w: float, b: float) -> None:
        """Let descents over the cliff start at w and b, or at the edge nearest to them.

        Raises
        ------
        ValueError
            If w or b is not finite; nothing has then changed.
        """
        self._post(cliff_start=start_at(w, b))

    def poll(self) -> Frame | None:
        """Return the newest frame, None where nothing is new since the last call."""
        taken, lined_up = self._runner.take_frame(), self._lined_up
        self._lined_up = False
        if taken is None:
            return self.frame if lined_up else None
        self._taken = taken
        self.frame = frame = self._dressed(taken)
        if not self.awaiting:
            self._fall_back(frame)
            self._arrive()
        self._make_own()
        return frame

    def start(self) -> None:
        """Start the worker."""
        self._runner.start()

    def stop(self) -> bool:
        """Stop the worker; return whether it has ended."""
        return self._runner.stop()

    @property
    def _newest(self) -> int:
        """The newest iteration there is: a frame that comes late tells of some no longer there."""
        frame, (generation, left) = self.frame, self._begun
        return left if frame is None or frame.generation < generation else frame.newest

    @property
    def _earliest(self) -> int:
        return 0 if self.frame is None else self.frame.earliest

    def _take_on(self, settings: Settings) -> None:
        if settings == self.settings:
            return
        self._keep_what_came_after()
        self.lineup.beside(settings)
        if effect_of(self.settings, settings) is Effect.RESTART:
            self._reset(settings)
        else:
            self._post(settings=settings, **self._from_here())

    def _reset(self, settings: Settings, course: Course | None = None) -> None:
        self._own_wanted = False
        self.lineup.beside(settings)
        self._post(
            settings=settings,
            resets=self._order.resets + 1,
            single_iterations=0,
            at=None,
            goal=None,
            twins=self.lineup.twins,
            course=course,
        )

    def _arrive(self) -> None:
        """What was to be made again is: look at the iteration that was looked at."""
        at, self._following, self._then_at = self._then_at, None, None
        if at is not None:
            self.seek(at)

    def _keep_what_came_after(self) -> None:
        """Where the past is looked at, pin what is about to be forgotten."""
        if self._order.at is not None and self.frame is not None:
            self.lineup.pin(self.frame)

    def _keep_what_training_changes(self) -> None:
        """The same where training would go on with other settings than those of then."""
        if not self.awaiting and self.frame is not None and self.frame.settings != self.settings:
            self._keep_what_came_after()

    def _from_here(self) -> dict[str, object]:
        """What an order says that goes on from an earlier iteration; nothing at the newest."""
        at, (count, _) = self._order.at, self._order.branched
        return {} if at is None else {"at": None, "branched": (count + 1, at)}

    def _fall_back(self, frame: Frame) -> None:
        """Want no more than there is.

        Divergence ends training, and a branch forgets iterations.  A failure brings back settings,
        but not where the past is looked at: what fails there has not started anew.
        """
        settings = self.settings if frame.failure is None or frame.past else frame.settings
        playing = self.playing and frame.playing
        goal = self._order.goal if playing else None
        at = self._order.at
        at = at if at is not None and at < frame.newest else None
        order = replace(self._order, settings=settings, playing=playing, goal=goal, at=at)
        if order != self._order:
            self._order = order
            self.changed()

    def _make_own(self) -> None:
        """Make the eigenvalues one's own where that is wanted and they are known."""
        frame, settings = self.frame, self.settings
        if not self._own_wanted or frame is None or frame.settings != settings:
            return
        values = tuple((value.real, value.imag) for value in frame.spectrum.constructed.tolist())
        changes: dict[str, object] = {"eigenvalues": values}
        if frame.iteration > 0 and radius(values) > 0.0:
            changes["spectral_radius"] = settings.spectral_radius  # moved since the start
        self._take_on(edited(settings, changes))
        self._own_wanted = False
        self._record("spectrum", settings)

    def _record(self, key: str, before: Settings) -> None:
        if self.settings != before:
            self.recorded(key, before, self.settings)

    def _line_up(self) -> None:
        """The runs beside the main one are others."""
        twins = self.lineup.twins
        for twin in twins:
            if twin not in self._order.twins:
                self._twin_since[twin.number] = self._order.generation + 1
        if self._taken is not None:
            self.frame = self._dressed(self._taken)
            self._lined_up = True
        if twins == self._order.twins:
            self.changed()
        else:
            self._post(twins=twins)

    def _dressed(self, frame: Frame) -> Frame:
        """A frame with all runs; without those of earlier twins that had the same numbers."""
        since = self._twin_since
        others = tuple(r for r in frame.others if frame.generation >= since.get(r.number, 0))
        return self.lineup.dressed(replace(frame, others=others))

    def _post(self, **changes: object) -> None:
        order = replace(self._order, **changes)  # type: ignore[arg-type]
        before, generation = self._order, self._order.generation + 1
        if order == before:
            return
        if order.resets != before.resets:
            self._begun = generation, 0
        elif order.branched != before.branched:
            self._begun = generation, order.branched[1]
        if (order.settings, order.at, order.resets) != (
            *(before.settings, before.at),
            before.resets,
        ):
            self._following = self._then_at = None  # whoever does that goes on from where it is
        self._order = replace(order, generation=generation)
        self._runner.post(self._order)
        self.changed()
