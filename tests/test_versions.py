"""Versions of what rnnsim runs with."""

import platform

import numpy
import pyqtgraph
import PySide6

from rnnsim import __version__, versions


def test_they_are_those_that_are_loaded():
    told = dict(versions.versions())
    assert told["rnnsim"].split() == [__version__, "(run", "by", "Python)"]
    assert told["Python"].endswith(platform.python_version())
    libraries = (PySide6, numpy, pyqtgraph)
    assert [told[each] for each in ("PySide6", "NumPy", "pyqtgraph")] == [
        each.__version__ for each in libraries
    ]
    assert told["Qt"] == PySide6.QtCore.qVersion()
    assert told["BLAS"] != "unknown"


def test_a_packaged_application_says_so(monkeypatch):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert versions.versions()[0] == ("rnnsim", f"{__version__} (packaged)")


def test_of_a_library_that_cannot_be_loaded_it_is_told_why(monkeypatch):
    monkeypatch.setattr(versions, "LIBRARIES", {"Nothing": "rnnsim_nothing"})
    assert dict(versions.versions())["Nothing"].startswith("cannot be loaded: No module")


def test_the_report_has_a_line_for_each():
    lines = versions.report().splitlines()
    assert len(lines) == len(versions.versions())
    assert lines[0].startswith(f"rnnsim     {__version__}")
