"""``rnnsim simulate``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnsim.cli.arguments import LESSON_HELP, count, lesson_of, output
from rnnsim.cli.progress import ProgressLine
from rnnsim.cli.report import report
from rnnsim.model.edits import edited
from rnnsim.model.parameters import PARAMETERS, parameter
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.text import read_text

HELP = "train without a window and write every number to a file"

DESCRIPTION = (
    "Make N iterations, and then one forward and backward pass on the next batch before its"
    " update. Prints a short report, and writes every number of that pass where -o says."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "\n".join(["settings and what they may be:", *map(_described, PARAMETERS)])
    parser.add_argument(
        "lesson", nargs="?", help=f"{LESSON_HELP}, to begin from; otherwise the defaults below"
    )
    parser.add_argument(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY=VALUE",
        help="change settings; may be repeated, in any order, before or after the lesson",
    )
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="UTF-8 text to read; chooses task=text"
    )
    parser.add_argument(
        "--iterations", type=count, default=0, metavar="N", help="weight updates (default: 0)"
    )
    parser.add_argument(
        "--diagnostics",
        action="store_true",
        help="also the gradient map, singular values and Lyapunov exponents, which take long",
    )
    parser.add_argument(
        "-o", "--output", type=output, metavar="OUT.npz", help="file to write; otherwise none"
    )


def _described(key: str) -> str:
    row = PARAMETERS[key]
    default = row.format(getattr(Settings(), key))
    return f"  {key}={default}\n      {row.allowed}"


def run(options: argparse.Namespace) -> int:
    """Simulate, save and report; nothing is half-written when that is interrupted."""
    lesson, pairs = _sorted(options.lesson, options.set)
    settings = _settings(lesson, pairs, options.text)
    from rnnsim.export.writing import require_writable
    from rnnsim.run.simulate import simulate

    if options.output is not None:
        require_writable(options.output)
    with ProgressLine(sys.stderr) as progress:
        result = simulate(
            settings, options.iterations, diagnostics=options.diagnostics, progress=progress
        )
    if options.output is not None:
        result.save(options.output)
    print(report(result, options.output))
    return 0


def _sorted(lesson: str | None, words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The lesson, which may stand behind the changes and so among them, and the changes."""
    pairs = [word for word in words if "=" in word]
    for word in words:
        if "=" in word:
            continue
        if lesson is not None or word in PARAMETERS:
            raise _no_pair(word)
        lesson = word
    return lesson, pairs


def _no_pair(word: str) -> SettingError:
    return SettingError("--set", word, "a setting and its value, such as hidden_size=32")


def _settings(lesson: str | None, pairs: Sequence[str], text: Path | None) -> Settings:
    """The lesson's settings, or the defaults, with all changes made at once."""
    start = Settings() if lesson is None else lesson_of(lesson).settings
    changes: dict[str, object] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if not key:
            raise _no_pair(pair)
        _add(changes, key, parameter(key).parse(value))
    if text is not None:
        content, note = read_text(text)
        if note:
            print(f"rnnsim: {note}", file=sys.stderr)
        _add(changes, "text", content)
        _add(changes, "task", "text")
    # in one order whatever that was given; fewer eigenvalues may have a smaller radius
    order = ("hidden_size", *PARAMETERS)
    return edited(start, {key: changes[key] for key in order if key in changes})


def _add(changes: dict[str, object], key: str, value: object) -> None:
    """Note a change; another one of the same setting would make their order matter."""
    if changes.setdefault(key, value) != value:
        raise SettingError(key, value, "one value for it; there is another")
