"""Gzip as a stream that cannot blow up: reading stops where a layer grows without measure, and the next member can still be found."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from typing import IO

from dateline.errors import Refused
from dateline.intake.streams import Stream
from dateline.settings import setting

GZIP = b"\x1f\x8b\x08"
_CHUNK = 1 << 16


class Unpacked(Stream):
    """The content of a gzip file, all its members in turn, read forward only.

    Raises Refused where a member is longer than the setting max_bytes and grows more than max_ratio times, and EOFError or zlib.error where
    the file is cut off or damaged.
    """

    def __init__(self, file: IO[bytes], where: str, start: int = 0) -> None:
        self._file = file
        self._where = where
        self._packed = b""
        self._at = start  # where self._packed begins in the file
        self._unpack = zlib.decompressobj(31)
        self._member = [start, 0]  # bytes of the file before this member, bytes given of it
        self._given = 0
        self._starts: list[tuple[int, int]] = [(0, start)]  # bytes given before a member, its place in the file

    def tell(self) -> int:
        """Bytes given so far."""
        return self._given

    def place(self, given: int) -> int:
        """Where the member that holds the byte `given` of the content begins in the file."""
        return self._starts[bisect_right(self._starts, given, key=lambda start: start[0]) - 1][1]

    def _next(self, size: int) -> bytes:
        size = min(size, _CHUNK)
        while True:
            if self._unpack.eof and not self._new_member():
                return b""
            if not self._packed:
                self._packed = self._file.read(_CHUNK)
                if not self._packed:
                    if self._member[1] or self._at > self._member[0]:
                        raise EOFError("the gzip data is cut off")
                    return b""
            before = len(self._packed)
            data = self._unpack.decompress(self._packed, size)
            self._packed = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
            self._at += before - len(self._packed)
            if data:
                self._count(len(data))
                return data

    def _new_member(self) -> bool:
        """Goes on to the next member; False at the end, where some writers leave zeros."""
        self._packed = self._packed.lstrip(b"\0") if len(self._packed) >= len(GZIP) else self._packed + self._file.read(_CHUNK)
        if not self._packed.strip(b"\0"):
            return False
        self._unpack = zlib.decompressobj(31)
        self._member = [self._at, 0]
        self._starts.append((self._given, self._at))
        return True

    def _count(self, size: int) -> None:
        self._given += size
        self._member[1] += size
        start, given = self._member
        if given > setting("max_bytes") and given > setting("max_ratio") * (self._at - start):
            most = f"max_bytes = {setting('max_bytes'):,} and max_ratio = {setting('max_ratio')}"
            raise Refused(self._where, f"is packed as bombs are: it grows beyond {most}; unpack it yourself if it is meant")
