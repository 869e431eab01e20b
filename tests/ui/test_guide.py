"""The user guide in the help window: every page opens, every link leads somewhere."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow

from rnnsim.resources import guide_folder
from rnnsim.translation import speaking
from rnnsim.ui.app import make_application
from rnnsim.ui.help import HelpWindow, guide, open_help
from rnnsim.ui.theme import DARK, LIGHT, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LINK = re.compile(r"\]\(([^()\s]+)\)")
EACH_PAGE = pytest.mark.parametrize("page", guide.pages(), ids=lambda page: page.key)


@pytest.fixture
def window(qtbot):
    apply_theme(make_application(), DARK)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def shown(window):
    return open_help(window)


def entries(shown: HelpWindow):
    return [shown.contents.item(row) for row in range(shown.contents.count())]


def anchors(document):
    found, block = set(), document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            found |= set(pieces.fragment().charFormat().anchorNames())
            pieces += 1
        block = block.next()
    return found


@EACH_PAGE
def test_a_page_opens_and_shows_no_markup(shown, page):
    shown.show_topic(page.key)
    assert shown.shown == page.key
    assert shown.contents.currentItem().text() == page.title
    said = shown.page.toPlainText()
    assert said.startswith(page.title)
    assert not re.search(r"\*\*[^*\n]+\*\*|\]\(|<!--|!\[|&lt;|\ufffc|^##+ |^\|", said, re.MULTILINE)


@EACH_PAGE
def test_every_link_on_a_page_leads_to_a_page_and_a_heading_of_it(shown, page):
    for link in LINK.findall(re.sub(r"```.*?```", "", page.text, flags=re.DOTALL)):
        if link.startswith("https://"):
            continue
        name, heading = guide.target_of(link)
        shown.show_topic(page.key)
        shown.page.anchorClicked.emit(QUrl(link))
        if name == guide.VIEWS:
            assert not shown.shown.startswith(guide.PREFIX)
            continue
        assert shown.shown == (guide.key_of(name) if name else page.key)
        assert not heading or heading in anchors(shown.page.document()), link


def test_a_link_to_a_heading_scrolls_to_it(shown):
    shown.show_topic("guide:index")
    shown.page.anchorClicked.emit(QUrl("command-line.md#sweep"))
    assert shown.shown == "guide:command-line"
    assert shown.page.verticalScrollBar().value() > 0
    shown.show_topic("guide:lessons")
    assert shown.page.verticalScrollBar().value() == 0


def test_a_link_to_a_view_turns_to_its_topic(shown):
    shown.page.anchorClicked.emit(QUrl("views.md#gradient-norm"))
    assert shown.shown == "norm"
    shown.page.anchorClicked.emit(QUrl("views.md"))
    assert shown.shown == "canvas"


def test_a_link_to_the_web_is_for_the_browser(shown, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown.show_topic("guide:data-format")
    shown.page.anchorClicked.emit(QUrl("https://numpy.org/doc"))
    assert opened == ["https://numpy.org/doc"]
    assert shown.shown == "guide:data-format"


def test_pages_that_the_window_does_not_show_are_named_but_not_linked():
    start = guide.pages()[0]
    assert "architecture.md" in (guide_folder() / "index.md").read_text("utf-8")
    assert "Architecture" in start.text
    assert "architecture.md" not in start.text
    assert guide.target_of("architecture.md") is None
    assert guide.target_of("../README.md") is None
    assert guide.target_of("#the-keys") == ("", "the-keys")


def test_the_guide_stands_under_a_head_of_its_own_that_cannot_be_chosen(shown):
    heads = [item for item in entries(shown) if not item.flags() & Qt.ItemFlag.ItemIsSelectable]
    assert [head.text() for head in heads] == ["Help", "User guide"]
    titles = [item.text() for item in entries(shown)]
    listed = titles[titles.index("User guide") + 1 :]
    assert listed == [page.title for page in guide.pages()]
    shown.contents.setCurrentItem(heads[1])
    assert shown.shown == "start"


def test_in_other_languages_it_says_that_it_is_in_english(window):
    with speaking("tlh"):
        titles = [item.text() for item in entries(open_help(window))]
    assert "User guide (in English)" in titles


def test_a_search_finds_help_and_guide(shown, qtbot):
    qtbot.keyClicks(shown.search, "figure 6")
    assert [item.text() for item in entries(shown)] == [
        *("Help", "The cliff of a single unit"),
        *("User guide", "Conventions"),
    ]
    assert shown.shown == "cliff"
    qtbot.keyClick(shown.contents, Qt.Key.Key_Down)
    assert shown.shown == "guide:mathematics"
    assert shown.page.textCursor().selectedText() == "figure 6"


def test_colours_follow_the_theme(shown, qtbot):
    shown.show_topic("guide:command-line")

    def ground():
        """Of code: the text's colour, thin."""
        block = shown.page.document().begin()
        while block.blockFormat().background().style() == Qt.BrushStyle.NoBrush:
            block = block.next()
        return block.blockFormat().background().color().lightness()

    assert ground() > 180
    apply_theme(make_application(), LIGHT)
    qtbot.waitUntil(lambda: ground() < 80)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Gradient norm", "gradient-norm"),
        ("4 · Vanishing gradient", "n4-vanishing-gradient"),
        ("Eigenvalues of Wₕₕ", "eigenvalues-of-whh"),
        ("0–6 · Memory", "n06-memory"),
    ],
)
def test_headings_are_called_as_on_the_site(title, wanted):
    assert guide.slug(title) == wanted
