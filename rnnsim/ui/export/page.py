"""One kind of thing to export: its options, what it looks like, the file that it becomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, Signal

from rnnsim.ui.export.form import Form
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.preview import Drawn
from rnnsim.ui.help import mark


class Page(QObject):
    """What all pages of the export window share.

    Parameters
    ----------
    title : str
        On its tab.
    form : Form
        Its options.
    """

    changed = Signal()
    """Something else is to be written."""
    drawn = True
    """Whether it is shown as a drawing, else as a text."""
    topic = "export"
    """Of the help, where its options have the focus."""
    captioned = False
    """Whether it has a caption."""

    def __init__(self, title: str, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self.title, self.form = title, form
        mark(form, self.topic)

    @property
    def copies(self) -> bool:
        """Whether it can be put on the clipboard."""
        return True

    @property
    def views(self) -> tuple[str, ...]:
        """The views whose numbers are needed."""
        return ()

    @property
    def complete(self) -> bool:
        """Whether what is chosen can be written."""
        return True

    def show_views(self, views: Sequence[str]) -> None:
        """Be of these views, as far as it can."""

    def drawing(self) -> Drawn | None:
        """What is shown of it; None where it is a text, or there is nothing yet."""
        return None

    def text(self) -> str:
        """How it begins, where it is a text."""
        return ""

    def facts(self, size: tuple[float, float] | None) -> str:
        """What will be written, from the size in mm of what is drawn."""
        raise NotImplementedError

    def caption(self) -> str:
        """Proposed for it."""
        return ""

    def offer(self, caption: str) -> Offer | None:
        """The file, as everything stands now; None where there is nothing yet."""
        raise NotImplementedError

    def mime(self, caption: str) -> QMimeData | None:
        """It for the clipboard, as everything stands now; None where there is nothing yet."""
        return None

    def keep(self) -> None:
        """Remember the options for the next time."""
