"""The guide is whole: links lead somewhere, all has its section, what it prints is so."""

import importlib.util
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from rnnsim.cli.commands import COMMANDS, run
from rnnsim.model.lesson import lessons
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.target import VIEWS
from rnnsim.ui.help import guide

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONFIGURATION = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
NAVIGATION = re.findall(r"^ +- .+: (\S+)\.md$", CONFIGURATION, re.MULTILINE)
FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EACH_PAGE = pytest.mark.parametrize("name", NAVIGATION)


def _script(name):
    sys.path.insert(0, str(ROOT / "packaging"))  # they import one another
    try:
        spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses look there
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "packaging"))
    return module


SETTINGS, VIEW_PAGE = _script("settings_page"), _script("views_page")
SHOTS = _script("view_pictures")


def text_of(name):
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def headings(name):
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(name)), re.MULTILINE)
    return {guide.slug(re.sub(r"[*`\\]", "", heading)) for heading in found}


def commands():
    """Every line of the guide that is a command of rnnsim, and the page it stands on."""
    for name in NAVIGATION:
        for block in FENCE.findall(text_of(name)):
            for line in block.replace("\\\n", " ").splitlines():
                command = line.removeprefix("$ ").partition("  #")[0].partition(" >")[0]
                stands_for_others = "…" in command or "COMMAND" in command
                if command.startswith("rnnsim ") and not stands_for_others:
                    yield name, command


def test_every_page_is_in_the_navigation_and_in_the_same_order_in_the_window():
    assert set(NAVIGATION) == {path.stem for path in DOCS.glob("*.md")}
    assert len(set(NAVIGATION)) == len(NAVIGATION)
    left_to_the_site = {guide.VIEWS, "architecture", "translations"}
    assert [name for name in NAVIGATION if name not in left_to_the_site] == list(guide.PAGES)


@EACH_PAGE
def test_links_and_pictures_lead_somewhere(name):
    text = FENCE.sub("", text_of(name))
    for link in re.findall(r"\]\(([^()\s]+)\)", text):
        if link.startswith("https://"):
            continue
        path, _, heading = link.partition("#")
        assert (DOCS / path).exists(), link
        target = Path(path).stem or name
        assert not heading or heading in headings(target), link
        if "-light." in path:
            assert (DOCS / path.replace("-light.", "-dark.")).exists(), link


def test_every_view_has_its_section_with_a_picture():
    assert VIEW_PAGE.PAGE.read_text(encoding="utf-8") == VIEW_PAGE.page(), "make pictures"
    assert sorted(shot.view for shot in SHOTS.VIEW_SHOTS) == sorted(VIEWS)
    for topic in VIEW_PAGE.topics():
        section = text_of("views").partition(f"\n## {topic.title}\n")[2].partition("\n## ")[0]
        assert f"views/{topic.key}-light.webp" in section
        assert f"--view {topic.key} " in section


def test_every_setting_has_its_section():
    assert SETTINGS.PAGE.read_text(encoding="utf-8") == SETTINGS.page(), "make pictures"
    for each in PARAMETERS.values():
        heading = f"\n### {SETTINGS.heading(each)}\n"
        assert text_of("settings").count(heading) == 1, each.key
        section = text_of("settings").partition(heading)[2].partition("\n### ")[0]
        assert f"* `{each.key}`" in section


def test_every_lesson_and_command_has_its_section():
    for lesson in lessons().values():
        assert f"\n## {lesson.heading}\n" in text_of("lessons")
    for name in COMMANDS:
        assert f"\n## {name}\n" in text_of("command-line")


def test_every_command_of_the_guide_is_understood(monkeypatch, capsys):
    understood = []
    for name in COMMANDS.values():
        module = import_module(f"rnnsim.cli.{name}")
        monkeypatch.setattr(module, "run", lambda options: understood.append(options) or 0)
    for page, command in commands():
        said = run(shlex.split(command)[1:]), capsys.readouterr().err
        assert said == (0, ""), f"{page}.md: {command}"
    assert len(understood) > 40


CHECKED = FENCE.findall(text_of("teaching"))[-1].strip().split("\n\n")


@pytest.mark.parametrize("block", CHECKED, ids=lambda block: block.partition("\n")[0])
def test_teaching_says_what_the_program_prints(block, capsys):
    command, *said = block.splitlines()
    assert said
    assert run(shlex.split(command.removeprefix("$ rnnsim "))) == 0
    printed = capsys.readouterr().out
    for line in said:
        assert like(line) in map(like, printed.splitlines()), printed


def like(line):
    """A line with two digits of every number: the last ones are the machine's."""
    return re.sub(r"\d+\.\d+(e[+-]\d+)?", lambda found: f"{float(found[0]):.1e}", line)


def test_wheel_and_packages_ship_the_pages_where_the_help_looks_for_them():
    place = "rnnsim/resources/guide"
    assert f'"docs" = "{place}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"{place}"' in (ROOT / "packaging" / "rnnsim.spec").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_site_is_built_and_fetches_nothing(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    made = subprocess.run(
        [*command, "--site-dir", str(tmp_path)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    pages = list(tmp_path.glob("*.html"))
    assert {path.stem for path in pages} >= set(NAVIGATION)
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert not re.search(r'<(?:img|script|link|iframe)[^>]*"(?:https?:)?//', html), path.name
    for path in tmp_path.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", path.read_text("utf-8"))
    assert 'class="only-dark"' in (tmp_path / "views.html").read_text(encoding="utf-8")
    assert (tmp_path / "assets" / "Inter-Regular.otf").stat().st_size > 0
