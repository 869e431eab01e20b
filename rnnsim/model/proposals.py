"""Twins worth a look: what one would change to see what it does, offered at one click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rnnsim.model.cells import CELLS
from rnnsim.model.eigenvalues import shortest
from rnnsim.model.kinds import ChoiceParameter, Group
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import MOST_TWINS, Twin, require_difference, require_twins
from rnnsim.translation import Phrase, noted

RADII = (0.9, 1.0, 1.2)
"""ρ below 1, at 1 and above."""

ARRANGEMENTS = ("orthogonal", "identity")
"""Those that were proposed against vanishing gradients."""

SLOWER = 0.1
"""Factor of the smaller learning rate."""

UNTRAINED = "fixed"
"""The task that nobody trains: what only training shows would look the same."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One twin that is offered.

    Attributes
    ----------
    text : str
        What it is, in a few words; to be shown through `tr`.
    changes : mapping of str to object
        What it differs in from the main run.
    """

    text: str
    changes: Mapping[str, object]

    @property
    def group(self) -> Group:
        """The card of the panel on which the setting stands that it is about."""
        return parameter(next(iter(self.changes))).group


def proposals(main: Settings, twins: Iterable[Twin] = ()) -> tuple[Proposal, ...]:
    """What may be put beside the main run at one click.

    Only what can be, and what differs from the main run and from the twins that are there.
    Nothing where there is room for no more.
    """
    present = tuple(twins)
    if len(present) >= MOST_TWINS:
        return ()
    seen = {main, *(twin.settings_beside(main) for twin in present)}
    number = 1 + max((twin.number for twin in present), default=0)
    offered = []
    for proposal in _conceivable(main):
        twin = Twin(number, tuple(proposal.changes.items()))
        if _can_be(main, present, twin) and (settings := twin.settings_beside(main)) not in seen:
            seen.add(settings)
            offered.append(proposal)
    return tuple(offered)


def _can_be(main: Settings, present: Iterable[Twin], twin: Twin) -> bool:
    try:
        require_difference(main, twin)
        require_twins(main, (*present, twin))
    except SettingError:
        return False
    return True


def _conceivable(main: Settings) -> Iterator[Proposal]:
    if main.task != UNTRAINED:
        yield from _of_training(main)
    yield from _choices("cell", main, CELLS)
    for radius in RADII:
        yield Proposal(f"ρ = {radius:g}", {"spectral_radius": radius})
    for arrangement in ARRANGEMENTS:
        label = _label("spectrum", arrangement)
        yield Proposal(
            Phrase("eigenvalues: {arrangement}", arrangement=label), {"spectrum": arrangement}
        )
    yield from _choices("precision", main, ("float64", "float32", "float16"))


def _of_training(main: Settings) -> Iterator[Proposal]:
    if main.clip == "off":
        threshold = shortest(main.clip_threshold)
        text = Phrase("with clipping by norm, τ = {threshold}", threshold=threshold)
        yield Proposal(text, {"clip": "norm"})
    else:
        yield Proposal(noted("without clipping"), {"clip": "off"})
    yield from _choices("optimizer", main, ("sgd", "adam"))
    rate = shortest(float(f"{SLOWER * main.learning_rate:.3g}"))
    yield Proposal(f"η = {rate}", {"learning_rate": float(rate)})


def _choices(key: str, main: Settings, values: Iterable[str]) -> Iterator[Proposal]:
    """The other values of a setting, by their labels."""
    for value in values:
        if value != getattr(main, key):
            yield Proposal(_label(key, value), {key: value})


def _label(key: str, value: str) -> str:
    row = PARAMETERS[key]
    assert isinstance(row, ChoiceParameter)
    return next(choice.label for choice in row.choices if choice.value == value)
