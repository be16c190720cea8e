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
        for number, line in numbered_lines(path, "give a file written by `dateline read --format jsonl`"):
            try:
                yield loads(line)
            except RecordError as error:
                yield Refused(f"{path}:{number}", str(error))


def numbered_lines(path: str, advice: str) -> Iterator[tuple[int, bytes]]:
    """Lines of a file ("-" is standard input) that are not blank, with their numbers.

    Raises SourceError, which ends with `advice`, for a file that cannot be opened.
    """
    if path == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    try:
        with open(path, "rb") as file:
            yield from _numbered(file)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; {advice}") from error


def _numbered(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(file, 1) if line.strip())
