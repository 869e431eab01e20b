"""The scripts of packaging/ as modules, which they are to one another too."""

import importlib
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture(scope="session")
def script():
    """Give a script of packaging/ by its name."""
    folders = [str(PACKAGING), *(str(PACKAGING / name) for name in ("linux", "windows", "macos"))]
    sys.path[:0] = folders
    try:
        yield importlib.import_module
    finally:
        for folder in folders:
            sys.path.remove(folder)
