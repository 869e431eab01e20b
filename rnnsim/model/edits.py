"""Edits of settings: the one way to a changed value, which keeps the fields consistent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from rnnsim.model.eigenvalues import radius, resized, scaled_to
from rnnsim.model.kinds import ROUNDING, Effect
from rnnsim.model.memory import require_memory
from rnnsim.model.parameters import LEAST_TIME_STEPS, PARAMETERS, parameter
from rnnsim.model.settings import Eigenvalues, SettingError, Settings

SIZES = ("time_steps", "hidden_size", "batch_size", "cell", "precision", "task", "eigenvalues")
"""The fields that decide how much room a run needs."""


def edit(settings: Settings, key: str, value: object) -> Settings:
    """Return `settings` with `key` set to `value` and what hangs on it adapted.

    Own eigenvalues set N and ρ; ρ scales own eigenvalues; N keeps their largest; another
    arrangement drops them.  An edit to the value already there changes nothing.

    Raises
    ------
    SettingError
        If the value is not allowed; names what is.
    """
    changed = _edit(settings, key, value)
    _require_room(changed, [key])
    return changed


def _edit(settings: Settings, key: str, value: object) -> Settings:
    checked: Any = parameter(key).check(value)
    if checked == getattr(settings, key):
        return settings
    if key == "eigenvalues":
        return _with_own(settings, checked)
    if key == "spectrum":
        return _with_arrangement(settings, checked)
    if settings.spectrum == "own" and key == "spectral_radius":
        return _with_own_radius(settings, checked)
    if settings.spectrum == "own" and key == "hidden_size":
        return _with_own(settings, resized(settings.eigenvalues, checked))
    return replace(settings, **{key: checked})


def edited(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Apply several edits; those first on which others hang: eigenvalues, arrangement, then N.

    All fields of one value, applied to any other, give that value.
    """
    first = [key for key in ("eigenvalues", "spectrum", "hidden_size") if changes.get(key)]
    for key in dict.fromkeys([*first, *changes]):
        settings = _edit(settings, key, changes[key])
    _require_room(settings, changes)
    return settings


def checked(settings: Settings) -> Settings:
    """Return `settings`, every field of which is allowed; raises `SettingError` otherwise."""
    return edited(Settings(), asdict(settings))


def effect_of(old: Settings, new: Settings) -> Effect | None:
    """Return the gravest effect of the fields that differ, None where none does.

    A radius of 0 leaves nothing to scale, so a change from or to it starts anew.
    """
    gravity = list(Effect)
    radii = {old.spectral_radius, new.spectral_radius}
    if len(radii) == 2 and 0.0 in radii:
        return Effect.RESTART
    if _only_scaled(old, new):
        old = replace(old, eigenvalues=new.eigenvalues)
    effects = [
        row.effect for key, row in PARAMETERS.items() if getattr(old, key) != getattr(new, key)
    ]
    return max(effects, key=gravity.index, default=None)


def _only_scaled(old: Settings, new: Settings, tolerance: float = 1e-9) -> bool:
    """Whether own eigenvalues differ by nothing but the factor between two radii."""
    before, after = old.spectral_radius, new.spectral_radius
    if not old.eigenvalues or len(old.eigenvalues) != len(new.eigenvalues):
        return False
    if before == after:
        return False
    scaled = scaled_to(old.eigenvalues, after)
    return all(
        math.dist(*pair) <= tolerance * after for pair in zip(scaled, new.eigenvalues, strict=True)
    )


def _require_room(settings: Settings, changed: Iterable[str]) -> None:
    """Refuse settings whose task has no room in T time steps, or that have none in memory.

    The first of the `changed` fields that has to do with it is named.
    """
    keys = [key for key in SIZES if key in changed]
    least = LEAST_TIME_STEPS.get(settings.task, 1)
    if settings.time_steps < least:
        key = next(key for key in (*keys, "task") if key in ("time_steps", "task"))
        allowed = f"at least {least} time steps for the task {settings.task}"
        raise SettingError(key, getattr(settings, key), allowed)
    if keys:
        require_memory(settings, keys[0])


def _with_own(settings: Settings, values: Eigenvalues) -> Settings:
    if not values:
        raise SettingError("eigenvalues", "", "another arrangement to give up your own")
    return replace(
        settings,
        spectrum="own",
        eigenvalues=values,
        hidden_size=len(values),
        spectral_radius=radius(values),
    )


def _with_arrangement(settings: Settings, arrangement: str) -> Settings:
    if arrangement == "own":
        raise SettingError("spectrum", "own", "the eigenvalues themselves; drag one or type them")
    return replace(settings, spectrum=arrangement, eigenvalues=())


def _with_own_radius(settings: Settings, target: float) -> Settings:
    if settings.spectral_radius == 0.0:
        raise SettingError(
            "spectral_radius", target, "an eigenvalue other than 0 first; 0 cannot be scaled"
        )
    if target == 0.0:
        raise SettingError(
            "spectral_radius", target, "a radius above 0: at 0 all own eigenvalues would be one"
        )
    values = settings.eigenvalues
    if not math.isclose(target, radius(values), rel_tol=ROUNDING):
        values = scaled_to(values, target)
    return replace(settings, eigenvalues=values, spectral_radius=target)
