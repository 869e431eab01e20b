"""Which theme the window wears: the system's, or one chosen by hand and remembered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication

from rnnsim.ui.theme import DARK, LIGHT, THEMES, Theme, apply_theme

SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)


class Appearance(QObject):
    """Keeps application and views in one theme; `on_change` is called with every new one."""

    KEY = "theme"

    def __init__(self, app: QApplication, choice: str | None = None) -> None:
        super().__init__(app)
        self._app = app
        self.on_change: Callable[[Theme], None] = lambda theme: None
        stored = str(QSettings().value(self.KEY, SYSTEM))
        self.choice = choice or (stored if stored in CHOICES else SYSTEM)
        self.theme = self._resolved()
        apply_theme(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._update)

    def choose(self, choice: str) -> None:
        """Wear one of `CHOICES`, now and at the next start."""
        self.choice = choice
        QSettings().setValue(self.KEY, choice)
        self._update()

    def toggle(self) -> None:
        """Change between dark and light."""
        self.choose(LIGHT.name if self.theme.dark else DARK.name)

    def _update(self) -> None:
        theme = self._resolved()
        if theme != self.theme:
            self.theme = theme
            apply_theme(self._app, theme)
            self.on_change(theme)

    def _resolved(self) -> Theme:
        if self.choice in THEMES:
            return THEMES[self.choice]
        # Unknown, as offscreen and on some Linux desktops, counts as light
        scheme = self._app.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
