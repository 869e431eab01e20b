"""The thread that runs a simulation: takes orders, iterates at its pace, leaves frames."""

from __future__ import annotations

import math
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from rnnsim.engine.history import History
from rnnsim.engine.pictures import (
    bound_factor,
    clipping_picture,
    pass_picture,
    spectrum_picture,
)
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.theory import geometric
from rnnsim.model.cliff import START
from rnnsim.model.frame import FloatArray, Frame
from rnnsim.model.kinds import Effect
from rnnsim.model.settings import Settings
from rnnsim.model.view import Want
from rnnsim.worker.extras import ExtrasMaker
from rnnsim.worker.mailbox import Mailbox

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


@dataclass(frozen=True, slots=True)
class Order:
    """The whole of what is wanted, so that an order never seen is an order not missed.

    Attributes
    ----------
    generation : int
        Rises with every order; the frame that answers bears it.
    playing : bool
        Whether to train.
    pace : float
        Iterations a second at most, inf for flat out.
    resets : int
        How many have been asked for in all.
    single_iterations : int
        How many have been asked for since the last reset; one is made at a time, and those not
        yet made are dropped when the simulation starts anew.
    wants : frozenset of Want
        Which numbers that take time are looked at.
    inspected : int or None
        The time step whose Jacobian is looked at.
    cliff_start : (float, float)
        w and b at which descents over the cliff start.
    """

    generation: int
    settings: Settings
    playing: bool = False
    pace: float = math.inf
    single_iterations: int = 0
    resets: int = 0
    wants: frozenset[Want] = frozenset()
    inspected: int | None = None
    cliff_start: tuple[float, float] = START


class _Stopped(Exception):
    """Raised within a pass to abandon it."""


class _Abandoned(Exception):
    """Raised within the making of extras to abandon it."""


class Runner:
    """A simulation on a thread of its own.

    `post` and `take_frame` return at once and may be called from any thread.
    """

    def __init__(self, settings: Settings) -> None:
        self._inbox: Mailbox[Order] = Mailbox()
        self._outbox: Mailbox[Frame] = Mailbox()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rnnsim-worker", daemon=True)
        self._order = Order(0, settings)

    def start(self) -> None:
        """Start the thread; the first frame follows unasked."""
        self._thread.start()

    def post(self, order: Order) -> None:
        """Leave an order, in place of one not yet taken up."""
        self._inbox.put(order)

    def take_frame(self) -> Frame | None:
        """Take the newest frame, None where there is none since the last."""
        return self._outbox.take()

    def stop(self, timeout: float = 0.2) -> bool:
        """End the thread; return whether it has ended within `timeout` seconds; may be repeated."""
        self._stop.set()
        self._inbox.put(self._order)  # wakes it
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            _Work(self._order, self._inbox, self._outbox, self._stop).loop()
        except _Stopped:
            pass


