"""``rnnsim check``."""

from __future__ import annotations

import argparse

HELP = "hold the engine against the literature"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Print every check; 1 where one fails."""
    from rnnsim.checks import main

    return main()
