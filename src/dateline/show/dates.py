"""Calendar labels and bounds of the record's ISO dates, without locale or clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"(\d{4})(?:-(?:W(\d\d)|(\d\d)(?:-(\d\d))?))?(?![\d-])")


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days. `label` is what a reader sees; `exact` is false where only bounds are known or the day is one of several."""

    start: date
    end: date
    label: str
    exact: bool


def bounds(value: str | None) -> tuple[date, date] | None:
    """First and last day of an ISO day, date-time, week, month or year; None for anything else."""
    found = _ISO.match(value or "")
    if not found:
        return None
    year, week, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None:
            return None
        if week:
            first = date.fromisocalendar(year, week, 1)
            return first, first + timedelta(days=6)
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else date(9999, 12, 31)
            return date(year, month, 1), following - timedelta(days=1)
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def when(first: str | None, last: str | None = None) -> When | None:
    """The stretch from one ISO date to another (or of one alone), None if neither can be placed on the calendar."""
    a, b = bounds(first), bounds(last)
    if a is None and b is None:
        return None
    start, end = (a or b or (date.min, date.min))[0], (b or a or (date.max, date.max))[1]
    if end < start:
        start, end = end, start
    exact = start == end
    if a is None:
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
