"""Addresses: private ones are refused before any connection; caps hold; redirects are checked anew."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import httpx
import pytest

from dateline import settings
from dateline.article import Article
from dateline.errors import Refused
from dateline.intake.fetch import Unreachable, fetch, is_public
from dateline.intake.sources import read_sources

PUBLIC = "93.184.216.34"


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    names = {"open.example": PUBLIC, "inside.example": "10.0.0.7"}

    def lookup(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names.get(host, host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return names


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:0:7f00:1::", "ff02::1", "fec0::1", "::127.0.0.1", "nonsense",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert is_public(PUBLIC)
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public(f"::ffff:{PUBLIC}")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://127.127.127.127/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/",
        "http://017700000001/", "http://0177.0.0.1/", "http://0/", "http://0.0.0.0:80/", "http://localhost:8080/x", "http://LOCALHOST/",
        "http://localhost./", "http://user@127.0.0.1/", "http://open.example@127.0.0.1/", "http://127.0.0.1#@open.example/",
        "http://127。0。0。1/", "http://10.1.2.3/", "http://172.31.255.255/", "http://192.168.0.1/", "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://192.0.0.170/", "http://198.18.0.1/", "http://240.0.0.1/",
        "http://255.255.255.255/", "http://224.0.0.1/", "http://[::1]/", "http://[::]/", "http://[::127.0.0.1]/", "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/", "http://[::ffff:0:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/",
        "http://[fec0::1]/", "http://[ff02::1]/", "http://[100::1]/", "http://[5f00::1]/",
    ],
)  # fmt: skip
def test_private_urls_are_refused_before_any_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: object) -> None:
        raise AssertionError(f"connects to {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    (found,) = read_sources([url])
    assert isinstance(found, Refused)
    assert any(words in found.reason for words in ("private", "cannot be resolved", "is no address"))


@pytest.mark.parametrize(
    "url", ["http:///x", "//x", "http://", "http://[::1", "http://[::1%25lo]/", "http://①②⑦.⓪.⓪.①/", "http://a b/", "http://x:99999/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Refused, match="address"):
        fetch(url)


def test_the_setting_allows_private_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(lambda request: b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nQuay.") as url:
        assert isinstance(next(read_sources([url])), Refused)
        monkeypatch.setitem(settings._VALUES, "allow_private_hosts", 1)
        (found,) = read_sources([url])
        assert isinstance(found, Article)
        assert (found.text, found.source.url) == ("Quay.", url)


def test_asked_again_with_its_marks() -> None:
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        if b"if-none-match" in request.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'
        return b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nLast-Modified: Tue, 05 May 2015 08:36:00 GMT\r\nContent-Length: 2\r\n\r\nok'

    with served(answer) as url:
        first = fetch(url, allow_private=True)
        again = fetch(url, etag=first.etag, modified=first.modified, headers={"User-Agent": "watch"}, allow_private=True)
    assert (first.status, first.body, first.etag, first.modified) == (200, b"ok", '"v1"', "Tue, 05 May 2015 08:36:00 GMT")
    assert (again.status, again.body) == (304, b"")
    assert b"if-modified-since: tue, 05 may 2015" in asked[1].lower()
    assert b"User-Agent: dateline/" in asked[0]
    assert b"User-Agent: watch" in asked[1]


def test_posting_follows_no_redirect() -> None:
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"

    with served(answer) as url:
        assert fetch(url, post=b"{}", allow_private=True).status == 302
    assert len(asked) == 1
    assert asked[0].startswith(b"POST ")
    assert asked[0].endswith(b"{}")


@pytest.mark.parametrize("part", [b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 5, b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"])
def test_a_server_that_drips_is_cut_off(part: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "fetch_seconds", 1)
    with served(lambda request: part, drip=b"a") as url:
        start = time.monotonic()
        with pytest.raises(Unreachable, match="fetch_seconds"):
            fetch(url, allow_private=True)
        assert time.monotonic() - start < 8


@contextmanager
def served(answer: Callable[[bytes], bytes], drip: bytes = b"") -> Iterator[str]:
    """A server on this machine that answers each request with these bytes, and then with `drip` every tenth of a second."""

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client, suppress(OSError):
                request = client.recv(65536)
                while request.startswith(b"POST") and not request.endswith(b"{}"):
                    request += client.recv(65536)
                client.sendall(answer(request))
                for _ in range(100 if drip else 0):
                    time.sleep(0.1)
                    client.sendall(drip)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(15)


def test_connection_goes_to_the_checked_address(resolved: dict[str, str]) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(
            200, headers={"content-type": "text/plain; charset=utf-8"}, stream=httpx.ByteStream(b"OSLO (AP) - Snow fell.")
        )

    found = fetch("https://open.example:8443/a?b=1", transport=answering(answer))
    assert found.body == b"OSLO (AP) - Snow fell."
    assert (seen[0].url.host, seen[0].headers["host"], seen[0].extensions["sni_hostname"]) == (PUBLIC, "open.example:8443", "open.example")


def test_redirect_to_a_private_address_is_refused(resolved: dict[str, str]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://inside.example/secret"})

    with pytest.raises(Refused, match="private"):
        fetch("http://open.example/", transport=answering(answer))
    with pytest.raises(Refused, match="redirects more than"):
        fetch("http://open.example/", allow_private=True, transport=answering(answer))


def test_rebinding_gains_nothing(resolved: dict[str, str]) -> None:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        resolved["open.example"] = "127.0.0.1"
        return httpx.Response(302, headers={"location": "/again"})

    with pytest.raises(Refused, match="private"):
        fetch("http://open.example/", transport=answering(answer))
    assert hosts == [PUBLIC]


def test_bombs_stop_at_the_cap(resolved: dict[str, str]) -> None:
    packed = gzip.compress(b"\0" * 60_000_000)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip", "content-type": "text/html"}, stream=httpx.ByteStream(packed))

    with pytest.raises(Refused, match="max_bytes"):
        fetch("http://open.example/", transport=answering(answer))


def test_failures_say_why(resolved: dict[str, str]) -> None:
    assert fetch("http://open.example/", transport=answering(lambda request: httpx.Response(404, text="gone"))).status == 404

    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    with pytest.raises(Unreachable, match="no route"):
        fetch("http://open.example/", transport=answering(broken))
