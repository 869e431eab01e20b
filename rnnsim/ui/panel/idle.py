"""When a setting does nothing, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rnnsim.model.settings import Settings

_REASONS: Mapping[str, Callable[[Settings], str | None]] = {
    "clip_threshold": lambda settings: "clipping is off" if settings.clip == "off" else None,
}


def why_idle(settings: Settings, key: str) -> str | None:
    """Why the setting `key` does nothing beside the others; None where it acts."""
    reason = _REASONS.get(key)
    return reason(settings) if reason else None
