"""Pictures of the window's views, made without a user."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from rnnsim.export.request import VIEWS, PictureRequest
from rnnsim.model.lesson import find_lesson
from rnnsim.ui import rendering
from rnnsim.ui.rendering import render

# The offscreen platform says what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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


def test_every_view_can_be_rendered(open_window):
    assert set(open_window().views()) == set(VIEWS)


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
