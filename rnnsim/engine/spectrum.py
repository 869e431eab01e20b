"""W_hh from the eigenvalues asked of it, through its real Schur form.

    W = Q (D + s U) Qᵀ

Q is a random orthogonal matrix (Haar), D is block diagonal with a number for each real eigenvalue
and [[a, b], [-b, a]] for each pair a ± bi, and U stands strictly above the blocks, independent
normal entries of standard deviation ρ/√N: what the Schur form of a random Gaussian matrix has there
(Edelman 1997).  The eigenvalues are those of D whatever s is; s = 0 makes W normal.
A Gaussian matrix has its own D and U; ν is then added to its own strength, s = 1 + ν.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnsim.engine.random import Stream, generator
from rnnsim.model.arrays import ComplexArray, FloatArray
from rnnsim.model.settings import Settings

AGREEMENT = {"float64": 1e-9, "float32": 1e-5, "float16": 3e-2}
"""Measured eigenvalues farther than this from the constructed ones are called ill-conditioned.

By the precision to which the matrix was rounded.
"""


@dataclass(frozen=True, slots=True)
class Schur:
    """A real Schur form Q (D + U) Qᵀ.

    Attributes
    ----------
    basis : (N, N) array
        Q, orthogonal.
    blocks : (N, N) array
        D, block diagonal.
    above : (N, N) array
        U, nonzero strictly above the blocks only.
    """

    basis: FloatArray
    blocks: FloatArray
    above: FloatArray

    def matrix(self, strength: float) -> FloatArray:
        """Q (D + strength·U) Qᵀ."""
        q, d = self.basis, self.blocks
        multiple_of_identity = np.array_equal(d, d[0, 0] * np.eye(len(d)))
        normal = d if multiple_of_identity else q @ d @ q.T
        result: FloatArray = normal + strength * (q @ self.above @ q.T) if strength else normal
        return result


def recurrent_matrix(
    settings: Settings, checkpoint: Callable[[], None] = lambda: None
) -> tuple[FloatArray, ComplexArray]:
    """Build W_hh as the settings say, calling `checkpoint` between the slow pieces.

    Returns
    -------
    matrix : (N, N) array
    constructed : (N,) complex array
        Its eigenvalues by construction, pairs adjacent.
    """
    for piece in _SLOW_PIECES.get(settings.spectrum, (_random_basis,)):
        piece(settings.hidden_size, settings.seed)  # which keeps what it makes
        checkpoint()
    if settings.spectrum == "gaussian":
        schur, values = _gaussian_schur(settings.hidden_size, settings.seed)
        schur = Schur(
            schur.basis,
            schur.blocks * settings.spectral_radius,
            schur.above * settings.spectral_radius,
        )
        matrix = schur.matrix(1.0 + settings.non_normality)
        return matrix, values * settings.spectral_radius
    values = asked_eigenvalues(settings)
    basis, noise = _random_basis(settings.hidden_size, settings.seed)
    blocks = block_diagonal(values)
    scale = settings.spectral_radius / np.sqrt(settings.hidden_size)
    above = scale * np.where(_above_blocks(blocks), noise, 0.0)
    return Schur(basis, blocks, above).matrix(settings.non_normality), values


def asked_eigenvalues(settings: Settings) -> ComplexArray:
    """(N,) complex array: the arrangement's eigenvalues, each pair adjacent, upper one first."""
    n, radius = settings.hidden_size, settings.spectral_radius
    if settings.spectrum == "own":
        return paired(np.array([complex(*value) for value in settings.eigenvalues]))
    if settings.spectrum == "identity":
        return np.full(n, radius, dtype=complex)
    if settings.spectrum == "orthogonal":
        return radius * _orthogonal_eigenvalues(n, settings.seed)
    upper = _circle(n) if settings.spectrum == "circle" else _disk(n, settings.seed)
    reals = upper[-1:].real if n % 2 else upper[:0].real
    pairs = upper[: n // 2]
    values = np.concatenate((np.stack((pairs, pairs.conj()), axis=1).ravel(), reals))
    scaled: ComplexArray = radius * values / np.max(np.abs(values))
    return scaled


def _circle(n: int) -> ComplexArray:
    """⌈n/2⌉ points evenly spaced on the circle with their mirror images; odd n ends at 1."""
    angles = np.pi * (np.arange(n // 2) + (1.0 if n % 2 else 0.5)) * 2.0 / n
    return np.exp(1j * np.append(angles, [0.0] * (n % 2)))


def _disk(n: int, seed: int) -> ComplexArray:
    """⌈n/2⌉ points drawn uniformly from the upper half disk; odd n ends on a real one."""
    random = generator(seed, Stream.EIGENVALUES)
    radii = np.sqrt(random.uniform(size=(n + 1) // 2))
    angles = np.pi * random.uniform(size=(n + 1) // 2)
    if n % 2:
        angles[-1] = 0.0
    points: ComplexArray = radii * np.exp(1j * angles)
    return points


@lru_cache(maxsize=4)
def _orthogonal_matrix(n: int, seed: int) -> FloatArray:
    return _haar(generator(seed, Stream.EIGENVALUES), n)


@lru_cache(maxsize=4)
def _orthogonal_eigenvalues(n: int, seed: int) -> ComplexArray:
    """Those of a Haar-distributed matrix that is independent of `_random_basis`.

    In that basis they give a W_hh that is Haar-distributed again.
    """
    values = _eigenvalues(_orthogonal_matrix(n, seed))
    return paired(values / np.abs(values))


def paired(values: ComplexArray) -> ComplexArray:
    """Reorder values closed under conjugation: each pair adjacent, upper one first, reals last."""
    reals = values[values.imag == 0.0]
    upper = values[values.imag > 0.0]
    return np.concatenate((np.stack((upper, upper.conj()), axis=1).ravel(), reals))


def block_diagonal(values: ComplexArray) -> FloatArray:
    """(N, N) real array with the eigenvalues `values`, which must be `paired`."""
    blocks = np.diag(values.real)
    upper = np.flatnonzero(values.imag > 0.0)
    blocks[upper, upper + 1] = values.imag[upper]
    blocks[upper + 1, upper] = -values.imag[upper]
    return blocks


def _above_blocks(blocks: FloatArray) -> np.ndarray:
    """Mask of the entries strictly above the diagonal blocks."""
    in_block = blocks.T != 0.0
    strictly_above: np.ndarray = np.triu(np.ones_like(blocks, dtype=bool), 1) & ~in_block
    return strictly_above


@lru_cache(maxsize=4)
def _random_basis(n: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Haar-distributed orthogonal (n, n) matrix, and normal numbers for U."""
    random = generator(seed, Stream.BASIS)
    return _haar(random, n), random.standard_normal((n, n))


def _haar(random: np.random.Generator, n: int) -> FloatArray:
    """Draw an orthogonal (n, n) matrix from the Haar measure (Mezzadri 2007)."""
    q, r = np.linalg.qr(random.standard_normal((n, n)))
    signed: FloatArray = q * np.where(np.diag(r) < 0.0, -1.0, 1.0)
    return signed


@lru_cache(maxsize=4)
def _gaussian_eigenvectors(n: int, seed: int) -> tuple[FloatArray, ComplexArray, ComplexArray]:
    """Gaussian (n, n) matrix, its eigenvalues and eigenvectors."""
    matrix = generator(seed, Stream.BASIS).standard_normal((n, n))
    return matrix, *np.linalg.eig(matrix)


@lru_cache(maxsize=4)
def _gaussian_schur(n: int, seed: int) -> tuple[Schur, ComplexArray]:
    """Schur form and eigenvalues of a Gaussian matrix scaled to spectral radius 1."""
    schur, values = real_schur(*_gaussian_eigenvectors(n, seed))
    radius = np.max(np.abs(values))
    return Schur(schur.basis, schur.blocks / radius, schur.above / radius), values / radius


_SLOW_PIECES: dict[str, tuple[Callable[[int, int], object], ...]] = {
    "gaussian": (_gaussian_eigenvectors, _gaussian_schur),
    "orthogonal": (_orthogonal_matrix, _orthogonal_eigenvalues, _random_basis),
}
"""What to make one after another for an arrangement; the others need a basis only."""


def real_schur(
    matrix: FloatArray, values: ComplexArray, vectors: ComplexArray
) -> tuple[Schur, ComplexArray]:
    """Real Schur form of a diagonalisable matrix, and its eigenvalues in that order.

    The real and imaginary parts of the eigenvectors, made orthonormal in turn, span nested
    invariant subspaces, so in that basis the matrix is block triangular.
    """
    upper = values.imag > 0.0
    real = values.imag == 0.0
    pairs = np.stack((vectors[:, upper].real, vectors[:, upper].imag), axis=2)
    columns = np.concatenate((pairs.reshape(len(matrix), -1), vectors[:, real].real), axis=1)
    q, _ = np.linalg.qr(columns)
    triangular = q.T @ matrix @ q
    ordered = paired(np.asarray(values, dtype=complex))
    blocks = block_diagonal(ordered)
    in_block = (blocks != 0.0) | np.eye(len(blocks), dtype=bool)
    above = np.where(_above_blocks(blocks), triangular, 0.0)
    return Schur(q, np.where(in_block, triangular, 0.0), above), ordered


def measured_eigenvalues(matrix: FloatArray) -> ComplexArray:
    """(N,) complex eigenvalues of `matrix`; NaN where it is not finite."""
    if not np.all(np.isfinite(matrix)):
        return np.full(len(matrix), complex(np.nan, np.nan))
    return _eigenvalues(matrix.astype(float, copy=False))


def _eigenvalues(matrix: FloatArray) -> ComplexArray:
    return np.asarray(np.linalg.eigvals(matrix), dtype=complex)


def largest_singular_value(matrix: FloatArray) -> float:
    """σ₁ of `matrix`; NaN where it is not finite."""
    if not np.all(np.isfinite(matrix)):
        return float("nan")
    return float(np.linalg.norm(matrix.astype(float, copy=False), 2))


def mismatch(constructed: ComplexArray, measured: ComplexArray) -> float:
    """Largest distance from a value of one set to the nearest of the other."""
    distances = np.abs(constructed[:, None] - measured[None, :])
    return float(max(distances.min(axis=0).max(), distances.min(axis=1).max()))
