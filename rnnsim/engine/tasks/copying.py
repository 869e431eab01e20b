"""The copying memory problem."""

from __future__ import annotations

import numpy as np

from rnnsim.engine.tasks.base import Batch, ClassTask
from rnnsim.model.settings import Settings


class Copying(ClassTask):
    """Repeat the symbols of the start at the end, when the delimiter asks for them.

    K symbols out of 8, blanks, the delimiter, and K blanks during which the symbols are due; until
    then the answer is blank (Hochreiter and Schmidhuber 1997, in the form of Arjovsky, Shah and
    Bengio 2016). All of it takes T steps, so that T − 2K lie between a symbol's end and its return.
    K is 10 as in the paper, whose delay of 100 is T = 120; below T = 30 it is ⌊T/3⌋.

    Chance loss: blanks can be known from the time step, symbols cost ln 8, so K ln 8 / T at all
    steps and ln 8 at the last.
    """

    SYMBOLS = "ABCDEFGH"
    BLANK, DELIMITER = 8, 9
    TOKENS = SYMBOLS + "·:"
    MOST_SYMBOLS = 10

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, len(self.TOKENS), len(self.SYMBOLS) + 1)
        steps = settings.time_steps
        self._recalled = min(self.MOST_SYMBOLS, steps // 3)
        guessed = self._recalled / steps if self._at_all_steps else 1.0
        self.chance_loss: float | None = guessed * float(np.log(len(self.SYMBOLS)))
        self._one_hot = np.eye(self.input_size)

    def draw(self, random: np.random.Generator) -> Batch:
        recalled = self._recalled
        symbols = random.integers(len(self.SYMBOLS), size=(recalled, self._shape[1]))
        classes, targets = (np.full(self._shape, self.BLANK, dtype=np.intp) for _ in range(2))
        classes[:recalled] = symbols
        classes[-recalled - 1] = self.DELIMITER
        targets[-recalled:] = symbols
        tokens = tuple(self.TOKENS[i] for i in classes[:, 0].tolist())
        return Batch(self._one_hot[classes], self._judged(targets), tokens)
