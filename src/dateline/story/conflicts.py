"""Conflicts: where reports disagree on a toll, a day, a place, an actor, whether it happened at all, or the state of a place.

Each has its sides with their exact words. Reports of one origin never contradict each other, and what a later report supersedes is an
update and no conflict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from dateline.article import Span
from dateline.fields import Condition
from dateline.record import Record
from dateline.story.actors import best
from dateline.story.days import stretch
from dateline.story.happenings import Happening
from dateline.story.phrase import state_phrase
from dateline.story.places import agree
from dateline.story.tellings import Telling
from dateline.story.tolls import Toll, comparable, contradict, find_tolls
from dateline.story.voices import speaker

ConflictKind = Literal["toll", "status", "actor", "date", "place", "condition"]
Item = tuple[str, str, str | int]
Days = tuple[date, date]
#: How much a disagreement matters before its size is looked at.
MATTERS: Mapping[ConflictKind, float] = {"toll": 3.0, "status": 3.0, "actor": 2.5, "condition": 2.0, "place": 1.5, "date": 1.0}
#: States that exclude each other in one place on one day.
OPPOSED = frozenset({("calm", "tense"), ("tense", "calm")})
#: Acts of which it matters who did them; who called a march and who marched are no opposites.
HOSTILE = frozenset({"ASSAULT", "COERCE"})
#: Likeness of casts from one country but of another kind, such as police and soldiers.
OTHERS = 0.2


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the items that hold it, their exact words, who says so and what value they give."""

    items: tuple[Item, ...]
    spans: tuple[Span, ...]
    voices: tuple[str, ...]
    origins: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement. `weight` sorts by how much it matters: what it is about, how far apart the sides are, how many origins hold them."""

    kind: ConflictKind
    happening: str | None
    sides: tuple[Side, Side]
    weight: float


def find_conflicts(records: Iterable[Record], happenings: Sequence[Happening], origins: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Conflicts of one story, the weightiest first. `origins` gives the origin of each article."""
    ordered = sorted(records, key=lambda record: (record.published or "9999", record.id))
    found = [*_tolls(find_tolls(ordered, happenings, origins))]
    for happening in happenings:
        found += _about(happening)
    found += _conditions(ordered, origins)
    return tuple(sorted(_united(found), key=lambda one: (-one.weight, one.kind, one.sides[0].items)))


def _united(found: Iterable[Conflict]) -> list[Conflict]:
    """Conflicts of the same kind over the same values are one with more items on its sides."""
    kept: dict[tuple[object, ...], Conflict] = {}
    for one in found:
        sides = sorted(one.sides, key=lambda side: side.value)
        key = (one.kind, one.happening, sides[0].value, sides[1].value)
        if key in kept:
            old = kept[key]
            first, second = (_joined(a, b) for a, b in zip(old.sides, sides, strict=True))
            kept[key] = replace(old, sides=(first, second), weight=max(old.weight, one.weight))
        else:
            kept[key] = replace(one, sides=(sides[0], sides[1]))
    return [replace(one, weight=round(one.weight + 0.3 * math.log(_witnesses(one)), 4)) for one in kept.values()]


def _witnesses(conflict: Conflict) -> int:
    return len(dict.fromkeys(origin for side in conflict.sides for origin in side.origins))


def _joined(first: Side, second: Side) -> Side:
    new = [n for n, item in enumerate(second.items) if item not in first.items]
    return Side(
        items=first.items + tuple(second.items[n] for n in new),
        spans=first.spans + tuple(second.spans[n] for n in new),
        voices=tuple(dict.fromkeys((*first.voices, *second.voices))),
        origins=tuple(dict.fromkeys((*first.origins, *second.origins))),
        value=first.value,
    )


def _tolls(tolls: Sequence[Toll]) -> Iterator[Conflict]:
    for first, second in combinations(_distinct(tolls), 2):
        if comparable(first, second) and contradict(first, second):
            size = abs(math.log((1 + (first.low or 0)) / (1 + (second.low or 0))))
            grave = 1.0 if first.kind == "killed" else 0.0
            shared = first.subject if first.subject == second.subject else None
            yield Conflict("toll", shared, (_toll_side(first), _toll_side(second)), MATTERS["toll"] + grave + min(size, 2.0))


def _distinct(tolls: Sequence[Toll], most: int = 400) -> list[Toll]:
    """One figure an origin, subject and voice; at most `most` of a story, so that long stories stay cheap."""
    kept: dict[tuple[object, ...], Toll] = {}
    for one in tolls:
        kept.setdefault((one.origin, one.kind, one.low, one.high, one.subject, one.voice, one.main, one.known), one)
    return list(kept.values())[:most]


