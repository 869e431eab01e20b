import errno
import os
import struct

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from rnnsim.export.picture import picture_of, save_png
from rnnsim.export.writing import SaveError

OLD = b"an old picture"


@pytest.fixture
def image():
    image = QImage(40, 30, QImage.Format.Format_ARGB32)
    image.fill(QColor("#ff6a48"))
    return image


def size_in(path):
    """Width and height as the PNG file says them, its signature checked."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert data[-12:] == b"\x00\x00\x00\x00IEND\xaeB`\x82"
    return struct.unpack(">II", data[16:24])


class Half(QWidget):
    """Left half red, right half clear."""

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width() // 2, self.height(), QColor("red"))


def test_a_picture_is_finer_than_the_screen_and_has_a_ground(qtbot):
    widget = Half()
    qtbot.addWidget(widget)
    widget.resize(100, 50)
    image = picture_of(widget)
    assert (image.width(), image.height()) == (200, 100)
    assert image.pixelColor(50, 50) == QColor("red")
    assert image.pixelColor(150, 50) == widget.palette().window().color()
    assert picture_of(widget, 3.0).width() == 300


def test_a_picture_holds_the_widgets_within(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(100, 50)
    empty = picture_of(widget)
    QLabel("words", widget)
    assert picture_of(widget) != empty


def test_what_is_saved_is_what_was_painted(image, tmp_path):
    path = tmp_path / "new.png"
    save_png(image, path)
    assert size_in(path) == (40, 30)
    assert QImage(str(path)).convertToFormat(image.format()) == image


@pytest.mark.parametrize("name", ["ünï ∂L∕∂h.png", "no ending", "two.parts.png"])
def test_the_file_has_the_name_it_was_given(image, tmp_path, name):
    save_png(image, tmp_path / name)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_an_old_file_is_replaced(image, tmp_path):
    path = tmp_path / "old.png"
    path.write_bytes(OLD)
    save_png(image, path)
    assert size_in(path) == (40, 30)


def test_a_folder_that_is_not_there_is_told(image, tmp_path):
    path = tmp_path / "nowhere" / "new.png"
    with pytest.raises(SaveError, match=r"nowhere/new\.png cannot be written"):
        save_png(image, path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_replaced_by_a_file(image, tmp_path):
    folder = tmp_path / "folder.png"
    folder.mkdir()
    with pytest.raises(SaveError, match="cannot be written"):
        save_png(image, folder)
    assert folder.is_dir()


def test_a_picture_of_nothing_does_not_replace_an_old_one(tmp_path):
    path = tmp_path / "old.png"
    path.write_bytes(OLD)
    with pytest.raises(SaveError, match="the picture is empty"):
        save_png(QImage(), path)
    assert path.read_bytes() == OLD


def test_on_a_full_disk_the_old_file_stays_whole(image, tmp_path, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    path = tmp_path / "old.png"
    path.write_bytes(OLD)
    with pytest.raises(SaveError, match="No space left on device"):
        save_png(image, path)
    assert path.read_bytes() == OLD
    assert [each.name for each in tmp_path.iterdir()] == ["old.png"]


def test_an_error_of_writing_is_one_of_the_system():
    assert issubclass(SaveError, OSError)
