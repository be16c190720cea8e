"""Parquet: all tables of a store in a folder, described by a Frictionless Data Package (datapackage.json).

An article is known by its id in every table. Rows are ordered by article id and item, so the same articles give the same rows however
they came in. Needs pyarrow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError
from dateline.store import Store
from dateline.store.arrow import arrow, batches, schema
from dateline.store.query import Query
from dateline.store.tables import TABLES, Table

if TYPE_CHECKING:
    import pyarrow


def write(store: Store, query: Query, folder: Path) -> dict[str, int]:
    """Writes the tables and datapackage.json; returns rows by table. Raises DatelineError where pyarrow is absent or the folder holds
    something else."""
    arrow()
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "datapackage.json").exists())):
        raise DatelineError(f"{folder}: is no empty folder and no data package; name another")
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    with store.asking() as db:
        for name, table in TABLES.items():
            counts[name] = _file(batches(db, table, query.without("rejected")), table, folder / f"{name}.parquet")
    (folder / "datapackage.json").write_text(json.dumps(_package(folder, counts), indent=1) + "\n", encoding="utf-8")
    return counts


def _file(rows: Iterator[pyarrow.RecordBatch], table: Table, path: Path) -> int:
    import pyarrow.parquet

    count = 0
    with pyarrow.parquet.ParquetWriter(path, schema(table), compression="zstd") as out:
        for batch in rows:
            out.write_batch(batch)
            count += batch.num_rows
    return count


def _package(folder: Path, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "name": "dateline-chronicle",
        "title": "Chronicle of news copy",
        "description": "What happened, when, where, who did what to whom, and who says so, each value at the words that support it.",
        "profile": "data-package",
        "resources": [_resource(name, folder / f"{name}.parquet", counts[name]) for name in TABLES],
    }


def _resource(name: str, path: Path, rows: int) -> dict[str, Any]:
    table = TABLES[name]
    keys = [{"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}} for own, other, theirs in table.refers]
    return {
        "name": name,
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": table.about,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "rowcount": rows,
        "schema": {
            "fields": [{"name": field.name, "type": field.type, "description": field.about} for field in table.fields],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if keys else {}),
        },
    }
