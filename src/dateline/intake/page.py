"""A web page -> Article: trafilatura in precision mode behind caps, what the page declares of itself, and the dateline kept."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import replace

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.article import build, copy_id
from dateline.intake.dateline import WINDOW, match_at
from dateline.intake.dates import Anchors
from dateline.intake.decode import check_text, declared_charset, decode
from dateline.intake.labels import mark_line
from dateline.intake.markup import Declared, declared, depth, plain_text
from dateline.intake.names import fold
from dateline.intake.options import IntakeOptions
from dateline.settings import setting


def read_page(data: bytes, where: str, source: Source, options: IntakeOptions, *, header: str | None = None) -> Article:
    """The article of an HTML page. `header` is the HTTP content type. Raises Refused if there is no text in it.

    A page that comes with its address has an id of its own; otherwise the same text has the same id.
    """
    given = source.url
    page = decode(data, where, declared=declared_charset(data, header))
    found = declared(page)
    fast = len(data) > setting("max_page_fast") or depth(page, setting("max_depth")) > setting("max_depth")
    text, title = _with_headline(without_furniture(extract(page, found, fast=fast)), found.title)
    if not text.strip():
        raise Refused(where, "is a page without article text; save the article itself, or give its text")
    source = replace(
        source, url=source.url or found.url, outlet=source.outlet or found.outlet or options.outlet, sha256=hashlib.sha256(data).hexdigest()
    )
    text = check_text(text if fast else _with_dateline(text, page, source), where)
    published = found.published or options.published
    origin = "page" if found.published else "given" if published else None
    return build(text, source, id=copy_id(text, given), published=published, published_from=origin, title=title)


def extract(page: str, found: Declared, *, fast: bool) -> str:
    """The article text of a page, paragraphs on lines; empty if there is none. `fast`: the page is above the caps."""
    if fast:
        return _fast(page)
    text = _trafilatura(page)
    if found.body and len(found.body) > 2.5 * len(text) and len(found.body) > 400:
        return found.body.strip()
    return text or (found.body or "").strip() or _fast(page)


def _trafilatura(page: str) -> str:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import extract as take

    try:
        text = take(page, favor_precision=True, include_comments=False, include_tables=True) or ""
        if len(text) < 500:  # a notice in place of the story: look wider
            wider = take(page, include_comments=False, include_tables=True) or ""
            text = wider if len(wider) > 3 * len(text) else text
    except (RecursionError, ValueError, TypeError, AttributeError, AssertionError, LookupError):  # faults of the parser on odd pages
        return ""
    return str(text).strip()


#: Tags in a row with nothing between: a million of them take libraries minutes, and say no more than one line break.
_EMPTY_TAGS = re.compile(
    r"(?:</?(?:div|span|p|section|article|ul|ol|li|table|tbody|tr|td|font|center|b|i|em|strong|a)\b[^<>]{0,1000}>\s{0,100}){20,}",
    re.IGNORECASE,
)


def _fast(page: str) -> str:
    """The fast path: lines of the page that read as copy, from the first to the last of them."""
    lines = plain_text(_EMPTY_TAGS.sub("<br>", page)).split("\n")
    told = [n for n, line in enumerate(lines) if len(line) >= 60 or (len(line) >= 30 and line[-1:] in '.!?”"')]
    if not told:
        return "\n".join(lines) if sum(map(len, lines)) >= 200 else ""
    return "\n".join(lines[told[0] : told[-1] + 1])


def without_furniture(text: str) -> str:
    """The extracted text without lines of furniture (`Read more: ...`); captions and notes stay and are labelled."""
    lines = text.split("\n")
    while len(lines) > 3 and _LINK.match(lines[-1]):  # a list of links closes the page
        lines.pop()
    kept = []
    for n, line in enumerate(lines):
        words = line.strip(" \t-|")
        mark = mark_line(words, edge=n >= len(lines) - 6, foot=n > 0) if words else None
        if words and (mark is None or mark.kind != "debris" or mark.rule == "furniture.credits"):
            kept.append(line)
    return "\n".join(kept).strip()


_LINK = re.compile(
    r"(?:[-*•] [^\n]{2,120}[^.!?\n”\"]|\[[^\[\]\n]{2,60}\]|[^\n]{2,110}\[[A-Z]{4,12}\]\|?"
    r"|\S{1,40}@\S{3,40}|\S{0,20}twitter\.com/\S{1,40}) ?$"
)


def _with_headline(text: str, title: str | None) -> tuple[str, str | None]:
    """The text with the headline over it once, and that headline: the page's own first line where it says the same as the title."""
    if not text or not title:
        return text, title
    lines = text.split("\n")
    for n, line in enumerate(lines[:3]):
        if len(line) <= 200 and _same(line, title):
            rest = "\n".join(lines[:n] + lines[n + 1 :])
            return f"{line.strip()}\n\n{rest.strip()}", line.strip()
    return f"{title}\n\n{text}", title


def _same(line: str, title: str) -> bool:
    """Whether a line is the title in other words: half of the words of the shorter one."""
    a, b = set(fold(line).split()), set(fold(title).split())
    return bool(a and b) and len(a & b) * 2 >= min(len(a), len(b)) + 1 and max(len(a), len(b)) <= 3 * min(len(a), len(b))


def _with_dateline(text: str, page: str, source: Source) -> str:
    """Extraction may drop a dateline that stands outside the first paragraph (`<span>OSLO (AP) —</span>`): taken back from the raw page."""
    anchors = Anchors(None, source.url, text)
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(min(len(lines), 8))]
    if any(match_at(text, at, len(text), anchors, source.outlet) for at in starts):
        return text
    first = next((n for n, line in enumerate(lines[:8]) if len(line) >= 80), None)
    if first is None:
        return text
    opening = " ".join(lines[first].split())[:50]
    raw = " ".join(plain_text(page).split())
    at = raw.find(opening)
    if at <= 0:
        return text
    before = raw[max(0, at - WINDOW) : at]
    for n, c in enumerate(before):
        if (n == 0 or before[n - 1] == " ") and (c.isupper() or c == "("):
            found = match_at(before + opening, n, len(before) + len(opening), anchors, source.outlet, inline=True)
            if found and abs(found.dateline.span.end - len(before.rstrip())) <= 1:
                lines[first] = before[n:].strip() + " " + lines[first].lstrip()
                return "\n".join(lines)
    return text
