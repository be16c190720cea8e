"""What was fetched, made into articles: parsed where it can be killed, since anyone may write a feed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake.feed import FeedItem, feed_article
from dateline.intake.fetch import Fetched
from dateline.intake.guard import Guard, Markup, guarded_feed
from dateline.intake.options import IntakeOptions
from dateline.store.watch.plan import Feed
from dateline.store.watch.state import Page


class Parser:
    """Parses feeds and pages in a process of its own, which `close` ends."""

    def __init__(self) -> None:
        self._guard = Guard()

    def close(self) -> None:
        """Ends the process."""
        self._guard.close()

    def items(self, answer: Fetched, feed: Feed) -> list[FeedItem]:
        """The items of a feed in its order. Raises Refused for a feed that cannot be read."""
        found = guarded_feed(self._guard, answer.body, feed.url, base=answer.url, header=answer.kind)
        return [replace(item, outlet=feed.outlet or item.outlet) for item in found]

    def page(self, answer: Fetched, page: Page, feed: Feed) -> Article | Refused:
        """The article on the page behind an item."""
        kind = answer.kind.partition(";")[0].strip().lower()
        if kind and "html" not in kind and "xml" not in kind and not kind.startswith("text/"):
            return Refused(page.url, f"is {kind[:60]}, not a page; save it and extract its text first")
        source = Source(url=answer.url, outlet=feed.outlet)
        options = IntakeOptions(published=page.published, outlet=page.outlet)
        found = self._guard.parse(Markup("page", answer.body, page.url, source, options, answer.kind))
        return found[0]


def item_article(item: FeedItem, feed: Feed) -> Article | Refused:
    """The article of what the feed itself tells of an item."""
    where = item.link or f"{feed.url}#{item.key}"
    try:
        return feed_article(item, where, Source(outlet=item.outlet), IntakeOptions(outlet=item.outlet))
    except Refused as refused:
        return refused


def key_of(item: FeedItem, feed: Feed) -> str:
    """What an item is known by: its page where that is read, else its words too, so that an item which was rewritten is read again."""
    words = item.link if feed.full and item.link else f"{item.key}\n{item.title}\n{item.text}"
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=9).hexdigest()
