"""The door: login by token, logout, and the choice of light or dark."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dateline.show.web.base import THEMES, form_of, local, read_form, render, set_cookie, view
from dateline.show.web.problem import Problem
from dateline.show.web.security import KEY, gate_of, known
from dateline.store import Store

#: A wrong token is answered after this many seconds: no hindrance to a person, a long time to a guesser.
WRONG_SECONDS = 0.6


async def login(request: Request) -> Response:
    """Asks for the token and sets the cookie that stands for it."""
    gate = gate_of(request)
    back = local(request.query_params.get("next", "/"))
    if known(request):
        return RedirectResponse(back, 303)
    wrong = False
    if request.method == "POST":
        form = await read_form(request)
        if gate.right_token(form.get("key", "")):
            answer = RedirectResponse(local(form.get("next", "/")), 303)
            set_cookie(request, answer, KEY, gate.key(), days=30)
            return answer
        await asyncio.sleep(WRONG_SECONDS)
        wrong, back = True, local(form.get("next", "/"))
    return render(request, "login.html.j2", status=403 if wrong else 200, title="Log in", wrong=wrong, back=back)


def logout(request: Request, store: Store) -> Response:
    """Forgets the cookie."""
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(KEY, path="/", httponly=True, samesite="strict")
    return answer


def theme(request: Request, store: Store) -> Response:
    """Keeps the choice of light, dark, or whatever the machine prefers."""
    chosen = form_of(request).get("theme", "")
    if chosen not in THEMES:
        raise Problem(400, f"There is no theme {chosen[:20]!r}", f"There are {', '.join(THEMES)}.")
    answer = RedirectResponse(local(form_of(request).get("back", "/")), 303)
    set_cookie(request, answer, "theme", chosen)
    return answer


routes = [
    Route("/login", login, name="login", methods=["GET", "POST"]),
    view("/logout", logout, methods=("POST",)),
    view("/theme", theme, methods=("POST",)),
]
