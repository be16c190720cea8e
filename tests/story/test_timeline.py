"""Which entries stand for a longer timeline."""

from __future__ import annotations

from dateline.article import Span
from dateline.story.timeline import Entry, telling


def entry(id: str, date: str, what: str, weight: float) -> Entry:
    item = ("kestrel-1", "events", id)
    return Entry(id, date, None, date, what, "kestrel-1", Span(0, len(what)), item, "PROTEST", "actual", None, id, ("kestrel-1",), weight)


def test_a_day_already_told_yields_to_another() -> None:
    lines = [entry("h1", "2021-05-04", "a", 3.0), entry("h2", "2021-05-04", "b", 2.9), entry("h3", "2021-05-05", "c", 2.5)]
    assert [line.id for line in telling(lines, 2)] == ["h1", "h3"]
