"""A lesson that is being made: scenes hold whole settings, so that they can change places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rnnsim.model.edits import changes_between
from rnnsim.model.lesson import Lesson, Scene
from rnnsim.model.moment import Moment
from rnnsim.model.settings import Settings
from rnnsim.model.target import Target
from rnnsim.model.twin import TwinWanted
from rnnsim.model.view import FIRST_PLOTS

MOST_CONTROLS = 3
"""Knobs that stay in sight in lecture mode."""


@dataclass(frozen=True, slots=True)
class Present:
    """What the window shows, to be captured as a scene.

    Attributes
    ----------
    settings : Settings
    views : tuple of str
        The plots shown.
    moment : Moment or None
        Of the pass; None for the whole.
    point : Target or None
        What is selected.
    training : bool
    pace : float
        Iterations a second.
    twins : tuple of TwinWanted
        The runs that are trained beside it.
    """

    settings: Settings
    views: tuple[str, ...] = FIRST_PLOTS
    moment: Moment | None = None
    point: Target | None = None
    training: bool = False
    pace: float = 20.0
    twins: tuple[TwinWanted, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftScene:
    """A scene with all that holds at it, rather than what it changes."""

    settings: Settings
    views: tuple[str, ...]
    text: str = ""
    point: Target | None = None
    moment: Moment | None = None
    play: bool = False
    knob: str = ""
    covered: tuple[str, ...] = ()
    twins: tuple[TwinWanted, ...] = ()
    train: bool | None = None
    kept: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Draft:
    """What will be a lesson.

    Attributes
    ----------
    title, claim : str
    scenes : list of DraftScene
    controls : tuple of str
        Keys of the settings that stay in sight in lecture mode.
    start : Present
        What a lesson without scenes shows.
    train : bool
        Whether training starts by itself.
    kept : mapping
        Fields of the lesson's file that this version does not know.
    """

    start: Present
    title: str = ""
    claim: str = ""
    scenes: list[DraftScene] = field(default_factory=list)
    controls: tuple[str, ...] = ()
    train: bool = False
    kept: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, lesson: Lesson) -> Draft:
        """The draft that gives `lesson`."""
        scenes = [
            DraftScene(
                settings=lesson.settings_at(i),
                views=lesson.views_at(i),
                text=scene.text,
                point=scene.point,
                moment=scene.moment,
                play=scene.play,
                knob=scene.knob,
                covered=scene.covered,
                twins=lesson.twins_at(i),
                train=scene.train,
                kept=scene.kept,
            )
            for i, scene in enumerate(lesson.scenes)
        ]
        start = Present(
            settings=lesson.settings,
            views=lesson.views,
            training=lesson.train,
            pace=lesson.pace,
            twins=lesson.twins,
        )
        return cls(
            *(start, lesson.title, lesson.claim, scenes, lesson.controls),
            train=lesson.train,
            kept=lesson.kept,
        )

    def capture(self, present: Present, at: int) -> None:
        """Put what is shown before the scene at `at`, as a scene without words."""
        self.scenes.insert(at, _captured(DraftScene(present.settings, present.views), present))

    def update(self, index: int, present: Present) -> None:
        """Let a scene show what is shown now; its words and its knob stay."""
        self.scenes[index] = _captured(self.scenes[index], present)

    def change(self, index: int, **changes: object) -> None:
        """Change what a scene says or does."""
        self.scenes[index] = replace(self.scenes[index], **changes)  # type: ignore[arg-type]

    def delete(self, index: int) -> None:
        """Take a scene out."""
        del self.scenes[index]

    def move(self, index: int, by: int) -> int:
        """Move a scene up or down, as far as it goes; return its new place."""
        place = min(max(index + by, 0), len(self.scenes) - 1)
        self.scenes.insert(place, self.scenes.pop(index))
        return place

    def lesson(self, name: str = "own", number: int | None = None) -> Lesson:
        """The lesson; its first scene changes nothing, each other what differs from before."""
        first = self.scenes[0] if self.scenes else None
        settings = first.settings if first else self.start.settings
        views = first.views if first else self.start.views
        twins = first.twins if first else self.start.twins
        return Lesson(
            name=name,
            number=number,
            title=self.title.strip(),
            claim=self.claim.strip(),
            settings=settings,
            pace=self.start.pace,
            train=self.train,
            views=views,
            controls=self.controls,
            twins=twins,
            scenes=tuple(self._scenes(settings, views, twins)),
            kept=self.kept,
        )

    def _scenes(
        self, settings: Settings, views: tuple[str, ...], twins: tuple[TwinWanted, ...]
    ) -> Iterator[Scene]:
        for scene in self.scenes:
            yield Scene(
                text=scene.text.strip(),
                point=scene.point,
                moment=scene.moment,
                play=scene.play,
                changes=changes_between(settings, scene.settings),
                knob=scene.knob,
                views=None if scene.views == views else scene.views,
                covered=scene.covered,
                twins=None if scene.twins == twins else scene.twins,
                train=scene.train,
                kept=scene.kept,
            )
            settings, views, twins = scene.settings, scene.views, scene.twins


def _captured(scene: DraftScene, present: Present) -> DraftScene:
    return replace(
        scene,
        settings=present.settings,
        views=present.views,
        moment=present.moment,
        point=present.point,
        twins=present.twins,
        covered=tuple(name for name in scene.covered if name in present.views),
    )
