"""The parameter panel, made from the parameter table."""

from rnnsim.ui.panel.panel import Panel

__all__ = ["Panel"]
