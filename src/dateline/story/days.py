"""ISO dates of the record as stretches of days, without locale or clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(?:W(\d\d)|(\d\d)(?:-(\d\d))?))?(?![\d-])")


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


def stretch(first: str | None, last: str | None = None) -> tuple[date, date] | None:
    """The days from one ISO date to another (or of one alone), None if neither can be placed on the calendar."""
    a, b = bounds(first), bounds(last)
    if a is None and b is None:
        return None
    start, end = (a or b or (date.min, date.min))[0], (b or a or (date.max, date.max))[1]
    return (end, start) if end < start else (start, end)


def ordinal(value: str | None) -> int | None:
    """The number of a day, None where an ISO date names none."""
    found = bounds(value)
    return found[0].toordinal() if found else None
