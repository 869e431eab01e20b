import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.eigenvalues import (
    EigenvalueError,
    conjugate_index,
    format_eigenvalues,
    moved,
    parse_eigenvalues,
    radius,
    require_conjugates,
    resized,
    scaled_to,
    shortest,
)

LARGEST = 3.0
PARTS = st.floats(-2.0, 2.0)


@st.composite
def eigenvalues(draw, max_size=12):
    """Values closed under conjugation, in any order, with repetitions."""
    reals = [(x, 0.0) for x in draw(st.lists(PARTS, max_size=max_size // 3))]
    uppers = draw(st.lists(st.tuples(PARTS, PARTS.filter(bool)), max_size=max_size // 3))
    values = reals + uppers + [(x, -y) for x, y in uppers]
    values += draw(st.sampled_from([[], values]))
    return tuple(draw(st.permutations(values or [(0.5, 0.0)])))


def assert_closed_under_conjugation(values):
    times = Counter(values)
    assert all(times[x, -y] == n for (x, y), n in times.items())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.9", [(0.9, 0)]),
        ("-.5, 1., +2e-1", [(-0.5, 0), (1, 0), (0.2, 0)]),
        ("0.5±0.3i", [(0.5, 0.3), (0.5, -0.3)]),
        ("0.5 +/- 0.3 j", [(0.5, 0.3), (0.5, -0.3)]),
        ("0.5+-0.3i", [(0.5, 0.3), (0.5, -0.3)]),
        ("±i", [(0, 1), (0, -1)]),
        ("±1e-1i", [(0, 0.1), (0, -0.1)]),
        ("0.5-0.3i; 0.5 + 0.3i", [(0.5, -0.3), (0.5, 0.3)]),
        ("i\n-i", [(0, 1), (0, -1)]),
        ("2j, −2j", [(0, 2), (0, -2)]),
        ("1 + i,\t1 - i,", [(1, 1), (1, -1)]),
        ("0i", [(0, 0)]),
    ],
)
def test_eigenvalues_are_read_in_every_usual_notation(text, values):
    assert parse_eigenvalues(text) == tuple(values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",;",
        "x",
        "0.5 0.3",
        "0.9 -0.2",
        "0.5i0.3",
        "0.5±",
        "±",
        "1±2",
        "i1",
        "1e",
        "+-1",
        "1 ii",
    ],
)
def test_what_is_no_list_of_numbers_is_refused(text):
    with pytest.raises(EigenvalueError, match=r"is not a number|there is no number in it"):
        parse_eigenvalues(text)


@pytest.mark.parametrize("text", ["1e999", "±1e999i", "-1e999"])
def test_numbers_too_large_for_a_float_are_refused(text):
    with pytest.raises(EigenvalueError, match="every number must be finite"):
        parse_eigenvalues(text)


@pytest.mark.parametrize("text", ["0.5+0.3i", "i, i, -i", "0.5±0.3i, 0.5-0.3i"])
def test_a_complex_value_without_its_conjugate_is_refused(text):
    with pytest.raises(EigenvalueError, match="has no conjugate"):
        parse_eigenvalues(text)


@given(eigenvalues())
def test_values_are_read_back_from_their_text_exactly(values):
    text = format_eigenvalues(values)
    assert sorted(parse_eigenvalues(text)) == sorted(values)
    assert format_eigenvalues(parse_eigenvalues(text)) == text


def test_pairs_are_written_once_and_numbers_short():
    assert format_eigenvalues(((0.9, 0.0), (0.5, -0.25), (-2.0, 0.0), (0.5, 0.25))) == (
        "0.9, -2, 0.5±0.25i"
    )


@given(st.floats(allow_nan=False))
def test_the_shortest_text_is_read_back_exactly(number):
    assert float(shortest(number)) == number


@given(eigenvalues())
def test_the_conjugate_of_the_conjugate_is_the_value_itself(values):
    partners = [conjugate_index(values, i) for i in range(len(values))]
    assert sorted(partners) == list(range(len(values)))
    for i, partner in enumerate(partners):
        assert values[partner] == (values[i][0], -values[i][1])
        assert partners[partner] == i


@given(eigenvalues(), st.floats(0.0, LARGEST))
def test_scaling_keeps_the_arrangement_and_reaches_the_radius(values, target):
    if radius(values) == 0.0:
        return
    scaled = scaled_to(values, target)
    assert_closed_under_conjugation(scaled)
    assert radius(scaled) <= target
    assert radius(scaled) == pytest.approx(target, rel=1e-14, abs=1e-300)
    for (x, y), (u, v) in zip(values, scaled, strict=True):
        assert math.hypot(x * v - y * u) <= 1e-14 * math.hypot(x, y) * target + 1e-300


@pytest.mark.parametrize("tiny", [5e-324, 1e-310, 1e-200])
def test_scaling_up_from_next_to_nothing_is_precise(tiny):
    scaled = scaled_to(((tiny, tiny), (tiny, -tiny)), 3.0)
    assert radius(scaled) == pytest.approx(3.0, rel=1e-14)
    assert radius(scaled) <= 3.0


@given(eigenvalues(), st.integers(1, 16))
def test_resizing_keeps_the_largest_whole_pairs(values, size):
    result = resized(values, size)
    assert len(result) == size
    assert_closed_under_conjugation(result)
    kept = Counter(result)
    kept[0.0, 0.0] = 0
    assert not kept - Counter(values)
    nonzero = sum(value != (0.0, 0.0) for value in values)
    assert sum(kept.values()) >= min(size, nonzero) - 1


def test_resizing_prefers_the_largest_and_adds_zeros():
    values = ((0.1, 0.0), (0.5, 0.5), (0.5, -0.5), (-0.9, 0.0))
    assert resized(values, 1) == ((-0.9, 0.0),)
    assert resized(values, 2) == ((-0.9, 0.0), (0.1, 0.0))
    assert resized(values, 3) == ((-0.9, 0.0), (0.5, 0.5), (0.5, -0.5))
    assert resized(values, 6)[4:] == ((0.0, 0.0), (0.0, 0.0))
    assert resized(((0.5, 0.5), (0.5, -0.5)), 1) == ((0.0, 0.0),)


@given(st.data(), eigenvalues(), st.floats(0.0, 1.0))
def test_moving_keeps_every_number_legal(data, values, snap):
    index = data.draw(st.integers(0, len(values) - 1))
    target = data.draw(st.tuples(*[st.floats(-1e6, 1e6) | PARTS] * 2))
    result = moved(values, index, target, largest=LARGEST, snap=snap)
    require_conjugates(result)
    assert len(result) == len(values)
    assert radius(result) <= LARGEST
    touched = [i for i, (old, new) in enumerate(zip(values, result, strict=True)) if old != new]
    assert len(set(touched) | {index}) <= 2


@given(st.data(), eigenvalues())
def test_a_value_lands_where_it_is_dropped_and_its_conjugate_follows(data, values):
    index = data.draw(st.integers(0, len(values) - 1))
    x, y = target = data.draw(st.tuples(PARTS, PARTS))
    result = moved(values, index, target, largest=LARGEST, snap=0.1)
    partner = conjugate_index(values, index)
    lone = partner == index and not any(v[1] == 0.0 for i, v in enumerate(values) if i != index)
    if abs(y) <= 0.1 or lone:
        assert result[index] == (x, 0.0)
        assert result[partner] == (x, 0.0)
    else:
        assert result[index] == target
        assert (x, -y) in result


def test_a_target_beyond_the_edge_is_drawn_in_along_its_ray():
    result = moved(((0.5, 0.5), (0.5, -0.5)), 1, (-6.0, -8.0), largest=1.0, snap=0.1)
    assert result[1] == pytest.approx((-0.6, -0.8), rel=1e-15)
    assert result[0] == (result[1][0], -result[1][1])


def test_a_real_value_leaves_the_axis_with_the_nearest_other_one():
    values = ((0.9, 0.0), (-0.9, 0.0), (0.4, 0.0), (0.0, 0.5), (0.0, -0.5))
    result = moved(values, 0, (0.5, 0.3), largest=1.0, snap=0.1)
    assert result == ((0.5, 0.3), (-0.9, 0.0), (0.5, -0.3), (0.0, 0.5), (0.0, -0.5))
