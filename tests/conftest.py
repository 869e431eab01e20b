"""What every test may rely on: no window on the screen, settings of its own, nothing left."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Before anything imports NumPy: as the command line does; several threads are slower and erratic.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Settings of the program itself and of processes that tests start.
CONFIGURATION = tempfile.mkdtemp(prefix="rnnsim-tests-")
os.environ["XDG_CONFIG_HOME"] = CONFIGURATION
os.environ["XDG_DATA_HOME"] = str(Path(CONFIGURATION) / "data")
atexit.register(shutil.rmtree, CONFIGURATION, ignore_errors=True)

# The same examples in every run, however slow the machine.
settings.register_profile("rnnsim", deadline=None, derandomize=True)
settings.load_profile("rnnsim")

MEASURED = {"engine", "model", "run", "worker"}
"""The rooms whose tests reach every branch that must be reached; others pass there by chance."""

GRACE = 1.0
"""Seconds that a thread which was told to end may take for it."""


def pytest_collection_modifyitems(items):
    """Trace no test for coverage that owes none: it doubles the time of what is computed."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] not in MEASURED:
            item.add_marker("no_cover")


def pytest_collection_finish():
    """Take all that was imported out of what is searched for timers after every test."""
    gc.freeze()


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory):
    """Give every test that has loaded Qt settings of its own, empty ones."""
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        folder = tmp_path_factory.mktemp("settings")
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


@pytest.fixture(autouse=True, scope="module")
def search_only_what_is_new():
    """Take out likewise what earlier modules keep for good: PyTorch, caches, a hundred thousand."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """Fail a test that leaves a thread, a widget or a running timer behind, and name it."""
    threads, widgets, timers = set(threading.enumerate()), set(_widgets()), set(_timers())
    yield
    left = [f"thread {thread.name}" for thread in threading.enumerate() if _stays(thread, threads)]
    if set(_widgets()) - widgets or set(_timers()) - timers:
        _delete_what_waits()
        left += [f"widget {_named(widget)}" for widget in _widgets() if widget not in widgets]
        left += [f"timer of {_named(timer)}" for timer in _timers() if timer not in timers]
    assert not left, "left behind: " + ", ".join(left)


def _stays(thread, before):
    if thread not in before:
        thread.join(GRACE)
    return thread not in before and thread.is_alive()


def _widgets():
    """Windows and widgets without a parent."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.topLevelWidgets() if widgets else []


def _timers():
    """Running timers that Python knows of."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return []
    from shiboken6 import isValid

    timers = [each for each in gc.get_objects() if type(each) is core.QTimer]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def _delete_what_waits():
    """Do what Qt and Python have put off, so that only what is really left stays."""
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _named(thing):
    names = (thing.objectName(), getattr(thing, "windowTitle", str)())
    owner = f" of {type(thing.parent()).__name__}" if thing.parent() else ""
    return " ".join(filter(None, (type(thing).__name__, *names))) + owner
