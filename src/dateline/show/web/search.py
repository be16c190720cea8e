"""Full text: the reports that hold the words, with the words around them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dateline.show.web.base import page_of, param, query_of, render, view
from dateline.show.web.events import pills
from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import Hit

#: Hits of a page.
HITS = 20


def search(request: Request, store: Store) -> Response:
    """Reports that hold `q`; the keys of the filter narrow it."""
    typed, query, number = param(request, "q")[:400], query_of(request), page_of(request)
    hits = store.columns().answer(("hits", typed, query, number), lambda: _hits(store, typed, query, number)) if typed else []
    return render(
        request,
        "search.html.j2",
        title=f"{typed} – search" if typed else "Search",
        typed=typed,
        hits=hits[:HITS],
        more=len(hits) > HITS,
        number=number,
        total=store.count(query, text=typed, layer="articles") if hits else 0,
        acts=store.count(query, text=typed) if hits else 0,
        query=query,
        pills=pills(query, "/search", [("q", typed)]),
        size=HITS,
    )


def _hits(store: Store, typed: str, query: Query, number: int) -> list[Hit]:
    return list(store.search(typed, query, limit=HITS + 1, offset=(number - 1) * HITS))


routes = [view("/search", search)]
