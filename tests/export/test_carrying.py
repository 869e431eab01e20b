"""Sessions in pictures: written, read back, and refused whatever a file is."""

import io
import json
import os
import random
import struct
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image, PngImagePlugin

from rnnsim.export import carrying
from rnnsim.export.carrying import (
    CarryError,
    carried_by_gif,
    carried_by_pdf,
    carried_by_png,
    carried_by_svg,
    carried_by_webp,
    session_text_in,
    session_text_of,
)
from rnnsim.model.course import Course
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson
from rnnsim.model.session import Session, bytes_of, session_of
from rnnsim.model.settings import Settings

SESSION = json.dumps(
    {"rnnsim": "session", "text": 'a<b>&c;]]> "q" </rnnsim:session> \u2028 ∂L \ud800 \x00'},
    ensure_ascii=True,
)


def picture(kind, **more):
    file = io.BytesIO()
    Image.new("RGB", (5, 4), "red").save(file, kind, **more)
    return file.getvalue()


def animation(kind, **more):
    file = io.BytesIO()
    frames = [Image.new("RGB", (5, 4), color) for color in ("red", "blue", "green")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], **more)
    return file.getvalue()


def pdf(session):
    return b"%PDF-1.6\n1 0 obj\nstream\n" + carried_by_pdf(session, "t") + b"\nendstream\n%%EOF"


SVG = b'<?xml version="1.0"?>\n<svg width="1mm" xmlns="http://www.w3.org/2000/svg"><g/></svg>\n'

KINDS = {
    "png": lambda session: carried_by_png(picture("PNG"), session),
    "svg": lambda session: carried_by_svg(SVG, session),
    "pdf": pdf,
    "webp": lambda session: animation("WEBP", xmp=carried_by_webp(session)),
    "gif": lambda session: animation("GIF", comment=carried_by_gif(session)),
}

EVERY_KIND = pytest.mark.parametrize("kind", KINDS)


@EVERY_KIND
def test_what_is_carried_is_read_back(kind, tmp_path):
    path = tmp_path / "a file of any name.txt"
    path.write_bytes(KINDS[kind](SESSION))
    assert json.loads(session_text_in(path)) == json.loads(SESSION)


@EVERY_KIND
def test_text_that_is_not_escaped_comes_back_as_the_same_json(kind):
    raw = json.dumps(json.loads(SESSION), ensure_ascii=False)
    assert json.loads(session_text_of(KINDS[kind](raw))) == json.loads(SESSION)


def test_others_still_read_the_picture():
    image = Image.open(io.BytesIO(KINDS["png"](SESSION)))
    assert image.getpixel((0, 0)) == (255, 0, 0)
    assert image.text["rnnsim"] == SESSION
    assert [Image.open(io.BytesIO(KINDS[kind](SESSION))).n_frames for kind in ("gif", "webp")] == [
        3,
        3,
    ]
    root = ElementTree.fromstring(KINDS["svg"](SESSION))
    (element,) = root.iter("{urn:rnnsim:session}session")
    assert json.loads(element.text) == json.loads(SESSION)


def test_metadata_is_well_formed_whatever_is_in_it():
    xmp = carried_by_pdf(SESSION, "<title> & \x01\ud800", "]]>")
    root = ElementTree.fromstring(xmp.decode().strip("\ufeff"))
    assert "<title> & " in "".join(root.itertext())


def test_the_session_stands_before_the_pixels():
    png = KINDS["png"](SESSION)
    assert png.index(b"iTXt") < png.index(b"IDAT")


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("how", ["add_itxt", "add_text"])
def test_a_png_that_another_program_has_written_again_is_read(how, compressed):
    info = PngImagePlugin.PngInfo()
    getattr(info, how)("rnnsim", '{"a": "é"}', zip=compressed)
    assert session_text_of(picture("PNG", pnginfo=info)) == '{"a": "é"}'


@EVERY_KIND
def test_a_picture_without_a_session_is_told_from_a_damaged_one(kind):
    with pytest.raises(CarryError, match="there is no rnnsim session in this picture"):
        session_text_of({"pdf": b"%PDF-1.6\n%%EOF", "svg": SVG}.get(kind) or picture(kind))


