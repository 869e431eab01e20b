"""What would have kept a run from diverging, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a frame has remedies in it
    from rnnsim.model.frame import Divergence


@dataclass(frozen=True, slots=True)
class Remedy:
    """Other settings for a run that diverged, and how far they were tried from the same seed.

    Attributes
    ----------
    changes : tuple of (str, value)
        Settings and their values.
    sought : int
        Iterations over which they are to stay finite.
    finite : int
        Iterations that were made with them, all of them finite.
    divergence : Divergence or None
        Where they diverge too.
    ended : bool
        Whether they are tried no further.
    """

    changes: tuple[tuple[str, object], ...]
    sought: int
    finite: int = 0
    divergence: Divergence | None = None
    ended: bool = False

    @property
    def holds(self) -> bool:
        """Whether all iterations sought were made, and are finite."""
        return self.divergence is None and self.finite >= self.sought
