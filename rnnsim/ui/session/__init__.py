"""A user's sessions: opened, saved, shared, and kept for after a crash."""

from rnnsim.ui.session.desk import SessionDesk

__all__ = ["SessionDesk"]
