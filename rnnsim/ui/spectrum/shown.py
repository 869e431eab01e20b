"""What the eigenvalue editor shows: what is asked of W_hh, and what W_hh is.  No widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rnnsim.model.arrays import ComplexArray
from rnnsim.model.eigenvalues import radius, scaled_to
from rnnsim.model.frame import Frame
from rnnsim.model.settings import Eigenvalues, Settings
from rnnsim.translation import tr
from rnnsim.ui.numbers import short
from rnnsim.ui.spectrum import words


@dataclass(frozen=True, slots=True)
class Shown:
    """The settings asked for and the newest frame, either of which may be still to come."""

    settings: Settings | None = None
    frame: Frame | None = None

    @property
    def values(self) -> Eigenvalues:
        """One's own eigenvalues, or those that W_hh was built from, at the radius asked for since.

        Once W_hh has been trained its own eigenvalues are results, and these are what it began
        with.
        """
        if self.settings is not None and self.settings.eigenvalues:
            return self.settings.eigenvalues
        if self.frame is None or self.settings is None:
            return ()
        values = tuple((z.real, z.imag) for z in self.frame.spectrum.constructed.tolist())
        built, wanted = radius(values), self.circle
        if built == 0.0 or math.isclose(built, wanted, rel_tol=1e-9):
            return values
        return scaled_to(values, wanted)

    @property
    def measured(self) -> ComplexArray:
        """The eigenvalues that W_hh has."""
        return self.frame.spectrum.measured if self.frame else np.empty(0, dtype=complex)

    @property
    def circle(self) -> float:
        """The spectral radius asked for."""
        return self.settings.spectral_radius if self.settings else 0.0

    def reach(self, values: Eigenvalues, circle: float) -> float:
        """The largest modulus worth seeing, with `values` and `circle` as they are at present."""
        measured = self.measured
        moduli = [1.0, circle, *(math.hypot(*value) for value in values)]
        return max(moduli + np.abs(measured[np.isfinite(measured)]).tolist())

    @property
    def aside(self) -> str:
        """A read-out of W_hh as it is: ``ρ 0.87 · σ₁ 1.02``."""
        if self.frame is None:
            return ""
        spectrum = self.frame.spectrum
        sigma = spectrum.largest_singular_value
        return f"ρ {short(spectrum.spectral_radius, 3)} · σ₁ {short(sigma, 3)}"

    @property
    def remark(self) -> str:
        """What is worth saying of the whole, in one line."""
        if self.frame is None:
            return tr(words.HINT)
        spectrum = self.frame.spectrum
        if not np.all(np.isfinite(spectrum.measured)):
            return tr("W_hh is not finite: it has no eigenvalues")
        if spectrum.ill_conditioned is not None:
            said = tr("ill-conditioned by ν: dots off by ≤ {distance}")
            return said.format(distance=short(spectrum.ill_conditioned))
        if self.frame.iteration > 0:
            said = tr("○ as set   ● after {iterations} iterations")
            trail = f"   – {tr(words.TRAIL)}" if self.trailing else ""
            return said.format(iterations=self.frame.iteration) + trail
        return tr(words.HINT)

    @property
    def telling(self) -> bool:
        """Whether what is remarked is of W_hh, not of what can be done with it."""
        return self.remark != tr(words.HINT)

    @property
    def trailing(self) -> bool:
        """Whether it is known where the eigenvalues were before."""
        frame = self.frame
        return frame is not None and any(i < frame.iteration for i in frame.trail.iterations[:1])

    @property
    def help(self) -> tuple[str, ...]:
        """What there is and what can be done, in paragraphs."""
        spectrum = self.frame.spectrum if self.frame else None
        if spectrum is None or spectrum.ill_conditioned is None:
            trail = (tr(words.TRAIL_HELP),) if self.trailing else ()
            return tr(words.HELP), *trail, tr(words.KEYS_HELP)
        warning = tr(words.ILL_CONDITIONED).format(distance=short(spectrum.ill_conditioned))
        return warning, tr(words.HELP), tr(words.KEYS_HELP)
