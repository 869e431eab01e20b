"""The complex plane in files: its trail as lines, and the same to look at."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage

from rnnsim.ui.app import make_application
from rnnsim.ui.spectrum.geometry import View
from rnnsim.ui.spectrum.painting import Plane, paint_plane
from rnnsim.ui.spectrum.trail import Strokes
from rnnsim.ui.theme import DARK, font
from tests.ui.vector_files import image_of, pictures_in_svg, recorded, svg_of

SIZE = QSize(300, 240)
NONE = np.empty(0, complex)


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def plane(trail):
    view = View(300.0, 240.0, 1.2)
    dots = np.array([0.5 + 0.5j, 0.5 - 0.5j])
    return Plane(view, dots, dots, 0.7, False, NONE, False, trail)


def trail():
    """A way of four lines, getting newer, one of which leaves the plane, and two places."""
    ways = np.array([-0.9, -0.5 + 0.4j, 0.2 - 0.6j, 0.8, 30.0 + 1j])
    ages = np.linspace(0.0, 1.0, 4)
    return Strokes(ways[:-1], ways[1:], ages, np.array([0.1 + 0.9j, 0.1 - 0.9j]), np.zeros(2))


def painting(trail):
    return lambda painter: paint_plane(painter, plane(trail), DARK, font(11))


def pixels(image):
    shape = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].astype(int)


def difference(one, other):
    def small(image: QImage):
        return pixels(image.scaled(SIZE / 5, mode=Qt.TransformationMode.SmoothTransformation))

    return np.abs(small(one) - small(other)).mean()


def test_a_trail_is_lines_in_a_file_and_looks_the_same():
    paint, ground = painting(trail()), QColor(DARK.card)
    assert pictures_in_svg(svg_of(paint, SIZE)) == 0
    screen, file, without = (
        image_of(each, SIZE, ground) for each in (paint, recorded(paint), painting(None))
    )
    labels = difference(without, image_of(recorded(painting(None)), SIZE, ground))
    assert difference(screen, file) < labels + 0.3 * difference(screen, without)


def test_what_is_newer_is_stronger():
    svg = svg_of(painting(trail()), SIZE)
    strengths = re.findall(r'stroke="#\w{6}" stroke-opacity="(0\.\d+)" stroke-width="1.7"', svg)
    assert len(strengths) >= 4
    assert [float(each) for each in strengths] == sorted(float(each) for each in strengths)
