"""What is said where a run has diverged: what overflowed, and what would have prevented it."""

from rnnsim.ui.autopsy.card import Autopsy
from rnnsim.ui.autopsy.report import Report, report_of, twin_notes

__all__ = ["Autopsy", "Report", "report_of", "twin_notes"]
