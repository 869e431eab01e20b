"""What MkDocs does besides: pictures in the colours of the page, and the typeface of the window."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")

_PICTURE = re.compile(r'<img alt="([^"]*)" src="([^"]*)-light\.(webp|svg)"\s*/?>')


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
