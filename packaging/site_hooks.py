"""What MkDocs does besides: names of headings, pictures in the page's colours, the typeface."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from markdown.extensions.toc import slugify_unicode

ROOT = Path(__file__).parent.parent
FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")

_PICTURE = re.compile(r'<img alt="([^"]*)" src="([^"]*)-light\.(webp|svg)"\s*/?>')


def on_config(config: Any, **_: Any) -> None:
    """Name headings as the help window does."""
    config["mdx_configs"]["toc"]["slugify"] = _slug


def _slug(title: str, separator: str) -> str:
    """A name that begins with a letter: with a digit the theme's script fails on it."""
    made: str = slugify_unicode(title, separator)
    return f"n{made}" if made[:1].isdigit() else made


def on_page_content(html: str, **_: Any) -> str:
    """Show of every picture the one that suits the colours chosen; the other is not fetched."""
    return _PICTURE.sub(_both, html)


def _both(found: re.Match[str]) -> str:
    alt, path, ending = found.groups()
    return "".join(
        f'<img class="only-{theme}" alt="{alt}" src="{path}-{theme}.{ending}" loading="lazy">'
        for theme in ("light", "dark")
    )


def on_post_build(config: Any, **_: Any) -> None:
    """Put the typeface beside the style sheet, with its licence."""
    folder = Path(config["site_dir"]) / "assets"
    for name in (*FONTS, "OFL.txt"):
        (folder / name).write_bytes((ROOT / "resources" / "fonts" / name).read_bytes())
