"""Sentences as tables of numbers, so that all texts of a batch are put together at once.

Legend: B texts of T words each; K kinds of words that are chosen per text.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

WordArray: TypeAlias = NDArray[np.intp]

SLOT = re.compile(r"\{(\w+)\}")
"""A word in braces, which stands for one of several."""

EMPTY = 0
"""The number of the sentence without words, which stands where a text has none."""

Span: TypeAlias = tuple[int, int]
"""Consecutive sentences: the first one's number, and how many they are."""

NOTHING: Span = (EMPTY, 1)


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences of one purpose, numbered from `first` on by increasing length.

    Attributes
    ----------
    first : int
    lengths : integer array
        Words of each.
    """

    first: int
    lengths: WordArray

    def of_length(self, least: int, most: int) -> Span:
        """The sentences of `least` to `most` words; `NOTHING` where there are none."""
        below, up_to = np.searchsorted(self.lengths, [least, most + 1]).tolist()
        return (self.first + below, up_to - below) if up_to > below else NOTHING

    def up_to(self, most: int) -> Span:
        """The sentences of at most `most` words; `NOTHING` where there are none."""
        return self.of_length(0, most)


class Options:
    """Which sentences may be drawn in each of several cases."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._first, self._count = np.array(spans, dtype=np.intp).T

    def draw(self, random: np.random.Generator, cases: WordArray) -> WordArray:
        """Draw a sentence for each of `cases`, all that it allows being equally likely."""
        drawn: WordArray = self._first[cases] + random.integers(self._count[cases])
        return drawn


class Sentences:
    """The words of numbered sentences, and their vocabulary.

    Parameters
    ----------
    groups : mapping of str to iterable of str
        Sentences, by purpose.
    choices : mapping of str to sequence of str
        What a word in braces may become.

    Attributes
    ----------
    groups : dict of str to Group
    lengths : integer array
        Words of each sentence.
    choice_counts : (K,) integer array
        How many words may be chosen of each kind. The first kind is that of plain words: one.
    vocabulary : tuple of str
        All words, without capitals and punctuation, sorted.
    """

    def __init__(
        self, groups: Mapping[str, Iterable[str]], choices: Mapping[str, Sequence[str]]
    ) -> None:
        self.groups: dict[str, Group] = {}
        sentences: list[list[str]] = [[]]
        for purpose, texts in groups.items():
            split = sorted((text.split() for text in texts), key=len)
            self.groups[purpose] = Group(len(sentences), _lengths(split))
            sentences += split
        self.lengths = _lengths(sentences)
        self._starts = np.cumsum(self.lengths) - self.lengths
        self._tabulate([word for sentence in sentences for word in sentence], choices)

    def _tabulate(self, words: list[str], choices: Mapping[str, Sequence[str]]) -> None:
        """Note the kind of every word, and its forms and their numbers, one a choice."""
        kinds = ["", *choices]
        counts = [1, *map(len, choices.values())]
        self.choice_counts = np.array(counts)
        self._kinds = np.array([kinds.index(_kind(word)) for word in words])
        self._written = [_forms(word, choices, max(counts)) for word in words]
        plain = [[_plain(form) for form in forms] for forms in self._written]
        self.vocabulary = tuple(sorted({form for forms in plain for form in forms}))
        number = {word: i for i, word in enumerate(self.vocabulary)}
        self._numbers = np.array([[number[form] for form in forms] for forms in plain])

    def places(self, sentences: WordArray) -> WordArray:
        """(B, T) array: where in the table each word of the texts stands.

        Parameters
        ----------
        sentences : (B, S) integer array
            Each row the sentences of a text, T words in all.
        """
        ordered = sentences.ravel()
        lengths = self.lengths[ordered]
        shifts = self._starts[ordered] - (np.cumsum(lengths) - lengths)
        places: WordArray = np.arange(lengths.sum()) + np.repeat(shifts, lengths)
        return places.reshape(len(sentences), -1)

    def numbers(self, places: WordArray, choices: WordArray) -> WordArray:
        """(B, T) numbers in the vocabulary of the words at `places`, given (B, K) choices."""
        chosen = np.take_along_axis(choices, self._kinds[places], axis=1)
        numbers: WordArray = self._numbers[places, chosen]
        return numbers

    def written(self, places: WordArray, choices: WordArray) -> tuple[str, ...]:
        """The words of one text as they are written, given (T,) places and (K,) choices."""
        chosen = choices[self._kinds[places]]
        pairs = zip(places.tolist(), chosen.tolist(), strict=True)
        return tuple(self._written[place][choice] for place, choice in pairs)


def _lengths(sentences: Sequence[Sequence[str]]) -> WordArray:
    return np.array([len(words) for words in sentences], dtype=np.intp)


def _kind(word: str) -> str:
    """What kind of choice a word is; empty where it is plain."""
    slot = SLOT.search(word)
    return slot[1] if slot else ""


def _forms(word: str, choices: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """`count` forms of a word, one a choice; where there are fewer choices, the last go unused."""
    kind = _kind(word)
    options = choices[kind] if kind else [""]
    return [SLOT.sub(options[i % len(options)], word) for i in range(count)]


def _plain(word: str) -> str:
    return word.strip(string.punctuation).lower()
