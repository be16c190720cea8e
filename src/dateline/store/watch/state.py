"""What is remembered of feeds and saved searches between two runs: the tables `feeds` and `searches`.

Times of the clock are seconds since 1970 in memory and ISO 8601 in the store.
"""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

from dateline.errors import DatelineError
from dateline.settings import setting
from dateline.store.watch.plan import MOST

#: Seconds after which a host that could not be reached is asked again, at first; it doubles up to the feed's own interval.
UNREACHED = 30
#: Items of one feed that are remembered as taken.
_KNOWN = 2_000


class Page(msgspec.Struct):
    """A page behind a feed's item that is still to be fetched."""

    key: str
    url: str
    published: str | None = None
    outlet: str | None = None
    tries: int = 0
    next: float = 0.0


class FeedState(msgspec.Struct):
    """Where the polling of one address stands. `known` are digests of items taken, the newest last; `problem` why the last poll failed."""

    url: str
    etag: str | None = None
    modified: str | None = None
    checked: float | None = None
    failures: int = 0
    next: float = 0.0
    known: list[str] = []
    pages: list[Page] = []
    problem: str | None = None
    robots: str | None = None

    def learn(self, key: str) -> None:
        """Remembers an item as taken; the oldest are forgotten."""
        self.known = [*self.known[-_KNOWN + 1 :], key]


class Cursor(msgspec.Struct):
    """How far one search was told to one target: articles up to number `after`, and the newest keys told."""

    after: int = 0
    told: list[str] = []

    def tell(self, key: str) -> None:
        """Remembers a match as told; the oldest are forgotten."""
        self.told = [*self.told, key][-setting("watch_seen") :]


def load_feeds(connection: sqlite3.Connection) -> dict[str, FeedState]:
    """The states of all addresses that were ever polled; a damaged one begins anew."""
    found = {}
    rows = connection.execute("SELECT url, etag, modified, checked, failures, next, state FROM feeds")
    for url, etag, modified, checked, failures, due, state in rows:
        try:
            more = msgspec.json.decode(state, type=_More)
        except msgspec.DecodeError:
            more = _More()
        found[url] = FeedState(
            url, etag, modified, _seconds(checked), failures, _seconds(due) or 0.0, more.known, more.pages, more.problem, more.robots
        )
    return found


def save_feeds(connection: sqlite3.Connection, states: list[FeedState]) -> None:
    """Writes states inside the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO feeds (url, etag, modified, checked, failures, next, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (s.url, s.etag, s.modified, iso(s.checked), s.failures, iso(s.next), _json(_More(s.known, s.pages, s.problem, s.robots)))
            for s in states
        ],
    )


def forget_feeds(connection: sqlite3.Connection, urls: list[str]) -> None:
    """Removes states inside the caller's transaction."""
    connection.executemany("DELETE FROM feeds WHERE url = ?", [(url,) for url in urls])


def load_cursors(connection: sqlite3.Connection, search: str) -> dict[str, Cursor] | None:
    """How far a search was told, by target; None for a search that the store does not know."""
    row = connection.execute("SELECT seen FROM searches WHERE name = ?", (search,)).fetchone()
    if row is None:
        return None
    try:
        return msgspec.json.decode(row[0], type=dict[str, Cursor])
    except msgspec.DecodeError as error:
        raise DatelineError(f"search {search!r}: what was told is damaged in the store ({error}); give the search another name") from error


def save_cursors(connection: sqlite3.Connection, search: str, query: str, cursors: dict[str, Cursor]) -> None:
    """Writes how far a search was told inside the caller's transaction."""
    connection.execute("INSERT OR REPLACE INTO searches (name, query, seen) VALUES (?, ?, ?)", (search, query, _json(cursors)))


def back_off(url: str, failures: int, *, first: float, most: float = 86_400.0) -> float:
    """Seconds to wait after so many failures in a row: doubling up to `most`, and up to a tenth more so that feeds do not march in step.

    The tenth follows from address and count alone: the same failures wait the same time."""
    mark = int.from_bytes(hashlib.blake2b(f"{url} {failures}".encode("utf-8", "replace"), digest_size=4).digest(), "big") / 2**32
    wait: float = min(first * 2.0 ** min(max(failures - 1, 0), 20), most) * (1 + mark / 10)
    return wait


def retry_after(words: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None without one. At most a week."""
    if not words:
        return None
    if words.strip().isascii() and words.strip().isdigit():
        return min(float(words.strip()[:9]), MOST)
    try:
        asked = parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return None
    return min(max(asked.replace(tzinfo=asked.tzinfo or UTC).timestamp() - now, 0.0), MOST)


def iso(seconds: float | None) -> str | None:
    """2022-01-07T08:30:00Z."""
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class _More(msgspec.Struct, omit_defaults=True):
    known: list[str] = []
    pages: list[Page] = []
    problem: str | None = None
    robots: str | None = None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _seconds(words: str | None) -> float | None:
    try:
        return datetime.fromisoformat(words).timestamp() if words else None
    except ValueError:
        return None
