"""What all views share: how a view is called, how a page is drawn, how addresses are made. Read this first when adding a view.

A view is a plain function `(request, store) -> Response`, made a route by `view`:

    def timeline(request: Request, store: Store) -> Response:
        query = query_of(request)
        return render(request, "timeline.html.j2", title="Timeline", query=query, lines=...)

    routes = [view("/timeline", timeline)]

It runs in a thread; the store is safe for many at once. It raises Problem for a page that says what is wrong; a
DatelineError (an unknown filter, say) becomes one by itself. A form's fields are in `form_of(request)`, its origin already checked; each
form carries `{{ token_field() }}`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dateline.errors import DatelineError
from dateline.show.clean import printable
from dateline.show.dates import range_label, spoken, when
from dateline.show.web import labels
from dateline.show.web.problem import Problem
from dateline.show.web.security import BROWSER, browser_of, check_form, form_token, gate_of, known
from dateline.show.web.static import static_url
from dateline.store.query import Query

if TYPE_CHECKING:
    from dateline.store import Store

View = Callable[[Request, "Store"], Response]
#: Keys of an address that belong to a page and not to the filter, for every view; a view names its own besides.
PAGE_KEYS = frozenset({"page", "sort", "columns", "q"})
#: (name, path) of the views in the menu. Views that ask the same filter carry it from one to the other.
NAV = (("Stories", "/"), ("Events", "/events"), ("Timeline", "/timeline"), ("Map", "/map"), ("Actors", "/actors"), ("Review", "/review"))
FILTERED = frozenset({"/events", "/timeline", "/map"})
#: Rows of a page of a table.
PAGE = 50
#: The deepest page that is turned to: beyond it a narrower filter or an export serves better, and the store need not count so far.
LAST_PAGE = 2_000
THEMES = ("auto", "dark", "light")


def view(path: str, run: View, *, name: str | None = None, methods: Sequence[str] = ("GET",)) -> Route:
    """A route to a view. `name` defaults to the function's."""

    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            request.state.form = await read_form(request)
        return await run_in_threadpool(run, request, request.app.state.store)

    return Route(path, endpoint, name=name or run.__name__, methods=list(methods))


async def read_form(request: Request) -> dict[str, str]:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        form = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=200))
    except ValueError as error:
        raise Problem(400, "This form has too many fields", "Nothing was changed.") from error
    check_form(request, form)
    return form


def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form."""
    form: dict[str, str] = request.state.form
    return form


def query_of(request: Request, *own: str) -> Query:
    """The filter of an address; keys of the page, and those that are the view's `own`, are no part of it. Raises QueryError."""
    mine = PAGE_KEYS.union(own)
    return Query.parse([(key, value) for key, value in request.query_params.multi_items() if key not in mine])


def param(request: Request, key: str, default: str = "", *, choices: Iterable[str] = ()) -> str:
    """One value of the address, without blanks around it. Raises Problem where it is none of `choices`."""
    value = request.query_params.get(key, "").strip() or default
    known_values = tuple(choices)
    if known_values and value not in known_values:
        raise Problem(400, f"{key}: {value[:60]!r} is none of {', '.join(known_values)}", "Change the address, or leave it out.")
    return value


def page_of(request: Request) -> int:
    """The number of the page that is asked for, from 1."""
    value = request.query_params.get("page", "1")
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= LAST_PAGE):
        raise Problem(400, f"There is no page {value[:20]!r}", f"Pages are numbered from 1 to {LAST_PAGE:,}.")
    return int(value[:9])


def render(request: Request, template: str, *, status: int = 200, title: str, **context: Any) -> HTMLResponse:
    """A page. Whatever a template prints is escaped, and control and bidirectional characters of copy are replaced."""
    theme = request.cookies.get("theme", "auto")
    browser = browser_of(request)
    fresh = "" if browser else secrets.token_hex(16)
    context.setdefault("more_keys", ())
    context.setdefault("search", request.query_params.get("q", "")[:400])
    page = _environment().get_template(template)
    html = page.render(
        title=title,
        theme=theme if theme in THEMES else "auto",
        next_theme=THEMES[(THEMES.index(theme) + 1) % len(THEMES)] if theme in THEMES else "dark",
        here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        path=request.url.path,
        nav=_nav(request),
        views={route.path for route in request.app.routes if isinstance(route, Route)},
        locked=gate_of(request).token is not None and known(request),
        may_read=known(request),
        token_field=lambda: _hidden("token", form_token(request, browser or fresh)),
        address=lambda **changes: here(request, **changes),
        **context,
    )
    answer = HTMLResponse(html, status)
    if fresh:
        set_cookie(request, answer, BROWSER, fresh)
    return answer


def set_cookie(request: Request, answer: Response, name: str, value: str, *, days: int = 365) -> None:
    """A cookie that no script can read and no other site can make a browser send."""
    answer.set_cookie(name, value, max_age=days * 86_400, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def _nav(request: Request) -> list[tuple[str, str, bool]]:
    path = request.url.path
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in PAGE_KEYS] if path in FILTERED else []
    try:
        kept = Query.parse([(key, value) for key, value in kept if key in _query_keys()]).params()
    except DatelineError:  # the page itself says what is wrong with the filter
        kept = []
    shown = {route.path for route in request.app.routes if isinstance(route, Route)}
    return [
        (name, address(to, kept) if to in FILTERED else to, path == to or (to != "/" and path.startswith(to + "/")))
        for name, to in NAV
        if to in shown
    ]


