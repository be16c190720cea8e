"""What new copy has for a saved search: events, denials, conflicts, articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from dateline.store.query import Query
from dateline.store.rows import ArticleRow, ConflictRow, EventRow
from dateline.store.watch.plan import Search

if TYPE_CHECKING:
    from dateline.store import Store

#: Articles that are looked through at once: as many values as one key of a query takes.
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Match:
    """Something that a search asked for. `key` is the same whenever it is found; `body` is what goes out beside search, kind and key."""

    search: str
    kind: str
    key: str
    line: str
    body: dict[str, Any]


def find(store: Store, search: Search, articles: Sequence[str]) -> Iterator[Match]:
    """What at most CHUNK articles hold for a search, in the order of the store's answer to the query."""
    query = search.asked()
    if query.article:
        articles = [id for id in articles if id in query.article]
    if not articles:
        return
    among = replace(query, article=tuple(articles))
    if search.kind == "conflict":
        yield from _conflicts(store, search, query, articles)
    elif search.kind == "articles":
        yield from (_of_article(search, row) for row in store.articles(among))
    else:
        denied = replace(among, status=("denied",)) if search.kind == "denial" else among
        yield from (_of_event(search, row) for row in store.events(denied))


def _conflicts(store: Store, search: Search, query: Query, articles: Sequence[str]) -> Iterator[Match]:
    """Conflicts one side of which stands in one of the articles."""
    fresh = set(articles)
    told = {row.story for row in store.articles(Query(article=tuple(articles))) if row.story}
    stories = tuple(sorted(told & set(query.story) if query.story else told))
    if not stories:
        return
    for row in store.conflicts(replace(query, story=stories)):
        if row.weight >= search.min_weight and fresh & {item[0] for side in row.body["sides"] for item in side}:
            yield _of_conflict(store, search, row)


def _of_event(search: Search, row: EventRow) -> Match:
    event = asdict(row)
    article = {key: event.pop(key) for key in ("outlet", "published", "headline", "url", "story", "origin")}
    id = event.pop("article")
    paper = row.outlet or "an unnamed paper"
    voice = paper if row.own else f"{row.voice or 'an unnamed speaker'} in {paper}"
    act = row.type + (f"/{row.mode}" if row.mode else "") + (f" in {row.place}" if row.place else "")
    gap = " " if row.after[:1].isalnum() else ""
    what = f"{row.date or 'undated'} {act} [{row.status}] {voice}: {row.before} {row.trigger}{gap}{row.after}"
    return Match(search.name, search.kind, row.key, f"{search.name}: {_line(what)}", {"article": {"id": id, **article}, "event": event})


def _of_conflict(store: Store, search: Search, row: ConflictRow) -> Match:
    sides = " against ".join(
        f"{value} ({', '.join(voices)})" for value, voices in zip(row.body["values"], row.body["voices"], strict=True)
    )  # fmt: skip
    line = f"{search.name}: {row.kind} in story {row.story}: {sides} (weight {row.weight:.2f})"
    conflict = asdict(row)
    conflict["body"]["words"] = _words(store, row)
    return Match(search.name, search.kind, row.id, _line(line), {"conflict": conflict})


def _words(store: Store, row: ConflictRow) -> list[list[str]]:
    """The words of each item of both sides, which their offsets bound."""
    cut = "SELECT substr(text, ?, ?) FROM articles WHERE id = ?"
    with store.reading() as db:
        return [
            [str(db.execute(cut, (start + 1, end - start, item[0])).fetchone()[0]) for item, (start, end) in zip(items, spans, strict=True)]
            for items, spans in zip(row.body["sides"], row.body["spans"], strict=True)
        ]


def _of_article(search: Search, row: ArticleRow) -> Match:
    line = f"{search.name}: {row.published or 'undated'} {row.outlet or 'an unnamed paper'}: {_line(row.headline or row.id)}"
    return Match(search.name, search.kind, row.id, line, {"article": asdict(row)})


def _line(words: str) -> str:
    """Words on one line without control characters, so that a feed cannot write to a terminal."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in words).split())
