"""What the window wears: the system's theme or one chosen by hand, and how large its type is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from rnnsim.ui.theme import (
    DARK,
    LARGEST_SCALE,
    LIGHT,
    PROJECTOR,
    SMALLEST_SCALE,
    THEMES,
    Theme,
    apply_colors,
    apply_style,
    set_type_scale,
    type_scale,
)

SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)

SCALE_STEP = 0.1
"""By how much Ctrl and + or − change the type."""

PROJECTED_SCALE = 1.5
"""Size of the type on a projector, times what the user has chosen."""


class Appearance(QObject):
    """Keeps application and views in one theme and size of type.

    `on_change` is called with the theme whenever it or the size of the type is another.  Widgets
    are made in a third of the time before they are dressed than after it.

    Parameters
    ----------
    app : QApplication
    choice : str or None
        One of `CHOICES`, in place of that remembered.
    hasty : bool
        Take the system's theme for that of the last time until `settle`: asking takes as long as
        drawing the first picture.
    """

    KEY = "theme"
    SCALE_KEY = "type_scale"
    SEEN_KEY = "system_theme"

    def __init__(
        self, app: QApplication, choice: str | None = None, *, hasty: bool = False
    ) -> None:
        super().__init__(app)
        self._app = app
        self._projected = self._dressed = False
        self.on_change: Callable[[Theme], None] = lambda theme: None
        stored = str(QSettings().value(self.KEY, SYSTEM))
        self.choice = choice or (stored if stored in CHOICES else SYSTEM)
        self.scale = _stored_scale()
        self._hasty = hasty
        self.theme = self._resolved()
        self._wear()
        app.styleHints().colorSchemeChanged.connect(self._update)

    def settle(self) -> None:
        """Wear the system's theme as it is now, and remember it for a hasty start."""
        self._hasty = False
        self._update()
        if self.choice == SYSTEM:
            QSettings().setValue(self.SEEN_KEY, self.theme.name)

    def dress(self) -> None:
        """Put on the style sheet too, from now on; until then colours and type alone are worn."""
        self._dressed = True
        apply_style(self._app, self.theme)

    def choose(self, choice: str) -> None:
        """Wear one of `CHOICES`, now and at the next start."""
        self.choice = choice
        QSettings().setValue(self.KEY, choice)
        self._update()

    def toggle(self) -> None:
        """Change between dark and light."""
        self.choose(LIGHT.name if self.theme.dark else DARK.name)

    def project(self, on: bool) -> None:
        """Wear the projector's colours and large type, or again what was chosen.

        Nothing is remembered: the next start is as the user chose.
        """
        self._projected = on
        self._update()

    def scale_type(self, step: int) -> None:
        """Enlarge the type by so many steps of 10 %; 0: as designed.  Remembered."""
        self.scale = _allowed(self.scale + step * SCALE_STEP if step else SMALLEST_SCALE)
        QSettings().setValue(self.SCALE_KEY, self.scale)
        self._update()

    def _update(self) -> None:
        theme = self._resolved()
        if theme != self.theme or self._worn_scale() != type_scale():
            self.theme = theme
            self._wear()
            self.on_change(theme)

    def _wear(self) -> None:
        set_type_scale(self._worn_scale())
        apply_colors(self._app, self.theme)
        if self._dressed:
            apply_style(self._app, self.theme)

    def _worn_scale(self) -> float:
        return _allowed(self.scale * (PROJECTED_SCALE if self._projected else 1.0))

    def _resolved(self) -> Theme:
        if self._projected:
            return PROJECTOR
        if self.choice in THEMES:
            return THEMES[self.choice]
        seen = str(QSettings().value(self.SEEN_KEY, "")) if self._hasty else ""
        if seen in (DARK.name, LIGHT.name):
            return THEMES[seen]
        from PySide6.QtCore import Qt  # takes as long as drawing the first picture

        # Unknown, as offscreen and on some Linux desktops, counts as light
        scheme = self._app.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _stored_scale() -> float:
    try:
        return _allowed(float(str(QSettings().value(Appearance.SCALE_KEY, SMALLEST_SCALE))))
    except ValueError:
        return SMALLEST_SCALE


def _allowed(scale: float) -> float:
    """The nearest size there is; a size that is no number is as designed."""
    return round(min(max(SMALLEST_SCALE, scale), LARGEST_SCALE), 2)
