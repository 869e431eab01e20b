"""``python -m benchmarks [NAME …]``: run the measurements, each in a process of its own.

The window is measured on a real X server, Xvfb where there is no display.
"""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.display import virtual_display
from benchmarks.machine import describe_machine

NAMES = ("latency", "heartbeat", "throughput", "startup")


def main(names: list[str]) -> int:
    """Run the named measurements, all of them by default; return 1 if one failed."""
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"benchmarks: no measurement {', '.join(sorted(unknown))}; there are {NAMES}")
        return 2
    print(describe_machine())
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    failed = False
    with virtual_display(environment):
        for name in names or NAMES:
            command = [sys.executable, "-m", f"benchmarks.{name}"]
            failed |= subprocess.run(command, env=environment, check=False).returncode != 0
    return int(failed)


sys.exit(main(sys.argv[1:]))
