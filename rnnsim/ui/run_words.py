"""What runs are called: by their name, or by what they differ in from the main one.  No Qt."""

from __future__ import annotations

from rnnsim.model.frame import Run
from rnnsim.model.kinds import ChoiceParameter, TextParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.twin import differences
from rnnsim.translation import noted, tr
from rnnsim.ui.numbers import count

MAIN_NAME = noted("main run")
"""What the main run is called beside others; shown through `tr`."""

MOST_SAID = 2
"""Differences that are said; more are only counted."""

LONGEST = 18
"""Characters of a value that are said."""

NAMED = ("clip", "loss_at")
"""Choices that say nothing without what it is that was chosen."""


def name_of(main: Settings, run: Run) -> str:
    """What a run is called beside a main one of these settings; never empty."""
    return run.name or difference_of(main, run.settings) or _same(run)


def difference_of(main: Settings, other: Settings) -> str:
    """What differs, such as ``LSTM, N = 32``; empty where nothing does."""
    differing = set(differences(main, other))
    if "clip" in differing:
        differing.add("clip_threshold")  # which says how much clipping there is
    acting = [
        key for key, row in PARAMETERS.items() if key in differing and row.why_idle(other) is None
    ]
    keys = acting or [key for key in PARAMETERS if key in differing]
    said = [_said(key, other) for key in keys]
    if len(said) > MOST_SAID + 1:
        more = tr("{count} more").format(count=len(said) - MOST_SAID)
        said = [*said[:MOST_SAID], more]
    return ", ".join(said)


def _said(key: str, settings: Settings) -> str:
    """One setting and its value."""
    row, value = PARAMETERS[key], getattr(settings, key)
    if isinstance(row, ChoiceParameter):
        chosen = next(tr(choice.label) for choice in row.choices if choice.value == value)
        return f"{tr(row.label)} {chosen}" if key in NAMED else chosen
    if isinstance(row, TextParameter):
        return tr("another text")
    said = row.format(value).replace("-", "−")
    if len(said) > LONGEST:
        said = said[: LONGEST - 1].rstrip(" ,") + "…"
    return f"{row.symbol} = {said}" if row.symbol else f"{tr(row.label)} {said}"


def _same(run: Run) -> str:
    return tr("pinned at {iteration}").format(iteration=count(run.newest))
