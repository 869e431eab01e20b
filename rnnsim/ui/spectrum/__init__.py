"""The eigenvalue editor."""

from rnnsim.ui.spectrum.editor import SpectrumEditor

__all__ = ["SpectrumEditor"]
