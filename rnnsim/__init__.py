"""rnnsim: see how gradients travel back through an unrolled recurrent network.

This module is the Qt-free public face; importing it opens no window and loads no Qt.
"""

from rnnsim.model.settings import SettingError, Settings

__version__ = "0.1.0"

__all__ = ["SettingError", "Settings", "__version__"]
