"""The .deb's dependencies and manual page, and the archive."""

import argparse
import lzma
import os
import tarfile
import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer


@pytest.fixture
def dependencies(script):
    return script("dependencies")


def test_what_is_not_shipped_is_depended_on(dependencies):
    wanted = {
        "lib/libQt6Gui.so.6": ["libQt6Core.so.6", "libX11.so.6", "libc.so.6"],
        "lib/libQt6Core.so.6": ["libc.so.6", "libz.so.1"],
        "lib/libQt6WaylandClient.so.6": ["libwayland-client.so.0", "libX11.so.6"],
    }
    needed, recommended = dependencies.dependencies(wanted, dependencies.packages())
    assert needed == ["libc6", "libx11-6", "zlib1g"]
    assert recommended == ["libwayland-client0"]


def test_renamed_packages_are_taken_by_either_name(dependencies):
    assert dependencies.packages()["libglib-2.0.so.0"] == "libglib2.0-0t64 | libglib2.0-0"


def test_a_library_of_no_known_package_ends_the_build(dependencies):
    with pytest.raises(dependencies.UnknownLibraryError, match=r"libnew\.so\.1.*some"):
        dependencies.dependencies({"some": ["libnew.so.1"]}, {})


def test_the_manual_names_every_command_and_option(script):
    from rnnsim.cli.commands import COMMANDS, _parser

    page = script("manual").manual(_parser(), "2026-11-29")
    assert page.startswith('.TH RNNSIM 1 "2026-11-29"')
    for name in COMMANDS:
        dashed = name.replace("-", "\\-")
        assert f'.SS "rnnsim {dashed}' in page
    assert "\\fB\\-\\-theme\\fR" in page
    assert "%(" not in page


def test_nothing_in_a_text_is_a_command_of_the_manual(script):
    parser = argparse.ArgumentParser("rnnsim", description=".evil\n'quote\n\\fBbold")
    page = script("manual").manual(parser, "2026-11-29")
    assert "\\&.evil" in page
    assert "\\&'quote" in page
    assert "\\efBbold" in page


def test_an_archive_is_the_same_whenever_it_is_made(script, tmp_path):
    archive = script("archive")
    made = []
    for turn in range(2):
        folder = tmp_path / str(turn) / "rnnsim"
        folder.mkdir(parents=True)
        for name in ("a", "b") if turn else ("b", "a"):
            (folder / name).write_text(name)
            os.utime(folder / name, (turn, turn))
        (folder / "a").chmod(0o700)
        (folder / "link").symlink_to("a")
        archive.compress(folder, tmp_path / f"{turn}.tar.xz", 1_000_000_000, dictionary=1 << 16)
        made.append((tmp_path / f"{turn}.tar.xz").read_bytes())
    assert made[0] == made[1]
    with lzma.open(tmp_path / "0.tar.xz") as stream, tarfile.open(fileobj=stream) as tar:
        members = {member.name: member for member in tar}
    assert list(members) == ["rnnsim", "rnnsim/a", "rnnsim/b", "rnnsim/link"]
    assert members["rnnsim/a"].mode == 0o755
    assert members["rnnsim/b"].mtime == 1_000_000_000
    assert members["rnnsim/link"].issym()


def test_nothing_is_left_to_fill_in(script):
    deb = script("deb")
    for name in ("rnnsim.desktop", "metainfo.xml", "mime.xml"):
        text = deb.filled(deb.HERE / name, "2026-11-29")
        assert "@" not in text
        if name.endswith(".xml"):
            ElementTree.fromstring(text)


@pytest.mark.parametrize("name", ["rnnsim", "rnnsim-document"])
def test_icons_can_be_seen_at_every_size(script, qapp, name):
    icons = script("icons")
    renderer = QSvgRenderer(str(icons.SOURCES / f"{name}.svg"))
    assert renderer.isValid()
    for size in (16, 64):
        image = icons._image(renderer, size)
        colors = {image.pixel(x, size // 2) for x in range(size)}
        assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
        assert len(colors) > 6
        assert image.pixelColor(0, 0).alpha() < 255


def test_the_version_resource_is_what_pyinstaller_reads(script):
    resource = script("version_resource")
    assert resource.numbers("1.2.3") == (1, 2, 3, 0)
    assert "StringStruct('ProductVersion', '1.2.3')" in resource.text("1.2.3")
    compile(resource.text(), "version", "eval")
