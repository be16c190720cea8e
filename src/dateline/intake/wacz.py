"""WACZ: a zip of WARC files. They are read where they lie; no name of the archive is ever used as a path on this machine."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from dateline.article import Source
from dateline.errors import Refused
from dateline.intake.guard import Markup
from dateline.intake.options import IntakeOptions
from dateline.intake.streams import Stream
from dateline.intake.warc import read_warc
from dateline.settings import setting

_MOST_ENTRIES = 100_000


def looks_like_wacz(file: IO[bytes]) -> bool:
    """Whether a zip archive holds WARC files; the file must be able to seek."""
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(_entries(archive))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    names = (info for info in archive.infolist()[:_MOST_ENTRIES] if "archive/" in info.filename.replace("\\", "/"))
    return sorted((info for info in names if info.filename.endswith((".warc", ".warc.gz"))), key=lambda info: info.filename)


def read_wacz(file: IO[bytes], where: str, source: Source, options: IntakeOptions) -> Iterator[Markup | Refused]:
    """Pages of all WARC files of an archive, in order of their names. A file with a name that leaves the archive, that grows beyond
    measure, is encrypted or damaged is a Refused (`where#name`)."""
    try:
        archive = zipfile.ZipFile(file)
        entries = _entries(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield Refused(where, f"is a zip archive that cannot be read ({str(error)[:80]}); fetch it again")
        return
    if not entries:
        yield Refused(where, "is a zip archive without archive/*.warc.gz; unpack it and give its files")
    left = [setting("max_unpacked")]
    for info in entries:
        place = f"{where}#{info.filename}"
        try:
            _check(info, place)
            with archive.open(info) as packed:
                yield from read_warc(io.BufferedReader(_Counted(packed, info, place, left)), place, source, options)
        except Refused as refused:
            yield refused
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error) as error:
            yield Refused(place, f"is damaged or packed in a way that is not read ({str(error)[:80]}); fetch the archive again")


def _check(info: zipfile.ZipInfo, place: str) -> None:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise Refused(place, "has a name that leads out of its archive; such archives are made to do harm")
    if info.file_size > max(info.compress_size, 1) * setting("max_ratio"):
        raise Refused(
            place, f"grows more than max_ratio = {setting('max_ratio')} times when unpacked, as bombs do; unpack it yourself if it is meant"
        )
    if info.file_size > setting("max_unpacked"):
        raise Refused(place, f"is larger than max_unpacked = {setting('max_unpacked'):,}; unpack it and give its files")


class _Counted(Stream):
    """A file of the archive that stops where it, or all of them together, give more than the settings allow, whatever its header says.
    It cannot seek: each step back would unpack the file from its beginning."""

    def __init__(self, packed: IO[bytes], info: zipfile.ZipInfo, place: str, left: list[int]) -> None:
        self._packed, self._info, self._place, self._left = packed, info, place, left
        self._given = 0

    def _next(self, size: int) -> bytes:
        data = self._packed.read(size)
        self._given += len(data)
        self._left[0] -= len(data)
        if self._left[0] < 0:
            raise Refused(
                self._place, f"the archive holds more than max_unpacked = {setting('max_unpacked'):,} bytes; unpack it and give its files"
            )
        return data
