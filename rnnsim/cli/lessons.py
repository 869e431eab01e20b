"""``rnnsim lessons``."""

from __future__ import annotations

import argparse

from rnnsim.model.lesson import lessons

HELP = "list the lessons"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Print name, title and claim of every lesson."""
    for lesson in lessons().values():
        print(f"{lesson.name:12} {lesson.heading}\n{'':12} {lesson.claim}")
    return 0
