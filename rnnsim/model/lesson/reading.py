"""Reading a lesson file: every field is checked, and a refusal names its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rnnsim.model.edits import edited
from rnnsim.model.lesson.content import MOST_SCENES, LessonContent, SceneContent
from rnnsim.model.lesson.lesson import Lesson, LessonError, Scene
from rnnsim.model.lesson.opening import Raw, bytes_in, opened, unknown
from rnnsim.model.lesson.pieces import (
    checked,
    moment_of,
    pace_of,
    place,
    point_of,
    require_beside,
    require_length,
    some,
    twins_of,
)
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import PLOTS


def read_lesson(path: Path) -> Lesson:
    """Read a lesson file; raises `LessonError` saying what is wrong with it, and where.

    Number and name are those of the file: ``04-vanishing.rnnsim`` is lesson 4, “vanishing”.
    """
    try:
        return lesson_of(bytes_in(path), *number_and_name(path))
    except LessonError as error:
        raise LessonError(f"{path.name} is not a lesson: {error}") from error


def number_and_name(path: Path) -> tuple[int | None, str]:
    """A lesson's place in the course and its name, by the name of its file."""
    number, _, name = path.stem.partition("-")
    numbered = number.isdecimal() and len(number) <= 3 and name != ""
    return (int(number), name) if numbered else (None, path.stem)


def lesson_of(data: bytes, number: int | None, name: str) -> Lesson:
    """The lesson that a file of these bytes holds; raises `LessonError`."""
    return lesson_from(*opened(data), number, name)


def lesson_from(content: LessonContent, raw: Raw, number: int | None, name: str) -> Lesson:
    """The lesson of a file whose fields are of their types; raises `LessonError`."""
    for key in ("title", "claim"):
        require_length(key, getattr(content, key))
    if not content.title.strip():
        raise LessonError("title: it is empty; give one")
    with place("settings"):
        settings = edited(Settings(), checked(content.settings))
    views = some("views", content.views, "plots", PLOTS)
    twins = twins_of(content.twins or [], raw.get("twins", []), settings)
    return Lesson(
        name=name,
        number=number,
        title=content.title,
        claim=content.claim,
        settings=settings,
        pace=pace_of(content.pace),
        train=content.train,
        views=views,
        controls=some("controls", content.controls, "settings", PARAMETERS),
        twins=twins,
        scenes=tuple(_scenes(content.scenes, raw.get("scenes", []), settings, views, twins)),
        kept=unknown(raw, LessonContent),
    )


def _scenes(
    contents: list[SceneContent],
    raws: list[Raw],
    settings: Settings,
    views: tuple[str, ...],
    twins: tuple[TwinWanted, ...],
) -> Iterator[Scene]:
    """The scenes, each checked against the settings, plots and twins that hold at it."""
    if len(contents) > MOST_SCENES:
        raise LessonError(f"scenes: there are {len(contents)}; give {MOST_SCENES} at most")
    for number, (content, raw) in enumerate(zip(contents, raws, strict=True), start=1):
        with place(f"scene {number}"):
            with place("set"):
                changes = checked(content.set)
                settings = edited(settings, changes)
            if content.views is not None:
                views = some("views", content.views, "plots", PLOTS)
            if content.twins is not None:
                twins = twins_of(content.twins, raw["twins"], settings)
            elif changes:
                require_beside(twins, settings)
            kept = unknown(raw, SceneContent)
            yield _scene(content, changes, settings, views, twins, kept)


def _scene(
    content: SceneContent,
    changes: Mapping[str, object],
    settings: Settings,
    views: tuple[str, ...],
    twins: tuple[TwinWanted, ...],
    kept: Raw,
) -> Scene:
    require_length("text", content.text)
    knob = [content.knob] if content.knob else []
    return Scene(
        text=content.text,
        point=point_of(content.point, settings, views),
        moment=moment_of(content.at, settings),
        play=content.play,
        changes=changes,
        knob="".join(some("knob", knob, "settings", PARAMETERS)),
        views=None if content.views is None else views,
        covered=some("cover", content.cover, "plots shown here", views),
        twins=None if content.twins is None else twins,
        train=content.train,
        kept=kept,
    )
