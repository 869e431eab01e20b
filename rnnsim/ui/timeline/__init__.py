"""The iterations of a run as a line on which to go back."""

from rnnsim.ui.timeline.timeline import Timeline

__all__ = ["Timeline"]
