"""The disk image for macOS, with the application and a link to where it goes.  Untried: see README.

With ``CODESIGN_IDENTITY`` set, the application is signed with it, ready to be notarized; otherwise
for this machine alone (ad hoc), and macOS asks before it first opens it elsewhere.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

import identity

ENTITLEMENTS = Path(__file__).parent / "entitlements.plist"


def sign(bundle: Path) -> None:
    """Sign the bundle and all that is in it."""
    who = os.environ.get("CODESIGN_IDENTITY", "-")
    command = ["codesign", "--force", "--deep", "--sign", who]
    if who != "-":  # what Apple's notary asks for
        command += ["--options", "runtime", "--timestamp", "--entitlements", str(ENTITLEMENTS)]
    subprocess.run([*command, str(bundle)], check=True)
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(bundle)], check=True)


def build(target: Path) -> Path:
    """Make the image of ``rnnsim.app`` in `target`, and return it."""
    bundle = target / "rnnsim.app"
    sign(bundle)
    staged = identity.ROOT / "build" / "disk"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    subprocess.run(["ditto", str(bundle), str(staged / bundle.name)], check=True)
    (staged / "Applications").symlink_to("/Applications")
    made = target / f"rnnsim-{identity.VERSION}-macos-{platform.machine()}.dmg"
    made.unlink(missing_ok=True)
    command = ["hdiutil", "create", "-volname", f"rnnsim {identity.VERSION}", "-fs", "HFS+"]
    command += ["-format", "ULMO", "-srcfolder", str(staged), str(made)]
    subprocess.run(command, check=True)
    return made
