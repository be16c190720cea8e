"""Reads HTML in one pass without building a tree: how deep it nests, what it declares of itself, and its text on the fast path.

A page above the caps is never given to a parser: libxml2 loses text below depth 256 without a word, others take minutes.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dateline.intake.dates import clean_iso

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option thead tbody tfoot html body".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
_DROPPED = frozenset(
    "script style noscript template svg select button textarea iframe object math nav footer aside form figure head".split()
)
_RAW = ("script", "style", "textarea", "title")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:.-]{1,40})\s{0,5}=\s{0,5}(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|([^\s\"'>]{1,2000}))")
_HIDDEN = re.compile(r"<!--.*?(?:-->|$)|<[!?][a-zA-Z][^<>]{0,500}>", re.DOTALL)  # comments, the doctype
_META_CHARS = 1_500_000


@dataclass(slots=True)
class Declared:
    """What a page says of itself; None where it says nothing."""

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    body: str | None = None
    headings: list[str] = field(default_factory=list)


def tags(page: str, start: int = 0) -> Iterator[tuple[int, int, str, bool]]:
    """Tags of a page in order as (start, end, name, closing). Comments and the insides of scripts are passed over. Linear."""
    at = start
    while True:
        at = page.find("<", at)
        if at < 0:
            return
        if page.startswith("<!--", at):
            end = page.find("-->", at + 4)
            if end < 0:
                return
            at = end + 3
            continue
        m = _TAG_NAME.match(page, at)
        if not m:
            at += 1
            continue
        end = page.find(">", m.end())
        if end < 0:
            return
        name, closing = m[1].lower(), page[at + 1] == "/"
        yield at, end + 1, name, closing
        at = end + 1
        if name in _RAW and not closing:
            close = _closing(page, name, at)
            if close < 0:
                return
            at = close


def _closing(page: str, name: str, at: int) -> int:
    """Where `</name` stands next, in either case; -1 if nowhere."""
    m = re.compile(rf"</{name}", re.IGNORECASE).search(page, at)
    return m.start() if m else -1


def depth(page: str, limit: int) -> int:
    """Deepest nesting, counting stops above the limit."""
    level = deepest = 0
    for _, end, name, closing in tags(page):
        if name in _VOID or page[end - 2] == "/":
            continue
        level = max(0, level - 1) if closing else level + 1
        if level > deepest:
            deepest = level
            if deepest > limit:
                return deepest
    return deepest


def plain_text(page: str) -> str:
    """The text of a page by the fast path: menus, scripts and forms dropped, one block a line."""
    out: list[str] = []
    line: list[str] = []
    dropped: dict[str, int] = {}
    at = 0

    def add(piece: str) -> None:
        if piece and not dropped:
            line.append(_HIDDEN.sub("", piece) if "<" in piece else piece)

    def flush() -> None:
        words = " ".join(html.unescape("".join(line)).split())
        if words:
            out.append(words)
        line.clear()

    for start, end, name, closing in tags(page):
        if start > at and not (dropped and name in _RAW):
            add(page[at:start])
        if name in _BLOCK:
            flush()
        if name in _DROPPED and page[end - 2] != "/":
            level = dropped.get(name, 0) + (-1 if closing else 1)
            if level > 0:
                dropped[name] = level
            else:
                dropped.pop(name, None)
        at = end
    rest = page.find("<", at)
    add(page[at : rest if rest >= 0 else len(page)])
    flush()
    return "\n".join(out)


def declared(page: str) -> Declared:
    """Title, date, outlet, address and article body from JSON-LD, meta tags, <time> and headings."""
    page = page[:_META_CHARS]
    found = Declared()
    metas: dict[str, str] = {}
    times: list[str] = []
    title = None
    for start, end, name, closing in tags(page):
        if closing:
            continue
        if name == "meta":
            _meta(page[start:end], metas)
        elif name == "link" and "canonical" in page[start:end].lower():
            metas.setdefault("canonical", _attributes(page[start:end]).get("href", ""))
        elif name == "time":
            times.append(_attributes(page[start:end]).get("datetime", ""))
        elif name == "title" and title is None:
            title = _inner(page, end, "title")
        elif name == "h1" and len(found.headings) < 5:
            found.headings.append(_inner(page, end, "h1"))
        elif name == "script" and "ld+json" in page[start:end].lower():
            _linked_data(page, end, found)
    _fill(found, metas, times, title)
    return found


def _meta(tag: str, metas: dict[str, str]) -> None:
    got = _attributes(tag)
    key = (got.get("property") or got.get("name") or got.get("itemprop") or got.get("http-equiv") or "").lower()
    if key and got.get("content"):
        metas.setdefault(key, got["content"].strip())


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(tag[:6000])}


def _inner(page: str, at: int, name: str) -> str:
    close = _closing(page[: at + 4000], name, at)
    inside = page[at : close if close >= 0 else at]
    return " ".join(html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", inside)).split())


def _linked_data(page: str, at: int, found: Declared) -> None:
    close = _closing(page, "script", at)
    try:
        data = json.loads(page[at:close] if close >= 0 else "", strict=False)
    except (ValueError, RecursionError):
        return
    stack: list[Any] = [data]
    seen = 0
    while stack and seen < 5000:
        seen += 1
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item[:200])
        elif isinstance(item, dict):
            _article_data(item, found)
            stack += [item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(item.get(k), list | dict)]


def _article_data(item: dict[str, Any], found: Declared) -> None:
    kind = item.get("@type")
    kinds = " ".join(str(k) for k in kind) if isinstance(kind, list) else str(kind)
    if not re.search(r"Article|Report|BlogPosting|LiveBlog", kinds):
        return
    found.title = found.title or _words(item.get("headline"))
    found.published = found.published or clean_iso(str(item.get("datePublished") or ""))
    body = item.get("articleBody")
    found.body = found.body or (html.unescape(body) if isinstance(body, str) else None)
    publisher = item.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    found.outlet = found.outlet or (_words(publisher.get("name")) if isinstance(publisher, dict) else None)


def _words(value: Any) -> str | None:
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "publication_date", "article.published",
    "cxenseparse:recs:publishtime", "date",
)  # fmt: skip


def _fill(found: Declared, metas: dict[str, str], times: list[str], title: str | None) -> None:
    found.outlet = found.outlet or _words(metas.get("og:site_name") or metas.get("application-name"))
    found.url = metas.get("canonical") or metas.get("og:url") or None
    if found.url and not found.url.startswith(("http://", "https://")):
        found.url = None
    for key in _DATE_KEYS:
        found.published = found.published or clean_iso(metas.get(key, ""))
    for value in times[:3]:
        found.published = found.published or clean_iso(value)
    headline = found.title or _words(metas.get("og:title")) or (found.headings[0] if found.headings else None) or title
    found.title = _without_outlet(headline, found) if headline else None


def _without_outlet(headline: str, found: Declared) -> str:
    """`Ferry sinks off Lund | Harbour Post` -> `Ferry sinks off Lund`; a heading of the page that begins the title decides."""
    for heading in found.headings:
        if len(heading) > 12 and headline.startswith(heading) and len(headline) > len(heading):
            return heading
    m = re.search(r"\s+[|–—-]\s+([^|–—]{2,50})$", headline)
    if m and found.outlet and (m[1].lower() in found.outlet.lower() or found.outlet.lower() in m[1].lower()):
        return headline[: m.start()]
    return headline
