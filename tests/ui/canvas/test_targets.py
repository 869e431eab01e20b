import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.target import LOSS, Kind, Target, parse_target
from rnnsim.ui.canvas.geometry import Detail, View, layout
from rnnsim.ui.canvas.targets import ROWS, Way, on_canvas, target_at, target_box, walked

PLACES = st.builds(
    layout,
    st.floats(420.0, 2400.0),
    st.floats(230.0, 1200.0),
    st.sampled_from([1, 2, 6, 14, 50, 500]),
    st.just(View()),
    st.sampled_from([0.0, 5.0]),
    st.sampled_from([1.0, 1.5]),
)
KINDS = st.sampled_from([Kind.CELL, Kind.ARROW, Kind.INPUT])
SHARES = st.floats(0.0, 1.0)


@given(PLACES, KINDS, SHARES)
def test_in_the_middle_of_a_target_is_the_target(place, kind, share):
    k = max(round(share * place.time_steps), 1 if kind is Kind.INPUT else 0)
    target = Target(kind, k)
    x, y, width, height = target_box(place, target)
    found = target_at(place, x + width / 2, y + height / 2)
    if place.detail is not Detail.CELLS and (kind, k) == (Kind.INPUT, 0):
        return
    assert found == target


@given(PLACES)
def test_the_loss_is_in_its_box(place):
    x, y, width, height = place.loss_box
    assert target_at(place, x + width / 2, y + height / 2) == LOSS
    assert target_at(place, x - 30.0, y + 1.0) is None


@given(PLACES, SHARES, SHARES)
def test_whatever_is_found_is_on_the_canvas(place, across, down):
    found = target_at(place, across * place.width, down * place.height)
    assert found is None or on_canvas(found, place.time_steps)


@given(PLACES, SHARES)
def test_over_the_sentences_and_under_the_inputs_there_is_nothing(place, across):
    x = across * (place.loss_box[0] - 1.0)
    assert target_at(place, x, place.headline / 2) is None
    assert target_at(place, across * place.width, place.height - 3.0) is None


@pytest.mark.parametrize(
    ("start", "way", "end"),
    [
        ("h_3", Way.RIGHT, "h_4"),
        ("h_3", Way.LEFT, "h_2"),
        ("h_0", Way.LEFT, "h_0"),
        ("h_6", Way.RIGHT, "h_6"),
        ("x_1", Way.LEFT, "x_1"),
        ("gradient_3", Way.FIRST, "gradient_0"),
        ("x_3", Way.FIRST, "x_1"),
        ("h_3", Way.LAST, "h_6"),
        ("h_3", Way.DOWN, "gradient_3"),
        ("gradient_0", Way.DOWN, "x_1"),
        ("x_3", Way.UP, "gradient_3"),
        ("h_3", Way.UP, "loss"),
        ("loss", Way.DOWN, "h_6"),
        ("loss", Way.LEFT, "h_5"),
    ],
)
def test_where_the_keyboard_walks(start, way, end):
    assert str(walked(parse_target(start), way, 6)) == end


@given(
    st.sampled_from(ROWS),
    st.integers(1, 9),
    st.lists(st.sampled_from(Way), max_size=12),
    st.integers(1, 9),
)
def test_the_keyboard_never_leaves_the_network(kind, k, ways, steps):
    target = LOSS if kind is Kind.LOSS else Target(kind, min(k, steps))
    for way in ways:
        target = walked(target, way, steps)
        assert on_canvas(target, steps)
