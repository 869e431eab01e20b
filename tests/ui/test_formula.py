import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnsim.ui.formula import draw_formula, draw_indexed, formulas, indexed_width
from rnnsim.ui.theme import DARK, LIGHT


@pytest.fixture
def painted(qapp):
    def paint(draw, size=(200, 60)):
        image = QImage(*size, QImage.Format.Format_ARGB32)
        image.fill(QColor("white"))
        with QPainter(image) as painter:
            result = draw(painter)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4)
        return result, pixels[..., 2::-1].astype(int)  # red, green, blue

    return paint


def inked(pixels):
    return np.argwhere((pixels < 250).any(axis=2))


def test_a_formula_stands_on_the_baseline(painted):
    def draw(painter):
        return draw_formula(painter, QPointF(10.0, 40.0), "rho", 24.0, QColor("black"))

    width, pixels = painted(draw)
    rows, columns = inked(pixels).T
    assert width == pytest.approx(formulas()["rho"].width * 24.0)
    assert columns.min() >= 10
    assert columns.max() <= 10 + width
    assert rows.min() < 40 < rows.max()  # ρ hangs below it


def test_twice_the_em_is_twice_the_size(painted):
    heights = []
    for em in (12.0, 24.0):
        _, pixels = painted(
            lambda painter, em=em: draw_formula(
                painter, QPointF(0.0, 40.0), "h", em, QColor("black")
            )
        )
        heights.append(np.ptp(inked(pixels)[:, 0]) + 1)
    assert heights[1] == pytest.approx(2 * heights[0], abs=2)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_it_has_the_colour_asked_for(painted, theme):
    color = theme.color("gradient")
    _, pixels = painted(
        lambda painter: draw_formula(painter, QPointF(0.0, 40.0), "norm_end", 40.0, color)
    )
    wanted = np.array(color.getRgb()[:3])
    assert (np.abs(pixels - wanted).sum(axis=2) < 6).any()


def test_an_index_has_all_its_digits(painted):
    def draw(painter):
        return draw_indexed(painter, QPointF(0.0, 40.0), "h", 100, 24.0, QColor("black"))

    width, pixels = painted(draw)
    assert width == pytest.approx(indexed_width("h", 100, 24.0))
    assert width > indexed_width("h", 10, 24.0) > indexed_width("h", 1, 24.0)
    assert width - 12 < inked(pixels)[:, 1].max() <= width
