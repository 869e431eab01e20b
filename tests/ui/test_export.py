"""Pictures of the window's views, as the user asks for them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMenu

from rnnsim.export.request import VIEWS, PictureRequest
from rnnsim.model.lesson import find_lesson
from rnnsim.model.view import PLOTS
from rnnsim.ui import rendering
from rnnsim.ui.rendering import render

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(open_window, qtbot):
    window = open_window()
    window.presenter.iterate(5)
    qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=60_000)
    return window


def pixels(path):
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    assert not image.isNull()
    flat = np.frombuffer(image.constBits(), np.uint8).copy()
    return flat.reshape(image.height(), image.width(), 4)


def assert_not_blank(area):
    """Neither all one colour nor a frame round nothing."""
    height, width, _ = area.shape
    inner = area[height // 8 : -height // 8, width // 8 : -width // 8]
    assert len(np.unique(np.ascontiguousarray(inner).view(np.uint32))) > 20
    assert (area[..., 3] == 255).all()


def test_every_view_can_be_exported(window):
    assert set(window.views()) == set(VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_exported_larger_than_it_is_and_not_blank(window, tmp_path, view):
    path = tmp_path / "view.png"
    assert window.export_png(view, path)
    widget = window.views()[view]
    area = pixels(path)
    assert area.shape[:2] == (2 * widget.height(), 2 * widget.width())
    if view in window.plots.docks:
        assert window.plots.docks[view].seen
    if view not in set(PLOTS) - set(window.plots.plots):
        assert_not_blank(area)
    assert window.banner.isHidden()


def test_no_view_is_missing_from_the_picture_of_the_window(window, tmp_path):
    path = tmp_path / "window.png"
    window.export_png("window", path)
    whole = pixels(path)
    for name, view in window.views().items():
        if name in PLOTS and not (view.seen and name in window.plots.plots):
            continue
        corner = view.mapTo(window.centralWidget(), QPoint(0, 0))
        left, top = 2 * corner.x(), 2 * corner.y()
        assert_not_blank(whole[top : top + 2 * view.height(), left : left + 2 * view.width()])
        assert view.height() > 100, name


def test_an_export_that_fails_is_told_and_leaves_the_old_file(window, tmp_path):
    path = tmp_path / "no such folder" / "view.png"
    assert not window.export_png("canvas", path)
    assert window.banner.isVisible()
    assert str(path) in window.banner.findChild(QLabel).text()
    old = tmp_path / "old.png"
    old.mkdir()
    assert not window.export_png("canvas", old)
    assert str(old) in window.banner.findChild(QLabel).text()


def ask(window, qtbot, name):
    """Ask for a picture of the whole window, and type a name for it."""
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field.text() == "rnnsim-window.png"
    field.setText(str(name))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog), timeout=60_000)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("mine.png", "mine.png"), ("mine", "mine.png"), ("v1.2.png", "v1.2.png")],
)
def test_asked_for_by_key_it_goes_where_the_user_says(window, qtbot, tmp_path, typed, written):
    ask(window, qtbot, tmp_path / typed)
    assert [path.name for path in tmp_path.iterdir()] == [written]
    assert_not_blank(pixels(tmp_path / written))


def test_asked_for_and_cancelled_nothing_is_written(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.findChild(QFileDialog), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog), timeout=60_000)
    assert list(tmp_path.iterdir()) == []


def test_every_view_has_an_entry_in_the_menu(window):
    menu = window.findChild(QMenu, "export")
    assert sum(not each.isSeparator() for each in menu.actions()) == len(VIEWS)


# Pictures without a window


def test_pictures_are_rendered_of_what_was_asked_for(qtbot, tmp_path):
    request = PictureRequest(
        find_lesson("power"),
        tmp_path / "new" / "folder",
        themes=("light",),
        views=("canvas", "loss"),
        size=(1100, 700),
        iterations=3,
    )
    paths = render(request)
    assert [path.name for path in paths] == ["power-canvas-light.png", "power-loss-light.png"]
    for path in paths:
        assert_not_blank(pixels(path))


def test_both_themes_are_rendered(qtbot, tmp_path):
    request = PictureRequest(find_lesson("power"), tmp_path, views=("canvas",), iterations=0)
    dark, light = (pixels(path) for path in render(request))
    assert dark.shape == light.shape
    assert dark.mean() < light.mean()


@pytest.fixture
def pictured(monkeypatch):
    """The frame that the window shows at every picture."""
    frames = []

    def frames_too(widget, *more):
        frames.append(widget.window().presenter.frame)
        return picture_of(widget, *more)

    picture_of = rendering.picture_of
    monkeypatch.setattr(rendering, "picture_of", frames_too)
    return frames


def test_what_is_rendered_shows_the_iterations_asked_for(qtbot, tmp_path, pictured):
    lesson = find_lesson("vanishing")
    render(PictureRequest(lesson, tmp_path, ("dark",), ("canvas",), iterations=7))
    assert [frame.iteration for frame in pictured] == [7]
    assert [frame.settings for frame in pictured] == [lesson.settings]


def test_a_picture_waits_for_the_numbers_that_take_time(qtbot, tmp_path, pictured, monkeypatch):
    monkeypatch.setattr(rendering, "READ_OUTS", 0.0)
    views = ("map", "cells", "cliff", "singular")
    render(PictureRequest(find_lesson("vanishing"), tmp_path, ("dark",), views, iterations=3))
    extras = [frame.extras for frame in pictured]
    names = ("gradient_map", "cells", "cliff", "singular_values")
    for each, name in zip(extras, names, strict=True):
        assert getattr(each, name) is not None
        assert each.iteration == 3


def test_what_takes_too_long_to_render_is_told(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "PATIENCE", 0.05)
    request = PictureRequest(find_lesson("vanishing"), tmp_path, iterations=1_000_000)
    with pytest.raises(OSError, match="iterations"):
        render(request)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(qtbot, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        render(PictureRequest(find_lesson("power"), tmp_path / "file" / "folder"))
