"""What Windows shows of the programs in the Properties window."""

from __future__ import annotations

from pathlib import Path

import identity

TEMPLATE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'The rnnsim authors'),
      StringStruct('FileDescription', {summary!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', 'rnnsim'),
      StringStruct('LegalCopyright', {copyright!r}),
      StringStruct('OriginalFilename', 'rnnsim.exe'),
      StringStruct('ProductName', 'rnnsim'),
      StringStruct('ProductVersion', {version!r})])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows wants of a version such as 1.2.3."""
    parts = [int(part) for part in version.split(".") if part.isdigit()]
    major, minor, patch, build = (*parts, 0, 0, 0, 0)[:4]
    return major, minor, patch, build


def text(version: str = identity.VERSION) -> str:
    """The resource, as PyInstaller reads it."""
    return TEMPLATE.format(
        numbers=numbers(version),
        version=version,
        summary=identity.SUMMARY,
        copyright=identity.COPYRIGHT,
    )


def write(path: Path) -> None:
    """Write the resource."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(), encoding="utf-8")
