"""The shipped vocabulary of the task “review sentiment”."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from rnnsim.resources import resources_folder

Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewVocabulary:
    """Sentences of product reviews; a word in braces, such as {product}, is chosen per review.

    Attributes
    ----------
    openings, fillers : tuple of str
        Neutral sentences. Fillers come in every length from one word on.
    expectations : tuple of str
        What was hoped or feared beforehand; as many hopeful as doubtful ones of each length.
    early_clues, late_clues : (tuple of str, tuple of str)
        Verdicts against and for the product, to stand near the beginning or at the end.
    choices : mapping of str to tuple of str
        The single words that a word in braces stands for.
    example : (str, str)
        Beginning and end of the example review, which is against the product.
    """

    openings: Sentences
    fillers: Sentences
    expectations: Sentences
    early_clues: tuple[Sentences, Sentences]
    late_clues: tuple[Sentences, Sentences]
    choices: Mapping[str, Sentences]
    example: tuple[str, str]


@lru_cache(maxsize=1)
def review_vocabulary() -> ReviewVocabulary:
    """Read the shipped vocabulary, once."""
    path = resources_folder() / "review" / "vocabulary.toml"
    content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    expectations, example = content["expectations"], content["example"]
    return ReviewVocabulary(
        openings=tuple(content["openings"]),
        fillers=tuple(content["fillers"]),
        expectations=(*expectations["hopeful"], *expectations["doubtful"]),
        early_clues=_against_and_for(content["early_clues"]),
        late_clues=_against_and_for(content["late_clues"]),
        choices=MappingProxyType({key: tuple(words) for key, words in content["choices"].items()}),
        example=(example["beginning"], example["end"]),
    )


def _against_and_for(clues: Mapping[str, list[str]]) -> tuple[Sentences, Sentences]:
    return tuple(clues["against"]), tuple(clues["for"])
