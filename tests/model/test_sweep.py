"""Axes of a sweep, read as they are typed, and the grid that they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.edits import edited
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.sweep import MOST_POINTS, Axis, Sweep, axis_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("spectral_radius=0.5:1.5:5", (0.5, 0.75, 1.0, 1.25, 1.5)),
        ("spectral_radius=1:0:3", (1.0, 0.5, 0.0)),
        ("learning_rate=0.001:1:4:log", (0.001, 0.01, 0.1, 1.0)),
        ("learning_rate=1:1e-2:3:log", (1.0, 0.1, 0.01)),
        ("time_steps=10,20,50,100", (10, 20, 50, 100)),
        ("time_steps=10:100:4", (10, 40, 70, 100)),
        ("time_steps=8:128:5:log", (8, 16, 32, 64, 128)),
        ("seed=1:5:5", (1, 2, 3, 4, 5)),
        ("cell=rnn,lstm", ("rnn", "lstm")),
        ("cell= gru", ("gru",)),
        ("forget_bias=-1:1:3", (-1.0, 0.0, 1.0)),
        ("forget_bias=0,chrono", (0.0, "chrono")),
        ("eigenvalues=0.9,0.5;0.5±0.3i", (((0.9, 0.0), (0.5, 0.0)), ((0.5, 0.3), (0.5, -0.3)))),
        ("text=ab,ab;a=b", ("ab,ab", "a=b")),
    ],
)
def test_an_axis_is_read(text, values):
    axis = axis_of(text)
    assert axis == Axis(text.partition("=")[0], values)
    assert [type(value) for value in axis.values] == [type(value) for value in values]


def test_steps_that_are_no_binary_numbers_are_those_that_one_would_type():
    values = axis_of("spectral_radius=0.5:1.5:21").values
    assert values == tuple(float(f"{0.5 + 0.05 * i:.2f}") for i in range(21))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "--vary: “” is not allowed; give a setting and its values"),
        ("seed", "a setting and its values, such as spectral_radius=0.5:1.5:21"),
        ("seed=", "a setting and its values"),
        ("=1,2", "a setting and its values"),
        ("size=1,2", "one of the keys spectrum"),
        ("seed=1,,2", "seed: “” is not allowed"),
        ("seed=1,1.5", "seed: “1.5” is not allowed; give a whole number"),
        ("seed=1,2,1", "every value once; 1 is there twice"),
        ("time_steps=1:3:9", "every value once; 1 is there twice"),
        (
            "spectral_radius=0.5:4:3",
            "spectral_radius: “4” is not allowed; give a number from 0 to 3",
        ),
        ("spectral_radius=0.5:1.5", "first:last:count such as 0.5:1.5:21"),
        ("spectral_radius=0.5:1.5:3:lin", "first:last:count"),
        ("spectral_radius=0:1:3:log", "numbers above 0"),
        ("spectral_radius=nan:1:3", "spectral_radius: “nan” is not allowed"),
        ("spectral_radius=0:1:1", "a count from 2 to 100000"),
        ("spectral_radius=0:1:two", "a count from 2"),
        ("spectral_radius=0:1:²", "a count from 2"),
        (f"spectral_radius=0:1:{MOST_POINTS + 1}", "a count from 2"),
        (f"spectral_radius=0:1:{'9' * 9999}", "a count from 2"),
        ("forget_bias=chrono:1:3", "first:last:count"),
        ("cell=rnn:gru:3", "one of rnn, lstm, gru"),
        ("eigenvalues=0.9;3i", "eigenvalues: “3i” is not allowed"),
    ],
)
def test_what_is_no_axis_is_refused_with_what_is(text, words):
    with pytest.raises(SettingError) as refused:
        axis_of(text)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 500


@given(
    key=st.sampled_from(sorted(PARAMETERS)),
    values=st.text("0123456789.:,;e+-ilognarwx=\0\n²∞ ", max_size=24),
)
def test_whatever_is_typed_is_an_axis_of_allowed_values_or_refused(key, values):
    try:
        axis = axis_of(f"{key}={values}")
    except SettingError:
        return
    assert axis.values
    for value in axis.values:
        assert PARAMETERS[key].check(value) == value
        assert PARAMETERS[key].parse(axis.format(value)) == value


def grid(*texts, start=None, iterations=0, **changes):
    return Sweep(start or Settings(), changes, tuple(map(axis_of, texts)), iterations)


def test_the_last_axis_changes_fastest():
    sweep = grid("cell=rnn,gru", "seed=1,2")
    assert list(sweep.points()) == [("rnn", 1), ("rnn", 2), ("gru", 1), ("gru", 2)]
    assert len(sweep) == 4
    assert sweep.settings_at(("gru", 2)) == Settings(cell="gru", seed=2)


def test_changes_are_made_together_with_what_varies():
    start = edited(Settings(), {"time_steps": 2})
    sweep = grid("time_steps=2,9", start=start, task="copying")
    assert sweep.settings_at((9,)) == Settings(task="copying", time_steps=9)
    with pytest.raises(SettingError, match="at least 3"):
        sweep.settings_at((2,))
    assert sweep.possible() == sweep.settings_at((9,))


def test_where_no_point_can_be_the_first_says_why():
    with pytest.raises(SettingError, match=r"“1” is not allowed; give at least 3"):
        grid("time_steps=1,2", task="copying").possible()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Sweep(Settings(), {}, ()), "a setting and its values"),
        (lambda: grid("seed=1", "seed=2"), "every setting once"),
        (lambda: grid("seed=1", seed=2), "a setting that is not varied"),
        (lambda: grid("seed=0:999:1000", "time_steps=1:500:500"), "500000 points are more than"),
    ],
)
def test_what_is_no_grid_is_refused(make, words):
    with pytest.raises(SettingError, match=words):
        make()
