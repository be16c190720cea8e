"""RSS and Atom feeds -> articles: each item's full content where the feed has it, else its summary, with its link as the address."""

from __future__ import annotations

import hashlib
import html
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.article import build, content_id, copy_id
from dateline.intake.decode import check_text, declared_charset, decode
from dateline.intake.jsonl import read_date
from dateline.intake.markup import plain_text
from dateline.intake.names import fold
from dateline.intake.options import IntakeOptions
from dateline.intake.page import without_furniture

_HEAD = 65_536
_SKIPPED = re.compile(r"\s+|<\?[^>]{0,2000}\?>")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,30}:)?([A-Za-z_][\w.-]{0,30})")
_ROOTS = ("rss", "feed", "rdf")
_MARKUP = re.compile(r"</?[a-zA-Z]")
_DECLARATION = re.compile(r"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,300}\?>")


def xml_root(head: str) -> str | None:
    """The name of an XML document's first element in lower case, without its prefix; "" if it declares entities; None if it is no XML."""
    at = 0
    while at < len(head):
        if m := _SKIPPED.match(head, at):
            at = m.end()
        elif head.startswith("<!--", at):
            end = head.find("-->", at + 4)
            at = end + 3 if end > 0 else len(head)
        elif head[at : at + 9].upper() == "<!DOCTYPE":
            end, inner = head.find(">", at), head.find("[", at)
            if 0 < inner < end or end < 0:
                return ""
            at = end + 1
        else:
            m = _ROOT.match(head, at)
            return m[1].lower() if m else None
    return None


def looks_like_feed(head: bytes) -> bool:
    """Whether bytes begin as RSS or Atom do, or as XML that declares entities, which is refused."""
    start = head[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if not start.startswith(b"<"):
        return False
    root = xml_root(_decoded(head[:_HEAD], None))
    return root in _ROOTS or (root == "" and start[:5].replace(b"\0", b"").startswith(b"<"))


def _decoded(data: bytes, header: str | None, where: str = "") -> str:
    return decode(data, where, declared=declared_charset(data, header)).lstrip("\ufeff")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What a feed says of one item. `key` is the same as long as the item is; `text` its content (`whole`) or its summary."""

    key: str
    link: str | None
    title: str | None
    published: str | None
    text: str
    whole: bool
    outlet: str | None


def read_feed(data: bytes, where: str, source: Source, options: IntakeOptions, *, header: str | None = None) -> Iterator[Article | Refused]:
    """Articles of a feed's items in their order; an item without words is a Refused (`where[number]`). Raises as `parse_feed`, and
    for a feed without items."""
    items = parse_feed(data, where, base=source.url, header=header)
    if not items:
        raise Refused(where, "is a feed without items; check the address")
    for number, item in enumerate(items):
        try:
            yield feed_article(item, f"{where}[{number}]", source, options)
        except Refused as refused:
            yield refused


def parse_feed(data: bytes, where: str, *, base: str | None = None, header: str | None = None) -> list[FeedItem]:
    """The items of a feed. `base` is its address, for links that are relative; `header` its HTTP content type.

    Nothing that it names is fetched. Raises Refused for a feed that declares entities (a bomb, or a way to a file), or is none.
    """
    text = _decoded(data, header, where)
    root = xml_root(text)
    if root == "" or (root is None and _DECLARATION.search(text)):  # what stands before the root may hide it
        raise Refused(where, "declares entities, as bombs do; a feed needs none: remove its DOCTYPE")
    try:
        found = _parsed(text[m.end() :] if (m := _DECLARED.match(text)) else text, base)
    except Exception as fault:  # the library lets through what its parsers raise, as for a character that there is none of: &#x110000;
        raise Refused(where, f"is no feed that can be read ({type(fault).__name__}: {str(fault)[:100]}); repair it") from fault
    entries = found.get("entries") or []
    if not entries and (found.get("bozo_exception") or not found.get("version")):
        error = " ".join(str(found.get("bozo_exception") or "its root is neither rss, feed nor RDF").split())[:120]
        raise Refused(where, f"is no feed that can be read ({error}); repair it")
    channel = _line(found["feed"].get("title_detail"))
    return [_item(entry, channel) for entry in entries]


def _parsed(text: str, base: str | None) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base or ""}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = text.encode("utf-8", "replace")
        return feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _item(entry: Any, channel: str | None) -> FeedItem:
    told = [_words(part) for part in entry.get("content", ())]
    summary = _words(entry.get("summary_detail"))
    text = max((summary, *told), key=len)
    link = str(entry.get("link") or "")
    link = link if link.startswith(("http://", "https://")) else ""
    title = _line(entry.get("title_detail"))
    key = str(entry.get("id") or link or content_id(f"{title}\n{text}"))
    outlet = _line(entry.get("source", {}).get("title_detail")) or channel
    return FeedItem(key, link or None, title, _date(entry), text, text in told, outlet)


def feed_article(item: FeedItem, where: str, source: Source, options: IntakeOptions) -> Article:
    """The article of what the feed itself tells of an item. Raises Refused if it tells nothing."""
    body, title = without_furniture(item.text), item.title
    if title and fold(body.partition("\n")[0]) != fold(title):
        body = f"{title}\n\n{body}".rstrip()
    if not body:
        raise Refused(where, "is an item without words; give the address of the page itself")
    text = check_text(body, where)
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    source = replace(source, url=item.link, outlet=item.outlet or options.outlet, sha256=sha256)
    published = item.published or options.published
    origin = "page" if item.published else "given" if published else None
    return build(text, source, id=copy_id(text, item.link), published=published, published_from=origin, title=title)


def _line(detail: Any) -> str | None:
    return " ".join(_words(detail).split()) or None


def _words(detail: Any) -> str:
    """The words of a title, summary or content; markup becomes lines."""
    value, kind = (detail.get("value") or "", detail.get("type")) if detail else ("", None)
    if kind == "text/plain":
        return str(value).strip()
    return plain_text(value) if _MARKUP.search(value) else html.unescape(value).strip()


def _date(entry: Any) -> str | None:
    for key in ("published", "updated", "created"):
        if day := read_date(dict.get(entry, key)):  # not entry.get: it guesses one from the other, and warns of it
            return day
        if parsed := dict.get(entry, f"{key}_parsed"):
            return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}T{parsed[3]:02}:{parsed[4]:02}:{parsed[5]:02}Z"
    return None
