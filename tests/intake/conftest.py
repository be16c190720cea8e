"""Copy in the shapes that the intake reads, made anew for each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

P = "The harbour board voted on Monday to reopen the northern quay, ending a closure that had lasted for eleven weeks, its chairman said."
Q = "Ships had been sent to the smaller port of Asker since the storm of January, at a cost of two million crowns a week."


@pytest.fixture
def page() -> Callable[[int], bytes]:
    """A page whose story has a number in it."""

    def make(number: int) -> bytes:
        story = f"<h1>Quay {number} reopens</h1><p>OSLO (NTB) — {P}</p><p>{Q} {number}</p><p>{Q}</p>"
        return f"<html><head><title>Quay {number} reopens</title></head><body><article>{story}</article></body></html>".encode()

    return make


@pytest.fixture
def answer() -> Callable[..., bytes]:
    """A WARC record of an HTTP response."""

    def make(url: str, body: bytes, *, kind: str = "text/html; charset=utf-8", more: bytes = b"", status: str = "200 OK") -> bytes:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n".encode() + more + b"\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000>\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2022-01-09T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        return head.encode() + http + b"\r\n\r\n"

    return make
