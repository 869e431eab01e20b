"""Every theme can be read, on a washed-out projector too, and told apart with two kinds of cone.

Dichromacy is simulated by G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-
based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.0, applied
to linear RGB.  Distances are Euclidean in OKLab (B. Ottosson, 2020), where about 0.02 is just
noticeable.
"""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from rnnsim.ui.lineup import MOST_RUNS
from rnnsim.ui.theme import DARK, FIGURE_THEMES, LIGHT, PRINT, PROJECTOR

EVERY_THEME = pytest.mark.parametrize("theme", FIGURE_THEMES.values(), ids=FIGURE_THEMES)

SIMULATED = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

GRAPHICAL = ("forward", "gradient", "loss", "radius", "memory", "reference")
"""Lines and arrows, any two of which may stand side by side."""

RUNS = tuple(f"run_{number}" for number in range(1, MOST_RUNS + 1))
"""Lines of runs drawn over the main one's, and over one another."""

TOLD_APART = (
    *combinations((*GRAPHICAL, *RUNS), 2),
    *(("text", run) for run in RUNS),
    ("positive", "negative"),
    ("positive", "neutral"),
    ("negative", "neutral"),
    ("error", "gradient"),
)

NOTICEABLE = 0.05
"""Two and a half just noticeable differences; where a pair is near it, a second code helps.

On white, vermilion and amber must both be dark, and without red or green cones they come near each
other: the gradient is an arrow or a line with points, the loss a box or a line without.
"""

FLARE = 0.15
"""White of a projector in a lit room is so little brighter than its black, as a share."""


def linear(name):
    encoded = np.array(QColor(name).getRgbF()[:3])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def oklab(color):
    return OKLAB @ np.cbrt(CONES @ color)


def seen(name, kind):
    return oklab(np.clip(SIMULATED[kind] @ linear(name), 0.0, 1.0))


def contrast(one, other, flare=0.0):
    low, high = sorted(float(LUMINANCE @ linear(each)) for each in (one, other))
    return (high + 0.05 + flare) / (low + 0.05 + flare)


def test_the_yardsticks_are_those_of_their_authors():
    # white is neutral to every eye; OKLab of white and of sRGB red as its author gives them
    for matrix in SIMULATED.values():
        assert matrix @ np.ones(3) == pytest.approx(np.ones(3), abs=1e-5)
    assert oklab(linear("#ffffff")) == pytest.approx([1.0, 0.0, 0.0], abs=1e-4)
    assert oklab(linear("#ff0000")) == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)


def test_without_red_cones_pure_red_and_a_dark_olive_are_one():
    red, green = (seen(name, "protanopia") for name in ("#ff0000", "#6d6d00"))
    assert np.linalg.norm(red - green) < np.linalg.norm(
        seen("#ff0000", "all cones") - seen("#6d6d00", "all cones")
    )


@EVERY_THEME
@pytest.mark.parametrize("kind", SIMULATED)
@pytest.mark.parametrize("pair", TOLD_APART, ids="-".join)
def test_colours_of_other_meaning_are_told_apart(theme, kind, pair):
    one, other = (seen(getattr(theme, role), kind) for role in pair)
    assert np.linalg.norm(one - other) >= NOTICEABLE


@EVERY_THEME
@pytest.mark.parametrize("role", [*GRAPHICAL, *RUNS, "error", "text", "muted"])
@pytest.mark.parametrize("ground", ["card", "window"])
def test_what_is_written_can_be_read(theme, role, ground):
    assert contrast(getattr(theme, role), getattr(theme, ground)) >= 4.2


@pytest.mark.parametrize("role", ["text", "muted", "error"])
def test_text_is_read_on_a_washed_out_projector(role):
    assert contrast(getattr(PROJECTOR, role), PROJECTOR.card, FLARE) >= 4.5


@pytest.mark.parametrize("role", [*GRAPHICAL, *RUNS, "positive", "negative", "accent"])
def test_lines_are_seen_on_a_washed_out_projector(role):
    assert contrast(getattr(PROJECTOR, role), PROJECTOR.card) >= 4.5
    assert contrast(getattr(PROJECTOR, role), PROJECTOR.card, FLARE) >= 3.0


def test_the_projector_s_lines_are_thicker():
    assert (DARK.stroke, LIGHT.stroke, PROJECTOR.stroke) == (1.0, 1.0, 1.5)
    assert not PROJECTOR.dark
    assert PROJECTOR.card == PROJECTOR.window == "#ffffff"


def test_print_has_black_type_on_white_and_no_grid():
    assert PRINT.card == PRINT.window == "#ffffff"
    assert {PRINT.text, PRINT.muted, PRINT.ink("gradient").name()} == {"#000000"}
    assert not PRINT.grid
    assert LIGHT.ink("gradient").name() == LIGHT.gradient


@EVERY_THEME
def test_each_colour_keeps_its_name(theme):
    hue = {role: QColor(getattr(theme, role)).hsvHue() for role in ("forward", "gradient", "loss")}
    assert 195 <= hue["forward"] <= 225, "blue"
    assert 0 <= hue["gradient"] <= 20, "vermilion"
    assert 30 <= hue["loss"] <= 48, "amber"
