"""A lesson file's content, as JSON has it: which fields there are, and what each may be.

docs/lesson-format.md says the same to the user.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from rnnsim.model.twin import LONGEST_NAME
from rnnsim.model.view import FIRST_PLOTS

FORMAT = 1
"""The version of the format."""

LARGEST_FILE = 2**20
"""Bytes."""

FLAT_OUT: Final = "flat out"
"""The pace that is as fast as can be."""

MOST_SCENES = 100

LONGEST = {"title": 200, "claim": 500, "text": 2000, "name": LONGEST_NAME}
"""Characters of what is read by people."""


class TwinContent(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A run that is trained beside the lesson's."""

    set: dict[str, Any]
    name: str = ""


class SceneContent(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One of the scenes; all fields but the first may be left out."""

    text: str
    point: str = ""
    at: str = ""
    play: bool = False
    set: dict[str, Any] = {}
    knob: str = ""
    views: list[str] | None = None
    cover: list[str] = []
    twins: list[TwinContent] | None = None
    train: bool | None = None


class LessonContent(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file; all fields but the first three may be left out."""

    rnnsim: int
    title: str
    claim: str
    settings: dict[str, Any] = {}
    views: list[str] = msgspec.field(default_factory=lambda: [*FIRST_PLOTS])
    controls: list[str] = []
    pace: float | Literal["flat out"] = 20.0
    train: bool = True
    twins: list[TwinContent] | msgspec.UnsetType = msgspec.UNSET  # most have none
    scenes: list[SceneContent] = []
