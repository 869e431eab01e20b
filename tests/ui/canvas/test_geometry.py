import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rnnsim.ui.canvas.geometry import (
    CELLS_FROM_PITCH,
    COLUMNS_FROM_PITCH,
    LEFT_MARGIN,
    SLANT,
    SMALLEST_TYPE,
    WIDEST_PITCH,
    WORDS_NEED,
    Detail,
    View,
    label_stride,
    layout,
    panned,
    right_margin,
    unit_grid,
    zoomed,
)

WIDTHS = st.floats(420.0, 2400.0)
HEIGHTS = st.floats(230.0, 1200.0)
STEPS = st.integers(1, 500)
SHARES = st.floats(0.0, 1.0)
NEARLY = 1e-6


WORDS = st.just(0.0) | st.floats(1.0, 8.0)


@st.composite
def fitted(draw):
    """A layout that shows all, perhaps with words as inputs."""
    scale = draw(st.sampled_from([1.0, 1.0, 1.5, 2.0]))
    return layout(draw(WIDTHS), draw(HEIGHTS), draw(STEPS), View(), draw(WORDS), scale)


@st.composite
def looked_at(draw):
    """A layout that shows all, or any part as large as can be."""
    place = draw(fitted())
    if draw(st.booleans()):
        return place
    view = View(draw(st.floats(0.01, 400.0)), draw(st.floats(-50.0, 600.0)))
    words, scale = place.longest_word, place.type_scale
    return layout(place.width, place.height, place.time_steps, view, words, scale)


def margins(place):
    first = LEFT_MARGIN * place.letter
    return first, place.width - right_margin(place.pitch, place.letter)


def shows_all(place):
    left, right = margins(place)
    return place.pitch * place.time_steps <= right - left + NEARLY


def operations(place):
    """Only where they have a room of their own."""
    if not place.operation_room:
        return []
    bottom = place.cell_top - place.label_room
    return [("operations", bottom - place.operation_room, bottom)]


def lanes(place):
    """Upper and lower edge of what stands in a column, from the top down."""
    half_number = 0.6 * place.number_pixels
    numbers = ("numbers", place.number_y - half_number, place.number_y + half_number)
    inputs_end = place.input_y + place.input_radius
    found = [
        ("loss", place.loss_box[1], place.loss_box[1] + place.loss_box[3]),
        *operations(place),
        ("labels", place.cell_top - place.label_room, place.cell_top),
        ("cells", place.cell_top, place.cell_bottom),
    ]
    if place.detail is not Detail.CELLS:
        half = place.widest_stroke / 2
        found.append(("band", place.backward_y - half, place.backward_y + half))
    if place.number_y < place.input_y:
        found.append(numbers)
    if place.detail is Detail.CELLS:
        found.append(("inputs", place.input_y - place.input_radius, inputs_end))
    if place.number_y > place.input_y:
        found.append(numbers)
    elif not place.word_pixels:
        found.append(("tokens", inputs_end, inputs_end + place.token_room))
    if place.word_pixels:
        top = place.word_y - place.word_gap - place.word_bar
        found.append(("words", top, top + place.word_room))
    if place.ledge_room:
        half = place.ledge_room / 2
        found.append(("ledge", place.ledge_y - half, place.ledge_y + half))
    found.append(("footer", place.height - place.footer, place.height))
    return found


# What stands above what


@given(looked_at())
def test_lanes_stand_in_order_and_never_overlap(place):
    for (above, _, bottom), (below, top, _) in pairwise(lanes(place)):
        assert bottom <= top + NEARLY, f"{above} overlap {below}"


@given(looked_at())
def test_every_lane_has_a_height_and_lies_within_the_widget(place):
    for name, top, bottom in lanes(place):
        assert 0.0 <= top < bottom <= place.height + NEARLY, name


@given(looked_at())
def test_words_can_be_read_or_are_left_out(place):
    assert place.word_pixels == 0.0 or place.word_pixels >= SMALLEST_TYPE
    between_lines = place.pitch * math.sin(math.radians(SLANT))
    assert place.word_pixels < between_lines
    assert (place.word_room > 0.0) is (place.word_pixels > 0.0)
    assert place.longest_word > 0.0 or place.word_room == 0.0


