"""Sources -> articles: files, folders, standard input, addresses. What cannot be read becomes a Refused in its place; the rest goes on."""

from __future__ import annotations

import hashlib
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.article import build
from dateline.intake.decode import check_text, declared_charset, decode, refuse_binary
from dateline.intake.fetch import fetch
from dateline.intake.guard import Item, Markup, parse_all
from dateline.intake.jsonl import read_json, read_lines
from dateline.intake.kinds import KNOWN, Kind, kind_of
from dateline.intake.options import IntakeOptions
from dateline.intake.streams import Stream
from dateline.intake.unpack import Unpacked
from dateline.intake.wacz import looks_like_wacz, read_wacz
from dateline.intake.warc import read_warc
from dateline.settings import setting

_CHUNK = 1 << 16
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://")
_TYPES = ("text/", "application/octet-stream", "application/json", "application/x-ndjson", "application/jsonl")

Found = Iterator[Item | Markup]
Advance = Callable[[int], None]


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """Where a stream comes from: `name` of its file, HTTP content type, its size where known, whether it came out of a packed one."""

    where: str
    source: Source
    options: IntakeOptions
    name: str = ""
    header: str | None = None
    size: int = 0
    packed: bool = False


def read_sources(
    sources: Sequence[str],
    *,
    options: IntakeOptions = IntakeOptions(),  # noqa: B008 - frozen
    advance: Advance | None = None,
) -> Iterator[Item]:
    """Articles of all sources in order; whatever cannot be read is a Refused in its place (not raised).

    A source is a path, a folder (read in sorted order, files of known extensions, hidden ones left out), `-` for standard input, or an
    http(s) address. Every one is looked at: text, HTML, JSONL, JSON, ninjs, RSS, Atom, WARC, WACZ, and gzip of these.
    `advance` is called with bytes of files as they are read; `size_of` tells how many there are.
    """
    return parse_all(_read_all(sources, options, advance or _unheard), options.guards)


def read_open(file: IO[bytes], where: str, options: IntakeOptions, *, size: int = 0) -> Iterator[Item]:
    """Articles of an open file that is named `where`, as `read_sources` reads it; `size` in bytes where known."""
    copy = _Copy(where, Source(path=where), options, os.path.basename(where).lower(), size=size)
    return parse_all(kept_going(_read_stream(file, copy), where), options.guards)


def size_of(sources: Sequence[str]) -> int:
    """Bytes of all files that `read_sources` would read."""
    paths = (path for source in sources for path in (_files(Path(source)) if os.path.isdir(source) else [Path(source)]))
    return sum(path.stat().st_size for path in paths if path.is_file())


def _unheard(_: int) -> None:
    pass


def _read_all(sources: Sequence[str], options: IntakeOptions, advance: Advance) -> Found:
    for source in sources:
        yield from kept_going(_read_source(str(source), options, advance), str(source))


def kept_going(found: Found, where: str) -> Found:
    """What is found, and a Refused in place of the error that ends it."""
    try:
        yield from found
    except Refused as refused:
        yield refused
    except (zlib.error, EOFError) as error:
        yield Refused(where, f"is a gzip archive that is damaged or cut off ({str(error)[:80]}); fetch it again")
    except OSError as error:
        yield Refused(where, f"cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions")


def _read_source(source: str, options: IntakeOptions, advance: Advance) -> Found:
    if source == "-":
        yield from _read_stream(sys.stdin.buffer, _Copy("-", Source(), options))
    elif source.lower().startswith(("http://", "https://")):
        yield from _read_address(source, options)
    elif _ADDRESS.match(source):
        raise Refused(source, "is an address of a kind that is not read; give an http or https address, or a file")
    elif "\0" in source:
        raise Refused(source.replace("\0", "\\0"), "is no path; it holds a NUL character")
    elif os.path.isdir(source):
        yield from _read_folder(Path(source), options, advance)
    elif not os.path.exists(source):
        raise Refused(source, "is missing: no such file or folder; check the path")
    else:
        yield from _read_file(Path(source), options, advance)


def _read_folder(folder: Path, options: IntakeOptions, advance: Advance) -> Found:
    empty = True
    for path in _files(folder):
        empty = False
        yield from kept_going(_read_file(path, options, advance), str(path))
    if empty:
        raise Refused(str(folder), f"is a folder without copy; put files in it that end in {', '.join(KNOWN)}")


