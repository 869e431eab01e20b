import numpy as np
import pytest
from numpy.testing import assert_array_equal

from rnnsim.engine.cells import CellWeights


def weights(gates, n=2, inputs=3):
    rows = np.arange(gates * n, dtype=float)
    return CellWeights(
        np.repeat(rows[:, None], inputs, axis=1), np.repeat(rows[:, None], n, axis=1), rows, -rows
    )


def test_the_arrays_come_in_the_order_of_the_fields():
    some = weights(4)
    for array, name in zip(
        some.arrays(), ["weight_ih", "weight_hh", "bias_ih", "bias_hh"], strict=True
    ):
        assert array is getattr(some, name)


@pytest.mark.parametrize(("gates", "rows"), [(1, [0, 1]), (2, [2, 3]), (3, [4, 5]), (4, [4, 5])])
@pytest.mark.parametrize("n", [1, 2])
def test_the_candidate_is_a_view_of_its_block(gates, rows, n):
    some = weights(gates, n)
    expected = rows if n == 2 else [rows[0] // 2]
    assert_array_equal(some.candidate_hh[:, 0], expected)
    some.candidate_hh[...] = -1.0
    assert_array_equal(some.weight_hh[expected], -1.0)
    assert (some.weight_hh == -1.0).sum() == n * n
