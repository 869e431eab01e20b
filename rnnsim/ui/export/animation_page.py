"""An animation of the pass, or of training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from rnnsim.model.animation import (
    FORMATS,
    GIF,
    PIXELS_PER_MM,
    AnimationError,
    AnimationSpec,
)
from rnnsim.model.session import Session
from rnnsim.translation import noted, tr
from rnnsim.ui.export.animation_options import AnimationOptions
from rnnsim.ui.export.job import Progress
from rnnsim.ui.export.offer import Offer
from rnnsim.ui.export.page import Page
from rnnsim.ui.export.room import Room, session_text
from rnnsim.ui.export.words import proposed_name
from rnnsim.ui.figure.film import Making
from rnnsim.ui.figure.film_image import FilmImage
from rnnsim.ui.numbers import count, short

KINDS = {"webp": noted("WebP animation"), "gif": noted("GIF animation")}

SECOND = 1000
"""Milliseconds."""


class AnimationPage(Page):
    """Shows one image of it, and writes all while the window stays usable.

    Parameters
    ----------
    room : Room
    """

    topic = "animations"

    def __init__(self, room: Room, parent: QObject) -> None:
        self.options = AnimationOptions()
        super().__init__(tr("Animation"), self.options, parent)
        self._room = room
        self.options.changed.connect(self.changed)

    @property
    def copies(self) -> bool:
        return False

    @property
    def views(self) -> tuple[str, ...]:
        return self.options.views.views

    @property
    def complete(self) -> bool:
        return self.options.complete

    def show_views(self, views: Sequence[str]) -> None:
        self.options.show_views(views)
        shown = self._room.shown
        if shown is not None:
            self.options.show_reached(shown.frame.newest)

    def drawing(self) -> FilmImage | None:
        shown, spec = self._room.shown, self._spec()
        return None if shown is None or spec is None else FilmImage(spec, shown)

    def facts(self, size: tuple[float, float] | None) -> str:
        spec = self._spec()
        if size is None or spec is None:
            return ""
        images = spec.images(self._room.presenter.settings.time_steps)
        told = [
            "GIF" if spec.format == GIF else "WebP",
            tr("{count} images").format(count=count(images)),
            tr("{seconds} s").format(seconds=short(length_of(spec, images), 3)),
            f"{count(spec.width)} × {count(round(size[1] * PIXELS_PER_MM))} px",
        ]
        return " · ".join(told)

    def offer(self, caption: str) -> Offer | None:
        spec = self._spec()
        if spec is None:
            return None
        session = self._room.session
        name = proposed_name(session.lesson.name, (spec.of,), spec.format)
        kinds = {suffix: tr(KINDS[suffix]) for suffix in FORMATS}

        def write(path: Path) -> Iterator[Progress]:
            return _made(replace(spec, format=path.suffix[1:].lower()), session, path)

        return Offer(name, kinds, spec.format, write)

    def _spec(self) -> AnimationSpec | None:
        """What is wanted; None where that cannot be, which the options say."""
        if not self.options.complete:
            return None
        try:
            return self.options.spec
        except AnimationError:
            return None


def length_of(spec: AnimationSpec, images: int) -> float:
    """How long it takes, in seconds, without what a diverging run leaves out."""
    lasting = (spec.duration(i, last=i + 1 == images) for i in range(images))
    return sum(lasting) / SECOND


def _made(spec: AnimationSpec, session: Session, path: Path) -> Iterator[Progress]:
    """Make it, an image a step; what is closed before leaves no file."""
    making = Making(spec, session, path, session_text(session))
    try:
        while not making.ended:
            busy = making.step()
            yield Progress(*making.progress, waits=not busy)
    finally:
        making.cancel()
