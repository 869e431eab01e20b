"""Single views drawn apart from the window: each is made once and then only painted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QRegion
from PySide6.QtWidgets import QWidget
from shiboken6 import delete

from rnnsim.model.figure import WINDOW
from rnnsim.model.frame import Frame
from rnnsim.model.target import WITH_TIME_STEP, Kind, Target
from rnnsim.model.view import CANVAS
from rnnsim.translation import tr
from rnnsim.ui.canvas.geometry import View as CanvasView
from rnnsim.ui.canvas.geometry import layout
from rnnsim.ui.canvas.kept import Layers
from rnnsim.ui.canvas.picture import Picture, paint_picture
from rnnsim.ui.canvas.targets import on_canvas
from rnnsim.ui.canvas.tokens import longest_word
from rnnsim.ui.figure.grid import Shape
from rnnsim.ui.figure.shown import Shown
from rnnsim.ui.spectrum.geometry import View as PlaneView
from rnnsim.ui.spectrum.geometry import view_radius
from rnnsim.ui.spectrum.painting import Plane, paint_plane
from rnnsim.ui.spectrum.shown import Shown as Spectrum
from rnnsim.ui.spectrum.trail import Trails
from rnnsim.ui.theme import BASE_PIXELS, PRINT, Theme, exact_font, plain_glyphs
from rnnsim.ui.vectors import is_vector
from rnnsim.ui.widgets import paint_widgets

if TYPE_CHECKING:
    from rnnsim.ui.plots.paper import PaperPlot
    from rnnsim.ui.plots.picture import Picture as PlotPicture
    from rnnsim.ui.plots.plot import Plot

Size = tuple[float, float]

SHAPES = {
    "canvas": Shape(208.0, 0.095, (420.0, 230.0), wide=True),
    "spectrum": Shape(20.0, 0.7, (130.0, 130.0)),
    "map": Shape(40.0, 0.74, (170.0, 110.0)),
}
"""What views ask for."""

WITH_WORDS = Shape(250.0, 0.095, (420.0, 290.0), wide=True)
"""What the canvas asks for where words stand under its cells."""

ONE_ROW = Shape(100.0, 0.0, (170.0, 80.0))
"""What a map of a single row asks for."""

PLOT = Shape(90.0, 0.43, (170.0, 110.0))
"""What plots ask for that are not named."""


class Part(Protocol):
    """One view, ready to be painted."""

    def draw(self, painter: QPainter) -> None:
        """Paint it from the painter's origin on, in pixels of the layout."""


def shape_of(view: str, shown: Shown) -> Shape:
    """What a view asks for."""
    if view == CANVAS.name and longest_word(shown.frame.passed.tokens):
        return WITH_WORDS
    if view == "map" and shown.frame.settings.loss_at == "last":
        return ONE_ROW
    return SHAPES.get(view, PLOT)


def plot_part(
    view: str, shown: Shown, theme: Theme, size: Size, before: PlotPicture | None = None
) -> PaperPlot:
    """A plot.

    Parameters
    ----------
    before : Picture or None
        Of the same plot, whose axes are kept where they suit.
    """
    with _plot(view, shown.frame, theme) as plot:
        plot.setFont(exact_font(BASE_PIXELS))
        plot.resize(round(size[0]), round(size[1]))
        plot.show_moment(shown.moment)
        plot.select_step(_time_step(shown.selection))
        made = plot.on_paper(before)
    assert made is not None
    return made


def summary_of(view: str, frame: Frame) -> str:
    """One sentence with the numbers of a plot."""
    with _plot(view, frame, PRINT) as plot:
        return str(plot.accessibleDescription())


def follows_pass(view: str) -> bool:
    """Whether it is drawn as far as the pass has come."""
    from rnnsim.ui.plots import PLOTS

    return PLOTS[view].follows_pass if view in PLOTS else view in (CANVAS.name, WINDOW)


def marked_step(views: Iterable[str], shown: Shown) -> int | None:
    """The time step that some views mark because it is selected; None where none does."""
    step = _time_step(shown.selection)
    if step is None or not 0 <= step <= shown.frame.settings.time_steps:
        return None
    return step if any(map(_marks, views)) else None


def _marks(view: str) -> bool:
    """Whether a view marks what is selected."""
    from rnnsim.ui.plots import PLOTS

    return PLOTS[view].follows_selection if view in PLOTS else view == CANVAS.name


