"""Files of arrays: whole or not at all, and the old one kept until the new one is there."""

import errno
import os
import stat
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from rnnsim.export import data, writing
from rnnsim.export.data import save_arrays
from rnnsim.export.writing import SaveError, require_writable

ARRAYS = {"a": np.arange(6.0).reshape(2, 3), "text": np.array("∂L/∂h"), "none": np.zeros((0, 3))}


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def read(path):
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


@pytest.fixture
def old(tmp_path):
    """A file that is there already, alone in its folder."""
    path = tmp_path / "run.npz"
    path.write_bytes(b"old")
    return path


def assert_untouched(old):
    assert old.read_bytes() == b"old"
    assert names_in(old.parent) == [old.name]


@pytest.mark.parametrize("name", ["run.npz", "run", "läuft ½.npz", "x" * 255])
def test_what_is_saved_is_read_back_under_the_name_given(name, tmp_path):
    save_arrays(tmp_path / name, ARRAYS)
    assert names_in(tmp_path) == [name]
    found = read(tmp_path / name)
    assert found.keys() == ARRAYS.keys()
    for key, array in ARRAYS.items():
        assert_array_equal(found[key], array)
        assert found[key].dtype == array.dtype


def test_equal_arrays_give_equal_files(tmp_path):
    for name in ("one", "two"):
        save_arrays(tmp_path / name, ARRAYS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_old_file_is_replaced_and_keeps_its_rights(old):
    old.chmod(0o640)
    save_arrays(old, ARRAYS)
    assert read(old).keys() == ARRAYS.keys()
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert names_in(old.parent) == [old.name]


def test_texts_are_compressed_and_numbers_are_as_they_lie_in_memory(tmp_path):
    path = tmp_path / "run.npz"
    text, number = np.array("\\ud83d\\ude00" * 50_000), np.zeros(1000)
    save_arrays(path, {"text": text, "number": number})
    assert number.nbytes < path.stat().st_size < number.nbytes + text.nbytes / 100
    with np.load(path, allow_pickle=False) as file:
        assert str(file["text"]) == str(text)
        np.testing.assert_array_equal(file["number"], number)


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path):
    save_arrays(tmp_path / "run.npz", ARRAYS)
    (tmp_path / "other").touch()
    modes = {path.name: path.stat().st_mode for path in tmp_path.iterdir()}
    assert modes["run.npz"] == modes["other"]


def test_a_link_stays_a_link_to_what_is_replaced(old, tmp_path_factory):
    link = tmp_path_factory.mktemp("links") / "link.npz"
    link.symlink_to(old)
    save_arrays(link, ARRAYS)
    assert link.is_symlink()
    assert read(old).keys() == ARRAYS.keys()


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "No space left on device"), OSError("no reason")]
)
def test_a_failure_leaves_the_old_file(old, monkeypatch, failure):
    def fail(file, arrays):
        file.write(b"half of")
        raise failure

    monkeypatch.setattr(data, "_write", fail)
    with pytest.raises(SaveError) as error:
        save_arrays(old, ARRAYS)
    assert str(error.value) == f"{old} cannot be written: {failure.strerror or failure}"
    assert_untouched(old)


def test_an_interruption_leaves_the_old_file(old, monkeypatch):
    def interrupt(file, arrays):
        file.write(b"half of")
        raise KeyboardInterrupt

    monkeypatch.setattr(data, "_write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_arrays(old, ARRAYS)
    assert_untouched(old)


def test_it_is_all_on_the_disk_before_it_takes_the_old_ones_place(old, monkeypatch):
    synced = []

    def sync(descriptor):
        synced.append(os.fstat(descriptor).st_size)
        assert old.read_bytes() == b"old"

    monkeypatch.setattr(data, "_write", lambda file, arrays: file.write(b"all of it"))
    monkeypatch.setattr(os, "fsync", sync)
    save_arrays(old, ARRAYS)
    assert synced == [len(b"all of it")]
    assert old.read_bytes() == b"all of it"


FULL = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from rnnsim.export.data import save_arrays
from rnnsim.export.writing import SaveError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    save_arrays(Path(sys.argv[1]), {"a": np.zeros(5), "b": np.zeros(100_000)})
except SaveError as error:
    print(error)
"""


def test_where_there_is_no_room_the_old_file_stays(old):
    pytest.importorskip("resource")
    command = [sys.executable, "-W", "error", "-c", FULL, str(old)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{old} cannot be written: ")
    assert_untouched(old)


def refusal(path):
    """Why `path` is refused, before a run and at its end alike."""
    with pytest.raises(SaveError) as before:
        require_writable(path)
    with pytest.raises(SaveError) as after:
        save_arrays(path, ARRAYS)
    assert str(before.value) == str(after.value)
    assert str(path) in str(before.value)
    return str(before.value)


def test_a_folder_is_refused(tmp_path):
    assert refusal(tmp_path).endswith("it is a folder")
    assert names_in(tmp_path) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path / "none" / "run.npz").endswith(os.strerror(errno.ENOENT))
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file" / "run.npz").endswith(os.strerror(errno.ENOTDIR))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_plain_file_is_refused_and_stays(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").endswith("it is not a plain file")
    assert refusal(tmp_path / "pipe").startswith(str(tmp_path))
    assert (tmp_path / "pipe").is_fifo()


def test_a_read_only_file_is_refused_and_stays(old, monkeypatch):
    # whoever runs the tests may be one who may write everything
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (old, os.W_OK))
    assert refusal(old).endswith("it is read-only")
    assert_untouched(old)


def test_a_folder_in_which_no_file_can_be_made_is_refused(old, monkeypatch):
    def fail(dir):  # noqa: A002 - so it is called
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(writing, "TemporaryFile", fail)
    assert refusal(old).endswith("Permission denied")
    assert_untouched(old)


def test_asking_whether_it_can_be_written_changes_nothing(old):
    require_writable(old)
    require_writable(old.with_name("new.npz"))
    assert_untouched(old)
