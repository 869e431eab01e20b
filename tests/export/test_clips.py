"""SVG files whose clips and text stand where they were painted."""

import re

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from rnnsim.ui.app import make_application
from rnnsim.ui.theme import font
from tests.ui.vector_files import rendered, svg_of

SIZE = QSize(300, 200)


@pytest.fixture(scope="module", autouse=True)
def _application():
    make_application()


def clip_of(svg, color):
    """The corners of the clip of what has a colour; None where it is not clipped."""
    use = re.search(rf'(?:<g clip-path="url\(#(\w+)\)">)?<g fill="{color}"[^>]*>\s*<path', svg)
    if use[1] is None:
        return None
    path = re.search(rf'<clipPath id="{use[1]}">\s*<path [^>]*d="([^"]*)"', svg)[1]
    corners = [tuple(map(float, each.split(","))) for each in re.findall(r"[\d.]+,[\d.]+", path)]
    x, y = zip(*corners, strict=True)
    return min(x), min(y), max(x), max(y)


def paint(painter):
    painter.translate(100.0, 50.0)
    painter.setClipRect(QRectF(0.0, 0.0, 50.0, 50.0))
    painter.translate(20.0, 20.0)
    painter.save()
    painter.setClipRect(QRectF(10.0, 10.0, 200.0, 5.0), Qt.ClipOperation.IntersectClip)
    painter.fillRect(QRectF(0.0, 0.0, 100.0, 100.0), "#0000ff")
    painter.restore()
    painter.fillRect(QRectF(20.0, 0.0, 10.0, 100.0), "#008000")
    painter.setClipping(False)
    painter.fillRect(QRectF(0.0, 0.0, 5.0, 5.0), "#ff0000")


def test_clips_are_where_they_were_set_and_as_long():
    svg = svg_of(paint, SIZE)
    assert clip_of(svg, "#0000ff") == (130.0, 80.0, 150.0, 85.0)
    assert clip_of(svg, "#008000") == (100.0, 50.0, 150.0, 100.0)
    assert clip_of(svg, "#ff0000") is None


class Clipping(QWidget):
    """Paints beyond what it clips."""

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.translate(5.0, 5.0)
        painter.setClipRect(QRectF(0.0, 0.0, 10.0, 10.0))
        painter.fillRect(QRectF(-5.0, -5.0, 90.0, 90.0), "#0000ff")


def test_a_widget_clips_where_it_stands(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(SIZE)
    Clipping(window).setGeometry(100, 50, 40, 30)
    window.ensurePolished()
    svg = svg_of(rendered(window), SIZE)
    assert clip_of(svg, "#0000ff") == (105.0, 55.0, 115.0, 65.0)


def test_a_widget_is_clipped_by_what_it_lies_in(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(SIZE)
    frame = QWidget(window)
    frame.setGeometry(100, 50, 40, 30)

    class Blue(QWidget):
        def paintEvent(self, _event):
            QPainter(self).fillRect(self.rect(), "#0000ff")

    blue = Blue(frame)
    blue.setGeometry(-20, -20, 200, 200)
    svg = svg_of(rendered(window), SIZE)
    assert clip_of(svg, "#0000ff") == (100.0, 50.0, 140.0, 80.0)
    blue.move(41, 0)
    assert "#0000ff" not in svg_of(rendered(window), SIZE)


@pytest.mark.parametrize("pixels", [9, 13, 19])
@pytest.mark.parametrize("words", ["plain", "10⁻⁴", "梯度"])
def test_text_stands_on_its_baseline(pixels, words):
    def write(painter):
        painter.setFont(font(pixels))
        painter.drawText(QPointF(10.0, 40.25), words)

    baselines = re.findall(r'<text [^>]*? y="([^"]*)"', svg_of(write, SIZE))
    assert set(baselines) == {"40.25"}
