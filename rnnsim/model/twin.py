"""Twins: runs from the same seed with some settings changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from rnnsim.model.edits import edited
from rnnsim.model.memory import LIMIT, memory_needed
from rnnsim.model.settings import SettingError, Settings
from rnnsim.translation import noted

MOST_TWINS = 3
"""Twins beside the main run; more could not be told apart."""

LONGEST_NAME = 60
"""Characters of a run's name."""

TOGETHER = noted("runs that together need less memory; remove a twin or make them smaller")


@dataclass(frozen=True, slots=True)
class Twin:
    """What a twin is: the main run's settings but for these.

    Attributes
    ----------
    number : int
        From 1; says its colour.
    changes : tuple of (str, value)
        Settings and their values, at least one.
    """

    number: int
    changes: tuple[tuple[str, object], ...]

    def settings_beside(self, main: Settings) -> Settings:
        """Its settings beside those of the main run.

        Raises
        ------
        SettingError
            If there are no such settings.
        """
        return edited(main, dict(self.changes))


@dataclass(frozen=True, slots=True)
class TwinWanted:
    """A twin that a lesson wants beside the main run.

    Attributes
    ----------
    changes : mapping of str to object
        What it differs in, at least one setting.
    name : str
        What it is called; empty where it is named by what differs.
    kept : mapping
        Fields of a file that this version does not know; written again as they are.
    """

    changes: Mapping[str, object]
    name: str = ""
    kept: Mapping[str, object] = field(default_factory=dict, compare=False)


def differences(main: Settings, other: Settings) -> Mapping[str, tuple[object, object]]:
    """What the settings of two runs differ in: key, value of the main one, value of the other."""
    pairs = {
        each.name: (getattr(main, each.name), getattr(other, each.name)) for each in fields(main)
    }
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def require_difference(main: Settings, twin: Twin) -> None:
    """Refuse a twin that would be the main run again.

    Raises
    ------
    SettingError
        Names the first of its settings.
    """
    if twin.settings_beside(main) == main:
        key = next((key for key, _ in twin.changes), "twin")
        value = getattr(main, key, "")
        raise SettingError(key, value, noted("another value than the main run has"))


def require_twins(main: Settings, twins: Iterable[Twin]) -> None:
    """Refuse twins that cannot be, or are too large together.

    Raises
    ------
    SettingError
        Names the setting and what is allowed.
    """
    room = memory_needed(main)
    for twin in twins:
        settings = twin.settings_beside(main)
        room += memory_needed(settings)
        if room > LIMIT:
            key = next(key for key, _ in twin.changes)
            raise SettingError(key, getattr(settings, key), TOGETHER)
