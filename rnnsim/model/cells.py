"""The cells there are: what each is called, how its weights are laid out, and what is said of it.

The parameter table offers them; memory estimate, views, captions and verdicts ask here;
``engine/cells/`` computes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.kinds import Choice
from rnnsim.translation import noted


def candidate_block(blocks: int) -> int:
    """Which of so many blocks of N rows makes the candidate state.

    The third, as in LSTM (i, f, g, o) and GRU (r, z, n); the last where there are fewer.
    """
    return min(blocks, 3) - 1


@dataclass(frozen=True, kw_only=True)
class GateWords:
    """What is said of a cell that has gates; texts to be shown through `tr`.

    Attributes
    ----------
    gates : str
        Of which sums W_hh h is a part.
    sums : str
        Of which sums a is, where more is to be said of one; else as `gates`.
    new_state : str
        How h_t is made, with ``{t}``, ``{before}`` for t−1, and ``{phi}``.
    no_bound : str
        That γσ₁ bounds nothing here.
    leave : str
        What the gates alone leave of a gradient: ``{share}`` from ``{last}`` to 1.
    leave_a_step : str
        The same as a clause, with ``{step}`` and ``{whole}``.
    """

    gates: str
    sums: str = ""
    new_state: str
    no_bound: str
    leave: str
    leave_a_step: str


@dataclass(frozen=True, kw_only=True)
class CellChoice(Choice):
    """One cell.

    Attributes
    ----------
    with_article : str
        As in “The network is a GRU”; to be shown through `tr`.
    blocks : str
        A letter for each block of N rows of the weights, in their order; ``t`` of an RNN's only
        one, as in a_t.
    keeping : str
        The gate by which the direct way back multiplies; empty without gates.
    resetting : str
        The gate by which the candidate's recurrent product is multiplied; empty without one.
    along_c : bool
        Whether the direct way back is along a state c beside h.
    passes : int
        Arrays of the size of h_1 … h_T, (T, B, N), that both passes hold in the network's
        precision.
    picture : int
        Such arrays of float64, held for a moment while the norms of the Jacobians are taken.
    torch : str
        The module of ``torch.nn`` that computes the same; empty without one.
    words : GateWords or None
        None without gates.
    """

    with_article: str
    blocks: str
    keeping: str = ""
    resetting: str = ""
    along_c: bool = False
    passes: int
    picture: int
    torch: str = ""
    words: GateWords | None = None

    @property
    def candidate(self) -> str:
        """The letter of the block that makes the candidate state."""
        return self.blocks[candidate_block(len(self.blocks))]


CELLS: Mapping[str, CellChoice] = MappingProxyType(
    {
        choice.value: choice
        for choice in (
            CellChoice(
                value="rnn",
                label="RNN",
                help=noted("h_t = φ(W_hh h_{t−1} + W_ih x_t + b), Elman's."),
                with_article=noted("an RNN"),
                blocks="t",
                passes=5,
                picture=2,
                torch="RNN",
            ),
            CellChoice(
                value="lstm",
                label="LSTM",
                help=noted(
                    "A cell c_t = f∘c_{t−1} + i∘g beside h: the gradient travels along c, by ×f a"
                    " time step (Hochreiter, Schmidhuber 1997; Gers 2000)."
                ),
                with_article=noted("an LSTM"),
                blocks="ifgo",
                keeping="f",
                along_c=True,
                passes=20,
                picture=14,
                torch="LSTM",
                words=GateWords(
                    gates=noted("for the gates i, f, g, o"),
                    new_state="h{t} = o{t} ∘ {phi}(f{t} ∘ c{before} + i{t} ∘ g{t})",
                    no_bound=noted("no such bound for an LSTM"),
                    leave=noted("The forget gates alone leave ×{share} from c{last} back to c₁"),
                    leave_a_step=noted(
                        "its forget gates alone leave ×{step} a step, ×{whole} from c{last} to c₁"
                    ),
                ),
            ),
            CellChoice(
                value="gru",
                label="GRU",
                help=noted(
                    "h_t = z∘h_{t−1} + (1−z)∘n: the gradient travels along h, by ×z a time step"
                    " (Cho 2014, in PyTorch's convention)."
                ),
                with_article=noted("a GRU"),
                blocks="rzn",
                keeping="z",
                resetting="r",
                passes=16,
                picture=8,
                torch="GRU",
                words=GateWords(
                    gates=noted("for the gates r, z, n"),
                    sums=noted("for the gates r and z; n takes r ∘ (W_hh h + b)"),
                    new_state="h{t} = (1 − z{t}) ∘ n{t} + z{t} ∘ h{before}",
                    no_bound=noted("no such bound for a GRU"),
                    leave=noted("The update gates alone leave ×{share} from h{last} back to h₁"),
                    leave_a_step=noted(
                        "its update gates alone leave ×{step} a step, ×{whole} from h{last} to h₁"
                    ),
                ),
            ),
        )
    }
)
"""By their values in settings, in the order in which the panel offers them."""

COMPARED = ("rnn", "lstm", "gru")
"""The cells that the view “cells” puts beside each other."""
