"""The window speaks the system's language or the one chosen; long texts do not break it."""

import gettext
import html
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QRect, QSettings, Qt
from PySide6.QtGui import QFontInfo, QRawFont
from PySide6.QtGui import Qt as TextQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QMainWindow,
    QMessageBox,
    QSlider,
    QToolButton,
    QWidget,
)

from rnnsim import translation
from rnnsim.model.lesson import lessons
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.view import PLOTS
from rnnsim.resources import resources_folder
from rnnsim.translation import speaking, tr, use_language
from rnnsim.ui import languages
from rnnsim.ui.about import open_about
from rnnsim.ui.app import make_application
from rnnsim.ui.box import Box
from rnnsim.ui.help import open_help
from rnnsim.ui.labels import ElidedButton, ElidedLabel
from rnnsim.ui.languages import (
    KEY,
    LANGUAGES,
    SYSTEM,
    chosen_language,
    language_menu,
    load_language,
    nearest,
)
from rnnsim.ui.panel import Panel, words
from rnnsim.ui.panel.segments import Segment
from rnnsim.ui.plate import Button
from rnnsim.ui.theme import (
    DARK,
    FAMILY,
    HAN_FAMILY,
    SIGNS_FAMILY,
    apply_theme,
    font,
    set_type_scale,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def app():
    return make_application()


@pytest.fixture
def window(app, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["de-DE", "en-US"], "de"),
        (["de_AT"], "de"),
        (["fr-FR", "de"], "de"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh_SG"], "zh_CN"),
        (["zh-TW"], "en"),
        (["C"], "en"),
        (["den"], "en"),
        ([], "en"),
    ],
)
def test_the_nearest_language_is_spoken(wanted, found):
    assert nearest(wanted) == found


@pytest.mark.parametrize("junk", ["", "tlh", 7])
def test_a_language_that_is_none_counts_as_the_system_s(app, junk):
    QSettings().setValue(KEY, junk)
    assert chosen_language() == SYSTEM


def test_qt_s_own_words_are_translated_too(app):
    QSettings().setValue(KEY, "de")
    load_language(app)
    assert tr("spectral radius") == "Spektralradius"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    QSettings().setValue(KEY, "en")
    load_language(app)
    assert tr("spectral radius") == "spectral radius"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_a_choice_is_remembered_and_says_from_when_on(window):
    menu = language_menu(window)
    choices = {each.data(): each for each in menu.actions()}
    assert list(choices) == [SYSTEM, *LANGUAGES]
    assert [name for name, each in choices.items() if each.isChecked()] == [SYSTEM]
    choices["de"].trigger()
    assert chosen_language() == "de"
    assert choices["de"].isChecked()
    said = window.findChild(QMessageBox)
    assert said.text() == "Die Sprache wechselt, sobald rnnsim neu gestartet wird."
    assert tr("Language") == "Language", "not before"
    said.close()
    choices["de"].trigger()
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_of_the_shipped_texts_has_a_glyph(app, language):
    shipped = (FAMILY, SIGNS_FAMILY, HAN_FAMILY)
    fonts = [_raw(name) for name in shipped]
    assert tuple(each.familyName() for each in fonts) == shipped
    folder = resources_folder()
    paths = [*folder.glob(f"help/{language}/*.md"), *folder.glob(f"translations/{language}/*/*.po")]
    used = {each for path in paths for each in path.read_text("utf-8")} | set(
        "".join(LANGUAGES.values())
    )
    used = {each for each in used if each.isprintable() and each != " "}
    without = {each for each in used if not any(one.supportsCharacter(ord(each)) for one in fonts)}
    assert not without, "type: make fonts SOURCE=…"


def test_the_subset_is_small():
    assert (resources_folder() / "fonts" / "Han-Regular.otf").stat().st_size < 400_000
    assert "SIL OPEN FONT LICENSE" in (resources_folder() / "fonts" / "OFL-Han.txt").read_text()


def test_latin_letters_stay_inter_s(app):
    assert QFontInfo(font(13.0)).family() == FAMILY


def _raw(family):
    wanted = font(20.0)
    wanted.setFamilies([family])
    return QRawFont.fromFont(wanted)


# Long texts


class Long(gettext.NullTranslations):
    """Texts twice as long, with marks that turn the direction of writing, and with markup."""

    def gettext(self, message):
        return f"\u200f<b>{message} \u202b{message.replace('&', '')}\u202c"


