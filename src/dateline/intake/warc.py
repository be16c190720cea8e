"""WARC, plain or gzipped, as web archives and the public news crawl publish it: each page that answered with HTML becomes an article."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from dateline.article import Source
from dateline.errors import Refused
from dateline.intake.dates import clean_iso
from dateline.intake.fetch import unpacked
from dateline.intake.guard import Markup
from dateline.intake.options import IntakeOptions
from dateline.intake.streams import Stream
from dateline.intake.unpack import GZIP, Unpacked
from dateline.settings import setting

_PAGES = ("text/html", "application/xhtml+xml")
_RECORD = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/[01]\.")
_STEP, _OVERLAP = 1 << 16, 16
_DAMAGE = (OSError, EOFError, ValueError, zlib.error)
_DAMAGED = "holds a damaged record or is cut off ({}); fetch the file again"


def read_warc(file: IO[bytes], where: str, source: Source, options: IntakeOptions) -> Iterator[Markup | Refused]:
    """Pages of a WARC file in order, each to be parsed, its place `where#offset`; one that is damaged or too large is a Refused.

    What was whole before and after a damaged record is read, the latter where the file can be searched. Records that are no answers with
    HTML (images, requests, redirects) are passed over. Damage that is no record of
    its own has the place `where#offset+`, behind that record.
    """
    seen = False
    for found in _records(file, where):
        if isinstance(found, Refused):
            seen = True
            yield found
        elif found.page:
            seen = True
            yield _page(found, where, source, options)
    if not seen:
        yield Refused(where, "holds no pages; give a WARC file with HTTP responses in HTML")


@dataclass(slots=True)
class _Found:
    """A record and where it begins in the file. Who reads its content says whether it was `refused`, and whether it is `damaged`."""

    record: Any
    offset: int
    refused: bool = False
    damaged: bool = False

    @property
    def page(self) -> bool:
        """Whether it is an answer with HTML."""
        http = self.record.http_headers if self.record.headers.get("WARC-Type") == "response" else None
        return bool(http and http.status_code == 200 and (self.record.http_content_type or "").lower() in _PAGES)


def _page(found: _Found, where: str, source: Source, options: IntakeOptions) -> Markup | Refused:
    record, place = found.record, f"{where}#{found.offset}"
    try:
        data = _content(record, place)
    except Refused as refused:
        found.refused = True
        return refused
    except _DAMAGE as error:
        found.refused = found.damaged = True
        return Refused(place, _DAMAGED.format(str(error)[:80] or type(error).__name__))
    url, retrieved = record.headers.get("WARC-Target-URI") or None, clean_iso(record.headers.get("WARC-Date") or "")
    header = record.http_headers.get("Content-Type")
    return Markup("page", data, place, replace(source, url=url, retrieved=retrieved), options, header)


def _content(record: Any, place: str) -> bytes:
    """The page of a record, out of its chunks and its packing; every layer has the setting max_bytes to grow in."""
    most = setting("max_bytes")
    if record.content_length > most:
        raise Refused(place, f"is a page of {record.content_length:,} bytes, more than max_bytes = {most:,}; set DATELINE_MAX_BYTES")
    data = record.reader.read(most + 1) if record.content_length else b""
    if len(data) < record.content_length:
        raise EOFError(f"{len(data):,} of {record.content_length:,} bytes")
    headers = record.http_headers
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        data = _joined(data)
    for encoding in reversed((headers.get("Content-Encoding") or "").split(",")):
        data = _grown(data, encoding, place)
    return data


def _grown(data: bytes, encoding: str, place: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding in ("gzip", "x-gzip") and not data.startswith(GZIP[:2]):
        return data  # archives often keep the page unpacked and the header as it was
    out = bytearray()
    for piece in unpacked(iter((data,)), encoding, place):
        out += piece
        if len(out) > setting("max_bytes"):
            raise Refused(
                place, f"is a page that unpacks to more than max_bytes = {setting('max_bytes'):,}; set DATELINE_MAX_BYTES to read it"
            )
    return bytes(out)


def _joined(data: bytes) -> bytes:
    """The content of a chunked body; as it is where it is not chunked in truth, as in most archives."""
    out, at = bytearray(), 0
    while True:
        line = data.find(b"\r\n", at, at + 100)
        size = data[at:line].split(b";")[0].strip() if line > 0 else b""
        if not size or len(size) > 8 or not all(c in b"0123456789abcdefABCDEF" for c in size):
            return bytes(out) if out else data
        if not int(size, 16):
            return bytes(out)
        out += data[line + 2 : line + 2 + int(size, 16)]
        at = line + 4 + int(size, 16)


def _records(file: IO[bytes], where: str) -> Iterator[_Found | Refused]:
    """The records of a file. After damage reading begins anew at the next record, so that the damaged one alone is lost."""
    from fastwarc.warc import ArchiveIterator

    start: int | None = file.tell() if file.seekable() else 0
    told: Refused | None = None  # damage behind the last good record, unless the next one is it
    while start is not None:
        last: int | None = None
        found: _Found | None = None
        stream = _stream(file, where, start)
        try:
            for record in ArchiveIterator(stream, stream_detect=False):
                last = stream.place(record.stream_pos)
                if told:
                    yield told
                told, found = None, _Found(record, last)
                yield found
                if found.damaged:
                    break
            else:
                return
        except (Refused, *_DAMAGE) as error:
            reason = error.reason if isinstance(error, Refused) else _DAMAGED.format(str(error)[:80])
            if last is None:
                yield Refused(f"{where}#{start}", reason)
            told = None if found is None or found.refused else Refused(f"{where}#{last}+", reason)
        start = next_record(file, (start if last is None else last) + 1)
    if told:
        yield told


class _Plain(Stream):
    """An unpacked WARC file from some place on."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file, self._start, self._given = file, start, 0

    def tell(self) -> int:
        return self._given

    def _next(self, size: int) -> bytes:
        data = self._file.read(size)
        self._given += len(data)
        return data

    def place(self, given: int) -> int:
        return self._start + given


def _stream(file: IO[bytes], where: str, start: int) -> Unpacked | _Plain:
    """The file from a place on. A file that cannot seek has only been looked at, and is read from its beginning."""
    if file.seekable():
        file.seek(start)
        packed = file.read(len(GZIP)) == GZIP
        file.seek(start)
    else:
        packed = file.peek(len(GZIP)).startswith(GZIP)  # type: ignore[attr-defined]
    return Unpacked(file, where, start) if packed else _Plain(file, start)


def next_record(file: IO[bytes], at: int) -> int | None:
    """Where the next record begins in a file that can be searched: a gzip member or a line that opens with `WARC/`."""
    if not file.seekable():
        return None
    file.seek(at)
    window = b""
    while piece := file.read(_STEP):
        window += piece
        for m in _RECORD.finditer(window):
            if _opens(file, at + m.start()):
                return at + m.start()
        kept = window[-_OVERLAP:]
        at += len(window) - len(kept)
        window = kept
        file.seek(at + len(window))
    return None


def _opens(file: IO[bytes], at: int) -> bool:
    """Whether a record truly begins there."""
    file.seek(at)
    head = file.read(4096)
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")
