"""Addresses: private ones are refused before any connection; caps hold; redirects are checked anew."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable

import httpx
import pytest

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
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://localhost:8080/x",
        "http://user@127.0.0.1/",
        "http://0/",
    ],
)
def test_private_urls_are_refused(url: str) -> None:
    (found,) = read_sources([url])
    assert isinstance(found, Refused)
    assert "private" in found.reason


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