def _toll_side(one: Toll) -> Side:
    return Side((one.item,), (one.span,), (one.voice,) if one.voice else (), (one.origin,), f"{one.value} {one.kind}")


def _about(happening: Happening) -> Iterator[Conflict]:
    """What tellings of one happening disagree on."""
    for first, second in combinations(_voiced(happening.tellings), 2):
        if first.origin == second.origin:
            continue
        for kind, values, size in _differences(first, second):
            sides = (_side(first, values[0]), _side(second, values[1]))
            yield Conflict(kind, happening.id, sides, MATTERS[kind] + size + (0.5 if happening.type == "ASSAULT" else 0.0))


def _voiced(tellings: Sequence[Telling], most: int = 60) -> list[Telling]:
    """One telling an origin and voice for each stand it takes."""
    kept: dict[tuple[object, ...], Telling] = {}
    for one in tellings:
        stand = (one.days, one.place and one.place.name, tuple(f.name for f in one.sources), one.event.status)
        kept.setdefault((one.origin, one.voice, stand), one)
    return list(kept.values())[:most]


def _differences(first: Telling, second: Telling) -> Iterator[tuple[ConflictKind, tuple[str, str], float]]:
    a, b = first.event, second.event
    doers = best(first.sources, second.sources)
    if {a.status, b.status} == {"actual", "denied"} and (first.voice is None or first.voice != second.voice):
        if doers is None or abs(doers) > OTHERS:  # that no soldier fired does not deny that police did
            yield "status", (a.status, b.status), 0.0
        return
    if {a.status, b.status} != {"actual"}:
        return
    if a.type in HOSTILE and (doers or 0.0) <= -0.9:
        yield "actor", (_cast(first), _cast(second)), 0.0
    if first.days and second.days and _exact(first.days) and _exact(second.days) and not _overlap(first.days, second.days):
        yield "date", (first.days[0].isoformat(), second.days[0].isoformat()), 0.0
    if agree(first.place, second.place) <= -0.5 and first.place and second.place:
        crossed = 0.5 if first.place.country != second.place.country else 0.0
        yield "place", (first.place.name, second.place.name), crossed


def _exact(days: Days) -> bool:
    return days[1] - days[0] <= timedelta(days=1)


def _overlap(first: Days, second: Days) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _cast(one: Telling) -> str:
    return ", ".join(figure.name for figure in one.sources)


def _side(one: Telling, value: str) -> Side:
    return Side(((one.article, "events", one.event.id),), (one.phrase,), (one.voice,) if one.voice else (), (one.origin,), value)


@dataclass(frozen=True, slots=True)
class _State:
    record: Record
    item: Condition
    origin: str

    @property
    def key(self) -> Item:
        return self.record.id, "conditions", self.item.id


def _conditions(records: Sequence[Record], origins: Mapping[str, str]) -> Iterator[Conflict]:
    states = [_State(record, item, origins[record.id]) for record in records for item in record.conditions][:400]
    for first, second in combinations(states, 2):
        if first.origin != second.origin and _excluded(first, second):
            sides = (_state_side(first), _state_side(second))
            yield Conflict("condition", None, sides, MATTERS["condition"])


def _excluded(first: _State, second: _State) -> bool:
    """Whether two states of one place exclude each other. A state that is told as ended later than it was told as lasting has ended."""
    a, b = first.item, second.item
    if {a.status, b.status} - {"actual", "denied"} or not _one_place(first, second):
        return False
    days = [stretch(one.item.date, one.item.date_end) or stretch(one.record.published) for one in (first, second)]
    if days[0] is None or days[1] is None:
        return False
    if (a.kind, b.kind) in OPPOSED:
        return a.status == b.status == "actual" and _overlap(days[0], days[1])
    if a.kind != b.kind or a.status == b.status:
        return False
    ended, lasting = (days[0], days[1]) if a.status == "denied" else (days[1], days[0])
    return ended[0] <= lasting[1] and lasting[1] - ended[0] <= timedelta(days=3) and lasting[1] >= ended[0]


def _one_place(first: _State, second: _State) -> bool:
    a, b = (one.record.places[one.item.place] if one.item.place is not None else None for one in (first, second))
    return a is not None and b is not None and agree(a, b) >= 0.5


def _state_side(one: _State) -> Side:
    span = state_phrase(one.record, one.item.span, one.item.statement)
    voice = speaker(one.record, one.item.statement)
    value = f"{one.item.kind} {'ended' if one.item.status == 'denied' else 'lasting'}"
    return Side((one.key,), (span,), (voice,) if voice else (), (one.origin,), value)
