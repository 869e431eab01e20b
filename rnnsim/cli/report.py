"""A run in a few lines, for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings

if TYPE_CHECKING:
    from rnnsim.model.diagnosis import Diagnosis
    from rnnsim.model.frame import Divergence
    from rnnsim.run.result import Result

LONGEST = 60
"""Characters of a setting's value."""

STAGES = {"forward": "forward pass", "backward": "backward pass", "update": "update"}


def report(result: Result, written: Path | None = None) -> str:
    """What differs from the defaults, and what came of it.

    Parameters
    ----------
    result : Result
    written : Path, optional
        The file that holds it.
    """
    lines = [*_lines(result)]
    if written is not None:
        lines.append(("written", str(written)))
    return "\n".join(f"{title:12}{text}" for title, text in lines)


def _lines(result: Result) -> Iterator[tuple[str, str]]:
    yield "settings", _settings(result.settings)
    yield "iterations", str(result.iterations)
    chance = result.chance_loss
    yield "loss", f"{result.loss:.4g}" + ("" if chance is None else f" (chance: {chance:.4g})")
    first, last = result.gradient_magnitude[1], result.gradient_magnitude[-1]
    yield "gradient", f"‖∂L/∂h_1‖ = {first:.4g}, ‖∂L/∂h_T‖ = {last:.4g}"
    yield "verdict", result.diagnosis.verdict.value
    yield "rates", _rates(result.diagnosis)
    if result.settings.clip != "off":
        yield "clipped", f"{result.clipping.share:.0%} of the gradients"
    if result.first_nonfinite is not None:
        yield "diverged", _divergence(result.first_nonfinite)


def _settings(settings: Settings) -> str:
    default = Settings()
    changed = [key for key in PARAMETERS if getattr(settings, key) != getattr(default, key)]
    written = (f"{key}={_value(settings, key)}" for key in changed)
    return " ".join(written) or "the defaults"


def _value(settings: Settings, key: str) -> str:
    text = " ".join(PARAMETERS[key].format(getattr(settings, key)).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _rates(diagnosis: Diagnosis) -> str:
    """The measured rate beside those that theory gives."""
    rates = [("measured", diagnosis.fitted_slope), ("ln ρ", diagnosis.log_radius)]
    if diagnosis.log_bound is not None:
        rates.append(("ln γσ₁", diagnosis.log_bound))
    rates.append(("λ₁", diagnosis.lyapunov_exponent))
    return ", ".join(f"{name} {rate:.4g}" for name, rate in rates) + " per time step"


def _divergence(divergence: Divergence) -> str:
    place = "" if divergence.time_step is None else f" at time step {divergence.time_step}"
    return (
        f"{divergence.tensor}{place} is the first that is not finite: {STAGES[divergence.stage]}"
        f" after {divergence.iteration} iterations"
    )
