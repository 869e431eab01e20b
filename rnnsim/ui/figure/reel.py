"""The images of an animation, drawn one after another."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnsim.export.stills import Still
from rnnsim.model.animation import DPI, MM_PER_INCH, PASS, AnimationSpec
from rnnsim.model.moment import moments
from rnnsim.model.session import Session
from rnnsim.translation import tr
from rnnsim.ui.figure.drawing import Drawing
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.studio import Studio
from rnnsim.ui.theme import FIGURE_THEMES, exact_font

POINT = DPI / 72.0
"""Pixels."""

STRIP = 2.0
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
        newest = self._studio.newest
        within = tuple(i for i in self._spec.iterations if i <= newest)
        return within if newest >= self._spec.last else (*within, newest)

    def _awaited(self) -> Generator[None, None, Shown]:
        """What the studio is to show, once it does."""
        while (shown := self._studio.advance()) is None:
            yield None
        return shown

    def _image(self, shown: Shown) -> QImage:
        self._drawing = Drawing(self._spec.figure, shown, before=self._drawing)
        image = self._drawing.image(DPI / MM_PER_INCH)
        return image if self._spec.of == PASS else self._titled(image, shown.frame.at)

    def _titled(self, image: QImage, iteration: int) -> QImage:
        """An image with its iteration above."""
        pixels = self._spec.font * POINT
        strip = round(STRIP * pixels)
        titled = QImage(image.width(), image.height() + strip, image.format())
        titled.fill(self._theme.color("card"))
        painter = QPainter(titled)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.drawImage(0, strip, image)
        painter.setFont(exact_font(pixels, bold=True))
        painter.setPen(self._theme.color("text"))
        line = QRectF(pixels / 4, 0.0, image.width() - pixels / 2, strip)
        said = tr("iteration {number}").format(number=iteration)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()
        return titled
