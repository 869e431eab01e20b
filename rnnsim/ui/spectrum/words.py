"""What the eigenvalue editor says."""

from __future__ import annotations

import math

from rnnsim.model.settings import Eigenvalue
from rnnsim.translation import noted

TITLE = noted("Eigenvalues λ of W_hh")
HINT = noted("drag an eigenvalue, or the dashed circle ρ")
HELP = noted(
    "Drag an eigenvalue of W_hh: its conjugate follows, two on the real axis leave it together,"
    " and the simulation starts anew. Drag the dashed circle to change the spectral radius ρ."
    " Rings are the eigenvalues asked for, dots those that W_hh has."
)
TRAIL = noted("trail")
TRAIL_HELP = noted(
    "The trail is where they were at earlier iterations, the fainter the longer ago. Which one"
    " moved where is told by which are nearest; where that is doubtful there are points and no"
    " line."
)
KEYS_HELP = noted(
    "Keys: N and P choose the next and the previous eigenvalue, Home and End the largest and the"
    " smallest; arrows move it by 0.01, with Shift by 0.1; Esc takes the moves back."
)
ILL_CONDITIONED = noted(
    "ν makes the eigenvalues ill-conditioned: rounding moves the computed ones (dots) by up to"
    " {distance}. W_hh itself is as asked (rings)."
)


def spoken(value: Eigenvalue) -> str:
    """``λ = 0.62 ± 0.41i,  |λ| = 0.74``."""
    real, imaginary = value
    parts = f"{real:.2f} ± {abs(imaginary):.2f}i" if imaginary else f"{real:.2f}"
    return f"λ = {parts},  |λ| = {math.hypot(real, imaginary):.2f}".replace("-", "−")
