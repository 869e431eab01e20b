"""Where the views of a figure stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.figure.grid import GAP, Shape, arranged, letter

PLOT = Shape(90.0, 0.43, (170.0, 110.0))
CANVAS = Shape(208.0, 0.095, (420.0, 230.0), wide=True)


def rows_of(grid):
    rows = {}
    for i, cell in enumerate(grid.cells):
        rows.setdefault(cell.row, []).append(i)
    return list(rows.values())


@pytest.mark.parametrize(
    ("count", "width", "rows"),
    [
        (1, 468, [[0]]),
        (2, 468, [[0], [1]]),
        (2, 963, [[0, 1]]),
        (4, 963, [[0, 1], [2, 3]]),
        (5, 963, [[0, 1, 2], [3, 4]]),
        (6, 963, [[0, 1, 2], [3, 4, 5]]),
        (7, 963, [[0, 1, 2], [3, 4, 5], [6]]),
    ],
)
def test_views_stand_in_reading_order_in_rows_as_equal_as_can_be(count, width, rows):
    assert rows_of(arranged([PLOT] * count, width)) == rows


def test_the_columns_asked_for_are_made():
    assert rows_of(arranged([PLOT] * 5, 963, columns=4)) == [[0, 1, 2, 3], [4]]
    assert rows_of(arranged([PLOT] * 2, 963, columns=1)) == [[0], [1]]


def test_the_canvas_has_a_row_of_its_own_where_columns_are_narrow():
    shapes = [PLOT, CANVAS, PLOT, PLOT]
    assert rows_of(arranged(shapes, 963)) == [[0], [1], [2, 3]]
    assert rows_of(arranged([CANVAS, PLOT], 1200, columns=2)) == [[0, 1]]


def test_each_has_the_height_it_asks_for_below_its_head():
    grid = arranged([PLOT, PLOT], 468, head=20.0)
    first, second = grid.cells
    assert (first.top, first.height) == (20.0, PLOT.height(468))
    assert second.top == pytest.approx(20.0 + first.height + GAP + 20.0)
    assert grid.height == pytest.approx(second.top + second.height)


def test_a_margin_goes_round_all():
    (cell,) = arranged([PLOT], 468, 300, margin=14.0).cells
    assert (cell.left, cell.top) == (14.0, 14.0)
    assert (cell.width, cell.height) == (440.0, 272.0)


def test_where_it_is_low_each_row_has_what_it_needs():
    grid = arranged([CANVAS, PLOT, PLOT], 600, 400)
    assert grid.cells[0].height == 230.0
    assert grid.cells[1].height == pytest.approx(400 - GAP - 230.0)
    assert grid.crowded == 1.0


def test_how_crowded_it_is_is_told():
    assert arranged([PLOT], 85, 110).crowded == 2.0
    assert arranged([PLOT], 170, 55).crowded == 2.0


@given(
    st.lists(st.sampled_from([PLOT, CANVAS]), min_size=1, max_size=9),
    st.floats(10, 5000),
    st.none() | st.floats(10, 5000),
    st.none() | st.integers(1, 9),
    st.booleans(),
    st.floats(0, 3),
)
def test_no_view_covers_another_or_leaves_the_figure(shapes, width, height, columns, heads, margin):
    head = 19.0 if heads else 0.0
    grid = arranged(shapes, width, height, columns, head=head, margin=margin)
    assert len(grid.cells) == len(shapes)
    places = [(c.left, c.top - c.head, c.left + c.width, c.top + c.height) for c in grid.cells]
    for left, top, right, bottom in places:
        assert left < right
        assert top < bottom
        assert bottom <= grid.height + 1e-6
    for i, one in enumerate(places):
        for other in places[:i]:
            apart = 1e-6
            assert (
                one[0] >= other[2] - apart
                or other[0] >= one[2] - apart
                or one[1] >= other[3] - apart
                or other[1] >= one[3] - apart
            )
    order = [(cell.row, cell.column) for cell in grid.cells]
    assert order == sorted(order)


def test_views_are_lettered():
    assert [letter(i) for i in range(9)] == list("abcdefghi")
