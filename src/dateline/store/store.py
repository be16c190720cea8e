"""The store as programs see it: thin, each method says what it does and hands the work to the module that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from dateline.store.ask import Asking

if TYPE_CHECKING:
    from dateline.record import Record
    from dateline.store.agreement import Agreement, Precision
    from dateline.store.backup import Copied
    from dateline.store.query import Query
    from dateline.store.review import Review
    from dateline.store.weave import Woven
    from dateline.store.write import Put
    from dateline.story.outline import Day


def open_store(path: str | Path, *, create: bool = False, readonly: bool = False) -> Store:
    """Opens a store, brings an old one up to date, and with `create` makes it where there is none.

    Raises StoreError for a path that holds no store, one made by a newer Dateline, or one that cannot be written (open it `readonly`).
    """
    return Store(Path(path), create=create, readonly=readonly)


class Store(Asking):
    """The chronicle in one file. A context manager; may be used from several threads. Questions to it are those of `ask.Asking`."""

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Writing (write.py)

    def put(self, records: Iterable[Record], *, reader: str | None = None, read_at: str, places: Sequence[str] | None = None) -> Put:
        """Stores records in one transaction. A record that is there from the same reader changes nothing; from a newer one its layers are
        replaced and reviews applied again; one that cannot be stored is refused with its reason, the others go on.

        `reader` names the versions that read them (made from each record's `made_by` if left out), `read_at` the time, never exported;
        `places` says where each came from (path, path:line, address), so that what was refused there is forgotten.
        """
        from dateline.store import write

        return write.put(self, records, reader=reader, read_at=read_at, places=places)

    def refuse(self, place: str, reason: str, *, sha256: str | None = None, at: str) -> None:
        """Keeps the reason why an item could not be read; a later success at the same place removes it."""
        from dateline.store import write

        write.refuse(self, [(place, reason, sha256)], at=at)

    def has(self, ids: Iterable[str]) -> set[str]:
        """Which of these articles are stored."""
        from dateline.store import write

        return write.has(self, ids)

    def article(self, id: str, *, corrected: bool = False) -> Record | None:
        """The record of one article as it was put, or None. With `corrected` reviews are applied: fixes made, rejected items left out."""
        from dateline.store import write

        return write.article(self, id, corrected=corrected)

    def records(self, ids: Iterable[str] | None = None, *, corrected: bool = False) -> Iterator[Record]:
        """Records of these articles in the order given, or of all in order of publication and id."""
        from dateline.store import write

        return write.records(self, ids, corrected=corrected)

    def outline(
        self, query: Query | None = None, *, as_of: str | None = None, days: int | None = None, lines: int = 2, **filters: Any
    ) -> tuple[Day, ...]:
        """The days that matter in the articles asked for, in order, `days` of them or as many as stand out, each in at most `lines`
        sentences of the reports; of what was printed by the end of `as_of` (ISO day)."""
        from dateline.store.query import Query
        from dateline.story.outline import outline

        by = Query.parse({"to": as_of}).to if as_of else None
        found = self.records([row.id for row in self.articles(query, **filters)], corrected=True)
        return outline((one for one in found if by is None or (one.published or "")[:10] <= by), days=days, lines=lines)

    # Reviewing (review.py)

    def review(
        self, article: str, layer: str, item: str, field: str | None, verdict: str, new: Any = None, *, reviewer: str, at: str
    ) -> int:
        """Files a person's judgement of an event or condition and applies it; returns its number. Raises ReviewError.

        `layer` is events or conditions, `verdict` accept, reject or fix; docs/store.md lists the fields and what they take.
        """
        from dateline.store import review

        return review.review(self, article, layer, item, field, verdict, new, reviewer=reviewer, at=at)

    def undo(self, n: int, *, reviewer: str, at: str) -> None:
        """Takes a review back; it is kept and marked as undone."""
        from dateline.store import review

        review.undo(self, n, reviewer=reviewer, at=at)

    def reviews(
        self, *, article: str | None = None, item: str | None = None, reviewer: str | None = None, orphaned: bool | None = None
    ) -> list[Review]:
        """Reviews in the order they were made, those undone too. Orphaned ones speak of an item that the newest reading does not hold."""
        from dateline.store import review

        return review.reviews(self, article=article, item=item, reviewer=reviewer, orphaned=orphaned)

    def agreement(self) -> list[Agreement]:
        """How far each two reviewers agree, field by field."""
        from dateline.store import agreement

        return agreement.agreement(self)

    def precision(self) -> list[Precision]:
        """The share of values that reviewers found right, field by field, with its 95 % interval."""
        from dateline.store import agreement

        return agreement.precision(self)

    # Backup (backup.py)

    def backup(self, target: str | Path, *, force: bool = False, progress: Callable[[int, int], None] | None = None) -> Copied:
        """Copies the whole store as of one moment to another file while others write; the copy is verified before it takes its name.

        `progress` is called with bytes copied and bytes in all.
        """
        from dateline.store import backup

        return backup.backup(self, Path(target), force=force, progress=progress)

    # Weaving (weave.py)

    def weave(self, progress: Callable[[int, int], None] | None = None) -> Woven:
        """Brings origins, stories, happenings, conflicts and timeline up to date with the articles put or reviewed since."""
        from dateline.store import weave

        return weave.weave(self, progress=progress)
