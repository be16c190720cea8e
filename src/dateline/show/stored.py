"""Records read back from JSONL files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import IO

from dateline.errors import RecordError, Refused, SourceError
from dateline.record import Record, loads


def load_records(paths: Sequence[str]) -> Iterator[Record | Refused]:
    """Records of JSONL files in order ("-" is standard input); a line that is no record comes as Refused with file and line.

    Raises SourceError for a file that cannot be opened.
    """
    for path in paths:
        if path == "-":
            yield from _load(sys.stdin.buffer, "-")
            continue
        try:
            with open(path, "rb") as file:
                yield from _load(file, path)
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror}; give a file written by `dateline read --format jsonl`") from error


def _load(file: IO[bytes], path: str) -> Iterator[Record | Refused]:
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                yield loads(line)
            except RecordError as error:
                yield Refused(f"{path}:{number}", str(error))
