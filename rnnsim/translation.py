"""The user's language: every text that is shown goes through `tr`.

Texts are English in the code.  `tr` looks a text up when it is shown, so that the language can be
changed; tables that are made at import mark theirs with `noted` and translate when they are read.
The catalogues are GNU gettext's, under ``resources/translations``.
"""

from __future__ import annotations

import gettext
import locale
import os

from rnnsim.resources import resources_folder

DOMAIN = "rnnsim"
ENGLISH = "en"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(name: str | None = None) -> None:
    """Translate into a language such as ``de`` or ``zh_CN`` from now on; None: the system's.

    What has no translation stays English.
    """
    global _catalogue  # noqa: PLW0603 - one language at a time, as of the process's locale
    folder = str(resources_folder() / "translations")
    wanted = [system_language() if name is None else name]
    _catalogue = gettext.translation(DOMAIN, folder, wanted, fallback=True)


def system_language() -> str:
    """The language of the environment, such as ``de_DE``; English where none is set."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value.partition(".")[0]
    return locale.getlocale()[0] or ENGLISH


def tr(text: str) -> str:
    """`text` in the user's language."""
    return _catalogue.gettext(text) if text else ""


def noted(text: str) -> str:
    """`text` itself, marked for the catalogues; to be shown through `tr`."""
    return text
