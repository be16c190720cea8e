"""Asking a store: the half of `Store` that reads. docs/search.md describes the filters, `rows` what comes back.

Every method takes a `Query` or its keys as keywords (`store.events(country="KAZ", min_origins=2)`), or both. A question with a `limit` is
a page: it ends with QueryError after the setting `query_seconds`. Without a limit rows are streamed, from one snapshot of the store, for as
long as it takes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from dateline.errors import QueryError
from dateline.store import across, cast, items
from dateline.store import search as full_text
from dateline.store.database import Database
from dateline.store.query import Query
from dateline.store.rows import (
    ActorRow,
    ArticleRow,
    ConditionRow,
    ConflictRow,
    CopyRow,
    Count,
    EntryRow,
    EventRow,
    HappeningRow,
    Hit,
    RefusedRow,
    StatementRow,
    StoryRow,
)
from dateline.store.where import OF_WHAT_IS_IN_THEM
from dateline.store.words import named

if TYPE_CHECKING:
    import pyarrow

    from dateline.store.columns import Columns
    from dateline.store.drawn import Drawn

_Row = TypeVar("_Row")


class Asking(Database):
    """Questions to a store."""

    _drawn: Drawn | None = None

    def events(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, sort: str = "date", **filters: Any
    ) -> Iterator[EventRow]:
        """Events. `sort` is date, -date, published, -published, doubt, -doubt, article or happening; what is not known comes last."""
        asked = Query.of(query, **filters)
        if limit is not None and self._drawn is not None and sort in items.SORTS:
            from dateline.store import facets

            columns = self._drawn.columns()
            with self.asking(limited=True) as db:
                return iter(items.events_at(db, facets.page(db, columns, asked, sort=sort, limit=limit, offset=offset)))
        if limit is None and self._drawn is not None and (sort in items.SORTS or sort == "happening"):
            return self._drawn_stream(asked, sort)
        return self._paged(limit, lambda db: items.events(db, asked, sort=sort, limit=limit, offset=offset))

    def event(self, article: str, id: str) -> EventRow | None:
        """One event, also where a review rejected it."""
        found = self.events(Query(article=(article,), rejected=True), limit=100_000)
        return next((row for row in found if row.id == id), None)

    def condition(self, article: str, id: str) -> ConditionRow | None:
        """One state of a place, also where a review rejected it."""
        found = self.conditions(Query(article=(article,), rejected=True), limit=100_000)
        return next((row for row in found if row.id == id), None)

    def conditions(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, sort: str = "date", **filters: Any
    ) -> Iterator[ConditionRow]:
        """States of places, in the orders of `events`."""
        asked = Query.of(query, **filters)
        if limit is not None and self._drawn is not None and sort in items.SORTS and not asked.asks - {"rejected"}:
            columns = self._drawn.columns()
            with self.asking(limited=True) as db:
                return iter(items.conditions_at(db, columns.page_of_states(sort, asked.rejected, limit, offset)))
        return self._paged(limit, lambda db: items.conditions(db, asked, sort=sort, limit=limit, offset=offset))

    def statements(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, **filters: Any
    ) -> Iterator[StatementRow]:
        """Statements by article and offset. `voice` is the speaker; with other keys of events, those that carry such an event."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: items.statements(db, asked, limit=limit, offset=offset))

    def actors(self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Iterator[ActorRow]:
        """Actors across articles, those in most articles first."""
        asked = Query.of(query, **filters)
        if limit is not None:
            columns = self.columns()
            with self.asking(limited=True) as db:
                key = ("actors", asked, limit, offset)
                return iter(columns.answer(key, lambda: cast.page(db, columns, asked, limit=limit, offset=offset)))
        return self._paged(limit, lambda db: items.actors(db, asked, limit=limit, offset=offset))

    def articles(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, sort: str = "published", **filters: Any
    ) -> Iterator[ArticleRow]:
        """Articles that hold what is asked for, without their text. `sort` is published, -published or article."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: items.articles(db, asked, sort=sort, limit=limit, offset=offset))

    def stories(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, sort: str = "-last", **filters: Any
    ) -> Iterator[StoryRow]:
        """Stories that hold an article as asked. `sort` is -last, first, -origins or -conflicts."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: across.stories(db, asked, sort=sort, limit=limit, offset=offset))

    def story(self, id: str) -> StoryRow:
        """One story. Raises QueryError where none has this id."""
        return self._one(id, "story", self.stories(story=id, limit=1))

    def happenings(
        self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, sort: str = "date", **filters: Any
    ) -> Iterator[HappeningRow]:
        """Happenings of which a telling is as asked. `sort` is date, -date or -origins."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: across.happenings(db, asked, sort=sort, limit=limit, offset=offset))

    def happening(self, id: str) -> HappeningRow:
        """One happening; its tellings are `events(happening=id)`. Raises QueryError where none has this id."""
        return self._one(id, "happening", self.happenings(happening=id, limit=1))

    def conflicts(self, query: Query | None = None, *, limit: int | None = None, offset: int = 0, **filters: Any) -> Iterator[ConflictRow]:
        """Conflicts of the stories and happenings asked for, the weightiest first."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: across.conflicts(db, asked, limit=limit, offset=offset))

    def copies(self, articles: Iterable[str]) -> list[CopyRow]:
        """Copied passages that these articles share."""
        wanted = list(articles)
        with self.asking(limited=True) as db:
            return list(across.copies(db, wanted))

    def timeline(
        self, query: Query | None = None, *, as_of: str | None = None, entries: int | None = None, **filters: Any
    ) -> list[EntryRow]:
        """The timeline of a story (`story=`) or of all that is asked for, by date. `as_of` (ISO day) tells it as it was known at the end
        of that day, `entries` keeps the most telling so many."""
        asked = Query.of(query, **filters)
        from dateline.store import timeline as lines
        from dateline.store.write import article

        day = Query.parse({"to": as_of}).to if as_of else None
        with self.asking(limited=entries is not None and day is None) as db:
            return lines.timeline(db, asked, as_of=day, entries=entries, record=lambda id: article(self, id, corrected=True))

    def search(self, text: str, query: Query | None = None, *, limit: int | None = 20, offset: int = 0, **filters: Any) -> Iterator[Hit]:
        """Articles that hold words, a "phrase", prefi*, -without, this OR that; the best first. Nothing that is typed is an
        error, but it may be too much for the time of one question."""
        asked = Query.of(query, **filters)
        return self._paged(limit, lambda db: full_text.search(db, clean(text), asked, limit=limit, offset=offset))

    def count(self, query: Query | None = None, *, layer: str = "events", **filters: Any) -> int:
        """How many events, conditions, statements or articles (`layer`) are as asked."""
        asked = Query.of(query, **filters)
        if self._drawn is not None and (layer == "events" or (layer == "articles" and not asked.asks & OF_WHAT_IS_IN_THEM)):
            from dateline.store import facets

            columns = self._drawn.columns()
            with self.asking(limited=True) as db:
                return facets.count(db, columns, asked) if layer == "events" else columns.articles(db, asked)
        if self._drawn is not None and layer == "conditions" and not asked.asks - {"doubt", "rejected"}:
            return self._drawn.columns().count_states(asked.doubt or 0, asked.rejected)
        with self.asking(limited=True) as db:
            return items.count(db, asked, layer)

    def facets(self, query: Query | None = None, *, most: int = 50, **filters: Any) -> Mapping[str, list[Count]]:
        """Events by type, country, actor, code, status, voice, outlet, story and origins (at least so many), each without regard to its
        own key, the commonest `most` values first; values asked for are always among them."""
        from dateline.store import facets

        asked = Query.of(query, **filters)
        columns = self.columns()
        with self.asking(limited=True) as db:
            return columns.answer(("facets", asked, most), lambda: facets.facets(db, columns, asked, most))

    def months(self, query: Query | None = None, **filters: Any) -> list[tuple[str, int]]:
        """Events by the month they began in ("2022-01"), without regard to `from` and `to`, in order, months without any left out."""
        from dateline.store import facets

        asked = Query.of(query, **filters)
        columns = self.columns()
        with self.asking(limited=True) as db:
            return columns.answer(("months", asked), lambda: facets.months(db, columns, asked))

    def columns(self) -> Columns:
        """The columns that facets are counted in, of the store as it stands; a large store's are drawn anew in the background after a
        change, so that they may lag behind by the seconds this takes."""
        from dateline.store.drawn import Drawn

        if self._drawn is None:
            self._drawn = Drawn(self)
        return self._drawn.columns()

    def refused(self, *, limit: int | None = None, offset: int = 0) -> Iterator[RefusedRow]:
        """Items that no record could be made of."""
        return self._paged(limit, lambda db: across.refused(db, limit=limit, offset=offset))

    def events_table(self, query: Query | None = None, **filters: Any) -> pyarrow.Table:
        """Events as an Arrow table, by article id and offset, in the columns of `export --format parquet`. Raises DatelineError without
        pyarrow."""
        from dateline.store.arrow import events_table

        asked = Query.of(query, **filters)
        with self.asking() as db:
            return events_table(db, asked)

    @contextmanager
    def asking(self, *, limited: bool = False) -> Iterator[sqlite3.Connection]:
        """A snapshot that knows how names are compared."""
        with self.reading(limited=limited) as db:
            db.create_function("named", 2, named, deterministic=True)
            yield db

    def _paged(self, limit: int | None, ask: Callable[[sqlite3.Connection], Iterator[_Row]]) -> Iterator[_Row]:
        """A stream where there is no limit, else a page, read within the time for one question."""
        if limit is None:
            return self._streamed(ask)
        with self.asking(limited=True) as db:
            return iter(list(ask(db)))

    def _drawn_stream(self, asked: Query, sort: str) -> Iterator[EventRow]:
        """All events in the order of the columns, without sorting them first: a server's stream begins at once."""
        from dateline.store import facets

        columns = self.columns()
        with self.asking() as db:
            for rowids in facets.batches(db, columns, asked, sort=sort):
                yield from (row for row in items.events_at(db, rowids) if asked.rejected or not row.rejected)

    def _streamed(self, ask: Callable[[sqlite3.Connection], Iterator[_Row]]) -> Iterator[_Row]:
        with self.asking() as db:
            yield from ask(db)

    @staticmethod
    def _one(id: str, what: str, rows: Iterator[_Row]) -> _Row:
        row = next(rows, None)
        if row is None:
            raise QueryError(f"{id[:200]}: the store holds no {what} with this id")
        return row


def clean(typed: str) -> str:
    """What was typed without what no database takes: NUL, lone surrogates."""
    return typed.replace("\0", " ").encode("utf-8", "replace").decode()
