"""Where the shipped files are: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def resources_folder() -> Path:
    """The folder of shipped files."""
    shipped = PACKAGE / "resources"
    return shipped if shipped.is_dir() else PACKAGE.parent / "resources"


def guide_folder() -> Path:
    """The folder of the user guide's pages."""
    shipped = resources_folder() / "guide"
    return shipped if shipped.is_dir() else PACKAGE.parent / "docs"


def resource_paths(folder: str, suffix: str) -> list[Path]:
    """The files of `folder` whose names end in `suffix`, by name."""
    return sorted(path for path in (resources_folder() / folder).glob(f"*{suffix}"))
