"""Timeline, goals and the autopsy in the real window."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnnsim.model.goal import Goal
from rnnsim.model.view import Want

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support", "propagateSizeHints", "resizeDocks"
)

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000


def settled(window):
    presenter = window.presenter
    return not (presenter.awaiting or presenter.playing or presenter.extras_owed)


def wait(qtbot, window):
    qtbot.waitUntil(lambda: settled(window), timeout=PATIENCE)


@pytest.fixture
def trained(open_window, qtbot):
    """A window on a run of 40 iterations."""
    window = open_window()
    window.presenter.iterate(40)
    wait(qtbot, window)
    window.canvas.setFocus()
    return window


@pytest.fixture
def diverged(open_window, qtbot):
    """A window on the exploding lesson, trained to its end."""
    window = open_window("exploding")
    window.presenter.set_pace(math.inf)
    window.presenter.play()
    wait(qtbot, window)
    return window


# The timeline


def test_keys_walk_through_the_iterations_and_every_view_follows(trained, qtbot):
    presenter = trained.presenter
    losses = presenter.frame.curves.losses
    for key, at in (("Left", 39), ("Left", 38), ("Right", 39), ("Home", 0), ("End", 40)):
        QTest.keyClick(trained.canvas, getattr(Qt.Key, f"Key_{key}"), CTRL)
        wait(qtbot, trained)
        assert presenter.frame.iteration == at
        if at < 40:
            assert presenter.frame.passed.loss == losses[at]
    assert presenter.at is None


def test_a_drag_over_the_timeline_never_trains(trained, qtbot):
    slider, presenter = trained.timeline.scrubber, trained.presenter
    QTest.mousePress(slider, LEFT, pos=QPoint(round(slider._x(1.0)), 10))
    for tenth in range(9, 1, -1):
        QTest.mouseMove(slider, QPoint(round(slider._x(tenth / 10)), 10))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(round(slider._x(0.2)), 10))
    wait(qtbot, trained)
    assert (presenter.frame.iteration, presenter.frame.newest) == (slider.value(), 40)
    assert slider.value() == pytest.approx(8, abs=1)
    assert "Train goes on from here" in trained.timeline.status.text()


def test_training_goes_on_from_the_iteration_looked_at(trained, qtbot):
    presenter, before = trained.presenter, trained.presenter.frame.curves.losses.copy()
    presenter.seek(10)
    wait(qtbot, trained)
    presenter.iterate()
    wait(qtbot, trained)
    assert presenter.frame.newest == 11
    assert trained.timeline.scrubber.maximum() == 11
    assert presenter.frame.curves.losses.tolist() == before[:11].tolist()


def test_what_cannot_be_walked_is_not_offered(open_window, qtbot):
    window = open_window()
    assert [each.isEnabled() for each in window.commands.walks] == [False] * 4
    window.presenter.iterate(5)
    wait(qtbot, window)
    assert [each.isEnabled() for each in window.commands.walks] == [True, True, False, False]
    window.presenter.seek(0)
    wait(qtbot, window)
    assert [each.isEnabled() for each in window.commands.walks] == [False, False, True, True]


# Goals


def train_for(window, row, text):
    window.commands.goal.trigger()
    row = getattr(window.training_desk.popup, row)
    row.field.setText(text)
    QTest.mouseClick(row.button, LEFT)
    return row


def test_it_trains_so_many_iterations_and_says_so(trained, qtbot):
    trained.presenter.set_pace(math.inf)
    train_for(trained, "iterations", "25")
    assert trained.presenter.goal == Goal(iteration=65, start=40)
    wait(qtbot, trained)
    assert trained.presenter.frame.newest == 65
    assert trained.timeline.status.text() == "25 iterations made · stopped at iteration 65"
    trained.commands.walks[1].trigger()
    assert "iterations made" not in trained.timeline.status.text()


def test_it_trains_until_a_loss_and_says_so(trained, qtbot):
    trained.presenter.set_pace(math.inf)
    wanted = float(trained.presenter.frame.passed.loss) * 0.98
    train_for(trained, "loss", repr(wanted))
    wait(qtbot, trained)
    frame = trained.presenter.frame
    assert frame.passed.loss <= wanted
    assert (frame.curves.losses[40:] > wanted).all()
    assert f"reached · at iteration {frame.newest}" in trained.timeline.status.text()


def test_from_the_past_a_goal_counts_from_there(trained, qtbot):
    trained.presenter.seek(10)
    wait(qtbot, trained)
    trained.presenter.set_pace(math.inf)
    train_for(trained, "iterations", "5")
    wait(qtbot, trained)
    assert trained.presenter.frame.newest == 15


@pytest.mark.parametrize(
    ("row", "typed", "said"),
    [
        ("iterations", "0", "a whole number from 1"),
        ("iterations", "2.5", "a whole number from 1"),
        ("iterations", "many", "a whole number from 1"),
        ("loss", "-1", "a number above 0"),
        ("loss", "x", "a number above 0"),
        ("loss", "100", "a number below the present loss"),
    ],
)
def test_what_is_no_goal_is_refused(trained, row, typed, said):
    refused = train_for(trained, row, typed)
    assert said in refused.refusal.text
    assert not trained.presenter.playing
    assert trained.presenter.goal is None
    trained.training_desk.popup.close()


def test_stopping_gives_the_goal_up(trained, qtbot):
    trained.presenter.set_pace(20.0)
    train_for(trained, "iterations", "1000")
    qtbot.waitUntil(lambda: trained.presenter.frame.newest > 42, timeout=PATIENCE)
    assert trained.timeline.status.share is not None
    trained.toggle_training()
    wait(qtbot, trained)
    assert trained.presenter.goal is None
    assert trained.timeline.status.text().startswith("iteration ")


def test_a_run_that_starts_anew_has_no_goal_any_more(trained, qtbot):
    trained.presenter.set_pace(20.0)
    train_for(trained, "iterations", "10")
    trained.presenter.reset()
    trained.presenter.set_pace(math.inf)
    qtbot.waitUntil(lambda: trained.presenter.frame.newest > 60, timeout=PATIENCE)
    trained.presenter.pause()
    wait(qtbot, trained)
    assert "made" not in trained.timeline.status.text()


# A run that diverged


def test_an_overflow_is_told_with_the_last_finite_iteration_and_remedies(diverged):
    card = diverged.training_desk.autopsy
    assert card.isVisible()
    assert card.headline.text().startswith(
        "h at time step 10 overflowed going forward, in iteration 3"
    )
    assert card.cells[0][1].text() == "iteration 2, the last finite"
    assert [each.outcome for each in card.offers] == ["stays finite for 26 iterations ✓"] * 4
    assert Want.REMEDIES in diverged.training_desk.wants


def test_the_last_finite_iteration_is_one_click_away_and_the_card_stays(diverged, qtbot):
    card = diverged.training_desk.autopsy
    QTest.mouseClick(card.look, LEFT)
    wait(qtbot, diverged)
    assert diverged.presenter.frame.iteration == 2
    assert math.isfinite(diverged.presenter.frame.passed.loss)
    assert card.isVisible()
    assert len(card.offers) == 4


@pytest.mark.parametrize("past", [False, True])
def test_a_remedy_keeps_the_run_as_a_ghost_and_trains_anew(diverged, qtbot, past):
    desk, presenter = diverged.training_desk, diverged.presenter
    before = presenter.settings
    if past:
        presenter.seek(1)
        wait(qtbot, diverged)
    QTest.mouseClick(desk.autopsy.offers[1], LEFT)
    qtbot.waitUntil(lambda: presenter.frame.newest > 30, timeout=PATIENCE)
    presenter.pause()
    wait(qtbot, diverged)
    assert presenter.settings.learning_rate == 0.005
    (member,) = presenter.lineup.members
    assert member.name == "before: NaN at 3"
    assert member.ghost.settings == before
    assert presenter.frame.divergence is None
    assert desk.autopsy.isHidden()
    assert desk.wants == frozenset()
    diverged.undo.stack.undo()
    wait(qtbot, diverged)
    assert presenter.settings == before


def test_dismissed_it_comes_back_only_for_another_divergence(diverged, qtbot):
    desk, presenter = diverged.training_desk, diverged.presenter
    QTest.mouseClick(desk.autopsy.dismiss, LEFT)
    wait(qtbot, diverged)
    assert desk.autopsy.isHidden()
    assert desk.wants == frozenset()
    presenter.seek(1)
    wait(qtbot, diverged)
    presenter.seek(None)
    wait(qtbot, diverged)
    assert desk.autopsy.isHidden()
    presenter.edit("learning_rate", 0.2)
    presenter.play()
    wait(qtbot, diverged)
    assert desk.autopsy.isVisible()


def test_a_restart_takes_it_away(diverged, qtbot):
    diverged.presenter.reset()
    wait(qtbot, diverged)
    assert diverged.training_desk.autopsy.isHidden()


def test_a_twin_that_diverges_is_named_in_one_line_and_the_others_go_on(open_window, qtbot):
    window = open_window("exploding", learning_rate=1e-5)
    window.presenter.lineup.add_twin(window.presenter.settings, {"learning_rate": 0.05})
    window.presenter.iterate(8)
    wait(qtbot, window)
    card = window.training_desk.autopsy
    assert card.isVisible()
    assert card.headline.text().startswith("The twin “η = 0.05” diverged: h at time step 10")
    assert card.look.isHidden()
    assert not any(each.isVisible() for each in card.offers)
    assert window.presenter.frame.divergence is None
    assert window.presenter.frame.iteration == 8
    assert window.training_desk.wants == frozenset()
    QTest.mouseClick(card.dismiss, LEFT)
    window.presenter.iterate()
    wait(qtbot, window)
    assert card.isHidden()


def test_in_a_lecture_it_stands_above_the_plots(diverged, qtbot):
    diverged.lecture.enter()
    diverged.setWindowState(Qt.WindowState.WindowNoState)
    diverged.resize(1280, 720)
    card = diverged.training_desk.autopsy
    qtbot.waitUntil(lambda: diverged.width() == 1280 and card.slim)
    canvas, area = diverged.canvas_card, diverged.area
    qtbot.waitUntil(lambda: card.geometry().bottom() < area.geometry().top())
    qtbot.waitUntil(lambda: canvas.geometry().bottom() < diverged.pass_card.geometry().top())
    assert not diverged.timeline.isVisible()
    diverged.lecture.leave()
    assert diverged.timeline.isVisible()
