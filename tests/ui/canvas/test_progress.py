from itertools import pairwise

import pytest

from rnnsim.model.moment import moments, parse_moment
from rnnsim.ui.canvas.progress import Progress


def test_the_whole_pass_has_reached_everything():
    whole = Progress.at(None, 6)
    assert (whole.state, whole.inputs, whole.loss) == (6, 6, True)
    assert (whole.gradient, whole.contribution) == (0, 1)
    assert whole.time_step == 0


@pytest.mark.parametrize(
    ("moment", "state", "inputs", "gradient", "contribution"),
    [
        ("forward 3 recurrent", 2, 2, 7, 7),
        ("forward 3 input", 2, 3, 7, 7),
        ("forward 3 activation", 3, 3, 7, 7),
        ("forward 3", 3, 3, 7, 7),
        ("loss", 6, 6, 6, 7),
        ("backward 6 slope", 6, 6, 6, 7),
        ("backward 6 transposed", 6, 6, 5, 7),
        ("backward 6 contribution", 6, 6, 5, 6),
        ("backward 1", 6, 6, 0, 1),
    ],
)
def test_what_is_reached_at_a_moment(moment, state, inputs, gradient, contribution):
    progress = Progress.at(parse_moment(moment), 6)
    assert (progress.state, progress.inputs) == (state, inputs)
    assert (progress.gradient, progress.contribution) == (gradient, contribution)


@pytest.mark.parametrize("parts", [False, True])
def test_a_pass_only_ever_goes_on(parts):
    seen = [Progress.at(moment, 5) for moment in moments(5, parts=parts)]
    for before, after in pairwise(seen):
        assert before.state <= after.state
        assert before.inputs <= after.inputs
        assert before.loss <= after.loss
        assert before.gradient >= after.gradient
        assert before.contribution >= after.contribution


def test_a_lesson_s_moment_fits_into_any_sequence():
    assert Progress.at(parse_moment("forward 99 input"), 6).time_step == 6
    assert Progress.at(parse_moment("backward 0 slope"), 6).time_step == 1
