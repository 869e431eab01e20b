"""What every test may rely on: a Qt that opens no window on the developer's screen."""

import os

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
