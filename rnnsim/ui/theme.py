"""Colours and type of the window: two themes, three colours with one meaning each.

Forward is blue, the gradient vermilion, the loss amber, everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from rnnsim.resources import resource_paths

FAMILY = "Inter"
BASE_PIXELS = 13


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as ``#rrggbb``."""

    name: str
    dark: bool
    window: str
    card: str
    border: str
    field: str
    """Ground of buttons and text fields."""
    text: str
    muted: str
    """Text of second rank; still 4.5:1 on a card."""
    faint: str
    """Grids and axes."""
    accent: str
    on_accent: str
    forward: str
    gradient: str
    loss: str
    reference: str
    """The bound, and other lines to compare with."""
    radius: str
    """What the spectral radius alone, or the gates alone, would give."""
    memory: str
    """The cell state c of an LSTM, and the gradient along it."""
    positive: str
    """Hidden units above 0, towards 1."""
    negative: str
    """Hidden units below 0, towards −1."""
    neutral: str
    """Hidden units at 0."""
    error: str

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role, with opacity `alpha` in 0…1."""
        color = QColor(getattr(self, role))
        color.setAlphaF(alpha)
        return color


DARK = Theme(
    name="dark",
    dark=True,
    window="#101317",
    card="#191d23",
    border="#2b313b",
    field="#20252d",
    text="#eceef2",
    muted="#98a1b0",
    faint="#313843",
    accent="#4a9eff",
    on_accent="#06101c",
    forward="#5fb4e8",
    gradient="#ff6a48",
    loss="#f6b444",
    reference="#98a1b0",
    radius="#43cf91",
    memory="#f48fc4",
    positive="#5fb4e8",
    negative="#b983f0",
    neutral="#262c36",
    error="#ff8f8f",
)

LIGHT = Theme(
    name="light",
    dark=False,
    window="#f5f7fa",
    card="#ffffff",
    border="#d8dde6",
    field="#ffffff",
    text="#14171c",
    muted="#596273",
    faint="#dfe4ec",
    accent="#0b68cf",
    on_accent="#ffffff",
    forward="#1a74b5",
    gradient="#d4380f",
    loss="#996000",
    reference="#596273",
    radius="#00805a",
    memory="#b02a78",
    positive="#1a74b5",
    negative="#8b49cf",
    neutral="#e9edf3",
    error="#b3151c",
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def load_fonts() -> None:
    """Make the shipped typeface known; the system's serves where that fails."""
    for path in resource_paths("fonts", ".otf"):
        QFontDatabase.addApplicationFont(str(path))


def font(pixels: float = BASE_PIXELS, *, bold: bool = False) -> QFont:
    """The window's typeface, with figures of equal width."""
    result = QFont(FAMILY)
    result.setPixelSize(max(1, round(pixels)))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give every widget of `app` the colours of `theme`."""
    palette = QPalette()
    role = QPalette.ColorRole
    for key, name in (
        (role.Window, "window"),
        (role.Base, "field"),
        (role.AlternateBase, "card"),
        (role.Button, "field"),
        (role.ToolTipBase, "field"),
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Link, "accent"),
        (role.Mid, "border"),
    ):
        palette.setColor(key, theme.color(name))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, theme.color("muted", 0.6))
    app.setPalette(palette)
    app.setFont(font())
    app.setStyleSheet(_style_sheet(theme))


def _style_sheet(theme: Theme) -> str:
    t = theme
    return f"""
    QToolTip {{ background: {t.field}; color: {t.text}; border: 1px solid {t.border};
        padding: 6px; }}
    QMainWindow, QDialog {{ background: {t.window}; }}
    QFrame#card {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 8px; }}
    QLabel#cardTitle {{ font-weight: 600; }}
    QLabel#muted, QLabel#cardAside {{ color: {t.muted}; }}
    QLabel#refusal {{ color: {t.error}; }}
    QPushButton, QToolButton {{ background: {t.field}; color: {t.text};
        border: 1px solid {t.border}; border-radius: 6px; padding: 4px 12px; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {t.accent}; }}
    QPushButton:checked, QToolButton:checked, QToolButton#primary {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.text}; padding: 3px 11px; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {t.muted}; border-color: {t.border};
        background: {t.window}; }}
    QLineEdit {{ background: {t.field}; color: {t.text}; border: 1px solid {t.border};
        border-radius: 5px; padding: 2px 5px; selection-background-color: {t.accent};
        selection-color: {t.on_accent}; }}
    QLineEdit:focus {{ border: 1px solid {t.accent}; }}
    QLineEdit:disabled {{ color: {t.muted}; background: transparent; }}
    QLineEdit[refused="true"] {{ border: 1px solid {t.error}; color: {t.error}; }}
    QSlider {{ min-height: 18px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.faint}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
    QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
        background: {t.text}; border: none; }}
    QSlider::handle:horizontal:hover {{ background: {t.accent}; }}
    QSlider:focus {{ border: 1px solid {t.accent}; border-radius: 5px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QToolButton#primary:focus {{ border: 2px solid {t.text}; padding: 3px 11px; }}
    QToolButton#primary:disabled {{ background: {t.window}; color: {t.muted};
        border-color: {t.border}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QComboBox QAbstractItemView {{ background: {t.card}; color: {t.text};
        border: 1px solid {t.border}; padding: 3px; outline: none;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 5px; border-radius: 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QMainWindow::separator {{ width: 10px; height: 10px; background: transparent; }}
    QMenuBar {{ background: {t.window}; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {t.accent};
        color: {t.on_accent}; }}
    QMenu {{ background: {t.card}; border: 1px solid {t.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px; }}
    QMenu::separator {{ height: 1px; background: {t.border}; margin: 4px 8px; }}
    QStatusBar {{ color: {t.muted}; }}
    QStatusBar::item {{ border: none; }}
    """
