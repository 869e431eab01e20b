"""The kinds of parameter: which values each takes, how they are checked, read and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from rnnsim.model.eigenvalues import (
    EigenvalueError,
    drawn_in,
    format_eigenvalues,
    parse_eigenvalues,
    radius,
    require_conjugates,
    shortest,
)
from rnnsim.model.scalars import real, whole
from rnnsim.model.settings import SettingError, Settings
from rnnsim.translation import Phrase, noted

ROUNDING = 1e-12
"""By how much, relatively, an eigenvalue computed elsewhere may exceed the largest modulus."""


class Effect(Enum):
    """What a change of a setting does to the running simulation."""

    NEXT_ITERATION = noted("takes effect at the next iteration")
    RESCALE = noted("rescales the current weights W_hh")
    RESTART = noted("starts anew from the seed")


class Group(Enum):
    """The card of the panel on which a parameter stands."""

    RECURRENT = noted("Recurrent matrix W_hh")
    NETWORK = noted("Network")
    TRAINING = noted("Training")
    MORE = noted("More settings")


def _acts(_settings: Settings) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One row of the table; the subclasses say which values it takes."""

    key: str
    label: str
    symbol: str = ""
    group: Group
    effect: Effect
    help: str
    why_idle: Callable[[Settings], str | None] = _acts
    """Why the parameter does nothing beside the other settings, as a clause; None where it acts."""

    @property
    def allowed(self) -> str:
        """What is allowed, as a phrase that completes "give …"."""
        raise NotImplementedError

    def check(self, value: object) -> object:
        """Return `value` in its own type, or raise `SettingError`."""
        raise NotImplementedError

    def parse(self, text: str) -> object:
        """Read what a user typed; raises `SettingError`."""
        raise NotImplementedError

    def format(self, value: object) -> str:
        """Write a value so that `parse` reads the very same back."""
        return str(value)

    def refused(self, value: object) -> SettingError:
        """The error that refuses `value`."""
        return SettingError(self.key, value, self.allowed)


@dataclass(frozen=True, kw_only=True)
class NumberParameter(Parameter):
    """A number within a range, both ends allowed."""

    minimum: float
    maximum: float
    logarithmic: bool = False
    """Whether a slider over the range is logarithmic."""

    def _within(self, value: float) -> bool:
        return self.minimum <= value <= self.maximum


@dataclass(frozen=True, kw_only=True)
class IntegerParameter(NumberParameter):
    """A whole number within a range."""

    @property
    def allowed(self) -> str:
        return Phrase(
            "a whole number from {least:.0f} to {most:.0f}", least=self.minimum, most=self.maximum
        )

    def check(self, value: object) -> int:
        try:
            number = whole(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.refused(value) from error
        if not self._within(number):
            raise self.refused(value)
        return number

    def parse(self, text: str) -> int:
        try:
            return self.check(float(text))
        except ValueError as error:
            raise self.refused(text) from error


@dataclass(frozen=True, kw_only=True)
class RealParameter(NumberParameter):
    """A finite real number within a range."""

    @property
    def allowed(self) -> str:
        return Phrase("a number from {least:g} to {most:g}", least=self.minimum, most=self.maximum)

    def check(self, value: object) -> float:
        try:
            number = real(value)
        except (TypeError, OverflowError) as error:
            raise self.refused(value) from error
        if not self._within(number):  # a NaN is within nothing
            raise self.refused(value)
        return number

    def parse(self, text: str) -> float:
        try:
            return self.check(float(text))
        except ValueError as error:
            raise self.refused(text) from error

    def format(self, value: object) -> str:
        return shortest(self.check(value))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a `ChoiceParameter`, as it is called and what it means."""

    value: str
    label: str
    help: str


@dataclass(frozen=True, kw_only=True)
class ChoiceParameter(Parameter):
    """One of a few words."""

    choices: tuple[Choice, ...]

    @property
    def allowed(self) -> str:
        values = ", ".join(choice.value for choice in self.choices)
        return Phrase("one of {values}", values=values)

    def check(self, value: object) -> str:
        for choice in self.choices:
            if value == choice.value:
                return choice.value
        raise self.refused(value)

    def parse(self, text: str) -> str:
        return self.check(text.strip())


@dataclass(frozen=True, kw_only=True)
class EigenvaluesParameter(Parameter):
    """A list of eigenvalues of a real matrix; its length sets the number of hidden units.

    An empty list, which cannot be typed, stands for none of one's own.
    """

    longest: int
    largest: float

    @property
    def allowed(self) -> str:
        return Phrase(
            "1 to {longest} numbers of modulus ≤ {largest:g}, complex ones in pairs,"
            " such as 0.9, 0.5±0.3i",
            longest=self.longest,
            largest=self.largest,
        )

    def check(self, value: object) -> tuple[tuple[float, float], ...]:
        if not isinstance(value, (tuple, list)) or len(value) > self.longest:
            raise self.refused(value)
        try:
            values = tuple((real(x), real(y)) for x, y in value)
            require_conjugates(values)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.refused(value) from error
        if values and radius(values) > self.largest * (1.0 + ROUNDING):
            raise self.refused(value)
        return tuple(drawn_in(pair, self.largest) for pair in values)

    def parse(self, text: str) -> tuple[tuple[float, float], ...]:
        try:
            return self.check(parse_eigenvalues(text))
        except EigenvalueError as error:
            allowed = Phrase("{allowed}: {reason}", allowed=self.allowed, reason=error.args[0])
            raise SettingError(self.key, text, allowed) from error
        except SettingError as error:
            raise self.refused(text) from error

    def format(self, value: object) -> str:
        return format_eigenvalues(self.check(value))


@dataclass(frozen=True, kw_only=True)
class RealOrWordParameter(RealParameter):
    """A finite real number within a range, or one word that stands for a rule."""

    word: str

    @property
    def allowed(self) -> str:
        return Phrase("{allowed}, or {word}", allowed=super().allowed, word=self.word)

    def check(self, value: object) -> float | str:  # type: ignore[override]
        return self.word if value == self.word else super().check(value)

    def parse(self, text: str) -> float | str:  # type: ignore[override]
        return self.word if text.strip() == self.word else super().parse(text)

    def format(self, value: object) -> str:
        return self.word if value == self.word else super().format(value)


@dataclass(frozen=True, kw_only=True)
class TextParameter(Parameter):
    """A text of the user's own; an empty one stands for none."""

    longest: int

    @property
    def allowed(self) -> str:
        return Phrase(
            "a text of 2 to {longest} characters, at least two of them different",
            longest=self.longest,
        )

    def check(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > self.longest or "\0" in value:
            raise self.refused(value)
        if value and len(set(value[:1000])) < 2 and len(set(value)) < 2:
            raise self.refused(value)
        return value

    def parse(self, text: str) -> str:
        return self.check(text)
