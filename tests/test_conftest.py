"""The guard of the tests itself: what a test leaves behind fails it, by name."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

LEAVERS = """
import threading
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QDialog, QWidget

kept, gate = [], threading.Event()

def test_widget(qapp):
    kept.append(QDialog(windowTitle="left open"))

def test_timer(qapp):
    timer = QTimer(objectName="ticker")
    timer.start(1000)
    kept.append(timer)

def test_thread():
    threading.Thread(target=gate.wait, name="endless", daemon=True).start()

def test_tidy(qapp, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    QTimer(widget).start(1000)
    ended = threading.Thread(target=lambda: None)
    ended.start()

def test_cycle(qapp):
    widget = QWidget()
    widget.itself = widget

def test_settings_are_written(qapp):
    QSettings().setValue("theme", "dark")

def test_settings_are_fresh(qapp):
    assert QSettings().value("theme") is None
"""


@pytest.mark.slow
def test_what_is_left_behind_is_named(pytester):
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(LEAVERS)
    ended = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    ended.assert_outcomes(passed=7, errors=3)
    ended.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_widget*",
            "*left behind: widget QDialog left open*",
            "*ERROR at teardown of test_timer*",
            "*left behind: timer of QTimer ticker*",
            "*ERROR at teardown of test_thread*",
            "*left behind: thread endless*",
        ]
    )
