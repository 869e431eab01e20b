from hypothesis import given
from hypothesis import strategies as st

from rnnsim.engine.truncation import Window, windows

STEPS = st.integers(1, 60)
LENGTHS = st.integers(0, 70)


@given(STEPS, LENGTHS, LENGTHS)
def test_nothing_is_truncated_without_a_length_or_with_t_and_more(steps, length, stride):
    if length == 0 or length >= steps:
        assert windows(steps, length, stride) == (Window(1, steps, 1),)


@given(STEPS, LENGTHS, LENGTHS)
def test_every_time_steps_loss_belongs_to_one_window(steps, length, stride):
    reach = windows(steps, length, stride)
    carried = [t for window in reach for t in range(window.since, window.last + 1)]
    assert carried == list(range(1, steps + 1))


@given(STEPS, LENGTHS, LENGTHS)
def test_windows_end_every_stride_and_at_the_end(steps, length, stride):
    if 0 < length < steps:
        ends = [window.last for window in windows(steps, length, stride)]
        every = stride or length
        assert ends[:-1] == [t for t in range(1, steps) if t % every == 0]
        assert ends[-1] == steps


@given(STEPS, LENGTHS, LENGTHS)
def test_windows_are_as_long_as_asked_for_or_begin_at_the_start(steps, length, stride):
    if 0 < length < steps:
        for window in windows(steps, length, stride):
            assert window.first == 1 or window.last - window.first + 1 == length
            assert 1 <= window.first <= window.last <= steps


def test_the_usual_forms():
    # k₁ = k₂: pieces side by side
    assert windows(7, 3, 0) == (Window(1, 3, 1), Window(4, 6, 4), Window(6 - 1, 7, 7))
    # k₁ = 1: every loss goes k₂ steps back
    assert windows(3, 2, 1) == (Window(1, 1, 1), Window(1, 2, 2), Window(2, 3, 3))
    # k₁ > k₂: what lies between is not reached
    assert windows(9, 2, 4) == (Window(3, 4, 1), Window(7, 8, 5), Window(8, 9, 9))
    # k₁ ≥ T: at the end only
    assert windows(9, 2, 20) == (Window(8, 9, 1),)
    assert windows(1, 1, 1) == (Window(1, 1, 1),)
