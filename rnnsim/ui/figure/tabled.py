"""The numbers that a view draws, without its widget on a screen."""

from __future__ import annotations

from shiboken6 import delete

from rnnsim.model.figure import WINDOW, FigureError
from rnnsim.model.table import Table
from rnnsim.model.view import CANVAS, PLOTS
from rnnsim.translation import tr
from rnnsim.ui.canvas.table import table as canvas_table
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.spectrum.table import table as spectrum_table
from rnnsim.ui.spectrum.words import TITLE
from rnnsim.ui.theme import LIGHT


def table_of(view: str, shown: Shown) -> Table:
    """All numbers of a view.

    Parameters
    ----------
    view : str
        One of `rnnsim.model.figure.VIEWS` but the window.
    shown : Shown
        With the numbers that the view wants among its extras.

    Raises
    ------
    FigureError
        Of the window, which has no table.
    """
    if view == WINDOW:
        raise FigureError("the window has no table; give one of its views")
    if view == CANVAS.name:
        return canvas_table(shown.frame)
    return _of_plot(view, shown) if view in PLOTS else spectrum_table(shown.frame)


def title_of(view: str) -> str:
    """What a view is called, in the user's language."""
    known = CANVAS if view == CANVAS.name else PLOTS.get(view)
    return tr(known.title if known else TITLE)


def _of_plot(view: str, shown: Shown) -> Table:
    from rnnsim.ui.plots import PLOTS as CLASSES

    plot = CLASSES[view](LIGHT)  # type: ignore[call-arg]
    try:
        plot.show_frame(shown.frame)
        return plot.table()
    finally:
        delete(plot)  # at once: there may be no loop of events to do it
