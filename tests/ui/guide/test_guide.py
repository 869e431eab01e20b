"""The guide, driven by mouse and keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from rnnsim.model.lesson import Scene
from rnnsim.model.target import Kind, Target
from rnnsim.ui.guide import Guide
from rnnsim.ui.guide.notice import named_changes
from rnnsim.ui.guide.prose import prose
from rnnsim.ui.theme import LIGHT, apply_theme, font

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
NARROW = (250, 520)


@pytest.fixture
def guide(shown, tour):
    guide = Guide()
    guide.follow(tour)
    return shown(guide, NARROW)


def click(button):
    QTest.mouseClick(button, LEFT)
    for _ in range(4):
        QApplication.processEvents()


def test_without_a_lesson_it_says_so(shown):
    guide = shown(Guide(), NARROW)
    assert "No lesson" in guide.text.accessibleName()
    assert not guide.claim.isVisible()
    assert not guide.next.isVisible()


def test_it_shows_title_claim_and_scene_and_user_text_is_only_text(guide):
    assert guide.title.accessibleName() == "4 · Vanishing"
    assert guide.claim.accessibleName() == "It vanishes."
    assert guide.text.accessibleName() == "Look at <b>h_5</b> & ∂L/∂h_t."
    assert "&lt;b&gt;" in guide.text.text()
    assert guide.place.text() == "1 / 3"


def test_next_and_back_walk_the_scenes(guide, tour):
    assert not guide.back.isEnabled()
    click(guide.next)
    assert (tour.index, guide.place.text()) == (1, "2 / 3")
    click(guide.next)
    assert not guide.next.isEnabled()
    click(guide.back)
    assert tour.index == 1


def test_the_focus_stays_in_the_guide_at_the_ends_of_the_path(guide, tour):
    guide.next.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(guide.next, Qt.Key.Key_Space)
    assert tour.at_end
    assert guide.back.hasFocus()
    QTest.keyClick(guide.back, Qt.Key.Key_Space)
    QTest.keyClick(guide.back, Qt.Key.Key_Space)
    assert tour.at_start
    assert guide.next.hasFocus()


def test_dots_lead_anywhere_by_mouse_and_keys(guide, tour):
    dots = guide.dots.dots
    click(dots[2])
    assert tour.index == 2
    assert [dot.isChecked() for dot in dots] == [False, False, True]
    dots[2].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dots[2], Qt.Key.Key_Right)
    assert tour.index == 2
    QTest.keyClick(dots[2], Qt.Key.Key_Left)
    assert tour.index == 1
    assert dots[1].hasFocus()
    QTest.keyClick(dots[1], Qt.Key.Key_Home)
    assert tour.index == 0
    QTest.keyClick(dots[0], Qt.Key.Key_End)
    assert tour.index == 2
    assert [d.focusPolicy() for d in dots] == [Qt.FocusPolicy.NoFocus] * 2 + [
        Qt.FocusPolicy.TabFocus
    ]


def test_dots_mirror_where_one_reads_leftwards(guide, tour):
    guide.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    guide.dots.dots[0].setFocus()
    QTest.keyClick(guide.dots.dots[0], Qt.Key.Key_Left)
    assert tour.index == 1


def test_another_lesson_has_as_many_dots_as_scenes(guide, tour, lesson):
    tour.open(replace(lesson, scenes=tuple(Scene(str(i)) for i in range(12))))
    for _ in range(3):
        QApplication.processEvents()
    assert len(guide.dots.dots) == 12
    assert guide.dots.geometry().right() < guide.place.geometry().left()
    tour.open(replace(lesson, scenes=()))
    assert not guide.next.isVisible()
    assert guide.claim.isVisible()
    assert not guide.text.isVisible()


def test_the_knob_asked_for_is_a_button_that_points_at_it(guide, tour, stage):
    assert not guide.chip.isVisible()
    tour.next()
    stage.heard()
    assert "spectral radius ρ" in guide.chip.text()
    click(guide.chip)
    assert stage.heard() == [("point_at", Target(Kind.KNOB, name="spectral_radius"))]


def test_a_covered_plot_is_announced_and_can_be_revealed_here(guide, tour, stage):
    assert not guide.predict.isVisible()
    tour.next()
    assert "Predict first" in guide.predict.text.accessibleName()
    stage.heard()
    click(guide.predict.reveal)
    assert stage.heard() == [("cover", ())]
    assert not guide.predict.isVisible()


def test_leaving_the_path_is_said_and_one_press_comes_back(guide, tour, stage, changed):
    assert not guide.notice.isVisible()
    tour.see(changed(cell="lstm"))
    said = guide.notice.text.accessibleName()
    assert said == "You have left the path. Cell: LSTM, in the lesson RNN."
    stage.heard()
    click(guide.notice.button)
    assert ("take_on", changed()) in stage.heard()
    assert not guide.notice.isVisible()


def test_moving_the_knob_that_is_asked_for_is_no_leaving(guide, tour, changed):
    tour.next()
    tour.see(changed(spectral_radius=1.2))
    assert guide.notice.text.accessibleName() == "Spectral radius ρ: 1.2, in the lesson 0.85."
    assert guide.notice.button.text() == "Put it back"


def test_changes_are_named_in_few_words(changed):
    own = changed(spectrum="own", eigenvalues=((0.5, 0.0),) * 16, text="word " * 100, seed=4)
    keys = ("eigenvalues", "text")
    said = named_changes(keys, changed(), own)
    assert said.startswith("Eigenvalues λ: 0.5, 0.5, 0.5")
    assert "in the lesson –" in said
    assert len(said) < 120
    assert named_changes((*keys, "seed"), changed(), own).endswith("; and one more setting.")
    assert named_changes((*keys, "seed", "cell"), changed(), own).endswith("2 more settings.")
    chrono = named_changes(("forget_bias",), changed(), changed(forget_bias="chrono"))
    assert chrono.endswith(": chrono, in the lesson 1.")


@pytest.mark.parametrize("size", [(240, 420), (300, 640)])
def test_nothing_is_clipped(guide, tour, lesson, changed, size):
    long = "A sentence of some words that is repeated. " * 4
    tour.open(replace(lesson, title=long[:60], claim=long, scenes=(Scene(long, knob="seed"),) * 3))
    tour.see(changed(cell="lstm", seed=8, time_steps=33))
    guide.resize(*size)
    for _ in range(5):
        QApplication.processEvents()
    for part in guide.findChildren(QLabel):
        if part.isVisible() and part.wordWrap():
            assert part.height() >= part.heightForWidth(part.width()), part.accessibleName()
    for button in (guide.back, guide.next):
        assert button.visibleRegion().boundingRect() == button.rect()


def test_a_new_scene_is_read_from_its_beginning(guide, tour, lesson, changed):
    tour.open(replace(lesson, scenes=(Scene("line\n\n" * 60),) * 2))
    for _ in range(5):
        QApplication.processEvents()
    bar = guide._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    tour.see(changed(seed=4))
    assert bar.value() > 0
    tour.next()
    assert bar.value() == 0


def test_every_control_has_a_name_a_tooltip_and_an_explanation(guide, tour, changed):
    tour.next()
    tour.see(changed(seed=4))
    for control in (*guide.findChildren(QToolButton), *guide.dots.dots):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.whatsThis()
        assert control.focusPolicy() != Qt.FocusPolicy.ClickFocus


def test_a_click_leaves_the_keys_to_the_window(guide):
    guide.dots.dots[0].setFocus()
    click(guide.next)
    assert not guide.next.hasFocus()


def test_it_takes_on_another_theme(guide, qapp):
    before = guide.grab().toImage()
    apply_theme(qapp, LIGHT)
    assert guide.grab().toImage() != before


def test_prose_sets_subscripts_and_paragraphs():
    made = prose("W_hh and h_12, x_t\n\n<i> a_long_name")
    assert "W<sub>hh</sub> and h<sub>12</sub>, x<sub>t</sub>" in made
    assert made.count("<p ") == 2
    assert "&lt;i&gt; a_long_name" in made


def test_it_takes_on_another_size_of_type(guide, tour, qapp, monkeypatch):
    tour.next()
    before = {part: part.font().pixelSize() for part in (guide.title, guide.text, guide.chip)}
    for module in ("prose", "chip"):
        monkeypatch.setattr(
            f"rnnsim.ui.guide.{module}.font",
            lambda pixels, *, bold=False: font(2 * pixels, bold=bold),
        )
    apply_theme(qapp, LIGHT)
    assert {part: part.font().pixelSize() for part in before} == {
        part: 2 * size for part, size in before.items()
    }


def test_in_little_room_the_claim_gives_way_to_the_scene(guide, tour, lesson):
    long = "A sentence of some words that is repeated. " * 3
    tour.open(replace(lesson, claim=long, scenes=(Scene(long), Scene(long))))
    guide.resize(240, 330)
    assert guide.claim.isVisible()
    tour.next()
    assert not guide.claim.isVisible()
    guide.resize(300, 700)
    assert guide.claim.isVisible()


def test_a_long_knob_does_not_push_the_text_out_of_a_narrow_guide(guide, tour, lesson):
    tour.open(replace(lesson, scenes=(Scene("Line\n\n" * 40, knob="seed"),)))
    guide.chip.setText("Move: " + "a long name " * 5)
    guide.chip.updateGeometry()
    guide.resize(guide.minimumSizeHint().width(), 400)
    for _ in range(4):
        QApplication.processEvents()
    assert guide._body.width() <= guide._scroll.viewport().width()
    assert guide.chip.width() < guide.chip.sizeHint().width()
