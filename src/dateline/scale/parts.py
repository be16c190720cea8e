"""One slice read and written: records, flat tables, a digest for what is found across articles, and at last the note that it is done."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.errors import Refused
from dateline.intake import IntakeOptions
from dateline.record import Record, dumps
from dateline.scale import files
from dateline.scale.slices import Slice, read_slice
from dateline.story.copies import fingerprints, sheet
from dateline.story.stories import UNDATED, StoryOptions, bag, strong, vector
from dateline.story.words import load_common

if TYPE_CHECKING:
    import pyarrow

#: Tables of `dateline export --format parquet` that are written beside the records.
FLAT = ("events", "conditions", "statements", "actors", "parties", "places")


@dataclass(frozen=True, slots=True)
class Job:
    """Where all slices go and how they are read. `versions` names software and models, `tables` whether flat tables are written."""

    output: str
    options: IntakeOptions
    versions: tuple[tuple[str, str], ...]
    gazetteer: Path | None = None
    no_model: bool = False
    offices: str | None = None
    text_column: str = "text"
    tables: bool = True

    def key(self, one: Slice) -> str:
        """The name of a slice as this job reads it."""
        return one.key(self.options.published, self.options.outlet, self.versions, self.no_model, self.tables, self.text_column)

    def part(self, table: str, key: str) -> str:
        """The file of one slice in a table."""
        return f"{self.output}/{table}/part-{key}.parquet"

    def note(self, key: str) -> str:
        """The file that says that a slice is done."""
        return f"{self.output}/done/{key}.json"


@dataclass(frozen=True, slots=True)
class Task:
    """A slice to be read by a worker."""

    job: Job
    slice: Slice


class Note(msgspec.Struct, frozen=True):
    """What became of a slice: how many articles were read, (place, reason) of those refused. `pid` is the process that read it
    and `cpu` its seconds of processor time, 0 where it was read in an earlier run."""

    key: str
    paths: list[str]
    content: str
    read: int
    words: int
    refused: list[tuple[str, str]]
    rows: dict[str, int]
    pid: int = 0
    cpu: float = 0.0


def read_part(task: Task) -> Note:
    """Reads a slice and writes its files; the note, written last, makes them count."""
    begun = time.process_time()
    job, key = task.job, task.job.key(task.slice)
    found = list(_records(task))
    records = [item for item in found if isinstance(item, Record)]
    digest, rows = digests(records), {"records": len(records)}
    files.write_table(job.part("records", key), _record_table(records))
    files.write_table(job.part("digests", key), digest)
    if job.tables:
        rows |= _write_flat(job, key, records)
    refused = [(item.where, item.reason) for item in found if isinstance(item, Refused)]
    words = sum(digest.column("words").to_pylist())
    note = Note(key, list(task.slice.paths), task.slice.content, len(records), words, refused, rows)
    files.write(job.note(key), msgspec.json.encode({**msgspec.to_builtins(note), "slice": asdict(task.slice)}))
    return msgspec.structs.replace(note, pid=os.getpid(), cpu=time.process_time() - begun)


def load_note(data: bytes) -> Note:
    """A note as it was written. Raises msgspec.DecodeError."""
    return msgspec.json.decode(data, type=Note)


def _records(task: Task) -> Any:
    from dateline.desk import appoint, read_records

    job = task.job
    items = read_slice(task.slice, job.options, text_column=job.text_column)
    found = read_records(items, gazetteer=job.gazetteer, no_model=job.no_model)
    if job.offices is None:
        return found
    from dateline.who import load_offices

    return appoint(found, load_offices(job.offices))


def _record_table(records: Sequence[Record]) -> pyarrow.Table:
    """One row an article: what names it, and its record as `dateline read --format jsonl` writes it."""
    import pyarrow

    sources = [record.source for record in records]
    columns: dict[str, list[str | None]] = {
        "id": [record.id for record in records],
        "outlet": [source.outlet for source in sources],
        "url": [source.url for source in sources],
        "path": [source.path for source in sources],
        "sha256": [source.sha256 for source in sources],
        "retrieved": [source.retrieved for source in sources],
        "published": [record.published for record in records],
        "published_from": [record.published_from for record in records],
        "headline": [record.words(record.headline).encode("utf-8", "replace").decode() if record.headline else None for record in records],
        "record": [dumps(record).decode() for record in records],
    }
    return pyarrow.table({name: pyarrow.array(values, pyarrow.string()) for name, values in columns.items()})


def digests(records: Sequence[Record]) -> pyarrow.Table:
    """What copies and stories are found by: order, fingerprints, telling words (docs/story.md)."""
    import pyarrow as pa

    common, options = load_common(), StoryOptions()
    pages, bags = [sheet(record) for record in records], [bag(record, common) for record in records]
    return pa.table(
        {
            "id": pa.array([page.id for page in pages], pa.string()),
            "printed": pa.array([page.published or "9999" for page in pages], pa.string()),
            "day": pa.array([UNDATED if one.day is None else one.day for one in bags], pa.int32()),
            "words": pa.array([len(page.words) for page in pages], pa.int32()),
            "credit": pa.array([page.credit for page in pages], pa.string()),
            "speaker": pa.array([page.speakers[0] for page in pages], pa.string()),
            "marks": pa.array([fingerprints(page) for page in pages], pa.list_(pa.uint32())),
            "strong": pa.array([strong(vector(one, common), options) for one in bags], pa.list_(pa.uint32())),
            "terms": pa.array([_plain(one.counts) for one in bags], pa.list_(pa.string())),
            "counts": pa.array([list(one.counts.values()) for one in bags], pa.list_(pa.int32())),
        }
    )


def _plain(terms: Any) -> list[str]:
    return [term.encode("utf-8", "replace").decode() for term in terms]


def _write_flat(job: Job, key: str, records: Sequence[Record]) -> dict[str, int]:
    """The flat tables of a slice, in the columns of a store's export. Returns their rows."""
    import pyarrow

    from dateline.store import open_store
    from dateline.store.arrow import batches, schema
    from dateline.store.query import Query
    from dateline.store.tables import TABLES

    rows: dict[str, int] = {}
    with TemporaryDirectory(prefix="dateline-") as folder, open_store(Path(folder) / "slice.db", create=True) as store:
        store.put(records, read_at="1970-01-01T00:00:00Z")
        with store.reading() as db:
            for name in FLAT:
                shape = schema(TABLES[name])
                kept = [n for n, field in enumerate(TABLES[name].fields) if field.name != "happening"]
                table = pyarrow.Table.from_batches(list(batches(db, TABLES[name], Query())), schema=shape).select(kept)
                files.write_table(job.part(name, key), table)
                rows[name] = table.num_rows
    return rows
