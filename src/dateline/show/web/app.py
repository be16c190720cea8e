"""make_app: the reading room over one store, put together of its views."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from dateline.errors import StoreError
from dateline.show.metrics import Metrics, Timed
from dateline.show.metrics import routes as metric_routes
from dateline.show.web import static
from dateline.show.web.article import lexicon
from dateline.show.web.globe import world
from dateline.show.web.problem import HANDLERS
from dateline.show.web.security import Guard, make_gate
from dateline.show.web.tally import points_of
from dateline.store import Store, open_store

#: Modules with `routes`, asked in this order.
VIEWS = (
    "door",
    "front",
    "events",
    "stories",
    "article",
    "actors",
    "search",
    "export",
    "timeline",
    "map",
    "compare",
    "review",
    "api",
    "help",
)


def make_app(path: str | Path, *, token: str | None = None, hosts: Iterable[str] = (), readonly: bool = False) -> Starlette:
    """The room over the store at this path.

    With a `token` every page but the login asks for it. `hosts` are names besides localhost that a request may call this room by. Raises
    StoreError where there is no store.
    """
    store = open_store(path, readonly=readonly)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        threading.Thread(target=_warm, args=(store,), name="dateline-warm", daemon=True).start()
        yield
        store.close()

    metrics = Metrics()
    app = Starlette(
        routes=[*_routes(), *metric_routes(metrics, lambda: _health(store))],
        middleware=[Middleware(Timed, metrics=metrics), Middleware(Guard)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.gate = make_gate(token, hosts)
    return app


def _warm(store: Store) -> None:
    """Draws and loads what pages rest on before the first reader asks for it."""
    with suppress(StoreError):
        columns = store.columns()
        columns.prepare()
        columns.once("points", lambda: points_of(columns))
    lexicon()
    world("near")


def _health(store: Store) -> tuple[bool, dict[str, object]]:
    """Whether the store can be read. Nothing of what it holds is told: /healthz asks for no token."""
    try:
        return store.data_version >= 0, {}
    except StoreError:
        return False, {"store": "cannot be read"}


def _routes() -> list[BaseRoute]:
    routes: list[BaseRoute] = list(static.routes)
    for name in VIEWS:
        module = f"dateline.show.web.{name}"
        if find_spec(module):
            routes += import_module(module).routes
    return routes
