"""The .deb: rnnsim in /opt, with all that a desktop wants to know of it."""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import dependencies
import icons
import identity
import manual
import materials

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
SHELLS = {
    "bash": "usr/share/bash-completion/completions/rnnsim",
    "zsh": "usr/share/zsh/vendor-completions/_rnnsim",
    "fish": "usr/share/fish/vendor_completions.d/rnnsim.fish",
}
DESCRIPTION = """\
see how gradients flow through time in recurrent networks
 A simulator of backpropagation through time for lectures and for learning
 alone. An unrolled recurrent network shows, step by step, how the gradient
 travels back from the loss, and why it vanishes or explodes.
 .
 The package brings its own Python, Qt and NumPy, in /opt."""


def build(folder: Path, target: Path, time: int) -> Path:
    """Make the package of a built `folder` and return it.

    Parameters
    ----------
    folder
        What PyInstaller made.
    target
        The folder to write to.
    time
        When every file was last changed, in seconds since 1970.
    """
    version, machine = identity.VERSION, ARCHITECTURES[platform.machine()]
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree / "opt" / "rnnsim", symlinks=True)
    date = datetime.fromtimestamp(time, UTC).date().isoformat()
    _lay_program(tree)
    _lay_desktop(tree, date)
    _lay_documents(tree, date, time)
    _lay_completions(tree)
    _lay_control(tree, folder, machine)
    _even(tree)
    made = target / f"rnnsim_{version}_{machine}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(tree), str(made)]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(time)})
    return made


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def filled(template: Path, date: str) -> str:
    """A file of this folder with what the packages say of rnnsim put in."""
    text = template.read_text(encoding="utf-8")
    values = {
        "ID": identity.ID,
        "VERSION": identity.VERSION,
        "SUMMARY": identity.SUMMARY,
        "HOME_PAGE": identity.HOME_PAGE,
        "PICTURES": identity.PICTURES,
        "MIME_TYPE": identity.MIME_TYPE,
        "DATE": date,
    }
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def _lay_program(tree: Path) -> None:
    link = tree / "usr" / "bin" / "rnnsim"
    link.parent.mkdir(parents=True)
    link.symlink_to("/opt/rnnsim/rnnsim")


def _lay_desktop(tree: Path, date: str) -> None:
    share = tree / "usr" / "share"
    _write(share / "applications" / "rnnsim.desktop", filled(HERE / "rnnsim.desktop", date))
    _write(share / "metainfo" / f"{identity.ID}.metainfo.xml", filled(HERE / "metainfo.xml", date))
    _write(share / "mime" / "packages" / "rnnsim.xml", filled(HERE / "mime.xml", date))
    drawn = ROOT / "build" / "icons"
    mime = identity.MIME_TYPE.replace("/", "-")
    for source, kind, name in (
        ("rnnsim", "apps", "rnnsim"),
        ("rnnsim-document", "mimetypes", mime),
    ):
        for size in icons.SIZES:
            _copy(
                icons.png(drawn, source, size),
                share / "icons" / "hicolor" / f"{size}x{size}" / kind / f"{name}.png",
            )
        vector = share / "icons" / "hicolor" / "scalable" / kind / f"{name}.svg"
        _copy(icons.SOURCES / f"{source}.svg", vector)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _lay_documents(tree: Path, date: str, time: int) -> None:
    from rnnsim.cli.commands import _parser

    _zip(tree / "usr/share/man/man1/rnnsim.1.gz", manual.manual(_parser(), date))
    documents = tree / "usr" / "share" / "doc" / "rnnsim"
    when = datetime.fromtimestamp(time, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    change = f"rnnsim ({identity.VERSION}) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n"
    _zip(documents / "changelog.gz", f"{change} -- {identity.MAINTAINER}  {when}\n")
    _copy(ROOT / "CHANGELOG.md", documents / "CHANGELOG.md")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    _write(
        documents / "copyright",
        f"rnnsim, {identity.HOME_PAGE}\n\n{licence}\n"
        "The work of others in it, and their licences, are in\n"
        f"/opt/rnnsim/{materials.NOTICE} and /opt/rnnsim/_internal/rnnsim/resources/licences.\n"
        "The GNU licences are also in /usr/share/common-licenses/GPL-3, LGPL-3 and LGPL-2.1.\n",
    )
    _copy(HERE / "lintian-overrides", tree / "usr/share/lintian/overrides/rnnsim")


def _zip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _lay_completions(tree: Path) -> None:
    program = tree / "opt" / "rnnsim" / "rnnsim"
    for shell, place in SHELLS.items():
        said = subprocess.run(
            [program, "completion", shell], check=True, capture_output=True, text=True
        )
        _write(tree / place, said.stdout)


def _lay_control(tree: Path, folder: Path, machine: str) -> None:
    needed, recommended = dependencies.of_folder(folder, materials.binaries_in(folder))
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    fields = {
        "Package": "rnnsim",
        "Version": identity.VERSION,
        "Section": "education",
        "Priority": "optional",
        "Architecture": machine,
        "Maintainer": identity.MAINTAINER,
        "Installed-Size": str(size),
        "Depends": ", ".join(needed),
        "Recommends": ", ".join(recommended),
        "Homepage": identity.HOME_PAGE,
        "Description": DESCRIPTION,
    }
    text = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
    _write(tree / "DEBIAN" / "control", text)


def _even(tree: Path) -> None:
    """Give everything the modes of installed files."""
    program = tree / "opt" / "rnnsim" / "rnnsim"
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
