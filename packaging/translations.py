"""Gather the texts of rnnsim, bring the catalogues up to date, compile them (make translations).

Texts are the literals in `tr`, `noted` and `Phrase`, and what the shipped lessons say.  New ones
get an empty translation in every resources/translations/*/LC_MESSAGES/rnnsim.po, to be filled in
by hand or with an editor for catalogues; run it again to compile.  Texts no longer used go.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("de", "zh_CN")
AUTHORS = "the rnnsim authors"

KEYWORDS = {"tr": None, "noted": None, "Phrase": None}

# The history knows the dates; in the files they would make two builds of one text differ.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def template() -> Catalog:
    """All texts there are, with where they are used."""
    catalogue = _catalogue(None)
    for text, place in sorted([*code_texts(), *lesson_texts()]):
        catalogue.add(text, locations=[(place, 1)])
    return catalogue


def code_texts() -> Iterator[tuple[str, str]]:
    """The texts in the code, and the file of each."""
    found = extract_from_dir(
        ROOT / "rnnsim", method_map=[("**.py", "python")], keywords=KEYWORDS, options_map={}
    )
    for name, _line, text, _comments, _context in found:
        assert isinstance(text, str)
        if text:
            yield text, f"rnnsim/{Path(name).as_posix()}"


def lesson_texts() -> Iterator[tuple[str, str]]:
    """What the shipped lessons say, and the file of each."""
    for path in sorted((ROOT / "resources" / "lessons").glob("*.rnnsim")):
        lesson = json.loads(path.read_text(encoding="utf-8"))
        said = [lesson.get("title", ""), lesson.get("claim", "")]
        said += [scene.get("text", "") for scene in lesson.get("scenes", ())]
        yield from ((text, f"resources/lessons/{path.name}") for text in said if text)


def po_path(language: str) -> Path:
    """Where the translations into `language` are."""
    return FOLDER / language / "LC_MESSAGES" / "rnnsim.po"


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a .po file; an empty one where there is none."""
    if not path.exists():
        return _catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it at run time."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no translation, or one of another text."""
    return [str(each.id) for each in catalogue if each.id and (not each.string or each.fuzzy)]


def _catalogue(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="rnnsim",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        version="",
        copyright_holder=AUTHORS,
        msgid_bugs_address="",
        header_comment="# Texts of rnnsim; made by packaging/translations.py.",
        fuzzy=False,
    )


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    catalogue.last_translator = catalogue.language_team = AUTHORS
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    path.write_bytes(buffer.getvalue())


def main() -> int:
    """Bring everything up to date; the exit code says whether nothing is left to translate."""
    texts = template()
    _write(texts, FOLDER / "rnnsim.pot")
    missing = 0
    for language in LANGUAGES:
        path = po_path(language)
        catalogue = read(path, language)
        catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        _write(catalogue, path)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        left = untranslated(catalogue)
        missing += len(left)
        print(f"{language}: {len(catalogue)} texts, {len(left)} to be translated")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
