"""What of PyInstaller's gatherings is shipped."""

import pytest

OWN = ["/venv", "/python/lib/python3.11"]


@pytest.fixture
def trimming(script):
    return script("trimming")


@pytest.mark.parametrize(
    ("name", "source", "wanted"),
    [
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/venv/PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/a/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/venv/a/libqeglfs.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/venv/a/libqgtk3.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "/venv/a/b.so", False),
        ("libpython3.11.so.1.0", "/python/lib/libpython3.11.so.1.0", True),
        ("libxcb-cursor.so.0", "/usr/lib/libxcb-cursor.so.0", True),
        ("libX11.so.6", "/usr/lib/libX11.so.6", False),
        ("libreadline.so.8", "/lib/libreadline.so.8", False),
        ("libstdc++.so.6", "/usr/lib/libstdc++.so.6", False),
        ("libz.so.1", "/venvelsewhere/libz.so.1", False),
    ],
)
def test_libraries_come_from_the_environment_or_a_short_list(trimming, name, source, wanted):
    assert trimming.is_wanted_library(name, source, OWN) is wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6\\Qt6Core.dll", True),
        ("PySide6\\Qt6Network.dll", False),
        ("PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui", True),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("numpy.libs\\libscipy_openblas64_.dll", True),
    ],
)
def test_on_other_systems_names_decide(trimming, name, wanted):
    assert trimming.is_wanted_elsewhere(name) is wanted


def test_a_library_that_nothing_refers_to_is_left_out(trimming):
    files = {
        "a/module.cpython-311-x86_64-linux-gnu.so": "m",
        "libs/libfirst.so.1": "1",
        "libs/libsecond.so.2": "2",
        "libs/libalone.so.3": "3",
        "libs/liblonely.so.4": "4",
    }
    wanted = {
        "m": ["libfirst.so.1", "libc.so.6"],
        "1": ["libsecond.so.2"],
        "2": ["libfirst.so.1"],  # round and round
        "3": ["liblonely.so.4"],
        "4": [],
    }
    kept = trimming.needed(files, trimming.is_loaded_by_itself, wanted.__getitem__)
    assert kept == set(files) - {"libs/libalone.so.3", "libs/liblonely.so.4"}


def test_links_go_with_what_they_lead_to(trimming):
    libraries = [("libs/libkept.so", "/venv/libkept.so", "BINARY")]
    data = [
        ("libkept.so", "libs/libkept.so", "SYMLINK"),
        ("libgone.so", "libs/libgone.so", "SYMLINK"),
        ("numpy/tests/data.txt", "/venv/numpy/tests/data.txt", "DATA"),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/x.qm", "DATA"),
        ("PySide6/Qt/translations/qtbase_fr.qm", "/venv/y.qm", "DATA"),
        ("rnnsim/resources/lessons/01.rnnsim", "/x", "DATA"),
    ]
    kept = {entry[0] for entry in trimming.trimmed_data(data, libraries)}
    assert kept == {
        "libkept.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "rnnsim/resources/lessons/01.rnnsim",
    }


def test_of_pillow_only_the_formats_that_are_written_are_shipped(trimming):
    modules = ["PIL.Image", "PIL.GifImagePlugin", "PIL.WebPImagePlugin", "PIL.PsdImagePlugin", "re"]
    kept = [name for name in modules if trimming.is_wanted_module(name)]
    assert kept == ["PIL.Image", "PIL.GifImagePlugin", "PIL.WebPImagePlugin", "re"]