LONG = "long"
"""The name of the language of long texts."""


@pytest.fixture
def long_texts(monkeypatch):
    """Make long texts the language that is chosen, so that whole windows speak it."""
    shipped = gettext.translation

    def catalogue(domain, folder, names, **more):
        return Long() if names == [LONG] else shipped(domain, folder, names, **more)

    monkeypatch.setattr(gettext, "translation", catalogue)
    monkeypatch.setattr(languages, "spoken_language", lambda: LONG)
    use_language(LONG)


def shown(root, kind):
    return [each for each in root.findChildren(kind) if each.isVisible()]


GIVE_WAY = (ElidedLabel, ElidedButton, Button, Box, Segment)
"""What ends in “…” where it has no room, and does not cut a letter in two."""


def text_of(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def need(widget):
    """Pixels of width without which a text has not its whole room."""
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) + 24
    return widget.sizeHint().width()


def told(widget, text):
    """Whether a text can be read in whole in a tooltip, be it with another first letter."""
    tips = [each.toolTip() for each in (widget, widget.parentWidget()) if each is not None]
    read = " ".join(html.unescape(re.sub("<[^>]*>", "", each)) for each in tips)
    return text.replace("ₕ", "h").casefold() in read.replace("ₕ", "h").casefold()


def cut_short(root):
    """Texts that have less room than they need, and do not end in “…” with a tooltip."""
    kinds = (QLabel, QAbstractButton, QComboBox)
    texts = [each for kind in kinds for each in shown(root, kind) if text_of(each)]
    wrapped = [each for each in texts if isinstance(each, QLabel) and each.wordWrap()]
    tight = [
        each
        for each in texts
        if each not in wrapped and not _is_picture(each) and each.width() < need(each)
    ]
    low = [each for each in wrapped if each.height() < _least_height(each)]
    gives = [each for each in tight if isinstance(each, GIVE_WAY) and told(each, text_of(each))]
    return [text_of(each) for each in (*tight, *low) if each not in gives]


def _is_picture(widget):
    only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and (
        widget.toolButtonStyle() == only and not widget.icon().isNull()
    )


def _least_height(label):
    """Pixels that the lines take; the leading under the last of them may have no room."""
    return 0.65 * label.heightForWidth(label.width())


def overlapping(root):
    """Pairs of controls beside each other that lie over each other."""
    found = []
    kinds = (QLabel, QAbstractButton, QComboBox, QSlider)
    for parent in [root, *shown(root, QWidget)]:
        parts = [
            each
            for each in parent.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if each.isVisible() and isinstance(each, kinds)
        ]
        for i, one in enumerate(parts):
            for other in parts[i + 1 :]:
                common: QRect = one.geometry() & other.geometry()
                if common.width() > 1 and common.height() > 1:
                    found.append((one.accessibleName(), other.accessibleName()))
    return found


def taken_for_markup(root):
    """Texts and tooltips with ``<b>`` in them that would be taken for markup."""
    auto = Qt.TextFormat.AutoText
    labels = [
        each.text()
        for each in root.findChildren(QLabel)
        if (each.textFormat() == auto and TextQt.mightBeRichText(each.text()))
        or (each.textFormat() == Qt.TextFormat.RichText and "<b>" in each.text())
    ]
    tips = [each.toolTip() for each in root.findChildren(QWidget)]
    marked = [each for each in tips if "<b>" in each and not each.startswith("<table")]
    return [*labels, *marked]


def whole(root):
    """Assert that all texts of a window are whole, apart, and texts."""
    for _ in range(3):  # what gives way may ask for being laid out anew
        QCoreApplication.processEvents()
    assert cut_short(root) == []
    assert overlapping(root) == []
    assert taken_for_markup(root) == []


def settled(window):
    window.resize(1280, 720)
    for _ in range(3):
        QCoreApplication.processEvents()
    assert (window.width(), window.height()) == (1280, 720)
    layout = window.centralWidget().minimumSizeHint()
    assert layout.width() <= 1280
    assert layout.height() <= 720
    return window


LONGEST = max(lessons().values(), key=lambda lesson: len(lesson.scenes))
EVERY = ("de", "zh_CN", LONG)


@pytest.fixture
def speak(long_texts, monkeypatch):
    """Choose a language for the windows that are opened."""
    return lambda name: monkeypatch.setattr(languages, "spoken_language", lambda: name)


