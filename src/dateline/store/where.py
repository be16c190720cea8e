"""Query -> SQL conditions. Every value goes in as a parameter, none into the text of a statement.

Aliases are those of ask.py: `e` events, `c` conditions, `s` statements, `a` articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from dateline.store.query import OWN, AskedActor, Query
from dateline.store.words import expression

#: The number of 1970-01-01 among days.
EPOCH = date(1970, 1, 1).toordinal()
#: Most days that are looked up by index; in longer stretches lies so much that it is read through.
FEW_DAYS = 62
#: Keys that only events can answer, only conditions can, and that both can.
OF_EVENTS = frozenset({"type", "mode", "actor", "happening", "min_origins", "casualties"})
OF_CONDITIONS = frozenset({"kind"})
OF_ITEMS = frozenset({"country", "place", "status", "voice", "doubt", "box"})
#: Keys that ask for articles by what was found in them.
OF_WHAT_IS_IN_THEM = OF_EVENTS | OF_CONDITIONS | OF_ITEMS


def day_number(day: str) -> int:
    """An ISO day as days since 1970-01-01, as the tables keep them."""
    return date.fromisoformat(day).toordinal() - EPOCH


@dataclass(slots=True)
class Where:
    """Conditions that must all hold, with their parameters."""

    parts: list[str] = field(default_factory=list)
    args: list[object] = field(default_factory=list)

    def add(self, part: str, *args: object) -> None:
        """One more condition."""
        self.parts.append(part)
        self.args += args

    def among(self, column: str, values: Sequence[object]) -> None:
        """A column is one of the values, if there are any."""
        if values:
            self.add(f"{column} IN ({', '.join('?' * len(values))})", *values)

    def named(self, column: str, values: Iterable[str]) -> None:
        """A name is one of the values, which may hold `*`, if there are any."""
        patterns = list(values)
        if patterns:
            self.add(f"named({column}, ?)", names(patterns))

    @property
    def sql(self) -> str:
        """For behind WHERE."""
        return " AND ".join(self.parts) or "1"


def names(patterns: Sequence[str]) -> str:
    """Patterns as the one parameter that `words.named` takes."""
    return msgspec.json.encode(list(patterns)).decode()


def of_events(query: Query) -> Where:
    """Conditions on events `e` of articles `a`."""
    where = Where()
    if query.kind:
        where.add("0")
    where.among("e.type", query.type)
    where.among("e.mode", query.mode)
    where.among("e.happening", query.happening)
    if query.min_origins is not None and query.min_origins > 1:
        where.add("e.happening IN (SELECT id FROM happenings WHERE origins >= ?)", query.min_origins)
    if query.casualties == 0:
        where.add("e.tolls <> '[]'")
    elif query.casualties:
        where.add("e.killed_low >= ?", query.casualties)
    if query.actor:
        found = _actors(query.actor)
        where.add(
            "(e.article, e.id) IN (SELECT p.article, p.event FROM actors x JOIN parties p ON p.article = x.article AND p.actor = x.id "
            f"WHERE {found.sql})",
            *found.args,
        )
    _items(where, "e", query)
    _articles(where, query)
    return where


def of_conditions(query: Query) -> Where:
    """Conditions on conditions `c` of articles `a`."""
    where = Where()
    if query.asks & OF_EVENTS:
        where.add("0")
    where.among("c.kind", query.kind)
    _items(where, "c", query)
    _articles(where, query)
    return where


def of_articles(query: Query) -> Where:
    """Conditions on articles `a`: those that hold an event or condition as asked. Without a key of events or conditions days are those
    of publication."""
    where = Where()
    if query.asks & OF_WHAT_IS_IN_THEM:
        _holding(where, query)
    else:
        _published(where, query)
    _articles(where, query)
    return where


def of_statements(query: Query) -> Where:
    """Conditions on statements `s` of articles `a`: of the speakers asked for; with other keys, those that carry such an event."""
    where = Where()
    speakers = [voice for voice in query.voice if voice != OWN]
    if query.voice and not speakers:
        where.add("0")
    where.named("s.speaker", speakers)
    if query.actor:
        found = _actors(query.actor)
        where.add(f"EXISTS (SELECT 1 FROM actors x WHERE x.article = s.article AND x.id = s.actor AND {found.sql})", *found.args)
    inner = query.without("voice", "actor")
    if inner.asks & OF_WHAT_IS_IN_THEM:
        _holding(where, inner, " AND {}.statement = s.id")
    else:
        _published(where, query)
    _articles(where, query)
    return where


def of_actors(query: Query) -> Where:
    """Conditions on actors `x` of articles `a`: by name, key or code; with other keys, those that are a party to such an event."""
    where = Where()
    if query.actor:
        found = _actors(query.actor)
        where.add(found.sql, *found.args)
    inner = query.without("actor")
    if inner.asks & OF_WHAT_IS_IN_THEM:
        found = of_events(inner.without("text", "outlet", "story", "origin", "article"))
        where.add(
            "EXISTS (SELECT 1 FROM parties p JOIN events e ON e.article = p.article AND e.id = p.event "
            f"WHERE p.article = x.article AND p.actor = x.id AND {found.sql})",
            *found.args,
        )
    else:
        _published(where, query)
    _articles(where, query)
    return where


def _holding(where: Where, query: Query, tied: str = "") -> None:
    """The article holds an event or condition as asked."""
    inner = query.without("text", "outlet", "story", "origin", "article")
    choices = []
    for found, table, alias in ((of_events(inner), "events", "e"), (of_conditions(inner), "conditions", "c")):
        if "0" not in found.parts:
            choices.append(f"EXISTS (SELECT 1 FROM {table} {alias} WHERE {alias}.article = a.n{tied.format(alias)} AND {found.sql})")
            where.args += found.args
    where.parts.append(f"({' OR '.join(choices)})" if choices else "0")


def _items(where: Where, alias: str, query: Query) -> None:
    """What events and conditions have in common."""
    where.among(f"{alias}.country", query.country)
    where.named(f"{alias}.place", query.place)
    where.among(f"{alias}.status", query.status)
    _voices(where, alias, query)
    days(where, alias, "events" if alias == "e" else "conditions", "day", query, day_number)
    if query.doubt is not None:
        where.add(f"{alias}.doubt >= ?", query.doubt)
    if query.box:
        _box(where, alias, query.box)
    if not query.rejected:
        where.add(f"{alias}.rejected = 0")


def days(where: Where, alias: str, table: str, column: str, query: Query, kept: Callable[[str], object]) -> None:
    """Rows that overlap the days asked for. `column` holds their first day, `column`_end their last or nothing; `kept` is how a table keeps
    an ISO day. What overlaps a few days is looked up by index: those begun in them, and those few that are long and end later."""
    first, last = query.from_, query.to
    end = f"{column}_end"
    if first and last and day_number(last) - day_number(first) <= FEW_DAYS:
        where.add(
            f"{alias}.rowid IN (SELECT rowid FROM {table} WHERE {column} BETWEEN ? AND ? UNION ALL "
            f"SELECT rowid FROM {table} WHERE {end} > {column} AND {end} >= ? AND {column} < ?)",
            *(kept(day) for day in (first, last, first, first)),
        )
        return
    if first:
        where.add(f"coalesce({alias}.{end}, {alias}.{column}) >= ?", kept(first))
    if last:
        where.add(f"{alias}.{column} <= ?", kept(last))


def _voices(where: Where, alias: str, query: Query) -> None:
    if not query.voice:
        return
    speakers = [voice for voice in query.voice if voice != OWN]
    choices = [f"{alias}.statement IS NULL"] if OWN in query.voice else []
    if speakers:
        choices.append(f"named({alias}.voice, ?)")
    where.add(f"({' OR '.join(choices)})", *([names(speakers)] if speakers else []))


def _box(where: Where, alias: str, box: tuple[float, float, float, float]) -> None:
    """Points in a box, which may lie across the date line; a whole country has no point."""
    west, south, east, north = box
    where.add(f"{alias}.lat BETWEEN ? AND ?", south, north)
    link = "AND" if west <= east else "OR"
    where.add(f"({alias}.lon >= ? {link} {alias}.lon <= ?)", west, east)
    if alias == "e":
        where.add("e.kind IS NOT 'country'")


def _actors(values: Sequence[str]) -> Where:
    """Conditions on actors `x`: any of the names, keys and codes."""
    choices: list[str] = []
    args: list[object] = []
    asked = [AskedActor.read(value) for value in values]
    for one in asked:
        if one.country or one.sector:
            found = Where()
            found.among("x.country", [one.country] if one.country else [])
            found.among("x.sector", [one.sector] if one.sector else [])
            choices.append(f"({found.sql})")
            args += found.args
        if one.key:
            choices.append("x.key = ?")
            args.append(one.key)
    plain = [one.name for one in asked if one.name]
    if plain:
        choices.append("named(x.name, ?)")
        args.append(names(plain))
    return Where([f"({' OR '.join(choices) or '0'})"], args)


def _published(where: Where, query: Query) -> None:
    if query.from_:
        where.add("a.day >= ?", day_number(query.from_))
    if query.to:
        where.add("a.day <= ?", day_number(query.to))


def _articles(where: Where, query: Query) -> None:
    """What an article is asked for: id, outlet, story, origin, words."""
    where.among("a.id", query.article)
    if query.outlet:  # papers are few: each name is compared once, not once an article
        every = "SELECT DISTINCT coalesce(outlet, agency) AS name FROM articles"
        where.add(f"coalesce(a.outlet, a.agency) IN (SELECT name FROM ({every}) WHERE named(name, ?))", names(query.outlet))
    where.among("a.story", query.story)
    where.among("a.origin", query.origin)
    if query.text is not None:
        found = expression(query.text)
        if found.whole:
            where.add("a.n IN (SELECT rowid FROM copy WHERE copy MATCH ?)", found.whole)
        elif found.never:
            where.add("a.n NOT IN (SELECT rowid FROM copy WHERE copy MATCH ?)", found.never)
        else:
            where.add("0")
