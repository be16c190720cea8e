"""Ingest: sources -> read -> stored -> woven. Worker processes tag, this one writes, a transaction of some dozens of articles at a time.

An article that is stored by the same versions is not tagged again, so that a run that was killed goes on where it ended.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources
from dateline.record import RECORD_VERSION, MadeBy, Record
from dateline.settings import setting
from dateline.store import write

if TYPE_CHECKING:
    from dateline.store.store import Store

_MOST_ASKED = 500
_JOINT, _NUMBER = re.compile(r"[:#\[]"), re.compile(r"\[\d+\]$")
#: What may stand between a source and the rest of the place of one of its items: path:line, file.warc.gz#1234, feed.xml[3], folder/file.
_JOINTS = ":#[/\\"


@dataclass(frozen=True, slots=True)
class Reading:
    """How copy is read: so many processes, with a full gazetteer, by rules alone, with a table of office holders (docs/who.md)."""

    workers: int = 1
    gazetteer: Path | None = None
    no_model: bool = False
    offices: Path | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the items: `known` were stored before, `stories` counts all of the store (None where nothing was woven)."""

    new: int = 0
    known: int = 0
    replaced: int = 0
    refused: int = 0
    stories: int | None = None

    @property
    def read(self) -> int:
        """All that was not refused."""
        return self.new + self.known + self.replaced


#: Called after each transaction with the counts so far and the ids of the articles that are now safe on the disk.
Told = Callable[[Ingested, Sequence[str]], None]


def ingest(
    store: Store,
    sources: Sequence[str],
    *,
    options: IntakeOptions = IntakeOptions(guards=1),  # noqa: B008 - frozen
    reading: Reading = Reading(),
    weave: bool = True,
    told: Told | None = None,
    advance: Callable[[int], None] | None = None,
) -> Ingested:
    """Reads sources (docs/intake.md) into a store. What was refused there before and no longer is, is forgotten.

    `advance` is called with bytes read. Raises StoreError if the store cannot be written: all that was told of is kept then.
    """
    before = _refused_of(store, sources)
    at = _now()
    work = _Work(store, reading, at, told)
    work.run(read_sources(sources, options=options, advance=advance), still=before)
    _forget(store, before)
    return work.woven() if weave else work.done


def ingest_articles(
    store: Store,
    items: Iterable[Article | Refused],
    *,
    reading: Reading = Reading(),
    weave: bool = True,
    told: Told | None = None,
) -> Ingested:
    """Reads articles into a store; what was refused is filed with its reason. Raises StoreError as `ingest`."""
    work = _Work(store, reading, _now(), told)
    work.run(items, still=set())
    return work.woven() if weave else work.done


class _Work:
    """One run: what is on its way, and what became of the rest."""

    def __init__(self, store: Store, reading: Reading, at: str, told: Told | None) -> None:
        self.done = Ingested()
        self._store, self._reading, self._at, self._told = store, reading, at, told
        self._flying: dict[str, str] = {}  # id and text of articles that are being read

    def run(self, items: Iterable[Article | Refused], *, still: set[str]) -> None:
        """Reads and stores all items. Places that are refused are taken out of `still`."""
        batch: list[Record | Refused] = []
        for item in self._records(self._fresh(items)):
            if isinstance(item, Refused):
                still.discard(item.where)
            batch.append(item)
            if len(batch) >= setting("batch_stored"):
                self._keep(batch)
                batch = []
        if batch:
            self._keep(batch)

    def woven(self) -> Ingested:
        """Weaves, and the counts with the number of stories."""
        self._store.weave()
        with self._store.reading() as db:
            return replace(self.done, stories=db.execute("SELECT count(*) FROM stories").fetchone()[0])

    def _records(self, items: Iterator[Article | Refused]) -> Iterator[Record | Refused]:
        from dateline.desk import appoint, read_records

        how = self._reading
        found = read_records(items, workers=how.workers, gazetteer=how.gazetteer, no_model=how.no_model)
        if how.offices is None:
            return found
        from dateline.who import load_offices

        return appoint(found, load_offices(str(how.offices)))

    def _fresh(self, items: Iterable[Article | Refused]) -> Iterator[Article | Refused]:
        """The items that are still to be read: an article is known by its id and its words."""
        todo = iter(items)
        while batch := list(islice(todo, setting("batch_articles"))):
            stored = self._stored([item.id for item in batch if isinstance(item, Article)])
            for item in batch:
                if isinstance(item, Refused):
                    yield item
                    continue
                text, reader = (self._flying[item.id], self._reader) if item.id in self._flying else stored.get(item.id, (None, ""))
                if text is not None and text != item.text:
                    yield Refused(_place(item), f"an article with the id {item.id} and other words is stored; give each copy its own id")
                elif text is not None and not write.newer(self._reader, reader):
                    self.done = replace(self.done, known=self.done.known + 1)
                else:
                    self._flying[item.id] = item.text
                    yield item

    def _stored(self, ids: list[str]) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        with self._store.reading() as db:
            for start in range(0, len(ids), _MOST_ASKED):
                some = ids[start : start + _MOST_ASKED]
                rows = db.execute(f"SELECT id, text, reader FROM articles WHERE id IN ({', '.join('?' * len(some))})", some)
                found |= {row["id"]: (row["text"], row["reader"]) for row in rows}
        return found

    @cached_property
    def _reader(self) -> str:
        """The versions that read here, and what makes them read otherwise."""
        from dateline.grammar import load_tagger
        from dateline.where import load_gazetteer

        how = self._reading
        by = MadeBy(version("dateline"), RECORD_VERSION, load_tagger().model, load_gazetteer(how.gazetteer).version)
        return write.reader_name(by) + ", rules alone" * how.no_model + ", offices" * (how.offices is not None)

    def _keep(self, batch: list[Record | Refused]) -> None:
        """Stores a batch; when this returns it is on the disk."""
        records = [item for item in batch if isinstance(item, Record)]
        refused = [item for item in batch if isinstance(item, Refused)]
        if refused:
            write.refuse(self._store, [(item.where, item.reason, None) for item in refused], at=self._at)
        put = self._store.put(records, reader=self._reader, read_at=self._at) if records else write.Put(0, 0, 0)
        was, lost = self.done, len(refused) + len(put.refused)
        self.done = Ingested(was.new + put.new, was.known + put.same, was.replaced + put.replaced, was.refused + lost)
        for record in records:
            self._flying.pop(record.id, None)
        if self._told:
            self._told(self.done, [record.id for record in records])


def _place(article: Article) -> str:
    return article.source.path or article.source.url or article.id


def _refused_of(store: Store, sources: Sequence[str]) -> set[str]:
    """Places of these sources that were refused before."""
    with store.reading() as db:
        places = [row["place"] for row in db.execute("SELECT place FROM refused")]
    return {place for place in places if any(_within(place, source) for source in sources)}


def _within(place: str, source: str) -> bool:
    source = source.rstrip("/\\") or source
    return source != "-" and place.startswith(source) and place[len(source) : len(source) + 1] in _JOINTS


def _forget(store: Store, places: set[str]) -> None:
    if places:
        with store.writing() as db:
            db.executemany("DELETE FROM refused WHERE place = ?", [(place,) for place in sorted(places)])


def source_of(place: str) -> str:
    """The source that holds a refused item: what `dateline ingest` takes to read it again."""
    if place.startswith(("http://", "https://")):
        return _NUMBER.sub("", place)
    ends = [len(place), *(m.start() for m in reversed(list(_JOINT.finditer(place))))]
    return next((place[:end] for end in ends if os.path.exists(place[:end])), place)


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
