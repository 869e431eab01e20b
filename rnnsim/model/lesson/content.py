"""What a file of a lesson or session holds, as JSON has it: which fields, and what each may be.

docs/lesson-format.md says the same to the user.  Fields that are not here are kept as they are.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from rnnsim.model.cliff import START
from rnnsim.model.twin import LONGEST_NAME
from rnnsim.model.view import FIRST_PLOTS

FORMAT = 2
"""The version of the format: 2 has sessions."""

LARGEST_FILE = 2**22
"""Bytes."""

FLAT_OUT: Final = "flat out"
"""The pace that is as fast as can be."""

MOST_SCENES = 100

MOST_ITERATIONS = 10**9
"""Of a session; more would take days to be made again."""

LONGEST = {"title": 200, "claim": 500, "text": 2000, "name": LONGEST_NAME, "version": 60}
"""Characters of what is read by people."""


class TwinContent(msgspec.Struct, omit_defaults=True):
    """A run that is trained beside the lesson's."""

    set: dict[str, Any]
    name: str = ""


class SceneContent(msgspec.Struct, omit_defaults=True):
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


class ChangeContent(msgspec.Struct):
    """Settings that were changed after so many iterations."""

    after: int
    set: dict[str, Any]


class SessionContent(msgspec.Struct, omit_defaults=True):
    """Where somebody is in a lesson, and the course of the run; all fields may be left out."""

    version: str = ""
    settings: dict[str, Any] = {}
    iteration: int = 0
    changes: list[ChangeContent] = []
    looked_at: int | None = None
    scene: int = 1
    views: list[str] | None = None
    at: str = ""
    point: str = ""
    relative: bool = False
    pace: float | Literal["flat out"] | None = None
    twins: list[TwinContent] = []
    cliff_start: tuple[float, float] = START


class LessonContent(msgspec.Struct):
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
    session: SessionContent | msgspec.UnsetType = msgspec.UNSET
