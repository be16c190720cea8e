"""The same questions as JSON: /api/events, /api/stories ..., described in /api/openapi.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.show.web.base import View, here, param, query_of, render, view
from dateline.show.web.openapi import DEEPEST, LIMIT, LISTS, MOST, Endpoint, described
from dateline.show.web.problem import Problem
from dateline.store import Store
from dateline.store.query import Query


def index(request: Request, store: Store) -> Response:
    """A page for people: what there is to ask."""
    return render(request, "api.html.j2", title="API", paths=described()["paths"])


def document(request: Request, store: Store) -> Response:
    """The OpenAPI document."""
    return _json(described())


def listed(one: Endpoint) -> View:
    """The view of one list."""

    def answer(request: Request, store: Store) -> Response:
        limit, offset = _number(request, "limit", LIMIT, 1, MOST), _number(request, "offset", 0, 0, DEEPEST)
        more: dict[str, Any] = {"sort": param(request, "sort", one.sorts[0], choices=one.sorts)} if one.sorts else {}
        own = ("limit", "offset")
        if not one.filtered:
            _only(request, *own)
        elif not one.sorts:
            _none(request, "sort")
        asked = [query_of(request, *own)] if one.filtered else []
        rows = list(getattr(store, one.name)(*asked, limit=limit + 1, offset=offset, **more))
        return _page(request, rows, limit, offset)

    return answer


def timeline(request: Request, store: Store) -> Response:
    """The timeline of what is asked for."""
    entries = _number(request, "entries", LIMIT, 1, MOST)
    as_of = param(request, "as_of") or None
    return _json({"items": store.timeline(query_of(request, "as_of", "entries"), as_of=as_of, entries=entries), "next": None})


def search(request: Request, store: Store) -> Response:
    """Reports that hold words."""
    typed = param(request, "q")[:400]
    if not typed:
        raise Problem(400, "q: no words are given", "Ask like /api/search?q=water.")
    limit, offset = _number(request, "limit", LIMIT, 1, MOST), _number(request, "offset", 0, 0, DEEPEST)
    rows = list(store.search(typed, query_of(request, "limit", "offset"), limit=limit + 1, offset=offset))
    return _page(request, rows, limit, offset)


def facets(request: Request, store: Store) -> Response:
    """Events counted by each facet."""
    found = store.facets(query_of(request, "most"), most=_number(request, "most", LIMIT, 1, MOST))
    return _json({name: [one._asdict() for one in counts] for name, counts in found.items()})


def months(request: Request, store: Store) -> Response:
    """Events counted by month."""
    return _json(store.months(query_of(request)))


def _number(request: Request, key: str, default: int, least: int, most: int) -> int:
    value = param(request, key) or str(default)
    if not (value.isascii() and value.isdecimal() and least <= int(value[:12]) <= most):
        raise Problem(400, f"{key}: {value[:40]!r} is no number from {least} to {most:,}", "Take an export where more is needed.")
    return int(value[:12])


def _only(request: Request, *own: str) -> None:
    """Raises QueryError for a key that this list does not take."""
    Query.parse([(key, "") for key in request.query_params if key not in own])
    _none(request, *(key for key in request.query_params if key not in own))


def _none(request: Request, *keys: str) -> None:
    wrong = next((key for key in keys if key in request.query_params), None)
    if wrong is not None:
        raise Problem(400, f"{wrong[:60]}: this list does not take it", "The description at /api/openapi.json names what each list takes.")


def _page(request: Request, rows: list[Any], limit: int, offset: int) -> Response:
    following = offset + limit
    more = len(rows) > limit and following <= DEEPEST
    return _json({"items": rows[:limit], "next": here(request, limit=limit, offset=following) if more else None})


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _routes() -> Iterator[Route]:
    yield view("/api", index, name="api")
    yield view("/api/openapi.json", document, name="openapi")
    for one in LISTS:
        yield view(one.path, listed(one), name=f"api-{one.name}")
    for run in (timeline, search, facets, months):
        yield view(f"/api/{run.__name__}", run, name=f"api-{run.__name__}")


routes = list(_routes())
