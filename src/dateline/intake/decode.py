"""Bytes to text: byte-order mark, declared charset, UTF-8, then detection. Nothing is altered: line ends stay as they are."""

from __future__ import annotations

import codecs
import re

from dateline.errors import Refused
from dateline.settings import setting

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"), (b"PK\x03\x04", "a zip archive or an office document"), (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"), (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"7z\xbc\xaf", "an archive"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"), (b"RIFF", "a media file"), (b"OggS", "a media file"), (b"ID3", "a media file"),
)  # fmt: skip
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_REPLACED = "\ufffd"


def decode(data: bytes, where: str, *, declared: str | None = None) -> str:
    """The text of some bytes. Raises Refused for binary data. Bytes that no encoding explains become U+FFFD, the rest is exact."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    refuse_binary(data, where)
    for codec in (_known(declared), "utf-8"):
        if codec:
            try:
                return data.decode(codec)
            except ValueError:
                continue
    return _broken_utf8(data) or _detected(data)


def refuse_binary(data: bytes, where: str) -> None:
    """Raises Refused if the bytes are those of a known binary format or hold too many control bytes to be copy."""
    kind: str | None = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if kind == "a program" and data.startswith(b"MZ") and b"\0" not in data[:4096]:
        kind = None
    head = data[:65536]
    zeros, control = head.count(0), len(_CONTROL.findall(head))
    if kind is None and (zeros > 8 + len(head) // 500 or control > 8 + len(head) // 50):
        kind = "a binary file"
    if kind:
        raise Refused(where, f"is {kind}, not text; extract its text or save it as .txt or .html first")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin copy is zero."""
    head = data[:2000]
    if len(head) < 8 or not head.count(0) * 3 > len(head):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * len(head) / 2 and even < 0.1 * len(head) / 2:
        return "utf-16-le"
    if even > 0.7 * len(head) / 2 and odd < 0.1 * len(head) / 2:
        return "utf-16-be"
    return None


def _known(name: str | None) -> str | None:
    """The codec of a declared name, if Python has it and it makes text; browsers read `iso-8859-1` as Windows-1252, so does this."""
    try:
        found = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    escapes = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
    if not getattr(found, "_is_text_encoding", True) or found.name in escapes:
        return None
    return "cp1252" if found.name in ("iso8859-1", "ascii") else found.name


def _broken_utf8(data: bytes) -> str | None:
    """UTF-8 in which a few bytes were damaged: read as UTF-8 if most of its non-ASCII characters are whole."""
    text = data.decode("utf-8", "replace")
    bad = text.count(_REPLACED)
    other = sum(not c.isascii() for c in text[:200_000])
    return text if bad <= max(2, other // 3) and other >= 2 * bad + 1 else None


def _detected(data: bytes) -> str:
    high = sum(b > 127 for b in data[:100_000])
    if high * 12 > len(data[:100_000]):  # mostly not Latin: let the statistics decide
        from charset_normalizer import from_bytes

        best = from_bytes(data[:100_000]).best()
        if best is not None:
            try:
                return data.decode(best.encoding)
            except (UnicodeDecodeError, LookupError):
                pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def declared_charset(data: bytes, header: str | None = None) -> str | None:
    """The charset that an HTTP header or the head of a page declares."""
    in_header = _CHARSET.search(header.encode("latin-1", "replace")) if header else None
    found = in_header or _XML.search(data[:400]) or _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def check_text(text: str, where: str) -> str:
    """The text itself. Raises Refused if it is empty, and for what `check_size` refuses."""
    if not text or text.isspace():
        raise Refused(where, "holds no words; give a file with copy in it")
    return check_size(text, where)


def check_size(text: str, where: str) -> str:
    """The text itself. Raises Refused if it is longer than the setting allows, or holds half a surrogate pair."""
    most = setting("max_text")
    if len(text) > most:
        raise Refused(where, f"holds {len(text):,} characters, more than max_text = {most:,}; split it or set DATELINE_MAX_TEXT")
    lone = _SURROGATE.search(text)
    if lone:
        point = f"U+{ord(lone[0]):04X} at {lone.start()}"
        raise Refused(where, f"holds half a surrogate pair ({point}), which no encoding can carry; repair the input")
    return text
