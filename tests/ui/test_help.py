"""The help is whole in every language, opens where one is, and finds words."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow

from rnnsim.model.view import CANVAS, PLOTS
from rnnsim.translation import speaking, use_language
from rnnsim.ui.actions import action
from rnnsim.ui.app import make_application
from rnnsim.ui.dialogs import plain_name
from rnnsim.ui.help import HelpWindow, mark, open_help, topic_of
from rnnsim.ui.help.topics import html_of, parse, topics
from rnnsim.ui.languages import LANGUAGES
from rnnsim.ui.theme import DARK, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OF_THE_WINDOW = {
    *("panel", "pass", "inspector", "verdict", "guide"),
    *("runs", "table", "lecture", "lessons"),
    *("sessions", "recovery", "sharing", "export", "figures", "animations", "data"),
}
IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def window(qtbot):
    apply_theme(make_application(), DARK)
    window = QMainWindow()
    qtbot.addWidget(window)
    action(window, "&Play the pass", lambda: None, keys=("Space",))
    action(window, "a < b && c", lambda: None, keys=("Ctrl+K",))
    action(window, "no key", lambda: None)
    window.show()
    return window


@IN_EVERY_LANGUAGE
def test_every_view_and_every_part_of_the_window_has_a_page(language):
    with speaking(language):
        keys = [topic.key for topic in topics()]
    assert {CANVAS.name, *PLOTS, "spectrum", "glossary", "start"} | OF_THE_WINDOW <= set(keys)
    assert len(keys) == len(set(keys))


@IN_EVERY_LANGUAGE
def test_the_pages_are_the_same_in_every_language(language):
    english = topics()
    with speaking(language):
        others = topics()
    assert [topic.key for topic in others] == [topic.key for topic in english]
    symbol = re.compile(r"[ρσγτηλφδ][₁ₜ′]?|∂L/∂[a-zA-Z]|Wₕₕ|Ctrl|F11|F5")
    for one, other in zip(english, others, strict=True):
        assert one.text.count("\n- ") == other.text.count("\n- "), one.key
        found = set(symbol.findall(other.text.replace("Strg", "Ctrl")))
        assert found == set(symbol.findall(one.text)), one.key


@IN_EVERY_LANGUAGE
def test_pages_hold_no_markup_that_is_not_understood(language):
    with speaking(language):
        pages = topics()
    for topic in pages:
        assert topic.text
        assert topic.title
        without = re.sub(r"</?(?:h2|p|ul|li|b|sub|sup)>", "", topic.html)
        assert not set("<>*#{}`") & set(re.sub(r"&[a-z]+;|&#x27;", "", without)), topic.key


def test_a_language_without_help_gets_the_english_one():
    english = topics()
    with speaking("tlh"):
        assert topics() == english
    with speaking("de_AT"):
        assert topics() != english


def test_a_file_is_read():
    text = "before\n# One {#one}\n\nfirst\n\n# Two {#two}\n\n- a < b\n- **c** & h_T\n"
    one, two = parse(text)
    assert (one.key, one.title, one.text) == ("one", "One", "first")
    assert two.html == (
        "<h2>Two</h2><ul><li>a &lt; b</li><li><b>c</b> &amp; h<sub>T</sub></li></ul>"
    )
    assert html_of("a\nb\n\nc") == "<p>a b</p><p>c</p>"


def test_it_opens_at_the_topic_of_what_has_the_focus(window, qtbot):
    field = QLineEdit(window)
    window.setCentralWidget(field)
    assert topic_of(field) == "start"
    mark(window, "panel")
    assert topic_of(field) == "panel"
    mark(field, "loss")
    assert topic_of(field) == "loss"
    assert topic_of(None) == "start"
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert open_help(window).shown == "loss"


def test_one_window_of_it_is_enough_and_it_blocks_nothing(window):
    first = open_help(window, "norm")
    second = open_help(window, "no such topic")
    assert first is second
    assert second.shown == "start"
    assert not first.isModal()
    assert len(window.findChildren(HelpWindow)) == 1


def test_the_shortcuts_are_those_of_the_window(window):
    said = open_help(window, "shortcuts").page.toPlainText()
    assert "Space" in said
    assert "Play the pass" in said
    assert "a < b & c" in said
    assert "no key" not in said


@pytest.mark.parametrize(
    ("text", "plain"),
    [("&Play", "Play"), ("播放(&P)", "播放"), ("Öffnen …", "Öffnen "), ("A && B", "A & B")],
)
def test_the_mark_of_a_menu_key_is_not_part_of_a_name(text, plain):
    assert plain_name(text) == plain


def test_a_search_lists_the_pages_and_marks_the_place(window, qtbot):
    shown = open_help(window, "canvas")
    everything = shown.contents.count()
    qtbot.keyClicks(shown.search, "KLINGON")
    assert shown.contents.count() == 0
    shown.search.clear()
    assert shown.contents.count() == everything
    qtbot.keyClicks(shown.search, "clipped takes BOUNDED")
    assert shown.contents.count() == 0
    shown.search.clear()
    qtbot.keyClicks(shown.search, "takes BOUNDED steps")
    assert [shown.contents.item(i).text() for i in range(shown.contents.count())] == [
        *("Help", "The cliff of a single unit")
    ]
    assert shown.shown == "cliff"
    assert shown.page.textCursor().selectedText() == "takes bounded steps"


def test_arrows_turn_the_pages(window, qtbot):
    shown = open_help(window, "canvas")
    qtbot.keyClick(shown.contents, Qt.Key.Key_Down)
    assert shown.shown == "gradient"
    assert "logarithmic" in shown.page.toPlainText()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


@IN_EVERY_LANGUAGE
def test_no_topic_is_cut_without_saying_it_whole(window, language):
    use_language(language)
    shown = open_help(window)
    for row in range(shown.contents.count()):
        item = shown.contents.item(row)
        assert item.toolTip()
    for part in (shown.search, shown.contents, shown.page):
        assert part.accessibleName()
        assert part.toolTip()
        assert part.whatsThis()
