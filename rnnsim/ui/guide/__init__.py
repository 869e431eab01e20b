"""The lesson guide: the tour, and what shows it."""

from rnnsim.ui.guide.caption import Caption
from rnnsim.ui.guide.cover import Cover
from rnnsim.ui.guide.guide import Guide

__all__ = ["Caption", "Cover", "Guide"]
