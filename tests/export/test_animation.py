"""Animations read back by Pillow: what is in them, and what is left where none could be made."""

import errno
import io
import os
import threading
import time

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from rnnsim.export import animation, gif
from rnnsim.export.animation import CARRIED, WAITING, AnimationWriter, write_animation
from rnnsim.export.carrying import session_text_in
from rnnsim.export.palette import COLORS
from rnnsim.export.stills import Still, changes
from rnnsim.export.writing import SaveError
from rnnsim.model.animation import FORMATS, LONGEST

SESSION = '{"format": "rnnsim lesson 2", "title": "∂L/∂h – “Gedächtnis” <&>"}'
SIZE = 61, 43
GROUND, SQUARE = (0x19, 0x1D, 0x23), (0xFF, 0x60, 0x2D)


def image_of(number):
    """A square that walks to the right over a ground with a line."""
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(*GROUND))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#78c4fb"))
    painter.drawLine(0, 0, *SIZE)
    painter.fillRect(2 + 3 * number, 11, 7, 9, QColor(*SQUARE))
    painter.end()
    return image


def stills_of(*numbers, milliseconds=100):
    return [Still(image_of(number), milliseconds) for number in numbers]


def pixels_of(image):
    """(H, W, 3) array of a QImage."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), np.uint8)
    return rows.reshape(plain.height(), plain.width(), 4)[..., :3].astype(int)


def read(path):
    """Images of a file as arrays, and their durations."""
    images, durations = [], []
    with Image.open(path) as file:
        for index in range(file.n_frames):
            file.seek(index)
            images.append(np.asarray(file.convert("RGB")).astype(int))
            durations.append(file.info["duration"])
    return images, durations


@pytest.fixture(params=FORMATS, name="kind")
def _kind(request):
    return request.param


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(b"old")
    return path


def assert_untouched(old):
    assert old.read_bytes() == b"old"
    assert [each.name for each in old.parent.iterdir()] == [old.name]


def test_every_image_is_read_back_as_it_was(kind, tmp_path):
    stills = stills_of(*range(6))
    write_animation(tmp_path / "film", stills, kind, CARRIED[kind](SESSION))
    with Image.open(tmp_path / "film") as file:
        assert (file.format.lower(), file.size, file.n_frames) == (kind, SIZE, 6)
        assert file.info["loop"] == 0
    images, _ = read(tmp_path / "film")
    for still, image in zip(stills, images, strict=True):
        np.testing.assert_array_equal(pixels_of(still.image), image)


def test_durations_are_exact(kind, tmp_path):
    lengths = [20, 30, 250, 4010]
    stills = [Still(image_of(i), length) for i, length in enumerate(lengths)]
    write_animation(tmp_path / "film", stills, kind, CARRIED[kind](""))
    assert read(tmp_path / "film")[1] == lengths


def test_where_nothing_changes_the_image_is_shown_longer(kind, tmp_path):
    write_animation(tmp_path / "film", stills_of(0, 0, 0, 1, 1, 0), kind, CARRIED[kind](""))
    images, durations = read(tmp_path / "film")
    assert durations == [300, 200, 100]
    np.testing.assert_array_equal(images[0], images[2])


def test_but_no_longer_than_a_file_can_say(kind, tmp_path):
    write_animation(
        tmp_path / "film", stills_of(0, 0, 1, milliseconds=LONGEST - 10), kind, CARRIED[kind]("")
    )
    assert read(tmp_path / "film")[1] == [LONGEST - 10] * 3


def test_a_film_of_one_image_is_one(kind, tmp_path):
    write_animation(tmp_path / "film", stills_of(3), kind, CARRIED[kind](SESSION))
    images, _ = read(tmp_path / "film")
    np.testing.assert_array_equal(images[0], pixels_of(image_of(3)))
    assert session_text_in(tmp_path / "film") == SESSION


def test_it_carries_the_session(kind, tmp_path):
    write_animation(tmp_path / "film", stills_of(0, 1), kind, CARRIED[kind](SESSION))
    assert session_text_in(tmp_path / "film") == SESSION


def test_a_session_longer_than_a_block_of_a_comment_is_carried_whole(kind, tmp_path):
    session = '{"format": "' + "∂" * 1000 + '"}'
    write_animation(tmp_path / "film", stills_of(0, 1), kind, CARRIED[kind](session))
    assert session_text_in(tmp_path / "film") == session


def test_only_what_changes_is_written(kind, tmp_path):
    write_animation(tmp_path / "one", stills_of(0), kind, CARRIED[kind](""))
    write_animation(tmp_path / "many", stills_of(*range(11)), kind, CARRIED[kind](""))
    one, many = (tmp_path.joinpath(name).stat().st_size for name in ("one", "many"))
    assert many - one < 10 * one / 3


def test_a_change_holds_what_changes_and_nothing_else():
    first, second = changes(stills_of(0, 1))
    assert (first.left, first.top, first.size) == (0, 0, SIZE)
    assert (second.left, second.top, second.size) == (2, 10, (10, 10))
    assert not second.pixels[0].any()  # the row above, for the place is even
    assert not second.pixels[1:, 3:7].any()  # where the two squares overlap
    assert (second.pixels[1:, :3] >> 24 == 255).all()


def shaded(number):
    """More colours than a GIF has, over a ground."""
    image = image_of(number)
    for x in range(SIZE[0]):
        for y in range(25, SIZE[1]):
            image.setPixelColor(x, y, QColor(4 * x, 5 * y, (x * y + number) % 256))
    return image


def test_of_more_colours_than_a_gif_has_areas_keep_theirs_and_no_noise_comes(tmp_path):
    stills = [Still(shaded(number), 100) for number in range(3)]
    write_animation(tmp_path / "film", stills, "gif", CARRIED["gif"](""))
    for still, image in zip(stills, read(tmp_path / "film")[0], strict=True):
        right = pixels_of(still.image)
        assert len(np.unique(right.reshape(-1, 3), axis=0)) > COLORS
        for area in (right == GROUND, right == SQUARE):
            assert area.all(axis=2).sum() > 50
            np.testing.assert_array_equal(image[area.all(axis=2)], right[area.all(axis=2)])
        assert np.abs(image - right).max() < 60
        assert np.abs(image - right).mean() < 10


LINE = 121, 123, 133
"""Amid the colours that flicker."""


def flickering(number):
    """A line that stays, and beside it ever other colours."""
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(*GROUND))
    painter = QPainter(image)
    painter.fillRect(0, 2, SIZE[0], 1, QColor(*LINE))
    for x in range(0, SIZE[0], 5):
        painter.fillRect(x, 10, 5, 30, QColor(4 * x, 8 * number, 255 - 4 * x))
    painter.end()
    return image


def test_what_stays_keeps_its_colour_in_a_gif_however_much_flickers_beside(tmp_path):
    write_animation(
        tmp_path / "film", [Still(flickering(i), 100) for i in range(30)], "gif", CARRIED["gif"]("")
    )
    for image in read(tmp_path / "film")[0]:
        np.testing.assert_array_equal(image[2], [LINE] * SIZE[0])


def test_all_images_of_a_gif_share_one_palette(tmp_path):
    write_animation(
        tmp_path / "film", [Still(shaded(i), 100) for i in range(3)], "gif", CARRIED["gif"]("")
    )
    with Image.open(tmp_path / "film") as file:
        assert len(file.global_palette.palette) == 3 * 256
    assert (tmp_path / "film").read_bytes().count(b"!\xf9\x04") == 3


def test_what_is_left_to_do_after_the_last_image_is_told(kind, tmp_path):
    told = []
    write_animation(tmp_path / "film", stills_of(*range(4)), kind, CARRIED[kind](""), told.append)
    assert told == {"webp": [0.0] * 4, "gif": [0.0] * 4 + [0.25, 0.5, 0.75, 1.0]}[kind]


# What goes wrong


class Full(io.FileIO):
    """A file on a disk that is full after so many bytes."""

    room = 1500

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


def fill(monkeypatch):
    monkeypatch.setattr("pathlib.Path.open", lambda path, mode: Full(path, mode.replace("b", "")))


def test_a_full_disk_leaves_the_old_file(kind, old, monkeypatch):
    fill(monkeypatch)
    with pytest.raises(SaveError, match=os.strerror(errno.ENOSPC)):
        write_animation(old, stills_of(*range(15)), kind, CARRIED[kind](SESSION))
    assert_untouched(old)


def test_no_room_for_the_images_that_wait_leaves_the_old_file(old, monkeypatch):
    monkeypatch.setattr("rnnsim.export.gif.TemporaryFile", lambda: Full(old.parent / "x", "x+"))
    monkeypatch.setattr(Full, "room", 300)
    with pytest.raises(SaveError, match=os.strerror(errno.ENOSPC)):
        write_animation(old, stills_of(*range(15)), "gif", CARRIED["gif"](SESSION))
    (old.parent / "x").unlink()
    assert_untouched(old)


def test_who_takes_the_images_back_leaves_the_old_file(kind, old):
    def stills():
        yield from stills_of(0, 1, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_animation(old, stills(), kind, CARRIED[kind](SESSION))
    assert_untouched(old)


# On a thread


def offered(writer, stills):
    """Offer all, waiting where there is no room."""
    for still in stills:
        while not writer.offer(still):
            time.sleep(0.001)


def test_a_thread_writes_what_it_is_offered(kind, tmp_path):
    writer = AnimationWriter(tmp_path / "film", kind, SESSION)
    offered(writer, [*stills_of(*range(10)), None])
    writer.wait()
    assert writer.ended
    assert writer.error is None
    assert len(read(tmp_path / "film")[0]) == 10
    writer.cancel()
    assert (tmp_path / "film").exists()


def test_only_some_images_wait(kind, old, monkeypatch):
    going_on = threading.Event()

    def changes_later(stills):
        going_on.wait(10)
        return changes(stills)

    monkeypatch.setattr(animation, "changes", changes_later)
    writer = AnimationWriter(old, kind, SESSION)
    try:
        assert [writer.offer(still) for still in stills_of(*range(6))] == [True] * WAITING + [
            False
        ] * 2
        assert writer.full
    finally:
        going_on.set()
        writer.cancel()
    assert_untouched(old)


@pytest.mark.parametrize("offers", [0, 3, 12])
def test_cancelling_leaves_the_old_file_and_no_thread(kind, old, offers):
    writer = AnimationWriter(old, kind, SESSION)
    offered(writer, stills_of(*range(offers)))
    writer.cancel()
    assert writer.ended
    assert writer.error is None
    assert_untouched(old)
    writer.cancel()


def test_a_gif_may_be_cancelled_while_it_is_put_together(old, monkeypatch):
    begun, going_on = threading.Event(), threading.Event()

    def drawn_later(change, palette):
        begun.set()
        going_on.wait(10)
        return b""

    monkeypatch.setattr(gif, "_drawn", drawn_later)
    writer = AnimationWriter(old, "gif", SESSION)
    writer.offer(stills_of(0)[0])
    writer.offer(None)
    assert begun.wait(10)
    threading.Timer(0.05, going_on.set).start()
    writer.cancel()
    assert_untouched(old)


def test_what_goes_wrong_on_the_thread_is_told(kind, old, monkeypatch):
    fill(monkeypatch)
    monkeypatch.setattr(Full, "room", 0)
    writer = AnimationWriter(old, kind, SESSION)
    writer.offer(Still(image_of(0), 100))
    writer.offer(None)
    writer.wait()
    assert isinstance(writer.error, SaveError)
    assert_untouched(old)
