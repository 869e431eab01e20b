"""What the .deb depends on: the packages of all libraries that are wanted and not shipped."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from system_packages import QT, WAYLAND, XCB
from trimming import libraries_wanted_by

BASE = {
    "libc.so.6": "libc6",
    "libm.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Libraries that every system has, and their packages."""

NEWEST = re.compile(r"GLIBC_(\d+)\.(\d+)")


class UnknownLibraryError(ValueError):
    """A library is wanted that no package is known for."""


def packages() -> dict[str, str]:
    """For each soname the packages that carry it, in the form of a dependency."""
    known = dict(BASE)
    for need in (*QT, *XCB, *WAYLAND):
        known[need.name] = " | ".join(reversed(need.packages))  # the newest name first
    return known


def is_for_wayland(name: str) -> bool:
    """Whether a binary is used under Wayland only; without it Qt takes X11."""
    return "wayland" in name.lower()


def dependencies(
    wanted: Mapping[str, Iterable[str]], known: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """What must be there, and what should.

    Parameters
    ----------
    wanted
        Each shipped binary, and the sonames it refers to.
    known
        The packages of each soname.
    """
    shipped = {PurePosixPath(name).name for name in wanted}
    needed: set[str] = set()
    recommended: set[str] = set()
    for name, sonames in wanted.items():
        for soname in set(sonames) - shipped:
            if soname not in known:
                raise UnknownLibraryError(f"{soname}, wanted by {name}, is of no known package")
            (recommended if is_for_wayland(name) else needed).add(known[soname])
    return sorted(needed), sorted(recommended - needed)


def of_folder(folder: Path, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The dependencies of the binaries `names` in `folder`; of libc with its version."""
    wanted = {name: libraries_wanted_by(str(folder / name)) for name in names}
    needed, recommended = dependencies(wanted, packages())
    major, minor = max(_libc(folder / name) for name in wanted)
    versioned = f"libc6 (>= {major}.{minor})"
    return [versioned if name == "libc6" else name for name in needed], recommended


def _libc(path: Path) -> tuple[int, int]:
    """The newest version of the C library that a binary asks for."""
    said = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True)
    found = [(int(major), int(minor)) for major, minor in NEWEST.findall(said.stdout)]
    return max(found, default=(0, 0))
