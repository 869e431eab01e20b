"""The recipes of CONTRIBUTING.md, followed step by step on a copy of the project.

Blocks are put where the page says, commands are run as it says; then the copy is asked whether what
was added is offered, trains, and is drawn.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

COPIED = ("docs", "mkdocs.yml", "packaging", "pyproject.toml", "resources", "rnnsim", "tests")

BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"\b(In|New file|At the end of)\s+`([^`]+)`((?:[^:.`]|`[^`]*`|\.(?=\w))*):\s*$")
"""What says, right above a block, where it goes."""

PAGES = """\
import sys

sys.path.insert(0, "packaging")
import settings_page, views_page

settings_page.write()
views_page.write()
"""

TYPESETTER = '''\
"""Stands in for ziamath, which need not be there: a formula is a bar of some length."""
from types import SimpleNamespace

config = SimpleNamespace()


class Latex:
    def __init__(self, source, size):
        self._width = 0.4 * size * len(source)

    def svg(self):
        bar = f'<rect x="0" y="-9" width="{self._width}" height="6"/>'
        return f'<svg viewBox="0 -18 {self._width} 24">{bar}</svg>'
'''


@dataclass(frozen=True)
class Block:
    """Lines, and what is said above them."""

    kind: str
    text: str
    said: str


def recipe(title: str) -> Iterator[Block]:
    """The blocks of one recipe, in their order."""
    _, _, text = PAGE.partition(f"\n## {title}\n")
    text = text.partition("\n## ")[0]
    assert text, f"CONTRIBUTING.md has no recipe “{title}”"
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    end = 0
    for found in BLOCK.finditer(text):
        yield Block(found[2], textwrap.dedent(found[3]), text[end : found.start()])
        end = found.end()


def changed(text: str, changes: str) -> str:
    """`text` with the lines of a block of changes taken out and put in.

    Lines that are there already must be there once.
    """
    lines = [line or " " for line in changes.splitlines()]
    assert {line[0] for line in lines} <= set(" +-"), changes
    before, after = (
        "".join(f"{line[1:]}\n" for line in lines if line[0] in kinds) for kinds in (" -", " +")
    )
    places = re.findall(f"^(?={re.escape(before)})", text, re.MULTILINE)
    assert len(places) == 1, f"not there, or more than once:\n{before}"
    return f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]


class Copy:
    """A copy of the project on which a recipe is followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name)
            else:
                shutil.copy2(ROOT / name, folder)
        (folder / "ziamath.py").write_text(TYPESETTER, encoding="utf-8")
        self._written: list[str] = []
        self._environment = os.environ | {"PYTHONPATH": str(folder), "LC_ALL": "C.UTF-8"}

    def follow(self, title: str) -> None:
        """Take every step of a recipe."""
        for block in recipe(title):
            if block.kind == "sh":
                for command in block.text.splitlines():
                    self._make(*shlex.split(command))
            else:
                self._put(block)

    def _put(self, block: Block) -> None:
        place = PLACE.search(block.said)
        assert place, f"nothing says where this goes:\n{block.text}"
        for name in (place[2], *re.findall(r"`([^`]+)`", place[3])):
            path = self.folder / name
            if path.suffix == ".py":
                self._written.append(name)
            if place[1] == "New file":
                assert not path.exists()
                path.write_text(block.text, encoding="utf-8")
                continue
            text = path.read_text(encoding="utf-8")
            at_end = place[1] == "At the end of"
            text = text + block.text if at_end else changed(text, block.text)
            path.write_text(text, encoding="utf-8")

    def _make(self, make: str, target: str, arguments: str = "ARGS=") -> None:
        """Do what the Makefile does, in this environment."""
        words = shlex.split(arguments.removeprefix("ARGS="))
        assert make == "make"
        if target == "run":
            self.python("-m", "rnnsim", *words)
        elif target == "test":
            self.test(*words)
        elif target == "check":  # but for the types, which take too long
            self.python("-m", "ruff", "check", *self._written)
            self.python("-m", "ruff", "format", "--check", *self._written)
        elif target == "pictures":  # its pages alone: drawing them all takes minutes
            self.python("-c", PAGES)
        elif target == "formulas":
            self.python("packaging/formulas.py")
        else:
            assert target == "translations"
            # what is new is not translated yet, which its exit code says
            self.python("packaging/translations.py", code=1)

    def test(self, *arguments: str, **environment: str) -> None:
        """Run tests, some of which must be there."""
        said = self.python(
            "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, **environment
        )
        assert " passed" in said

    def python(self, *arguments: str, code: int = 0, **environment: str) -> str:
        """Run Python in the copy, and return what it says."""
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self._environment | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert ended.returncode == code, f"{arguments}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def size_of(self, name: str) -> int:
        return (self.folder / name).stat().st_size


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("title", "added", "written"),
    [
        ("Add an activation", "activation=softsign", ("softsign.npz", "softsign.png")),
        ("Add a task", "task=parity", ("parity.npz", "parity.png")),
        ("Add a cell", "cell=ugrnn", ("ugrnn.npz", "ugrnn.png")),
        ("Add a view", "view=state_norm", ("state_norm.png", "state_norm.svg")),
    ],
)
def test_who_follows_a_recipe_has_what_it_promises(copy, title, added, written):
    copy.follow(title)
    assert all(copy.size_of(name) > 1000 for name in written)
    key, _, value = added.partition("=")
    command = "render" if key == "view" else "simulate"
    assert re.search(rf"\b{value}\b", copy.python("-m", "rnnsim", command, "--help"))
    copy.test("tests/ui/offered.py", RECIPE=added, PICTURE="window.png")
    assert copy.size_of("window.png") > 10_000


def test_every_recipe_is_followed():
    titles = re.findall(r"^## (Add .+)$", PAGE, re.MULTILINE)
    assert titles == ["Add an activation", "Add a task", "Add a cell", "Add a view"]


def test_a_place_that_has_gone_is_missed():
    block = " def there():\n+    return 1\n"
    assert changed("# first\ndef there():\n", block) == "# first\ndef there():\n    return 1\n"
    for text in ("def gone():\n", "def there():\ndef there():\n", "not def there():\n"):
        with pytest.raises(AssertionError, match="not there, or more than once"):
            changed(text, block)


def test_the_page_names_files_and_targets_that_there_are():
    named = re.findall(r"\]\(((?:docs/)?[\w-]+\.md|LICENSE)\)", PAGE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
    targets = set(re.findall(r"(?:`|^ *)make (\w+)", PAGE, re.MULTILINE))
    assert targets <= set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
