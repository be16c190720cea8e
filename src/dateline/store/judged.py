"""A record with its reviews: which item a review speaks of, what it makes of the values. Pure functions, but for loading and filing rows.

A review is found again by article, layer, words and offsets of the item (an event's trigger, a condition's span) as the machine read it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from dateline.article import Span
from dateline.fields import Actor, Condition, Event, Place
from dateline.record import Record

#: What can be corrected, with the name of the words an item stands at.
FIELDS: dict[str, tuple[str, ...]] = {
    "events": ("type", "mode", "date", "date_end", "place", "status", "source", "target", "trigger"),
    "conditions": ("kind", "date", "date_end", "place", "status", "span"),
}
ANCHOR = {"events": "trigger", "conditions": "span"}
Item = Event | Condition


@dataclass(frozen=True, slots=True)
class Judgement:
    """One review that stands (docs/store.md, table reviews). `old` and `new` are JSON values."""

    n: int
    article: str
    layer: str
    item: str
    span: Span
    field: str | None
    verdict: str
    old: Any
    new: Any
    reviewer: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with fixes made, rejected items still in it. Keys are "layer:id"; `items` names each review's item now, None if orphaned."""

    record: Record
    corrected: frozenset[str]
    rejected: frozenset[str]
    items: dict[int, str | None]

    def file(self, db: sqlite3.Connection) -> None:
        """Writes down which item each review speaks of now, or that there is none."""
        db.executemany(
            "UPDATE reviews SET item = coalesce(:item, item), orphaned = :item IS NULL "
            "WHERE n = :n AND (item IS NOT coalesce(:item, item) OR orphaned IS NOT (:item IS NULL))",
            [{"item": item, "n": n} for n, item in self.items.items()],
        )


def load_judgements(db: sqlite3.Connection, article: str | None = None) -> list[Judgement]:
    """Reviews of an article, or of all, that were not undone, in the order they were made."""
    rows = db.execute(
        'SELECT n, article, layer, item, start, "end", field, verdict, old, new, reviewer FROM reviews '
        "WHERE undone = 0 AND (:article IS NULL OR article = :article) ORDER BY n",
        {"article": article},
    )
    return [
        Judgement(n, id, layer, item, Span(start, end), field, verdict, json.loads(old or "null"), json.loads(new or "null"), reviewer)
        for n, id, layer, item, start, end, field, verdict, old, new, reviewer in rows
    ]


def judge(record: Record, judgements: Sequence[Judgement]) -> Judged:
    """Applies reviews in the order they were made: of two that fix one value the later counts."""
    items = locate(record, judgements)
    corrected: set[str] = set()
    rejected: set[str] = set()
    for one in judgements:
        id = items[one.n]
        if id is None:
            continue
        key = f"{one.layer}:{id}"
        if one.field is None and one.verdict == "reject":
            rejected.add(key)
            continue
        corrected.add(key)
        if one.field is None:
            rejected.discard(key)
        if one.verdict == "fix" and one.field is not None:
            record = _fixed(record, one.layer, id, one.field, one.new)
    return Judged(record, frozenset(corrected), frozenset(rejected), items)


def settle(judged: Judged) -> Record:
    """The corrected record: fixes made, rejected items left out."""
    record, out = judged.record, judged.rejected
    if not out:
        return record
    return replace(
        record,
        events=tuple(event for event in record.events if f"events:{event.id}" not in out),
        conditions=tuple(condition for condition in record.conditions if f"conditions:{condition.id}" not in out),
    )


def locate(record: Record, judgements: Iterable[Judgement]) -> dict[int, str | None]:
    """The item of each review by its number: the one at the same words, else one whose words overlap; each item is taken once."""
    wanted: dict[tuple[str, str, Span], list[int]] = {}
    for one in judgements:
        wanted.setdefault((one.layer, one.item, one.span), []).append(one.n)
    found: dict[int, str | None] = {n: None for numbers in wanted.values() for n in numbers}
    taken: set[tuple[str, str]] = set()
    for exact in (True, False):
        for (layer, name, span), numbers in wanted.items():
            if found[numbers[0]] is None and (id := _find(record, layer, name, span, taken, exact=exact)):
                taken.add((layer, id))
                found |= dict.fromkeys(numbers, id)
    return found


