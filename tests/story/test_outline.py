"""The days of a long story: those that independent reports come back to, each in the words that others share."""

from __future__ import annotations

import random
from dataclasses import replace

from dateline.article import Span
from dateline.fields import Time
from dateline.record import Record
from dateline.story.outline import day_counts, independent, outline, weigh


def dated(record: Record, words: str, day: str) -> Record:
    start = record.text.index(words)
    return replace(record, times=(*record.times, Time(Span(start, start + len(words)), "DATE", day, day, day, "test")))


def test_days_that_are_spoken_of_are_chosen(crises: list[Record]) -> None:
    ferry = [record for record in crises if record.id.startswith("ferry")]
    told = [dated(record, "Monday", "2017-03-06") for record in ferry]
    days = outline(told)
    assert days[0].date == "2017-03-06"
    assert days[0].weight == max(day.weight for day in days)
    for day in days:
        for line in day.lines:
            record = next(one for one in told if one.id == line.article)
            assert line.what == " ".join(record.words(line.span).split())
    random.Random(1).shuffle(told)
    assert outline(told) == days
    assert [day.date for day in outline(told, days=1)] == ["2017-03-06"]


def test_a_sentence_of_two_days_stands_under_the_weightier(crises: list[Record]) -> None:
    ferry = [record for record in crises if record.id.startswith("ferry")]
    days = outline([dated(record, "Monday", "2017-03-06") for record in ferry], days=3)
    assert len(days) > 1
    lines = [(line.article, line.span) for day in days for line in day.lines]
    assert len(set(lines)) == len(lines)


def test_reprints_do_not_count(crises: list[Record]) -> None:
    ferry = [record for record in crises if record.id.startswith("ferry")]
    again = [replace(ferry[0], id=f"again-{n}") for n in range(5)]
    assert len(independent([*ferry, *again])) == len(independent(ferry))


def test_days_after_the_last_report_are_left_out(crises: list[Record]) -> None:
    (record,) = [one for one in crises if one.id == "ridge-1"]
    counts = day_counts([dated(record, "Monday", "2015-08-03"), dated(record, "Monday", "2031-01-01")])
    assert len(counts) == 1
    assert weigh(next(iter(counts.values()))) > 0
    assert outline([]) == ()
