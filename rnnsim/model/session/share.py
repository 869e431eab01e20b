"""Settings as a short text to be pasted into a chat: ``rnnsim:cell=lstm&seed=3&iterations=240``.

Only what differs from the defaults stands in it, percent-encoded as in a web address, so that it
is one word whatever the settings hold.  It is found again within a whole message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote, unquote

from rnnsim.model.course import Course
from rnnsim.model.edits import changes_between, edited
from rnnsim.model.eigenvalues import shortest
from rnnsim.model.iterations import MOST_ITERATIONS, checked_iterations
from rnnsim.model.kinds import EigenvaluesParameter
from rnnsim.model.lesson import Lesson, LessonError
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.session.session import Session
from rnnsim.model.settings import Eigenvalue, SettingError, Settings, shown
from rnnsim.translation import Phrase

SCHEME = "rnnsim:"
EXAMPLE = f"{SCHEME}cell=lstm&time_steps=24&iterations=240"

LONGEST = 4000
"""Characters of a share text: as many as the strictest chat programs let through in one piece."""

ITERATIONS = "iterations"
KEYS = (*PARAMETERS, ITERATIONS)

_BREAK = r"[ \t]{0,8}[\r\n]{1,4}[\s>]{0,40}"
"""Between two lines, with what mail programs put before one that they quote; bounded, for time."""

_BEGINNING = re.compile(
    rf"{SCHEME}\s*(?=[a-z_]{{1,40}}(?:{_BREAK}[a-z_]{{0,40}})?=)", re.IGNORECASE
)
_WORD = re.compile(r"[\w.~%=&;-]+", re.ASCII)

_MOST_TRIED, _MOST_LINES = 10, 200
"""Share texts tried in a message, and lines of each: a hostile one shall not take long."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""What programs put into long words so that they can be broken."""

_ENDING = "._~&;-"
"""What may follow the text in a message, as a full stop does; it never ends with it itself."""

_ENCODING = {"encoding": "utf-8", "errors": "surrogatepass"}


class ShareError(LessonError):
    """A share text that cannot be made or read; says why."""


def share_text(settings: Settings, iterations: int) -> str:
    """The text from which `parse_share` reads settings and iterations back.

    Raises
    ------
    ShareError
        If it would be too long to be shared, or there are too many iterations: a file is then
        the way.
    """
    _require_iterations(iterations)
    changes = changes_between(Settings(), settings) or {"seed": settings.seed}
    words = [f"{key}={_quoted(_written(key, value))}" for key, value in changes.items()]
    if iterations:
        words.append(f"{ITERATIONS}={iterations}")
    text = SCHEME + "&".join(words)
    if len(text) > LONGEST:
        key = max(changes, key=lambda each: len(_written(each, changes[each])))
        raise ShareError(
            Phrase(
                "{key} is too long for a share text; save the session and share its file", key=key
            )
        )
    return text


def parse_share(text: str) -> tuple[Settings, int]:
    """Settings and iterations of the share text that stands in `text`, be it a whole message.

    Raises
    ------
    ShareError
        If there is none, or one that asks for what is not allowed; names what is.
    """
    refusal = ShareError(Phrase("there is no share text in it, such as {example}", example=EXAMPLE))
    for match in islice(_BEGINNING.finditer(text), _MOST_TRIED):
        for meant in _meant(text[match.end() : match.end() + 2 * LONGEST]):
            try:
                return _read(meant)
            except ShareError as error:
                refusal = error
    raise refusal


def is_share(text: str) -> bool:
    """Whether a share text seems to stand in `text`."""
    return _BEGINNING.search(text) is not None


def shared_session(text: str, lesson: Lesson) -> Session:
    """A session in `lesson` with what a share text says; raises `ShareError`."""
    settings, iterations = parse_share(text)
    return Session(lesson, Course(((0, settings),), iterations), views=lesson.views)


def _written(key: str, value: object) -> str:
    """A value as its row reads it."""
    row = PARAMETERS[key]
    text = row.format(value)
    if isinstance(row, EigenvaluesParameter) and row.parse(text) != value:
        return ",".join(map(_number, row.check(value)))  # their order too decides a run
    return text


def _number(value: Eigenvalue) -> str:
    real, imaginary = value
    sign = "-" if imaginary < 0.0 else "+"
    return f"{shortest(real)}{sign}{shortest(abs(imaginary))}i" if imaginary else shortest(real)


def _quoted(value: str) -> str:
    """Percent-encoded; the last character too where it could be taken for the message's."""
    text = quote(value, safe="", **_ENCODING)
    return f"{text[:-1]}%{ord(text[-1]):02X}" if text[-1:] and text[-1] in _ENDING else text


def _meant(text: str) -> Iterator[str]:
    """What a share text may be that begins `text`; the longest first.

    A program may have broken it into lines, or the message may go on in the next line.
    """
    readings: list[str] = []
    for line in re.split(_BREAK, text.translate(_INVISIBLE), maxsplit=_MOST_LINES):
        match = _WORD.match(line)
        if match is None or (readings and not _continues(readings[-1], match[0])):
            break
        readings.append("".join(readings[-1:]) + match[0])
        if match.end() < len(line):
            break
    yield from reversed(readings)


def _continues(before: str, line: str) -> bool:
    """Whether a line can go on with a text that was broken: words of a message do not."""
    return before[-1] in "&=%" or before[-2:-1] == "%" or any(sign in line for sign in "&=%")


def _read(text: str) -> tuple[Settings, int]:
    text = text.replace("&amp;", "&").rstrip(_ENDING)
    if len(text) > LONGEST:
        raise ShareError(Phrase("it has more than {most} characters", most=LONGEST))
    values: dict[str, str] = {}
    for word in text.split("&"):
        key, _, value = word.partition("=")
        if key not in KEYS:
            allowed = ", ".join(KEYS)
            raise ShareError(
                Phrase(
                    "{key} is not a setting; give some of {allowed}",
                    key=shown(key),
                    allowed=allowed,
                )
            )
        if key in values:
            raise ShareError(Phrase("{key} stands there twice; give it once", key=key))
        values[key] = _unquoted(key, value)
    try:
        iterations = _iterations(values.pop(ITERATIONS, "0"))
        changes = {key: parameter(key).parse(value) for key, value in values.items()}
        return edited(Settings(), changes), iterations
    except SettingError as error:
        raise ShareError(str(error)) from error


def _unquoted(key: str, value: str) -> str:
    try:
        return unquote(value, **_ENCODING)
    except UnicodeDecodeError as error:
        raise ShareError(Phrase("{key} is damaged: it is not valid text", key=key)) from error


def _iterations(text: str) -> int:
    try:
        return checked_iterations(float(text))
    except ValueError:
        return checked_iterations(text)  # which refuses it


def _require_iterations(iterations: int) -> None:
    if iterations > MOST_ITERATIONS:
        raise ShareError(Phrase("a share text has at most {most} iterations", most=MOST_ITERATIONS))
