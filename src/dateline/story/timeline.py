"""The timeline: happenings and states by when they were, each with when it became known; as of any moment and of any length.

What is telling: many independent origins, later reports that come back to it, lives lost, a change in the state of a place. A line is
one clause of a report's own words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.article import Span
from dateline.record import Record
from dateline.story.days import ordinal, stretch
from dateline.story.happenings import Happening, gather
from dateline.story.phrase import LONGEST, state_phrase
from dateline.story.tellings import Telling
from dateline.story.words import ident

#: Share of its weight that an entry keeps for each better entry of the same day.
SAME_DAY = 0.6
#: Longest stretch of days that still dates an entry; "in 2013" is background.
BROAD = 40
#: Kinds of state that only begin and end by an act or a disaster.
GRAVE = frozenset({"emergency", "curfew", "ceasefire", "blockade", "epidemic", "mourning"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `what` are the words of `article` at `span`; `item` names the event or state there, `happening` what it is a telling of.

    `date`/`date_end` say when it was, `known` the day of the first report. `origins` are the independent witnesses.
    """

    id: str
    date: str
    date_end: str | None
    known: str | None
    what: str
    article: str
    span: Span
    item: tuple[str, str, str | int]
    kind: str
    status: str
    place: str | None
    happening: str | None
    origins: tuple[str, ...]
    weight: float


def find_timeline(
    records: Iterable[Record],
    happenings: Iterable[Happening],
    origins: Mapping[str, str],
    *,
    as_of: str | None = None,
    entries: int | None = None,
) -> tuple[Entry, ...]:
    """The timeline of one story or of many, by date. `as_of` (ISO date) leaves out what was not yet printed by then; `entries` keeps the
    most telling so many. Undated happenings and those that are only feared or denied are left out."""
    known = [record for record in records if as_of is None or not record.published or record.published[:10] <= as_of]
    by_id = {record.id: record for record in sorted(known, key=lambda record: record.id)}
    lines: list[Entry] = []
    for happening in happenings:
        told = [one for one in happening.tellings if one.article in by_id]
        if told:
            now = gather(told)
            line = _happened(now, by_id)
            if line:
                lines.append(line)
    lines += _states(by_id, origins)
    lines = _weighed(lines, by_id.values(), origins)
    kept = lines if entries is None else telling(lines, entries)
    return tuple(sorted(kept, key=lambda line: (line.date, line.date_end or line.date, -line.weight, line.id)))


def _happened(one: Happening, records: Mapping[str, Record]) -> Entry | None:
    days = stretch(one.date, one.date_end)
    if days is None or (days[1] - days[0]).days > BROAD or one.status in ("possible", "denied"):
        return None
    best = min(one.tellings, key=lambda telling: _plain(telling, records[telling.article], one))
    record = records[best.article]
    first = one.known or one.date or ""
    later = {telling.origin for telling in one.tellings if (telling.known or "") > first}
    killed = max(
        (casualty.low or 0 for telling in one.tellings for casualty in telling.event.casualties if casualty.kind == "killed"), default=0
    )
    weight = len(one.origins) + 0.5 * len(later) + min(2.0, math.log1p(killed) / 1.5)
    weight += 0.7 * any(telling.lead for telling in one.tellings) - 0.7 * (one.status == "planned")
    return Entry(
        id=ident("e", one.id),
        date=one.date or "",
        date_end=one.date_end,
        known=one.known,
        what=" ".join(record.words(best.phrase).split()),
        article=record.id,
        span=best.phrase,
        item=(record.id, "events", best.event.id),
        kind=f"{one.type}/{one.mode}" if one.mode else one.type,
        status=one.status,
        place=one.place,
        happening=one.id,
        origins=one.origins,
        weight=weight,
    )


def _plain(telling: Telling, record: Record, one: Happening) -> tuple[object, ...]:
    """The best telling to quote: of the common stance, opening its copy, a full clause, early."""
    full = 25 <= telling.phrase.length <= 1.5 * LONGEST
    return (
        telling.event.status != one.status,
        not full,
        not telling.sources,
        not telling.lead,
        bool(telling.event.statement),
        telling.order,
    )


def _states(records: Mapping[str, Record], origins: Mapping[str, str]) -> list[Entry]:
    """States of places, the same state of one place and day told once."""
    groups: dict[tuple[str, str, str, str | None], list[tuple[str, Record, int]]] = defaultdict(list)
    for record in records.values():
        for n, item in enumerate(record.conditions):
            days = stretch(item.date, item.date_end)
            if days and item.status in ("actual", "denied"):
                place = record.places[item.place].name if item.place is not None else None
                groups[days[0].isoformat(), item.kind, item.status, place].append((record.published or "9999", record, n))
    out: list[Entry] = []
    for (day, kind, status, place), told in sorted(groups.items(), key=lambda item: tuple(str(part) for part in item[0])):
        told.sort(key=lambda one: (one[0], one[1].id, one[2]))
        _, record, n = told[0]
        item = record.conditions[n]
        span = state_phrase(record, item.span, item.statement)
        witnesses = tuple(dict.fromkeys(origins[one.id] for _, one, _ in told))
        weight = len(witnesses) + (1.0 if kind in GRAVE else 0.0) - 0.5
        out.append(
            Entry(
                id=ident("e", record.id, "conditions", n),
                date=day,
                date_end=item.date_end if item.date_end != day else None,
                known=(record.published or "")[:10] or None,
                what=" ".join(record.words(span).split()),
                article=record.id,
                span=span,
                item=(record.id, "conditions", item.id),
                kind=kind,
                status=status,
                place=place,
                happening=None,
                origins=witnesses,
                weight=weight,
            )
        )
    return out


def day_weights(records: Iterable[Record], origins: Mapping[str, str]) -> dict[str, float]:
    """How much each day is spoken of: origins that name it, those of later days counting twice; reports come back to what mattered."""
    named: dict[str, dict[str, float]] = defaultdict(dict)
    for record in records:
        printed = ordinal(record.published)
        origin = origins[record.id]
        for time in record.times:
            days = stretch(time.start, time.end)
            if days is None or days[0] != days[1]:
                continue
            late = printed is not None and printed - days[0].toordinal() >= 2
            if printed is None or days[0].toordinal() <= printed:
                day = days[0].isoformat()
                named[day][origin] = max(named[day].get(origin, 0.0), 2.0 if late else 1.0)
    return {day: sum(found.values()) for day, found in named.items()}


def _weighed(lines: Sequence[Entry], records: Iterable[Record], origins: Mapping[str, str]) -> list[Entry]:
    """Adds to each line the weight of its day."""
    spoken = day_weights(records, origins)
    return [replace(line, weight=round(line.weight + 1.5 * math.log1p(spoken.get(line.date, 0.0)), 4)) for line in lines]


def telling(lines: Sequence[Entry], entries: int) -> list[Entry]:
    """The most telling entries: by weight, each further one of a day counting for less."""
    out: list[Entry] = []
    used: Counter[str] = Counter()
    rest = sorted(lines, key=lambda line: (-line.weight, line.date, line.id))
    while rest and len(out) < entries:
        best = max(range(min(len(rest), 4 * entries)), key=lambda n: (rest[n].weight * SAME_DAY ** used[rest[n].date], -n))
        out.append(rest.pop(best))
        used[out[-1].date] += 1
    return out
