"""Build the packages of this system (make package); packaging/README.md says what comes of it.

    python packaging/build.py [folder|packages|checks]

Without an argument all of them.  What is made is in ``dist/``.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / system) for system in ("linux", "windows", "macos")]

import archive  # noqa: E402
import icons  # noqa: E402
import identity  # noqa: E402
import materials  # noqa: E402

ROOT = identity.ROOT
DIST = ROOT / "dist"
FOLDER = DIST / "rnnsim"
STEPS = ("folder", "packages", "checks")


def last_change() -> int:
    """When what is built was last changed, in seconds since 1970: the time of every file in it."""
    asked = os.environ.get("SOURCE_DATE_EPOCH")
    if asked:
        return int(asked)
    said = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(said.stdout) if said.returncode == 0 and said.stdout.strip() else int(time.time())


def build_folder() -> None:
    """Let PyInstaller make the folder, and see that no binary in it is of nobody."""
    icons.draw(ROOT / "build" / "icons")
    if sys.platform == "win32":
        import version_resource

        version_resource.write(ROOT / "build" / "version_resource.txt")
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(last_change()),
        # modules as they are: xz makes them smaller together than zlib one by one
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(DIST), "--workpath", str(ROOT / "build" / "pyinstaller")]
    subprocess.run([*command, str(HERE / "rnnsim.spec")], check=True, env=environment, cwd=ROOT)
    materials.owned(materials.binaries_in(FOLDER), materials.projects())
    if sys.platform == "linux":
        licences = FOLDER / "_internal" / "rnnsim" / "resources" / "licences"
        shutil.copyfile(licences / materials.NOTICE, FOLDER / materials.NOTICE)
        shutil.copyfile(ROOT / "LICENSE", FOLDER / "LICENSE.txt")


def build_packages() -> list[Path]:
    """Make what people download, and the list of its checksums."""
    made: list[Path] = []
    if sys.platform == "linux":
        import deb

        when = last_change()
        packed = DIST / f"rnnsim-{identity.VERSION}-linux-{platform.machine()}.tar.xz"
        archive.compress(FOLDER, packed, when)
        made = [packed, deb.build(FOLDER, DIST, when)]
    elif sys.platform == "win32":
        import installer

        made = [installer.build(DIST)]
    elif sys.platform == "darwin":
        import disk_image

        made = [disk_image.build(DIST)]
    sums = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made
    )
    (DIST / f"SHA256SUMS-{sys.platform}.txt").write_text(sums, encoding="utf-8")
    for path in made:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")
    return made


def check_packages() -> int:
    """Let the desktop's and Debian's own checkers look at what was made; return the exit status."""
    if sys.platform != "linux":
        return 0
    tree = ROOT / "build" / "deb" / "usr" / "share"
    package = next(DIST.glob(f"rnnsim_{identity.VERSION}_*.deb"))
    commands = (
        ["desktop-file-validate", str(tree / "applications" / "rnnsim.desktop")],
        ["appstreamcli", "validate", "--no-net", "--explain", *map(str, tree.glob("metainfo/*"))],
        ["lintian", "--fail-on", "error", "--allow-root", "--tag-display-limit", "0", str(package)],
    )
    failed = [command[0] for command in commands if subprocess.run(command, check=False).returncode]
    if failed:
        print(f"not content: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def main(asked: list[str]) -> int:
    """Take the steps that are asked for, in their order."""
    if not set(asked) <= set(STEPS):
        print(f"usage: build.py [{'|'.join(STEPS)}]", file=sys.stderr)
        return 2
    steps = asked or list(STEPS)
    DIST.mkdir(exist_ok=True)
    if "folder" in steps:
        build_folder()
    if "packages" in steps:
        build_packages()
    return check_packages() if "checks" in steps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
