import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.moment import Moment, Part, Stage, moments
from rnnsim.ui.playhead import LOOP_REST, Playhead

STEPS = st.integers(1, 40)


def test_it_begins_on_the_whole_pass_and_rests():
    playhead = Playhead(4)
    assert playhead.position == playhead.end == len(moments(4, parts=True)) == 25
    assert playhead.moment is None
    assert not playhead.advance(1.0)
    assert (playhead.time_steps, playhead.parts) == (4, True)


@given(STEPS, st.booleans())
def test_the_loss_is_half_way(time_steps, parts):
    playhead = Playhead(time_steps, parts=parts)
    playhead.move_to(playhead.end // 2)
    assert playhead.moment == Moment(Stage.LOSS, time_steps)


@given(STEPS, st.booleans(), st.integers(-5, 300))
def test_every_position_is_a_moment(time_steps, parts, position):
    playhead = Playhead(time_steps, parts=parts)
    playhead.move_to(position)
    assert playhead.position == min(max(position, 0), playhead.end)
    known = (*moments(time_steps, parts=parts), None)
    assert playhead.moment == known[playhead.position]


@given(STEPS, st.booleans(), st.integers(0, 300))
def test_a_moment_is_found_again(time_steps, parts, position):
    playhead = Playhead(time_steps, parts=parts)
    playhead.move_to(position)
    here, moment = playhead.position, playhead.moment
    playhead.move_to(0)
    playhead.move_to_moment(moment)
    assert playhead.position == here


def test_steps_pause_and_end_at_the_ends():
    playhead = Playhead(2)
    playhead.play()
    playhead.step(-3)
    assert (playhead.position, playhead.playing) == (0, False)
    playhead.step(2)
    assert playhead.moment == Moment(Stage.FORWARD, 1, Part.ACTIVATION)
    playhead.step(100)
    assert playhead.moment is None
    playhead.step(-1)
    assert playhead.moment == Moment(Stage.BACKWARD, 1, Part.CONTRIBUTION)


def test_a_step_between_two_positions_lands_on_one():
    playhead = Playhead(4, parts=False)
    playhead.play()
    playhead.advance(0.3 / playhead.speed)
    playhead.step(1)
    assert playhead.position == 1


@pytest.mark.parametrize("parts", [True, False])
@pytest.mark.parametrize("rate", [7.0, 60.0, 1000.0])
def test_the_pace_is_that_of_the_clock_whatever_the_display_does(parts, rate):
    playhead = Playhead(20, parts=parts)
    playhead.speed = 5.0
    playhead.play()
    seconds = 0.0
    while playhead.playing:
        playhead.advance(1.0 / rate)
        seconds += 1.0 / rate
    per_step = 3 if parts else 1
    assert seconds == pytest.approx(playhead.end / (5.0 * per_step), abs=1.5 / rate)


def test_it_tells_whether_the_position_has_changed():
    playhead = Playhead(3, parts=False)
    playhead.speed = 1.0
    playhead.play()
    assert [playhead.advance(0.5) for _ in range(4)] == [False, True, False, True]
    playhead.pause()
    assert not playhead.advance(10.0)
    assert playhead.position == 2


def test_at_the_end_it_stays_and_plays_from_the_beginning_next_time():
    playhead = Playhead(3)
    playhead.play()
    assert playhead.position == 0
    assert playhead.advance(1e9)
    assert (playhead.moment, playhead.playing) == (None, False)
    playhead.play()
    assert (playhead.position, playhead.playing) == (0, True)


def test_played_from_the_middle_it_goes_on_from_there():
    playhead = Playhead(3)
    playhead.move_to(4)
    playhead.play()
    assert playhead.position == 4


@pytest.mark.parametrize("speed", [0.5, 64.0])
def test_a_loop_rests_on_the_whole_pass_for_a_second_at_any_speed(speed):
    playhead = Playhead(2, parts=False)
    playhead.looping, playhead.speed = True, speed
    playhead.play()
    assert playhead.advance(playhead.end / speed + 1e-9)
    assert playhead.moment is None
    assert not playhead.advance(0.6 * LOOP_REST)
    playhead.speed = 3.0  # changes nothing of how long it has rested
    assert not playhead.advance(0.3 * LOOP_REST)
    assert playhead.advance(0.2 * LOOP_REST)
    assert (playhead.position, playhead.playing) == (0, True)


def test_a_loop_that_is_ended_while_it_rests_stays():
    playhead = Playhead(2)
    playhead.looping = True
    playhead.play()
    playhead.advance(playhead.end / (3 * playhead.speed))
    assert playhead.moment is None
    playhead.looping = False
    playhead.advance(0.01)
    assert (playhead.moment, playhead.playing) == (None, False)


def test_a_pause_while_it_rests_does_not_shorten_the_next_rest():
    playhead = Playhead(1, parts=False)
    playhead.looping, playhead.speed = True, 1.0
    playhead.play()
    playhead.advance(3.9)
    playhead.play()  # from the beginning
    playhead.advance(3.5)
    assert playhead.moment is None


@given(STEPS, STEPS, st.booleans(), st.integers(0, 300))
def test_another_number_of_time_steps_keeps_the_moment_where_it_can(before, after, parts, position):
    playhead = Playhead(before, parts=parts)
    playhead.move_to(position)
    moment = playhead.moment
    playhead.set_time_steps(after)
    assert playhead.time_steps == after
    if moment is None:
        assert playhead.moment is None
    elif moment.stage is Stage.LOSS:
        assert playhead.moment == Moment(Stage.LOSS, after)
    else:
        same = Moment(moment.stage, min(moment.time_step, after), moment.part)
        assert playhead.moment == same


@given(STEPS, st.integers(0, 300))
def test_without_sub_steps_the_time_step_stays(time_steps, position):
    playhead = Playhead(time_steps)
    playhead.move_to(position)
    moment = playhead.moment
    playhead.show_parts(parts=False)
    if moment is None:
        assert playhead.moment is None
    else:
        assert playhead.moment == Moment(moment.stage, moment.time_step)


@given(STEPS, st.integers(0, 90))
def test_with_sub_steps_as_much_is_seen_as_before(time_steps, position):
    playhead = Playhead(time_steps, parts=False)
    playhead.move_to(position)
    before = playhead.moment
    playhead.show_parts(parts=True)
    after = playhead.moment
    if before is None:
        assert after is None
        return
    assert after.time_step == before.time_step
    for reached in ("state_reached", "gradient_reached", "contribution_reached"):
        assert getattr(after, reached) == getattr(before, reached)


def test_the_place_between_two_positions_is_kept_by_what_changes_nothing():
    playhead = Playhead(5, parts=False)
    playhead.speed = 1.0
    playhead.move_to(0)
    playhead.play()
    playhead.advance(0.9)
    playhead.set_time_steps(5)
    playhead.show_parts(parts=False)
    assert playhead.advance(0.2)


@given(st.lists(st.floats(0.0, 5.0), max_size=40), st.booleans(), STEPS)
def test_time_never_leads_out_of_the_pass(pieces, looping, time_steps):
    playhead = Playhead(time_steps)
    playhead.looping = looping
    playhead.play()
    for seconds in pieces:
        playhead.advance(seconds)
        assert 0 <= playhead.position <= playhead.end
        assert math.isfinite(playhead._place)
    assert playhead.playing or not looping


def test_time_does_not_run_backward():
    playhead = Playhead(3)
    playhead.move_to(4)
    playhead.play()
    assert not playhead.advance(-5.0)
    assert playhead.position == 4
