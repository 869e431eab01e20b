"""The next character of a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rnnsim.engine.tasks.base import Batch, ClassTask
from rnnsim.model.settings import Settings
from rnnsim.model.text import shipped_text

LARGEST_ALPHABET = 96
"""Characters that have a symbol of their own; the rarer ones share one more."""

OTHER = "□"
VISIBLE = {" ": "␣", "\n": "↵", "\t": "⇥"}
"""How characters without a shape of their own are shown."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as numbers.

    Attributes
    ----------
    symbols : tuple of str
        The alphabet as it is shown: characters by code point, then `OTHER` where it is needed.
    numbers : array of uint8
        The symbol of every character.
    """

    symbols: tuple[str, ...]
    numbers: NDArray[np.uint8]


class NextCharacter(ClassTask):
    """Say the next character of a text, of the user's or the shipped one.

    The sequences of a batch begin at random places, every one from which T + 1 characters can be
    read being equally likely; a text of no more than T characters is read as if repeated. The 96
    most frequent characters have a symbol each, the others share one.

    Chance loss: the entropy, in nats, of the characters asked for, each weighted with how often it
    is.
    """

    def __init__(self, settings: Settings) -> None:
        text = _encoded(settings.text or shipped_text())
        super().__init__(settings, len(text.symbols), len(text.symbols))
        self._symbols = text.symbols
        self._one_hot = np.eye(self.input_size)
        steps, length = settings.time_steps, len(text.numbers)
        repeated = length <= steps
        self._places = length if repeated else length - steps
        self._numbers = np.resize(text.numbers, length + steps) if repeated else text.numbers
        self._window = np.arange(steps + 1)[:, np.newaxis]
        self.chance_loss: float | None = self._entropy()

    def draw(self, random: np.random.Generator) -> Batch:
        starts = random.integers(self._places, size=self._shape[1])
        drawn = self._numbers[starts + self._window].astype(np.intp)
        tokens = tuple(self._symbols[i] for i in drawn[:-1, 0].tolist())
        return Batch(self._one_hot[drawn[:-1]], self._judged(drawn[1:]), tokens)

    def _entropy(self) -> float:
        """Entropy of the symbols that are asked for."""
        steps = self._shape[0]
        asked = np.arange(1 if self._at_all_steps else steps, steps + 1)
        # the symbol asked for at step t is any of those at t … t + places − 1
        changes = np.zeros(len(self._numbers) + 1)
        changes[asked] += 1.0
        changes[asked + self._places] -= 1.0
        weights = np.bincount(self._numbers, weights=np.cumsum(changes)[:-1])
        shares = weights[weights > 0] / weights.sum()
        return float(shares @ np.log(1.0 / shares))


@lru_cache(maxsize=2)
def _encoded(text: str) -> EncodedText:
    """Number the characters of a text; kept, since a simulation that starts anew asks again."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    counts = np.bincount(codes)
    present = np.flatnonzero(counts)
    by_frequency = present[np.argsort(-counts[present], kind="stable")]
    kept = np.sort(by_frequency[:LARGEST_ALPHABET])
    symbol_of = np.full(len(counts), len(kept), dtype=np.uint8)
    symbol_of[kept] = np.arange(len(kept))
    symbols = [_shown(chr(code)) for code in kept.tolist()]
    if len(present) > len(kept):
        symbols.append(OTHER)
    return EncodedText(tuple(symbols), symbol_of[codes])


def _shown(character: str) -> str:
    return VISIBLE.get(character, character if character.isprintable() else OTHER)
