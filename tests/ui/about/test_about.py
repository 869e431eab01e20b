"""The About window says what this is, with which versions, and shows every licence in full."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMainWindow

from rnnsim import __version__, versions
from rnnsim.translation import speaking
from rnnsim.ui.about import AboutDialog, open_about
from rnnsim.ui.about import dialog as about_dialog
from rnnsim.ui.about import licences as about_licences
from rnnsim.ui.about.licences import licences
from rnnsim.ui.about.mark import SIDES, window_icon
from rnnsim.ui.app import make_application
from rnnsim.ui.theme import DARK, LIGHT, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOTICE = "# Work of others\n\nSee [Qt](https://www.qt.io) and <b>this</b>.\n"


@pytest.fixture
def window(qtbot):
    apply_theme(make_application(), DARK)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def packaged(monkeypatch, tmp_path):
    """Texts as a package brings them."""
    texts = {
        "THIRD-PARTY.md": NOTICE,
        "GPL-3.0.txt": "general",
        "LGPL-3.0.txt": "lesser <i>general</i>",
        "rnnsim-LICENSE.txt": "MIT",
        "a-LICENSE.md": "of a",
        "bill-of-materials.json": "{}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(
        about_licences, "resource_paths", lambda _, suffix: sorted(tmp_path.glob(f"*{suffix}"))
    )
    return tmp_path


def names(dialog):
    contents = dialog.licences.contents
    return [contents.item(row).text() for row in range(contents.count())]


def test_it_says_what_this_is_and_its_version(window):
    said = [label.text() for label in open_about(window).findChildren(QLabel)]
    assert f"rnnsim {__version__}" in said
    assert any(text.startswith("How gradients travel back") for text in said)


def test_the_versions_are_shown_and_can_be_copied(window, qtbot):
    dialog = open_about(window)
    shown = dialog.versions.toPlainText()
    for name, version in versions.versions():
        assert name in shown
        assert version in shown
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == versions.report()


def test_a_package_shows_the_texts_it_brings_its_notice_first(packaged, window):
    dialog = open_about(window)
    assert names(dialog) == ["Work of others", "rnnsim-LICENSE", "LGPL-3.0", "GPL-3.0", "a-LICENSE"]
    text, contents = dialog.licences.text, dialog.licences.contents
    assert text.toPlainText() == "Work of others\nSee Qt and <b>this</b>."
    assert 'href="https://www.qt.io"' in text.toHtml()
    contents.setCurrentRow(2)
    assert text.toPlainText() == "lesser <i>general</i>"
    assert "href" not in text.toHtml()


def test_a_text_that_has_vanished_is_told(packaged):
    listed = licences()
    (packaged / "GPL-3.0.txt").unlink()
    assert "No such file" in next(each for each in listed if each.name == "GPL-3.0").text


def test_without_a_package_the_texts_of_what_is_installed_are_shown():
    texts = {each.name: each.text for each in licences()}
    assert "MIT License" in texts["rnnsim-LICENSE"]
    assert "Open Font License" in texts["rnnsim-resources-fonts-OFL"].title()
    assert "numpy-LICENSE" in texts
    assert all(texts.values())


def test_where_there_is_no_text_it_says_so(window, monkeypatch):
    monkeypatch.setattr("rnnsim.ui.about.licence_page.licences", list)
    dialog = open_about(window)
    assert names(dialog) == []
    assert "are not here" in dialog.licences.text.toPlainText()


@pytest.mark.parametrize(("frozen", "place"), [(True, "_internal"), (False, "run by Python")])
def test_it_says_how_to_replace_qt(window, monkeypatch, frozen, place):
    monkeypatch.setattr(about_dialog, "is_packaged", lambda: frozen)
    said = open_about(window).replacing.toPlainText()
    assert "Lesser General Public License" in said
    assert place in said


def test_keys_go_through_its_pages_and_close_it(packaged, window, qtbot):
    dialog = open_about(window)
    qtbot.waitUntil(dialog.tabs.hasFocus)
    qtbot.keyClick(dialog.tabs, Qt.Key.Key_Right)
    assert dialog.licences.isVisible()
    qtbot.keyClick(dialog.tabs, Qt.Key.Key_Tab)
    assert dialog.licences.contents.hasFocus()
    qtbot.keyClick(dialog.licences.contents, Qt.Key.Key_Down)
    assert dialog.licences.text.toPlainText() == "MIT"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(AboutDialog))


def test_one_window_of_it_is_enough_and_it_blocks_nothing(window):
    first = open_about(window)
    assert open_about(window) is first
    assert not first.isModal()
    first.close()
    second = open_about(window)
    assert second is not first
    assert second.isVisible()


def test_it_follows_the_theme(packaged, window, qtbot):
    dialog = open_about(window)
    link = DARK.color("accent").name()
    assert link in dialog.licences.text.toHtml()
    apply_theme(QGuiApplication.instance(), LIGHT)
    qtbot.waitUntil(lambda: link not in dialog.licences.text.toHtml())
    assert LIGHT.color("accent").name() in dialog.licences.text.toHtml()


def test_names_of_licences_stay_in_every_language(packaged, window):
    with speaking("de"):
        dialog = open_about(window)
        assert dialog.windowTitle() == "Über rnnsim"
        assert names(dialog)[1:] == ["rnnsim-LICENSE", "LGPL-3.0", "GPL-3.0", "a-LICENSE"]


def test_the_icon_on_the_desktop_is_drawn_at_every_size(qapp):
    icon = window_icon()
    for side in SIDES:
        image = icon.pixmap(side, side).toImage()
        assert image.width() == side
        assert image.pixelColor(0, 0).alpha() == 0
        assert any(image.pixelColor(i, i).alpha() == 255 for i in range(side))
