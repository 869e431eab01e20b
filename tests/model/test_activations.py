"""What is known of the activations, against what they compute."""

import numpy as np
import pytest

from rnnsim.engine.activations import ACTIVATIONS as COMPUTED
from rnnsim.model.activations import ACTIVATIONS

FAR = 1e9


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_range_is_that_of_the_values(name):
    a = np.array([-FAR, -700.0, -1.0, 0.0, 1.0, 700.0, FAR])
    values, choice = np.empty_like(a), ACTIVATIONS[name]
    with np.errstate(over="ignore"):
        COMPUTED[name].value(a, values)
    assert choice.lowest <= values.min()
    assert values.max() <= choice.highest
    for bound, value in ((choice.lowest, values.min()), (choice.highest, values.max())):
        if np.isfinite(bound):
            assert value == pytest.approx(bound, abs=1e-8)
        else:
            assert abs(value) >= 0.001 * FAR
    assert choice.unbounded is bool(abs(values).max() > 1.0)


def test_only_the_identity_is_not_written():
    assert [name for name, choice in ACTIVATIONS.items() if not choice.written] == ["linear"]
