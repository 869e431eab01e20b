"""The help window: a list of topics and of the guide's pages, a search, and the page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from rnnsim.model.view import CANVAS
from rnnsim.translation import ENGLISH, language, tr
from rnnsim.ui import tips
from rnnsim.ui.dialogs import keys_of
from rnnsim.ui.help import guide
from rnnsim.ui.help.place import START, topic_of
from rnnsim.ui.help.topics import Topic, topics
from rnnsim.ui.help.typesetting import LEADING, typeset
from rnnsim.ui.theme import BASE_PIXELS, type_scale

SHORTCUTS = "shortcuts"
SIZE = (900, 640)
LIST_WIDTH = 240
"""Pixels at a type scale of 1."""

MARGIN = 14
"""Pixels round the page, likewise."""

TEXT = 1.1
"""Size of the page's type, in that of the window."""


class HelpWindow(QDialog):
    """Stands beside the window and does not block it.

    Parameters
    ----------
    window : QWidget
        Whose actions are listed as shortcuts.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._topics = {topic.key: topic for topic in topics()}
        self._guide = {page.key: page for page in guide.pages()}
        self._shown = START
        self.setWindowTitle(tr("Help"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        _explain(self.search, tr("Search"), tr("Lists the pages that hold these words."))
        self.search.textChanged.connect(self._search)
        self.contents = QListWidget()
        _explain(self.contents, tr("Topics"), tr("The pages of the help; arrows choose one."))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(self._chosen)
        self.page = QTextBrowser()
        _explain(self.page, tr("Page"), tr("The page chosen; arrows scroll it."))
        self.page.setOpenLinks(False)  # Qt would look for files
        self.page.anchorClicked.connect(self._follow)
        self._lay_out()
        self._list(self._titles())

    def show_topic(self, key: str) -> None:
        """Turn to a page; one that does not exist is the first."""
        self.search.clear()
        key = key if key in self._titles() else START
        for row in range(self.contents.count()):
            if self._key_at(row) == key:
                self.contents.setCurrentRow(row)
        self._show(key)

    @property
    def shown(self) -> str:
        """The key of the page that is open."""
        return self._shown

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # the page's sizes and colours are written into it
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._size_list()
            self._show(self._shown)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.contents, 1)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.page, 1)
        self._size_list()
        self.resize(*(round(side * type_scale()) for side in SIZE))

    def _size_list(self) -> None:
        width = round(LIST_WIDTH * type_scale())
        self.contents.setFixedWidth(width)
        self.search.setFixedWidth(width)

    def _titles(self) -> dict[str, str]:
        return {**self._titles_of_help(), **self._titles_of_guide()}

    def _titles_of_help(self) -> dict[str, str]:
        titles = {key: topic.title for key, topic in self._topics.items()}
        return {**titles, SHORTCUTS: tr("Shortcuts")}

    def _titles_of_guide(self) -> dict[str, str]:
        return {key: page.title for key, page in self._guide.items()}

    def _list(self, keys: Iterable[str]) -> None:
        """List these pages, those of the help and of the guide under a head each."""
        wanted = set(keys)
        self.contents.clear()
        english = language() == ENGLISH
        heads = tr("Help"), tr("User guide") if english else tr("User guide (in English)")
        for head, titles in zip(
            heads, (self._titles_of_help(), self._titles_of_guide()), strict=True
        ):
            if wanted & titles.keys():
                self._add_head(head)
            for key, title in titles.items():
                if key in wanted:
                    self._add(title).setData(Qt.ItemDataRole.UserRole, key)

    def _add(self, title: str) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setToolTip(escape(title))
        self.contents.addItem(item)
        return item

    def _add_head(self, title: str) -> None:
        """What stands above pages and cannot be chosen."""
        item = self._add(title)
        font = item.font()
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _key_at(self, row: int) -> str | None:
        """The key of the page in a row; None of a head."""
        key = self.contents.item(row).data(Qt.ItemDataRole.UserRole)
        return None if key is None else str(key)

    def _search(self, wanted: str) -> None:
        """List the pages that hold it, open the first, and mark the place."""
        wanted = wanted.strip()
        keys = [key for key in self._titles() if self._holds(key, wanted)]
        self._list(keys)
        if wanted and keys:
            self.contents.setCurrentRow(1)  # below the head
            self._find(wanted)

    def _holds(self, key: str, wanted: str) -> bool:
        page = self._guide.get(key) or self._topic(key)
        return page.holds(wanted)

    def _find(self, wanted: str) -> None:
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.page.find(wanted)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(Qt.ItemDataRole.UserRole) is not None:
            self._show(item.data(Qt.ItemDataRole.UserRole))
            if wanted := self.search.text().strip():
                self._find(wanted)

    def _topic(self, key: str) -> Topic:
        if key != SHORTCUTS:
            return self._topics[key]
        rows = [f"{keys}  {name}" for keys, name in keys_of(self._window)]
        return Topic(SHORTCUTS, tr("Shortcuts"), "\n".join(rows))

    def _show(self, key: str) -> None:
        self._shown = key
        self.page.setDocument(self._document(key))  # its own last one is deleted with that
        self.page.verticalScrollBar().setValue(0)

    def _document(self, key: str) -> QTextDocument:
        """A page as it is shown."""
        document = QTextDocument(self.page)
        document.setDocumentMargin(MARGIN * type_scale())
        document.setDefaultFont(self.page.font())
        if key in self._guide:
            pixels = TEXT * BASE_PIXELS * type_scale()
            typeset(document, self._guide[key].text, pixels, self.palette())
            return document
        document.setDefaultStyleSheet(self._style())
        document.setHtml(self._shortcuts() if key == SHORTCUTS else self._topic(key).html)
        return document

    def _follow(self, url: QUrl) -> None:
        """Turn to what a link leads to; the web is for the browser."""
        target = guide.target_of(url.toString())
        if target is None:
            QDesktopServices.openUrl(url)
            return
        name, heading = target
        if name == guide.VIEWS:
            self.show_topic(self._view_of(heading))
            return
        if name:
            self.show_topic(guide.key_of(name))
        if heading:
            self.page.scrollToAnchor(heading)

    def _view_of(self, heading: str) -> str:
        """The topic that a heading of the guide's page of views is made of."""
        slugs = {guide.slug(topic.title): key for key, topic in self._topics.items()}
        return slugs.get(heading, CANVAS.name)

    def _shortcuts(self) -> str:
        rows = "".join(
            f"<tr><td class='key'>{escape(keys)}</td><td>{escape(name)}</td></tr>"
            for keys, name in keys_of(self._window)
        )
        return f"<h2>{escape(tr('Shortcuts'))}</h2><table cellspacing='6'>{rows}</table>"

    def _style(self) -> str:
        base = BASE_PIXELS * type_scale()
        palette = self.palette()
        return (
            f"h2 {{ font-size: {round(1.5 * base)}px; font-weight: 600;"
            f" margin-bottom: {round(0.6 * base)}px; }}"
            f" p, li {{ font-size: {round(TEXT * base)}px; line-height: {LEADING:g}%;"
            f" margin-bottom: {round(0.5 * base)}px; }}"
            f" td {{ font-size: {round(TEXT * base)}px; padding-right: {round(base)}px; }}"
            f" ul {{ -qt-list-indent: 0; margin-left: {round(1.4 * base)}px; }}"
            f" .key {{ font-weight: 600; color: {palette.highlight().color().name()}; }}"
        )


def open_help(window: QWidget, topic: str | None = None) -> HelpWindow:
    """Open the help at a topic, or at that of what has the focus; one window of it is enough."""
    wanted = topic_of(QApplication.focusWidget()) if topic is None else topic
    made = window.findChild(HelpWindow) or HelpWindow(window)
    made.show_topic(wanted)
    made.show()
    made.raise_()
    made.activateWindow()
    made.contents.setFocus(Qt.FocusReason.OtherFocusReason)
    return made


def _explain(widget: QWidget, name: str, text: str) -> None:
    widget.setAccessibleName(name)
    widget.setToolTip(tips.line(text))
    widget.setWhatsThis(tips.line(text))
