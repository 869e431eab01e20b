import re
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks import TASKS
from rnnsim.model.review import review_vocabulary
from rnnsim.model.settings import Settings

SHIPPED = review_vocabulary()
AGAINST, FOR = 0, 1
EXAMPLE = " ".join(SHIPPED.example).split()


def read(text):
    """The words of a sentence as the network reads them; a word in braces is any one word."""
    words = [re.sub(r"\{\w+\}", "SLOT", word).strip(".,:!?").lower() for word in text.split()]
    return " ".join(words).replace("slot", r"\S+")


def task_of(steps, size):
    return TASKS["review"](Settings(task="review", time_steps=steps, batch_size=size))


def texts(task, batch):
    """What the network reads, as words."""
    return [" ".join(task.vocabulary[i] for i in row) for row in batch.words.T]


def reviews(steps, count, seed=0):
    """(text, class) of many reviews that are not the example's."""
    task, random = task_of(steps, 64), np.random.default_rng(seed)
    found = []
    while len(found) < count:
        batch = task.draw(random)
        found += list(zip(texts(task, batch), batch.targets.tolist(), strict=True))[1:]
    return found


NEUTRAL = f"(?:(?:{'|'.join(map(read, SHIPPED.fillers))}) ?)*"
OPENING = f"(?:(?:{'|'.join(map(read, SHIPPED.openings))}) )?"


def one_of(sentences):
    return "(?:" + "|".join(map(read, sentences)) + ")"


@cache
def decided_early(side):
    return re.compile(f"{OPENING}{one_of(SHIPPED.early_clues[side])} ?{NEUTRAL}")


@cache
def decided_late(side):
    expected = f"(?:{one_of(SHIPPED.expectations)} )?"
    return re.compile(f"{OPENING}{expected}{NEUTRAL}{one_of(SHIPPED.late_clues[side])}")


def kinds_of(text):
    """Every (place, class) as which a text can be read."""
    places = {"early": decided_early, "late": decided_late}
    return {
        (place, side)
        for place, pattern in places.items()
        for side in (AGAINST, FOR)
        if pattern(side).fullmatch(text)
    }


# What a review is made of


@pytest.mark.parametrize("steps", [12, 30, 80])
def test_a_review_is_opening_clue_and_neutral_text_and_half_of_them_have_a_late_verdict(steps):
    found = Counter()
    for text, side in reviews(steps, 252):
        kinds = kinds_of(text)
        assert {each for _, each in kinds} == {side}
        found.update(place for place, _ in kinds)
        assert len(kinds) == 1
    assert found["early"] == pytest.approx(found["late"], rel=0.05)


@given(st.integers(1, 9), st.integers(0, 99))
def test_short_reviews_keep_the_verdict(steps, seed):
    task = task_of(steps, 16)
    batch = task.draw(np.random.default_rng(seed))
    for text, side in list(zip(texts(task, batch), batch.targets.tolist(), strict=True))[1:]:
        assert {each for _, each in kinds_of(text)} == {side}


@given(st.integers(1, 120), st.integers(0, 999))
def test_the_tokens_are_the_words_as_written(steps, seed):
    task = task_of(steps, 1)
    batch = task.draw(np.random.default_rng(seed))
    assert len(batch.tokens) == steps
    assert [token.strip(".,:").lower() for token in batch.tokens] == texts(task, batch)[0].split()
    assert batch.tokens[0][0].isupper()
    assert batch.tokens[-1].endswith(".")


def test_the_longest_reviews_say_nothing_long_twice():
    task = task_of(500, 1)
    for seed in range(20):
        tokens = task.draw(np.random.default_rng(seed)).tokens
        sentences = re.split(r"(?<=\.) ", " ".join(tokens))
        assert len(tokens) == 500
        counts = Counter(each for each in sentences if len(each.split()) >= 5)
        assert counts.most_common(2)[1][1] == 1  # the one that fits the gap may be there already


def test_a_sentence_that_closes_a_gap_is_not_the_last():
    closing = "|".join(map(read, [each for each in SHIPPED.fillers if len(each.split()) < 5]))
    found = [text for text, side in reviews(60, 252) if ("early", side) in kinds_of(text)]
    assert any(re.search(f" (?:{closing}) ", text) for text in found)
    assert not any(re.search(f" (?:{closing})$", text) for text in found)


def test_an_expectation_says_nothing_of_the_verdict():
    late = [(text, side) for text, side in reviews(60, 1512) if ("late", side) in kinds_of(text)]
    hopeful = re.compile("hopeful|high hopes|praise|promising")
    doubtful = re.compile("doubts|low hopes|nobody praised|cheap|warned|complaints")
    counts = Counter(
        (bool(hopeful.search(text)) and "nobody praised" not in text, side) for text, side in late
    )
    assert all(hopeful.search(text) or doubtful.search(text) for text, _ in late)
    shares = [count / len(late) for count in counts.values()]
    assert shares == pytest.approx([0.25] * 4, abs=0.05)


# What can be known without the beginning


def end_of_review(text):
    """What follows the opening and the early clue."""
    clues = one_of([*SHIPPED.early_clues[0], *SHIPPED.early_clues[1], *SHIPPED.expectations])
    return text[re.match(f"{OPENING}(?:{clues} ?)?", text).end() :]


