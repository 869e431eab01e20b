import math
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from rnnsim.model.frame import Divergence
from rnnsim.model.moment import moments
from rnnsim.model.settings import Settings
from rnnsim.model.target import LOSS, parse_target
from rnnsim.ui.app import make_application
from rnnsim.ui.canvas.geometry import Detail, View, layout
from rnnsim.ui.canvas.gradient import Numbers, paint_numbers, paint_strokes
from rnnsim.ui.canvas.kept import Layers
from rnnsim.ui.canvas.picture import Picture, paint_picture
from rnnsim.ui.canvas.targets import on_canvas
from rnnsim.ui.canvas.tokens import longest_word
from rnnsim.ui.numbers import short
from rnnsim.ui.theme import DARK, LIGHT, font
from tests.ui.vector_files import recorded

STRANGE = [0.0, 5e-324, 1e-300, 1e-7, 1.0, 1e3, 1e300, math.inf, math.nan]
MAGNITUDES = st.lists(st.sampled_from(STRANGE) | st.floats(0.0), min_size=1, max_size=8)
STATES = st.lists(
    st.sampled_from([*STRANGE, -1.0, -math.inf]) | st.floats(), min_size=1, max_size=8
)

MOMENTS = st.sampled_from(moments(500, parts=True)[::97] + moments(500, parts=False)[::41])
TARGETS = st.sampled_from(
    [parse_target(text) for text in ("h_0", "h_1", "h_6", "gradient_0", "gradient_6", "x_1", "x_6")]
    + [LOSS]
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
    tokens=st.sampled_from([["", ""], ["A", "z"], ["0.43", ""], ["completely", "I"]]),
    loss_at=st.sampled_from(["last", "all"]),
    precision=st.sampled_from([np.float16, np.float32, np.float64]),
    singular=st.sampled_from(STRANGE),
    width=st.floats(420.0, 2400.0),
    height=st.floats(230.0, 1200.0),
    pitch=st.none() | st.floats(0.5, 190.0),
    share=st.floats(0.0, 1.0),
    ratio=st.sampled_from([1.0, 1.25, 2.0]),
    theme=st.sampled_from([DARK, LIGHT]),
    divergence=st.sampled_from([None, Divergence("h", 1, "forward", 3)]),
    moment=st.none() | MOMENTS,
    relative=st.booleans(),
    targets=st.tuples(*[st.none() | TARGETS] * 3),
    shares=st.sampled_from([*STRANGE, -1.0]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_frame_can_be_painted(
    frame_of,
    steps,
    magnitudes,
    states,
    units,
    loss,
    tokens,
    loss_at,
    precision,
    singular,
    width,
    height,
    pitch,
    share,
    ratio,
    theme,
    divergence,
    moment,
    relative,
    targets,
    shares,
):
    tokens = tuple(np.resize(tokens, steps).tolist())
    with np.errstate(over="ignore"):  # what float16 has no room for is infinite
        frame = frame_of(
            np.resize(magnitudes, steps + 1),
            hidden=np.resize(states, (steps + 1, units)),
            loss=loss,
            tokens=tokens,
            singular=singular,
            divergence=divergence,
            settings=Settings(time_steps=steps, loss_at=loss_at),
            precision=precision,
            contributions=np.resize([1.0, shares], steps),
        )
    targets = [each if on_canvas(each, steps) else None for each in targets]
    place = layout(width, height, steps, View(pitch, share * steps), longest_word(tokens))
    selected = round(share * steps)

    def paint(painter):
        picture = Picture(place, theme, frame, moment, relative, selected, *targets)
        paint_picture(painter, picture, Layers())

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture(width, height, paint, ratio).any()
        recorded(paint)  # as for a file


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
        paint_strokes(painter, place, DARK, values)
        paint_numbers(painter, place, DARK, Numbers(values, selected=selected))

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


def test_where_there_is_no_room_for_dashes_arrows_are_whole_however_thin():
    place, pixels = gradient_only([1e-5] * 6 + [1e-2] * 7)
    for k in range(1, 11):
        columns = lane(place, pixels, k)[..., 3].max(axis=0) > 0
        assert int((np.diff(columns.astype(int)) == 1).sum()) + int(columns[0]) == 1


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
    words = longest_word(frame.passed.tokens)
    place = layout(width, height, frame.settings.time_steps, View(), words)

    def paint(painter):
        paint_picture(painter, Picture(place, DARK, frame), Layers())

    return picture(width, height, paint)


def judged_at_all(steps):
    return Settings(time_steps=steps, loss_at="all")


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
        "judged": frame_of(magnitude, hidden=hidden, settings=judged_at_all(steps)),
    }
    if steps <= 50:
        others["tokens"] = frame_of(magnitude, hidden=hidden, tokens=("A",) * steps)
        others["words"] = frame_of(magnitude, hidden=hidden, tokens=("failed.",) * steps)
    for name, frame in others.items():
        assert (ground_and_frame(frame) != plain).any(), name


# The loss at all steps


def test_a_line_leads_from_the_loss_to_every_state_that_is_judged(frame_of):
    place = layout(900, 300, 6, View())
    amber = np.array(DARK.color("loss").getRgb()[:3])
    y = round(place.cell_top - place.label_room - 2.0)

    def judged_columns(frame):
        near = ground_and_frame(frame)[y - 2 : y + 3, :, :3].astype(int)
        return (np.abs(near - amber).sum(axis=2) < 60).any(axis=0)

    hidden = np.zeros((7, 4))
    everywhere = judged_columns(frame_of(np.ones(7), hidden=hidden, settings=judged_at_all(6)))
    at_the_end = judged_columns(frame_of(np.ones(7), hidden=hidden))
    between = slice(round(place.x(1)) + 1, round(place.x(6)) - 30)
    assert everywhere[between].all()
    assert not at_the_end[between].any()


# Words


def test_only_long_labels_are_words():
    assert longest_word(("A", "0.43", "", "xyzzy")) == longest_word(()) == 0.0
    one, other = longest_word(("I", "completely")), longest_word(("I", "completely failed"))
    assert 3.0 < one < other


@pytest.mark.parametrize("steps", [5, 12, 40])
def test_each_word_ends_under_its_time_step(frame_of, steps):
    words = ["" if k != 3 else "completely" for k in range(1, steps + 1)]
    hidden, magnitude = np.zeros((steps + 1, 4)), np.ones(steps + 1)
    with_word = ground_and_frame(frame_of(magnitude, hidden=hidden, tokens=tuple(words)))
    place = layout(900, 300, steps, View(), longest_word(tuple(words)))
    assert place.word_pixels >= 9.0

    def paint(painter):
        frame = frame_of(magnitude, hidden=hidden)
        paint_picture(painter, Picture(place, DARK, frame), Layers())

    differs = (with_word != picture(900, 300, paint)).any(axis=2)
    below = differs[round(place.word_y) :]
    columns = np.flatnonzero(below.any(axis=0))
    assert abs(columns.max() - place.x(3)) <= place.word_pixels
    assert place.x(3) - columns.min() > 2.0 * place.word_pixels


@pytest.mark.parametrize("steps", [3, 20])
def test_a_number_fits_into_its_circle(frame_of, steps):
    tokens = ("0.43",) * steps
    place = layout(900, 300, steps, View())
    hidden, magnitude = np.zeros((steps + 1, 4)), np.ones(steps + 1)
    plain = ground_and_frame(frame_of(magnitude, hidden=hidden, tokens=(" ",) * steps))
    named = ground_and_frame(frame_of(magnitude, hidden=hidden, tokens=tokens))
    y, radius = round(place.input_y), place.input_radius
    columns = np.flatnonzero((named != plain)[y - 3 : y + 4].any(axis=(0, 2)))
    middles = np.array([place.x(k) for k in range(1, steps + 1)])
    assert len(columns)
    assert (np.abs(columns[:, None] - middles).min(axis=1) < radius).all()