@contextmanager
def _plot(view: str, frame: Frame, theme: Theme) -> Iterator[Plot]:
    """A plot off the screen that shows a frame."""
    from rnnsim.ui.plots import PLOTS

    plot = PLOTS[view](theme)  # type: ignore[call-arg]
    try:
        plot.show_frame(frame)
        yield plot
    finally:
        delete(plot)  # at once: there may be no loop of events to do it


class _OnPaper(Layers):
    """Layers without a ground, but for the one that is painted over another."""

    def draw(
        self,
        painter: QPainter,
        name: str,
        key: tuple[object, ...],
        paint: Callable[[QPainter], None],
        parts: Iterable[QRectF],
        ground: QColor | None = None,
    ) -> None:
        super().draw(painter, name, key, paint, parts, ground if name == "bright" else None)


class CanvasPart:
    """The unrolled network."""

    def __init__(self, shown: Shown, theme: Theme, size: Size) -> None:
        frame, steps = shown.frame, shown.frame.settings.time_steps
        words = longest_word(frame.passed.tokens)
        selection = shown.selection if on_canvas(shown.selection, steps) else None
        self._size = size
        self._picture = Picture(
            place=layout(*size, steps, CanvasView(), words, 1.0),
            theme=theme,
            frame=frame,
            moment=shown.moment,
            relative=shown.relative,
            step=_step(selection, steps),
            selection=selection,
        )

    def draw(self, painter: QPainter) -> None:
        """Paint it from the painter's origin on."""
        painter.setClipRect(QRectF(0.0, 0.0, *self._size), Qt.ClipOperation.IntersectClip)
        with plain_glyphs():
            paint_picture(painter, self._picture, _OnPaper())


class SpectrumPart:
    """The eigenvalues of W_hh in the complex plane, and what is said of them beneath."""

    def __init__(self, shown: Shown, theme: Theme, size: Size) -> None:
        told = Spectrum(shown.frame.settings, shown.frame)
        self._theme, self._size, self._font = theme, size, exact_font(BASE_PIXELS - 1)
        asked = tr("dashed: ρ = {radius:.2f} as set").format(radius=told.circle)
        self._said = _lines((asked, *((told.remark,) if told.telling else ())), self._font, size[0])
        self._line = QFontMetricsF(self._font).height() + 2.0
        radius = view_radius(told.reach(told.values, told.circle))
        self._plane = Plane(
            view=PlaneView(size[0], max(size[1] - self._line * len(self._said), 1.0), radius),
            rings=np.array([complex(*value) for value in told.values], dtype=complex),
            dots=told.measured,
            circle=told.circle,
            circle_lit=False,
            lit=np.empty(0, dtype=complex),
            focused=False,
            trail=Trails().of(shown.frame),
        )

    def draw(self, painter: QPainter) -> None:
        """Paint it from the painter's origin on."""
        painter.save()
        paint_plane(painter, self._plane, self._theme, self._font)
        painter.restore()
        painter.setFont(self._font)
        painter.setPen(self._theme.color("muted"))
        line = QRectF(0.0, self._plane.view.height, self._size[0], self._line)
        for said in self._said:
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, said)
            line.translate(0.0, self._line)


class WindowPart:
    """A window as it is on the screen."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def draw(self, painter: QPainter) -> None:
        """Paint it from the painter's origin on."""
        if is_vector(painter):
            paint_widgets(painter, self._window)
        else:
            flag = QWidget.RenderFlag.DrawChildren
            self._window.render(painter, QPoint(), QRegion(), flag)


def _lines(texts: tuple[str, ...], font: QFont, width: float) -> tuple[str, ...]:
    """Texts on one line where they have room together, else each on its own."""
    metrics = QFontMetricsF(font)
    together = "   ".join(texts)
    if metrics.horizontalAdvance(together) <= width:
        return (together,)
    return tuple(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) for text in texts)


def _step(selection: Target | None, time_steps: int) -> int:
    """The k whose gradient the canvas's equation shows."""
    if selection is None:
        return 1
    return time_steps if selection.kind is Kind.LOSS else selection.time_step


def _time_step(selection: Target | None) -> int | None:
    """The time step that plots mark."""
    if selection is None or selection.kind not in WITH_TIME_STEP:
        return None
    return selection.time_step
