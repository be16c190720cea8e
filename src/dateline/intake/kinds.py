"""What kind of copy some bytes are, by how they begin; the ending of a file's name only decides where its content leaves it open."""

from __future__ import annotations

import re
from typing import Literal

from dateline.intake.feed import looks_like_feed
from dateline.intake.unpack import GZIP

Kind = Literal["gzip", "zip", "warc", "feed", "page", "lines", "json", "text"]

TEXT = (".txt", ".text", ".md")
PAGE = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson")
JSON = (".json", ".ninjs")
FEED = (".xml", ".rss", ".atom", ".rdf")
ARCHIVE = (".warc", ".wacz", ".gz")
KNOWN = TEXT + PAGE + LINES + JSON + FEED + ARCHIVE

_PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,300}>\s{0,200})?(?:<!--(?:(?!-->).){0,2000}-->\s{0,200}){0,3}"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(head: bytes, suffix: str) -> Kind:
    """The kind of copy that begins with `head` (64 kB are enough) in a file of that ending; text if nothing speaks for another."""
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(b"PK\x03\x04") or (head.startswith(b"PK\x05\x06") and suffix == ".wacz"):
        return "zip"
    if head.startswith((b"WARC/1.", b"WARC/0.")):
        return "warc"
    if looks_like_page(head):
        return "text" if suffix in TEXT else "page"
    if looks_like_feed(head) or suffix in FEED or (head.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml") and suffix not in TEXT):
        return "feed"  # other XML is refused there: its tags are no copy
    if suffix in LINES:
        return "lines"
    if suffix in JSON:
        return "json"
    if suffix in PAGE:
        return "page"
    if suffix in TEXT:
        return "text"
    return "lines" if looks_like_lines(head) else "json" if looks_like_json(head) else "text"


def looks_like_page(data: bytes) -> bool:
    """Whether bytes begin as an HTML page does."""
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return bool(_PAGE_START.match(head))


def looks_like_lines(head: bytes) -> bool:
    """Whether bytes begin as JSONL of articles does: an object with a `text` (or the `uri` of ninjs) on the first line."""
    first = next((line for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()), b"").strip()
    return first.startswith(b"{") and _has_copy(first) and (first.endswith(b"}") or len(first) > 2000)


def looks_like_json(head: bytes) -> bool:
    """Whether bytes begin as JSON of articles does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") and _has_copy(head)


def _has_copy(head: bytes) -> bool:
    return b'"text"' in head or b'"uri"' in head
