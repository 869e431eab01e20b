"""Losses that have exploded leave the others to be seen."""

import math

import pytest

from rnnsim.ui.plots.history import Tracks
from rnnsim.ui.plots.loss import EXPLODED, LossPlot, compose, runs_of, scale_of
from rnnsim.ui.plots.picture import Scale
from rnnsim.ui.plots.series import linear, logarithmic


def drawn(frame, have=None):
    """The picture as the plot makes it."""
    runs = runs_of(frame)
    lines = Tracks(linear, positive=False).lines(runs, 200)
    scale = scale_of(lines, frame.chance_loss)
    if scale is Scale.DECADES:
        lines = Tracks(logarithmic, positive=True).lines(runs, 200)
    return compose(frame, lines, scale, have)


CALM, EXPLODING = (1.0, 0.9, 0.8), (1.0, 40.0, 1e35)


@pytest.mark.parametrize(
    ("losses", "scale"),
    [
        (CALM, Scale.AMOUNTS),
        ((1.0, 0.9 * EXPLODED), Scale.AMOUNTS),
        (EXPLODING, Scale.DECADES),
        ((1.0, -1.0, 1e35), Scale.AMOUNTS),  # what is not above 0 has no logarithm
        ((math.nan, math.nan), Scale.AMOUNTS),
        ((), Scale.AMOUNTS),
    ],
)
def test_the_scale_is_one_of_decades_where_losses_have_exploded(frame_of, losses, scale):
    picture = drawn(frame_of(losses=losses, chance_loss=1.0))
    assert picture.scale is scale


def test_every_loss_is_in_the_picture(frame_of):
    picture = drawn(frame_of(losses=EXPLODING, chance_loss=1.0))
    assert picture.y.low <= 0.0 < 35.0 <= picture.y.high
    assert picture.levels[0].y == 0.0  # guessing costs 10⁰


def test_a_range_is_not_taken_over_to_the_other_scale(frame_of):
    before = drawn(frame_of(losses=(1.0, 900.0), chance_loss=1.0))
    after = drawn(frame_of(losses=EXPLODING, chance_loss=1.0), before)
    assert after.y.high < 100.0


def test_what_is_read_off_lies_on_the_line_on_either_scale(qtbot, frame_of):
    plot = LossPlot()
    qtbot.addWidget(plot)
    for losses, y in ((CALM, 0.9), (EXPLODING, math.log10(40.0))):
        plot.show_frame(frame_of(losses=losses))
        plot.settle()
        assert plot._reading_at(plot._frame, 0.9, 1.1, y).y == pytest.approx(y)
