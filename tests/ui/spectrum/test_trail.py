"""The trail of eigenvalues: which went where is only said where it is clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.frame import Frame
from rnnsim.model.samples import Trail
from rnnsim.ui.spectrum.geometry import View
from rnnsim.ui.spectrum.smear import smeared
from rnnsim.ui.spectrum.trail import MOST_PLACES, MOST_SAMPLES, Trails, matched, samples_of

Frames = Callable[..., Frame]


def spread(count: int) -> np.ndarray:
    """So many eigenvalues of a real matrix, none nearer to another than `apart` of them."""
    angles = np.pi * (np.arange(count // 2) + 0.5) / (count // 2)
    upper = np.exp(1j * angles)
    return np.concatenate([upper, upper.conj()])


def apart(values: np.ndarray) -> float:
    distances = np.abs(values[:, None] - values[None, :])
    return float(distances[distances > 0].min())


@given(st.integers(0, 2**32 - 1))
def test_small_moves_are_all_followed_whatever_the_order(seed: int) -> None:
    # each lies within a third of its distance from any other, so within half of any rival's
    random, values = np.random.default_rng(seed), spread(10)
    far = 0.33 * apart(values)
    moves = far * random.uniform(0, 1, 10) * np.exp(2j * np.pi * random.uniform(0, 1, 10))
    order = random.permutation(10)
    before, after = matched(values, (values + moves)[order])
    assert sorted(before) == list(range(10))
    assert (order[after] == before).all()


def test_what_two_could_have_become_is_left_open() -> None:
    pair, alone = np.array([0.5 + 0.1j, 0.5 - 0.1j]), np.array([-0.8 + 0j])
    before, after = matched(np.append(pair, alone), np.append([0.45 + 0j, 0.55 + 0j], alone))
    assert (list(before), list(after)) == ([2], [2])


def test_a_rival_on_either_side_makes_it_doubtful() -> None:
    one, two = np.array([0.0 + 0j, 1.0 + 0j]), np.array([0.4 + 0j, 5.0 + 0j])
    assert len(matched(one, two)[0]) == 0  # 1.0 is 0.6 from where 0.0 may have gone
    assert len(matched(two, one)[0]) == 0
    assert len(matched(one, np.array([0.3 + 0j, 5.0 + 0j]))[0]) == 1


def test_one_alone_is_followed_and_what_is_not_finite_is_not() -> None:
    assert len(matched(np.array([0.1 + 0j]), np.array([9.0 + 0j]))[0]) == 1
    assert len(matched(np.array([0.1 + 0j]), np.array([complex("nan")]))[0]) == 0
    assert len(matched(np.empty(0, complex), np.array([1.0 + 0j]))[0]) == 0


@pytest.fixture(name="learned")
def _learned(frame_of: Frames) -> Callable[..., Frame]:
    def make(samples: list[np.ndarray], iteration: int | None = None) -> Frame:
        at = len(samples) - 1 if iteration is None else iteration
        frame = frame_of(constructed=samples[0], iteration=at, newest=len(samples) - 1)
        trail = Trail(tuple(range(len(samples))), tuple(samples), (1.0,) * len(samples))
        spectrum = replace(frame.spectrum, measured=samples[at])
        return replace(frame, spectrum=spectrum, trail=trail)

    return make


def test_the_untrained_have_no_trail(learned: Callable[..., Frame]) -> None:
    assert Trails().of(None) is None
    assert Trails().of(learned([spread(4)])) is None


def test_the_trail_ends_at_the_iteration_looked_at(learned: Callable[..., Frame]) -> None:
    samples = [spread(6) * (1.0 + 0.01 * i) for i in range(10)]
    trails = Trails()
    whole, part = trails.of(learned(samples)), trails.of(learned(samples, 4))
    assert whole is not None
    assert part is not None
    assert len(whole.starts) == 6 * 9
    assert len(part.starts) == 6 * 4
    assert np.allclose(part.ends[-6:], samples[4])
    assert list(part.ages) == sorted(part.ages)
    assert (part.ages[0], part.ages[-1]) == (0.0, 1.0)
    assert len(whole.places) == 0


def test_where_it_is_doubtful_there_are_places_and_no_line(learned: Callable[..., Frame]) -> None:
    pair, reals = np.array([0.5 + 0.1j, 0.5 - 0.1j]), np.array([0.45 + 0j, 0.55 + 0j])
    strokes = Trails().of(learned([pair, reals, reals]))
    assert strokes is not None
    assert len(strokes.starts) == 2  # the reals stay
    assert sorted(strokes.places.tolist(), key=abs) == sorted([*pair, *reals], key=abs)


def test_only_so_many_samples_are_shown_and_fewer_of_many_eigenvalues(
    learned: Callable[..., Frame],
) -> None:
    assert len(samples_of(learned([spread(4)] * 100))) == MOST_SAMPLES + 1
    many = samples_of(learned([spread(256)] * 100))
    assert (len(many) - 1) * 256 <= MOST_PLACES
    assert many[-1][0] == 99


def test_a_run_that_goes_on_elsewhere_has_another_trail(learned: Callable[..., Frame]) -> None:
    values, trails = spread(4), Trails()
    first = trails.of(learned([values, 1.1 * values, 1.2 * values]))
    other = trails.of(learned([values, 0.9 * values, 0.8 * values]))
    assert first is not None
    assert other is not None
    assert np.allclose(other.ends[-4:], 0.8 * values)
    for count in range(2, 400):  # what is known of old samples does not pile up
        trails.of(learned([values * (1 + 0.001 * i) for i in range(count)][-3:]))
    assert len(trails._known) <= 5 * MOST_SAMPLES


def test_pixels_are_covered_along_the_lines_and_fade_with_age(
    learned: Callable[..., Frame],
) -> None:
    strokes = Trails().of(learned([np.array([x + 0j]) for x in (-0.5, 0.0, 0.5)]))
    assert strokes is not None
    view = View(200.0, 200.0, 1.0)
    image = smeared(strokes, view)
    rows, columns = np.nonzero(image)
    assert set(rows) <= {98, 99, 100, 101}
    assert (columns.min(), columns.max()) == (pytest.approx(50, abs=2), pytest.approx(150, abs=2))
    assert (image[99:101, 52:149].max(axis=0) > 0).all()
    assert image[:, 120].max() > image[:, 80].max() > 0.1
    assert smeared(strokes, view, ratio=2.0).shape == (400, 400)


def test_of_a_line_that_leaves_the_view_the_part_within_is_painted(
    learned: Callable[..., Frame],
) -> None:
    view = View(200.0, 200.0, 1.0)
    for far in (3.0, 1e15, 1e300):
        strokes = Trails().of(learned([np.array([x + 0j]) for x in (0.0, far, far)]))
        assert strokes is not None
        image = smeared(strokes, view)
        assert (image[99:101, 102:195].max(axis=0) > 0).all()
        assert image[:, :98].max() == 0
    upright = Trails().of(learned([np.array([0.5 + 1j * y]) for y in (-9.0, 9.0)]))
    beside = Trails().of(learned([np.array([5.0 + 1j * y]) for y in (-9.0, 9.0)]))
    assert upright is not None
    assert beside is not None
    assert (smeared(upright, view)[5:195, 149:151].max(axis=1) > 0).all()
    assert smeared(beside, view).max() == 0
