"""What the packages say of rnnsim: its names, its version, where it lives."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rnnsim import version  # noqa: E402

VERSION = version.__version__

HOME_PAGE = "https://github.com/rnnsim/rnnsim"
"""Where it will be published; whoever publishes it elsewhere changes this and `ID`."""

PICTURES = f"https://raw.githubusercontent.com/rnnsim/rnnsim/v{VERSION}/docs/pictures"
"""Where desktops' software centres find the screenshots."""

ID = "io.github.rnnsim.rnnsim"
"""The reversed domain by which desktops know it."""

MAINTAINER = "The rnnsim authors <rnnsim@users.noreply.github.com>"

COPYRIGHT = "Copyright © 2026 The rnnsim authors"

SUMMARY = "See how gradients flow through time in recurrent networks"

MIME_TYPE = "application/vnd.rnnsim+json"
