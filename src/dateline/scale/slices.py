"""Input as slices: so much of a file as one worker reads in one go. The same input gives the same slices on every machine.

JSONL is cut at the ends of lines, WARC where records begin, Parquet by rows; all else is read whole, small files together. What a slice
gives is what `dateline read` finds there, in the same order.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Literal

from dateline.article import Source
from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources
from dateline.intake.decode import refuse_binary
from dateline.intake.guard import Item, parse_all
from dateline.intake.jsonl import read_line, read_object
from dateline.intake.kinds import KNOWN, kind_of
from dateline.intake.sources import Readable, kept_going, lines_of, read_open
from dateline.intake.unpack import Unpacked
from dateline.intake.warc import next_record, read_warc
from dateline.scale import files

_CHUNK = 1 << 20
_HEAD = 1 << 16
#: Most small files that are read together.
_TOGETHER = 256
#: Columns of a Parquet file that are read beside its text: the keys of JSONL.
_COLUMNS = ("id", "published", "title", "url", "outlet", "path", "retrieved")
_ROWS = 512


@dataclass(frozen=True, slots=True)
class Slice:
    """`paths` as they were given. `start` and `end` are bytes (of packed JSONL: unpacked), for Parquet rows; an `end` of None is that of
    the file. `line` is the number of the first line, `content` a fingerprint of what is there."""

    kind: Literal["files", "lines", "warc", "rows"]
    paths: tuple[str, ...]
    content: str
    start: int = 0
    end: int | None = None
    line: int = 1
    packed: bool = False

    def key(self, *job: object) -> str:
        """A name that follows from the slice and from how it is read."""
        return blake2b(repr((asdict(self), job)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def find_files(sources: Sequence[str]) -> Iterator[str | Refused]:
    """Files and addresses of all sources in order; a Refused for what is missing or empty."""
    for source in sources:
        if source == "-":
            yield Refused("-", "is standard input, which cannot be read twice; give a file")
        elif source.lower().startswith(("http://", "https://")):
            yield source
        elif files.is_folder(source):
            found = files.listing(source, (*KNOWN, ".parquet"))
            yield from found
            if not found:
                yield Refused(source, f"is a folder without copy; put files in it that end in {', '.join((*KNOWN, '.parquet'))}")
        elif files.exists(source):
            yield source if files.is_remote(source) else str(Path(source))
        else:
            yield Refused(source, "is missing: no such file or folder; check the path")


def cut(sources: Sequence[str], most: int) -> Iterator[Slice | Refused]:
    """The slices of all sources in order, each of about `most` bytes, or what cannot be read at all."""
    together: list[tuple[str, str, int]] = []

    def joined() -> Iterator[Slice]:
        if together:
            content = blake2b("\n".join(mark for _, mark, _ in together).encode(), digest_size=8).hexdigest()
            yield Slice("files", tuple(path for path, _, _ in together), content)
            together.clear()

    for source in find_files(sources):
        try:
            found = [source] if isinstance(source, Refused) else _cut_file(source, most)
        except OSError as error:
            found = [Refused(str(source), f"cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions")]
        for one in found:
            if isinstance(one, tuple):
                if together and (len(together) >= _TOGETHER or sum(size for _, _, size in together) + one[2] > most):
                    yield from joined()
                together.append(one)
            else:
                yield from joined()
                yield one
    yield from joined()


def _cut_file(path: str, most: int) -> list[Any]:
    """The slices of a file, or (path, fingerprint, bytes) of one that is read whole."""
    if path.lower().startswith(("http://", "https://")):
        return [(path, path, 0)]
    with files.open_file(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(_HEAD)
        if head.startswith(b"PAR1"):
            file.seek(0)
            return list(_cut_rows(file, path))
        if size > most or head.startswith(b"\x1f\x8b"):
            found = _cut_stream(file, path, head, most)
            if len(found) > 1:
                return found
    return [(path, files.fingerprint(path), size)]


def _cut_stream(file: IO[bytes], path: str, head: bytes, most: int) -> list[Slice]:
    """The slices of WARC and JSONL, packed or not; one or none where the file has to be read whole."""
    name = os.path.basename(path).lower()
    kind = kind_of(head, os.path.splitext(name)[1])
    packed = kind == "gzip"
    if packed:
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return []
        kind = kind_of(head, os.path.splitext(name.removesuffix(".gz"))[1])
    if kind == "warc":
        return list(_cut_warc(file, path, most))
    if kind != "lines":
        return []
    try:
        refuse_binary(head, path)
    except Refused:
        return []
    file.seek(0)
    return list(_cut_lines(Unpacked(file, path) if packed else file, path, most, packed))


def _cut_warc(file: IO[bytes], path: str, most: int) -> Iterator[Slice]:
    """From record to record: nothing but a little around each cut is read."""
    content, at = files.fingerprint(path), 0
    while (then := next_record(file, at + most)) is not None:
        yield Slice("warc", (path,), content, at, then)
        at = then
    yield Slice("warc", (path,), content, at)


def _cut_lines(stream: Readable, path: str, most: int, packed: bool) -> Iterator[Slice]:
    """At the first end of a line after `most` bytes. The last slice goes to the end, and over whatever damage is there."""
    begin, at, first, number, content = 0, 0, 1, 1, blake2b(digest_size=8)
    with suppress(Refused, EOFError, zlib.error):
        while piece := stream.read(_CHUNK):
            while piece:
                room = max(0, most - (at - begin) - 1)
                stop = piece.find(b"\n", room) + 1 if room < len(piece) else 0
                part, piece = (piece[:stop], piece[stop:]) if stop else (piece, b"")
                content.update(part)
                at += len(part)
                number += part.count(b"\n")
                if stop:
                    yield Slice("lines", (path,), content.hexdigest(), begin, at, first, packed)
                    begin, first, content = at, number, blake2b(digest_size=8)
    yield Slice("lines", (path,), content.hexdigest(), begin, None, first, packed)


def _cut_rows(file: IO[bytes], path: str) -> Iterator[Slice | Refused]:
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        count = ParquetFile(file).metadata.num_rows
    except (ArrowInvalid, OSError) as error:
        yield Refused(path, f"is no Parquet file that can be read ({str(error)[:80]}); write it again")
        return
    content = files.fingerprint(path)
    for start in range(0, count, _ROWS):
        yield Slice("rows", (path,), content, start, min(count, start + _ROWS))
    if not count:
        yield Refused(path, "holds no rows; give Parquet with one article a row, its copy in `text`")


def read_slice(one: Slice, options: IntakeOptions, *, text_column: str = "text") -> Iterator[Item]:
    """Articles of a slice; whatever cannot be read is a Refused in its place."""
    for path in one.paths:
        if path.lower().startswith(("http://", "https://")):
            yield from read_sources([path], options=options)
            continue
        try:
            with files.open_file(path) as file:
                yield from _read(file, one, path, options, text_column)
        except OSError as error:
            yield Refused(path, f"cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions")


def _read(file: IO[bytes], one: Slice, path: str, options: IntakeOptions, text_column: str) -> Iterator[Item]:
    if one.kind == "files":
        yield from read_open(file, path, options, size=files.size(path))
    elif one.kind == "warc":
        file.seek(one.start)
        yield from parse_all(kept_going(_warc(file, one, path, options), path), options.guards)
    elif one.kind == "lines":
        yield from parse_all(kept_going(_lines(file, one, path, options), path), 0)
    else:
        yield from _rows(file, one, path, options, text_column)


def _warc(file: IO[bytes], one: Slice, path: str, options: IntakeOptions) -> Iterator[Any]:
    """Pages of the records that begin in this slice."""
    for found in read_warc(file, path, Source(path=path), options):
        mark = found.where[len(path) + 1 :].removesuffix("+")
        if not mark:
            continue  # this slice holds no pages
        if one.end is not None and int(mark) >= one.end:
            return
        yield found


def _lines(file: IO[bytes], one: Slice, path: str, options: IntakeOptions) -> Iterator[Item]:
    stream: Readable = file
    if one.packed:
        stream = Unpacked(file, path)
        left = one.start
        while left > 0 and (piece := stream.read(min(_CHUNK, left))):
            left -= len(piece)
    else:
        file.seek(one.start)
    for number, line in enumerate(lines_of(_Part(stream, one), b""), one.line):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield read_line(line, f"{path}:{number}", path, options)


class _Part:
    """A stream up to the end of a slice."""

    def __init__(self, file: Readable, one: Slice) -> None:
        self._file, self._left = file, None if one.end is None else one.end - one.start

    def read(self, size: int) -> bytes:
        wanted = size if self._left is None else min(size, self._left)
        data = self._file.read(wanted) if wanted else b""
        if self._left is not None:
            self._left -= len(data)
        return data


def _rows(file: IO[bytes], one: Slice, path: str, options: IntakeOptions, text_column: str) -> Iterator[Item]:
    """Rows of a Parquet file, each as an object of JSONL with these keys."""
    from pyarrow.parquet import ParquetFile

    source = ParquetFile(file)
    names = source.schema_arrow.names
    if text_column not in names:
        yield Refused(path, f"has no column {text_column!r}; name the one that holds the copy with --text-column")
        return
    columns = [text_column, *(name for name in _COLUMNS if name in names and name != text_column)]
    for number, row in _some(source, columns, one.start, one.end or 0):
        found = {"text": row.pop(text_column), **{name: _plain(value) for name, value in row.items()}}
        raw = json.dumps(found, ensure_ascii=True, sort_keys=True, default=str).encode()
        yield read_object(found, raw, f"{path}[{number}]", path, options)


def _some(source: Any, columns: list[str], start: int, end: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of these numbers; only the row groups that hold them are opened."""
    at = 0
    for group in range(source.metadata.num_row_groups):
        count = source.metadata.row_group(group).num_rows
        if at < end and at + count > start:
            number = at
            for batch in source.iter_batches(batch_size=_ROWS, row_groups=[group], columns=columns):
                low, high = max(start - number, 0), min(end - number, batch.num_rows)
                if low < high:
                    yield from enumerate(batch.slice(low, high - low).to_pylist(), number + low)
                number += batch.num_rows
        at += count


def _plain(value: Any) -> Any:
    """A date or time as ISO writes it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