@given(looked_at())
def test_the_headline_is_kept_free(place):
    assert place.cell_top - place.label_room >= place.headline - NEARLY


@given(looked_at())
def test_both_ways_of_travel_cross_the_cells_apart(place):
    half = place.widest_stroke / 2
    assert place.cell_top < place.forward_y < place.cell_bottom
    assert place.forward_y < place.backward_y - half
    if place.detail is Detail.CELLS:
        assert place.backward_y + half <= place.cell_bottom


@given(looked_at())
def test_the_arrow_from_the_loss_points_down(place):
    top, bottom = place.loss_arrows
    assert place.loss_box[1] + place.loss_box[3] <= top < bottom <= place.cell_top


@given(looked_at())
def test_the_arrows_from_the_inputs_have_a_length(place):
    if place.detail is Detail.CELLS:
        assert place.input_y - place.input_radius - place.cell_bottom >= 4.0


# What stands beside what


@given(fitted())
def test_all_that_fits_lies_within_the_width(place):
    assert place.columns == range(place.time_steps + 1)
    assert place.cells == range(1, place.time_steps + 1)
    half = place.cell_width / 2
    assert place.x(0) >= 12.0
    assert place.x(1) - half >= 0.0
    assert place.x(place.time_steps) + half <= place.width
    left, _, width, _ = place.loss_box
    assert left >= 0.0
    assert left + width <= place.width


@given(fitted())
def test_what_fits_stands_in_the_middle(place):
    left, right = margins(place)
    gaps = place.x(0) - left, right - place.x(place.time_steps)
    assert gaps[0] == pytest.approx(gaps[1], abs=NEARLY)
    assert min(gaps) >= -NEARLY


@given(looked_at())
def test_cells_do_not_touch(place):
    assert place.cell_width <= place.pitch
    if place.detail is Detail.CELLS:
        assert place.pitch - place.cell_width >= 12.0


@given(looked_at())
def test_inputs_do_not_touch(place):
    assert 2 * place.input_radius < place.pitch


@given(looked_at())
def test_time_runs_to_the_right(place):
    assert place.pitch > 0.0
    assert place.x(1) > place.x(0)


@given(looked_at(), SHARES)
def test_every_column_that_shows_is_among_the_columns(place, share):
    x = share * place.width
    k = round((x - place.origin) / place.pitch)
    if 0 <= k <= place.time_steps:
        assert k in place.columns
        assert k == 0 or k in place.cells


@given(looked_at())
def test_the_level_of_detail_is_that_of_the_pitch(place):
    least = CELLS_FROM_PITCH * (WORDS_NEED if place.longest_word else 1.0)
    assert (place.detail is Detail.CELLS) == (place.pitch >= least)
    assert (place.detail is Detail.STRIP) == (place.pitch < COLUMNS_FROM_PITCH)


@pytest.mark.parametrize(
    ("time_steps", "detail"),
    [(6, Detail.CELLS), (14, Detail.CELLS), (50, Detail.COLUMNS), (500, Detail.STRIP)],
)
def test_short_and_long_sequences_are_drawn_as_they_can_be_read(time_steps, detail):
    assert layout(950.0, 330.0, time_steps, View()).detail is detail


# Where the pointer is


@given(looked_at(), SHARES, st.floats(-0.49, 0.49))
def test_the_step_at_a_place_is_the_one_that_stands_there(place, share, beside):
    k = round(share * place.time_steps)
    assert place.step_at(place.x(k)) == k
    assert place.step_at(place.x(k) + beside * place.pitch) == k


@given(looked_at(), st.floats(-1e6, 1e6))
def test_outside_the_nearest_step_counts(place, x):
    assert 0 <= place.step_at(x) <= place.time_steps
    if x < place.x(0):
        assert place.step_at(x) == 0
    if x > place.x(place.time_steps):
        assert place.step_at(x) == place.time_steps


# Zoom


def after(place, view):
    size = place.width, place.height
    return layout(*size, place.time_steps, view, place.longest_word, place.type_scale)


