"""The manual page, from the parser of the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import identity

HIDDEN = (argparse._HelpAction, argparse._SubParsersAction)
"""Not told of each command: that there is help, said once above, and the commands themselves."""


def manual(parser: argparse.ArgumentParser, date: str) -> str:
    """Write the page in the language of man(7).

    Parameters
    ----------
    parser
        That of ``rnnsim``, with a parser for each command.
    date
        Of the release, as yyyy-mm-dd.
    """
    lines = [f'.TH RNNSIM 1 "{date}" "rnnsim {identity.VERSION}" "User Commands"']
    lines += [".SH NAME", f"rnnsim \\- {_text(_lower(identity.SUMMARY))}", ".SH SYNOPSIS"]
    commands = _commands(parser)
    lines += [".B rnnsim", "[\\fICOMMAND\\fR] [\\fIARGUMENTS\\fR]", ".SH DESCRIPTION"]
    lines += [_text(parser.description or ""), ".SH OPTIONS", *_options(parser), ".SH COMMANDS"]
    for what, command in commands.values():
        lines += [f".SS {_usage(command)}", _text(_sentence(what))]
        if command.description:
            lines += [".PP", _text(command.description)]
        lines += list(_options(command))
        if command.epilog:
            lines += [".PP", ".nf", _text(command.epilog), ".fi"]
    lines += [".SH EXIT STATUS", "0 when all went well, 1 when something failed, 2 when what was"]
    lines += ["asked for cannot be.", ".SH SEE ALSO", _text(identity.HOME_PAGE)]
    return "\n".join(lines) + "\n"


def _commands(
    parser: argparse.ArgumentParser,
) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    """Each command, what it does in a few words, and its own parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return {name: (said.get(name, ""), sub) for name, sub in action.choices.items()}
    return {}


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if action.help == argparse.SUPPRESS or isinstance(action, HIDDEN):
            continue
        yield ".TP"
        yield _heading(parser, action)
        yield _text(parser._get_formatter()._expand_help(action) if action.help else "")


def _heading(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    """How an option or a word is typed; what stands for something else in italics."""
    formatter = parser._get_formatter()
    default = action.dest.upper() if action.option_strings else action.dest
    value = "" if action.nargs == 0 else formatter._format_args(action, default)
    if not action.option_strings:
        return f"\\fI{_text(value)}\\fR"
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
    return f"{names} \\fI{_text(value)}\\fR" if value else names


def _usage(command: argparse.ArgumentParser) -> str:
    usage = " ".join(command.format_usage().split()).removeprefix("usage: ")
    return '"' + _text(re.sub(r"\s*\[-h\]", "", usage)).replace('"', "'") + '"'


def _text(text: str) -> str:
    """A text in which nothing is a command."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(
        "\\&" + line if line.startswith((".", "'")) else line for line in escaped.splitlines()
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
