import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.target import LOSS, VIEWS, Kind, Target, parse_target, require_within

TARGETS = (
    st.builds(Target, st.sampled_from([Kind.CELL, Kind.ARROW, Kind.INPUT]), st.integers(0, 500))
    | st.just(LOSS)
    | st.builds(Target, st.just(Kind.KNOB), name=st.sampled_from([*PARAMETERS]))
    | st.builds(Target, st.just(Kind.VIEW), name=st.sampled_from(VIEWS))
)


@given(TARGETS)
def test_a_target_written_is_read_again(target):
    assert parse_target(str(target)) == target


def test_targets_are_written_as_one_writes_them():
    targets = [Target(Kind.CELL, 5), Target(Kind.ARROW, 0), LOSS, Target(Kind.VIEW, name="map")]
    assert [str(target) for target in targets] == ["h_5", "gradient_0", "loss", "view:map"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "h", "h_", "h_x", "h_-1", "h_1000", "y_3", "h_3 ", "loss_3", "Loss"),
        *("knob", "knob:", "knob:rho", "view:", "view:spectral_radius", "view:Loss", "h_²"),
    ],
)
def test_what_cannot_be_pointed_at_is_refused_with_what_can(text):
    with pytest.raises(ValueError, match="cannot be pointed at; give h_5, gradient_5, x_5, loss"):
        parse_target(text)


@pytest.mark.parametrize(
    "text",
    [
        *("h_0", "h_5", "gradient_0", "gradient_5", "x_1", "x_5", "loss", "knob:seed"),
        *("view:canvas", "view:spectrum", "view:norm"),
    ],
)
def test_what_is_there_is_let_through(text):
    target = parse_target(text)
    assert require_within(target, 5, ("norm",)) is target


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("h_6", "there is no h_6 here; give h_0 to h_5"),
        ("gradient_6", "give gradient_0 to gradient_5"),
        ("x_0", "there is no x_0 here; give x_1 to x_5"),
        ("x_6", "give x_1 to x_5"),
        ("view:map", "the view map is not shown here; give canvas, spectrum, norm"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(text, reason):
    with pytest.raises(ValueError, match=reason):
        require_within(parse_target(text), 5, ("norm",))
