import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from rnnsim.engine import spectrum
from rnnsim.engine.random import Stream, generator
from rnnsim.engine.spectrum import (
    asked_eigenvalues,
    largest_singular_value,
    measured_eigenvalues,
    mismatch,
    paired,
    real_schur,
    recurrent_matrix,
)
from rnnsim.model.edits import edit
from rnnsim.model.settings import Settings

ARRANGEMENTS = ["disk", "circle", "identity", "orthogonal", "gaussian"]
SIZES = st.integers(1, 64)
RADII = st.floats(0.0, 3.0)
SEEDS = st.integers(0, 999_999)
PARTS = st.floats(-2.0, 2.0)
OWN = st.lists(
    st.tuples(PARTS, PARTS).map(lambda v: (v, (v[0], -v[1])) if v[1] else (v,)),
    min_size=1,
    max_size=8,
).map(lambda pairs: edit(Settings(), "eigenvalues", sum(pairs, ())))
BUILT = st.builds(
    Settings,
    hidden_size=SIZES,
    spectrum=st.sampled_from(ARRANGEMENTS),
    spectral_radius=RADII,
    seed=SEEDS,
)
EVERY = BUILT | OWN


def match_one_to_one(one, other, tolerance):
    """Whether each value of `one` finds a value of its own in `other` within `tolerance`."""
    near = np.abs(np.subtract.outer(one, other)) <= tolerance
    taken_by = {}

    def place(i, tried):
        for j in np.flatnonzero(near[i]).tolist():
            if j not in tried:
                tried.add(j)
                if j not in taken_by or place(taken_by[j], tried):
                    taken_by[j] = i
                    return True
        return False

    return len(one) == len(other) and all(place(i, set()) for i in range(len(one)))


def test_matching_counts_repeated_values():
    assert match_one_to_one([1, 1, 2], [1, 2, 1], 0.1)
    assert match_one_to_one([0.0, 0.1], [0.1, 0.2], 0.11)
    assert not match_one_to_one([1, 1, 2], [1, 2, 2], 0.1)


@given(EVERY)
def test_measured_eigenvalues_are_the_constructed_ones(settings):
    matrix, constructed = recurrent_matrix(settings)
    assert matrix.shape == (settings.hidden_size,) * 2
    assert match_one_to_one(constructed, measured_eigenvalues(matrix), 1e-9)


@given(EVERY)
def test_constructed_eigenvalues_come_in_pairs_of_upper_and_lower(settings):
    _, values = recurrent_matrix(settings)
    upper = np.flatnonzero(values.imag > 0.0)
    assert_array_equal(values[upper + 1], values[upper].conj())
    assert 2 * len(upper) == (values.imag != 0.0).sum()


@given(EVERY)
def test_the_largest_modulus_is_the_radius(settings):
    _, values = recurrent_matrix(settings)
    largest = np.abs(values).max()
    assert largest == pytest.approx(settings.spectral_radius, rel=4e-16, abs=1e-300)


@given(OWN)
def test_own_eigenvalues_are_taken_as_they_are(settings):
    _, values = recurrent_matrix(settings)
    asked = [complex(*value) for value in settings.eigenvalues]
    assert sorted(values, key=lambda v: (v.real, v.imag)) == sorted(
        asked, key=lambda v: (v.real, v.imag)
    )


@given(EVERY)
def test_without_non_normality_the_matrix_is_normal(settings):
    if settings.spectrum == "gaussian":
        return
    matrix, _ = recurrent_matrix(settings)
    scale = max(settings.spectral_radius, 1e-150) ** 2
    assert_allclose(matrix @ matrix.T / scale, matrix.T @ matrix / scale, atol=1e-12)
    assert largest_singular_value(matrix) == pytest.approx(
        settings.spectral_radius, rel=1e-13, abs=1e-300
    )


@given(SIZES, st.floats(0.1, 3.0), SEEDS, st.sampled_from(["orthogonal", "circle"]))
def test_orthogonal_and_circle_stretch_every_direction_alike(size, radius, seed, arrangement):
    matrix, _ = recurrent_matrix(
        Settings(hidden_size=size, spectrum=arrangement, spectral_radius=radius, seed=seed)
    )
    assert_allclose(matrix @ matrix.T, radius**2 * np.eye(size), atol=1e-13 * radius**2)


