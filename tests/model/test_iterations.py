import numpy as np
import pytest

from rnnsim.model.iterations import ALLOWED, MOST_ITERATIONS, checked_iterations
from rnnsim.model.settings import SettingError


@pytest.mark.parametrize(
    "count", [0, 1, MOST_ITERATIONS, np.int64(7), np.uint8(7), 7.0, np.float32(7)]
)
def test_a_whole_number_is_taken(count):
    taken = checked_iterations(count)
    assert taken == count
    assert type(taken) is int


HUGE = pytest.param(10**5000, id="more digits than Python writes")


@pytest.mark.parametrize(
    "count",
    [
        -1,
        MOST_ITERATIONS + 1,
        HUGE,
        True,
        1.5,
        np.nan,
        np.inf,
        "1",
        None,
        pytest.param([1], id="list"),
    ],
)
def test_anything_else_is_refused_by_name(count):
    with pytest.raises(SettingError) as refusal:
        checked_iterations(count)
    error = refusal.value
    assert (error.key, error.allowed) == ("iterations", ALLOWED)
    assert error.value is count
    assert str(MOST_ITERATIONS) in str(error)
