"""``python -m benchmarks [NAME …]``: run the measurements, each in a process of its own.

The window is measured on a real X server, an Xvfb of our own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext

from benchmarks.display import virtual_display
from benchmarks.machine import describe_machine

OF_THE_WINDOW = ("latency", "heartbeat", "passing", "throughput", "startup")
NAMES = ("engine", "memory", "recall", *OF_THE_WINDOW)

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
"""Of the libraries that read it from the environment when they are loaded."""


def main(names: list[str]) -> int:
    """Run the named measurements, all of them by default; return 1 if one failed."""
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"benchmarks: no measurement {', '.join(sorted(unknown))}; there are {NAMES}")
        return 2
    print(describe_machine())
    environment = os.environ | ONE_THREAD
    failed = False
    wanted = names or list(NAMES)
    with virtual_display(environment) if {*wanted} & {*OF_THE_WINDOW} else nullcontext():
        for name in wanted:
            command = [sys.executable, "-m", f"benchmarks.{name}"]
            failed |= subprocess.run(command, env=environment, check=False).returncode != 0
    return int(failed)


sys.exit(main(sys.argv[1:]))
