"""The caption of a lecture."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rnnsim.model.lesson import Scene
from rnnsim.ui.guide import Caption
from rnnsim.ui.guide.caption import PART
from rnnsim.ui.guide.fitting import fitted

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")

USUAL = "Each step back multiplies the gradient by W_hh and by the slope. " * 3
LONG = "Each step back multiplies the gradient by W_hh and by the slope. " * 9
HALL = (1024, 768)


@pytest.fixture
def captioned(shown, tour):
    def put(size=HALL):
        screen = QWidget()
        column = QVBoxLayout(screen)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        caption = Caption(screen)
        column.addWidget(caption)
        caption.follow(tour)
        shown(screen, size)
        return screen, caption

    return put


def settle():
    for _ in range(4):
        QApplication.processEvents()


def speak(tour, lesson, text):
    tour.open(replace(lesson, scenes=(Scene(text),) * 3))
    settle()


def test_it_shows_the_scene_its_lesson_and_its_place(captioned, tour):
    _, caption = captioned()
    tour.next()
    assert caption.title.text() == "4 · Vanishing"
    assert caption.place.text() == "2 / 3"
    assert caption.text.accessibleName() == "Turn W_hh up.\n\nWhat happens?"


@pytest.mark.parametrize("size", [HALL, (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("text", ["Short.", USUAL, LONG], ids=["short", "usual", "long"])
def test_it_is_large_never_clipped_and_never_too_high(captioned, tour, lesson, size, text):
    screen, caption = captioned(size)
    speak(tour, lesson, text)
    assert caption.height() <= PART * screen.height()
    assert caption.text.height() >= caption.text.heightForWidth(caption.text.width())
    pixels = caption.text.font().pixelSize()
    assert pixels >= (14 if text is LONG else 22) * size[1] // 768 * 0.94
    for part in (caption.title, caption.place, caption.next, caption.leave):
        assert part.font().pixelSize() >= 14
        assert part.visibleRegion().boundingRect() == part.rect()


def test_at_the_smallest_projector_the_text_has_22_pixels(captioned, tour, lesson):
    _, caption = captioned(HALL)
    speak(tour, lesson, USUAL)
    assert caption.text.font().pixelSize() >= 22


def test_a_longer_text_shrinks_before_it_is_cut(captioned, tour, lesson):
    _, caption = captioned()
    sizes = []
    for text in ("Short.", USUAL, USUAL * 2, LONG):
        speak(tour, lesson, text)
        sizes.append(caption.text.font().pixelSize())
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_another_size_of_the_screen_fits_anew(captioned, tour, lesson):
    screen, caption = captioned((1920, 1080))
    speak(tour, lesson, USUAL)
    before = caption.text.font().pixelSize()
    screen.resize(*HALL)
    settle()
    assert caption.text.font().pixelSize() < before
    assert caption.height() <= PART * 768


def test_its_buttons_walk(captioned, tour):
    _, caption = captioned()
    assert not caption.back.isEnabled()
    QTest.mouseClick(caption.next, Qt.MouseButton.LeftButton)
    assert tour.index == 1
    QTest.mouseClick(caption.back, Qt.MouseButton.LeftButton)
    assert tour.index == 0


def test_without_scenes_it_says_the_claim(captioned, tour, lesson):
    _, caption = captioned()
    tour.open(replace(lesson, scenes=()))
    assert caption.text.accessibleName() == "It vanishes."
    assert not caption.next.isVisible()
    assert caption.leave.isVisible()


@pytest.mark.parametrize(("needs", "chosen"), [(1.0, 30), (4.0, 25), (99.0, 20)])
def test_the_largest_size_that_fits_is_found(needs, chosen):
    assert fitted(30, 20, lambda size: needs * size, 100.0) == chosen


def test_the_height_is_the_same_for_all_scenes_of_a_lesson(captioned, tour, lesson):
    _, caption = captioned()
    scenes = (Scene("Short."), Scene(USUAL), Scene("Two words."))
    tour.open(replace(lesson, scenes=scenes))
    settle()
    first = caption.height()
    for _ in scenes[1:]:
        tour.next()
        settle()
        assert caption.height() == first
        assert caption.text.height() >= caption.text.heightForWidth(caption.text.width())
    tour.open(replace(lesson, scenes=scenes[:1]))
    settle()
    assert caption.height() < first
