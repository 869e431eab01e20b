import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PySide6.QtGui import QColor, QImage, QPainter

from rnnsim.ui.canvas.geometry import View, layout
from rnnsim.ui.canvas.pieces import image_of, packed, rgb_of
from rnnsim.ui.canvas.units import paint_units, unit_colors
from rnnsim.ui.theme import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def argb(theme, role):
    return QColor(theme.color(role)).rgba()


def distance(color, other):
    one, two = QColor.fromRgba(int(color)), QColor.fromRgba(int(other))
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], two.getRgb()[:3], strict=True))


@THEMES
@pytest.mark.parametrize(
    ("value", "role"),
    [(0.0, "neutral"), (-0.0, "neutral"), (1.0, "positive"), (-1.0, "negative")],
)
def test_the_ends_and_the_middle_have_the_colours_of_the_theme(theme, value, role):
    assert unit_colors(np.array([value]), theme)[0] == argb(theme, role)


@THEMES
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_has_the_colour_of_an_error(theme, value):
    colors = unit_colors(np.array([0.5, value]), theme)
    assert colors[1] == argb(theme, "error")
    assert colors[0] == unit_colors(np.array([0.5]), theme)[0]


@THEMES
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_larger_values_are_farther_from_neutral(theme, side):
    colors = unit_colors(side * np.linspace(0.0, 1.0, 20), theme)
    away = [distance(color, argb(theme, "neutral")) for color in colors]
    assert away == sorted(away)
    assert away[-1] > 60


def test_small_values_can_be_told_from_zero():
    colors = unit_colors(np.array([0.0, 0.05, -0.05]), DARK)
    assert len(set(colors.tolist())) == 3
    assert min(distance(colors[0], color) for color in colors[1:]) > 10


def test_values_beyond_one_are_scaled_together():
    large = unit_colors(np.array([0.0, 50.0, -100.0]), DARK)
    assert large.tolist() == unit_colors(np.array([0.0, 0.5, -1.0]), DARK).tolist()


@given(arrays(float, array_shapes(max_dims=2, max_side=5)))
def test_every_value_has_an_opaque_colour(values):
    colors = unit_colors(values, LIGHT)
    assert colors.shape == values.shape
    assert (colors >> 24 == 255).all()


@given(st.tuples(*[st.integers(0, 255)] * 3), st.floats(0.0, 1.0))
def test_packed_colours_are_those_of_qt(rgb, alpha):
    color = QColor(*rgb)
    color.setAlphaF(alpha)
    assert abs(int(packed(np.array(rgb), alpha)) - color.rgba()) in (0, 1 << 24)
    assert rgb_of(color).tolist() == list(rgb)


def test_a_picture_holds_its_pixels_when_the_array_is_gone():
    pixels = packed(np.arange(3 * 5 * 3).reshape(3, 5, 3))
    image = image_of(pixels)
    expected = pixels.tolist()
    pixels[:] = 0
    assert (image.width(), image.height()) == (5, 3)
    assert [[image.pixel(x, y) for x in range(5)] for y in range(3)] == expected


def painted(hidden, steps, width=900, height=300):
    place = layout(width, height, steps, View())
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        paint_units(painter, place, DARK, hidden)
    return place, image


@pytest.mark.parametrize("steps", [1, 6, 14, 50, 100])
def test_every_cell_shows_its_own_state(qapp, steps):
    hidden = np.where(np.arange(steps + 1)[:, None] % 2, 1.0, -1.0) * np.ones((1, 4))
    place, image = painted(hidden, steps)
    for k in range(1, steps + 1):
        # off the middle, where two fields may meet
        x = round(place.x(k) + 0.2 * place.cell_width)
        y = round(place.cell_top + 0.35 * place.cell_height)
        color = image.pixel(x, y)
        assert color == argb(DARK, "positive" if k % 2 else "negative"), k


def test_units_are_read_like_a_text(qapp):
    hidden = np.zeros((2, 4))
    hidden[1] = [1.0, -1.0, np.nan, 0.0]
    place, image = painted(hidden, 1)
    colors = [
        image.pixel(
            round(place.x(1) + dx * place.cell_width),
            round((place.cell_top + place.cell_bottom) / 2 + dy * place.cell_height),
        )
        for dy in (-0.25, 0.25)
        for dx in (-0.25, 0.25)
    ]
    expected = [argb(DARK, role) for role in ("positive", "negative", "error", "neutral")]
    assert colors == expected


def test_h_0_has_no_cell(qapp):
    place, image = painted(np.ones((7, 4)), 6)
    y = round((place.cell_top + place.cell_bottom) / 2)
    assert image.pixel(round(place.x(0)), y) == 0
