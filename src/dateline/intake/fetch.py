"""Fetches one URL: http and https only, never a private address, with caps on bytes, time and redirects.

A name is resolved once, its addresses are checked, and the connection goes to the checked address itself: a name that answers differently
the second time (rebinding) gains nothing. Every redirect is checked anew.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from dateline.errors import Refused
from dateline.settings import setting

if TYPE_CHECKING:
    import httpx

_EMBEDDED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: the final URL, its content type and the bytes."""

    url: str
    kind: str
    data: bytes


def fetch(url: str, *, allow_private: bool = False, transport: httpx.BaseTransport | None = None) -> Fetched:
    """The bytes behind an address. Raises Refused for a private address, a failure, too many redirects or too many bytes."""
    import httpx

    limits = httpx.Timeout(setting("fetch_seconds"))
    deadline = time.monotonic() + setting("fetch_seconds")
    with httpx.Client(transport=transport, timeout=limits, trust_env=False, follow_redirects=False) as client:
        at = url
        for _ in range(setting("fetch_redirects") + 1):
            try:
                found = _once(client, at, url, allow_private, deadline)
            except httpx.InvalidURL as error:
                raise Refused(url, f"is no address ({error}); check it") from error
            except (httpx.HTTPError, OSError, UnicodeError, zlib.error) as error:
                reason = f"{type(error).__name__}: {str(error)[:120]}"
                raise Refused(url, f"could not be fetched ({reason}); try again or save the page") from error
            if isinstance(found, Fetched):
                return found
            at = found
    raise Refused(url, f"redirects more than fetch_redirects = {setting('fetch_redirects')} times; give the final address")


def _once(client: httpx.Client, at: str, url: str, allow_private: bool, deadline: float) -> Fetched | str:
    """One request: the answer, or the address that it redirects to."""
    import httpx

    parts = urlsplit(at)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(url, "is not an http or https address" if at == url else "redirects to something that is not http or https")
    host = parts.hostname
    address = checked_address(host, parts.port or (443 if parts.scheme == "https" else 80), url, allow_private=allow_private)
    target = httpx.URL(at).copy_with(host=address, username=None, password=None)
    name = httpx.URL(at).netloc.decode("ascii").rpartition("@")[2]
    headers = {"Host": name, "User-Agent": "dateline", "Accept": "text/html,text/plain;q=0.9,*/*;q=0.5", "Accept-Encoding": "gzip"}
    extensions = {"sni_hostname": host} if parts.scheme == "https" else {}
    with client.stream("GET", target, headers=headers, extensions=extensions) as answer:
        if answer.status_code in (301, 302, 303, 307, 308) and "location" in answer.headers:
            return urljoin(at, answer.headers["location"])
        if answer.status_code != 200:
            raise Refused(url, f"answered with status {answer.status_code}; check the address")
        data = _body(answer, url, deadline)
        return Fetched(at, answer.headers.get("content-type", ""), data)


def _body(answer: httpx.Response, url: str, deadline: float) -> bytes:
    """The bytes of an answer; unpacked in small steps, so that a bomb stops at the cap."""
    cap = setting("max_bytes")
    out = bytearray()
    for chunk in _unpacked(answer.iter_raw(65536), answer.headers.get("content-encoding", ""), url):
        out += chunk
        if len(out) > cap:
            raise Refused(url, f"is larger than max_bytes = {cap:,}; set DATELINE_MAX_BYTES to read it")
        if time.monotonic() > deadline:
            raise Refused(url, f"took longer than fetch_seconds = {setting('fetch_seconds')}; try again or save the page")
    return bytes(out)


def _unpacked(chunks: Iterator[bytes], encoding: str, url: str) -> Iterator[bytes]:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Refused(url, f"is packed as {encoding!r}, which was not asked for; save the page instead")
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
        raise Refused(url, f"has a host that cannot be resolved ({host}); check the address") from error
    addresses = [str(item[4][0]) for item in found]
    for address in addresses:
        if not allow_private and not is_public(address):
            raise Refused(url, f"leads to a private address ({address}); allow private addresses if that is meant")
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
