"""Share texts: made, found in messages, read back, refused."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnsim.model.edits import edit, edited
from rnnsim.model.kinds import (
    ChoiceParameter,
    EigenvaluesParameter,
    IntegerParameter,
    RealOrWordParameter,
    TextParameter,
)
from rnnsim.model.lesson import LessonError, find_lesson
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.session.share import (
    EXAMPLE,
    LONGEST,
    ShareError,
    is_share,
    parse_share,
    share_text,
    shared_session,
)
from rnnsim.model.settings import SettingError, Settings

SETTINGS = Settings(cell="lstm", time_steps=24, seed=3)
TEXT = "rnnsim:cell=lstm&time_steps=24&seed=3&iterations=240"

PARTS = st.floats(-2.0, 2.0)
PAIRS = st.tuples(PARTS, PARTS).map(lambda v: (v, (v[0], -v[1])) if v[1] else (v,))
LISTS = st.lists(PAIRS, min_size=1, max_size=5).map(lambda pairs: sum(pairs, ()))


def values_of(row):
    if isinstance(row, ChoiceParameter):
        return st.sampled_from([choice.value for choice in row.choices])
    if isinstance(row, EigenvaluesParameter):
        return LISTS
    if isinstance(row, IntegerParameter):
        return st.integers(row.minimum, row.maximum)
    if isinstance(row, TextParameter):
        return st.text(st.characters(exclude_characters="\0"), max_size=60)
    if isinstance(row, RealOrWordParameter):
        return st.just(row.word) | st.floats(row.minimum, row.maximum)
    return st.floats(row.minimum, row.maximum)


EDITS = st.sampled_from(list(PARAMETERS.values())).flatmap(
    lambda row: st.tuples(st.just(row.key), values_of(row))
)


def after(edits):
    """Settings after the edits, as far as they are allowed."""
    now = Settings()
    for key, value in edits:
        try:
            now = edit(now, key, value)
        except SettingError:
            continue
    return now


RANDOM = st.lists(EDITS, max_size=12).map(after)


def test_what_differs_from_the_defaults_stands_in_it():
    assert share_text(SETTINGS, 240) == TEXT
    assert parse_share(TEXT) == (SETTINGS, 240)


def test_the_defaults_have_a_text_too():
    assert parse_share(share_text(Settings(), 0)) == (Settings(), 0)


@given(RANDOM, st.integers(0, 1_000_000))
def test_it_is_read_back_exactly(settings, iterations):
    text = share_text(settings, iterations)
    assert text.isascii()
    assert not any(each.isspace() for each in text)
    assert parse_share(text) == (settings, iterations)


@given(RANDOM, st.integers(0, 999), st.sampled_from([".", "...", ")", ". Try it!", '"', "_", " x"]))
def test_it_is_found_in_a_message(settings, iterations, after_it):
    text = share_text(settings, iterations)
    assert parse_share(f"Look at rnnsim: this one, {text}{after_it}") == (settings, iterations)


@given(st.integers(1, len(TEXT) - 1), st.sampled_from(["\n", " \r\n", "\n> ", "\n\n   "]))
def test_lines_that_a_chat_program_made_of_it_are_put_together(place, line_break):
    known = {len("rnnsim:cell=lstm&time_steps=24&seed=3&iterations=") + each for each in (1, 2)}
    broken = TEXT[:place] + line_break + TEXT[place:]
    if place < len("rnnsim:"):
        with pytest.raises(ShareError):
            parse_share(broken)
    elif place not in known:  # where the number goes on, or the message, nobody can tell
        assert parse_share(broken) == (SETTINGS, 240)


@pytest.mark.parametrize(
    "message",
    [
        f"  {TEXT}\n",
        f"“{TEXT}”",
        f"`{TEXT}`",
        f"<{TEXT}>",
        f"*{TEXT}*",
        f"Hello,\n\n{TEXT}\n\nthat was it: a=b & c",
        f"{TEXT}\n7 people like this",
        TEXT.replace("&", "&amp;"),
        TEXT.replace("steps", "st\u200beps"),
        TEXT.replace("rnnsim", "Rnnsim"),
        f"rnnsim:cell=tape or rather {TEXT}",
    ],
)
def test_what_stands_around_it_does_not_matter(message):
    assert is_share(message)
    assert parse_share(message) == (SETTINGS, 240)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no share text"),
        ("rnnsim: is a program", "no share text"),
        ("rnnsim:cel=lstm", "“cel” is not a setting; give some of spectrum, "),
        ("rnnsim:cell=tape", "cell: “tape” is not allowed; give one of rnn, lstm, gru"),
        ("rnnsim:time_steps=0", "time_steps: “0” is not allowed; give a whole number from 1"),
        ("rnnsim:time_steps=nan", "time_steps: “nan” is not allowed"),
        ("rnnsim:iterations=1e99", "iterations: "),
        ("rnnsim:iterations=many", "iterations: “many” is not allowed; give a whole number"),
        ("rnnsim:seed=1&seed=2", "seed stands there twice"),
        ("rnnsim:text=%FF%FE", "text is damaged"),
        ("rnnsim:task=copying&time_steps=2", "at least 3 time steps"),
        ("rnnsim:eigenvalues=0.5%2B0.3i", "has no conjugate"),
        ("rnnsim:text=" + "ab" * LONGEST, "more than 4000 characters"),
        ("rnnsim:" + "seed=1&" * LONGEST, "more than 4000 characters"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(text, said):
    with pytest.raises(ShareError, match=said.replace("(", r"\(")):
        parse_share(text)


@pytest.mark.parametrize(
    "part", ["\n", "rnnsim:", "rnnsim:a\n", "rnnsim:seed=", "\n>", "%", "a", "=\na"]
)
def test_a_hostile_message_takes_no_time(part):
    began = time.perf_counter()
    with pytest.raises(ShareError):
        parse_share("rnnsim:a" + part * 100_000)
    assert time.perf_counter() - began < 1.0


def test_a_text_too_long_to_be_shared_is_refused_by_its_name():
    with pytest.raises(ShareError, match="text is too long for a share text; save the session"):
        share_text(replace(SETTINGS, text="ab" * LONGEST), 0)


def test_more_iterations_than_may_be_asked_for_are_not_shared():
    with pytest.raises(ShareError, match="at most 1000000 iterations"):
        share_text(SETTINGS, 1_000_001)


def test_a_refusal_is_as_of_any_session():
    assert issubclass(ShareError, LessonError)


def test_a_session_of_it_is_in_the_lesson_that_is_open():
    lesson = find_lesson("power")
    session = shared_session(EXAMPLE, lesson)
    assert session.lesson is lesson
    assert session.settings == edited(Settings(), {"cell": "lstm", "time_steps": 24})
    assert session.course.iteration == 240
