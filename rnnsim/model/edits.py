"""Edits of settings: the one way to a changed value, which keeps the fields consistent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rnnsim.model.eigenvalues import radius, resized, scaled_to
from rnnsim.model.kinds import ROUNDING, Effect
from rnnsim.model.memory import require_memory
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import Eigenvalues, SettingError, Settings
from rnnsim.model.tasks import TASKS
from rnnsim.translation import Phrase, noted

SIZES = ("time_steps", "hidden_size", "batch_size", "cell", "precision", "task", "eigenvalues")
"""The fields that decide how much room a run needs."""

SET_BY_EIGENVALUES = ("spectrum", "hidden_size", "spectral_radius")
"""The fields that own eigenvalues set."""

SMALLEST = 1e-300
"""Radii that differ by less are the same: so small, scaling rounds to few digits."""

ADVICE = "rnnsim.settings(…)"
"""The public way to settings that agree."""


def edit(settings: Settings, key: str, value: object) -> Settings:
    """Return `settings` with `key` set to `value` and what hangs on it adapted.

    Own eigenvalues set N and ρ; ρ scales own eigenvalues; N keeps their largest; another
    arrangement drops them.  A shorter truncation shortens its stride.  An edit to the value
    already there changes nothing.

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
    if key == "truncation" and checked:
        stride = min(settings.truncation_stride, checked)
        return replace(settings, truncation=checked, truncation_stride=stride)
    return replace(settings, **{key: checked})


def edited(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Apply several edits; those first on which others hang: eigenvalues, arrangement, N, k₂.

    All fields of one value, applied to any other, give that value.

    Raises
    ------
    SettingError
        If a value is not allowed, or two of them contradict each other.
    """
    wanted = {key: parameter(key).check(value) for key, value in changes.items()}
    _require_agreement(wanted)
    leading = ("eigenvalues", "spectrum", "hidden_size", "truncation")
    first = [key for key in leading if wanted.get(key)]
    for key in dict.fromkeys([*first, *wanted]):
        settings = _edit(settings, key, wanted[key])
    _require_room(settings, wanted)
    return settings


def ordered(changes: Mapping[str, object]) -> dict[str, object]:
    """Changes in the one order in which they are made, whatever that they were given in.

    The number of hidden units goes first: fewer eigenvalues may have a smaller radius.
    """
    return {key: changes[key] for key in ("hidden_size", *PARAMETERS) if key in changes}


def changes_between(before: Settings, after: Settings) -> dict[str, object]:
    """The fewest settings and values with which `edited` makes `after` of `before`."""
    pairs = {key: (getattr(before, key), getattr(after, key)) for key in PARAMETERS}
    differing = {key: new for key, (old, new) in pairs.items() if new != old}
    for hanging in (("eigenvalues",), SET_BY_EIGENVALUES, ()):
        some = {key: value for key, value in differing.items() if key not in hanging}
        if _lead_to(after, before, some):
            return some
    return {key: new for key, (_, new) in pairs.items()}  # a radius is off by a rounding


def _lead_to(after: Settings, before: Settings, changes: Mapping[str, object]) -> bool:
    try:
        return edited(before, changes) == after
    except SettingError:
        return False


def checked(settings: Settings) -> Settings:
    """Return `settings`, every field of which is allowed and agrees with the others.

    Raises
    ------
    SettingError
        If one is not, or does not.
    TypeError
        If `settings` are of another type.
    """
    _require_settings(settings)
    values = {key: row.check(getattr(settings, key)) for key, row in PARAMETERS.items()}
    result = Settings(**values)  # type: ignore[arg-type]
    if result.spectrum == "own" and not result.eigenvalues:
        raise _own_alone()
    _require_agreement(values, f"; {ADVICE} sets what hangs on them")
    _require_own_radius(result)
    _require_room(result, values)
    return result


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


def _require_settings(value: object) -> None:
    if not isinstance(value, Settings):
        found = type(value).__name__
        raise TypeError(f"give a rnnsim.Settings, such as {ADVICE} makes, not a {found}")


def _require_agreement(values: Mapping[str, Any], advice: str = "") -> None:
    """Refuse an arrangement or N that other eigenvalues than those given would need."""
    own = values.get("eigenvalues")
    if not own:
        return
    if (spectrum := values.get("spectrum", "own")) != "own":
        raise SettingError("spectrum", spectrum, f"own, since eigenvalues are given{advice}")
    if (n := values.get("hidden_size", len(own))) != len(own):
        allowed = f"{len(own)}, as many as there are eigenvalues{advice}"
        raise SettingError("hidden_size", n, allowed)


def _require_own_radius(settings: Settings) -> None:
    """Refuse a ρ that is not the one of the eigenvalues given."""
    if not settings.eigenvalues:
        return
    own = radius(settings.eigenvalues)
    if not math.isclose(settings.spectral_radius, own, rel_tol=ROUNDING, abs_tol=SMALLEST):
        allowed = f"{own:.15g}, the largest modulus of the eigenvalues; {ADVICE} sets it"
        raise SettingError("spectral_radius", settings.spectral_radius, allowed)


def _require_stride(settings: Settings) -> None:
    """Refuse k₁ > k₂: losses between the windows would be carried back nowhere."""
    length, stride = settings.truncation, settings.truncation_stride
    if 0 < length < stride:
        allowed = Phrase("a whole number up to {most}, which is truncation, or 0", most=length)
        raise SettingError("truncation_stride", stride, allowed)


def _require_room(settings: Settings, changed: Iterable[str]) -> None:
    """Refuse settings whose task has no room in T time steps, or that have none in memory.

    So are losses that no window of truncation has room for.  The first of the `changed` fields
    that has to do with it is named.
    """
    _require_stride(settings)
    keys = [key for key in SIZES if key in changed]
    least = TASKS[settings.task].least_time_steps
    if settings.time_steps < least:
        key = next(key for key in (*keys, "task") if key in ("time_steps", "task"))
        allowed = Phrase(
            "at least {least} time steps for the task {task}", least=least, task=settings.task
        )
        raise SettingError(key, getattr(settings, key), allowed)
    if keys:
        require_memory(settings, keys[0])


def _with_own(settings: Settings, values: Eigenvalues) -> Settings:
    if not values:
        raise SettingError("eigenvalues", "", noted("another arrangement to give up your own"))
    return replace(
        settings,
        spectrum="own",
        eigenvalues=values,
        hidden_size=len(values),
        spectral_radius=radius(values),
    )


def _with_arrangement(settings: Settings, arrangement: str) -> Settings:
    if arrangement == "own":
        raise _own_alone()
    return replace(settings, spectrum=arrangement, eigenvalues=())


def _with_own_radius(settings: Settings, target: float) -> Settings:
    if settings.spectral_radius == 0.0:
        raise SettingError(
            "spectral_radius", target, noted("an eigenvalue other than 0 first; 0 cannot be scaled")
        )
    if target == 0.0:
        raise SettingError(
            "spectral_radius",
            target,
            noted("a radius above 0: at 0 all own eigenvalues would be one"),
        )
    values = settings.eigenvalues
    if not math.isclose(target, radius(values), rel_tol=ROUNDING):
        values = scaled_to(values, target)
    return replace(settings, eigenvalues=values, spectral_radius=target)


def _own_alone() -> SettingError:
    allowed = noted("the eigenvalues themselves (eigenvalues), such as 0.9, 0.5±0.3i")
    return SettingError("spectrum", "own", allowed)