class _Work:
    """What the thread holds; nobody else touches it."""

    def __init__(
        self, order: Order, inbox: Mailbox[Order], outbox: Mailbox[Frame], stop: threading.Event
    ) -> None:
        self._inbox, self._outbox, self._stop = inbox, outbox, stop
        self._order = order
        self._failure: str | None = None
        self._good = Settings()
        self._frame: Frame | None = None
        self._due = time.monotonic()
        self._single_iterations = 0
        self._stale = True
        self._pictured = False  # whether the frame is of the present pass
        self._extras = ExtrasMaker(self._extras_checkpoint, time.monotonic)
        self._extras.look(order.wants, order.inspected)
        self._extras_at = -math.inf
        self._deadline = math.inf
        self._frame_at = -math.inf
        self._frame_cost = 0.0
        self._pace = _Pace()
        self._guarded(partial(self._started, order.settings))

    def loop(self) -> None:
        """Work until stopped."""
        while True:
            order = self._inbox.take(self._patience())
            self._checkpoint()
            if order is not None:
                self._guarded(partial(self._obey, order))
            owing = self._owed > 0
            if self._iteration_due() <= time.monotonic():
                self._guarded(self._iterate, pausing=True)
            answers = order is not None or (owing and not self._owed)
            if answers or (self._stale and self._frame_due() <= time.monotonic()):
                self._publish()
            if self._extras_due() <= time.monotonic() and self._make_extras(
                self._extras_patience()
            ):
                self._put()

    @property
    def _iterating(self) -> bool:
        return self._order.playing and self._simulation.divergence is None

    @property
    def _owed(self) -> int:
        """Single iterations still to be made: none where the run diverged."""
        return self._single_iterations if self._simulation.divergence is None else 0

    def _checkpoint(self) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _extras_checkpoint(self) -> None:
        """An order goes before extras, and so does training after a while."""
        self._checkpoint()
        if self._inbox.waiting or time.monotonic() > self._deadline:
            raise _Abandoned

    def _started(self, settings: Settings) -> None:
        self._simulation = Simulation(settings, self._checkpoint)
        self._begin()
        self._good = settings
        self._another_pass(settings)

    def _another_pass(self, settings: Settings | None = None) -> None:
        """Neither frame nor extras are of the present pass; nor of its settings, where given."""
        self._pictured = False
        if settings is None:
            self._extras.pass_over()
        else:
            self._extras.take_on(settings)

    def _begin(self) -> None:
        """Keep nothing of the run before."""
        self._history = History()
        self._single_iterations = 0

    def _patience(self) -> float | None:
        """How long to wait for an order: until the next iteration or frame is due."""
        due = min(
            self._iteration_due(),
            self._frame_due() if self._stale else math.inf,
            self._extras_due(),
        )
        return None if due == math.inf else min(max(0.0, due - time.monotonic()), LONGEST_WAIT)

    def _iteration_due(self) -> float:
        """When to make the next iteration: at once where one is owed, never where none is."""
        if self._owed:
            return -math.inf
        return self._due if self._iterating else math.inf

    def _obey(self, order: Order) -> None:
        before, self._order = self._order, order
        self._extras.look(order.wants, order.inspected)
        self._extras.start_cliff_at(order.cliff_start)
        if order.playing and not before.playing:
            self._due = time.monotonic()
            self._pace = _Pace()
        if order.pace != before.pace:
            self._due = min(self._due, time.monotonic() + 1.0 / order.pace)
        done = before.single_iterations
        if order.resets != before.resets:
            self._started(order.settings)
            done = 0
        else:
            self._change(order.settings)
        self._single_iterations += order.single_iterations - done

    def _change(self, settings: Settings) -> None:
        other = settings != self._simulation.settings
        if self._simulation.change(settings) is Effect.RESTART:
            self._begin()
        self._good = settings
        if other:
            self._another_pass(settings)

    def _iterate(self) -> None:
        simulation = self._simulation
        self._history.append(
            simulation.loss, simulation.gradient_norm, simulation.clipped_gradient_norm
        )
        simulation.iterate()
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
        except _Stopped:
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

    def _publish(self) -> None:
        start = time.monotonic()
        if not self._pictured:
            self._guarded(self._picture, pausing=True)  # if that fails the last one stands in
        if self._extras_due() <= start and self._extras.expected() < PROMPT:
            self._make_extras(PROMPT)
        self._put()
        self._frame_at = time.monotonic()
        self._frame_cost = self._frame_at - start
        self._stale = False

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
                    extras=self._extras.shown,
                    extras_owed=self._pictured and self._extras.owed,
                )
            )
            self._failure = None

    def _extras_patience(self) -> float:
        return EXTRAS_PATIENCE if self._iterating else math.inf

    def _extras_due(self) -> float:
        """When to make extras of the pass in the frame: at once while nothing else is to do."""
        ready = self._pictured and not self._owed
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
            self._extras.show(self._simulation.iteration)
        end = time.monotonic()
        self._extras_at = end + (end - start) / EXTRAS_SHARE
        return made

    def _make_one(self, name: str, patience: float) -> bool:
        """Whether to go on with the next: not where an order waits."""
        self._deadline = time.monotonic() + patience
        try:
            self._extras.make(name, self._simulation)
        except _Abandoned:
            if self._inbox.waiting:
                return False
            self._extras.give_up(name, patience)
        except _Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a message
            self._told(error)
            self._extras.fail(name)
        if patience == math.inf and self._extras.expected() > TOGETHER:
            self._extras.show(self._simulation.iteration)
            self._put()
        return True

    def _picture(self) -> None:
        simulation = self._simulation
        settings = simulation.settings
        passed = pass_picture(simulation)
        self._checkpoint()
        spectrum = spectrum_picture(simulation)
        last, steps = float(passed.gradient_magnitude[-1]), settings.time_steps
        factor = bound_factor(simulation, spectrum)
        self._frame = Frame(
            generation=self._order.generation,
            settings=settings,
            iteration=simulation.iteration,
            passed=passed,
            spectrum=spectrum,
            curves=self._history.curves(),
            chance_loss=simulation.task.chance_loss,
            clipping=clipping_picture(simulation),
            bound=None if factor is None else _line(factor, last, steps),
            radius_line=(None if factor is None else _line(spectrum.spectral_radius, last, steps)),
            divergence=simulation.divergence,
            playing=self._iterating,
            iterations_per_second=0.0,
        )
        self._pictured = True


def _line(factor: float, last: float, steps: int) -> FloatArray:
    line = geometric(factor, last, steps)
    line.setflags(write=False)
    return line


class _Pace:
    """Iterations a second, over the last half second or so."""

    WINDOW = 0.5

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._count = 0
        self._rate = 0.0

    def count(self, now: float) -> None:
        """Count one iteration at time `now`."""
        self._count += 1
        if now - self._since >= self.WINDOW:
            self._rate = self._count / (now - self._since)
            self._since, self._count = now, 0

    def rate(self) -> float:
        """The pace of the last full window, 0 before there is one."""
        return self._rate
