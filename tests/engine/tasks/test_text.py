from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks import TASKS
from rnnsim.engine.tasks import text as text_task
from rnnsim.model.settings import Settings
from rnnsim.model.text import shipped_text

EVERY_STEP = Settings(task="text", loss_at="all")
CHARACTERS = st.characters(max_codepoint=0x2FFF)
TEXTS = st.text(CHARACTERS, min_size=2, max_size=60).filter(lambda text: len(set(text)) > 1)


def drawn(settings, seed=0):
    task = TASKS["text"](settings)
    return task, task.draw(np.random.default_rng(seed))


def sequences(batch, alphabet):
    """The T + 1 characters of every sequence: its inputs, and the last character asked for."""
    symbols = np.concatenate([batch.inputs.argmax(axis=2), batch.targets[-1:]])
    return ["".join(alphabet[i] for i in each) for each in symbols.T]


@given(TEXTS, st.integers(1, 40), st.integers(1, 5), st.integers(0, 999))
def test_sequences_are_pieces_of_the_text_repeated_where_it_is_short(text, steps, size, seed):
    settings = replace(EVERY_STEP, text=text, time_steps=steps, batch_size=size)
    task, batch = drawn(settings, seed)
    alphabet = sorted(set(text))
    assert task.input_size == task.output_size == len(alphabet)
    assert_array_equal(batch.inputs.sum(axis=2), 1.0)
    assert_array_equal(batch.targets[:-1], batch.inputs[1:].argmax(axis=2))
    readable = text if len(text) > steps else text * (steps // len(text) + 2)
    assert all(piece in readable for piece in sequences(batch, alphabet))


def test_every_place_of_the_text_is_drawn_and_equally_often():
    text = "abcdefghij"
    settings = replace(EVERY_STEP, text=text, time_steps=4, batch_size=12_000)
    counts = Counter(sequences(drawn(settings)[1], text))
    assert set(counts) == {text[i : i + 5] for i in range(6)}
    assert list(counts.values()) == pytest.approx([2000] * 6, rel=0.1)


@pytest.mark.parametrize(("steps", "places"), [(9, 1), (10, 10), (11, 10), (35, 10)])
def test_a_text_that_just_suffices_is_not_repeated(steps, places):
    settings = replace(EVERY_STEP, text="abcdefghij", time_steps=steps, batch_size=2000)
    starts = drawn(settings)[1].inputs[0].argmax(axis=1)
    assert len(set(starts.tolist())) == places


@given(TEXTS, st.integers(1, 40), st.sampled_from(["last", "all"]))
def test_the_chance_loss_is_the_entropy_of_the_characters_asked_for(text, steps, loss_at):
    settings = replace(EVERY_STEP, text=text, time_steps=steps, loss_at=loss_at)
    places = len(text) - steps if len(text) > steps else len(text)
    readable = text if len(text) > steps else text * (steps // len(text) + 2)
    asked = [steps] if loss_at == "last" else range(1, steps + 1)
    counts = Counter(readable[start + t] for start in range(places) for t in asked)
    shares = np.array(list(counts.values())) / counts.total()
    entropy = -(shares * np.log(shares)).sum()
    assert TASKS["text"](settings).chance_loss == pytest.approx(entropy, rel=1e-12, abs=1e-15)


def test_where_no_text_is_given_the_shipped_one_is_read():
    task, batch = drawn(replace(EVERY_STEP, time_steps=50))
    alphabet = sorted(set(shipped_text()))
    assert task.input_size == len(alphabet)
    assert all(piece in shipped_text() for piece in sequences(batch, alphabet))
    counts = Counter(shipped_text())
    shares = np.array(list(counts.values())) / counts.total()
    assert task.chance_loss == pytest.approx(-(shares * np.log(shares)).sum(), rel=0.01)


def test_the_rarest_characters_share_a_symbol():
    common, rare = (
        [chr(0x4E00 + i) for i in range(200, 104, -1)],
        [chr(0x4E00 + i) for i in range(9)],
    )
    text = "".join(common * 2 + rare)
    settings = replace(EVERY_STEP, text=text, time_steps=3, batch_size=4000)
    task, batch = drawn(settings)
    assert task.input_size == 97
    alphabet = [*sorted(common), "?"]
    pieces = sequences(batch, alphabet)
    with_other = "".join(common * 2) + "?" * 9
    assert all(piece in with_other for piece in pieces)
    assert "????" in pieces


def test_ninety_six_characters_need_no_shared_symbol():
    text = "".join(chr(0x4E00 + i) for i in range(96))
    assert TASKS["text"](replace(EVERY_STEP, text=text)).input_size == 96


def test_of_equally_rare_characters_the_first_by_code_point_keep_their_symbol():
    text = "".join(chr(0x4E00 + i) for i in range(98))
    settings = replace(EVERY_STEP, text=text, time_steps=97, batch_size=1)
    _, batch = drawn(settings)
    assert batch.tokens[:96] == tuple(text[:96])
    assert batch.tokens[96] == "□"


def test_tokens_show_what_has_no_shape():
    text = "a b\n\tc\x07\ud800\u200b"
    settings = replace(EVERY_STEP, text=text, time_steps=8, batch_size=1)
    _, batch = drawn(settings)
    assert "".join(batch.tokens) == "a␣b↵⇥c□□"


def test_a_long_text_is_numbered_once():
    text_task._encoded.cache_clear()
    settings = replace(EVERY_STEP, text="to be or not to be " * 1000)
    for steps in (5, 6, 7):
        TASKS["text"](replace(settings, time_steps=steps))
    assert text_task._encoded.cache_info().misses == 1
