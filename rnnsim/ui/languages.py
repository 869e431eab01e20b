"""Which language the window speaks: the system's, or one chosen by hand and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from rnnsim.translation import ENGLISH, speaking, tr, use_language

KEY = "language"
SYSTEM = "system"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {ENGLISH: "English", "de": "Deutsch", "zh_CN": "简体中文"}
)
"""The languages there are, each by its own name."""

SIMPLIFIED = ("zh_CN", "zh_Hans", "zh_SG")
"""Beginnings of the names that systems have for Chinese in simplified characters."""

_translators: list[QTranslator] = []


def chosen_language() -> str:
    """`SYSTEM`, or one of `LANGUAGES`."""
    stored = str(QSettings().value(KEY, SYSTEM))
    return stored if stored in LANGUAGES else SYSTEM


def spoken_language() -> str:
    """The one of `LANGUAGES` that is chosen, or comes nearest to the system's."""
    chosen = chosen_language()
    return nearest(QLocale.system().uiLanguages()) if chosen == SYSTEM else chosen


def nearest(wanted: Iterable[str]) -> str:
    """The first language that there is among those `wanted`, such as ``de-AT``; else English."""
    for name in wanted:
        name = name.replace("-", "_")
        if name.startswith(SIMPLIFIED):
            return "zh_CN"
        if (language := name.partition("_")[0]) in LANGUAGES:
            return language
    return ENGLISH


def load_language(app: QApplication) -> None:
    """Speak the language, in Qt's own dialogs and menus too; before any widget is made."""
    language = spoken_language()
    use_language(language)
    for translator in _translators:
        app.removeTranslator(translator)
    _translators.clear()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if language != ENGLISH and translator.load(f"qtbase_{language}", folder):
        QCoreApplication.installTranslator(translator)
        _translators.append(translator)


def language_menu(window: QWidget) -> QMenu:
    """A menu of the languages, for the menu “View”."""
    menu, choices = QMenu(tr("&Language"), window), QActionGroup(window)
    for name, title in ((SYSTEM, tr("As the system")), *LANGUAGES.items()):
        made = menu.addAction(title, partial(_choose, window, name))
        made.setCheckable(True)
        made.setData(name)
        made.setChecked(name == chosen_language())
        choices.addAction(made)
    return menu


def _choose(window: QWidget, name: str) -> None:
    """Remember it, and say, in the language chosen, from when on it is spoken."""
    if name == chosen_language():
        return
    QSettings().setValue(KEY, name)
    with speaking(spoken_language()):
        title, text = tr("Language"), tr("The language is changed when rnnsim is started again.")
    box = QMessageBox(QMessageBox.Icon.Information, title, text, parent=window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.open()
