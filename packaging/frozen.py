"""Where the packaged application begins."""

import multiprocessing
import os
import sys

# A worker process of the frozen program is this very program, told apart by its arguments; so this
# comes before anything reads them.
multiprocessing.freeze_support()

# PyInstaller's loader has set this for the libraries of this process.  The programs that it starts,
# a browser say, are to find their own.
if sys.platform == "linux":
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before

from rnnsim.cli import main  # noqa: E402

sys.exit(main())
