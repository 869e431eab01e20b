"""What the thread does: it obeys orders, iterates at their pace and leaves frames."""

from __future__ import annotations

import math
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rnnsim.model.frame import Frame
from rnnsim.model.kinds import Effect
from rnnsim.model.settings import Settings
from rnnsim.worker.extras import ExtrasMaker
from rnnsim.worker.mailbox import Mailbox
from rnnsim.worker.order import Order
from rnnsim.worker.pace import Pace
from rnnsim.worker.picture import picture_of
from rnnsim.worker.runs import Runs

FRAME_INTERVAL = 1.0 / 30.0
"""Shortest time between two frames of a running training, seconds."""

FRAME_SHARE = 0.2
"""Largest share of the time that making frames may take."""

EXTRAS_SHARE = 0.2
"""Largest share of the time of a running training that extras may take."""

EXTRAS_PATIENCE = 0.5
"""Seconds for which training waits for one of the extras at most."""

PROMPT = 0.01
"""Seconds that a frame may be late so that its extras come with it."""

TOGETHER = 0.1
"""Seconds that some extras may be late so that the others come with them."""

LONGEST_WAIT = 3600.0
"""Seconds after which the thread looks round although nothing is due: no wait may be endless."""


class Stopped(Exception):
    """Raised within a pass to abandon it."""


class _Abandoned(Exception):
    """Raised within the making of extras to abandon it."""


