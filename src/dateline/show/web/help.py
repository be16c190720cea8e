"""What the words here mean, and the keys."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dateline.show.web.base import render, view
from dateline.store import Store


def help(request: Request, store: Store) -> Response:
    """The glossary, the types, the keys."""
    return render(request, "help.html.j2", title="What the words here mean")


routes = [view("/help", help)]
