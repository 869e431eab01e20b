import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.eigenvalues import radius
from rnnsim.model.kinds import (
    ChoiceParameter,
    EigenvaluesParameter,
    IntegerParameter,
    Parameter,
    RealOrWordParameter,
    RealParameter,
    TextParameter,
)
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError, Settings

ROWS = list(PARAMETERS.values())


TEXTS = st.text(st.characters(exclude_characters="\0"), min_size=2).filter(
    lambda text: len(set(text)) > 1
)


def rows(kind):
    return [row for row in ROWS if isinstance(row, kind)]


def each(kind, *, but=()):
    chosen = [row for row in rows(kind) if not isinstance(row, but)]
    return pytest.mark.parametrize("row", chosen, ids=lambda row: row.key)


def refusal(row, value, *, typed=False):
    with pytest.raises(SettingError) as caught:
        row.parse(value) if typed else row.check(value)
    assert caught.value.key == row.key
    assert caught.value.value is value or caught.value.value == value.strip()
    assert row.allowed in caught.value.allowed
    message = str(caught.value)
    assert message.startswith(f"{row.key}: ")
    assert caught.value.allowed in message
    assert len(message) < 400
    return message


def test_the_table_has_one_row_for_each_setting():
    assert set(PARAMETERS) == {field.name for field in fields(Settings)}
    assert all(key == row.key for key, row in PARAMETERS.items())


@each(Parameter)
def test_every_row_can_be_shown(row):
    assert row.label
    assert row.help.endswith(".")
    assert row.allowed


@each(ChoiceParameter)
def test_every_choice_can_be_shown(row):
    values = [choice.value for choice in row.choices]
    assert len(set(values)) == len(values)
    for choice in row.choices:
        assert choice.label
        assert choice.help.endswith(".")
        assert choice.value in row.allowed


@each(Parameter)
def test_defaults_pass_their_own_check(row):
    default = getattr(Settings(), row.key)
    checked = row.check(default)
    assert checked == default
    assert type(checked) is type(default)


@each(IntegerParameter)
def test_integers_within_the_range_are_taken(row):
    for value in (row.minimum, row.maximum):
        assert row.check(value) == row.check(float(value)) == row.parse(f" {value} ") == value
        assert type(row.check(float(value))) is int


@each(RealParameter)
def test_reals_within_the_range_are_taken(row):
    for value in (row.minimum, row.maximum):
        assert row.check(value) == row.parse(str(value)) == value
    assert type(row.check(1)) is float


def test_minus_zero_is_zero():
    assert math.copysign(1.0, parameter("spectral_radius").check(-0.0)) == 1.0


@pytest.mark.parametrize(
    "row", [*rows(IntegerParameter), *rows(RealParameter)], ids=lambda r: r.key
)
@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, True, None, "1", [1], 1j, 10**9, -11, 10**5000, 1e300],
    ids=lambda value: str(value) if not isinstance(value, int) or value < 1e10 else "10**5000",
)
def test_what_is_no_number_in_the_range_is_refused(row, value):
    refusal(row, value)


@each(IntegerParameter)
def test_fractions_are_refused_where_a_whole_number_is_due(row):
    refusal(row, row.minimum + 0.5)
    refusal(row, "2.5", typed=True)


@pytest.mark.parametrize(
    ("key", "value"), [("hidden_size", 0), ("time_steps", 10**9), ("spectral_radius", math.nan)]
)
def test_a_refusal_names_key_value_and_what_is_allowed(key, value):
    message = refusal(parameter(key), value)
    assert f"“{value}”" in message
    assert f"{PARAMETERS[key].maximum:g}" in message


@each(Parameter, but=TextParameter)
@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "nan", "inf", "-inf", "1e999", "\0", "0x10", "９" * 50, "“", "1/2", "--1"],
)
def test_text_that_says_no_value_is_refused(row, text):
    refusal(row, text, typed=True)


