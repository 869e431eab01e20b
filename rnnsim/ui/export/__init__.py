"""The window in which figures, animations and data are exported, and the desk that opens it."""

from rnnsim.ui.export.desk import ExportDesk

__all__ = ["ExportDesk"]
