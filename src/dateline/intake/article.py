"""Builds the Article of a decoded text: identity, layout, dates."""

from __future__ import annotations

import hashlib

from dateline.article import Article, Source
from dateline.intake.dates import clean_iso, url_date
from dateline.intake.decode import check_size
from dateline.intake.layout import Known, lay_out


def content_id(text: str) -> str:
    """The id of a copy that came without one: the same text always has the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def copy_id(text: str, address: str | None) -> str:
    """The id of a copy that comes with its address: two outlets that print the same words are two articles of one origin."""
    return content_id(f"{address}\n{text}" if address else text)


def read_text(
    text: str,
    *,
    id: str | None = None,
    path: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> Article:
    """An Article from a decoded text, which is kept exactly. `published` is an ISO date or date-time; `title` helps to find the headline.

    Raises Refused for a text longer than the setting max_text or with half a surrogate pair.
    """
    check_size(text, id or path or url or "text")
    source = Source(path=path, url=url, outlet=outlet, sha256=hashlib.sha256(text.encode("utf-8")).hexdigest())
    return build(text, source, id=id, published=published, published_from="given" if published else None, title=title)


def build(text: str, source: Source, *, id: str | None, published: str | None, published_from: str | None, title: str | None) -> Article:
    """An Article with its layout; `published_from` says whether `published` was given or stood on the page."""
    published = clean_iso(published) if published else None
    layout = lay_out(text, Known(title=title, outlet=source.outlet, url=source.url, published=published))
    if published is None:
        line = layout.dateline.date if layout.dateline else None
        dates = ((layout.page_date, "page"), (line, "dateline"), (url_date(source.url), "page"))
        published, published_from = next(((day, name) for day, name in dates if day), (None, None))
    return Article(
        id=id or content_id(text), text=text, source=source, published=published, published_from=published_from,
        headline=layout.headline, dateline=layout.dateline, parts=layout.parts,
    )  # fmt: skip