@EVERY_KIND
def test_a_picture_cut_short_is_refused(kind):
    whole = KINDS[kind](SESSION)
    with pytest.raises(CarryError, match=r"damaged|no rnnsim session"):
        session_text_of(whole[: whole.index(b"rnnsim") + 40])


def test_an_altered_text_is_refused():
    png = KINDS["png"](SESSION)
    with pytest.raises(CarryError, match="damaged"):
        session_text_of(png.replace(b'"session"', b'"sessiom"'))


@pytest.mark.parametrize("data", [b"", b"{}", b"\x89PNG", b"<html></html>", b"GIF", b"\x80\x04K."])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(CarryError, match="no picture that rnnsim writes"):
        session_text_of(data)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(CarryError, match="this is no file"):
        session_text_in(tmp_path)
    with pytest.raises(CarryError, match="No such file"):
        session_text_in(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CarryError, match="this is no file"):
        session_text_in(tmp_path / "pipe")


def test_a_large_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(carrying, "MOST_BYTES", 1000)
    path = tmp_path / "large.png"
    path.write_bytes(KINDS["png"]("{" + " " * 1000 + "}"))
    with pytest.raises(CarryError, match="larger than"):
        session_text_in(path)


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def test_a_text_that_grows_is_not_unpacked():
    bomb = zlib.compress(b" " * 50_000_000)
    png = picture("PNG")
    grown = png[:33] + chunk(b"iTXt", b"rnnsim\0\1\0\0\0" + bomb) + png[33:]
    with pytest.raises(CarryError, match="larger than 4 MiB"):
        session_text_of(grown)


@EVERY_KIND
def test_a_session_that_is_too_large_is_neither_carried_nor_read(kind, monkeypatch):
    large = '{"a": "' + "x" * carrying.MOST_TEXT + '"}'
    with pytest.raises(CarryError, match="too large"):
        KINDS[kind](large)
    monkeypatch.setattr(carrying, "MOST_TEXT", 2**23)
    made = KINDS[kind](large)
    monkeypatch.undo()
    with pytest.raises(CarryError, match="larger than 4 MiB"):
        session_text_of(made)


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    svg = bomb + b"<svg><metadata><rnnsim:session>&a;&b;&lt;</rnnsim:session></metadata></svg>"
    assert session_text_of(svg) == "&a;&b;<"


def test_pieces_without_end_are_given_up():
    empty = chunk(b"zzzz", b"") * (carrying.MOST_PIECES + 10)
    with pytest.raises(CarryError, match="damaged"):
        session_text_of(picture("PNG")[:33] + empty)
    gif = picture("GIF")
    start = gif.index(b"\x2c")
    with pytest.raises(CarryError, match="damaged"):
        session_text_of(gif[:start] + b"\x21\xfe" + b"\x01a" * (carrying.MOST_PIECES + 10))


CASES = 2000


def mutated(data, chance):
    """A picture with one kind of damage: of bytes, of lengths, of pieces, of its end."""
    data = bytearray(data)
    at = chance.randrange(len(data))
    length = chance.choice((1, 2, 4, 8, 60))
    match chance.randrange(6):
        case 0:
            data[at] = chance.randrange(256)
        case 1:
            del data[at : at + length]
        case 2:
            data[at:at] = chance.randbytes(length)
        case 3:
            data[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
        case 4:
            data[at:at] = data[at : at + 10 * length]
        case 5:
            del data[at:]
    return bytes(data)


def test_however_damaged_it_is_read_or_refused():
    chance = random.Random(1)
    sources = [make('{"a": "&<é"}') for make in KINDS.values()]
    outcomes = set()
    for _ in range(CASES):
        data = chance.choice(sources)
        for _ in range(chance.randrange(1, 4)):
            data = mutated(data or b"\0", chance)
        try:
            outcomes.add(type(session_text_of(data)))
        except CarryError as error:
            outcomes.add(str(error))
    assert str in outcomes
    assert {carrying.DAMAGED, carrying.NOTHING} <= outcomes


def test_a_long_text_of_any_script_is_carried():
    text = "я" * 1_000_000 + "ю"
    settings = edited(Settings(), {"text": text[1:]})
    data = bytes_of(replace(Session.of(find_lesson("memory")), course=Course.start(settings)))
    png = carried_by_png(picture("PNG"), data.decode())
    assert session_of(session_text_of(png).encode()).settings == settings