@each(Parameter, but=TextParameter)
@pytest.mark.parametrize(
    "unit", ["9", "x", " ", "0.1,", "1±1i,", "1+", "1 ", "e", "-", ".", "9.", "i", "±", "\n"]
)
def test_endless_text_is_refused_and_not_repeated_whole(row, unit):
    text = "0" + unit * (100_000 // len(unit)) + "!"
    assert "…”" in refusal(row, text, typed=True)


@given(st.data())
def test_a_formatted_value_is_read_back_exactly(data):
    row = data.draw(st.sampled_from(ROWS))
    value = data.draw(values_of(row))
    read = row.parse(row.format(value))
    if isinstance(row, EigenvaluesParameter):
        assert sorted(read) == sorted(value)
        assert row.format(read) == row.format(value)
    else:
        assert read == value


def values_of(row):
    if isinstance(row, ChoiceParameter):
        return st.sampled_from([choice.value for choice in row.choices])
    if isinstance(row, IntegerParameter):
        return st.integers(row.minimum, row.maximum)
    if isinstance(row, TextParameter):
        return st.just("") | TEXTS
    if isinstance(row, RealOrWordParameter):
        return st.just(row.word) | st.floats(row.minimum, row.maximum)
    if isinstance(row, RealParameter):
        return st.floats(row.minimum, row.maximum)
    part = st.floats(-2.0, 2.0)
    one = st.tuples(part, st.just(0.0)).map(lambda value: (value,))
    pair = st.tuples(part, part.filter(bool)).map(lambda v: (v, (v[0], -v[1])))
    return st.lists(st.one_of(one, pair), min_size=1, max_size=20).map(lambda xs: sum(xs, ()))


@each(RealParameter)
def test_short_numbers_are_written_short(row):
    assert row.format(0.25) == "0.25"
    assert row.format(row.check(2)) == "2"


@each(EigenvaluesParameter)
@pytest.mark.parametrize(
    "value",
    [
        "0.9",
        [0.9],
        ["10"],
        [("0.5", "0.0")],
        [(0.5,)],
        [(0.5, 0.0, 0.0)],
        [(True, 0.0)],
        [(math.nan, 0.0)],
        [(math.inf, 0.0)],
        [(0.5, 0.3)],
        [(0.5, 0.3), (0.5, -0.3), (0.5, 0.3)],
        [(3.1, 0.0)],
        [(2.5, 2.5), (2.5, -2.5)],
        [(10**400, 0.0)],
        [(0.1, 0.0)] * 257,
        {(0.5, 0.0)},
        None,
    ],
    ids=lambda value: str(value)[:40],
)
def test_lists_that_no_real_matrix_has_as_eigenvalues_are_refused(row, value):
    refusal(row, value)


def test_an_unpaired_eigenvalue_is_named_with_the_conjugate_it_lacks():
    message = refusal(parameter("eigenvalues"), "0.9, 0.5+0.3i", typed=True)
    assert "0.5+0.3i has no conjugate 0.5-0.3i (write 0.5±0.3i)" in message


def test_an_empty_list_of_eigenvalues_can_be_held_but_not_typed():
    row = parameter("eigenvalues")
    assert row.check([]) == ()
    assert "there is no number in it" in refusal(row, " , ", typed=True)


def test_eigenvalues_computed_at_the_edge_are_drawn_in():
    row = parameter("eigenvalues")
    above = row.largest * (1.0 + 1e-15)
    checked = row.check([(above, 0.0), (0.0, above), (0.0, -above)])
    assert radius(checked) == row.largest
    assert checked[1] == (0.0, row.largest)


@each(RealOrWordParameter)
def test_a_word_stands_beside_the_numbers(row):
    assert row.check(row.word) == row.parse(f" {row.word} ") == row.format(row.word) == row.word
    assert row.check(row.minimum) == row.minimum
    for other in (row.word.upper(), row.word + "s", ""):
        assert f"or {row.word}" in refusal(row, other)
        refusal(row, other, typed=True)


@each(TextParameter)
@given(text=TEXTS)
def test_a_text_is_taken_as_it_is(row, text):
    assert row.check(text) == row.parse(text) == row.format(text) == text


@each(TextParameter)
@pytest.mark.parametrize(
    "text", ["a", "aaaa", "a" * 5000, "a\0b", None, 7, b"ab", ["a", "b"]], ids=repr
)
def test_a_text_without_two_characters_to_tell_apart_is_refused(row, text):
    refusal(row, text)


@each(TextParameter)
def test_a_text_is_neither_too_long_nor_judged_by_its_beginning(row):
    assert row.check("ab" * (row.longest // 2)) != ""
    assert row.check("a" * 5000 + "b").endswith("b")
    refusal(row, "ab" * row.longest)


# What does nothing


@each(Parameter)
def test_the_default_settings_say_which_parameters_do_nothing(row):
    idle = {"forget_bias", "text", "clip_threshold", "truncation_stride"}
    assert (row.why_idle(Settings()) is not None) is (row.key in idle)


@pytest.mark.parametrize(
    ("key", "acting", "idle", "reason"),
    [
        ("forget_bias", {"cell": "gru"}, {"cell": "rnn"}, "an RNN has no gates"),
        ("forget_bias", {"cell": "lstm"}, {"cell": "rnn"}, "an RNN has no gates"),
        ("text", {"task": "text"}, {"task": "sine"}, "the task reads no text"),
        ("clip_threshold", {"clip": "backward"}, {"clip": "off"}, "clipping is off"),
        ("truncation_stride", {"truncation": 5}, {"truncation": 0}, "carried all the way"),
        ("truncation_stride", {"truncation": 13}, {"truncation": 14}, "carried all the way"),
        ("truncation_stride", {}, {"truncation": 5, "loss_at": "last"}, "at the last step only"),
    ],
)
def test_a_parameter_does_nothing_beside_others_and_says_why(key, acting, idle, reason):
    row, start = parameter(key), replace(Settings(), loss_at="all", truncation=3)
    assert row.why_idle(replace(start, **acting)) is None
    assert reason in row.why_idle(replace(start, **idle))


def test_an_unknown_key_is_refused_with_the_keys_there_are():
    with pytest.raises(SettingError, match=r"hidden_units.*hidden_size, time_steps"):
        parameter("hidden_units")


def test_the_abstract_row_takes_nothing():
    row = Parameter(key="k", label="l", group=ROWS[0].group, effect=ROWS[0].effect, help="h")
    for use in (lambda: row.allowed, lambda: row.check(1), lambda: row.parse("1")):
        with pytest.raises(NotImplementedError):
            use()
