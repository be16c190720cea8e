"""Doubt: how much a person should look at an item, from what is missing or weak in it. It orders the review queue and decides nothing.

Each sign adds its share; the sum is cut at 1. docs/store.md lists the shares.
"""

from __future__ import annotations

from dateline.fields import Condition, Event
from dateline.record import Record
from dateline.story.days import stretch

#: What each sign adds.
SHARES: dict[str, float] = {
    "no date": 0.25,
    "a date of more than a week": 0.1,
    "no place": 0.15,
    "no parties": 0.2,
    "one party only": 0.05,
    "found by the model alone": 0.2,
    "found by a rule alone": 0.15,
    "possible": 0.2,
    "planned or denied": 0.05,
    "told once": 0.1,
    "in the headline only": 0.1,
}
_WEEK = 7


def event_doubt(event: Event, record: Record) -> float:
    """From 0, sure, to 1, unsure."""
    found = _common(event.date, event.date_end, event.place, event.status)
    if not event.source and not event.target:
        found.append("no parties")
    elif not event.source or not event.target:
        found.append("one party only")
    found += _maker(event.rule, record.made_by.tagger)
    if not event.also:
        found.append("told once")
        if record.headline and record.headline.holds(event.trigger):
            found.append("in the headline only")
    return _sum(found)


def condition_doubt(condition: Condition, record: Record) -> float:
    """From 0, sure, to 1, unsure. Conditions are found by rules and told once: neither counts."""
    found = _common(condition.date, condition.date_end, condition.place, condition.status)
    if record.headline and record.headline.holds(condition.span):
        found.append("in the headline only")
    return _sum(found)


def _common(date: str | None, date_end: str | None, place: int | None, status: str) -> list[str]:
    found = []
    days = stretch(date, date_end)
    if days is None:
        found.append("no date")
    elif (days[1] - days[0]).days >= _WEEK:
        found.append("a date of more than a week")
    if place is None:
        found.append("no place")
    if status != "actual":
        found.append("possible" if status == "possible" else "planned or denied")
    return found


def _maker(rule: str, tagger: str) -> list[str]:
    if rule == tagger:
        return ["found by the model alone"]
    return [] if tagger and rule.endswith(f"+{tagger}") else ["found by a rule alone"]


def _sum(found: list[str]) -> float:
    return round(min(1.0, sum(SHARES[sign] for sign in found)), 3)
