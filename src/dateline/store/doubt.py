"""Doubt: how much a person should look at an item, from what is missing or weak in it. It orders the review queue and decides nothing.

Each sign adds its share; the sum is cut at 1. docs/store.md lists the shares.
"""

from __future__ import annotations

from dateline.fields import Condition, Event
from dateline.record import Record

#: What each sign adds: how much more often items with it were wrong on invented dispatches with complete records, in round figures.
SHARES: dict[str, float] = {
    "no parties": 0.35,
    "one party only": 0.1,
    "found by the model alone": 0.35,
    "found by a rule alone": 0.2,
    "no date": 0.15,
    "no place": 0.05,
    "possible": 0.15,
    "planned or denied": 0.05,
}


def event_doubt(event: Event, record: Record) -> float:
    """From 0, sure, to 1, unsure."""
    found = _common(event)
    if not event.source and not event.target:
        found.append("no parties")
    elif not event.source or not event.target:
        found.append("one party only")
    tagger = record.made_by.tagger
    if event.rule == tagger:
        found.append("found by the model alone")
    elif not tagger or not event.rule.endswith(f"+{tagger}"):
        found.append("found by a rule alone")
    return _sum(found)


def condition_doubt(condition: Condition) -> float:
    """From 0, sure, to 1, unsure. All conditions are found by rules alone, so that does not count."""
    return _sum(_common(condition))


def _common(item: Event | Condition) -> list[str]:
    found = [] if item.date else ["no date"]
    if item.place is None:
        found.append("no place")
    if item.status != "actual":
        found.append("possible" if item.status == "possible" else "planned or denied")
    return found


def _sum(found: list[str]) -> float:
    return round(min(1.0, sum(SHARES[sign] for sign in found)), 3)
