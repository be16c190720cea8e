"""The articles of a store as the story room's clustering sees them: vectors, days, who shares words, and the story of each."""

from __future__ import annotations

import sqlite3
import struct
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.story.stories import Row, StoryOptions, Vector, row, strong
from dateline.story.words import ident

#: Vectors kept in memory.
_KEPT = 6000
#: The same as arrays, of a few kilobytes each: reports of one story are asked for again by each that may follow it.
_ROWS = 20_000
_PAIR = struct.Struct("<IH")


def packed(values: Vector) -> bytes:
    """A vector as the column woven.vector holds it."""
    return b"".join(_PAIR.pack(term, round(value * 10_000)) for term, value in values.items())


def unpacked(blob: bytes) -> dict[int, float]:
    """The vector of woven.vector; the same numbers that were packed."""
    return {term: value / 10_000 for term, value in _PAIR.iter_unpack(blob)}


@dataclass(slots=True)
class _Card:
    id: str
    printed: str
    day: int
    origin: int
    story: str | None


class Shelf:
    """`dateline.story.stories.Shelf` over the table woven, inside one write transaction."""

    def __init__(self, db: sqlite3.Connection, options: StoryOptions) -> None:
        self.db, self.options = db, options
        self._cards: dict[int, _Card] = {}
        self._vectors: OrderedDict[int, dict[int, float]] = OrderedDict()
        self._rows: OrderedDict[int, Row] = OrderedDict()

    def forget(self, n: int) -> None:
        """Drops what was kept in memory of an article that has changed."""
        self._cards.pop(n, None)
        self._vectors.pop(n, None)
        self._rows.pop(n, None)

    def _card(self, n: int) -> _Card:
        if n not in self._cards:
            row = self.db.execute(
                "SELECT a.id, w.printed, w.day, w.origin, w.story FROM woven w JOIN articles a ON a.n = w.article WHERE w.article = ?", (n,)
            ).fetchone()
            self._cards[n] = _Card(*row)
        return self._cards[n]

    def day(self, n: int) -> int:
        """The day of an article."""
        return self._card(n).day

    def order(self, n: int) -> tuple[int, str, str]:
        """Earlier copy first."""
        card = self._card(n)
        return card.day, card.printed, card.id

    def vector(self, n: int) -> Vector:
        """Its vector, from memory if it was asked for lately."""
        found = self._vectors.get(n)
        if found is None:
            found = unpacked(self._blob(n))
            self._vectors[n] = found
            if len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        else:
            self._vectors.move_to_end(n)
        return found

    def row(self, n: int) -> Row:
        """Its vector as two arrays, from memory if it was asked for lately."""
        import numpy as np

        found = self._rows.get(n)
        if found is None:
            cells = np.frombuffer(self._blob(n), [("term", "<u4"), ("weight", "<u2")])
            found = self._rows[n] = row(cells["term"], cells["weight"])
            if len(self._rows) > _ROWS:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(n)
        return found

    def _blob(self, n: int) -> bytes:
        return bytes(self.db.execute("SELECT vector FROM woven WHERE article = ?", (n,)).fetchone()[0])

    def copies(self, n: int) -> Sequence[int]:
        """All articles of its origin in order."""
        rows = self.db.execute("SELECT article FROM woven WHERE origin = ?", (self._card(n).origin,))
        return sorted((other for (other,) in rows), key=self.order)

    def sharing(self, n: int, first: int, last: int) -> Iterable[int]:
        """Other articles of these days that share enough of its strong terms."""
        terms = strong(self.vector(n), self.options)
        rows = self.db.execute(
            f"SELECT article FROM terms WHERE term IN ({', '.join('?' * len(terms))}) AND day BETWEEN ? AND ?"
            " GROUP BY article HAVING count(*) >= ? AND article <> ?",
            (*terms, first, last, self.options.shared, n),
        )
        return [other for (other,) in rows]

    def story(self, n: int) -> str | None:
        """The story it was put into."""
        return self._card(n).story

    def put(self, n: int, story: str) -> None:
        """Puts an article into a story."""
        self.db.execute("UPDATE woven SET story = ? WHERE article = ?", (story, n))
        self._card(n).story = story

    def name(self, n: int) -> str:
        """The id of the story that an article would found."""
        return ident("s", self._card(n).id)

    def members(self, story: str, first: int, last: int) -> Sequence[int]:
        """Articles of a story printed from one day to another, in order."""
        rows = self.db.execute("SELECT article FROM woven WHERE story = ? AND day BETWEEN ? AND ?", (story, first, last))
        return sorted((n for (n,) in rows), key=self.order)
