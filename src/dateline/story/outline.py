"""An outline of one long story: its days that matter, each in the sentences that say best what others say too, without being told how many.

A day matters where many independent reports refer to it, all the more those printed later, and where much is printed on it. What each of
these counts for was fitted on timelines written by journalists (benchmarks/days.py).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.article import Span
from dateline.record import Record
from dateline.story.copies import find_origins, sheet
from dateline.story.days import ordinal, stretch
from dateline.story.phrase import sentence_at
from dateline.story.words import Common, load_common, terms

#: What the logarithm of one more than each count is worth: independent reports that refer to the day; of these printed LATER days after it
#: or more; those that tell of an act on it; reports printed on it.
WEIGHTS: Mapping[str, float] = {"told": 0.26, "later": 0.61, "acts": 0.40, "printed": 0.66}
LATER = 30
#: A day is kept where it weighs this share of the mean of the five weightiest.
SHARE = 0.3
#: Days before the first report that may still belong to the story.
BEFORE = 30
#: Sentences of a day, and the words of the shortest and longest that are chosen.
LINES = 2
SHORT, LONG = 6, 60
#: Sentences at the head of a report that speak for the day it was printed.
OPENING = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: `what` are the words of `article` at `span`."""

    article: str
    span: Span
    what: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the outline, ISO, with its weight and lines, the most telling first."""

    date: str
    weight: float
    lines: tuple[Line, ...]


def outline(records: Iterable[Record], *, days: int | None = None, lines: int = LINES) -> tuple[Day, ...]:
    """The days of one story in order, `days` of them, or as many as matter enough. Independent of the order of records."""
    reports = independent(records)
    weights = {day: weigh(counts) for day, counts in day_counts(reports).items()}
    ranked = sorted(weights, key=lambda day: (-weights[day], day))
    top = sum(weights[day] for day in ranked[:5]) / max(1, len(ranked[:5]))
    kept = ranked[:days] if days is not None else [day for day in ranked if weights[day] >= SHARE * top]
    said = _sentences(reports, kept)
    common = load_common()
    told: dict[int, tuple[Line, ...]] = {}
    used: set[tuple[str, Span]] = set()
    for day in kept:  # a sentence of two days stands under the weightier
        fresh = [one for one in said[day] if (one.record.id, one.span) not in used]
        told[day] = _telling(fresh, lines, common) or _telling(said[day], lines, common)
        used.update((line.article, line.span) for line in told[day])
    return tuple(Day(date.fromordinal(day).isoformat(), round(weights[day], 4), told[day]) for day in sorted(kept))


def independent(records: Iterable[Record]) -> list[Record]:
    """One report of each origin, the earliest: reprints do not count."""
    by_id = {record.id: record for record in records}
    return [by_id[one.articles[0]] for one in find_origins(sheet(record) for record in by_id.values())]


def day_counts(reports: Sequence[Record]) -> dict[int, Counter[str]]:
    """For each day (by its ordinal) what WEIGHTS weighs. Days after the last report or long before the first are left out."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for record in reports:
        printed = ordinal(record.published)
        for day, signs in _referred(record, printed).items():
            counts[day].update(signs)
        if printed is not None:
            counts[printed]["printed"] += 1
    known = [at for record in reports if (at := ordinal(record.published)) is not None]
    if not known:
        return dict(counts)
    return {day: found for day, found in counts.items() if min(known) - BEFORE <= day <= max(known)}


def _referred(record: Record, printed: int | None) -> dict[int, set[str]]:
    """The days one report refers to, and how."""
    found: dict[int, set[str]] = defaultdict(set)
    for time in record.times:
        days = stretch(time.start, time.end)
        if days is None or days[0] != days[1] or (printed is not None and days[0].toordinal() > printed):
            continue
        day = days[0].toordinal()
        gap = printed - day if printed is not None else 0
        found[day] |= {"told"} | ({"later"} if gap >= LATER else set())
    for event in record.events:
        days = stretch(event.date, event.date_end)
        if days and days[0] == days[1] and event.status == "actual" and (printed is None or days[0].toordinal() <= printed):
            found[days[0].toordinal()].add("acts")
    return found


def weigh(counts: Mapping[str, int]) -> float:
    """How much a day matters."""
    return sum(worth * math.log1p(counts.get(sign, 0)) for sign, worth in WEIGHTS.items())


@dataclass(frozen=True, slots=True)
class _Said:
    record: Record
    span: Span


def _sentences(reports: Sequence[Record], days: Iterable[int]) -> dict[int, list[_Said]]:
    """Sentences that speak of each day: those that name it, those that tell an act on it, and the opening of what was printed on it."""
    wanted = dict.fromkeys(days)
    out: dict[int, dict[tuple[str, int], _Said]] = {day: {} for day in wanted}
    for record in reports:
        body = next((part.span.start for part in record.parts if part.kind == "body"), 0)
        sentences = [span for span in record.sentences if span.start >= body]
        starts = frozenset(span.start for span in sentences)
        named = [(stretch(time.start, time.end), time.span.start) for time in record.times]
        named += [(stretch(event.date, event.date_end), event.trigger.start) for event in record.events if event.status == "actual"]
        spoken = [(found[0].toordinal(), sentence_at(record, at)) for found, at in named if found and found[0] == found[1]]
        printed = ordinal(record.published)
        spoken += [(printed, span) for span in sentences[:OPENING] if printed is not None]
        for day, span in spoken:
            if day in wanted and span.start in starts:
                out[day][record.id, span.start] = _Said(record, span)
    return {day: list(found.values()) for day, found in out.items()}


def _telling(said: Sequence[_Said], lines: int, common: Common) -> tuple[Line, ...]:
    """The sentences whose words most others of the day share, each further one for what it adds."""
    bags = [dict.fromkeys(terms(one.record.text, one.span, common)) for one in said]
    met = Counter(term for bag in bags for term in bag)
    left = [n for n, one in enumerate(said) if SHORT <= len(one.record.words(one.span).split()) <= LONG]
    worth = {term: common.rarity(term) * math.log1p(count) for term, count in met.items()}
    out: list[Line] = []
    while left and len(out) < lines:
        best = max(left, key=lambda n: (_score(bags[n], worth), -n))
        left.remove(best)
        one = said[best]
        out.append(Line(one.record.id, one.span, " ".join(one.record.words(one.span).split())))
        for term in bags[best]:
            worth[term] *= 0.2
    return tuple(out)


def _score(bag: Mapping[str, None], worth: Mapping[str, float]) -> float:
    """Shared words by how telling they are, short sentences held back."""
    return sum(worth[term] for term in bag) / (len(bag) + 6)
