"""``rnnsim completion``: what a shell needs to complete commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping

from rnnsim.model.figure import SIZES
from rnnsim.model.lesson import lessons
from rnnsim.model.parameters import PARAMETERS

HELP = "print what completes commands in a shell"

DESCRIPTION = """\
Print a script with which a shell completes commands, options, lessons, views
and settings."""

EXAMPLES = """examples:
  rnnsim completion bash > ~/.local/share/bash-completion/completions/rnnsim
  rnnsim completion zsh > ~/.zfunc/_rnnsim     with ~/.zfunc in fpath
  rnnsim completion fish > ~/.config/fish/completions/rnnsim.fish"""

SHELLS = ("bash", "zsh", "fish")

Completion = Mapping[str, object]
"""By the name of a shell, as shtab takes it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what it takes."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    known: dict[str, Completion] = {
        "lesson": _words("lesson", lessons(), files=True),
        "set": _words("key", (f"{key}=" for key in PARAMETERS)),
        "vary": _words("key", (f"{key}=" for key in PARAMETERS)),
        "size": _words("size", SIZES),
        **dict.fromkeys(("output", "figure", "text"), shtab.FILE),
    }
    for action in _actions(options.parser):
        if action.dest in known:
            action.complete = known[action.dest]  # type: ignore[attr-defined]
    print(shtab.complete(options.parser, options.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments, those of the commands too."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)


def _words(name: str, words: Iterable[str], *, files: bool = False) -> Completion:
    """What completes some words, none of which has a space in it, and perhaps files."""
    listed, function = " ".join(words), f"_rnnsim_complete_{name}"
    spaced = f"printf '%s\\n' {listed}"
    bash = f"{function}() {{\n  compgen -W '{listed}' -- \"$1\"\n"
    bash += '  _shtab_compgen_files "$1"\n}' if files else "}"
    return {
        "bash": function,
        "zsh": f"{{compadd -- {listed}; _files}}" if files else f"({listed})",
        "fish": f"({spaced}; __fish_complete_path (commandline -ct))" if files else f"({spaced})",
        "preamble": {"bash": bash},
    }
