"""Cut the Chinese characters that rnnsim's texts use out of Noto Sans CJK (make fonts SOURCE=...).

SOURCE is NotoSansCJK-Regular.ttc, of Debian's fonts-noto-cjk.  To be run again when a translation
brings a new character; a test says so.  Other characters, such as those of a user's text, are left
to the fonts of the system.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "resources" / "fonts" / "Han-Regular.otf"
FAMILY = "rnnsim Han"
FACE = "Noto Sans CJK SC"
"""The face of the collection that draws characters as they are written in mainland China."""

LANGUAGE_NAMES = "简体中文"
IDEOGRAPHS_FROM = "\u2e80"
"""What comes before it Inter has, or nobody needs."""

NAMES = {1: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", ""), 16: FAMILY}
"""In the name table: the family, the full name, the PostScript name, the typographic family."""


def characters() -> str:
    """All characters of Chinese in the shipped texts."""
    texts = [LANGUAGE_NAMES]
    for pattern in ("translations/zh_CN/**/*.po", "help/zh_CN/*.md"):
        texts += [path.read_text("utf-8") for path in (ROOT / "resources").glob(pattern)]
    return "".join(sorted({each for text in texts for each in text if each >= IDEOGRAPHS_FROM}))


def cut(source: Path) -> TTFont:
    """The subset, under a name of its own: the whole font may be installed besides."""
    collection = TTCollection(str(source))
    font = next(each for each in collection if each["name"].getDebugName(1) == FACE)
    options = Options()
    options.layout_features = ["kern", "locl"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = NAMES[record.nameID]
    font["head"].created = font["head"].modified = 0
    return font


def main() -> int:
    """Write the subset."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    font = cut(Path(sys.argv[1]))
    font.recalcTimestamp = False
    font.save(TARGET)
    print(f"{TARGET.name}: {len(characters())} characters, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
