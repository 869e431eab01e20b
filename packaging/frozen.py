"""Where the packaged application begins (rnnsim.spec)."""

import multiprocessing
import sys

# A worker process of the frozen program is this very program, told apart by its arguments; so this
# comes before anything reads them.
multiprocessing.freeze_support()

from rnnsim.cli import main  # noqa: E402

sys.exit(main())
