"""What the window offers after a recipe of CONTRIBUTING.md; `test_contributing` runs it on a copy.

RECIPE says what was added, such as ``cell=ugrnn`` or ``view=state_norm``; PICTURE where to draw
it.
"""

import os

import pytest

from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.target import Kind, Target
from rnnsim.model.view import PLOTS
from rnnsim.ui.panel.choice_fields import SegmentsField

KEY, _, VALUE = os.environ["RECIPE"].partition("=")

of_a_setting = pytest.mark.skipif(KEY not in PARAMETERS, reason="the recipe adds no setting")
of_a_view = pytest.mark.skipif(KEY != "view", reason="the recipe adds no view")


@of_a_setting
def test_the_panel_offers_it_and_the_window_trains_with_it(open_window, qtbot):
    window = open_window(time_steps=8)
    window.resize(1280, 720)
    choose(window.panel.fields[KEY], VALUE)
    assert getattr(window.presenter.settings, KEY) == VALUE
    window.side_docks["inspector"].raise_()
    window.looking.choose(Target(Kind.CELL, 5))
    window.presenter.iterate(5)
    qtbot.waitUntil(lambda: has_come(window, 5), timeout=60_000)
    draw(window)


@of_a_view
def test_the_menu_offers_it_and_the_window_shows_it(open_window, qtbot):
    window = open_window(time_steps=8)
    window.resize(1280, 720)
    toggles = {each.text(): each for each in window.view_toggles()}
    toggles[PLOTS[VALUE].title].trigger()
    assert window.bring_out(VALUE)
    qtbot.waitUntil(lambda: VALUE in window.views_seen)
    draw(window)


def choose(field, value):
    """Pick a value with the mouse's means."""
    if isinstance(field, SegmentsField):
        next(each for each in field.segments.buttons if each.choice.value == value).click()
    else:
        field.box.setCurrentIndex(field.box.findData(value))
        field.box.activated.emit(field.box.currentIndex())


def has_come(window, iteration):
    """Whether the frame of an iteration is shown, with what is inspected of it."""
    frame = window.presenter.frame
    return frame.iteration == iteration and frame.extras.inspection is not None


def draw(window):
    assert window.grab().save(os.environ["PICTURE"])
