"""The About window: what this program is, its versions, and whose work it comes with."""

from rnnsim.ui.about.dialog import AboutDialog, open_about

__all__ = ["AboutDialog", "open_about"]
