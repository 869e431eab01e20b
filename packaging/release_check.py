"""Say whether version, changelog and tag agree (make release-check).

    python packaging/release_check.py [--notes]

With ``--notes`` print what the changelog says of this version instead.

A release is made of a commit that is tagged ``v`` and the version in rnnsim/version.py, and whose
CHANGELOG.md has a section for it, dated, under an empty "Unreleased".
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

import identity

VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?")
HEADING = re.compile(
    r"^## \[(?P<name>[^]]+)\](?: [-–] (?P<date>\d{4}-\d\d-\d\d))?\s*$", re.MULTILINE
)


def sections(changelog: str) -> dict[str, tuple[str | None, str]]:
    """The date and the text of each section."""
    found = list(HEADING.finditer(changelog))
    ends = [match.start() for match in found[1:]] + [len(changelog)]
    return {
        match["name"]: (match["date"], changelog[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    }


def problems(version: str, changelog: str, tags: Sequence[str], is_clean: bool) -> list[str]:
    """What keeps this commit from being a release.

    Parameters
    ----------
    version
    changelog
        The text of CHANGELOG.md.
    tags
        Those of this commit.
    is_clean
        Whether the files are as committed.
    """
    found = []
    if not VERSION.fullmatch(version):
        found.append(f"rnnsim/version.py says {version}, which is not such as 1.2.3 or 1.2.3rc1")
    if f"v{version}" not in tags:
        have = f"its tags are {', '.join(tags)}" if tags else "it has none"
        found.append(f"this commit lacks the tag v{version}; {have}")
    date, text = sections(changelog).get(version, (None, ""))
    if not text:
        found.append(f"CHANGELOG.md says nothing of {version}")
    elif date is None:
        found.append(f"CHANGELOG.md does not say when {version} was released")
    if sections(changelog).get("Unreleased", (None, ""))[1]:
        found.append("CHANGELOG.md has changes under Unreleased")
    if not is_clean:
        found.append("there are changes that are not committed")
    return found


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=identity.ROOT, capture_output=True, text=True, check=True
    ).stdout


def main(arguments: Sequence[str]) -> int:
    """Print what does not agree; 1 where something does not."""
    changelog = (identity.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if "--notes" in arguments:
        print(sections(changelog)[identity.VERSION][1])
        return 0
    tags = _git("tag", "--points-at", "HEAD").split()
    found = problems(identity.VERSION, changelog, tags, not _git("status", "--porcelain").strip())
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        print(f"v{identity.VERSION} may be released")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
