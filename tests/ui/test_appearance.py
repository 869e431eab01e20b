from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QPushButton

from rnnsim.ui.app import make_application
from rnnsim.ui.appearance import SYSTEM, Appearance
from rnnsim.ui.theme import (
    DARK,
    FAMILY,
    LIGHT,
    PROJECTOR,
    THEMES,
    exact_font,
    font,
    type_scale,
)


@pytest.fixture
def app():
    return make_application()


@pytest.fixture
def appear(app):
    """Make an appearance, dressed; all are taken away at the end."""
    made = []

    def make(choice=None):
        made.append(Appearance(app, choice))
        made[-1].dress()
        return made[-1]

    yield make
    for each in made:
        each.deleteLater()


def test_the_tests_do_not_touch_the_users_settings(app, tmp_path_factory):
    path = Path(QSettings().fileName())
    assert path.is_relative_to(tmp_path_factory.getbasetemp())
    assert not path.exists()


def test_at_first_it_follows_the_system(appear, app):
    appearance = appear()
    assert appearance.choice == SYSTEM
    # the offscreen platform does not say whether it is dark, which counts as light
    assert appearance.theme == LIGHT
    assert app.palette().color(QPalette.ColorRole.Window) == LIGHT.color("window")


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_choice_is_worn_and_remembered(appear, app, theme):
    appearance = appear()
    appearance.choose(theme.name)
    assert appearance.theme == theme
    assert app.palette().color(QPalette.ColorRole.WindowText) == theme.color("text")
    assert theme.window in app.styleSheet()
    assert appear().theme == theme


def test_in_haste_the_system_s_theme_is_that_of_the_last_time(app, appear):
    QSettings().setValue(Appearance.SEEN_KEY, "dark")
    appearance = Appearance(app, hasty=True)
    assert appearance.theme == DARK
    heard = []
    appearance.on_change = heard.append
    appearance.settle()
    assert appearance.theme == LIGHT  # what the offscreen platform counts as
    assert heard == [LIGHT]
    assert QSettings().value(Appearance.SEEN_KEY) == "light"
    appearance.deleteLater()


def test_in_haste_a_choice_is_worn_as_ever(app):
    QSettings().setValue(Appearance.SEEN_KEY, "light")
    appearance = Appearance(app, "dark", hasty=True)
    appearance.settle()
    assert appearance.theme == DARK
    assert QSettings().value(Appearance.SEEN_KEY) == "light"
    appearance.deleteLater()


def test_until_it_is_dressed_it_wears_colours_alone(app):
    app.setStyleSheet("")
    appearance = Appearance(app, "dark")
    appearance.scale_type(2)
    assert app.palette().color(QPalette.ColorRole.Window) == DARK.color("window")
    assert app.styleSheet() == ""
    appearance.dress()
    assert DARK.window in app.styleSheet()
    appearance.deleteLater()


def test_the_command_line_s_choice_is_worn_but_not_remembered(appear):
    assert appear("dark").theme == DARK
    assert appear().choice == SYSTEM


def test_the_system_can_be_chosen_again(appear):
    appearance = appear()
    appearance.choose("dark")
    appearance.choose(SYSTEM)
    assert appearance.theme == LIGHT
    assert appear().choice == SYSTEM


@pytest.mark.parametrize("junk", ["", "pink", 7, None])
def test_a_choice_that_is_none_counts_as_the_system_s(appear, junk):
    QSettings().setValue(Appearance.KEY, junk)
    assert appear().choice == SYSTEM


def test_toggling_goes_back_and_forth_and_tells_every_change(appear):
    appearance = appear("dark")
    worn = []
    appearance.on_change = worn.append
    appearance.toggle()
    appearance.toggle()
    appearance.choose("dark")
    assert worn == [LIGHT, DARK]


# On a projector, and larger


def test_a_projector_s_look_is_worn_but_not_remembered(appear, app):
    appearance = appear("dark")
    worn = []
    appearance.on_change = worn.append
    appearance.project(True)
    assert (appearance.theme, type_scale()) == (PROJECTOR, 1.5)
    assert app.font().pixelSize() == round(13 * 1.5)
    assert appear().theme == LIGHT
    appearance.project(False)
    assert (appearance.theme, type_scale()) == (DARK, 1.0)
    assert worn == [PROJECTOR, DARK]


def test_a_theme_chosen_meanwhile_is_worn_once_the_projector_is_off(appear):
    appearance = appear("dark")
    appearance.project(True)
    appearance.toggle()
    assert appearance.theme == PROJECTOR
    appearance.project(False)
    assert appearance.theme == DARK


def test_type_is_enlarged_in_steps_and_remembered(appear, app):
    appearance = appear()
    told = []
    appearance.on_change = told.append
    appearance.scale_type(1)
    assert type_scale() == pytest.approx(1.1)
    assert font(20).pixelSize() == 22
    assert exact_font(20).pixelSize() == 20
    assert app.font().pixelSize() == round(13 * 1.1)
    assert appear().scale == pytest.approx(1.1)
    appearance.scale_type(99)
    assert type_scale() == 2.0
    appearance.scale_type(1)
    assert len(told) == 2, "no change, nothing to tell"
    appearance.scale_type(-3)
    assert type_scale() == pytest.approx(1.7)
    appearance.scale_type(0)
    assert type_scale() == appear().scale == 1.0


def test_controls_grow_with_the_type(appear, qtbot):
    appearance = appear()
    button = QPushButton("Train")
    qtbot.addWidget(button)
    button.ensurePolished()
    plain = button.sizeHint()
    appearance.scale_type(10)
    button.ensurePolished()
    assert button.sizeHint().height() > 1.7 * plain.height()
    assert button.sizeHint().width() > 1.7 * plain.width()


@pytest.mark.parametrize(
    ("stored", "worn"), [("", 1.0), ("wide", 1.0), ("nan", 1.0), ("inf", 2.0), (0.1, 1.0), (9, 2.0)]
)
def test_a_stored_size_is_held_within_its_range(appear, stored, worn):
    QSettings().setValue(Appearance.SCALE_KEY, stored)
    appear()
    assert type_scale() == worn


# Colours; more of them in test_colors.py


def luminance(name):
    channels = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(name).getRgbF()[:3]
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("text", "window", 7.0),
        ("text", "card", 7.0),
        ("text", "field", 7.0),
        ("muted", "card", 4.5),
        ("muted", "window", 4.5),
        ("error", "card", 4.5),
        ("gradient", "card", 4.5),
        ("loss", "card", 4.0),
        ("forward", "card", 4.0),
        ("radius", "card", 3.0),
        ("memory", "card", 4.0),
        ("reference", "card", 3.0),
        ("on_accent", "accent", 4.5),
    ],
)
def test_what_is_written_can_be_read(theme, ink, ground, least):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_three_colours_with_one_meaning_each(theme):
    assert len({theme.forward, theme.gradient, theme.loss}) == 3
    assert theme.color("gradient", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)


def test_the_shipped_typeface_is_used(app):
    assert QFontInfo(font(20.0)).family() == FAMILY
    assert QFontInfo(font(20.0)).pixelSize() == 20
    assert font(20.0, bold=True).weight() == QFont.Weight.DemiBold
    assert font(0.1).pixelSize() == 1
