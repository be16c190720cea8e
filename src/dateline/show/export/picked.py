"""The events and conditions that a query asks a store for, article by article, with the record that holds their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from dateline.record import Record
from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import ConditionRow, EventRow


@dataclass(frozen=True, slots=True)
class Picked:
    """An article with those of its items that are asked for, by their ids."""

    record: Record
    events: dict[str, EventRow]
    conditions: dict[str, ConditionRow]


def picked(store: Store, query: Query) -> Iterator[Picked]:
    """Articles in the order of their ids. What a review rejected is never exported."""
    asked = query.without("rejected")
    events, conditions = store.events(asked, sort="article"), store.conditions(asked, sort="article")
    event, condition = next(events, None), next(conditions, None)
    while event or condition:
        id = min(item.article for item in (event, condition) if item)
        acts: dict[str, EventRow] = {}
        states: dict[str, ConditionRow] = {}
        while event and event.article == id:
            acts[event.id] = event
            event = next(events, None)
        while condition and condition.article == id:
            states[condition.id] = condition
            condition = next(conditions, None)
        record = store.article(id, corrected=True)
        if record is not None:
            yield Picked(record, acts, states)


def told(store: Store, query: Query) -> Iterator[list[EventRow]]:
    """The tellings asked for of each happening, earliest first, by happening id; at the end events that are in none, one by one."""
    events = store.events(query.without("rejected"), sort="happening")
    for _, group in groupby(events, key=lambda event: event.happening or f":{event.key}"):
        yield list(group)
