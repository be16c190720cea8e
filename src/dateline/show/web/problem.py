"""Problem: an answer that says what is wrong and what to do, as a page for readers and as JSON for programs."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dateline.errors import DatelineError


class Problem(Exception):
    """Raised by a view: `status` of HTTP, `title` what is wrong, `todo` what to do about it."""

    def __init__(self, status: int, title: str, todo: str = "") -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.todo = todo


def wants_json(request: Request) -> bool:
    """Whether a program asks: by path, or because it accepts JSON and no HTML."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith(("/api", "/metrics", "/healthz")) or ("application/json" in accept and "text/html" not in accept)


def problem_page(request: Request, problem: Problem) -> Response:
    """The problem as the asker can read it."""
    if wants_json(request):
        body = {"error": problem.title, "todo": problem.todo, "status": problem.status}
        return JSONResponse(body, problem.status)
    from dateline.show.web.base import render

    return render(request, "problem.html.j2", status=problem.status, title=problem.title, todo=problem.todo, code=problem.status)


def on_problem(request: Request, error: Exception) -> Response:
    """Starlette's handler for Problem."""
    assert isinstance(error, Problem)
    return problem_page(request, error)


def on_http(request: Request, error: Exception) -> Response:
    """Starlette's handler for its own refusals: no such page, no such method."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        problem = Problem(404, "There is no such page", "The menu above leads to every view; the search box finds words in all reports.")
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        problem = Problem(405, "That cannot be done here", "Follow a link or send a form of a page instead.")
    else:
        problem = Problem(error.status_code, error.detail, "")
    return problem_page(request, problem)


def on_dateline(request: Request, error: Exception) -> Response:
    """A DatelineError says what is wrong with the question: a word of the filter that is unknown, a path that leads nowhere."""
    words = str(error)
    return problem_page(request, Problem(400, words[:1].upper() + words[1:], "Change the address, or start again from the menu above."))


def fault_page(request: Request, error: Exception) -> Response:
    """A fault of ours: said plainly here, in full on the server's standard error."""
    logging.getLogger("dateline.serve").error("fault at %s", request.url.path, exc_info=error)
    return problem_page(request, Problem(500, "Something went wrong in here", "It is no fault of yours; the server's log names it."))


HANDLERS = {Problem: on_problem, HTTPException: on_http, DatelineError: on_dateline}
