"""Whose code is shipped: the bill of materials, the licences' texts, and the notice over them.

`materials.toml` says which project each binary is of.  A build that meets a binary of no project
there fails: nothing is shipped of which nobody has looked at the licence.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path, PurePosixPath

import identity

HERE = Path(__file__).parent
TEXTS = HERE / "licences"
TABLE = HERE / "materials.toml"
NOTICE, BILL = "THIRD-PARTY.md", "bill-of-materials.json"

MAGIC = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How binaries of Linux, Windows and macOS begin."""


class UnlistedError(ValueError):
    """A binary would be shipped that no project of the table owns."""


@dataclass(frozen=True)
class Project:
    """One project whose work is shipped; the fields are described in ``materials.toml``."""

    name: str
    home: str
    version: str
    licence: str
    texts: tuple[str, ...]
    files: tuple[str, ...]
    note: str = ""
    always: bool = False

    def version_in(self, files: Sequence[str] = ()) -> str:
        """The version that is shipped, as these `files` of it."""
        kind, _, name = self.version.partition(" ")
        if kind == "dist":
            return metadata.version(name)
        if kind == "python":
            return platform.python_version()
        if kind == "rnnsim":
            return identity.VERSION
        if kind == "file":
            found = {re.sub(r"^.*?\.(?:so|dll)\.?", "", PurePosixPath(file).name) for file in files}
            return "ABI " + ", ".join(sorted(found)) if found else "unknown"
        return self.version


def projects(table: Path = TABLE) -> tuple[Project, ...]:
    """Read the table."""
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["project"]
    return tuple(
        Project(**{**row, "texts": tuple(row["texts"]), "files": tuple(row["files"])})
        for row in rows
    )


def owner(file: str, among: Iterable[Project]) -> Project | None:
    """The project that a binary is of: the one that names it most closely."""
    name = file.replace("\\", "/").removeprefix("_internal/")
    fits = [
        (len(pattern), project)
        for project in among
        for pattern in project.files
        if fnmatch(name, pattern) and ("/" in pattern or "/" not in name)
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def owned(files: Iterable[str], among: Sequence[Project]) -> dict[Project, list[str]]:
    """The binaries of each project; raises `UnlistedError` where one is of none."""
    found: dict[Project, list[str]] = {project: [] for project in among}
    unlisted = []
    for file in sorted(files):
        project = owner(file, among)
        if project is None:
            unlisted.append(file)
        else:
            found[project].append(file)
    if unlisted:
        raise UnlistedError(
            f"{', '.join(unlisted)}: of no project in {TABLE.name}; find out whose it is and what"
            " its licence asks for, or leave it out (trimming.py)"
        )
    return found


def binaries_in(folder: Path) -> list[str]:
    """The binaries of a folder, told by how they begin; links are not followed."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and _is_binary(path)
    ]


def _is_binary(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4).startswith(MAGIC)


def bill(files: Mapping[str, Path], among: Sequence[Project]) -> dict[str, object]:
    """A bill of materials in the form of CycloneDX: every project, and its binaries.

    Parameters
    ----------
    files
        Each binary's name in the folder, and where it is.
    among
        The projects it may be of.
    """
    components = []
    for project, names in owned(files, among).items():
        if not _is_shipped(project, names):
            continue
        components.append(
            {
                "type": "library",
                "name": project.name,
                "version": project.version_in(names),
                "licenses": [{"expression": project.licence}],
                "externalReferences": [{"type": "website", "url": project.home}],
                "components": [_file(name, files[name]) for name in names],
            }
        )
    about = {"type": "application", "name": "rnnsim", "version": identity.VERSION}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
    }


def _is_shipped(project: Project, names: Sequence[str]) -> bool:
    return bool(names) or project.always


def _file(name: str, path: Path) -> dict[str, object]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def write(folder: Path, files: Mapping[str, Path], among: Sequence[Project]) -> None:
    """Write the notice, the bill and all texts into a new `folder`."""
    found = owned(files, among)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shipped = [project for project in among if _is_shipped(project, found[project])]
    for project in shipped:
        for text in project.texts:
            for source, name in _texts(text):
                shutil.copyfile(source, folder / name)
    made = json.dumps(bill(files, among), indent=1, ensure_ascii=False)
    (folder / BILL).write_text(made + "\n", encoding="utf-8")
    (folder / NOTICE).write_text(notice(shipped, found), encoding="utf-8")


def _texts(text: str) -> list[tuple[Path, str]]:
    """The files that an entry of `texts` means, and what they are called when shipped."""
    kind, _, name = text.partition(" ")
    if kind != "dist":
        path = TEXTS / text
        return [
            (path, path.name if path.parent == TEXTS else _flat(Path("rnnsim", *path.parts[-2:])))
        ]
    found = []
    for file in metadata.files(name) or ():
        parts = PurePosixPath(file).parts
        if ".dist-info" in parts[0] and "licenses" in parts:
            path = Path(str(file.locate()))
            found.append((path, _flat(Path(name, *parts[parts.index("licenses") + 1 :]))))
    if not found:
        raise FileNotFoundError(f"{name} brings no text of its licence")
    return found


def _flat(path: Path) -> str:
    """A path as one file's name."""
    name = "-".join(part.removeprefix("..") for part in path.parts if part.strip("."))
    return name if name.endswith((".txt", ".md")) else name + ".txt"


def notice(shipped: Iterable[Project], found: Mapping[Project, Sequence[str]]) -> str:
    """The notice that stands over all."""
    lines = [(TEXTS / "notice.md").read_text(encoding="utf-8").rstrip(), ""]
    for project in shipped:
        version = project.version_in(found[project])
        texts = ", ".join(name for text in project.texts for _, name in _texts(text)[:1])
        lines += [f"## {project.name} {version}", "", f"Licence: {project.licence}  "]
        lines += [f"Text: {texts}  "] if texts else []
        lines += [f"From: {project.home}", ""]
        lines += [project.note, ""] if project.note else []
    values = {"version": identity.VERSION, "qt": metadata.version("PySide6_Essentials")}
    text = "\n".join(lines)
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
