import math
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from rnnsim.model.frame import Divergence
from rnnsim.ui.app import make_application
from rnnsim.ui.canvas.geometry import Detail, View, layout
from rnnsim.ui.canvas.gradient import paint_gradient
from rnnsim.ui.canvas.painting import paint_frame, paint_ground
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import DARK, LIGHT, font

STRANGE = [0.0, 5e-324, 1e-300, 1e-7, 1.0, 1e3, 1e300, math.inf, math.nan]
MAGNITUDES = st.lists(st.sampled_from(STRANGE) | st.floats(0.0), min_size=1, max_size=8)
STATES = st.lists(
    st.sampled_from([*STRANGE, -1.0, -math.inf]) | st.floats(), min_size=1, max_size=8
)


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def picture(width, height, paint, ratio=1.0):
    """Red, green, blue and opacity of what `paint` draws on a clear ground: (rows, columns, 4)."""
    image = QImage(
        round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    with QPainter(image) as painter:  # ends it before the image goes, whatever is raised
        paint(painter)
    image.convertTo(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4).copy()


@given(
    steps=st.sampled_from([1, 6, 50, 500]),
    magnitudes=MAGNITUDES,
    states=STATES,
    units=st.sampled_from([1, 4, 16, 37]),
    loss=st.sampled_from([*STRANGE, -1.0]),
    named=st.booleans(),
    singular=st.sampled_from(STRANGE),
    width=st.floats(420.0, 2400.0),
    height=st.floats(230.0, 1200.0),
    pitch=st.none() | st.floats(0.5, 190.0),
    share=st.floats(0.0, 1.0),
    ratio=st.sampled_from([1.0, 1.25, 2.0]),
    theme=st.sampled_from([DARK, LIGHT]),
    divergence=st.sampled_from([None, Divergence("h", 1, "forward", 3)]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_frame_can_be_painted(
    frame_of,
    steps,
    magnitudes,
    states,
    units,
    loss,
    named,
    singular,
    width,
    height,
    pitch,
    share,
    ratio,
    theme,
    divergence,
):
    frame = frame_of(
        np.resize(magnitudes, steps + 1),
        hidden=np.resize(states, (steps + 1, units)),
        loss=loss,
        tokens=np.resize(["A", "z"], steps) if named else None,
        singular=singular,
        divergence=divergence,
    )
    place = layout(width, height, steps, View(pitch, share * steps))
    selected = round(share * steps)

    def paint(painter):
        paint_ground(painter, place, theme)
        paint_frame(painter, place, theme, frame, selected)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture(width, height, paint, ratio).any()


@given(
    st.floats(420.0, 2400.0),
    st.floats(230.0, 1200.0),
    st.integers(1, 60),
    st.floats(min_value=0.0, allow_infinity=False),
)
def test_numbers_between_the_cells_do_not_touch(width, height, steps, magnitude):
    place = layout(width, height, steps, View())
    if place.numbers_between:
        metrics = QFontMetricsF(font(place.number_pixels, bold=True))
        assert metrics.horizontalAdvance(short(magnitude)) < place.pitch


# How strong the gradient looks


def gradient_only(magnitude, width=900, height=300, selected=1):
    steps = len(magnitude) - 1
    place = layout(width, height, steps, View())
    values = np.array(magnitude, float)

    def paint(painter):
        paint_gradient(painter, place, DARK, values, selected)

    return place, picture(width, height, paint)


def lane(place, pixels, k):
    """What is painted of the gradient of h_k: between h_k and h_{k+1}, of a band round h_k."""
    half = place.widest_stroke / 2 + 1
    rows = slice(round(place.backward_y - half), round(place.backward_y + half))
    left, right = place.x(k - 0.5), place.x(k + 0.5)
    if place.detail is Detail.CELLS:
        edge = place.cell_width / 2
        left, right = place.x(k) + (edge if k else 12.0), place.x(k + 1) - edge
    return pixels[rows, round(left) : round(right)]


def ink(place, pixels, k):
    """How much vermilion there is: redness and opacity, over all pixels."""
    part = lane(place, pixels, k).astype(int)
    return int((np.maximum(part[..., 0] - part[..., 2], 0) * part[..., 3]).sum())


@pytest.mark.parametrize("steps", [4, 40, 400])
def test_a_stronger_gradient_leaves_more_ink(steps):
    inks = []
    for decade in (-6, -5, -4, -3, -2, -1, 0, 1, 2):
        place, pixels = gradient_only([10.0**decade] * (steps + 1))
        inks.append(sum(ink(place, pixels, k) for k in range(1, steps)))
    assert inks == sorted(inks)
    assert inks[-1] > 4 * inks[0] > 0


@pytest.mark.parametrize("steps", [4, 40])
def test_each_arrow_is_as_strong_as_the_gradient_it_brings(steps):
    for k in (0, 1, steps // 2):
        magnitude = [0.0] * (steps + 1)
        magnitude[k] = 1.0
        place, pixels = gradient_only(magnitude)
        inks = [ink(place, pixels, j) for j in range(steps)]
        assert inks[k] == max(inks) > 0
        if place.detail is Detail.CELLS:
            assert [j for j in range(steps) if inks[j]] == [k]


def test_the_scale_does_not_adapt():
    alone = gradient_only([1e-4] * 5)
    beside = gradient_only([1e-4, 1e-4, 1e-4, 1e2, 1e2])
    assert (lane(*alone, 1) == lane(*beside, 1)).all()


def test_arrows_are_dashed_and_point_back():
    place, pixels = gradient_only([1e-2] * 4)
    columns = lane(place, pixels, 1)[..., 3].max(axis=0) > 0
    starts = int((np.diff(columns.astype(int)) == 1).sum()) + int(columns[0])
    assert starts >= 3
    heights = (lane(place, pixels, 1)[..., 3] > 0).sum(axis=0)
    head, tail = heights[: len(heights) // 3].max(), heights[2 * len(heights) // 3 :].max()
    assert head > tail


@pytest.mark.parametrize("strange", [math.nan, math.inf])
@pytest.mark.parametrize("steps", [4, 40])
def test_what_is_not_finite_stands_out_where_it_is(steps, strange):
    magnitude = [1.0] * (steps + 1)
    magnitude[2] = strange
    place, pixels = gradient_only(magnitude)
    error = np.array(DARK.color("error").getRgb()[:3])

    def shows_error(k):
        part = lane(place, pixels, k)
        near = np.abs(part[..., :3].astype(int) - error).sum(axis=-1) < 30
        return bool((near & (part[..., 3] > 200)).any())

    assert shows_error(2)
    assert not any(shows_error(k) for k in range(4, steps))


@pytest.mark.parametrize("steps", [4, 40])
def test_of_a_gradient_of_zero_there_is_no_stroke(steps):
    place, pixels = gradient_only([0.0] * (steps + 1))
    assert [ink(place, pixels, k) for k in range(steps)] == [0] * steps


# What is written


def text_ink(pixels, y, rows=6):
    return pixels[round(y) - rows : round(y) + rows, :, 3] > 0


def test_every_arrow_has_its_number():
    place, pixels = gradient_only([1.0] * 7)
    assert place.numbers_between
    written = text_ink(pixels, place.number_y)
    for k in range(6):
        middle = slice(round(place.x(k + 0.5)) - 8, round(place.x(k + 0.5)) + 8)
        assert written[:, middle].any(), k


@pytest.mark.parametrize("selected", [0, 7, 250, 333, 500])
def test_in_long_sequences_the_chosen_number_is_always_written(selected):
    place, pixels = gradient_only([1.0] * 501, selected=selected)
    x = round(place.x(selected))
    assert text_ink(pixels, place.number_y)[:, max(0, x - 8) : x + 8].any()


def ground_and_frame(frame, width=900, height=300):
    place = layout(width, height, frame.settings.time_steps, View())

    def paint(painter):
        paint_ground(painter, place, DARK)
        paint_frame(painter, place, DARK, frame, 1)

    return picture(width, height, paint)


@pytest.mark.parametrize("steps", [1, 6, 50, 500])
def test_what_is_painted_differs_with_every_part_of_the_frame(frame_of, steps):
    magnitude = np.geomspace(1e-3, 1.0, steps + 1)
    hidden = np.zeros((steps + 1, 4))
    plain = ground_and_frame(frame_of(magnitude, hidden=hidden))
    others = {
        "gradient": frame_of(10 * magnitude, hidden=hidden),
        "states": frame_of(magnitude, hidden=hidden + 0.5),
        "loss": frame_of(magnitude, hidden=hidden, loss=7.0),
        "bound": frame_of(magnitude, hidden=hidden, singular=1.5),
    }
    if steps <= 6:
        others["tokens"] = frame_of(magnitude, hidden=hidden, tokens="A" * steps)
    for name, frame in others.items():
        assert (ground_and_frame(frame) != plain).any(), name
