"""When a commit may be released."""

import pytest

CHANGELOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-29

### Added

- Something.

## [1.1.0] - 2026-01-01

- The first.
"""


@pytest.fixture
def check(script):
    return script("release_check")


def test_all_agree(check):
    assert check.problems("1.2.0", CHANGELOG, ["v1.2.0"], is_clean=True) == []


@pytest.mark.parametrize(
    ("version", "changelog", "tags", "is_clean", "said"),
    [
        ("1.2.0", CHANGELOG, [], True, "lacks the tag v1.2.0; it has none"),
        ("1.2.0", CHANGELOG, ["v1.1.0"], True, "its tags are v1.1.0"),
        ("1.3.0", CHANGELOG, ["v1.3.0"], True, "says nothing of 1.3.0"),
        ("1.2.0", CHANGELOG.replace(" - 2026-11-29", ""), ["v1.2.0"], True, "does not say when"),
        (
            "1.2.0",
            CHANGELOG.replace("]\n\n## [1.2", "]\n\n- More.\n\n## [1.2"),
            ["v1.2.0"],
            True,
            "Unreleased",
        ),
        ("1.2.0", CHANGELOG, ["v1.2.0"], False, "not committed"),
        ("1.2", CHANGELOG, ["v1.2"], True, "not such as 1.2.3"),
    ],
)
def test_what_does_not_agree_is_said(check, version, changelog, tags, is_clean, said):
    assert said in "\n".join(check.problems(version, changelog, tags, is_clean))


def test_the_changelog_of_the_project_can_be_read(check):
    text = (check.identity.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Unreleased" in check.sections(text)
