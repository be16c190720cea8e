"""Who may ask: hosts, token, cross-site posts, sizes, and the headers of every answer.

The room holds copy that anybody may have written, and a browser on this machine may be steered by any page: so nothing here trusts a
`Host` it does not know (DNS rebinding), a post it did not print the form of (cross-site request forgery), or a script it does not ship.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.show.web.problem import Problem, fault_page, problem_page, wants_json

#: Nothing is loaded from elsewhere, nothing runs inline, nobody frames us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
#: Longest path with query, and largest body, that is read at all.
MAX_TARGET, MAX_BODY = 8_000, 100_000
SAFE_METHODS = ("GET", "HEAD")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
KEY, BROWSER = "dateline_key", "dateline_browser"
#: Asked for before anybody is known: they hold nothing of the store.
_OPEN = ("/login", "/healthz")


@dataclass(frozen=True, slots=True)
class Gate:
    """What is asked of a request. Without a `token` everyone who reaches the port may read; `hosts` are names this room answers to."""

    token: str | None
    hosts: frozenset[str]
    secret: bytes

    def signed(self, purpose: str, value: str) -> str:
        """A signature that only this room can make."""
        return hmac.new(self.secret, f"{purpose}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def key(self) -> str:
        """The value of the cookie of those who have given the token."""
        return self.signed("key", self.token or "")

    def right_token(self, given: str) -> bool:
        """Whether this is the token, compared in constant time."""
        return self.token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this room. Where a token is asked for, an address is enough: only names can be rebound."""
        name = host_name(host)
        return name in self.hosts or (self.token is not None and _is_address(name))


def make_gate(token: str | None, hosts: Iterable[str]) -> Gate:
    """The gate; its secret follows from the token, so that a login outlives a restart, and is made anew each time where there is none."""
    secret = hashlib.sha256(b"dateline " + token.encode()).digest() if token else secrets.token_bytes(32)
    return Gate(token, frozenset(name.lower().strip("[]") for name in (*LOOPBACK, *hosts)), secret)


def host_name(host: str) -> str:
    """`LOCALHOST:8421` -> `localhost`, `[::1]:80` -> `::1`; empty where it is no host."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def gate_of(request: Request) -> Gate:
    """The gate of the app that answers."""
    gate: Gate = request.app.state.gate
    return gate


def browser_of(request: Request) -> str:
    """The random name of this browser, empty at its first visit."""
    return request.cookies.get(BROWSER, "")


def form_token(request: Request, browser: str) -> str:
    """The value that a form must send back; another site can neither read nor guess it."""
    return gate_of(request).signed("form", browser)


def known(request: Request) -> bool:
    """Whether the request may read: no token is asked for, or it carries it."""
    gate = gate_of(request)
    return gate.token is None or bears_token(request) or hmac.compare_digest(request.cookies.get(KEY, "").encode(), gate.key().encode())


def bears_token(request: Request) -> bool:
    """Whether a program sends the token in `Authorization: Bearer`; no page of another site can make a browser do so."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and gate_of(request).right_token(given.strip())


def check_form(request: Request, form: dict[str, str]) -> None:
    """Raises Problem unless the form is one that this room printed for this browser."""
    if bears_token(request):
        return
    browser = browser_of(request)
    if not browser or not hmac.compare_digest(form.get("token", "").encode("utf-8", "replace"), form_token(request, browser).encode()):
        raise Problem(403, "This form is not from here, or is stale", "Nothing was changed. Go back, load the page anew and send it again.")


class Guard:
    """ASGI middleware: refuses what must not come in, bounds what does, and puts the headers on whatever goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(_dressed(message))

        try:
            answer = _refused(request) or self.app
            await answer(scope, _bounded(receive), dressed)
        except Exception as error:
            answer = fault_page(request, error)
            if begun:
                raise
            await answer(scope, receive, dressed)


def _refused(request: Request) -> Response | None:
    try:
        _check(request)
    except Problem as problem:
        return problem_page(request, problem)
    path = request.url.path
    if known(request) or path in _OPEN or path.startswith("/static/"):
        return None
    if wants_json(request):
        todo = "Send it as a header: Authorization: Bearer TOKEN."
        return problem_page(request, Problem(401, "This store asks for a token", todo))
    back = path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/login" if back == "/" else f"/login?next={quote(back, safe='')}", 303)


def _check(request: Request) -> None:
    host = request.headers.get("host", "")
    if not gate_of(request).knows_host(host):
        todo = "Ask for it by the address that it was started with, or start it with --allow-host and this name."
        raise Problem(421, "This room does not go by that name", todo)
    if len(request.url.path) + len(request.url.query) > MAX_TARGET:
        raise Problem(414, "This address is too long", f"Addresses here have at most {MAX_TARGET:,} characters. Shorten the search.")
    if request.method not in SAFE_METHODS:
        _check_post(request, host)


def _check_post(request: Request, host: str) -> None:
    size = request.headers.get("content-length", "0")
    if not size.isdecimal() or int(size) > MAX_BODY:
        raise Problem(413, "This is too large to send", f"A form may hold {MAX_BODY:,} bytes. Nothing was changed.")
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign = site not in (None, "same-origin", "none")
    if origin not in (None, "null"):  # our own forms say "null": the pages are sent with no-referrer
        foreign = foreign or urlsplit(origin or "").netloc.lower() != host.lower()
    if foreign:
        raise Problem(403, "This was sent from another site", "Nothing was changed. Open the page here and send it from there.")


def _bounded(receive: Receive) -> Receive:
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MAX_BODY:
            raise Problem(413, "This is too large to send", f"A form may hold {MAX_BODY:,} bytes. Nothing was changed.")
        return message

    return bounded


def _dressed(message: Message) -> Message:
    if message["type"] != "http.response.start":
        return message
    headers = list(message.get("headers", []))
    given = {name.lower() for name, _ in headers}
    headers += [pair for pair in HEADERS if pair[0] not in given]
    if b"cache-control" not in given:
        headers.append((b"cache-control", b"private, no-cache"))
    return {**message, "headers": headers}
