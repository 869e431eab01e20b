"""Lecture mode in the real window, and what a covered plot must not let out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnsim.model.lesson import find_lesson
from rnnsim.ui import theme
from rnnsim.ui.app import make_application, make_window
from rnnsim.ui.canvas.sentences import headline, said
from rnnsim.ui.docks import HeadButton
from rnnsim.ui.pass_bar import brief_place_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

READABLE_IN_A_HALL = 14


def opened(qtbot, name, size):
    window = make_window(make_application(), find_lesson(name), "dark")
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.start(play=False)
    qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=30_000)
    qtbot.wait(20)
    return window


def settle():
    for _ in range(8):
        QApplication.processEvents()


def lecture(qtbot, name, size):
    window = opened(qtbot, name, size)
    window.lecture.enter()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    settle()
    return window


def canvas_type(window, monkeypatch):
    """Sizes of all type that the canvas asks for while it paints."""
    asked, made = [], theme.font

    def font(pixels=theme.BASE_PIXELS, *, bold=False):
        found = made(pixels, bold=bold)
        asked.append(found.pixelSize())
        return found

    with monkeypatch.context() as patch:
        patch.setattr(theme, "font", font)
        window.canvas._layers.clear()
        window.canvas.grab()
    return asked


@pytest.mark.parametrize("name", ["vanishing", "review", "gates"])
def test_nothing_on_the_canvas_is_too_small_for_a_hall(qtbot, monkeypatch, name):
    window = lecture(qtbot, name, (1024, 768))
    assert window.canvas_card.height() >= 0.45 * 768
    for index in range(3):
        window.tour.go(index)
        window.stage.train(on=False)
        settle()
        found = canvas_type(window, monkeypatch)
        assert found
        assert min(found) >= READABLE_IN_A_HALL
    window.close()


def test_entering_and_leaving_arrange_the_knobs_once_and_restyle_once(qtbot, monkeypatch):
    window = opened(qtbot, "review", (1280, 720))
    done = []
    arrange, wear = window.panel.column.arrange, window.appearance._wear

    def counted(*room):
        done.append("arranged")
        arrange(*room)

    def worn():
        done.append("restyled")
        assert not window.updatesEnabled()
        wear()

    monkeypatch.setattr(window.panel.column, "arrange", counted)
    monkeypatch.setattr(window.appearance, "_wear", worn)
    for change in (window.lecture.enter, window.lecture.leave):
        done.clear()
        change()
        assert done == ["restyled", "arranged"]
        assert window.updatesEnabled()
        settle()
    window.close()


def test_a_lecture_shows_one_slim_row_and_no_small_buttons(qtbot):
    window = lecture(qtbot, "vanishing", (1024, 768))
    bar = window.pass_bar
    assert window.pass_card.height() < 60
    assert bar.slider.isVisible()
    switches = (bar.speed, bar.loop, bar.parts, bar.absolute, bar.relative)
    assert not any(each.isVisible() for each in switches)
    assert bar.place.text == brief_place_text(window.playback.playhead.moment)
    heads = [each for dock in window.plots.docks.values() for each in dock.findChildren(HeadButton)]
    assert not any(each.isVisible() for each in heads)
    window.lecture.leave()
    settle()
    assert all(each.isVisible() for each in switches)
    assert any(each.isVisible() for each in heads)
    assert window.canvas_card.minimumHeight() < 340
    window.close()


def test_a_low_window_gives_the_guide_all_the_height_its_text_needs(qtbot):
    window = opened(qtbot, "review", (1280, 720))
    for index in range(window.tour.count):
        window.tour.go(index)
        window.stage.train(on=False)
        settle()
        assert window.guide._scroll.verticalScrollBar().maximum() == 0
    window.close()


def test_what_is_to_be_predicted_is_told_nowhere(qtbot):
    window = opened(qtbot, "vanishing", (1280, 720))
    window.tour.go(2)
    assert window.tour.covered == ("gradient",)
    qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=30_000)
    settle()
    dock = window.plots.docks["gradient"]
    toggle = window.plots._toggles["gradient"]
    assert dock.head.aside == ""
    assert not toggle.isVisible()
    assert "Predict first" in window.canvas.describe()
    assert "shrinks" not in window.canvas.describe()
    assert "Measured" not in window.verdict.sentence
    assert "Measured" not in window.verdict.accessibleDescription()
    window.tour.reveal_all()
    settle()
    assert toggle.isVisible()
    assert dock.head.aside == window.plots.plots["gradient"].aside
    assert "shrinks" in window.canvas.describe()
    assert window.verdict.sentence.startswith("Measured")
    window.close()


def test_the_claim_is_over_the_canvas_only_where_no_guide_tells_it(qtbot):
    window = opened(qtbot, "vanishing", (1280, 720))
    assert not window.canvas_card._aside.isVisible()
    window.side_docks["guide"].hide()
    window.side_docks["inspector"].hide()
    settle()
    assert window.canvas_card._aside.isVisible()
    window.close()


def test_under_the_headline_stand_the_numbers_of_theory(frame_of, gated_frame_of):
    frame = frame_of(singular=0.65, radius=0.6)
    assert headline(frame, relative=False)[1] == "ρ 0.6 · σ₁ 0.65 · γ 1 · 1/γ 1"
    gated = headline(gated_frame_of("lstm", [0.25, 0.5, 1.0]), relative=False)[1]
    assert "γ" not in gated
    assert gated.endswith("gates alone ×0.50")


def test_while_concealed_the_equation_of_the_way_back_is_not_written(frame_of):
    assert said(frame_of(), None, 1, concealed=True) == ("", "")
    assert said(frame_of(), None, 1)[0]


def test_where_the_scene_is_about_another_network_its_plot_is_the_larger(qtbot):
    window = lecture(qtbot, "cliff", (1280, 720))
    assert window.plots.docks["cliff"].height() > window.canvas_card.height()
    window.open_lesson("vanishing")
    settle()
    assert window.canvas_card.height() >= 0.45 * 720
