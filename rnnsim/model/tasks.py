"""The tasks there are: what each is called, what it reads, and what it needs.

The parameter table offers them; memory estimate, edits and the plot of accuracy ask here;
``engine/tasks/`` draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.kinds import Choice
from rnnsim.translation import noted


@dataclass(frozen=True, kw_only=True)
class TaskChoice(Choice):
    """One task.

    Attributes
    ----------
    inputs, outputs : int
        I and O; of the text at most so many.
    embedded : bool
        Whether the inputs are rows of a learned embedding.
    least_time_steps : int
        In fewer it has no room.
    classes : int or None
        Of a task that asks for one class of several that are equally likely: how many there are.
    """

    inputs: int
    outputs: int
    embedded: bool = False
    least_time_steps: int = 1
    classes: int | None = None


TASKS: Mapping[str, TaskChoice] = MappingProxyType(
    {
        choice.value: choice
        for choice in (
            TaskChoice(
                value="recall",
                label=noted("recall first token"),
                help=noted(
                    "Name the first of T tokens at the end; the rest distract."
                    " Guessing costs ln 4 = 1.386."
                ),
                inputs=8,
                outputs=4,
                classes=4,
            ),
            TaskChoice(
                value="fixed",
                label=noted("fixed loss vector"),
                help=noted(
                    "Random inputs and a loss c·h_T with a fixed c, ‖∂L/∂h_T‖ = 1:"
                    " the plain flow of the gradient."
                ),
                inputs=4,
                outputs=1,
            ),
            TaskChoice(
                value="adding",
                label=noted("adding"),
                help=noted(
                    "The sum of the two marked numbers of a sequence (Hochreiter, Schmidhuber"
                    " 1997; Arjovsky 2016). Always answering 1 costs 1/6."
                ),
                inputs=2,
                outputs=1,
                least_time_steps=2,
            ),
            TaskChoice(
                value="copying",
                label=noted("copying memory"),
                help=noted(
                    "K symbols at the start, to be repeated in the last K steps (Arjovsky 2016);"
                    " K is T/3, at most 10. Guessing a symbol costs ln 8 = 2.079."
                ),
                inputs=10,
                outputs=9,
                least_time_steps=3,
            ),
            TaskChoice(
                value="temporal_order",
                label=noted("temporal order"),
                help=noted(
                    "In which order A and B came, one in the second tenth of the sequence, one in"
                    " the fifth (Pascanu 2013). Guessing costs ln 4 = 1.386."
                ),
                inputs=6,
                outputs=4,
                least_time_steps=4,
                classes=4,
            ),
            TaskChoice(
                value="echo",
                label=noted("delayed echo"),
                help=noted(
                    "The input of T/2 steps ago, drawn from −1 to 1. Always answering 0 costs 1/3"
                    " where there is an echo."
                ),
                inputs=1,
                outputs=1,
                least_time_steps=2,
            ),
            TaskChoice(
                value="sine",
                label=noted("noisy sine"),
                help=noted(
                    "The next value of a sine of random phase and frequency, with noise of 0.1."
                    " Always answering 0 costs 0.51, the best answer 0.01."
                ),
                inputs=1,
                outputs=1,
            ),
            TaskChoice(
                value="review",
                label=noted("review sentiment"),
                help=noted(
                    "Whether a long product review is for or against; the verdict hangs on words"
                    " early and late. Guessing costs ln 2 = 0.693."
                ),
                inputs=16,
                outputs=2,
                embedded=True,
                classes=2,
            ),
            TaskChoice(
                value="text",
                label=noted("next character"),
                help=noted(
                    "The next character of a text, the shipped one or your own. Guessing costs the"
                    " entropy of its characters."
                ),
                inputs=97,
                outputs=97,
            ),
        )
    }
)
"""By their values in settings, in the order in which the panel offers them."""
