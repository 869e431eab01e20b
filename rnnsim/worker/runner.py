"""The thread that works: takes orders, leaves frames."""

from __future__ import annotations

import threading

from rnnsim.model.frame import Frame
from rnnsim.model.settings import Settings
from rnnsim.worker.mailbox import Mailbox
from rnnsim.worker.order import Order
from rnnsim.worker.work import Stopped, Work


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
            Work(self._order, self._inbox, self._outbox, self._stop).loop()
        except Stopped:
            pass
