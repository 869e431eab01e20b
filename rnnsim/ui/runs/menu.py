"""What is offered to put beside the main run, in a menu made anew each time it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from rnnsim.model.proposals import Proposal
from rnnsim.model.twin import MOST_TWINS
from rnnsim.translation import tr


class CompareMenu(QMenu):
    """Twins at one click, then whatever else there is to do with runs.

    Parameters
    ----------
    offered : callable
        Returns what may be put beside the main run now.
    take : callable
        Called with the one that is chosen.
    parent : QWidget

    Attributes
    ----------
    more : list of QAction
        What follows; the window's to set.
    """

    def __init__(
        self,
        offered: Callable[[], Sequence[Proposal]],
        take: Callable[[Proposal], object],
        parent: QWidget,
    ) -> None:
        super().__init__(tr("&Compare with"), parent)
        self._offered, self._take = offered, take
        self.more: list[QAction] = []
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Offer what can be put beside the main run now."""
        self.clear()
        offered = self._offered()
        group = offered[0].group if offered else None
        for proposal in offered:
            if proposal.group is not group:
                self.addSeparator()
                group = proposal.group
            made = self.addAction(tr(proposal.text))
            made.triggered.connect(lambda _checked=False, chosen=proposal: self._take(chosen))
        if not offered:
            said = tr("{most} twins are the most: remove one first").format(most=MOST_TWINS)
            self.addAction(said).setEnabled(False)
        self.addSeparator()
        self.addActions(self.more)
