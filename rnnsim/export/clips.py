"""SVG files whose clips and whose text both stand where they were painted.

Qt 6.10 clips elsewhere in an SVG file: what `QWidget.render` clips is moved to the corner of the
window, and a clip within another is not lifted when `QPainter.restore` should.  Played from a
`QPicture` clips are right, but the baselines of text are rounded, and with a typeface that another
stands in for are off by a pixel.  So the file is made both ways, and gets the best of both.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QPainter, QPicture

Paint = Callable[[QPainter], object]

_TEXT = re.compile(r'(<text [^>]*? y=")([^"]*)("[^>]*>)([^<]*)')


def svg_with_clips(paint: Paint, written: Callable[[Paint], str]) -> str:
    """An SVG file of what is painted.

    Parameters
    ----------
    paint : callable
        Paints the same whenever it is called.
    written : callable
        Lets something paint on a `QSvgGenerator`, and returns the file.
    """
    picture = QPicture()
    with QPainter(picture) as painter:
        paint(painter)

    def play(painter: QPainter) -> None:
        device = painter.device()  # to whose resolution a picture would be scaled
        across = picture.logicalDpiX() / device.logicalDpiX()
        painter.scale(across, picture.logicalDpiY() / device.logicalDpiY())
        picture.play(painter)

    return _with_baselines(written(play), written(paint))


def _with_baselines(svg: str, exact: str) -> str:
    """One file with the baselines of another that has the same words in it."""
    baselines = iter(_TEXT.findall(exact))

    def placed(text: re.Match[str]) -> str:
        _, baseline, _, words = next(baselines, ("", text[2], "", text[4]))
        return f"{text[1]}{baseline if words == text[4] else text[2]}{text[3]}{text[4]}"

    return _TEXT.sub(placed, svg)
