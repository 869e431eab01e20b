import os
from pathlib import Path

import pytest

from rnnsim.model.files import hindrance, replacing, target_of, unfinished


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def test_a_file_is_replaced_once_it_is_complete(old):
    with replacing(old) as file:
        file.write(b"new")
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new"
    assert list(old.parent.iterdir()) == [old]


def test_a_file_is_made_where_there_was_none(tmp_path):
    with replacing(tmp_path / "file") as file:
        file.write(b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize("failure", [OSError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(old, failure):
    def fail():
        with replacing(old) as file:
            file.write(b"half")
            raise failure

    with pytest.raises(failure):
        fail()
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]


def test_it_is_on_the_disk_before_it_takes_the_old_ones_place(old, monkeypatch):
    synced = []

    def sync(descriptor):
        synced.append(os.fstat(descriptor).st_size)
        assert old.read_bytes() == b"old"

    monkeypatch.setattr(os, "fsync", sync)
    with replacing(old) as file:
        file.write(b"all of it")
    assert synced == [9]


def test_what_others_may_do_with_it_stays(old):
    old.chmod(0o640)
    with replacing(old) as file:
        file.write(b"new")
    assert old.stat().st_mode & 0o777 == 0o640


def test_the_target_of_a_link_is_the_file_itself(old):
    link = old.with_name("link")
    link.symlink_to(old)
    assert target_of(link) == target_of(old) == Path(os.path.realpath(old))


def test_what_must_not_be_replaced_says_what_it_is(old, monkeypatch):
    assert hindrance(old) == ""
    assert hindrance(old.with_name("new")) == ""
    assert hindrance(old.parent) == "it is a folder"
    assert hindrance(Path(os.devnull)) == "it is not a plain file"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert hindrance(old) == "it is read-only"


def test_what_a_killed_process_has_left_is_found(tmp_path):
    left = tmp_path / ".rnnsim-77-0f.part"
    for path in (left, tmp_path / ".rnnsim-78-0f.part", tmp_path / "mine.part"):
        path.touch()
    assert unfinished(tmp_path, 77) == [left]
