"""Edits of settings: the one way to a changed value, keeping fields that hang together consistent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from rnnsim.model.eigenvalues import radius, resized, scaled_to
from rnnsim.model.parameters import PARAMETERS, Effect, parameter
from rnnsim.model.settings import Eigenvalues, SettingError, Settings


def edit(settings: Settings, key: str, value: object) -> Settings:
    """Return `settings` with `key` set to `value` and what hangs on it adapted.

    Own eigenvalues set N and ρ; ρ scales own eigenvalues; N keeps their largest; another
    arrangement drops them.

    Raises
    ------
    SettingError
        If the value is not allowed; names what is.
    """
    checked = parameter(key).check(value)
    if key == "eigenvalues":
        return _with_own(settings, checked)  # type: ignore[arg-type]
    if key == "spectrum":
        return _with_arrangement(settings, str(checked))
    if settings.spectrum == "own" and key == "spectral_radius":
        return _with_own_radius(settings, checked)  # type: ignore[arg-type]
    if settings.spectrum == "own" and key == "hidden_size":
        return _with_own(settings, resized(settings.eigenvalues, checked))  # type: ignore[arg-type]
    return replace(settings, **{key: checked})


def edited(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Apply several edits; own eigenvalues first, since others hang on them."""
    for key in sorted(changes, key=lambda k: k != "eigenvalues"):
        settings = edit(settings, key, changes[key])
    return settings


def effect_of(old: Settings, new: Settings) -> Effect | None:
    """Return the gravest effect of the fields that differ, None where none does."""
    gravity = list(Effect)
    if _only_scaled(old, new):
        old = replace(old, eigenvalues=new.eigenvalues)
    effects = [
        row.effect for key, row in PARAMETERS.items() if getattr(old, key) != getattr(new, key)
    ]
    return max(effects, key=gravity.index, default=None)


def _only_scaled(old: Settings, new: Settings, tolerance: float = 1e-9) -> bool:
    """Whether own eigenvalues differ by nothing but the factor between the two radii."""
    if len(old.eigenvalues) != len(new.eigenvalues) or 0.0 in (
        old.spectral_radius,
        new.spectral_radius,
    ):
        return False
    before = scaled_to(old.eigenvalues, new.spectral_radius) if old.eigenvalues else ()
    return all(
        math.dist(*pair) <= tolerance for pair in zip(before, new.eigenvalues, strict=True)
    )


def _with_own(settings: Settings, values: Eigenvalues) -> Settings:
    return replace(
        settings,
        spectrum="own",
        eigenvalues=values,
        hidden_size=len(values),
        spectral_radius=radius(values),
    )


def _with_arrangement(settings: Settings, arrangement: str) -> Settings:
    if arrangement == settings.spectrum:
        return settings
    if arrangement == "own":
        raise SettingError("spectrum", "own", "the eigenvalues themselves; drag one or type them")
    return replace(settings, spectrum=arrangement, eigenvalues=())


def _with_own_radius(settings: Settings, target: float) -> Settings:
    if target == settings.spectral_radius:
        return settings
    if settings.spectral_radius == 0.0:
        raise SettingError(
            "spectral_radius", target, "an eigenvalue other than 0 first; 0 cannot be scaled"
        )
    values = scaled_to(settings.eigenvalues, target)
    return replace(settings, eigenvalues=values, spectral_radius=target)
