"""Fetches one URL: http and https only, never a private address, with caps on bytes, time and redirects.

A name is resolved once, its addresses are checked, and the connection goes to the checked address itself: a name that answers differently
the second time (rebinding) gains nothing. Every redirect is checked anew.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from threading import Timer
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from dateline.errors import Refused
from dateline.settings import setting

if TYPE_CHECKING:
    import httpx

_EMBEDDED = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96", "fec0::/10", "5f00::/16")
)
_MOVED = (301, 302, 303, 307, 308)
ACCEPT = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,text/plain;q=0.9,*/*;q=0.5"


class Unreachable(Refused):
    """An address did not answer; it may do so later."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the final URL, the status, the headers (names in lower case) and, with status 200, the bytes unpacked."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The content type as declared, with its charset; empty if none is."""
        return self.headers.get("content-type", "")

    @property
    def etag(self) -> str | None:
        """The mark of this version, to be given back when the address is asked again."""
        return self.headers.get("etag")

    @property
    def modified(self) -> str | None:
        """When the address says it last changed, to be given back when it is asked again."""
        return self.headers.get("last-modified")


def fetch(
    url: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    headers: Mapping[str, str] | None = None,
    post: bytes | None = None,
    allow_private: bool | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Fetched:
    """What stands behind an address, whatever its status; with `etag` or `modified` of an earlier answer, status 304 if it did not change.

    `headers` are sent beside or in place of the usual ones; with `post` those bytes are posted and no redirect is followed.
    `allow_private` lets it lead to private and loopback addresses; None is as the setting `allow_private_hosts` says. Raises Unreachable
    if there is no answer in time, Refused for a private address, too many redirects or too many bytes.
    """
    import httpx

    if allow_private is None:
        allow_private = bool(setting("allow_private_hosts"))
    sent = {"User-Agent": f"dateline/{version('dateline')}", "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    sent |= {"If-None-Match": etag} if etag else {}
    sent |= {"If-Modified-Since": modified} if modified else {}
    sent |= headers or {}
    limits = httpx.Timeout(setting("fetch_seconds"))
    deadline = time.monotonic() + setting("fetch_seconds")
    with httpx.Client(transport=transport, timeout=limits, trust_env=False, follow_redirects=False) as client:
        at = url
        for _ in range(setting("fetch_redirects") + 1):
            try:
                found = _once(client, _Ask(at, url, sent, post, allow_private, deadline))
            except (httpx.InvalidURL, ValueError) as error:
                raise Refused(url, f"is no address ({str(error)[:120]}); check it") from error
            except (httpx.HTTPError, OSError, zlib.error) as error:
                late = time.monotonic() > deadline
                reason = (
                    f"took longer than fetch_seconds = {setting('fetch_seconds')}" if late else f"could not be fetched ({_said(error)})"
                )
                raise Unreachable(url, f"{reason}; try again or save the page") from error
            if isinstance(found, Fetched):
                return found
            at = found
    raise Refused(url, f"redirects more than fetch_redirects = {setting('fetch_redirects')} times; give the final address")


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:120]}"


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request: the address now, the one first given, and under which conditions."""

    at: str
    url: str
    headers: Mapping[str, str]
    post: bytes | None
    allow_private: bool
    deadline: float


def _once(client: httpx.Client, ask: _Ask) -> Fetched | str:
    """The answer, or the address that it redirects to."""
    import httpx

    asked = httpx.URL(ask.at)  # one reader of the address for the check and the connection: two might differ on where its host ends
    if asked.scheme not in ("http", "https") or not asked.host:
        raise Refused(
            ask.url, "is not an http or https address" if ask.at == ask.url else "redirects to something that is not http or https"
        )
    host = asked.raw_host.decode("ascii").strip("[]")
    address = checked_address(host, asked.port or (443 if asked.scheme == "https" else 80), ask.url, allow_private=ask.allow_private)
    target = asked.copy_with(host=address, username=None, password=None)
    headers = {"Host": asked.netloc.decode("ascii").rpartition("@")[2], **ask.headers}
    method = "GET" if ask.post is None else "POST"
    with _cut_off(ask.deadline) as extensions:
        if asked.scheme == "https":
            extensions["sni_hostname"] = host
        with client.stream(method, target, headers=headers, content=ask.post, extensions=extensions) as answer:
            if answer.status_code in _MOVED and "location" in answer.headers and ask.post is None:
                return urljoin(ask.at, answer.headers["location"])
            body = _body(answer, ask.url, ask.deadline) if answer.status_code == 200 else b""
            return Fetched(ask.at, answer.status_code, dict(answer.headers), body)


@contextmanager
def _cut_off(deadline: float) -> Iterator[dict[str, Any]]:
    """Extensions of a request whose connection is shut at the deadline: a server may drip one byte of header a second for ever."""
    sockets: list[socket.socket] = []

    def trace(event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            sockets.append(info["return_value"].get_extra_info("socket"))

    def shut() -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(0.0, deadline - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield {"trace": trace}
    finally:
        timer.cancel()


def _body(answer: httpx.Response, url: str, deadline: float) -> bytes:
    """The bytes of an answer; unpacked in small steps, so that a bomb stops at the cap."""
    cap = setting("max_bytes")
    out = bytearray()
    for chunk in unpacked(answer.iter_raw(65536), answer.headers.get("content-encoding", ""), url):
        out += chunk
        if len(out) > cap:
            raise Refused(url, f"is larger than max_bytes = {cap:,}; set DATELINE_MAX_BYTES to read it")
        if time.monotonic() > deadline:
            break
    if time.monotonic() > deadline:  # the connection may have been shut, which looks like an end
        raise Unreachable(url, f"took longer than fetch_seconds = {setting('fetch_seconds')}; try again or save the page")
    return bytes(out)


def unpacked(chunks: Iterator[bytes], encoding: str, where: str) -> Iterator[bytes]:
    """The content of an HTTP body in pieces of a megabyte at most. Raises Refused for an encoding that is not read, and zlib.error."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Refused(where, f"is packed as {encoding[:40]!r}, which is not read; save the page instead")
    unpack = zlib.decompressobj(47)
    for chunk in chunks:
        while chunk:
            yield unpack.decompress(chunk, 1_000_000)
            chunk = unpack.unconsumed_tail
    yield unpack.flush(1_000_000)


def checked_address(host: str, port: int, url: str, *, allow_private: bool = False) -> str:
    """A numeric address of a host that may be connected to. Raises Refused if any of its addresses is private, or if there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(url, f"has a host that cannot be resolved ({host}); check the address") from error
    addresses = [str(item[4][0]) for item in found]
    for address in addresses:
        if not allow_private and not is_public(address):
            raise Refused(url, f"leads to a private address ({address}); set DATELINE_ALLOW_PRIVATE_HOSTS=1 if that is meant")
    if not addresses:
        raise Refused(url, f"has a host without address ({host}); check the address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether a numeric address is on the open internet; addresses that carry another inside (NAT64, 6to4, Teredo) are not."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _EMBEDDED):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified
