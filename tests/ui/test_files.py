"""Files of the whole window: lines and text, but for views that are images."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QToolButton

from rnnsim.ui.app import make_application
from rnnsim.ui.icons import drawing_of, icon
from rnnsim.ui.picture_button import PictureButton
from rnnsim.ui.plots.hatching import SPACING, hatch
from rnnsim.ui.theme import DARK, LIGHT, apply_theme
from rnnsim.ui.timeline.scrubber import Scrubber
from rnnsim.ui.vectors import is_vector
from tests.ui.vector_files import (
    image_of,
    pdf_of,
    pictures_in_pdf,
    pictures_in_svg,
    recorded,
    rendered,
    svg_of,
    text_in_pdf,
    texts_in_svg,
)

GROUND = QColor(DARK.window)

LIKE = 2.5
"""Mean difference of what looks the same; a button whose icon is two pixels off has more."""


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def pixels(image):
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def blurred(values):
    """Means of 3 × 3 pixels: what is copied from pixels, and text, may be half a pixel off."""
    sums = np.cumsum(np.cumsum(np.pad(values, ((1, 0), (1, 0), (0, 0))), axis=0), axis=1)
    return (sums[3:, 3:] - sums[:-3, 3:] - sums[3:, :-3] + sums[:-3, :-3]) / 9.0


def alike(paint, size, ground=GROUND):
    """Mean difference of what is seen on the screen and in a file."""
    images = (image_of(each, size, ground) for each in (paint, recorded(paint)))
    screen, file = (blurred(pixels(image)) for image in images)
    return np.abs(screen - file).mean()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_file_of_the_window_with_lines_only_holds_no_pictures(open_window, theme):
    window = open_window(theme=theme)
    window.resize(1280, 800)
    window.presenter.lineup.add_twin(window.presenter.settings, {"spectral_radius": 1.2})
    window.side_docks["runs"].show()
    window.side_docks["runs"].raise_()
    window.canvas.grab()
    centre = window.centralWidget()
    svg, pdf = (each(rendered(centre), centre.size()) for each in (svg_of, pdf_of))
    assert pictures_in_svg(svg) == pictures_in_pdf(pdf) == 0
    read = text_in_pdf(pdf).replace("\t", " ")
    for words in ("Unrolled network", "Recurrent matrix", "time steps T"):
        assert any(words in text for text in texts_in_svg(svg))
        assert words in read


@pytest.mark.slow
def test_views_that_are_images_stay_images(open_window, qtbot):
    window = open_window(time_steps=8)
    window.resize(1280, 800)
    window.bring_out("map")
    qtbot.waitUntil(lambda: not (window.presenter.awaiting or window.presenter.extras_owed))
    centre = window.centralWidget()
    assert pictures_in_svg(svg_of(rendered(centre), centre.size())) == 2  # and its scale of colours


def test_a_picture_is_not_a_file():
    seen = []
    image_of(lambda painter: seen.append(is_vector(painter)), QSize(5, 5), GROUND)
    recorded(lambda painter: seen.append(is_vector(painter)))
    svg_of(lambda painter: seen.append(is_vector(painter)), QSize(5, 5))
    pdf_of(lambda painter: seen.append(is_vector(painter)), QSize(5, 5))
    assert seen == [False, True, True, True]


@pytest.fixture(name="button")
def _button(qtbot):
    apply_theme(make_application(), DARK)
    made = PictureButton()
    qtbot.addWidget(made)
    action = QAction(icon("train", DARK, "gradient"), "&Train", made)
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.resize(made.sizeHint())
    return made


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("name", ["", "compact", "primary"])
def test_a_button_looks_the_same_in_a_file(button, enabled, direction, words, name):
    style = Qt.ToolButtonStyle
    button.setObjectName(name)
    button.setLayoutDirection(direction)
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly)
    button.defaultAction().setEnabled(enabled)
    button.resize(button.sizeHint())
    paint = rendered(button)
    assert pictures_in_svg(svg_of(paint, button.size())) == 0
    assert texts_in_svg(svg_of(paint, button.size())) == ["Train"] * words
    assert alike(paint, button.size()) < LIKE


def test_other_icons_are_copied(button):
    other = QPixmap(16, 16)
    other.fill("red")
    button.defaultAction().setIcon(QIcon(other))
    assert drawing_of(button.icon()) is None
    assert pictures_in_svg(svg_of(rendered(button), button.size())) == 1


def test_a_plain_button_would_be_copied(button):
    plain = QToolButton()
    plain.setIcon(button.icon())
    assert pictures_in_svg(svg_of(rendered(plain), plain.sizeHint())) == 1


def test_the_losses_are_the_same_in_a_file(qtbot):
    scrubber = Scrubber(LIGHT)
    qtbot.addWidget(scrubber)
    scrubber.resize(300, 28)
    scrubber.show_run(0, 200, np.exp(-np.linspace(0.0, 3.0, 200)))
    scrubber.show_at(120)
    paint = rendered(scrubber)
    assert pictures_in_svg(svg_of(paint, scrubber.size())) == 0
    assert alike(paint, scrubber.size()) < 0.2


def test_hatching_in_a_file_is_as_dense_as_on_the_screen():
    box = QRectF(10.0, 10.0, 160.0, 80.0)

    def paint(painter):
        hatch(painter, [box], QColor("white"))

    size, black = QSize(200, 100), QColor("black")
    assert "<pattern" not in svg_of(paint, size)  # which on paper is a grey
    screen, file = (pixels(image_of(each, size, black)) for each in (paint, recorded(paint)))
    assert file.sum() == pytest.approx(screen.sum(), rel=0.3)
    assert file[:9].sum() == file[92:].sum() == file[:, :9].sum() == file[:, 172:].sum() == 0
    row = np.flatnonzero(file[50, :, 0] > 100)
    assert {after - before for before, after in pairwise(row) if after - before > 1} <= {
        SPACING - 1,
        SPACING,
    }


def test_nothing_to_hatch_is_no_error():
    image_of(lambda painter: hatch(painter, [], GROUND), QSize(5, 5), GROUND)