def test_who_has_forgotten_the_beginning_is_right_in_three_quarters():
    verdicts = [re.compile(f"(?:.* )?{one_of(SHIPPED.late_clues[side])}") for side in (0, 1)]
    points = 0.0
    found = reviews(60, 2520)
    for text, side in found:
        end = end_of_review(text)
        seen = [verdict.fullmatch(end) is not None for verdict in verdicts]
        points += 0.5 if not any(seen) else seen[side]
    assert points / len(found) == pytest.approx(0.75, abs=0.01)


def test_after_an_early_verdict_the_rest_says_nothing_of_it():
    counts = [Counter(), Counter()]
    for text, side in reviews(60, 2016):
        if ("early", side) in kinds_of(text):
            counts[side].update(end_of_review(text).split())
    assert set(counts[AGAINST]) == set(counts[FOR])
    for word, count in counts[AGAINST].items():
        # words come once a sentence at most, so that their number is nearly a Poisson variable
        assert abs(count - counts[FOR][word]) < 5 * np.sqrt(count + counts[FOR][word])


# Balance


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 16, 61])
def test_classes_are_balanced_in_every_size_of_batch(size):
    task, random = task_of(4, size), np.random.default_rng(0)
    shares = [task.draw(random).targets.mean() for _ in range(4000 // size)]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.05)
    if size % 2 == 0:
        assert_array_equal(shares, 0.5)


@pytest.mark.parametrize("size", [1, 4, 5, 6, 7, 8])
def test_each_class_is_decided_early_as_often_as_late(size):
    task, random = task_of(20, size), np.random.default_rng(0)
    counts = Counter()
    for _ in range(600 // size):
        batch = task.draw(random)
        for i, (text, side) in enumerate(zip(texts(task, batch), batch.targets, strict=True)):
            is_example = size > 1 and i == 0
            counts.update([("late", AGAINST)] if is_example else [next(iter(kinds_of(text)))])
            assert (
                is_example or ("early", side) in kinds_of(text) or ("late", side) in kinds_of(text)
            )
    shares = np.array(list(counts.values())) / counts.total()
    assert shares == pytest.approx([0.25] * 4, abs=0.06)
    if size % 4 == 0:
        assert_array_equal(shares, 0.25)


def test_the_chance_loss_is_ln_2():
    assert task_of(9, 4).chance_loss == np.log(2.0)


# The example review


@given(st.integers(1, 500), st.integers(2, 5), st.integers(0, 99))
def test_the_example_review_comes_first_and_is_always_the_same(steps, size, seed):
    task = task_of(steps, size)
    batch = task.draw(np.random.default_rng(seed))
    other = task_of(steps, size).draw(np.random.default_rng(0))
    assert batch.tokens == other.tokens
    assert_array_equal(batch.words[:, 0], other.words[:, 0])
    assert batch.targets[0] == AGAINST
    tokens = list(batch.tokens)
    assert [word.strip(".,:").lower() for word in tokens] == texts(task, batch)[0].split()
    if steps >= len(EXAMPLE):
        beginning, end = (part.split() for part in SHIPPED.example)
        assert tokens[: len(beginning)] == beginning
        assert tokens[-len(end) :] == end
        middle = " ".join(map(read, tokens[len(beginning) : -len(end)]))
        assert re.fullmatch(NEUTRAL, middle)
    else:
        kept = steps // 2
        assert tokens[:kept] == EXAMPLE[:kept]
        assert tokens[kept:] == EXAMPLE[kept - steps :]


def test_the_example_review_is_that_of_the_subject():
    text = " ".join(SHIPPED.example)
    assert text.startswith("I initially ordered this with high hopes")
    assert " ".join(text.split()).endswith(
        "the main component completely failed. Very disappointing."
    )
    assert len(EXAMPLE) == 58


# The shipped vocabulary


def lengths(sentences):
    return sorted(len(sentence.split()) for sentence in sentences)


def test_for_and_against_have_sentences_of_the_same_lengths():
    for clues in (SHIPPED.early_clues, SHIPPED.late_clues):
        assert lengths(clues[AGAINST]) == lengths(clues[FOR])
        assert lengths(clues[AGAINST])[0] == 1
    half = len(SHIPPED.expectations) // 2
    assert lengths(SHIPPED.expectations[:half]) == lengths(SHIPPED.expectations[half:])


def test_fillers_come_in_every_length_and_fill_the_longest_review():
    found = lengths(SHIPPED.fillers)
    assert set(found) == set(range(1, max(found) + 1))
    assert sum(length for length in found if length >= 5) >= 500
    assert len(set(SHIPPED.fillers)) == len(SHIPPED.fillers)


def test_words_in_braces_have_choices_of_one_word():
    everything = [
        *SHIPPED.openings,
        *SHIPPED.fillers,
        *SHIPPED.expectations,
        *(clue for clues in (*SHIPPED.early_clues, *SHIPPED.late_clues) for clue in clues),
    ]
    used = {kind for sentence in everything for kind in re.findall(r"\{(\w+)\}", sentence)}
    assert used == set(SHIPPED.choices)
    for words in SHIPPED.choices.values():
        assert len(words) == len(set(words)) > 1
        assert all(len(word.split()) == 1 for word in words)


def test_fillers_are_whole_sentences():
    assert {sentence[-1] for sentence in SHIPPED.fillers} == {"."}
    assert {sentence[0].isupper() for sentence in SHIPPED.fillers} == {True}
