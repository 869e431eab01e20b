"""Layers that do not change from one paint to the next, kept as pixmaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

Paint = Callable[[QPainter], None]


class Layers:
    """Paints each layer as it comes: into pictures and on paper."""

    def draw(
        self,
        painter: QPainter,
        name: str,
        key: tuple[object, ...],
        paint: Paint,
        parts: Iterable[QRectF],
        ground: QColor | None = None,
    ) -> None:
        """Draw those parts of a layer.

        Parameters
        ----------
        name : str
            One layer of that name is kept.
        key : tuple
            What it depends on: equal keys, equal layers.
        ground : QColor or None
            What it is painted on; None where other layers shine through.
        """
        del name, key
        clip = QPainterPath()
        for part in parts:
            clip.addRect(part)
            if ground is not None:
                painter.fillRect(part, ground)
        if clip.isEmpty():
            return
        painter.save()
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        paint(painter)
        painter.restore()


class KeptLayers(Layers):
    """Paints each layer once, and again only when what it depends on changes."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], QPixmap]] = {}
        self._size, self._ratio = QSizeF(), 1.0

    def resize(self, size: QSizeF, ratio: float) -> None:
        """Take on a size in pixels of the layout, and the pixels of the screen for each."""
        if (size, ratio) != (self._size, self._ratio):
            self._size, self._ratio = size, ratio
            self.clear()

    def clear(self) -> None:
        """Forget all layers."""
        self._kept.clear()

    def draw(
        self,
        painter: QPainter,
        name: str,
        key: tuple[object, ...],
        paint: Paint,
        parts: Iterable[QRectF],
        ground: QColor | None = None,
    ) -> None:
        kept = self._kept.get(name)
        if kept is None or not _same(kept[0], key):
            kept = (key, self._painted(paint, ground))
            self._kept[name] = kept
        pixmap, ratio = kept[1], self._ratio
        for part in parts:
            source = QRectF(part.topLeft() * ratio, part.size() * ratio)
            painter.drawPixmap(part, pixmap, source)

    def _painted(self, paint: Paint, ground: QColor | None) -> QPixmap:
        pixmap = QPixmap((self._size * self._ratio).toSize())
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(QColor(Qt.GlobalColor.transparent) if ground is None else ground)
        painter = QPainter(pixmap)
        paint(painter)
        painter.end()
        return pixmap


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether keys are the same; what has no cheap equality, such as a pass, by identity."""
    return len(one) == len(other) and all(
        a is b or (isinstance(a, _COMPARED) and a == b) for a, b in zip(one, other, strict=True)
    )


_COMPARED = (str, float, int, tuple)
