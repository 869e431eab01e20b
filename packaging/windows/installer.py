"""The installer for Windows, made by Inno Setup from ``rnnsim.iss``.  Untried: see README.md."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import identity

HERE = Path(__file__).parent


def compiler() -> str:
    """Inno Setup's compiler; raises `FileNotFoundError` where it is not installed."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)"))
    found = shutil.which("iscc") or shutil.which("ISCC.exe", path=str(usual / "Inno Setup 6"))
    if found is None:
        raise FileNotFoundError("Inno Setup 6 (iscc) is not installed")
    return found


def build(target: Path) -> Path:
    """Make the installer of the folder ``rnnsim`` in `target`, and return it."""
    name = f"rnnsim-{identity.VERSION}-windows-x86_64"
    values = {
        "Version": identity.VERSION,
        "HomePage": identity.HOME_PAGE,
        "Copyright": identity.COPYRIGHT,
        "Folder": str(target / "rnnsim"),
        "Output": str(target),
        "Name": name,
        "Icons": str(identity.ROOT / "build" / "icons"),
        "Licence": str(identity.ROOT / "LICENSE"),
    }
    defined = [f"/D{key}={value}" for key, value in values.items()]
    subprocess.run([compiler(), "/Q", *defined, str(HERE / "rnnsim.iss")], check=True)
    return target / f"{name}.exe"
