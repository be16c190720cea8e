"""Rows of a store as Arrow batches and tables, in the columns of `tables`. Needs pyarrow."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.errors import DatelineError
from dateline.store.query import Query
from dateline.store.tables import TABLES, Field, Table
from dateline.store.where import Where, of_articles, of_conditions, of_events

if TYPE_CHECKING:
    import pyarrow

_ROWS = 20_000


def arrow() -> Any:
    """pyarrow. Raises DatelineError with what to do where it is absent."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise DatelineError("Parquet and Arrow tables need pyarrow; install it with `pip install dateline[parquet]`") from error
    return pyarrow


def events_table(db: sqlite3.Connection, query: Query) -> pyarrow.Table:
    """The events asked for as one Arrow table."""
    table = TABLES["events"]
    found = list(batches(db, table, query))
    return arrow().Table.from_batches(found, schema=schema(table))


def schema(table: Table) -> pyarrow.Schema:
    """The Arrow schema of a table."""
    pyarrow = arrow()
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "array": pyarrow.list_(pyarrow.string()),
    }
    return pyarrow.schema([pyarrow.field(field.name, types[field.type], metadata={"description": field.about}) for field in table.fields])


def batches(db: sqlite3.Connection, table: Table, query: Query) -> Iterator[pyarrow.RecordBatch]:
    """The rows of a table that are asked for, by and by."""
    pyarrow = arrow()
    found = _wanted(table, query)
    columns = ", ".join(field.sql for field in table.fields)
    rows = db.execute(f"SELECT {columns} FROM {table.source} WHERE {found.sql} ORDER BY {table.order}", found.args)
    shape = schema(table)
    while chunk := list(islice(rows, _ROWS)):
        values = [_values(field, column) for field, column in zip(table.fields, zip(*chunk, strict=True), strict=True)]
        yield pyarrow.RecordBatch.from_arrays([pyarrow.array(v, f.type) for v, f in zip(values, shape, strict=True)], schema=shape)


def _wanted(table: Table, query: Query) -> Where:
    """Events and conditions as asked; of articles those that hold them, of all else what belongs to these articles or their stories."""
    if table.of == "events":
        return of_events(query)
    if table.of == "conditions":
        return of_conditions(query)
    found = of_articles(query)
    if table.of == "articles":
        return found
    if not found.parts:
        return Where()
    column = "a.n" if table.of == "items" else table.of
    what = "n" if table.of == "items" else "origin" if table.of == "o.id" else "story"
    return Where([f"{column} IN (SELECT a.{what} FROM articles a WHERE {found.sql})"], found.args)


def _values(field: Field, values: tuple[Any, ...]) -> list[Any]:
    if field.type == "array":
        return [None if value is None else [str(one) for one in json.loads(value)] for value in values]
    return [None if value is None else bool(value) for value in values] if field.type == "boolean" else list(values)
