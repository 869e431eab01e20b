"""How the window is filled: views are made, laid out and wired, step by step."""

from rnnsim.ui.filling.filling import fill

__all__ = ["fill"]
