"""The figure of a sweep, drawn as other figures are."""

import io

import numpy as np
import pytest
from pypdf import PdfReader

from rnnsim.model.figure import FigureSpec
from rnnsim.model.sweep import axis_of
from rnnsim.ui.app import make_application
from rnnsim.ui.figure.reach import ReachDrawing
from rnnsim.ui.figure.written import figure_bytes
from rnnsim.ui.theme import FIGURE_THEMES

AXES = axis_of("spectral_radius=0.5:1.5:9"), axis_of("time_steps=10,20,50")

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def application():
    return make_application()


def drawing(**look):
    ratios = np.outer(np.logspace(-8, 4, 9), np.ones(3))
    return ReachDrawing(FigureSpec(("reach",), **look), AXES, ratios, np.ones((9, 3), bool))


def test_it_is_as_large_as_it_was_asked_for():
    assert drawing(width=120.0, height=70.0).size == (120.0, 70.0)
    width, height = drawing(width=89.0).size
    assert width == 89.0
    assert 60.0 < height < 89.0


@pytest.mark.parametrize("theme", [*FIGURE_THEMES])
def test_it_has_the_colours_of_its_theme(theme):
    image = drawing(theme=theme).image(4.0)
    assert image.pixelColor(0, 0) == FIGURE_THEMES[theme].color("card")
    colors = {image.pixel(x, image.height() // 2) for x in range(image.width())}
    assert len(colors) > 9  # the fields


def test_the_colours_of_a_pdf_are_exact():
    data = figure_bytes(drawing(), "pdf", "")
    (page,) = PdfReader(io.BytesIO(data)).pages
    filters = [item.get_object().get("/Filter") for item in page["/Resources"]["/XObject"].values()]
    assert filters
    assert "/DCTDecode" not in filters  # JPEG


def test_a_curve_is_lower_than_a_map():
    curve = ReachDrawing(FigureSpec(("reach",)), AXES[:1], np.ones(9), np.ones(9, bool))
    assert curve.size[1] < drawing().size[1]


def test_symbols_are_set_with_subscripts():
    (page,) = PdfReader(io.BytesIO(figure_bytes(drawing(), "pdf", ""))).pages
    assert "_" not in page.extract_text()
