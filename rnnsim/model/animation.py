"""An animation to be taken home: of one pass, or of training.  Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rnnsim.model.figure import MOST_VIEWS, PRINT, THEMES, WINDOW, FigureSpec
from rnnsim.model.figure import VIEWS as FIGURE_VIEWS
from rnnsim.model.iterations import MOST_ITERATIONS
from rnnsim.model.moment import moments
from rnnsim.model.scalars import real, whole
from rnnsim.model.settings import shown
from rnnsim.model.view import CANVAS
from rnnsim.translation import Phrase, noted

PASS, TRAINING = "pass", "training"
KINDS = (PASS, TRAINING)
"""What an animation can be of."""

WEBP, GIF = "webp", "gif"
FORMATS = (WEBP, GIF)

VIEWS = tuple(view for view in FIGURE_VIEWS if view != WINDOW)

USUAL_RATES: Mapping[str, float] = MappingProxyType({PASS: 4.0, TRAINING: 20.0})
"""Images a second where nobody says otherwise."""

WIDTHS = (160, 2560)
"""Least and greatest, pixels."""

FONTS = (6.0, 28.0)
"""Points."""

RATES, RESTS = (0.2, 50.0), (0.0, 60.0)

MOST_IMAGES = 3000

DPI = 96.0
"""Pixels an inch, which make points of type pixels."""

POINTS_PER_INCH, MM_PER_INCH = 72.0, 25.4
PIXELS_PER_MM = DPI / MM_PER_INCH

INSET = 14 / 13
"""As a multiple of the size of the type."""

LONGEST = 600_000
"""Milliseconds for which a single image may be shown: a GIF can say no more than 655 350."""

UNITS: Mapping[str, int] = MappingProxyType({WEBP: 1, GIF: 10})
"""Milliseconds of which a file's durations are whole multiples, by its format."""


class AnimationError(ValueError):
    """An animation that cannot be.

    Attributes
    ----------
    key : str
        The field of `AnimationSpec` that is wrong.
    allowed : str
        What is allowed, as a phrase that completes "give …".
    """

    def __init__(self, key: str, value: object, allowed: str) -> None:
        self.key, self.allowed = key, allowed
        super().__init__(f"{key}: {shown(value)} is not allowed; give {allowed}")


@dataclass(frozen=True, slots=True)
class AnimationSpec:
    """What an animation shows, and how.

    Attributes
    ----------
    views : tuple of str
        Some of `VIEWS`, in reading order.
    of : str
        One of `KINDS`.
    format : str
        One of `FORMATS`.
    width : int
        Pixels; the height is what the views ask for at that width.
    rate : float
        Images a second: moments of a pass, or iterations of training, every `every`-th.  A GIF
        counts hundredths of a second, so of 30 images a second some last 3 of them and some 4.
    rest : float
        Seconds for which the last image stays longer than the others.
    parts : bool
        Of a pass: whether every sub-step is shown, or only every time step.
    first, last : int
        Of training: iterations.
    every : int
        Of training: iterations from one image to the next.
    theme : str
        One of the themes of figures.
    font : float
        Size of the type, points of 4/3 pixels.

    Raises
    ------
    AnimationError
        If one of them is not allowed.
    """

    views: tuple[str, ...] = (CANVAS.name,)
    of: str = PASS
    format: str = WEBP
    width: int = 800
    rate: float = USUAL_RATES[PASS]
    rest: float = 2.0
    parts: bool = False
    first: int = 0
    last: int = 100
    every: int = 1
    theme: str = PRINT
    font: float = 10.0

    def __post_init__(self) -> None:
        _require_views(self.views)
        _require_one("of", self.of, KINDS)
        _require_one("format", self.format, FORMATS)
        _require_one("theme", self.theme, THEMES)
        _require_count("width", self.width, *WIDTHS)
        _require_amount("rate", self.rate, *RATES)
        _require_amount("rest", self.rest, *RESTS)
        _require_amount("font", self.font, *FONTS)
        if self.of == TRAINING:
            _require_count("first", self.first, 0, MOST_ITERATIONS - 1)
            _require_count("last", self.last, self.first + 1, MOST_ITERATIONS)
            fewest = -(-(self.last - self.first) // (MOST_IMAGES - 1))
            _require_count("every", self.every, fewest, MOST_ITERATIONS)

    @property
    def type_size(self) -> float:
        """Size of the type, pixels."""
        return self.font * DPI / POINTS_PER_INCH

    @property
    def inset(self) -> int:
        """Pixels between the edge and what is drawn."""
        return round(INSET * self.type_size)

    @property
    def margin(self) -> int:
        """Pixels round the figure; those that are not for print have a margin of their own."""
        return self.inset if self.theme == PRINT else 0

    @property
    def figure(self) -> FigureSpec:
        """The figure that each image is, several views with their titles."""
        return FigureSpec(
            self.views,
            width=(self.width - 2 * self.margin) / PIXELS_PER_MM,
            font=self.font,
            dpi=DPI,
            theme=self.theme,
            titles=len(self.views) > 1,
        )

    @property
    def iterations(self) -> tuple[int, ...]:
        """Those of training that are shown, the last one always among them."""
        return (*range(self.first, self.last, self.every), self.last)

    def images(self, time_steps: int) -> int:
        """How many images there are, of a pass over T time steps.

        Of a run that diverges before its last iteration there are fewer.
        """
        if self.of == PASS:
            return len(moments(time_steps, parts=self.parts)) + 1  # and the whole pass
        return len(self.iterations)

    def duration(self, index: int, *, last: bool = False) -> int:
        """Milliseconds for which an image is shown; many together last what `rate` says."""
        rest = self._rounded(self.rest) if last else 0
        return self._begin(index + 1) - self._begin(index) + rest

    def _begin(self, index: int) -> int:
        return self._rounded(index / self.rate)

    def _rounded(self, seconds: float) -> int:
        """In milliseconds, as the format can say it."""
        unit = UNITS[self.format]
        return round(seconds * 1000 / unit) * unit


def _require_views(views: tuple[str, ...]) -> None:
    for view in views or ("",):
        _require_one("views", view, VIEWS)
    if len(set(views)) < len(views):
        raise AnimationError("views", ", ".join(views), noted("every view once"))
    if len(views) > MOST_VIEWS:
        allowed = Phrase("at most {most} views", most=MOST_VIEWS)
        raise AnimationError("views", ", ".join(views), allowed)


def _require_one(key: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise AnimationError(key, value, Phrase("one of {values}", values=", ".join(known)))


def _require_count(key: str, value: object, least: int, most: int) -> None:
    try:
        number = whole(value)
    except (TypeError, ValueError, OverflowError):
        number = least - 1
    if not least <= number <= most:
        allowed = Phrase("a whole number from {least} to {most}", least=least, most=most)
        raise AnimationError(key, value, allowed)


def _require_amount(key: str, value: object, least: float, most: float) -> None:
    try:
        good = least <= real(value) <= most
    except (TypeError, OverflowError):
        good = False
    if not good:
        allowed = Phrase("a number from {least:g} to {most:g}", least=least, most=most)
        raise AnimationError(key, value, allowed)