@given(looked_at(), st.floats(1.0, 20.0), SHARES)
def test_zooming_in_keeps_what_is_under_the_pointer(place, factor, share):
    left, right = max(0.0, place.x(0)), min(place.width, place.x(place.time_steps))
    x = left + share * (right - left)
    column = (x - place.origin) / place.pitch
    larger = after(place, zoomed(place, factor, x))
    assert larger.x(column) == pytest.approx(x, abs=1e-3)
    assert larger.pitch == pytest.approx(min(place.pitch * factor, WIDEST_PITCH), rel=2e-3)


@given(looked_at(), st.floats(0.05, 20.0), SHARES)
def test_zooming_keeps_what_is_under_the_pointer_unless_an_end_comes_in(place, factor, share):
    x = share * place.width
    column = (x - place.origin) / place.pitch
    other = after(place, zoomed(place, factor, x))
    left, right = margins(other)
    at_left = other.x(0) == pytest.approx(left, abs=NEARLY)
    at_right = other.x(other.time_steps) == pytest.approx(right, abs=NEARLY)
    kept = other.x(column) == pytest.approx(x, abs=1e-3)
    assert kept or at_left or at_right or shows_all(other)


@given(looked_at(), SHARES)
def test_zooming_out_ends_with_all_of_it(place, share):
    view = zoomed(place, 1e-6, share * place.width)
    assert view == View()
    assert shows_all(after(place, view))


@given(looked_at(), SHARES)
def test_zooming_in_ends_with_large_cells(place, share):
    largest = after(place, zoomed(place, 1e6, share * place.width))
    assert largest.pitch == WIDEST_PITCH or shows_all(largest)
    assert largest.detail is Detail.CELLS


@given(looked_at(), SHARES)
def test_zooming_in_and_out_again_comes_back(place, share):
    x = share * place.width
    larger = after(place, zoomed(place, 1.25, x))
    assume(larger.pitch == pytest.approx(1.25 * place.pitch))
    assume(larger.x((x - place.origin) / place.pitch) == pytest.approx(x))
    back = after(place, zoomed(larger, 0.8, x))
    assert back.pitch == pytest.approx(place.pitch, rel=2e-3)


# Moving


@given(looked_at(), st.floats(-5000.0, 5000.0))
def test_moving_moves_by_so_much_and_not_beyond_the_ends(place, by):
    moved = after(place, panned(place, by))
    left, right = margins(moved)
    assert moved.pitch == pytest.approx(place.pitch)
    if shows_all(place):
        assert moved.origin == pytest.approx(place.origin)
        return
    wanted = min(left, max(right - place.pitch * place.time_steps, place.origin + by))
    assert moved.origin == pytest.approx(wanted, abs=NEARLY)
    assert moved.x(0) <= left + NEARLY
    assert moved.x(moved.time_steps) >= right - NEARLY


# Parts


@given(st.integers(1, 256), st.floats(10.0, 400.0), st.floats(10.0, 400.0))
def test_a_grid_has_a_field_for_every_unit_and_no_empty_line(units, width, height):
    columns, rows = unit_grid(units, width, height)
    assert columns * rows >= units
    assert columns * (rows - 1) < units
    assert 1 <= columns <= 32


@pytest.mark.parametrize(
    ("units", "grid"), [(1, (1, 1)), (16, (4, 4)), (4, (2, 2)), (12, (3, 4)), (256, (16, 16))]
)
def test_a_grid_in_a_square_is_nearly_square(units, grid):
    assert unit_grid(units, 60.0, 60.0) in (grid, grid[::-1])


@given(st.floats(0.5, 200.0), st.floats(5.0, 200.0))
def test_labels_stand_as_near_to_each_other_as_they_can(pitch, width):
    stride = label_stride(pitch, width)
    assert stride * pitch >= width
    mantissa = int(str(stride)[0])
    assert stride == mantissa * 10 ** int(math.log10(stride) + 1e-9)
    assert mantissa in (1, 2, 5)
    if stride > 1:
        before = stride * 2 // 5 if mantissa == 5 else stride // 2
        assert before * pitch < width
