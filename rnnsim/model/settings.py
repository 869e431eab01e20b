"""The settings of one simulation: a frozen value of scalars and tuples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Eigenvalue: TypeAlias = tuple[float, float]
"""Real and imaginary part."""

Eigenvalues: TypeAlias = tuple[Eigenvalue, ...]


class SettingError(ValueError):
    """A value that a setting cannot take.

    Attributes
    ----------
    key : str
        The setting, as in `Settings`.
    value : object
        What was asked for.
    allowed : str
        What is allowed, as a phrase that completes "give …".
    """

    def __init__(self, key: str, value: object, allowed: str) -> None:
        self.key = key
        self.value = value
        self.allowed = allowed
        super().__init__(f"{key}: {shown(value)} is not allowed; give {allowed}")


def shown(value: object, longest: int = 40) -> str:
    """`value` in quotation marks, shortened: what a refusal says of it."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes out no integer of more than some thousand digits
        text = "a number of thousands of digits"
    return f"“{text[: longest - 1]}…”" if len(text) > longest else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides a run; equal settings give bit-identical runs on one machine.

    Build them with `rnnsim.settings` and changed copies with `rnnsim.model.edits.edit`, which keep
    the fields consistent; the ranges stand in `rnnsim.model.parameters`.
    """

    cell: str = "rnn"
    hidden_size: int = 16
    time_steps: int = 14
    batch_size: int = 16
    activation: str = "tanh"
    forget_bias: float | str = 1.0
    """Of LSTM and GRU: a number, or ``"chrono"``."""
    precision: str = "float64"
    spectrum: str = "disk"
    spectral_radius: float = 0.85
    non_normality: float = 0.0
    eigenvalues: Eigenvalues = ()
    """Only where ``spectrum == "own"``: `hidden_size` values, complex ones in conjugate pairs."""
    task: str = "recall"
    text: str = ""
    """What task ``text`` reads; where empty, the shipped text."""
    loss_at: str = "last"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    clip: str = "off"
    clip_threshold: float = 1.0
    truncation: int = 0
    """How many time steps a gradient is carried back, k₂; 0 for all."""
    truncation_stride: int = 0
    """Every how many time steps it is carried back, k₁ ≤ k₂; 0 for as many as `truncation`."""
    seed: int = 1
