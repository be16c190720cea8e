"""Calendar labels and bounds of the record's ISO dates, without locale or clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateline.story.days import bounds, stretch

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days. `label` is what a reader sees; `exact` is false where only bounds are known or the day is one of several."""

    start: date
    end: date
    label: str
    exact: bool


def when(first: str | None, last: str | None = None) -> When | None:
    """The stretch from one ISO date to another (or of one alone), None if neither can be placed on the calendar."""
    days = stretch(first, last)
    if days is None:
        return None
    start, end = days
    exact = start == end
    if bounds(first) is None:
        return When(start, end, f"by {day_label(end)}", False)
    return When(start, end, range_label(start, end), exact)


def day_label(day: date) -> str:
    """2 Jan 2022."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def range_label(start: date, end: date) -> str:
    """Shortest unmistakable form: "2 Jan 2022", "2–5 Jan 2022", "Mar 2023", "2011"."""
    if start == end:
        return day_label(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.day == 1 and (end == date.max or (end + timedelta(days=1)).day == 1) and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    if start.year != end.year:
        return f"{day_label(start)} – {day_label(end)}"
    if start.month != end.month:
        return f"{start.day} {MONTHS[start.month - 1]} – {day_label(end)}"
    return f"{start.day}–{day_label(end)}"


def spoken(value: str | None) -> str:
    """The label of one ISO date or date-time, or the value itself where it is no date."""
    found = when(value)
    return found.label if found else value or ""
