"""Files where they lie: on a local disk, or in an object store through fsspec (`s3://bucket/key`, `gs://`, `memory://`).

What is written appears whole or not at all: a local file is renamed into place, an object store shows an object when it is complete.
"""

from __future__ import annotations

import io
import os
import shutil
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING, Any

from dateline.errors import DatelineError

if TYPE_CHECKING:
    import numpy
    import pyarrow

_ENDS = 1 << 16


def is_remote(path: str) -> bool:
    """Whether a path leads to an object store."""
    return "://" in path and not path.lower().startswith(("http://", "https://"))


def _store(path: str) -> tuple[Any, str]:
    """The fsspec file system of an address and its path there. Raises DatelineError with what to do."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise DatelineError(f"{path}: object stores need fsspec; install it with `pip install dateline[scale]`") from error
    try:
        system, inner = url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise DatelineError(f"{path}: cannot be opened ({error}); install what fsspec needs for this kind of store") from error
    return system, str(inner)


def open_file(path: str) -> IO[bytes]:
    """A file to read, which can seek. Raises OSError."""
    if is_remote(path):
        system, inner = _store(path)
        found: IO[bytes] = system.open(inner, "rb")
        return found
    return open(path, "rb")


def size(path: str) -> int:
    """Bytes of a file. Raises OSError."""
    if is_remote(path):
        system, inner = _store(path)
        return int(system.size(inner) or 0)
    return os.stat(path).st_size


def listing(folder: str, endings: tuple[str, ...]) -> list[str]:
    """Files below a folder that end so, in the order in which `dateline read` takes them; hidden ones are left out."""
    if not is_remote(folder):
        out: list[str] = []
        for root, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            out += [os.path.join(root, name) for name in sorted(files) if not name.startswith(".") and name.lower().endswith(endings)]
        return [str(Path(path)) for path in out]
    system, inner = _store(folder)
    names = [name for name in system.find(inner) if not any(part.startswith(".") for part in name.split("/"))]
    return sorted(str(system.unstrip_protocol(name)) for name in names if name.lower().endswith(endings))


def is_folder(path: str) -> bool:
    """Whether a path is a folder, or a common beginning of objects."""
    if is_remote(path):
        system, inner = _store(path)
        return bool(system.isdir(inner))
    return os.path.isdir(path)


def exists(path: str) -> bool:
    """Whether there is such a file or folder."""
    if is_remote(path):
        system, inner = _store(path)
        return bool(system.exists(inner))
    return os.path.exists(path)


def read(path: str) -> bytes:
    """The whole of a file. Raises OSError."""
    with open_file(path) as file:
        return file.read()


def write(path: str, data: bytes) -> None:
    """Writes a file whole or not at all."""
    if is_remote(path):
        system, inner = _store(path)
        system.pipe_file(inner, data)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    handle, temporary = mkstemp(dir=os.path.dirname(path), prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def remove(folder: str) -> None:
    """Removes a folder of ours with all that is in it; nothing where there is none."""
    if is_remote(folder):
        system, inner = _store(folder)
        if system.exists(inner):
            system.rm(inner, recursive=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def fingerprint(path: str) -> str:
    """Names the content of a file by its size and its ends, without reading it all. Raises OSError."""
    found = blake2b(digest_size=8)
    with open_file(path) as file:
        head = file.read(_ENDS)
        length = file.seek(0, os.SEEK_END)
        file.seek(max(len(head), length - _ENDS))
        found.update(b"%d:" % length + head + file.read(_ENDS))
    return found.hexdigest()


def write_table(path: str, table: pyarrow.Table) -> None:
    """Writes a Parquet file."""
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out, compression="zstd")
    write(path, out.getvalue())


def read_table(path: str, columns: list[str] | None = None) -> pyarrow.Table:
    """Reads a Parquet file, or some columns of it."""
    import pyarrow.parquet

    with open_file(path) as file:
        return pyarrow.parquet.ParquetFile(file).read(columns=columns)


def write_array(path: str, array: numpy.ndarray[Any, Any]) -> None:
    """Writes an array of numbers."""
    import numpy

    out = io.BytesIO()
    numpy.save(out, array, allow_pickle=False)
    write(path, out.getvalue())


def read_array(path: str) -> numpy.ndarray[Any, Any]:
    """Reads an array of numbers."""
    import numpy

    found: numpy.ndarray[Any, Any] = numpy.load(io.BytesIO(read(path)), allow_pickle=False)
    return found
