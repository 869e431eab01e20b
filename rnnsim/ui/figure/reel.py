"""The images of an animation, drawn one after another."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from rnnsim.export.stills import Still
from rnnsim.model.animation import PASS, PIXELS_PER_MM, AnimationSpec
from rnnsim.model.moment import moments
from rnnsim.model.session import Session
from rnnsim.translation import tr
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.studio import Studio
from rnnsim.ui.theme import FIGURE_THEMES, exact_font

STRIP = 1.8
"""Height of the line that tells the iteration, as a multiple of the size of its type."""


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
        self._theme = FIGURE_THEMES[spec.theme]
        self._drawing: Drawing | None = None
        self.all = spec.images(session.settings.time_steps)
        self.made = 0
        self._studio = Studio(session, spec.views)

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
        for moment in (*moments(steps, parts=self._spec.parts), None):
            yield replace(shown, moment=moment)

    def _training(self) -> Iterator[Shown | None]:
        """Train to the end, then come back: axes hold from the first image on all that comes."""
        self._studio.look_at(self._spec.last)
        yield from self._awaited()
        iterations = self._reached()
        self.all = len(iterations)
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
        """The figure with a margin, and above it the iteration where that is what changes."""
        spec = self._spec
        self._drawing = Drawing(spec.figure, shown, before=self._drawing)
        figure = self._drawing.image(PIXELS_PER_MM)
        strip = 0 if spec.of == PASS else round(STRIP * spec.type_size)
        height = figure.height() + strip + 2 * spec.margin
        image = QImage(spec.width, height, QImage.Format.Format_RGB32)
        image.fill(self._theme.color("card"))
        painter = QPainter(image)
        painter.drawImage(spec.margin, spec.margin + strip, figure)
        if strip:
            self._write(painter, shown.frame.at)
        painter.end()
        return image

    def _write(self, painter: QPainter, iteration: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(exact_font(self._spec.type_size, bold=True))
        painter.setPen(self._theme.color("text"))
        baseline = QPointF(self._spec.margin, self._spec.margin + self._spec.type_size)
        painter.drawText(baseline, tr("iteration {number}").format(number=iteration))
