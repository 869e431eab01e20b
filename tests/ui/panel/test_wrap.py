"""Breaking a row of buttons into rows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rnnsim.ui.panel.wrap import fits, places

WIDTHS = st.lists(st.integers(10, 120), min_size=1, max_size=9)


@given(WIDTHS, st.integers(0, 600), st.integers(0, 8), st.integers(1, 9))
def test_buttons_that_fit_have_their_width_and_do_not_overlap(widths, available, gap, rows):
    rows = min(rows, len(widths))
    if not fits(widths, available, gap, rows):
        return
    spots = places(widths, available, gap, rows)
    assert [spot.row for spot in spots] == sorted(spot.row for spot in spots)
    assert max(spot.row for spot in spots) < rows
    for width, spot in zip(widths, spots, strict=True):
        assert spot.width >= width
        assert spot.left >= 0
        assert spot.left + spot.width <= available
    for before, after in pairwise(spots):
        assert after.row > before.row or after.left >= before.left + before.width + gap


@given(WIDTHS, st.integers(0, 8), st.integers(1, 9))
def test_rows_are_flush_at_both_ends(widths, gap, rows):
    rows = min(rows, len(widths))
    spots = places(widths, 2000, gap, rows)
    for row in {spot.row for spot in spots}:
        inside = [spot for spot in spots if spot.row == row]
        assert inside[0].left == 0
        if row == spots[-1].row or len(inside) == -(-len(widths) // rows):
            assert inside[-1].left + inside[-1].width == 2000


def test_columns_stand_in_line():
    spots = places([30, 40, 50, 70, 60, 30], 200, 3, 2)
    assert [spot.left for spot in spots[:3]] == [spot.left for spot in spots[3:]]


def test_equal_widths_where_they_fit():
    assert {spot.width for spot in places([20, 40, 30], 306, 3, 1)} == {100}


def test_too_narrow_is_told_and_survived():
    assert not fits([50, 60], 100, 3, 1)
    assert all(spot.width >= 0 for spot in places([50, 60], 2, 3, 1))
