"""Pictures that carry the session they were made in: written into them, and read back.

Nothing of a picture is decoded but the pieces that it is made of: no pixels, and no XML, which is
searched for one element.  So there is nothing in a file that could be run or grow.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from rnnsim.export.xml import FORBIDDEN, escaped, unescaped
from rnnsim.model.lesson.content import LARGEST_FILE
from rnnsim.version import __version__

KEY = "rnnsim"

MOST_BYTES = 64 * 2**20
"""Of a file that is read."""

MOST_TEXT = LARGEST_FILE
"""Bytes of a session, as UTF-8: what can be saved can be carried."""

MOST_PIECES = 500_000
"""Chunks or blocks of a file; whoever writes more means to keep a reader busy."""

NAMESPACE = "urn:rnnsim:session"

PNG, GIF, PDF = b"\x89PNG\r\n\x1a\n", b"GIF8", b"%PDF-"

NOTHING = "there is no rnnsim session in this picture"
DAMAGED = "this picture is damaged"

_ELEMENT = re.compile(rb"<rnnsim:session(?:\s[^<>]{0,500})?>([^<]*)</rnnsim:session\s{0,20}>")

_OPENING = b"<rnnsim:session"


class CarryError(ValueError):
    """A picture without a session, or a session that no picture can carry; says why."""


# Reading


def session_text_in(path: Path) -> str:
    """The session's JSON text that a PNG, SVG, PDF, WebP or GIF file carries.

    What kind of file it is its bytes say, not its name.  Nothing is done with the text.

    Raises
    ------
    CarryError
        If there is none, the file is too large or damaged, or cannot be read.
    """
    return session_text_of(_bytes_of(path))


def session_text_of(data: bytes) -> str:
    """The same of a file's bytes."""
    if data.startswith(PNG):
        text = _in_png(data)
    elif data.startswith(GIF):
        text = _in_gif(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        text = _in_webp(data)
    elif PDF in data[:1024] or _is_svg(data):
        text = _in_element(data)
    else:
        raise CarryError("this is no picture that rnnsim writes: PNG, SVG, PDF, WebP or GIF")
    if len(text) > MOST_TEXT:
        raise CarryError(f"the session in this picture is larger than {MOST_TEXT // 2**20} MiB")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise CarryError("the session in this picture is no text") from None


def _bytes_of(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
            raise CarryError("this is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, CarryError):
            raise
        raise CarryError(getattr(error, "strerror", None) or str(error)) from error
    if len(data) > MOST_BYTES:
        raise CarryError(f"this file is larger than {MOST_BYTES // 2**20} MiB")
    return data


def _is_svg(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and b"<svg" in start


def _in_png(data: bytes) -> bytes:
    for kind, content in _png_chunks(data):
        if kind in (b"iTXt", b"tEXt", b"zTXt") and content.startswith(KEY.encode() + b"\0"):
            return _png_text(kind, content[len(KEY) + 1 :])
    raise CarryError(NOTHING)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kinds and contents up to the end; what is cut short or altered is an error."""
    at = len(PNG)
    for _ in range(MOST_PIECES):
        if at + 12 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 8 + length
        if end + 4 > len(data):
            raise CarryError(DAMAGED)
        if kind == b"IEND":
            return
        content = data[at + 8 : end] if kind.endswith(b"Xt") else b""
        if content and zlib.crc32(kind + content) != struct.unpack_from(">I", data, end)[0]:
            raise CarryError(DAMAGED)
        yield kind, content
        at = end + 4
    raise CarryError(DAMAGED)


def _png_text(kind: bytes, content: bytes) -> bytes:
    """The text of a chunk after its key."""
    if kind == b"tEXt":
        return content.decode("latin-1").encode()
    if kind == b"zTXt":
        return _inflated(content[1:]).decode("latin-1").encode()
    compressed, rest = content[:1] == b"\1", content[2:].split(b"\0", 2)
    if len(content) < 2 or len(rest) < 3:
        raise CarryError(DAMAGED)
    return _inflated(rest[2]) if compressed else rest[2]


def _inflated(data: bytes) -> bytes:
    """What was deflated, as far as a session may be large."""
    try:
        return zlib.decompressobj().decompress(data, MOST_TEXT + 1)
    except zlib.error:
        raise CarryError(DAMAGED) from None


def _in_webp(data: bytes) -> bytes:
    at = 12
    for _ in range(MOST_PIECES):
        if at + 8 > len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise CarryError(DAMAGED)
        if kind == b"XMP ":
            return _in_element(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    raise CarryError(NOTHING)


def _in_gif(data: bytes) -> bytes:
    """The comment, which is the session's where it is JSON of rnnsim's."""
    at, left = 13 + _colors(data, 10), MOST_PIECES
    while at < len(data) and data[at] != 0x3B:
        kind, label = data[at], data[at + 1 : at + 2]
        if kind == 0x21:
            blocks = _blocks(data, at + 2, left)
            content = b"".join(blocks) if label == b"\xfe" else b""
            if content.lstrip().startswith(b"{"):
                return content
            at += 3 + sum(map(len, blocks)) + len(blocks)
        elif kind == 0x2C:
            start = at + 11 + _colors(data, at + 9)
            blocks = _blocks(data, start, left)
            at = start + 1 + sum(map(len, blocks)) + len(blocks)
        else:
            raise CarryError(DAMAGED)
        left -= len(blocks) + 1
    raise CarryError(DAMAGED if at >= len(data) else NOTHING)


def _colors(data: bytes, at: int) -> int:
    """Bytes of the table of colours that the flags at a place announce."""
    if at >= len(data):
        raise CarryError(DAMAGED)
    return 3 << (data[at] % 8 + 1) if data[at] & 0x80 else 0


def _blocks(data: bytes, at: int, most: int) -> list[bytes]:
    """The blocks from a place on, up to the empty one that ends them."""
    blocks: list[bytes] = []
    while at < len(data) and len(blocks) < most:
        block = data[at + 1 : at + 1 + data[at]]
        if not data[at]:
            return blocks
        blocks.append(block)
        at += 1 + data[at]
    raise CarryError(DAMAGED)


def _in_element(data: bytes) -> bytes:
    """The content of the last element of ours: a file that was added to has it last."""
    at = data.rfind(_OPENING)
    if at < 0:
        raise CarryError(NOTHING)
    found = _ELEMENT.match(data, at)
    if found is None:
        raise CarryError(DAMAGED)
    if len(found[1]) > 6 * MOST_TEXT:
        return found[1]  # too large, be it all entities
    try:
        return unescaped(found[1].decode("utf-8")).encode("utf-8")
    except UnicodeError:
        raise CarryError(DAMAGED) from None


# Writing


def carried_by_png(png: bytes, session: str) -> bytes:
    """A PNG file with the session before its pixels."""
    if not session:
        return png
    content = KEY.encode() + b"\0\0\0\0\0" + _utf8(session)
    chunk = struct.pack(">I4s", len(content), b"iTXt") + content
    chunk += struct.pack(">I", zlib.crc32(b"iTXt" + content))
    header = len(PNG) + 25  # the first chunk, which is always as long
    return png[:header] + chunk + png[header:]


def carried_by_svg(svg: bytes, session: str) -> bytes:
    """An SVG file with the session in its metadata."""
    if not session:
        return svg
    metadata = f"\n<metadata>{_element(session, declare=True)}</metadata>".encode()
    desc, root = svg.find(b"</desc>"), svg.index(b">", svg.index(b"<svg")) + 1
    at = root if desc < 0 else desc + len(b"</desc>")
    return svg[:at] + metadata + svg[at:]


def carried_by_pdf(session: str, title: str = "", description: str = "") -> bytes:
    """XMP metadata for a PDF or WebP file: the session, and what else is to be known of it."""
    said = (
        f"<xmp:CreatorTool>rnnsim {__version__}</xmp:CreatorTool>",
        _alternatives("title", title),
        _alternatives("description", description),
        _element(session, declare=False) if session else "",
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        f' xmlns:rnnsim="{NAMESPACE}">\n'
        + "\n".join(filter(None, said))
        + "\n</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


carried_by_webp = carried_by_pdf


def carried_by_gif(session: str) -> bytes:
    """The comment of a GIF file."""
    return _utf8(session)


def _alternatives(name: str, text: str) -> str:
    """A property of Dublin Core in one language."""
    if not text:
        return ""
    item = f'<rdf:li xml:lang="x-default">{escaped(text)}</rdf:li>'
    return f"<dc:{name}><rdf:Alt>{item}</rdf:Alt></dc:{name}>"


def _element(session: str, *, declare: bool) -> str:
    attribute = f' xmlns:rnnsim="{NAMESPACE}"' if declare else ""
    return f"<rnnsim:session{attribute}>{escaped(_fitting(session))}</rnnsim:session>"


def _utf8(session: str) -> bytes:
    return _fitting(session).encode("utf-8")


def _fitting(session: str) -> str:
    """The session with characters that some files cannot hold written as JSON may write them."""
    text = FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", session)
    if len(text.encode("utf-8")) > MOST_TEXT:
        raise CarryError(f"a session of more than {MOST_TEXT // 2**20} MiB is too large")
    return text
