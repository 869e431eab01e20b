"""The catalogues are whole, compiled, and say the same as the English texts."""

import ast
import gettext
import re
import sys
from pathlib import Path

import pytest

import rnnsim
from rnnsim import translation
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError
from rnnsim.translation import Phrase, speaking, tr

ROOT = Path(rnnsim.__file__).parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
try:
    import translations as catalogues
finally:
    sys.path.pop(0)

IN_EVERY_LANGUAGE = pytest.mark.parametrize("language", catalogues.LANGUAGES)


@pytest.fixture(scope="module")
def texts():
    return {str(each.id) for each in catalogues.template() if each.id}


def entries(language):
    return [each for each in catalogues.read(catalogues.po_path(language), language) if each.id]


def placeholders(text):
    """The names in braces; a formula's braces, such as those of h_{t−1}, are none."""
    return sorted(re.findall(r"\{([A-Za-z]\w*)(?:![rs])?(?::[^{}]*)?\}", text))


@IN_EVERY_LANGUAGE
def test_every_text_has_a_translation(language, texts):
    there = {str(each.id) for each in entries(language)}
    assert there == texts, "type: make translations"
    catalogue = catalogues.read(catalogues.po_path(language), language)
    assert catalogues.untranslated(catalogue) == []


def test_the_template_is_up_to_date(texts):
    stored = catalogues.read(catalogues.FOLDER / "rnnsim.pot", None)
    assert {str(each.id) for each in stored if each.id} == texts, "type: make translations"


@IN_EVERY_LANGUAGE
def test_what_is_loaded_is_what_was_translated(language):
    path = catalogues.po_path(language)
    compiled = catalogues.compiled(catalogues.read(path, language))
    assert path.with_suffix(".mo").read_bytes() == compiled, "type: make translations"
    with path.with_suffix(".mo").open("rb") as file:
        loaded = gettext.GNUTranslations(file)
    for each in entries(language):
        assert loaded.gettext(each.id) == each.string


@IN_EVERY_LANGUAGE
def test_placeholders_are_kept(language):
    for each in entries(language):
        assert placeholders(each.string) == placeholders(each.id), each.id


@IN_EVERY_LANGUAGE
def test_no_markup_and_no_space_goes_astray(language):
    for each in entries(language):
        assert re.search(r"</?[a-z]+>|&[a-z]+;", each.string) is None, each.id
        if language == "de":
            assert each.string[-1:].isspace() == each.id[-1:].isspace(), each.id
        assert each.string == each.string.lstrip(), each.id
        assert each.string.count("&") == each.id.count("&"), f"the menu key of {each.id}"
        assert each.string.count("\n") == each.id.count("\n"), each.id


@IN_EVERY_LANGUAGE
def test_formulas_are_kept(language):
    """What is said of a quantity is said of the same quantity."""
    symbol = re.compile(r"[ρσγτηνλφθ][₁′]?|∂[A-Za-zₜ]|‖|W_[a-z]+|[hc]_\{?[tTk]")
    for each in entries(language):
        assert set(symbol.findall(each.string)) == set(symbol.findall(each.id)), each.id


def test_texts_are_literals():
    """A text put together inside tr is in no catalogue."""
    inside = re.compile(r"""\b(?:tr|noted|Phrase)\(\s*f["']""")
    for path in (ROOT / "rnnsim").rglob("*.py"):
        assert inside.search(path.read_text("utf-8")) is None, path


def test_every_literal_is_gathered(texts):
    """What gathers the texts does not look into f-strings."""
    for path in (ROOT / "rnnsim").rglob("*.py"):
        calls = [each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if marks(each)]
        said = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
        assert said - {""} <= texts, path


def marks(node):
    """Whether it is a call that marks a text."""
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in catalogues.KEYWORDS and bool(node.args)


def test_every_word_of_the_table_of_parameters_can_be_translated(texts):
    for row in PARAMETERS.values():
        assert {row.label, row.help, row.effect.value, row.group.value} <= texts
        for choice in getattr(row, "choices", ()):
            assert choice.help in texts


def test_a_language_is_spoken_for_a_while():
    assert tr("spectral radius") == "spectral radius"
    with speaking("de"):
        assert tr("spectral radius") == "Spektralradius"
        assert tr("no text of rnnsim") == "no text of rnnsim"
    with speaking("zh_CN"):
        assert tr("spectral radius") == "谱半径"
    with speaking("tlh"):
        assert tr("spectral radius") == "spectral radius"
    assert tr("spectral radius") == "spectral radius"
    assert tr("") == ""


def test_the_system_s_language_is_that_of_its_environment(monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "de_AT.UTF-8")
    assert translation.system_language() == "de_AT"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert translation.system_language() == "zh_CN"


def test_a_phrase_is_its_english_text_and_can_be_said_in_another():
    inner = Phrase("a whole number from {least:.0f} to {most:.0f}", least=1.0, most=256.0)
    outer = Phrase("{allowed}, or {word}", allowed=inner, word="chrono")
    assert outer == "a whole number from 1 to 256, or chrono"
    assert tr(outer) == str(outer)
    with speaking("de"):
        assert tr(outer) == "eine ganze Zahl von 1 bis 256, oder chrono"
    assert Phrase("100 {percent") == "100 {percent", "without values there is nothing to put in"


@pytest.mark.parametrize("key", PARAMETERS)
def test_every_refusal_can_be_translated(key):
    with pytest.raises(SettingError) as refusal:
        PARAMETERS[key].check(object())
    with speaking("de"):
        assert tr(refusal.value.allowed) != refusal.value.allowed


def test_a_refused_list_of_eigenvalues_says_why_in_every_language():
    with pytest.raises(SettingError) as refusal:
        PARAMETERS["eigenvalues"].parse("0.9, 0.5+0.3i")
    assert refusal.value.allowed.endswith("(write 0.5±0.3i)")
    with speaking("de"):
        said = tr(refusal.value.allowed)
    assert said.endswith("0.5+0.3i hat keine Konjugierte 0.5-0.3i (schreiben Sie 0.5±0.3i)")
