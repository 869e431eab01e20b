"""The images of an animation, drawn one after another."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from PySide6.QtGui import QImage

from rnnsim.export.stills import Still
from rnnsim.model.animation import PASS, AnimationSpec
from rnnsim.model.moment import moments
from rnnsim.model.session import Session
from rnnsim.ui.figure.film_image import FilmImage
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.studio import Studio

PER_IMAGE = 100
"""Iterations that take about as long as an image."""


class Reel:
    """The images of an animation, each drawn when it is asked for.

    To be made and asked on the thread of the QApplication.  `close` ends the run beneath.

    Parameters
    ----------
    spec : AnimationSpec
    session : Session
        Of whose run it is; a pass is that of the iteration it looks at.

    Attributes
    ----------
    all : int
        Images there will be; fewer once a run is seen to diverge.
    made : int
        Images drawn so far.
    """

    def __init__(self, spec: AnimationSpec, session: Session) -> None:
        self._spec = spec
        self._newest: FilmImage | None = None
        self.all = spec.images(session.settings.time_steps)
        self.made = 0
        self._goal = session.course.iteration if spec.of == PASS else spec.last
        self._studio = Studio(session, spec.views)

    @property
    def progress(self) -> tuple[int, int]:
        """How much is done, and how much there is to do, as images made; training counts too."""
        trained = min(self._studio.newest, self._goal)
        return self.made + trained // PER_IMAGE, self.all + self._goal // PER_IMAGE

    def stills(self) -> Iterator[Still | None]:
        """All images in their order; None, again and again, while the next is still computed.

        Raises
        ------
        StudioError
            If something goes wrong inside the run.
        """
        for shown in self._pass() if self._spec.of == PASS else self._training():
            if shown is None:
                yield None
                continue
            last = self.made + 1 == self.all
            still = Still(self._image(shown), self._spec.duration(self.made, last=last))
            self.made += 1
            yield still

    def close(self) -> None:
        """End the run; may be repeated."""
        self._studio.close()

    def _pass(self) -> Iterator[Shown | None]:
        shown = yield from self._awaited()
        steps = shown.frame.settings.time_steps
        self.all = self._spec.images(steps)  # the iteration looked at may have had others
        self._goal = self._studio.newest
        for moment in (*moments(steps, parts=self._spec.parts), None):
            yield replace(shown, moment=moment)

    def _training(self) -> Iterator[Shown | None]:
        """Train to the end, then come back: axes hold from the first image on all that comes."""
        self._studio.look_at(self._spec.last)
        yield from self._awaited()
        iterations = self._reached()
        self.all, self._goal = len(iterations), iterations[-1]
        for iteration in iterations:
            self._studio.look_at(iteration)
            shown = yield from self._awaited()
            yield replace(shown, moment=None)

    def _reached(self) -> tuple[int, ...]:
        """The iterations to be shown; of a run that diverged up to its last."""
        last = min(self._spec.last, self._studio.newest)
        return (*(i for i in self._spec.iterations if i < last), last)

    def _awaited(self) -> Generator[None, None, Shown]:
        """What the studio is to show, once it does."""
        while (shown := self._studio.advance()) is None:
            yield None
        return shown

    def _image(self, shown: Shown) -> QImage:
        self._newest = FilmImage(self._spec, shown, self._newest)
        return self._newest.image()
