"""Sources -> articles: files, folders, standard input, addresses. What cannot be read becomes a Refused in its place; the rest goes on."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.article import build
from dateline.intake.decode import check_text, declared_charset, decode, refuse_binary
from dateline.intake.fetch import fetch
from dateline.intake.jsonl import read_json, read_lines
from dateline.intake.options import IntakeOptions
from dateline.intake.page import read_page
from dateline.settings import setting

TEXT = (".txt", ".text", ".md")
PAGE = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson")
JSON = (".json",)
KNOWN = TEXT + PAGE + LINES + JSON
_CHUNK = 1 << 16
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://")

Item = Article | Refused


def read_sources(sources: Sequence[str], *, options: IntakeOptions = IntakeOptions()) -> Iterator[Item]:  # noqa: B008 - frozen
    """Articles of all sources in order; whatever cannot be read is a Refused in its place (not raised).

    A source is a path, a folder (read in sorted order, files of known extensions, hidden ones left out), `-` for standard input, or an
    http(s) address. Files of other extensions, and standard input, are looked at: JSONL, HTML or text.
    """
    for source in sources:
        try:
            yield from _read_source(str(source), options)
        except Refused as refused:
            yield refused
        except OSError as error:
            yield Refused(str(source), f"cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions")


def _read_source(source: str, options: IntakeOptions) -> Iterator[Item]:
    if source == "-":
        yield from _read_stream(sys.stdin.buffer, "-", None, "", options)
    elif source.lower().startswith(("http://", "https://")):
        yield _read_address(source, options)
    elif _ADDRESS.match(source):
        raise Refused(source, "is an address of a kind that is not read; give an http or https address, or a file")
    elif "\0" in source:
        raise Refused(source.replace("\0", "\\0"), "is no path; it holds a NUL character")
    elif os.path.isdir(source):
        yield from _read_folder(Path(source), options)
    elif not os.path.exists(source):
        raise Refused(source, "is missing: no such file or folder; check the path")
    else:
        yield from _read_file(Path(source), options)


def _read_folder(folder: Path, options: IntakeOptions) -> Iterator[Item]:
    empty = True
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith(".") or not name.lower().endswith(KNOWN):
                continue
            empty = False
            path = Path(root) / name
            try:
                yield from _read_file(path, options)
            except Refused as refused:
                yield refused
            except OSError as error:
                yield Refused(str(path), f"cannot be read ({error.strerror or type(error).__name__}); check its permissions")
    if empty:
        raise Refused(str(folder), f"is a folder without copy; put files in it that end in {', '.join(KNOWN)}")


def _read_file(path: Path, options: IntakeOptions) -> Iterator[Item]:
    suffix = path.suffix.lower()
    size = path.stat().st_size
    if suffix not in LINES and size > setting("max_bytes"):
        most = setting("max_bytes")
        raise Refused(str(path), f"is {size:,} bytes long, more than max_bytes = {most:,}; split it or set DATELINE_MAX_BYTES")
    with path.open("rb") as file:
        yield from _read_stream(file, str(path), str(path), suffix, options)


def _read_stream(file: BinaryIO, where: str, path: str | None, suffix: str, options: IntakeOptions) -> Iterator[Item]:
    """The articles of an open file. JSONL is read line by line, everything else up to the cap."""
    head = _read(file, _CHUNK)
    if not head:
        raise Refused(where, "is empty; give a file with copy in it")
    if suffix in LINES or (suffix not in KNOWN and looks_like_lines(head)):
        refuse_binary(head, where)
        yield from read_lines(_lines(file, head), where, path, options)
        return
    cap = setting("max_bytes")
    data = head + _read(file, cap + 1 - len(head))
    if len(data) > cap:
        raise Refused(where, f"is longer than max_bytes = {cap:,}; split it or set DATELINE_MAX_BYTES")
    if suffix in JSON:
        yield from read_json(data, where, path, options)
    else:
        yield _read_bytes(data, where, Source(path=path), options, page=suffix in PAGE or (suffix not in TEXT and looks_like_page(data)))


def _read_bytes(data: bytes, where: str, source: Source, options: IntakeOptions, *, page: bool, header: str | None = None) -> Article:
    """The article of a page or a text."""
    if page:
        return read_page(data, where, source, options, header=header)
    text = check_text(decode(data, where, declared=declared_charset(b"", header)), where)
    source = replace(source, outlet=source.outlet or options.outlet, sha256=hashlib.sha256(data).hexdigest())
    return build(text, source, id=None, published=options.published, published_from="given" if options.published else None, title=None)


def _read_address(url: str, options: IntakeOptions) -> Article:
    got = fetch(url, allow_private=options.allow_private)
    if not got.data.strip():
        raise Refused(url, "answered with nothing; check the address")
    kind = got.kind.partition(";")[0].strip().lower()
    page = "html" in kind or (kind in ("", "application/octet-stream", "text/xml", "application/xml") and looks_like_page(got.data))
    if not page and kind and not kind.startswith("text/") and kind != "application/octet-stream":
        raise Refused(url, f"is {kind}, not a page or text; save it and extract its text first")
    return _read_bytes(got.data, url, Source(url=got.url), options, page=page, header=got.kind)


def _read(file: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; a pipe may give them in pieces."""
    out = bytearray()
    while len(out) < size:
        piece = file.read(min(1 << 20, size - len(out)))
        if not piece:
            break
        out += piece
    return bytes(out)


def _lines(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    """Lines of a stream whose beginning was read; a line above the cap is cut there, so that it is refused and not kept."""
    cap = setting("max_bytes") + 2
    rest = head
    skipping = False
    while True:
        *whole, rest = rest.split(b"\n")
        for line in whole:
            if not skipping:
                yield line
            skipping = False
        if len(rest) > cap:
            if not skipping:
                yield rest
            skipping, rest = True, b""
        piece = file.read(1 << 20)
        if not piece:
            break
        rest += piece
    if rest and not skipping:
        yield rest


_PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,300}>\s{0,200})?(?:<!--(?:(?!-->).){0,2000}-->\s{0,200}){0,3}"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_page(data: bytes) -> bool:
    """Whether bytes begin as an HTML page does."""
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return bool(_PAGE_START.match(head))


def looks_like_lines(head: bytes) -> bool:
    """Whether bytes begin as JSONL of articles does: an object with a `text` on the first line."""
    first = next((line for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()), b"").strip()
    return first.startswith(b"{") and b'"text"' in first and (first.endswith(b"}") or len(first) > 2000)
