"""Sentiment of product reviews."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from rnnsim.engine.tasks.base import Batch, ClassTask
from rnnsim.engine.tasks.sentences import EMPTY, NOTHING, Options, Sentences, WordArray
from rnnsim.model.review import review_vocabulary
from rnnsim.model.settings import Settings

AGAINST, FOR = 0, 1
EARLY = 2
"""A review's kind is its class, plus this where the verdict comes early."""

BALANCED = (AGAINST, FOR + EARLY, AGAINST + EARLY, FOR)
"""Each kind once; first that of the example review, then its opposite."""


class Review(ClassTask):
    """Say whether a product review of exactly T words is against the product (0) or for it (1).

    A review is a neutral opening, an early clue, neutral filler, and in half of the reviews a late
    clue. Where there is none, the early clue is the verdict. Where there is one, at the very end,
    it is the verdict, and the early clue is what was expected, hopeful or doubtful whatever the
    verdict. So what follows the early clue decides the second half only: who has forgotten the
    beginning is right in 75 % at most.

    The four kinds, against or for and early or late, are there once in every four sequences of a
    batch; what is left over is drawn without bias. In batches of two and more the first sequence
    is the example review, always the same, with filler in its middle or its middle left out; in
    those of two and three it weighs too much for the 75 %. Chance loss ln 2.

    An opening takes at most T/4 words, an expectation T/3, a verdict T/3 but at least one word;
    where no opening or expectation is so short, there is none.

    Attributes
    ----------
    vocabulary : tuple of str
        The words that have an embedding, without capitals and punctuation.
    """

    EMBEDDING_SIZE = 16
    SHORTEST_FILLER = 5
    """In words; shorter sentences only close the gap that is left in the end."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, self.EMBEDDING_SIZE, output_size=2)
        self._sentences = _sentences()
        self.vocabulary = self._sentences.vocabulary
        self.vocabulary_size = len(self.vocabulary)
        self.chance_loss: float | None = float(np.log(2.0))
        steps, groups = settings.time_steps, self._sentences.groups
        expected = groups["expectation"].up_to(steps // 3)
        verdicts = {
            place: [
                groups[f"{place} clue {side}"].up_to(max(1, steps // 3))
                for side in ("against", "for")
            ]
            for place in ("early", "late")
        }
        self._openings = Options([groups["opening"].up_to(steps // 4)])
        self._early_clues = Options([expected, expected, *verdicts["early"]])
        self._late_clues = Options([*verdicts["late"], NOTHING, NOTHING])
        fillers = groups["filler"]
        self._fillers = fillers.first + np.flatnonzero(fillers.lengths >= self.SHORTEST_FILLER)
        self._gaps = Options([fillers.of_length(n, n) for n in range(fillers.lengths.max() + 1)])
        self._example = self._example_places() if settings.batch_size > 1 else None

    def draw(self, random: np.random.Generator) -> Batch:
        kinds = self._draw_kinds(random)
        counts = self._sentences.choice_counts
        choices = random.integers(counts, size=(len(kinds), len(counts)))
        places = self._draw_places(random, kinds)
        if self._example is not None:
            places[0], choices[0] = self._example, 0
        words = np.ascontiguousarray(self._sentences.numbers(places, choices).T)
        tokens = self._sentences.written(places[0], choices[0])
        return Batch(None, self._repeated(kinds % EARLY), tokens, words)

    def _draw_kinds(self, random: np.random.Generator) -> WordArray:
        """(B,) kinds: as often as B allows each of the four, and an opposite pair, and any one."""
        fours, rest = divmod(self._shape[1], 4)
        one, other = random.integers(4, size=2).tolist()
        if self._example is not None and not fours:
            one = AGAINST
        opposite = sum(BALANCED[:2]) - one
        return np.array([*BALANCED * fours, *[one, opposite, other][:rest]], dtype=np.intp)

    def _draw_places(self, random: np.random.Generator, kinds: WordArray) -> WordArray:
        """(B, T) places of the words of reviews of the given kinds."""
        opening = self._openings.draw(random, np.zeros_like(kinds))
        early = self._early_clues.draw(random, kinds)
        late = self._late_clues.draw(random, kinds)
        lengths = self._sentences.lengths
        room = self._shape[0] - lengths[opening] - lengths[early] - lengths[late]
        filler = self._draw_filler(random, room)
        return self._sentences.places(np.column_stack([opening, early, filler, late]))

    def _draw_filler(self, random: np.random.Generator, room: WordArray) -> WordArray:
        """(B, S) sentences, no long one twice, of `room` (B,) words in all.

        They are taken in random order; the one that would run over is replaced by one that fits,
        and comes first: “Moving on.” is no end.
        """
        most = -(-self._shape[0] // self.SHORTEST_FILLER)
        order = random.permuted(np.tile(self._fillers, (len(room), 1)), axis=1)[:, :most]
        lengths = self._sentences.lengths[order]
        left = room[:, np.newaxis] - np.cumsum(lengths, axis=1)
        filler = np.where(left >= 0, order, EMPTY)
        runs_over = (left < 0) & (left + lengths > 0)
        filler[runs_over] = self._gaps.draw(random, (left + lengths)[runs_over])
        return filler[:, ::-1]

    def _example_places(self) -> WordArray:
        """(T,) places of the words of the example review."""
        steps, table = self._shape[0], self._sentences
        beginning, end = (table.groups[f"example {part}"].first for part in ("beginning", "end"))
        room = steps - table.lengths[[beginning, end]].sum()
        if room >= 0:
            filler = self._draw_filler(np.random.default_rng(0), np.array([room]))[0]
            return table.places(np.array([[beginning, *filler, end]])).ravel()
        whole = table.places(np.array([[beginning, end]])).ravel()
        return np.concatenate([whole[: steps // 2], whole[len(whole) - (steps + 1) // 2 :]])


@lru_cache(maxsize=1)
def _sentences() -> Sentences:
    """The shipped vocabulary as tables."""
    shipped = review_vocabulary()
    groups = {
        "opening": shipped.openings,
        "expectation": shipped.expectations,
        "early clue against": shipped.early_clues[AGAINST],
        "early clue for": shipped.early_clues[FOR],
        "late clue against": shipped.late_clues[AGAINST],
        "late clue for": shipped.late_clues[FOR],
        "filler": shipped.fillers,
        "example beginning": shipped.example[:1],
        "example end": shipped.example[1:],
    }
    return Sentences(groups, shipped.choices)
