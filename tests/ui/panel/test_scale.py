"""The stops of sliders."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.kinds import NumberParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.ui.panel.scale import scale_of

NUMBERS = [row for row in PARAMETERS.values() if isinstance(row, NumberParameter)]
SLID = [row for row in NUMBERS if row.maximum < 1e5]


@pytest.mark.parametrize("row", SLID, ids=lambda row: row.key)
class TestScale:
    def test_stops_rise_from_end_to_end_and_are_allowed(self, row):
        scale = scale_of(row)
        for stops in (scale.stops, scale.landmarks):
            assert list(stops) == sorted(set(stops))
            assert (stops[0], stops[-1]) == (row.minimum, row.maximum)
            assert all(row.check(stop) == stop for stop in stops)

    def test_stops_are_written_in_few_figures(self, row):
        assert all(len(row.format(row.check(stop))) <= 7 for stop in scale_of(row).stops)

    def test_a_stop_is_the_nearest_to_where_it_lies(self, row):
        scale = scale_of(row)
        assert all(scale.nearest(scale.fraction(stop)) == stop for stop in scale.stops)

    def test_the_ends_lie_at_the_ends(self, row):
        scale = scale_of(row)
        assert (scale.fraction(row.minimum), scale.fraction(row.maximum)) == (0.0, 1.0)
        assert (scale.nearest(0.0), scale.nearest(1.0)) == (row.minimum, row.maximum)

    def test_steps_visit_every_stop_up_and_down(self, row):
        stops = scale_of(row).stops
        for before, after in pairwise(stops):
            assert scale_of(row).stepped(before, 1) == after
            assert scale_of(row).stepped(after, -1) == before

    def test_steps_end_at_the_ends(self, row):
        scale = scale_of(row)
        assert scale.stepped(row.minimum, -1) == row.minimum
        assert scale.stepped(row.maximum, 1, large=True) == row.maximum


@given(st.sampled_from(SLID), st.floats(0.0, 1.0))
def test_the_nearest_stop_is_nowhere_far(row, fraction):
    scale = scale_of(row)
    found = scale.nearest(fraction)
    assert found in scale.stops
    away = abs(scale.fraction(found) - fraction)
    assert all(away <= abs(scale.fraction(stop) - fraction) + 1e-12 for stop in scale.stops)


@given(st.sampled_from(SLID), st.floats(0.0, 1.0), st.sampled_from([1, -1]), st.booleans())
def test_a_step_from_between_stops_goes_to_the_next(row, fraction, count, large):
    scale = scale_of(row)
    value = row.minimum + fraction * (row.maximum - row.minimum)
    found = scale.stepped(value, count, large=large)
    stops = scale.landmarks if large else scale.stops
    beyond = [s for s in stops if (s - value) * count > 1e-9 * abs(value)]
    assert found == ((min if count > 0 else max)(beyond) if beyond else stops[-(count > 0)])


def test_a_rounding_error_is_no_step():
    radius = scale_of(PARAMETERS["spectral_radius"])
    assert 0.3 * 3 < 0.9 < 0.1 * 3 + 0.6 + 1e-15
    assert radius.stepped(0.3 * 3, 1) == 0.91
    assert radius.stepped(0.9 * (1 + 2e-16), -1) == 0.89


def test_a_slider_is_logarithmic_where_the_table_says_so():
    rate = scale_of(PARAMETERS["learning_rate"])
    assert rate.fraction(0.01) == pytest.approx(0.5)
    assert {0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8} <= set(rate.stops)


def test_hidden_units_stop_at_powers_of_two():
    units = scale_of(PARAMETERS["hidden_size"])
    assert {1, 2, 3, 16, 17, 32, 64, 128, 256} <= set(units.stops)
    assert units.stepped(16, 1, large=True) == 32