@cache
def _query_keys() -> frozenset[str]:
    from dateline.store.query import KEYS

    return frozenset(KEYS)


# Addresses


Pairs = Iterable[tuple[str, str]]


def address(path: str, query: Query | Pairs | Mapping[str, str] | None = None, **more: object) -> str:
    """A path with a filter and further keys; `from_` is written `from`, None and "" are left out."""
    if query is None:
        pairs: list[tuple[str, str]] = []
    elif isinstance(query, Query):
        pairs = query.params()
    else:
        pairs = list(query.items()) if isinstance(query, Mapping) else list(query)
    pairs += [(key.rstrip("_"), str(value)) for key, value in more.items() if value not in (None, "")]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def here(request: Request, **changes: object) -> str:
    """This page's address with some keys changed: `here(request, page=2)`; None leaves a key out, a tuple gives it several values.

    A change of anything but the page leads back to the first page.
    """
    named = {key.rstrip("_"): value for key, value in changes.items()}
    dropped = set(named) | (set() if "page" in named else {"page"})
    pairs = [(key, value) for key, value in request.query_params.multi_items() if key not in dropped]
    for key, value in named.items():
        values = value if isinstance(value, tuple | list) else (value,)
        pairs += [(key, str(one)) for one in values if one not in (None, "")]
    return address(request.url.path, pairs)


def safe_id(id: str) -> str:
    """An id as one step of a path."""
    return quote(id, safe="")


def article_url(article: str) -> str:
    """The page of an article."""
    return f"/article/{safe_id(article)}"


def words_url(article: str, start: int, end: int) -> str:
    """The exact words of an article, lit with a script or without."""
    return f"/article/{safe_id(article)}?char={start},{end}#char={start},{end}"


def story_url(story: str) -> str:
    """The page of a story."""
    return f"/story/{safe_id(story)}"


def happening_url(happening: str) -> str:
    """The page of a happening."""
    return f"/happening/{safe_id(happening)}"


def actor_url(key: str) -> str:
    """The page of an actor, by the key that is the same in all articles."""
    return f"/actor/{safe_id(key)}"


def outward(url: str | None) -> str:
    """An address that may be linked: http or https and nothing else (an article may call itself `javascript:...`); empty otherwise."""
    found = url or ""
    return found if found.lower().startswith(("http://", "https://")) and not any(c.isspace() or ord(c) < 32 for c in found) else ""


def local(url: str) -> str:
    """A path of this room to go back to; "/" for anything that might lead elsewhere."""
    safe = url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url and all(32 < ord(c) < 127 for c in url)
    return url if safe else "/"


# Words


def dates(first: str | None, last: str | None = None) -> str:
    """2–5 Jan 2022 for two ISO dates, empty where neither is one."""
    found = when(first, last)
    return found.label if found else ""


def plural(number: int, one: str, many: str | None = None) -> str:
    """1 report, 2,000 reports."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = 4) -> str:
    """Windhoek, Gaborone and 3 others."""
    shown = list(names[:most])
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more} others" if more > 1 else "1 other")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def flat(words: str | None, most: int = 0) -> str:
    """Words on one line, cut at a blank where they are longer than `most`."""
    line = " ".join((words or "").split())
    return line if not most or len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def tail(words: str | None, most: int) -> str:
    """The end of words on one line, cut at a blank where they are longer than `most`."""
    line = " ".join((words or "").split())
    return line if len(line) <= most else "… " + line[-most:].partition(" ")[2].lstrip("-–—,;: ")


def joint(before: str, after: str) -> str:
    """What stands between two pieces of one line: a blank, or nothing behind an opening mark and before a closing one."""
    opening = before[-1:] in "([“‘—/-$£€" or (before[-1:] in "\"'" and before[-2:-1] in (" ", ""))
    closing = after[:1] in ".,;:!?)]”’%—" or (after[:1] in "\"'" and not after[1:2].isalnum())
    return "" if not before or not after or opening or closing else " "


def _shown(value: Any) -> Any:
    """What a template prints: words of copy without the characters that a browser obeys; markup made here as it is."""
    return value if isinstance(value, Markup | int | float) else "" if value is None else printable(str(value))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.show.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    tools = (
        article_url,
        words_url,
        story_url,
        happening_url,
        actor_url,
        outward,
        dates,
        spoken,
        range_label,
        plural,
        listed,
        flat,
    )
    environment.globals.update({tool.__name__: tool for tool in tools})
    environment.globals.update(joint=joint, link=address, static=static_url, labels=labels, PAGE=PAGE, keys=KEYS)
    environment.filters.update(flat=flat, tail=tail, spoken=spoken, country=labels.country_name, sector=labels.sector_name)
    environment.tests["linkable"] = lambda url: bool(outward(url))
    return environment


#: Keys of every view; the help dialog lists them. A view with keys of its own passes `more_keys`, of the same shape, to `render`.
KEYS = (
    ("/", "go to the search box"),
    ("j", "next row, card or piece of evidence"),
    ("k", "the one before"),
    ("Enter", "open it"),
    ("?", "show these keys"),
    ("Escape", "close, or leave the search box"),
)
