"""The user's language: every text that is shown goes through `tr`.

Texts are English in the code.  `tr` looks a text up when it is shown, so that the language can be
changed; tables that are made at import mark theirs with `noted` and translate when they are read.
The catalogues are GNU gettext's, under ``resources/translations``.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rnnsim.resources import resources_folder

DOMAIN = "rnnsim"
ENGLISH = "en"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = ENGLISH


def use_language(name: str | None = None) -> None:
    """Translate into a language such as ``de`` or ``zh_CN`` from now on; None: the system's.

    What has no translation stays English.
    """
    # one language at a time, as of the process's locale
    global _catalogue, _language  # noqa: PLW0603
    folder = str(resources_folder() / "translations")
    _language = system_language() if name is None else name
    _catalogue = gettext.translation(DOMAIN, folder, [_language], fallback=True)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Translate into another language for a while."""
    before = _language
    use_language(name)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The language that is translated into, as it was asked for."""
    return _language


def system_language() -> str:
    """The language of the environment, such as ``de_DE``; English where none is set."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value.partition(".")[0]
    return locale.getlocale()[0] or ENGLISH


class Phrase(str):
    """An English text put together from a template; `tr` says it in the user's language.

    It is its English text, so that who knows nothing of languages needs to know nothing of it.
    Values that are phrases themselves, or texts in the catalogues, are translated with it.

    Parameters
    ----------
    template : str
        With placeholders as of `str.format`; a literal, so that it is found for the catalogues.
    **values
        What they stand for.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Phrase:
        self = super().__new__(cls, template.format(**values) if values else template)
        self.template = template
        self.values = values
        return self


def tr(text: str) -> str:
    """`text` in the user's language."""
    if isinstance(text, Phrase) and text.values:
        said = {key: tr(v) if isinstance(v, str) else v for key, v in text.values.items()}
        return tr(text.template).format(**said)
    return _catalogue.gettext(text) if text else ""


def noted(text: str) -> str:
    """`text` itself, marked for the catalogues; to be shown through `tr`."""
    return text
