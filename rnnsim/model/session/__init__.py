"""Sessions: a lesson, and where somebody is in it, with the course of the run."""

from rnnsim.model.session.session import Session

__all__ = ["Session"]