def _files(folder: Path) -> Iterator[Path]:
    """Files of known endings in a folder and those below it, in order of their names; hidden ones are left out."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if not name.startswith(".") and name.lower().endswith(KNOWN))


def _read_file(path: Path, options: IntakeOptions, advance: Advance) -> Found:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        told = 0
        for item in _read_stream(file, _Copy(str(path), Source(path=str(path)), options, path.name.lower(), size=size)):
            yield item
            if (at := file.tell()) > told:
                advance(at - told)
                told = at
        advance(size - told)


def _read_address(url: str, options: IntakeOptions) -> Found:
    got = fetch(url, allow_private=options.allow_private)
    if got.status != 200:
        raise Refused(url, f"answered with status {got.status}; check the address")
    if not got.body.strip():
        raise Refused(url, "answered with nothing; check the address")
    declared = got.kind.partition(";")[0].strip().lower()
    kind = kind_of(got.body[:_CHUNK], ".html" if "html" in declared else "")
    if kind == "text" and declared and not declared.startswith(_TYPES):
        raise Refused(url, f"is {declared[:60]}, not a page or text; save it and extract its text first")
    name = ".html" if kind == "page" else ""
    yield from _read_stream(io.BytesIO(got.body), _Copy(url, Source(url=got.url), options, name, got.kind))


def _read_stream(file: IO[bytes], copy: _Copy) -> Found:
    """The articles of an open file. Lines and archives are read as they come, everything else up to the cap."""
    begin = file.tell() if file.seekable() else 0
    head = _beginning(file)
    if not head:
        raise Refused(copy.where, "is empty; give a file with copy in it")
    kind = kind_of(head, os.path.splitext(copy.name)[1])
    if kind == "gzip" and not copy.packed:
        yield from _read_packed(head, _again(file, head, begin), copy)
    elif kind == "warc":
        yield from read_warc(_again(file, head, begin), copy.where, copy.source, copy.options)
    elif kind == "zip" and file.seekable() and looks_like_wacz(file):
        yield from read_wacz(file, copy.where, copy.source, copy.options)
    elif kind == "lines":
        refuse_binary(head, copy.where)
        yield from read_lines(lines_of(file, head), copy.where, copy.source.path, copy.options)
    else:
        yield from _read_whole(_capped(file, head, copy), kind, copy)


def _read_packed(head: bytes, file: IO[bytes], copy: _Copy) -> Found:
    """A gzip file: WARC, which keeps its places in the packed file, or whatever else is read, packed once."""
    if kind_of(zlib.decompressobj(31).decompress(head, _CHUNK), "") == "warc":
        yield from read_warc(file, copy.where, copy.source, copy.options)
    else:
        inner = replace(copy, name=copy.name.removesuffix(".gz"), size=0, packed=True)
        yield from _read_stream(Unpacked(file, copy.where), inner)  # type: ignore[arg-type]  # unbuffered: what precedes damage is read


def _read_whole(data: bytes, kind: Kind, copy: _Copy) -> Found:
    if kind == "json":
        yield from read_json(data, copy.where, copy.source.path, copy.options)
    elif kind in ("page", "feed"):
        yield Markup("page" if kind == "page" else "feed", data, copy.where, copy.source, copy.options, copy.header)
    else:
        yield _read_text(data, copy)


def _read_text(data: bytes, copy: _Copy) -> Article:
    options = copy.options
    text = check_text(decode(data, copy.where, declared=declared_charset(b"", copy.header)), copy.where)
    source = replace(copy.source, outlet=options.outlet, sha256=hashlib.sha256(data).hexdigest())
    return build(text, source, id=None, published=options.published, published_from="given" if options.published else None, title=None)


def _read(file: IO[bytes], size: int) -> bytes:
    """Up to `size` bytes; a pipe may give them in pieces."""
    out = bytearray()
    while len(out) < size:
        piece = file.read(min(1 << 20, size - len(out)))
        if not piece:
            break
        out += piece
    return bytes(out)


def _beginning(file: IO[bytes]) -> bytes:
    """The first bytes of a stream; damage behind the first of them is met again when the rest is read."""
    out = b""
    while len(out) < _CHUNK:
        try:
            piece = file.read(_CHUNK - len(out))
        except (EOFError, zlib.error):
            if not out:
                raise
            break
        if not piece:
            break
        out += piece
    return out


def _capped(file: IO[bytes], head: bytes, copy: _Copy) -> bytes:
    """The whole of a stream whose beginning was read. Raises Refused if it is longer than the setting max_bytes."""
    cap = setting("max_bytes")
    data = head if copy.size > cap else head + _read(file, cap + 1 - len(head))
    if copy.size > cap or len(data) > cap:
        told = f"{copy.size:,} bytes long, more" if copy.size else "longer"
        raise Refused(copy.where, f"is {told} than max_bytes = {cap:,}; split it or set DATELINE_MAX_BYTES")
    return data


class _Chained(Stream):
    """A stream with its beginning, which was read to see what it is, put back before it."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head, self._file = head, file

    def _next(self, size: int) -> bytes:
        data = self._head[:size] or self._file.read(size)
        self._head = self._head[len(data) :]
        return data


def _again(file: IO[bytes], head: bytes, begin: int) -> IO[bytes]:
    """The stream from its beginning."""
    if file.seekable():
        file.seek(begin)
        return file
    return io.BufferedReader(_Chained(head, file), _CHUNK)


def lines_of(file: Readable, head: bytes) -> Iterator[bytes]:
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
