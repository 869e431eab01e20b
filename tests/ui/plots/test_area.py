"""Labels lie within the plot and apart from one another, at every size and range."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from rnnsim.ui.app import make_application
from rnnsim.ui.plots.area import lay_out
from rnnsim.ui.plots.axes import Axes
from rnnsim.ui.plots.labels import Label
from rnnsim.ui.plots.picture import Entry, Look, Picture, Scale
from rnnsim.ui.plots.ranges import Span, amounts, counts, decades
from rnnsim.ui.plots.style import Style
from rnnsim.ui.plots.wording import GAP, SAMPLE, WIDE_GAP, fitting
from rnnsim.ui.theme import PROJECTOR

LINE = 15.0
SIZES = [(220.0, 150.0), (300.0, 190.0), (310.0, 230.0), (620.0, 330.0), (1800.0, 900.0)]


def width_of(label: Label) -> float:
    return 7.0 * len(label.text) + 5.5 * len(label.raised)


exponents = st.floats(-323.4, 308.3)
pictures = st.one_of(
    st.builds(
        lambda e, last: Picture(counts(last), decades(*sorted(e)), Scale.DECADES, "iteration"),
        st.tuples(exponents, exponents),
        st.integers(0, 10**7),
    ),
    st.builds(
        lambda e, last: Picture(counts(last), amounts(*sorted(e)), Scale.AMOUNTS, "iteration"),
        st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300)),
        st.integers(0, 10**7),
    ),
)


@given(pictures, st.sampled_from(SIZES))
@example(Picture(counts(0), decades(-7.0, 0.0), Scale.DECADES, "iteration"), SIZES[0])
@example(Picture(counts(0), decades(-8.0, 0.0), Scale.DECADES, "iteration"), SIZES[0])
def test_labels_neither_overlap_nor_leave_the_plot(
    picture: Picture, size: tuple[float, float]
) -> None:
    layout = lay_out(picture, size, LINE, width_of)
    area = layout.area
    x = [(area.across(t.position), width_of(t.label) / 2) for t in layout.x_ticks]
    for (one, half), (other, other_half) in pairwise(x):
        assert one + half + 4 <= other - other_half
    assert all(middle - half >= 0 and middle + half <= size[0] for middle, half in x)
    y = [area.down(t.position) for t in layout.y_ticks]
    assert all(one - other >= 1.2 * LINE for one, other in pairwise(y))
    assert all(area.top - 0.5 <= middle <= area.bottom + 0.5 for middle in y)
    assert all(width_of(t.label) + 6 <= area.frame[0] for t in layout.y_ticks)
    assert area.frame[3] + 2 * LINE <= size[1]
    assert area.right - area.left > 0.5 * size[0]


@given(pictures, st.floats(0, 1))
def test_pixels_lead_back_to_the_data(picture: Picture, share: float) -> None:
    area = lay_out(picture, (310.0, 230.0), LINE, width_of).area
    x = picture.x.low + share * (picture.x.high - picture.x.low)
    assert area.x_at(area.across(x)) == pytest.approx(x, abs=1e-9 * picture.x.high)


def test_the_ends_of_the_largest_range_are_finite_pixels() -> None:
    picture = Picture(Span(0.0, 10.0), Span(-1.7e308, 1.7e308), Scale.AMOUNTS, "iteration")
    area = lay_out(picture, (310.0, 230.0), LINE, width_of).area
    assert area.down(1.7e308) == pytest.approx(area.top)
    assert area.down(-1.7e308) == pytest.approx(area.bottom)
    assert area.down(np.array([0.0])) == pytest.approx((area.top + area.bottom) / 2)


def test_a_legend_gives_way_word_by_word() -> None:
    look = Look("text")
    long, short = Label("before clipping"), Label("before")
    entries = (Entry(look, (long, short)), Entry(look, (Label("after"),)))
    needed = 2 * (SAMPLE + GAP) + WIDE_GAP + width_of(long) + width_of(Label("after"))
    assert fitting(entries, needed, width_of) == [long, Label("after")]
    assert fitting(entries, needed - 1, width_of) == [short, Label("after")]
    assert fitting(entries, 10, width_of) == []
    assert fitting((), 10, width_of) == []


def test_a_label_with_an_exponent_is_not_cut_at_the_top(qtbot: QtBot) -> None:
    make_application()
    style, axes = Style(PROJECTOR, 20.0), Axes()
    picture = Picture(counts(100), decades(0.0, 40.0), Scale.DECADES, "iteration")
    layout = lay_out(picture, (600.0, 90.0), style.line, style.label_width)
    axes.prepare(picture, layout, style)
    raised = [(down, label) for _left, down, label in axes._texts if label.raised]
    assert raised
    assert all(down - style.height(label) >= 0.0 for down, label in raised)