def _find(record: Record, layer: str, name: str, span: Span, taken: set[tuple[str, str]], *, exact: bool) -> str | None:
    free = [item for item in getattr(record, layer) if (layer, item.id) not in taken]
    if exact:
        at = [item.id for item in free if anchor(layer, item) == span]
        return name if name in at else next(iter(at), None)
    common = [(_common(anchor(layer, item), span), item.id) for item in free]
    best = max(common, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] > 0 else None


def _common(a: Span, b: Span) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def anchor(layer: str, item: Item) -> Span:
    """The words an item stands at."""
    span: Span = getattr(item, ANCHOR[layer])
    return span


def find_item(record: Record, layer: str, id: str) -> Item | None:
    """The event or condition with this id, or None."""
    return next((item for item in getattr(record, layer) if item.id == id), None)


def shown(record: Record, layer: str, item: Item, field: str) -> Any:
    """A value as reviews keep it, which stays true when an article is read again: places and parties by their words, not by number."""
    value = getattr(item, field)
    if field == "place":
        return shown_place(record.places[value]) if value is not None and 0 <= value < len(record.places) else None
    if field in ("source", "target"):
        return [shown_party(actor) for id in value if (actor := record.actor(id)) is not None]
    return list(value) if isinstance(value, Span) else value


def shown_place(place: Place) -> dict[str, Any]:
    """A place as reviews keep it: all its values, with its words."""
    made: dict[str, Any] = msgspec.to_builtins(place)
    return made


def shown_party(actor: Actor) -> dict[str, Any]:
    """A party as reviews keep it: its name and its first words in the article."""
    return {"name": actor.name, "span": list(actor.mentions[0]) if actor.mentions else None}


def _fixed(record: Record, layer: str, id: str, field: str, new: Any) -> Record:
    """The record with one value of one item changed. What rested on the old value goes with it: a code on its type, a time on its date."""
    change: dict[str, Any] = {field: new}
    if field == "place":
        record, change["place"] = _with_place(record, new)
    elif field in ("source", "target"):
        record, change[field] = _with_parties(record, new)
        change[f"{field}_spans"] = tuple(Span(*party["span"]) for party in new if party["span"])
    elif field in ("trigger", "span"):
        change[field] = Span(*new)
    elif field in ("date", "date_end"):
        change["time"] = None
        item = find_item(record, layer, id)
        if field == "date" and item is not None and item.date_end is not None and (new is None or item.date_end < new):
            change["date_end"] = None
    elif field in ("type", "mode"):
        change["cameo"] = None
    if layer == "events":
        return replace(record, events=tuple(replace(event, **change) if event.id == id else event for event in record.events))
    return replace(record, conditions=tuple(replace(one, **change) if one.id == id else one for one in record.conditions))


def _with_place(record: Record, new: dict[str, Any] | None) -> tuple[Record, int | None]:
    if new is None:
        return record, None
    place = msgspec.convert(new, Place)
    for index, one in enumerate(record.places):
        if one.span == place.span and (one.name, one.country, one.geonames) == (place.name, place.country, place.geonames):
            return record, index
    return replace(record, places=(*record.places, place)), len(record.places)


def _with_parties(record: Record, parties: list[dict[str, Any]]) -> tuple[Record, tuple[str, ...]]:
    """The actors that are named by the words of each party; words that name none become a group of their own."""
    ids: list[str] = []
    for party in parties:
        span = Span(*party["span"]) if party["span"] else None
        actor = next((one for one in record.actors if span and span in one.mentions), None)
        actor = actor or next((one for one in record.actors if one.name == party["name"]), None)
        actor = actor or next((one for one in record.actors if span and any(span.overlaps(mention) for mention in one.mentions)), None)
        if actor is None:
            actor = Actor(id=_free(record), name=party["name"], kind="group", mentions=(span,) if span else (), rule="review")
            record = replace(record, actors=(*record.actors, actor))
        ids.append(actor.id)
    return record, tuple(dict.fromkeys(ids))


def _free(record: Record) -> str:
    taken = {actor.id for actor in record.actors}
    return next(id for n in range(1, len(taken) + 2) if (id := f"r{n}") not in taken)
