"""Make the shipped fonts that stand beside Inter (make fonts [SOURCE=...]).

Signs that Inter lacks, ᵀ ∘ ⟨ ⟩ ∇, are made of its own T ◦ ‹ › Δ.  With SOURCE the Chinese
characters that rnnsim's texts use are cut out of Noto Sans CJK.

SOURCE is NotoSansCJK-Regular.ttc, of Debian's fonts-noto-cjk.  To be run again when a translation
brings a new character; a test says so.  Other characters, such as those of a user's text, are left
to the fonts of the system.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
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

INTER = ROOT / "resources" / "fonts" / "Inter-Regular.otf"
SIGNS = ROOT / "resources" / "fonts" / "Signs-Regular.otf"
SIGNS_FAMILY = "rnnsim Signs"

SUPERSCRIPT = (0.62, 0.0, 0.0, 0.62, 0.0, 0.275)
"""How a T becomes ᵀ: scaled, and raised by a share of the em, to end where capitals end."""


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
    _name(font, FAMILY)
    return font


def signs() -> TTFont:
    """ᵀ ∘ ⟨ ⟩ ∇, made of Inter's T ◦ ‹ › Δ."""
    font = TTFont(INTER)
    options = Options()
    options.layout_features = []
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(text="T◦‹›Δ")
    subsetter.subset(font)
    made_of = font.getBestCmap()
    _raise(font, made_of[ord("T")])
    _turn_over(font, made_of[ord("Δ")])
    made = {ord(sign): made_of[ord(of)] for sign, of in zip("ᵀ∘⟨⟩∇", "T◦‹›Δ", strict=True)}
    for table in font["cmap"].tables:
        table.cmap = made
    _name(font, SIGNS_FAMILY)
    return font


def _raise(font: TTFont, name: str) -> None:
    """Make a letter its own superscript."""
    *linear, dx, rise = SUPERSCRIPT
    rise *= font["head"].unitsPerEm
    _redraw(font, name, (*linear, dx, rise), scale=SUPERSCRIPT[0])


def _turn_over(font: TTFont, name: str) -> None:
    """Stand a letter on its head, between the same lines."""
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    _, bottom, _, top = pen.bounds
    _redraw(font, name, (1.0, 0.0, 0.0, -1.0, 0.0, bottom + top), scale=1.0)


def _redraw(font: TTFont, name: str, transform: tuple[float, ...], *, scale: float) -> None:
    """Draw a glyph as a transform makes it, with its width scaled."""
    width, left = font["hmtx"][name]
    width, left = round(scale * width), round(scale * left)
    glyphs = font.getGlyphSet()
    pen = T2CharStringPen(width, glyphs)
    glyphs[name].draw(TransformPen(pen, transform))
    top = font["CFF "].cff.topDictIndex[0]
    old = top.CharStrings[name]
    top.CharStrings[name] = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
    font["hmtx"][name] = (width, left)


def _name(font: TTFont, family: str) -> None:
    """Call a font otherwise than what it was made of, and date it never."""
    plain = family.replace(" ", "")
    names = {1: family, 4: family, 6: plain, 16: family}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    if "CFF " in font:
        font["CFF "].cff.fontNames = [plain]
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False


def main() -> int:
    """Write the signs, and with a source the Chinese characters."""
    if len(sys.argv) > 2:
        print(__doc__)
        return 2
    signs().save(SIGNS)
    print(f"{SIGNS.name}: {SIGNS.stat().st_size} bytes")
    if len(sys.argv) == 2:
        cut(Path(sys.argv[1])).save(TARGET)
        print(f"{TARGET.name}: {len(characters())} characters, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
