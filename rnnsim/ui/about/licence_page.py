"""The page of licences: a list of them, and the text of one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from rnnsim.translation import tr
from rnnsim.ui import tips
from rnnsim.ui.about.licences import NOTICE_TITLE, licences
from rnnsim.ui.about.page import TextPage
from rnnsim.ui.theme import type_scale

LIST_WIDTH = 230
"""Pixels at a type scale of 1."""


class LicencePage(QWidget):
    """Arrows choose a licence, and its text is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._licences = licences()
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Licences"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.contents.ensurePolished()  # or rows would be as high as without their padding
        self.text = TextPage()
        self.text.setAccessibleName(tr("Text of the licence"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.contents)
        row.addWidget(self.text, 1)
        for licence in self._licences:
            item = QListWidgetItem(tr(NOTICE_TITLE) if licence.is_notice else licence.name)
            item.setToolTip(tips.line(item.text()))
            self.contents.addItem(item)
        self.contents.currentRowChanged.connect(self._show)
        self._fit()
        if self._licences:
            self.contents.setCurrentRow(0)
        else:
            self.text.show_plain(tr("The texts of the licences are not here."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Give the list the room that the size of the type asks for."""
        self.contents.setFixedWidth(round(LIST_WIDTH * type_scale()))

    def _show(self, row: int) -> None:
        licence = self._licences[row]
        if licence.is_notice:
            self.text.show_markdown(licence.text)
        else:
            self.text.show_plain(licence.text)
