"""A one-slot mailbox between two threads: the latest message wins."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Message = TypeVar("Message")


class Mailbox(Generic[Message]):
    """Holds at most one message; putting a second drops the first, so no queue can build up."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._message: Message | None = None

    def put(self, message: Message) -> None:
        """Leave `message`, in place of one not yet taken."""
        with self._filled:
            self._message = message
            self._filled.notify()

    @property
    def waiting(self) -> bool:
        """Whether a message waits to be taken."""
        return self._message is not None

    def take(self, timeout: float | None = 0.0) -> Message | None:
        """Take the message out, waiting for one up to `timeout` seconds (None: for ever)."""
        with self._filled:
            if self._message is None and timeout != 0.0:
                self._filled.wait_for(lambda: self._message is not None, timeout)
            message, self._message = self._message, None
            return message
