"""Exports of exactly one filter, streamed: whatever a table shows can be taken along."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dateline.record import dumps
from dateline.show.export.formats import FORMATS, pieces
from dateline.show.export.picked import picked
from dateline.show.web.base import query_of, view
from dateline.show.web.problem import Problem
from dateline.store import Store
from dateline.store.query import Query


def export(request: Request, store: Store) -> Response:
    """The items of the filter in a format of `dateline export`."""
    name = request.path_params["format"]
    if name not in FORMATS:
        raise Problem(404, f"There is no format {name[:40]!r}", f"There are {', '.join(FORMATS)}.")
    query = query_of(request)
    found = _records(store, query) if name == "jsonl" and query.asks else pieces(store, query, name)
    headers = {"content-disposition": f'attachment; filename="dateline{FORMATS[name].suffix}"'}
    return StreamingResponse(_begun(found), media_type=f"{FORMATS[name].media}; charset=utf-8", headers=headers)


def _records(store: Store, query: Query) -> Iterator[bytes]:
    """Records of the articles that hold what the table shows: days are those of the events, where `dateline export` takes the articles'."""
    return (dumps(one.record) + b"\n" for one in picked(store, query))


def _begun(found: Iterator[bytes]) -> Iterator[bytes]:
    """The stream with its first piece made, so that a question that cannot be answered is refused and not cut off."""
    first = next(found, b"")
    return chain([first], found)


routes = [view("/export/{format}", export)]
