"""Periods of the calendar: what a time expression comes to, with its TIMEX3 value and its first and last day."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["time", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]

#: First month of each season on the northern half of the globe; winter begins in December and is named after that December's year.
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar. `first` and `last` are inclusive days, None where the calendar does not hold it (before year 1)."""

    grain: Grain
    value: str
    first: date | None
    last: date | None


def day(d: date) -> Period:
    """One day."""
    return Period("day", d.isoformat(), d, d)


def time(d: date, clock: str) -> Period:
    """A clock time ("17:30") or a part of the day ("NI") of a day; a night is filed under the day on which it began."""
    return Period("time", f"{d.isoformat()}T{clock}", d, d)


def week(d: date) -> Period:
    """The ISO week, Monday to Sunday, that holds a day."""
    monday = plus(d, -d.weekday())
    if monday is None:
        return day(d)
    year, number, _ = monday.isocalendar()
    return Period("week", f"{year:04d}-W{number:02d}", monday, plus(monday, 6))


def weekend(d: date) -> Period:
    """Saturday and Sunday of the ISO week that holds a day."""
    whole = week(d)
    saturday = plus(whole.first, 5) if whole.first else None
    return Period("weekend", whole.value + "-WE", saturday, whole.last)


def month(y: int, m: int) -> Period:
    """A month; `m` may run past 1..12 and is carried into the year."""
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    if not 1 <= y <= 9999:
        return year(y)
    return Period("month", f"{y:04d}-{m:02d}", date(y, m, 1), date(y, m, _calendar.monthrange(y, m)[1]))


def quarter(y: int, q: int) -> Period:
    """A quarter of the calendar year; `q` may run past 1..4."""
    y, q = y + (q - 1) // 4, (q - 1) % 4 + 1
    return Period("quarter", f"{y:04d}-Q{q}", month(y, 3 * q - 2).first, month(y, 3 * q).last)


def half(y: int, h: int) -> Period:
    """A half year; `h` may run past 1..2."""
    y, h = y + (h - 1) // 2, (h - 1) % 2 + 1
    return Period("half", f"{y:04d}-H{h}", month(y, 6 * h - 5).first, month(y, 6 * h).last)


def season(y: int, code: str) -> Period:
    """A season by its code (SP SU FA WI), bounded as in the north."""
    first = SEASON_MONTH[code]
    return Period("season", f"{y:04d}-{code}", month(y, first).first, month(y, first + 2).last)


def year(y: int) -> Period:
    """A year; zero and below are years before Christ, which have no days here."""
    if 1 <= y <= 9999:
        return Period("year", f"{y:04d}", date(y, 1, 1), date(y, 12, 31))
    return Period("year", f"BC{1 - y:04d}" if y < 1 else f"{y}", None, None)


def decade(y: int) -> Period:
    """The decade that holds a year: 199 for 1990 to 1999."""
    start = y // 10 * 10
    return Period("decade", f"{start // 10:03d}", year(max(start, 1)).first, year(start + 9).last)


def century(y: int) -> Period:
    """The hundred years that share their first two figures: 19 for 1900 to 1999."""
    start = y // 100 * 100
    return Period("century", f"{start // 100:02d}", year(max(start, 1)).first, year(start + 99).last)


def plus(d: date | None, days: int) -> date | None:
    """A day some days later (earlier if negative); None off the calendar."""
    if d is None or abs(days) > 3_660_000:
        return None
    try:
        return d + timedelta(days=days)
    except OverflowError:
        return None


def exact(y: int, m: int, d: int) -> Period | None:
    """The day with these figures, None if the calendar has no such day."""
    try:
        return day(date(y, m, d))
    except ValueError:
        return None


def containing(d: date, unit: str) -> Period | None:
    """The day, week, month ... that holds a day. `unit` is D NI W WE M Q Y 10Y 100Y; None for units that are no calendar period."""
    makers = {
        "D": lambda: day(d),
        "NI": lambda: time(d, "NI"),
        "W": lambda: week(d),
        "WE": lambda: weekend(d),
        "M": lambda: month(d.year, d.month),
        "Q": lambda: quarter(d.year, (d.month + 2) // 3),
        "Y": lambda: year(d.year),
        "10Y": lambda: decade(d.year),
        "100Y": lambda: century(d.year),
    }
    made = makers.get(unit)
    return made() if made else None


def step(base: Period, count: int, unit: str) -> Period | None:
    """`count` units from a period, as coarse as the unit: two months from 9 November 1984 is January 1985, two days from it the 11th.

    None where that cannot be placed: two days from a year.
    """
    if base.first is None or abs(count) > 9999:
        return None
    d = base.first
    if unit in ("D", "NI", "W", "2W"):
        return _step_days(base, count, unit)
    if unit == "WE":
        moved = plus(d, 7 * count)
        return weekend(moved) if moved else None
    months = {"M": 1, "Q": 3, "Y": 12, "10Y": 120, "100Y": 1200}.get(unit)
    return _step_months(base, count * months, unit) if months else None


def _step_days(base: Period, count: int, unit: str) -> Period | None:
    factor = {"D": 1, "NI": 1, "W": 7, "2W": 14}[unit]
    moved = plus(base.first, factor * count)
    if moved is None:
        return None
    if base.grain in ("time", "day"):
        return time(moved, "NI") if unit == "NI" else day(moved)
    if base.grain in ("week", "weekend") and factor > 1:
        return week(moved)
    return None


def _step_months(base: Period, months: int, unit: str) -> Period | None:
    d = base.first
    assert d is not None
    index = d.year * 12 + d.month - 1 + months
    y, m = index // 12, index % 12 + 1
    if not 1 <= y <= 9999:
        return None
    if unit == "M":
        return month(y, m) if base.grain in ("time", "day", "week", "weekend", "month") else None
    if unit == "Q":
        return quarter(y, (m + 2) // 3) if base.grain in ("time", "day", "month", "quarter") else None
    if base.grain == "month":
        return month(y, m)
    if base.grain == "quarter":
        return quarter(y, (m + 2) // 3)
    if base.grain == "half":
        return half(y, (m + 5) // 6)
    if base.grain == "season":
        return season(y, base.value[-2:])
    return year(y)


def nth_weekday(y: int, m: int, nth: int, weekday: int) -> date:
    """The nth (from 1; -1 the last) weekday (Monday 1) of a month."""
    if nth < 0:
        last = date(y, m, _calendar.monthrange(y, m)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(y, m, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(y: int) -> date:
    """Easter Sunday of the Western churches (Meeus' Gregorian rule)."""
    a, b, c = y % 19, y // 100, y % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    total = h + n - 7 * m + 114
    return date(y, total // 31, total % 31 + 1)


def feast(y: int, code: str) -> date | None:
    """A feast of a year by its code: "12-25", "easter-2", "11:4:4" (fourth Thursday of November), "11:us:2" (the American polling day)."""
    try:
        if code.startswith("easter"):
            return plus(easter(y), int(code[6:]))
        if ":us:" in code:
            return nth_weekday(y, 11, 1, 1) + timedelta(days=1)
        if ":" in code:
            m, nth, weekday = (int(x) for x in code.split(":"))
            return nth_weekday(y, m, nth, weekday)
        return date(y, int(code[:2]), int(code[3:]))
    except (ValueError, OverflowError):
        return None
