"""The activations there are: what each is called, and what is known of it without computing.

The parameter table offers them, the views ask here; ``engine/activations.py`` computes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.kinds import Choice
from rnnsim.translation import noted


@dataclass(frozen=True, kw_only=True)
class ActivationChoice(Choice):
    """One activation φ.

    Attributes
    ----------
    written : str
        Its sign in a formula; empty for the identity, which has none.
    lowest, highest : float
        inf φ and sup φ.
    """

    written: str
    lowest: float = -math.inf
    highest: float = math.inf

    @property
    def unbounded(self) -> bool:
        """Whether a state can grow by it without end."""
        return math.isinf(self.lowest) or math.isinf(self.highest)


ACTIVATIONS: Mapping[str, ActivationChoice] = MappingProxyType(
    {
        choice.value: choice
        for choice in (
            ActivationChoice(
                value="tanh",
                label="tanh",
                help=noted("γ = sup |φ′| = 1, reached only at 0."),
                written="tanh",
                lowest=-1.0,
                highest=1.0,
            ),
            ActivationChoice(
                value="relu",
                label="ReLU",
                help=noted("γ = 1: slope 1 or 0, so active units pass the gradient whole."),
                written="ReLU",
                lowest=0.0,
            ),
            ActivationChoice(
                value="leaky_relu",
                label="leaky ReLU",
                help=noted("γ = 1: slope 1 or 0.01, so that no unit is quite dead."),
                written="LReLU",
            ),
            ActivationChoice(
                value="sigmoid",
                label=noted("sigmoid"),
                help=noted("γ = ¼: the gradient shrinks unless σ₁ of W_hh exceeds 4."),
                written="σ",
                lowest=0.0,
                highest=1.0,
            ),
            ActivationChoice(
                value="hard_tanh",
                label="hard tanh",
                help=noted("γ = 1: a held within ±1, slope 1 there and 0 beyond."),
                written="hard tanh",
                lowest=-1.0,
                highest=1.0,
            ),
            ActivationChoice(
                value="softplus",
                label="softplus",
                help=noted(
                    "ln(1 + eᵃ), its slope the sigmoid; γ = 1, reached only far to the right."
                ),
                written="softplus",
                lowest=0.0,
            ),
            ActivationChoice(
                value="linear",
                label=noted("linear"),
                help=noted("φ′ = 1 everywhere: W_hh alone decides."),
                written="",
            ),
        )
    }
)
"""By their values in settings, in the order in which the panel offers them."""