class Work:
    """What the thread holds; nobody else touches it."""

    def __init__(
        self, order: Order, inbox: Mailbox[Order], outbox: Mailbox[Frame], stop: threading.Event
    ) -> None:
        self._inbox, self._outbox, self._stop = inbox, outbox, stop
        self._order = order
        self._taken_up = order  # the last that was: one from the past on waits to be there
        self._failure: str | None = None
        self._good = Settings()
        self._frame: Frame | None = None
        self._due = time.monotonic()
        self._single_iterations = 0
        self._stale = True
        self._unanswered = False
        self._pictured = False  # whether the frame is of the present pass
        self._extras = ExtrasMaker(self._extras_checkpoint, time.monotonic)
        self._extras.look(order.wants, order.inspected)
        self._extras_at = -math.inf
        self._deadline = math.inf
        self._frame_at = -math.inf
        self._frame_cost = 0.0
        self._pace = Pace()
        self._guarded(partial(self._started, order.settings))

    def loop(self) -> None:
        """Work until stopped."""
        while True:
            order = self._inbox.take(self._patience())
            self._checkpoint()
            if order is not None:
                self._guarded(partial(self._obey, order))
            owing = self._owed > 0 or self._settling
            if self._settling:
                self._guarded(self._settle, pausing=True)
            elif self._iteration_due() <= time.monotonic():
                self._guarded(self._iterate, pausing=True)
            if order is not None or (owing and not self._owed and not self._settling):
                self._unanswered = True
            if self._publishing_due() <= time.monotonic():
                self._publish()
            if self._extras_due() <= time.monotonic() and self._make_extras(
                self._extras_patience()
            ):
                self._put()

    @property
    def _iterating(self) -> bool:
        return self._order.playing and self._runs.alive and not self._reached

    @property
    def _reached(self) -> bool:
        """Whether training is where it was to stop, or the main run will never be there."""
        goal, runs = self._order.goal, self._runs
        if goal is None:
            return False
        hopeless = goal.iteration is None and runs.main.diverged
        return hopeless or goal.reached(runs.at, runs.main.simulation.loss)

    @property
    def _settling(self) -> bool:
        """Whether a run is on its way to the iteration looked at."""
        return self._runs.settling

    @property
    def _owed(self) -> int:
        """Single iterations still to be made: none where all runs diverged."""
        return self._single_iterations if self._runs.alive else 0

    def _checkpoint(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _extras_checkpoint(self) -> None:
        """An order goes before extras, and so does training after a while."""
        self._checkpoint()
        if self._inbox.waiting or time.monotonic() > self._deadline:
            raise _Abandoned

    def _started(self, settings: Settings) -> None:
        """All runs start anew."""
        self._runs = Runs(settings, self._checkpoint, self._told)
        self._runs.arrange(self._order.twins)
        self._single_iterations = 0
        self._taken_up = self._order
        self._good = settings
        self._another_pass(settings)

    def _another_pass(self, settings: Settings | None = None) -> None:
        """Neither frame nor extras are of the present pass; nor of its settings, where given."""
        self._pictured = False
        if settings is None:
            self._extras.pass_over(self._runs.main.settings)
        else:
            self._extras.take_on(settings)

    def _patience(self) -> float | None:
        """How long to wait for an order: until the next iteration or frame is due."""
        due = min(
            self._iteration_due(),
            self._publishing_due(),
            self._extras_due(),
        )
        return None if due == math.inf else min(max(0.0, due - time.monotonic()), LONGEST_WAIT)

    def _iteration_due(self) -> float:
        """When to go on: at once where something is owed, never where nothing is."""
        if self._owed or self._settling:
            return -math.inf
        return self._due if self._iterating else math.inf

    def _obey(self, order: Order) -> None:
        before, self._order = self._order, order
        self._extras.look(order.wants, order.inspected)
        self._extras.start_cliff_at(order.cliff_start)
        if order.playing and not before.playing:
            self._due = time.monotonic()
            self._pace = Pace()
        if order.pace != before.pace:
            self._due = min(self._due, time.monotonic() + 1.0 / order.pace)
        self._take_up()

    def _take_up(self) -> None:
        """Do what an order changes, where it does: anew, at an earlier iteration, or now."""
        order, before, runs = self._order, self._taken_up, self._runs
        if order.resets != before.resets:
            order = self._anew(order)
        elif self._is_there(order, before):
            if order.twins != before.twins:
                runs.arrange(order.twins)
                self._another_pass()
            if (order.settings, order.branched) != (before.settings, before.branched):
                self._change(order.settings)
            self._single_iterations += order.single_iterations - before.single_iterations
        else:
            return  # until they are there
        self._taken_up = order
        self._look(order.at, before.at)

    def _anew(self, order: Order) -> Order:
        """Begin from the start, or make a course again; return the order as far as that does it."""
        course = order.course
        self._started(order.settings if course is None else course.begun)
        self._single_iterations += order.single_iterations
        if course is None:
            return order
        self._runs.follow(course)
        return order if order.settings == course.last else replace(order, settings=course.last)

    def _is_there(self, order: Order, before: Order) -> bool:
        """Whether the runs are where an order changes something; else they are sent there first.

        That is where it goes on from the past, and else at the newest iteration: it may be that
        the order to come back there was never seen.
        """
        runs = self._runs
        if order.branched != before.branched:
            if not self._come_to(order.branched[1]):
                return False
            runs.branch()
            self._single_iterations = 0  # those owed were to be made elsewhere
        elif order.settings != before.settings and (runs.at != runs.newest or runs.main.replaying):
            return self._come_to(runs.newest)
        return True

    def _come_to(self, iteration: int) -> bool:
        """Send the runs to an iteration; return whether they are there."""
        self._runs.look_at(iteration)
        self._another_pass()
        return not self._runs.settling

    def _look(self, at: int | None, before: int | None) -> None:
        """Bring the runs to the iteration to be looked at."""
        runs = self._runs
        if at is not None:
            self._single_iterations = 0  # they would begin another future there
            if at != runs.at:
                runs.look_at(at)
                self._another_pass()
        elif before is not None and runs.at != runs.newest:
            runs.look_at(runs.newest)
            self._another_pass()

    def _change(self, settings: Settings) -> None:
        other = settings != self._runs.main.settings
        if self._runs.change(settings) is Effect.RESTART:
            self._single_iterations = 0
        self._good = settings
        if other:
            self._another_pass(settings)

    def _settle(self) -> None:
        self._runs.settle()
        self._another_pass()
        if not self._settling and self._taken_up is not self._order:
            self._take_up()
        self._stale = True

    def _iterate(self) -> None:
        self._runs.iterate()
        self._another_pass()
        now = time.monotonic()
        self._pace.count(now)
        if self._owed:
            self._single_iterations -= 1
        else:
            self._due = max(self._due + 1.0 / self._order.pace, now - 0.1)
        self._stale = True

    def _guarded(self, work: Callable[[], None], *, pausing: bool = False) -> None:
        """Do `work`; a failure becomes a message, and the last settings that worked start anew.

        `pausing` is for work that would only fail again.
        """
        good = self._good
        try:
            work()
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a message
            self._told(error)
            self._stale = True
            if pausing:
                self._order = replace(self._order, playing=False)
            self._started(good)

    def _told(self, error: Exception) -> None:
        """Make a message of what went wrong inside."""
        traceback.print_exc()
        self._failure = f"{type(error).__name__}: {error}"

    def _frame_due(self) -> float:
        return self._frame_at + max(FRAME_INTERVAL, self._frame_cost / FRAME_SHARE)

    def _publishing_due(self) -> float:
        """When to leave a frame: an answer at once, while training no oftener than others."""
        if self._unanswered:
            return self._frame_at + FRAME_INTERVAL if self._iterating else -math.inf
        return self._frame_due() if self._stale else math.inf

    def _publish(self) -> None:
        start = time.monotonic()
        if not self._pictured:
            self._guarded(self._picture, pausing=True)  # if that fails the last one stands in
        if self._extras_due() <= start and self._extras.expected() < PROMPT:
            self._make_extras(PROMPT)
        self._put()
        self._frame_at = time.monotonic()
        self._frame_cost = self._frame_at - start
        self._stale = self._unanswered = False

    def _put(self) -> None:
        """Leave the frame, with the extras that are shown."""
        unread = self._outbox.take()
        if self._failure is None and unread is not None:
            self._failure = unread.failure  # nobody has seen it yet
        if self._frame is not None:
            self._outbox.put(
                replace(
                    self._frame,
                    generation=self._order.generation,
                    playing=self._iterating,
                    iterations_per_second=self._pace.rate() if self._iterating else 0.0,
                    failure=self._failure,
                    owed=self._owed,
                    sought=self._runs.at if self._settling else None,
                    extras=self._extras.shown,
                    extras_owed=self._pictured and self._extras.owed,
                )
            )
            self._failure = None

    def _extras_patience(self) -> float:
        return EXTRAS_PATIENCE if self._iterating else math.inf

    def _extras_due(self) -> float:
        """When to make extras of the pass in the frame: at once while nothing else is to do."""
        ready = self._pictured and not self._owed and not self._settling
        if not ready or not self._extras.affordable(self._extras_patience()):
            return math.inf
        return self._extras_at if self._iterating else -math.inf

    def _make_extras(self, patience: float) -> bool:
        """Make all that are worth the time, and show them together where that is soon enough.

        Parameters
        ----------
        patience : float
            Seconds that each may take at most.

        Returns
        -------
        bool
            Whether they were made: not where an order waits.
        """
        start = time.monotonic()
        names = self._extras.affordable(patience)
        made = all(self._make_one(name, patience) for name in names)
        if made:
            self._extras.show(self._runs.main.iteration)
        end = time.monotonic()
        self._extras_at = end + (end - start) / EXTRAS_SHARE
        return made

    def _make_one(self, name: str, patience: float) -> bool:
        """Whether to go on with the next: not where an order waits."""
        self._deadline = time.monotonic() + patience
        try:
            main = self._runs.main
            self._extras.make(name, main.simulation, main.curves().gradient_norms)
        except _Abandoned:
            if self._inbox.waiting:
                return False
            self._extras.give_up(name, patience)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a message
            self._told(error)
            self._extras.fail(name)
        if patience == math.inf and self._extras.expected() > TOGETHER:
            self._extras.show(self._runs.main.iteration)
            self._put()
        return True

    def _picture(self) -> None:
        self._frame = picture_of(self._runs)
        self._pictured = True
