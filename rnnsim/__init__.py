"""rnnsim: see how gradients travel back through an unrolled recurrent network.

This module is the Qt-free public face; importing it opens no window and loads neither Qt nor
NumPy.  ``rnnsim.simulate(rnnsim.settings(hidden_size=32), iterations=n)`` runs a network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnsim.version import __version__

if TYPE_CHECKING:
    from rnnsim.model.settings import SettingError, Settings
    from rnnsim.run.result import Result
    from rnnsim.run.simulate import simulate

__all__ = ["Result", "SettingError", "Settings", "__version__", "settings", "simulate"]

PLACES = {
    "Result": "rnnsim.run.result",
    "SettingError": "rnnsim.model.settings",
    "Settings": "rnnsim.model.settings",
    "simulate": "rnnsim.run.simulate",
}
"""Where what is loaded later comes from."""


def settings(**changes: object) -> Settings:
    """Return the default settings with `changes` made and what hangs on them adapted.

    Eigenvalues of one's own, (real, imaginary) pairs, set N, ρ and the arrangement.

    Raises
    ------
    SettingError
        If a value is not allowed, or two of them contradict each other; names it and what is.

    Examples
    --------
    >>> settings(eigenvalues=((0.9, 0.0), (0.5, 0.0))).hidden_size
    2
    """
    from rnnsim.model.edits import edited
    from rnnsim.model.settings import Settings

    return edited(Settings(), changes)


def __getattr__(name: str) -> object:
    """Load what needs NumPy and the engine, or only time, when it is first asked for."""
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(PLACES[name]), name)