@pytest.mark.parametrize("language", EVERY)
def test_the_whole_window_and_every_scene_of_the_guide_have_room(speak, open_window, language):
    speak(language)
    window = settled(open_window(LONGEST))
    assert translation.language() == language
    for number in range(len(LONGEST.scenes)):
        assert window.tour.index == number
        whole(window)
        window.tour.next()
    window.side_docks["inspector"].raise_()
    whole(window)
    assert window.canvas_card.aside == tr(LONGEST.claim) != LONGEST.claim
    settled(window)


@pytest.mark.parametrize("language", EVERY)
def test_a_lecture_on_a_small_projector_has_room(speak, open_window, language):
    speak(language)
    window = open_window(LONGEST)
    window.lecture.enter()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1024, 768)
    text = window.lecture.caption.text
    for number in range(len(LONGEST.scenes)):
        assert window.tour.index == number
        whole(window)
        assert (window.width(), window.height()) == (1024, 768)
        if language != LONG:
            assert text.heightForWidth(text.width()) <= text.height()
        window.tour.next()
    window.lecture.leave()


@pytest.mark.parametrize("language", EVERY)
def test_menus_help_and_lesson_editor_have_room(speak, open_window, language):
    speak(language)
    window = settled(open_window(LONGEST))
    bar = window.menuBar()
    last = bar.actions()[-1]
    assert bar.actionGeometry(last).right() < bar.width()
    shown_help = open_help(window)
    window.lesson_desk.edit()
    editor = window.lesson_desk.editor
    for each in (shown_help, editor):
        whole(each)
        assert each.width() <= 1280
        assert each.height() <= 720
        each.setWindowModified(False)
        each.close()


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_long_texts_fit_into_the_panel(long_texts, open_window, cell):
    window = open_window("vanishing", cell=cell)
    window.resize(1280, 720)
    QCoreApplication.processEvents()
    assert "<b>spectral radius" in words.label(window.panel.fields["spectral_radius"].row)
    assert cut_short(window.panel) == []
    assert overlapping(window.panel) == []
    assert taken_for_markup(window.panel) == []
    assert window.panel.column.width() <= window.panel.viewport().width()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("steps", [0, 3])
def test_the_panel_is_whole_in_every_language(app, open_window, language, steps):
    QSettings().setValue(KEY, language)
    window = open_window("vanishing")
    assert translation.language() == language
    window.resize(1280, 720)
    set_type_scale(1.0 + 0.1 * steps)
    apply_theme(app, DARK)
    QCoreApplication.processEvents()
    assert cut_short(window.panel) == []
    assert overlapping(window.panel) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_a_panel_that_grows_with_its_type_cuts_nothing(app, qtbot, language, scale, cell):
    use_language(language)
    set_type_scale(scale)
    apply_theme(app, DARK)
    panel = Panel(lambda key, value: None, DARK)
    qtbot.addWidget(panel)
    panel.show_settings(replace(Settings(), cell=cell))
    panel.resize(round(310 * scale), round(620 * scale))
    panel.show()
    QCoreApplication.processEvents()
    cut = [each.text() for each in shown(panel, QLabel) if "…" in each.text()]
    cut += [each.text() for each in shown(panel, QAbstractButton) if _need(each) > each.width()]
    cut += [each.currentText() for each in shown(panel, QComboBox) if _need(each) > each.width()]
    assert cut == []


def _need(widget):
    """Pixels that a control's text takes."""
    text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
    return widget.fontMetrics().horizontalAdvance(text)


def test_a_refusal_is_said_in_the_user_s_language(app):
    error = SettingError("seed", 1.5, translation.Phrase("one of {values}", values="a, b"))
    with speaking("de"):
        assert words.refusal(error) == "erlaubt: eines von a, b"
    assert words.refusal(error) == "give one of a, b"


def test_dialogs_take_no_text_for_markup(long_texts, window, qtbot):
    window.show()
    about = open_about(window)
    texts = [label for label in about.findChildren(QLabel) if "<b>How gradients" in label.text()]
    assert [label.textFormat() for label in texts] == [Qt.TextFormat.PlainText]
    assert about.minimumSizeHint().width() < 1280
    about.close()


def test_titles_of_the_views_can_be_said_in_every_language():
    for view in PLOTS.values():
        with speaking("zh_CN"):
            assert tr(view.title) != view.title
