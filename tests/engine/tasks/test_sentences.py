import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from rnnsim.engine.tasks.sentences import EMPTY, NOTHING, Options, Sentences

CHOICES = {"colour": ["red", "green"], "thing": ["lamp", "bed", "Chair"]}
GROUPS = {
    "praise": ["It is {colour}.", "Fine!", "I'm *glad* of my {thing}, (really)."],
    "facts": ["The {thing} and the {colour} {thing}.", "So."],
}
TABLE = Sentences(GROUPS, CHOICES)
IN_ORDER = ["", "Fine!", GROUPS["praise"][0], GROUPS["praise"][2], "So.", GROUPS["facts"][0]]
"""By purpose, and by length within one."""


def text_of(sentences, choices):
    """The text by plain replacement."""
    text = " ".join(IN_ORDER[sentence] for sentence in sentences if sentence != EMPTY)
    for (kind, words), choice in zip(CHOICES.items(), choices[1:], strict=True):
        text = text.replace(f"{{{kind}}}", words[choice])
    return text


def test_sentences_are_numbered_by_purpose_and_length():
    assert TABLE.groups["praise"].first == 1
    assert TABLE.groups["facts"].first == 4
    assert TABLE.lengths.tolist() == [len(sentence.split()) for sentence in IN_ORDER]
    assert TABLE.choice_counts.tolist() == [1, 2, 3]


def test_the_vocabulary_holds_the_words_without_capitals_and_punctuation():
    words = "and bed chair fine glad green i'm is it lamp my of really red so the"
    assert TABLE.vocabulary == tuple(words.split())


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6), st.integers(0, 1), st.integers(0, 2))
def test_the_table_writes_what_plain_replacement_does(sentences, colour, thing):
    choices = np.array([0, colour, thing])
    places = TABLE.places(np.array([sentences]))
    expected = text_of(sentences, choices).split()
    assert TABLE.written(places[0], choices) == tuple(expected)
    numbers = TABLE.numbers(places, choices[np.newaxis])[0]
    read = [TABLE.vocabulary[number] for number in numbers]
    assert read == [word.lower().strip(".,!()*") for word in expected]


def test_texts_of_one_batch_may_have_other_sentences_and_choices():
    places = TABLE.places(np.array([[2, 4, EMPTY], [1, EMPTY, 2]]))
    choices = np.array([[0, 0, 0], [0, 1, 2]])
    assert TABLE.written(places[0], choices[0]) == ("It", "is", "red.", "So.")
    assert TABLE.written(places[1], choices[1]) == ("Fine!", "It", "is", "green.")
    read = [[TABLE.vocabulary[i] for i in row] for row in TABLE.numbers(places, choices)]
    assert read == [["it", "is", "red", "so"], ["fine", "it", "is", "green"]]


def test_sentences_can_be_asked_for_by_length():
    praise = TABLE.groups["praise"]
    assert praise.of_length(1, 1) == (1, 1)
    assert praise.of_length(3, 6) == (2, 2)
    assert praise.of_length(2, 2) == NOTHING
    assert praise.up_to(3) == (1, 2)
    assert praise.up_to(0) == NOTHING


def test_what_a_case_allows_is_drawn_equally_often_and_nothing_else():
    options = Options([NOTHING, (2, 3)])
    cases = np.repeat([0, 1], 3000)
    drawn = options.draw(np.random.default_rng(0), cases)
    assert_array_equal(drawn[:3000], EMPTY)
    assert set(drawn[3000:].tolist()) == {2, 3, 4}
    assert (abs(np.bincount(drawn[3000:])[2:] - 1000) < 100).all()
