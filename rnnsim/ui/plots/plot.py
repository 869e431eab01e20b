"""The base of all plots: takes frames, and draws pictures of them when it is seen."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontInfo,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from rnnsim.model.frame import Frame
from rnnsim.model.moment import Moment
from rnnsim.model.table import Table
from rnnsim.translation import tr
from rnnsim.ui.guard import reported
from rnnsim.ui.plots.area import Layout, lay_out
from rnnsim.ui.plots.axes import Axes
from rnnsim.ui.plots.bars import BarsPart
from rnnsim.ui.plots.curves import Curves
from rnnsim.ui.plots.grip import Grip
from rnnsim.ui.plots.layer import Layer, StillLayer
from rnnsim.ui.plots.legend import Legend
from rnnsim.ui.plots.marks import Marks
from rnnsim.ui.plots.paper import PaperPlot
from rnnsim.ui.plots.picture import Picture, Reading
from rnnsim.ui.plots.raster import ColorScale, Fields
from rnnsim.ui.plots.readout import Readout
from rnnsim.ui.plots.references import Levels, References
from rnnsim.ui.plots.strip import Strip
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.tags import Tags
from rnnsim.ui.plots.ways import Ways
from rnnsim.ui.theme import Theme

LABELS = 50
"""About how many pixels of the width are not for data."""

COLUMN = 1.5
"""Pixels a column: narrower than a line, so that neighbours touch."""


PAPER_COLUMNS = 2000
"""Columns of a plot on paper, however wide."""


class Plot(pg.GraphicsView):
    """A plot of the newest frame.

    A frame is only kept when it arrives; the work is done when the plot is painted, so that a plot
    that is not seen costs nothing, and of several frames between two repaints only the last.

    Attributes
    ----------
    name : str
        Of the view, as in lesson files.
    aside : str
        A short read-out for the head of the card.
    """

    name: ClassVar[str]
    follows_pass: ClassVar[bool] = False
    """Whether what is drawn hangs on the moment of the pass."""
    follows_selection: ClassVar[bool] = False
    """Whether what is drawn hangs on the time step selected."""
    quantity: ClassVar[str] = ""
    """English name of what the height or the colour says, where no title stands over the plot."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=theme.card)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setInteractive(False)
        # the background fills it, so nothing behind it need be painted for it
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # one colour is painted as quickly as copied, and in a file it is no picture
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._theme = theme
        self._frame: Frame | None = None
        self._moment: Moment | None = None
        self._step: int | None = None
        self._identity: Hashable = None
        self._picture: Picture | None = None
        self._layout: Layout | None = None
        self._layout_identity: Hashable = None
        self._ground_identity: Hashable = None
        self._inked: tuple[Picture | None, Layout | None] = None, None
        self._stale = True
        self._pointer: QPointF | None = None
        self._readout, self._grip = Readout(), Grip()
        self._ground = StillLayer(
            Axes(), Fields(), Curves(past=True), ColorScale(), Strip(), Legend()
        )
        tags = Tags()
        self._ink = Layer(
            *(BarsPart(), Curves(past=False), References(), Ways(), tags, Levels(tags), Marks()),
            *(self._grip, self._readout),
        )
        for layer in (self._ground, self._ink):
            layer.hide()  # until there is something to draw
            self.scene().addItem(layer)
        self._style = self._made_style()

    # what a plot of its own kind defines

    def _identity_of(self, frame: Frame) -> Hashable:
        """What the picture of a frame hangs on; equal identities give equal pictures."""
        raise NotImplementedError

    def _compose(self, frame: Frame, have: Picture | None, columns: int) -> Picture:
        """Make the picture of a frame, after the picture `have`, for so many pixel columns."""
        raise NotImplementedError

    def _reading(self, frame: Frame, x: float, next_x: float) -> Reading | None:
        """What is read off between x and next_x, one pixel further."""
        raise NotImplementedError

    def _summary(self, frame: Frame) -> str:
        """One sentence with the frame's numbers."""
        raise NotImplementedError

    def _reading_at(self, frame: Frame, x: float, next_x: float, y: float) -> Reading | None:
        """What is read off where the height counts too."""
        return self._reading(frame, x, next_x)

    def _table(self, frame: Frame) -> Table:
        """All numbers of a frame that are drawn."""
        raise NotImplementedError

    # what the window uses

    @property
    def aside(self) -> str:
        """A short read-out for the head of the card."""
        return ""

    def table(self) -> Table:
        """All numbers that are shown, with their units; empty before the first frame."""
        return Table() if self._frame is None else self._table(self._frame)

    def show_moment(self, moment: Moment | None) -> None:
        """Show a pass as far as it has come; None for all of it.  Free where nothing changes."""
        if moment != self._moment:
            self._moment = moment
            self._follow(self.follows_pass)

    def select_step(self, step: int | None) -> None:
        """Ring what belongs to one time step, where this plot has it; None for none."""
        if step != self._step:
            self._step = step
            self._follow(self.follows_selection)

    def _follow(self, follows: bool) -> None:
        if follows and self._frame is not None:
            self._outdate()

    def show_frame(self, frame: Frame) -> None:
        """Show a frame; free where it changes nothing here."""
        if self._frame is None:
            self._ground.show()
            self._ink.show()
        identity = self._identity_of(frame)
        same = identity == self._identity
        self._frame, self._identity = frame, identity
        if not same:
            self.setAccessibleDescription(self._summary(frame))
            self._outdate()

    @property
    def reading(self) -> Reading | None:
        """What the pointer reads off at present."""
        return self._readout.reading

    def set_theme(self, theme: Theme) -> None:
        """Take on other colours."""
        self._theme = theme
        self.setBackground(theme.card)
        self._restyle()

    def on_paper(self, before: Picture | None = None) -> PaperPlot | None:
        """The plot as it stands, for a file or a printer; None before the first frame.

        Parameters
        ----------
        before : Picture or None
            Of the same plot, whose axes are kept where they suit.
        """
        if self._frame is None:
            return None
        picture = self._compose(self._frame, before, PAPER_COLUMNS)
        size = float(self.width()), float(self.height())
        style = Style(self._theme, QFontInfo(self.font()).pixelSize(), paper=True)
        return PaperPlot(picture, size, style, tr(self.quantity), self._readout.rings)

    def settle(self) -> None:
        """Bring the picture up to date with the newest frame."""
        if self._stale and self._frame is not None:
            columns = max(int((self.width() - LABELS) / COLUMN), 50)
            self._picture = picture = self._compose(self._frame, self._picture, columns)
            layout = self._laid_out(picture)
            past = tuple((c.final, c.edition, c.look) for c in picture.curves)
            ground = (self._style, layout, picture.legend, past, picture.scenery)
            if ground != self._ground_identity:
                self._ground.prepare(picture, layout, self._style)
                self._ground_identity = ground
            if self._inked[0] is not picture or self._inked[1] is not layout:
                self._ink.prepare(picture, layout, self._style)
                self._inked = picture, layout
            self._read()
            self._stale = False

    def _laid_out(self, picture: Picture) -> Layout:
        """The layout of a picture: the last one's where nothing that it hangs on has changed."""
        size = float(self.width()), float(self.height())
        head = picture.legend, picture.remark, picture.color_bar, picture.band, picture.below
        identity = (picture.x, picture.y, *head, picture.scenery, picture.bare, self._style, size)
        if self._layout is None or identity != self._layout_identity:
            self._layout = lay_out(picture, size, self._style.line, self._style.label_width)
            self._layout_identity = identity
        return self._layout

    def sizeHint(self) -> QSize:
        return QSize(360, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 150)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        # PySide 6.10 crashes where the paint events of two graphics views raise, so none may.
        with reported():
            self.settle()
            super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stale = True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_style"):
            self._restyle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())  # a finger does not hover

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: pyqtgraph's would look for items to click on and show menus."""

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the plot does not zoom; what it lies in may scroll

    def close(self) -> bool:
        """Close as any widget; pyqtgraph's would leave it unable to be shown again."""
        return QGraphicsView.close(self)

    def _point(self, position: QPointF | None) -> None:
        self._pointer = position
        self._read()
        self.viewport().update()

    def _read(self) -> None:
        """Read off what is under the pointer, if it is over the plot."""
        self._readout.reading = None
        if self._pointer is None or self._frame is None or self._layout is None:
            return
        area, x = self._layout.area, self._pointer.x()
        left, top, right, bottom = area.frame
        if left <= x <= right and top <= self._pointer.y() <= bottom:
            self._readout.reading = self._reading_at(
                self._frame, area.x_at(x), area.x_at(x + 1), area.y_at(self._pointer.y())
            )

    def _made_style(self) -> Style:
        return Style(self._theme, QFontInfo(self.font()).pixelSize())

    def _restyle(self) -> None:
        self._style = self._made_style()
        self._outdate()

    def _outdate(self) -> None:
        self._stale = True
        self.viewport().update()
