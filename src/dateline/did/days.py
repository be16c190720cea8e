"""What a time comes to as the date of an act: ISO days, weeks, months, years and the ends of ranges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateline.fields import Time

_SHORT = ("H", "D", "W")  # last letters of a stretch that dates what happened in it: PXH, P3D, P2W


@dataclass(frozen=True, slots=True)
class When:
    """Date of an act: ISO value, end of a range, index of the time expression, and the name of the rule that found it."""

    date: str | None = None
    end: str | None = None
    time: int | None = None
    rule: str = ""


def moved_day(iso: str, days: int) -> str | None:
    """An ISO day some days later; None off the calendar."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return None


def future(time: Time, published: str | None) -> bool:
    """Whether a time begins after the day of the copy; False where either is unknown."""
    first = (time.start or iso_date(time) or "")[:10]
    return bool(first) and published is not None and first > published[: len(first)]


def past(time: Time, published: str | None) -> bool:
    """Whether a time has begun by the day of the copy; False where either is unknown."""
    first = (time.start or iso_date(time) or "")[:10]
    return bool(first) and published is not None and first <= published[: len(first)]


def bygone(time: Time, published: str | None) -> bool:
    """Whether a time is a day, or longer, that was over on the day of the copy."""
    return bool(published and time.end and time.end[:10] < published[:10])


def placed(time: Time) -> bool:
    return time.value is not None and time.value[:4].isdigit()


def iso_date(time: Time, *, end: bool = False) -> str | None:
    """Day, month, week or year of a time: "2019-07-09TEV" -> "2019-07-09"; None where it cannot be placed."""
    value = time.value or ""
    if value[:4].isdigit() and len(value) >= 4:
        if len(value) >= 10 and value[4] == value[7] == "-" and value[8:10].isdigit():
            return value[:10]
        if len(value) in (4, 7) or (value[5:6] == "W" and len(value) == 8):
            return value if value.replace("-", "").replace("W", "").isdigit() else None
    if time.start and time.start == time.end:
        return time.start[:10]
    return time.end[:10] if end and time.end else None


def window(time: Time) -> bool:
    """Whether a time is a stretch of days or hours that the day of the copy bounds: "the past three days", "a few minutes ago"."""
    value = time.value or ""
    return time.type == "DURATION" and bool(time.start and time.end) and (value.startswith("PT") or value[-1:] in _SHORT)


def iso_season(time: Time) -> tuple[str, str] | None:
    """First and last month of a season, quarter or half ("1998-SU"), first and last day of a weekend or of a stretch that the day of the
    copy bounds, as the time's bounds give them."""
    value = time.value or ""
    if window(time) and time.start != time.end:
        return str(time.start)[:10], str(time.end)[:10]
    if not (value[:4].isdigit() and time.start and time.end):
        return None
    if value.endswith("-WE"):
        return time.start[:10], time.end[:10]
    if len(value) == 7 and value[5:] in ("SP", "SU", "FA", "WI", "Q1", "Q2", "Q3", "Q4", "H1", "H2"):
        return time.start[:7], time.end[:7]
    return None
