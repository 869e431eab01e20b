"""Every binary that is shipped is of a project whose licence is known."""

import json

import pytest

SHIPPED = {
    "rnnsim": "rnnsim",
    "_internal/libpython3.11.so.1.0": "Python",
    "_internal/python3.13/lib-dynload/_json.cpython-313-x86_64-linux-gnu.so": "Python",
    "_internal/PySide6/Qt/lib/libQt6Gui.so.6": "Qt",
    "_internal/PySide6/Qt/lib/libicudata.so.73": "ICU",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so": "Qt",
    "_internal/PySide6/QtGui.abi3.so": "PySide6 and Shiboken",
    "_internal/shiboken6/libshiboken6.abi3.so.6.10": "PySide6 and Shiboken",
    "_internal/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so": "NumPy",
    "_internal/numpy.libs/libscipy_openblas64_-32a4b2a6.so": "OpenBLAS, with LAPACK",
    "_internal/numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0": "GCC runtime libraries",
    "_internal/numpy.libs/libquadmath-96973f99-934c22de.so.0.0.0": "libquadmath",
    "_internal/pillow.libs/libxcb-9065bb12.so.1.1.0": "libXau, libxcb",
    "_internal/libxcb-cursor.so.0": "XCB utilities",
    "_internal\\PySide6\\MSVCP140.dll": "Microsoft Visual C++ runtime",
    "_internal\\_socket.pyd": "Python",
}


@pytest.fixture
def materials(script):
    return script("materials")


@pytest.mark.parametrize(("name", "project"), SHIPPED.items())
def test_each_binary_has_its_project(materials, name, project):
    assert materials.owner(name, materials.projects()).name == project


@pytest.mark.parametrize(
    "name",
    [
        "_internal/libreadline.so.8",
        "_internal/libgtk-3.so.0",
        "_internal/PySide6/Qt/lib/libavcodec.so.61",
        "_internal/somebody.libs/libelse.so",
        "_internal/somebody/module.pyd",
    ],
)
def test_a_binary_of_nobody_ends_the_build(materials, name):
    with pytest.raises(materials.UnlistedError, match=name.rsplit("/", 1)[-1].replace("+", r"\+")):
        materials.owned([*SHIPPED, name], materials.projects())


def test_binaries_are_told_by_how_they_begin(materials, tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "no-suffix").write_bytes(b"\x7fELF and more")
    (tmp_path / "text.so").write_text("no binary")
    (tmp_path / "link").symlink_to("inner/no-suffix")
    assert materials.binaries_in(tmp_path) == ["inner/no-suffix"]


def test_the_texts_of_every_project_are_there(materials):
    for project in materials.projects():
        kept = [text for text in project.texts if not text.startswith("dist ")]
        assert all((materials.TEXTS / text).is_file() for text in kept), project.name
        assert project.texts or "Microsoft" in project.name


def test_notice_and_bill_tell_what_is_shipped_and_nothing_else(materials, monkeypatch, tmp_path):
    monkeypatch.setattr(materials.metadata, "version", lambda name: "9.8.7")
    library = tmp_path / "libQt6Core.so.6"
    library.write_bytes(b"\x7fELF")
    qt, icu, own = (
        materials.Project(
            name, f"https://{name}", version, "MIT", ("libffi.txt",), (files,), always=a
        )
        for name, version, files, a in (
            ("Qt", "dist qt", "PySide6/Qt/lib/libQt6*", False),
            ("ICU", "file", "libicu*", False),
            ("own", "1", "own", True),
        )
    )
    target = tmp_path / "licences"
    materials.write(target, {"PySide6/Qt/lib/libQt6Core.so.6": library}, (qt, icu, own))
    notice = (target / materials.NOTICE).read_text(encoding="utf-8")
    assert "## Qt 9.8.7" in notice
    assert "## own 1" in notice
    assert "## ICU" not in notice
    assert "{" not in notice
    bill = json.loads((target / materials.BILL).read_text(encoding="utf-8"))
    assert [part["name"] for part in bill["components"]] == ["Qt", "own"]
    (file,) = bill["components"][0]["components"]
    assert file["name"] == "PySide6/Qt/lib/libQt6Core.so.6"
    assert len(file["hashes"][0]["content"]) == 64
