"""Runs beside one another: their legend, what is offered to put beside, and what they differ in."""

from rnnsim.ui.runs.desk import RunsDesk

__all__ = ["RunsDesk"]