def test_orthogonal_matrices_are_spread_evenly_over_the_group():
    matrices = [
        recurrent_matrix(Settings(hidden_size=2, spectrum="orthogonal", seed=s))[0]
        for s in range(800)
    ]
    unit = np.array(matrices) / 0.85
    rotations = np.linalg.det(unit) > 0.0
    assert rotations.mean() == pytest.approx(0.5, abs=0.06)
    for kind in (unit[rotations], unit[~rotations]):
        angles = np.arctan2(kind[:, 1, 0], kind[:, 0, 0])
        shares = np.histogram(angles, bins=4, range=(-np.pi, np.pi))[0] / len(kind)
        assert shares == pytest.approx(0.25, abs=0.08)


@given(SIZES, RADII, SEEDS)
def test_identity_is_exactly_a_multiple_of_the_identity(size, radius, seed):
    matrix, _ = recurrent_matrix(
        Settings(hidden_size=size, spectrum="identity", spectral_radius=radius)
    )
    assert_array_equal(matrix, radius * np.eye(size))


@pytest.mark.parametrize("size", [1, 2, 3, 16, 33, 64, 128])
def test_gaussian_is_the_scaled_gaussian_draw_entry_by_entry(size):
    for seed in range(5):
        draw = generator(seed, Stream.BASIS).standard_normal((size, size))
        expected = 1.5 * draw / np.abs(np.linalg.eigvals(draw)).max()
        matrix, _ = recurrent_matrix(
            Settings(hidden_size=size, spectrum="gaussian", spectral_radius=1.5, seed=seed)
        )
        assert_allclose(matrix, expected, atol=1e-13)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 15, 16, 64])
def test_the_circle_is_evenly_spaced(size):
    _, values = recurrent_matrix(Settings(hidden_size=size, spectrum="circle", spectral_radius=2.0))
    angles = np.sort(np.angle(values))
    gaps = np.diff([*angles, angles[0] + 2 * np.pi])
    assert_allclose(gaps, 2 * np.pi / size, rtol=1e-12)


def test_the_disk_is_evenly_filled():
    values = np.concatenate(
        [
            asked_eigenvalues(Settings(hidden_size=64, spectral_radius=1.0, seed=seed))
            for seed in range(50)
        ]
    )
    assert (np.abs(values) ** 2).mean() == pytest.approx(0.5, abs=0.03)
    assert np.angle(values[values.imag > 0]).mean() == pytest.approx(np.pi / 2, abs=0.05)


@given(BUILT, st.floats(0.0, 2.0))
def test_the_matrix_is_proportional_to_the_radius(settings, non_normality):
    unit = replace(settings, spectral_radius=1.0, non_normality=non_normality)
    one, _ = recurrent_matrix(unit)
    scaled, _ = recurrent_matrix(replace(unit, spectral_radius=settings.spectral_radius))
    size = np.abs(one).max() * settings.spectral_radius
    assert_allclose(scaled, settings.spectral_radius * one, atol=1e-13 * size + 1e-300)


@given(BUILT)
def test_the_same_seed_gives_the_same_bits_whatever_was_built_before(settings):
    settings = replace(settings, non_normality=0.5)
    first, _ = recurrent_matrix(settings)
    for cached in (
        spectrum._random_basis,
        spectrum._gaussian_eigenvectors,
        spectrum._gaussian_schur,
        spectrum._orthogonal_matrix,
        spectrum._orthogonal_eigenvalues,
    ):
        cached.cache_clear()
    again, _ = recurrent_matrix(settings)
    assert first.tobytes() == again.tobytes()
    again[...] = np.nan
    assert first.tobytes() == recurrent_matrix(settings)[0].tobytes()


def test_another_seed_gives_another_matrix():
    for arrangement in set(ARRANGEMENTS) - {"identity"}:
        one, other = (recurrent_matrix(Settings(spectrum=arrangement, seed=s))[0] for s in (1, 2))
        assert not np.allclose(one, other)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_non_normality_keeps_the_eigenvalues_and_raises_the_singular_value(arrangement):
    sigmas = []
    for non_normality in (0.0, 0.25, 0.5, 1.0):
        settings = Settings(hidden_size=8, spectrum=arrangement, non_normality=non_normality)
        matrix, constructed = recurrent_matrix(settings)
        sigmas.append(largest_singular_value(matrix))
        tolerance = 0.2 if arrangement == "identity" else 1e-9  # one eigenvalue, eight times
        assert match_one_to_one(constructed, measured_eigenvalues(matrix), tolerance)
    assert sigmas == sorted(sigmas)
    assert sigmas[-1] > sigmas[0] + 0.1


