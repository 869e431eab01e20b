"""Colours and type of window and figures: four themes, three colours with one meaning each.

Forward is blue, the gradient vermilion, the loss amber, everywhere.  tests/ui/test_colors.py holds
every theme to what can be read, and told apart without one kind of cone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from rnnsim.resources import resource_paths

FAMILY = "Inter"
SIGNS_FAMILY = "rnnsim Signs"
HAN_FAMILY = "rnnsim Han"
"""For the Chinese characters of the shipped texts (packaging/fonts.py), which Inter lacks."""

BASE_PIXELS = 13
SMALLEST_SCALE, LARGEST_SCALE = 1.0, 2.0


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
    run_1: str
    """Lines of runs beside the main one, by their number; up to `run_7`."""
    run_2: str
    run_3: str
    run_4: str
    run_5: str
    run_6: str
    run_7: str
    stroke: float = 1.0
    """How much thicker than designed painters draw their lines."""
    grid: bool = True
    """Whether plots have faint lines across; else an axis with ticks at the left."""
    coded: bool = False
    """Whether runs have dashes of their own, so that they are told apart without colour."""
    colored_text: bool = True
    """Whether what is written beside a line has its colour."""

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role, with opacity `alpha` in 0…1."""
        color = QColor(getattr(self, role))
        color.setAlphaF(alpha)
        return color

    def ink(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of words that belong to what has a role."""
        return self.color(role if self.colored_text else "text", alpha)


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
    forward="#78c4fb",
    gradient="#ff602d",
    loss="#f3b54f",
    reference="#90927d",
    radius="#54e6a3",
    memory="#ed7db9",
    positive="#78c4fb",
    negative="#bb81f1",
    neutral="#262c36",
    error="#f7908f",
    run_1="#008af0",
    run_2="#c5e725",
    run_3="#a198ff",
    run_4="#60a22d",
    run_5="#10b3c2",
    run_6="#ffe687",
    run_7="#238c98",
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
    forward="#177ac6",
    gradient="#e01f0a",
    loss="#93650a",
    reference="#5a5762",
    radius="#237c56",
    memory="#ad2b8a",
    positive="#177ac6",
    negative="#7d4ff1",
    neutral="#e9edf3",
    error="#b0161d",
    run_1="#2a4ecb",
    run_2="#822500",
    run_3="#4c0992",
    run_4="#055736",
    run_5="#b65567",
    run_6="#7931a6",
    run_7="#6b0f4d",
)

PROJECTOR = Theme(
    name="projector",
    dark=False,
    window="#ffffff",
    card="#ffffff",
    border="#767c87",
    field="#ffffff",
    text="#05070a",
    muted="#373d47",
    faint="#c3c9d2",
    accent="#0a52ad",
    on_accent="#ffffff",
    forward="#1c71c7",
    gradient="#d41208",
    loss="#865f0e",
    reference="#414e53",
    radius="#1d6f57",
    memory="#962783",
    positive="#1c71c7",
    negative="#6b2fb3",
    neutral="#e4e8ee",
    error="#920417",
    run_1="#0024a0",
    run_2="#643701",
    run_3="#8a69a0",
    run_4="#cf3a84",
    run_5="#650220",
    run_6="#663ab8",
    run_7="#4a0b79",
    stroke=1.5,
)
"""For a lit room, where a projector's black is a grey and pale tints drown."""

PRINT = replace(
    LIGHT,
    name="print",
    window="#ffffff",
    text="#000000",
    muted="#000000",
    faint="#d5d5d5",
    border="#808080",
    neutral="#ececec",
    stroke=0.94,  # thin lines are half a point where type has 7
    grid=False,
    coded=True,
    colored_text=False,
)
"""For figures in papers, in the manner of journals: black type, no grid, lines of 1 point."""

THEMES = {theme.name: theme for theme in (DARK, LIGHT, PROJECTOR)}
"""Those that the window can wear."""

FIGURE_THEMES = {theme.name: theme for theme in (PRINT, LIGHT, DARK, PROJECTOR)}
"""Those of figures."""

_type_scale = 1.0
_plain = False


def type_scale() -> float:
    """How much larger than designed all type is, 1.0 to 2.0."""
    return _type_scale


def set_type_scale(scale: float) -> None:
    """Enlarge what `font` returns from now on; `apply_theme` brings it to the widgets."""
    global _type_scale  # noqa: PLW0603 - one size of type at a time, as there is one application
    _type_scale = min(max(float(scale), SMALLEST_SCALE), LARGEST_SCALE)


def load_fonts() -> None:
    """Make the shipped typefaces known; the system's serves where that fails."""
    for path in resource_paths("fonts", ".otf"):
        QFontDatabase.addApplicationFont(str(path))


def font(pixels: float = BASE_PIXELS, *, bold: bool = False) -> QFont:
    """The window's typeface, with figures of equal width, `pixels` high times `type_scale()`."""
    return exact_font(pixels * _type_scale, bold=bold)


def exact_font(pixels: float, *, bold: bool = False) -> QFont:
    """The window's typeface for a size that the type's scale is in already."""
    result = QFont([FAMILY, SIGNS_FAMILY, HAN_FAMILY])
    result.setPixelSize(max(1, round(pixels)))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if _plain:
        result.setFeature(QFont.Tag("calt"), 0)
    else:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


@contextmanager
def plain_glyphs() -> Iterator[None]:
    """Give fonts made within the glyph that each character has of its own.

    Figures of equal width, which keep numbers that change from trembling, and signs that stand
    higher beside capitals are others: from a PDF file they could not be copied.
    """
    global _plain  # noqa: PLW0603 - as above
    before, _plain = _plain, True
    try:
        yield
    finally:
        _plain = before


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
    return _controls(theme) + _views(theme)


def _px(pixels: float) -> str:
    """A length of the style sheet that grows with the type."""
    return f"{round(pixels * _type_scale)}px"


def _controls(t: Theme) -> str:
    ring = f"border: 2px solid {t.text}; padding: {_px(3)} {_px(11)};"
    return f"""
    QToolTip {{ background: {t.field}; color: {t.text}; border: 1px solid {t.border};
        padding: {_px(6)}; }}
    QLabel#cardTitle {{ font-weight: 600; }}
    QLabel#muted, QLabel#cardAside {{ color: {t.muted}; }}
    QLabel#refusal {{ color: {t.error}; }}
    QPushButton, QToolButton {{ background: {t.field}; color: {t.text};
        border: 1px solid {t.border}; border-radius: {_px(6)}; padding: {_px(4)} {_px(12)}; }}
    QToolButton#compact {{ padding: {_px(4)} {_px(6)}; }}
    QFileDialog QToolButton {{ padding: {_px(3)}; }}
    QAbstractScrollArea::corner {{ background: transparent; }}
    QPushButton:hover, QToolButton:hover {{ border-color: {t.accent}; }}
    QPushButton:checked, QToolButton:checked, QPushButton#primary, QToolButton#primary {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
    QPushButton:focus, QToolButton:focus {{ {ring} }}
    QPushButton:disabled, QToolButton:disabled {{ color: {t.muted}; border-color: {t.border};
        background: {t.window}; }}
    QPushButton#primary:focus, QToolButton#primary:focus {{ {ring} }}
    QPushButton#primary:disabled, QToolButton#primary:disabled {{ background: {t.window};
        color: {t.muted}; border-color: {t.border}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QLineEdit, QPlainTextEdit {{ background: {t.field}; color: {t.text};
        border: 1px solid {t.border}; border-radius: {_px(5)}; padding: {_px(2)} {_px(5)};
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {t.accent}; }}
    QLineEdit:disabled {{ color: {t.muted}; background: transparent; }}
    QLineEdit[refused="true"] {{ border: 1px solid {t.error}; color: {t.error}; }}
    QSlider {{ min-height: {_px(18)}; }}
    QSlider::groove:horizontal {{ height: {_px(4)}; border-radius: {_px(2)};
        background: {t.faint}; }}
    QSlider::sub-page:horizontal {{ height: {_px(4)}; border-radius: {_px(2)};
        background: {t.accent}; }}
    QSlider::handle:horizontal {{ width: {_px(14)}; height: {_px(14)}; margin: -{_px(5)} 0;
        border-radius: {_px(7)}; background: {t.text}; border: none; }}
    QSlider::handle:horizontal:hover {{ background: {t.accent}; }}
    QSlider:focus {{ border: 1px solid {t.accent}; border-radius: {_px(5)}; }}
    QComboBox QAbstractItemView {{ background: {t.card}; color: {t.text};
        border: 1px solid {t.border}; padding: 3px; outline: none;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: {_px(24)}; padding: 0 {_px(5)};
        border-radius: 4px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    """


def _views(t: Theme) -> str:
    return f"""
    QMainWindow, QDialog {{ background: {t.window}; }}
    QFrame#card {{ background: {t.card}; border: 1px solid {t.border};
        border-radius: {_px(8)}; }}
    QFrame#autopsy {{ background: {t.card}; border: 1px solid {t.border};
        border-left: {_px(4)} solid {t.error}; border-radius: {_px(4)}; }}
    QLabel#autopsyTitle {{ color: {t.error}; font-weight: 600; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QMainWindow::separator {{ width: 10px; height: 10px; background: transparent; }}
    QTextBrowser, QListWidget, QTableView {{ background: {t.card}; color: {t.text};
        border: 1px solid {t.border}; border-radius: {_px(8)}; outline: none;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QTextBrowser:focus, QListWidget:focus, QTableView:focus {{ border: 1px solid {t.accent}; }}
    QListWidget::item {{ padding: {_px(4)} {_px(6)}; }}
    QListWidget::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
    QScrollBar:vertical {{ background: transparent; width: {_px(9)}; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: {_px(9)}; margin: 0; }}
    QScrollBar::handle {{ background: {t.border}; border-radius: {_px(3)}; margin: 1px; }}
    QScrollBar::handle:hover {{ background: {t.muted}; }}
    QScrollBar::handle:vertical {{ min-height: {_px(24)}; }}
    QScrollBar::handle:horizontal {{ min-width: {_px(24)}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QHeaderView::section, QTableCornerButton::section {{ background: {t.window};
        color: {t.muted}; border: none; border-bottom: 1px solid {t.border};
        padding: {_px(3)} {_px(6)}; }}
    QTabBar::tab {{ background: transparent; color: {t.muted}; padding: {_px(5)} {_px(12)};
        border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom-color: {t.accent}; }}
    QTabBar::tab:focus {{ color: {t.text}; background: {t.field}; }}
    QMenuBar {{ background: {t.window}; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {t.accent};
        color: {t.on_accent}; }}
    QMenu {{ background: {t.card}; border: 1px solid {t.border}; padding: 4px; }}
    QMenu::item {{ padding: {_px(5)} {_px(24)}; }}
    QMenu::separator {{ height: 1px; background: {t.border}; margin: 4px 8px; }}
    QStatusBar {{ color: {t.muted}; }}
    QStatusBar::item {{ border: none; }}
    """
