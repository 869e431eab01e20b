"""A virtual X server for as long as a measurement runs."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def virtual_display(environment: dict[str, str]) -> Iterator[None]:
    """Point `environment` at an Xvfb of our own, whatever display there is: all measure alike."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    command += ["-noreset"]  # or it begins anew whenever the last program is gone
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        if not number:
            raise SystemExit("benchmarks: Xvfb did not start")
        environment["DISPLAY"] = f":{number}"
        environment["QT_QPA_PLATFORM"] = "xcb"
        yield
    finally:
        server.terminate()
        server.wait()
