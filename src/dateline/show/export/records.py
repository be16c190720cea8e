"""JSONL of a store: the record of every article that holds what is asked for, with its corrections; docs/record.md describes it."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.record import dumps
from dateline.store import Store
from dateline.store.query import Query


def write(store: Store, query: Query) -> Iterator[bytes]:
    """One record a line, in order of publication and id."""
    for row in store.articles(query.without("rejected"), sort="published"):
        record = store.article(row.id, corrected=True)
        if record is not None:
            yield dumps(record) + b"\n"
