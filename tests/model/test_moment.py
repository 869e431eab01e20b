import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.moment import (
    BACKWARD_PARTS,
    EVERY,
    FORWARD_PARTS,
    Moment,
    Part,
    Stage,
    format_moment,
    moment_within,
    moments,
    parse_moment,
)

STEPS = st.integers(1, 40)


@given(STEPS)
def test_a_pass_goes_forward_to_the_loss_and_back(time_steps):
    whole = moments(time_steps, parts=False)
    ahead = [*range(1, time_steps + 1)]
    assert [each.time_step for each in whole] == [*ahead, time_steps, *reversed(ahead)]
    assert whole[time_steps] == Moment(Stage.LOSS, time_steps)
    assert {each.part for each in whole} == {None}


@given(STEPS)
def test_every_time_step_has_its_sub_steps_in_order(time_steps):
    every = moments(time_steps, parts=True)
    assert len(every) == 6 * time_steps + 1
    first, last = every[:3], every[-3:]
    assert [each.part for each in first] == [*FORWARD_PARTS]
    assert [each.part for each in last] == [*BACKWARD_PARTS]
    assert {each.time_step for each in (*first, *last)} == {1}


@pytest.mark.parametrize(
    ("text", "state", "gradient", "contribution"),
    [
        ("forward 1 recurrent", 0, None, None),
        ("forward 1 input", 0, None, None),
        ("forward 1 activation", 1, None, None),
        ("forward 1", 1, None, None),
        ("forward 4 input", 3, None, None),
        ("forward 4", 4, None, None),
        ("backward 4 slope", EVERY, 4, 5),
        ("backward 4 transposed", EVERY, 3, 5),
        ("backward 4 contribution", EVERY, 3, 4),
        ("backward 4", EVERY, 3, 4),
        ("backward 1 contribution", EVERY, 0, 1),
    ],
)
def test_what_is_known_at_a_moment(text, state, gradient, contribution):
    moment = parse_moment(text)
    assert moment.state_reached == state
    assert moment.gradient_reached == gradient
    assert moment.contribution_reached == contribution


def test_at_the_loss_all_states_are_known_and_one_gradient():
    loss = Moment(Stage.LOSS, 7)
    assert loss.state_reached >= 7
    assert loss.gradient_reached == 7
    assert loss.contribution_reached is None
    assert parse_moment("loss").state_reached >= 500


@given(STEPS, st.booleans())
def test_what_is_known_only_grows(time_steps, parts):
    every = moments(time_steps, parts=parts)
    states = [each.state_reached for each in every]
    assert states == sorted(states)
    for reached in ("gradient_reached", "contribution_reached"):
        found = [getattr(each, reached) for each in every]
        known = [time_steps + 1 if each is None else each for each in found]
        assert known == sorted(known, reverse=True)
    assert (every[-1].gradient_reached, every[-1].contribution_reached) == (0, 1)


@given(STEPS, st.booleans())
def test_a_moment_written_is_read_again(time_steps, parts):
    for moment in moments(time_steps, parts=parts):
        assert moment_within(parse_moment(format_moment(moment)), time_steps) == moment


def test_moments_are_written_in_words():
    assert format_moment(Moment(Stage.BACKWARD, 5, Part.SLOPE)) == "backward 5 slope"
    assert format_moment(Moment(Stage.FORWARD, 12)) == "forward 12"
    assert format_moment(Moment(Stage.LOSS, 12)) == "loss"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "loss 3", "Loss", "forward", "forward x", "forward -1", "forward 1.5"),
        *("forward 1000", "forward 1 slope", "backward 1 input", "backward 1 slope 2"),
        *("sideways 3", "backward ² slope", "forward ٣x"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_is_allowed(text):
    with pytest.raises(ValueError, match=r"is no moment of a pass; give loss, forward T"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["forward 6", "backward 6 slope", "forward 0", "backward 0"])
def test_a_time_step_that_a_pass_has_not_is_refused(text):
    with pytest.raises(ValueError, match=r"no time step \d here; give one from 1 to 5"):
        moment_within(parse_moment(text), 5)