@given(st.sampled_from(ARRANGEMENTS), SIZES, SEEDS, st.floats(0.1, 4.0))
def test_non_normality_scales_only_what_lies_above_the_blocks(arrangement, size, seed, strength):
    def built(non_normality):
        return recurrent_matrix(
            Settings(hidden_size=size, spectrum=arrangement, seed=seed, non_normality=non_normality)
        )[0]

    normal, one = built(0.0), built(1.0) - built(0.0)
    assert_allclose(built(strength) - normal, strength * one, atol=1e-12)
    # nilpotent: all its eigenvalues are 0
    assert np.trace(one) == pytest.approx(0.0, abs=1e-11)
    assert np.trace(one @ one) == pytest.approx(0.0, abs=1e-9)


def test_non_normality_one_has_the_strength_of_a_gaussian_matrix():
    def departure(arrangement, non_normality):
        """Henrici's departure from normality, ‖U‖ in the Schur form, for one N and ρ."""
        matrix, values = recurrent_matrix(
            Settings(
                hidden_size=64,
                spectrum=arrangement,
                spectral_radius=1.0,
                non_normality=non_normality,
            )
        )
        return math.sqrt(np.square(matrix).sum() - np.square(np.abs(values)).sum())

    assert departure("disk", 1.0) == pytest.approx(departure("gaussian", 0.0), rel=0.15)
    assert departure("gaussian", 1.0) == pytest.approx(2 * departure("gaussian", 0.0), rel=0.05)


@given(SIZES, SEEDS)
def test_the_real_schur_form_gives_the_matrix_back(size, seed):
    matrix = np.random.default_rng(seed).standard_normal((size, size))
    schur, values = real_schur(matrix, *np.linalg.eig(matrix))
    assert_allclose(schur.matrix(1.0), matrix, atol=1e-11)
    assert_allclose(schur.basis @ schur.basis.T, np.eye(size), atol=1e-13)
    assert_array_equal(np.tril(schur.above), 0.0)
    assert match_one_to_one(values, np.linalg.eigvals(schur.blocks), 1e-10)
    starts = np.flatnonzero(values.imag > 0.0)
    assert_array_equal(schur.above[starts, starts + 1], 0.0)
    below = np.tril(schur.blocks, -1)
    assert set(zip(*np.nonzero(below), strict=True)) <= set(zip(starts + 1, starts, strict=True))


def test_a_real_schur_form_of_real_eigenvalues_is_triangular():
    matrix = np.array([[1.0, 5.0], [0.0, 2.0]])
    schur, values = real_schur(matrix, *np.linalg.eig(matrix))
    assert sorted(values.real) == [1.0, 2.0]
    assert abs(schur.above[0, 1]) == pytest.approx(5.0)


def test_pairing_puts_reals_last():
    values = np.array([0.5, 1 - 1j, 2 + 2j, 1 + 1j, -0.5, 2 - 2j])
    assert_array_equal(paired(values), [2 + 2j, 2 - 2j, 1 + 1j, 1 - 1j, 0.5, -0.5])


def test_mismatch_is_the_largest_distance_to_the_nearest():
    one, other = np.array([0.0, 1.0 + 0j]), np.array([0.0, 0.1 + 0j])
    assert mismatch(one, other) == 0.9
    assert mismatch(other, one) == 0.9
    assert mismatch(one, one[::-1]) == 0.0


def test_matrices_that_are_not_finite_measure_as_nan():
    matrix = np.array([[1.0, np.inf], [0.0, 1.0]])
    assert np.isnan(measured_eigenvalues(matrix)).all()
    assert np.isnan(largest_singular_value(matrix))
    assert np.isnan(largest_singular_value(matrix * np.nan))


def test_radius_zero_is_the_zero_matrix():
    for arrangement in ARRANGEMENTS:
        matrix, values = recurrent_matrix(
            Settings(hidden_size=5, spectrum=arrangement, spectral_radius=0.0, non_normality=2.0)
        )
        assert_array_equal(matrix, np.zeros((5, 5)))
        assert_array_equal(values, np.zeros(5))
