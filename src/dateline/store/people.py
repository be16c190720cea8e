"""One actor across a store, by the key that is the same in all articles: what it is called, the offices it held, who speaks about it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from dateline.errors import QueryError
from dateline.store.ask import Asking
from dateline.store.cast import counted
from dateline.store.database import Database
from dateline.store.rows import ActorRow

#: Articles of one actor that are looked at, the latest first: a head of state is in a tenth of all copy.
MOST = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Words that an actor is called by, in how many articles, and one place where they stand."""

    words: str
    articles: int
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Office:
    """An office by its words, with the first and last day of publication on which copy gives it to the actor, and one place."""

    title: str
    country: str | None
    first: str | None
    last: str | None
    articles: int
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement of the actor, or of somebody else that names it."""

    article: str
    id: str
    outlet: str | None
    published: str | None
    speaker: str | None
    content: str
    kind: str
    cue: str | None
    start: int
    end: int


#: The latest so many articles of an actor, by arrival: the index gives them without reading all of them.
_NEWEST = (
    "SELECT x.article, x.id, x.roles, x.rowid AS row, a.id AS name, a.published, coalesce(a.outlet, a.agency) AS outlet "
    "FROM actors x JOIN articles a ON a.n = x.article WHERE x.key = ? ORDER BY x.rowid DESC LIMIT ?"
)


def person(store: Asking, key: str) -> ActorRow:
    """The actor with this key, under the name that the latest articles give it most. Raises QueryError where there is none."""
    with store.reading(limited=True) as db:
        row = db.execute(
            "SELECT name, kind, key, country, sector FROM (SELECT * FROM actors WHERE key = ? ORDER BY rowid DESC LIMIT ?) "
            "GROUP BY name, kind, country, sector ORDER BY count(*) DESC, name LIMIT 1",
            [key, MOST],
        ).fetchone()
        if row is None:
            raise QueryError(f"{key[:200]}: the store holds no actor with this key")
    values = (*row, *counted(store.columns(), key), store.count(actor=f"={key}"))
    return ActorRow(*values)


_LATEST = "ORDER BY n.published IS NULL, n.published DESC, n.name, min(c.start) LIMIT ?"


def names(store: Database, key: str, most: int = 24) -> list[Named]:
    """What the actor is called in the latest articles, the commonest first; pronouns are left out by the caller."""
    with store.reading(limited=True) as db:
        rows = db.execute(
            f'SELECT s.words, count(DISTINCT s.article) AS many, n.name, s.start, s."end" FROM ({_NEWEST}) n JOIN spans s '
            "ON s.article = n.article AND s.layer = 'actors' AND s.item = n.id AND s.field = 'mention' "
            "GROUP BY s.words ORDER BY many DESC, s.words LIMIT ?",
            [key, MOST, most],
        ).fetchall()
    return [Named(" ".join(row[0].split()), *row[1:]) for row in rows]


def offices(store: Database, key: str) -> list[Office]:
    """The offices that copy gives the actor, with the days between which it does, the latest first."""
    with store.reading(limited=True) as db:
        rows = db.execute(f"SELECT roles, name, published FROM ({_NEWEST}) WHERE roles <> '[]'", [key, MOST]).fetchall()
    found: dict[tuple[str, str | None], list[tuple[str, str, int, int]]] = {}
    for roles, article, published in rows:
        for role in msgspec.json.decode(roles):
            start, end = role["span"]
            found.setdefault((role["title"], role["country"]), []).append(((published or "")[:10], article, start, end))
    out = []
    for (title, country), held in found.items():
        days = sorted(day for day, *_ in held if day)
        first = min(held)
        many = len({article for _, article, *_ in held})
        out.append(Office(title, country, days[0] if days else None, days[-1] if days else None, many, *first[1:]))
    return sorted(out, key=lambda office: (office.last or "", office.articles, office.title), reverse=True)


#: The head of both queries below: the columns of a Remark.
_REMARK = 'SELECT n.name, t.id, n.outlet, n.published, t.speaker, t.content, t.kind, t.cue, min(c.start), max(c."end") '


def remarks(store: Database, key: str, most: int = 50) -> list[Remark]:
    """What others say of the actor, the latest first."""
    with store.reading(limited=True) as db:
        rows = db.execute(
            _REMARK
            + f"FROM ({_NEWEST}) n JOIN spans m ON m.article = n.article AND m.layer = 'actors' AND m.item = n.id AND m.field = 'mention' "
            "JOIN spans c ON c.article = n.article AND c.layer = 'statements' AND c.field = 'content' "
            'AND c.start <= m.start AND m."end" <= c."end" '
            "JOIN statements t ON t.article = n.article AND t.id = c.item AND t.actor IS NOT n.id "
            f"GROUP BY n.row, t.id {_LATEST}",
            [key, 2 * most, most],
        ).fetchall()
    return [Remark(*row) for row in rows]


def sayings(store: Database, key: str, most: int = 50) -> list[Remark]:
    """What the actor says, the latest first."""
    with store.reading(limited=True) as db:
        rows = db.execute(
            _REMARK + f"FROM ({_NEWEST}) n JOIN statements t ON t.article = n.article AND t.actor = n.id "
            "JOIN spans c ON c.article = n.article AND c.layer = 'statements' AND c.item = t.id AND c.field = 'content' "
            f"GROUP BY n.row, t.id {_LATEST}",
            [key, 4 * most, most],
        ).fetchall()
    return [Remark(*row) for row in rows]
