import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model import text as texts
from rnnsim.model.parameters import parameter
from rnnsim.model.text import LONGEST_TEXT, TextError, read_text, shipped_text


@pytest.fixture
def file(tmp_path):
    return tmp_path / "story.txt"


def refusal(path):
    with pytest.raises(TextError) as caught:
        read_text(path)
    message = str(caught.value)
    assert "a UTF-8 text file" in message
    assert "at least two different characters" in message
    return message


def test_a_text_is_read_as_it_is(file):
    file.write_bytes("Où est ma chatte?\n— Ici!\t🐈".encode())
    assert read_text(file) == ("Où est ma chatte?\n— Ici!\t🐈", "")
    assert read_text(str(file)) == read_text(file)


def test_the_mark_of_byte_order_is_left_out_and_lines_end_alike(file):
    file.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\nfour\n\r\n")
    assert read_text(file) == ("one\ntwo\nthree\nfour\n\n", "")


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_what_is_written_is_read_or_refused(text, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "any.txt"
    path.write_bytes(text.encode())
    if len(set(text)) > 1:
        assert read_text(path) == (text, "")
        assert parameter("text").check(text) == text
    else:
        assert "any.txt" in refusal(path)


def test_what_is_not_there_is_refused(file):
    assert refusal(file).startswith("story.txt cannot be read: No such file or directory; give ")


def test_a_folder_is_refused(tmp_path):
    assert refusal(tmp_path).startswith(f"{tmp_path.name} is a folder; give ")
    assert refusal("/").startswith(f"{os.sep} is a folder")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_what_may_never_end_is_not_waited_for(file):
    os.mkfifo(file)
    assert refusal(file).startswith("story.txt is not a file; give ")


def test_a_file_that_may_not_be_read_is_refused(file, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    file.write_text("secret")
    monkeypatch.setattr(texts.Path, "open", forbidden)
    assert refusal(file).startswith("story.txt cannot be read: Permission denied; give ")


def test_a_name_that_no_file_can_have_is_refused():
    assert "cannot be read: embedded null" in refusal("a\0b")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(file, content):
    file.write_bytes(content)
    assert refusal(file).startswith("story.txt is empty; give ")


@pytest.mark.parametrize("content", [b"a", b"aaaa", b"\r\n\n\r", b" "])
def test_a_text_of_one_character_is_refused(file, content):
    file.write_bytes(content)
    assert refusal(file).startswith("story.txt holds nothing but the character '")


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n", "Größe".encode("latin-1"), "text".encode("utf-16"), b"ab\xf0\x9f\x98"],
)
def test_other_encodings_and_binary_files_are_refused(file, content):
    file.write_bytes(content)
    assert refusal(file).startswith("story.txt is not a text in UTF-8; give ")


@pytest.mark.parametrize("content", [b"abc\0", b"\0" * 5000, b"MZ\0\x01"])
def test_nul_characters_are_refused(file, content):
    file.write_bytes(content)
    assert refusal(file).startswith("story.txt is not a text; give ")


def test_of_a_long_text_the_beginning_is_read(file):
    line = "Zwölf Boxkämpfer jagen Viktor\r\n"
    file.write_bytes(line.encode() * 40_000)
    text, note = read_text(file)
    assert len(text) == LONGEST_TEXT
    assert text == (line.replace("\r", "") * 40_000)[:LONGEST_TEXT]
    assert note == ("story.txt is longer than 1,000,000 characters; the first so many are read")


@pytest.mark.parametrize("more", [0, 1])
def test_exactly_the_longest_text_is_read_whole(file, more):
    file.write_text("ab" * (LONGEST_TEXT // 2) + "c" * more)
    text, note = read_text(file)
    assert text == "ab" * (LONGEST_TEXT // 2)
    assert bool(note) == bool(more)


@pytest.mark.skipif(os.name == "nt", reason="a hole in a file takes room there")
def test_a_huge_file_is_not_read_to_its_end(file):
    with file.open("wb") as stream:
        stream.write("née ".encode() * 300_000)
        stream.truncate(2**40)  # a hole: it takes no room on the disk, but no memory would hold it
    text, note = read_text(file)
    assert text == ("née " * 250_000)
    assert note


def test_the_longest_text_is_what_the_setting_takes():
    assert parameter("text").longest == LONGEST_TEXT


def test_the_shipped_text_is_prose_of_some_pages_and_read_once():
    text = shipped_text()
    assert text is shipped_text()
    assert text.startswith("CHAPTER I. Down the Rabbit-Hole\nAlice was beginning to get very tired")
    assert text.endswith("the whole party swam to the shore.\n")
    assert 20_000 < len(text) < 60_000
    assert len(set(text)) < 70
    assert max(map(len, text.split())) < 30
