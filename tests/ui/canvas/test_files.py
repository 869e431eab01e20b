"""The canvas in files and on printers: lines and text, and the same to look at."""

import base64
import re
import string
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPicture

from rnnsim.model.moment import Part, Stage, moments
from rnnsim.model.settings import Settings
from rnnsim.ui.app import make_application
from rnnsim.ui.canvas import fields, units
from rnnsim.ui.canvas.fields import Fields, paint_fields
from rnnsim.ui.canvas.geometry import Detail, View, layout
from rnnsim.ui.canvas.gradient import paint_strokes
from rnnsim.ui.canvas.kept import Layers
from rnnsim.ui.canvas.picture import Picture, paint_picture
from rnnsim.ui.canvas.units import paint_units, unit_colors
from rnnsim.ui.canvas.view import NetworkCanvas
from rnnsim.ui.theme import DARK, LIGHT
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

SIZE = QSize(900, 400)
TOKENS = list(string.ascii_uppercase + string.ascii_lowercase[:24])
COLORS = 0xFF112233, 0xFF445566
GROUND = QColor("white")


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def frame(frame_of, steps, units=16, **changes):
    """One whose tokens are all different, so that each can be found."""
    random = np.random.default_rng(0)
    return frame_of(
        0.1 * 0.7 ** np.arange(steps, -1.0, -1.0),
        hidden=np.tanh(random.normal(size=(steps + 1, units))),
        tokens=tuple(np.resize(TOKENS, steps).tolist()),
        settings=replace(Settings(), time_steps=steps, hidden_size=units),
        **changes,
    )


def painting(frame, moment=None, theme=DARK):
    place = layout(SIZE.width(), SIZE.height(), frame.settings.time_steps, View())

    def paint(painter):
        paint_picture(painter, Picture(place, theme, frame, moment), Layers())

    return paint


def moment_at(steps, stage, time_step):
    return next(
        moment
        for moment in moments(steps, parts=True)
        if (moment.stage, moment.time_step) == (stage, time_step)
        and moment.part in (Part.ACTIVATION, Part.SLOPE)
    )


def difference(one, other):
    """Mean difference of two pictures, 0 to 255, in blocks larger than a screen rounds by."""
    blocks = []
    for image in (one, other):
        small = image.scaled(SIZE / 10, mode=Qt.TransformationMode.SmoothTransformation)
        pixels = np.frombuffer(small.constBits(), np.uint8)
        blocks.append(pixels.reshape(small.height(), small.bytesPerLine()).astype(int))
    return float(np.abs(blocks[0] - blocks[1]).mean())


@pytest.mark.parametrize("steps", [14, 50])
@pytest.mark.parametrize("stage", [None, Stage.FORWARD, Stage.BACKWARD])
def test_a_file_of_the_canvas_holds_no_pictures_and_every_token(frame_of, steps, stage):
    moment = None if stage is None else moment_at(steps, stage, 5)
    paint = painting(frame(frame_of, steps), moment)
    svg, pdf = svg_of(paint, SIZE), pdf_of(paint, SIZE)
    assert pictures_in_svg(svg) == pictures_in_pdf(pdf) == 0
    tokens = set(TOKENS[:steps])
    assert tokens <= set(texts_in_svg(svg))
    assert tokens <= set(text_in_pdf(pdf))


def test_a_file_is_small(frame_of):
    assert len(svg_of(painting(frame(frame_of, 50)), SIZE)) < 400_000


@pytest.mark.parametrize("stage", [Stage.FORWARD, Stage.BACKWARD])
def test_what_a_clip_hides_is_not_found_as_text(frame_of, stage):
    svg = svg_of(painting(frame(frame_of, 14), moment_at(14, stage, 5)), SIZE)
    found = texts_in_svg(svg)
    assert [found.count(token) for token in TOKENS[:14]] == [1] * 14


@pytest.mark.parametrize("steps", [6, 14, 50, 300])
@pytest.mark.parametrize("stage", [None, Stage.FORWARD, Stage.BACKWARD])
def test_a_file_looks_like_the_screen(frame_of, steps, stage):
    moment = None if stage is None else moment_at(steps, stage, 5)
    paint, ground = painting(frame(frame_of, steps), moment), QColor(DARK.card)
    screen = image_of(paint, SIZE, ground)
    assert difference(screen, image_of(recorded(paint), SIZE, ground)) < 1.2
    assert difference(screen, image_of(lambda painter: None, SIZE, ground)) > 4.0


@pytest.mark.parametrize(
    "magnitude",
    [[1.0] * 51, [0.0] * 25 + [1.0] * 26, [np.nan] * 20 + [1e-3] * 31, [np.inf] * 51],
    ids=["even", "from nothing", "not finite at first", "infinite"],
)
def test_the_band_is_the_same_in_a_file(magnitude):
    place = layout(900.0, 400.0, 50, View())
    assert place.detail is not Detail.CELLS
    ground = QColor(LIGHT.card)

    def paint(painter):
        paint_strokes(painter, place, LIGHT, np.array(magnitude))

    screen, file = (image_of(each, SIZE, ground) for each in (paint, recorded(paint)))
    assert difference(screen, file) < 0.1


@pytest.mark.parametrize(
    ("steps", "view"), [(4, View()), (40, View()), (300, View()), (40, View(80.0, 20.0))]
)
def test_every_unit_has_its_colour(steps, view):
    hidden = np.linspace(-1.0, 1.0, 4 * (steps + 1)).reshape(steps + 1, 4)
    place = layout(900.0, 400.0, steps, view)
    svg = svg_of(lambda painter: paint_units(painter, place, DARK, hidden), SIZE)
    found = set(re.findall(r'<g fill="(#\w{6})"', svg))
    colors = unit_colors(hidden, DARK)
    seen = [k for k in range(1, steps + 1) if 0.0 < place.x(k) < 900.0]
    assert {f"#{color & 0xFFFFFF:06x}" for color in colors[seen].ravel().tolist()} <= found


def test_equal_neighbours_are_one_rectangle():
    rows = np.arange(3.0)
    colors = np.array([[[COLORS[0]], [COLORS[0]], [COLORS[1]]]], np.uint32)
    edges = np.zeros((1, 1)), np.ones((1, 1))

    def drawn(bottom):
        made = Fields(*edges, rows, bottom, colors)
        svg = svg_of(lambda painter: paint_fields(painter, made, GROUND), SIZE)
        return re.findall(r'<path [^>]* d="([^"]*)"', svg)

    beneath, *others = drawn(rows + 1.0)
    assert [path.count("M") for path in others] == [1, 1]
    assert beneath.startswith("M0,0 L1,0 L1,3 ")
    assert [path.count("M") for path in drawn(rows + 0.9)] == [2, 1]  # of others with gaps none


def test_more_rectangles_than_a_file_can_hold_are_one_picture(frame_of, monkeypatch):
    paint = painting(frame(frame_of, 20, units=16))
    assert pictures_in_svg(svg_of(paint, SIZE)) == 0
    monkeypatch.setattr(fields, "MOST_FIELDS", 20 * 16 - 1)
    svg = svg_of(paint, SIZE)
    assert pictures_in_svg(svg) == 1
    data = base64.b64decode(re.search(r'"data:image/png;base64,([^"]*)"', svg)[1])
    assert QImage.fromData(data).width() > units.FINE * SIZE.width() / 2


def test_the_widget_keeps_no_pictures_for_a_file(qtbot, frame_of):
    canvas = NetworkCanvas(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(SIZE)
    canvas.show_frame(frame(frame_of, 14))
    canvas.show_moment(moment_at(14, Stage.BACKWARD, 5))
    canvas.grab()
    assert pictures_in_svg(svg_of(rendered(canvas), SIZE)) == 0
    assert pictures_in_pdf(pdf_of(rendered(canvas), SIZE)) == 0


def test_layers_are_clipped_once_for_all_their_parts():
    painted = []
    parts = [QRectF(0.0, 0.0, 10.0, 10.0), QRectF(0.0, 20.0, 30.0, 10.0)]

    def paint(painter):
        painted.append(painter.clipPath().boundingRect())

    picture = QPicture()
    with QPainter(picture) as painter:
        Layers().draw(painter, "name", (), paint, parts)
        Layers().draw(painter, "name", (), paint, [])
    assert painted == [QRectF(0.0, 0.0, 30.0, 30.0)]
