"""Printed calendar dates: reading them, and finding the year that a dateline such as `CAIRO, March 3` leaves out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.intake.patterns import DAY_FIRST, MON, MONTH_FIRST, MONTHS, NUMERIC, WEEKDAYS

_MON = re.compile(MON)
_NUMBER = re.compile(r"\d+")
_FULL = re.compile(rf"\b(?:{NUMERIC}|{MONTH_FIRST}|{DAY_FIRST})")
_WEEKDAY = re.compile(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_CLOCK = re.compile(r"(?<![\d.:])(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?(?!\d) ?([ap])?(?:\.?m\b\.?)?| ?([ap])\.?m\b\.?)", re.IGNORECASE)
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?")
_URL_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/_-](?P<m>\d{1,2})[/_-](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20[0-3]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=\d{3,8}(?!\d))"),
)
_URL_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/_-](?P<m>\d{1,2})(?!\d)")
_AHEAD = 31  # days that a dateline may lie behind the day it was published, by what a page says
_URL_SHORT = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed; what is not printed is None. `weekday` 0 is Monday. `swap`: day and month could be read the other way round."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Anchors:
    """What may tell the year: an ISO date given or found on the page, the URL, and the text itself."""

    day: str | None = None
    url: str | None = None
    text: str = ""


def parse_printed(words: str) -> Printed | None:
    """Reads `March 3`, `3 JAN 90`, `Tue 14 Jun 2016`, `17/09/2009`, `2022-01-09` or a weekday. None if it is no date."""
    named = _WEEKDAY.search(words)
    weekday = WEEKDAYS.index(named[1].lower()) if named else None
    numbers = _NUMBER.findall(words)
    month = _MON.search(words)
    if month and numbers:
        return _named_month(MONTHS.index(month[0][:3].lower()) + 1, numbers, weekday)
    if len(numbers) >= 3:
        return _numeric(numbers, weekday)
    return Printed(weekday=weekday) if weekday is not None and not numbers else None


def _named_month(month: int, numbers: list[str], weekday: int | None) -> Printed | None:
    first = int(numbers[0])
    if len(numbers[0]) > 2 or not 1 <= first <= 31:
        return None
    year = None
    if len(numbers) > 1 and len(numbers[1]) == 4:
        year = int(numbers[1])
    elif len(numbers) > 1 and len(numbers[1]) == 2:  # MAY 1 89: the short years of the teleprinter
        year = int(numbers[1]) + (1900 if int(numbers[1]) > 40 else 2000)
    return Printed(year, month, first, weekday)


def _numeric(numbers: list[str], weekday: int | None) -> Printed | None:
    a, b, c = (int(n) for n in numbers[:3])
    if len(numbers[0]) == 4:
        return Printed(a, b, c, weekday) if iso(a, b, c) else None
    if iso(c, b, a):
        return Printed(c, b, a, weekday, swap=a <= 12 and a != b)
    return Printed(c, a, b, weekday) if iso(c, a, b) else None


def iso(year: int, month: int, day: int) -> str | None:
    """ISO date, None if the calendar has no such day."""
    try:
        return date(year, month, day).isoformat() if 1800 <= year <= 2100 else None
    except ValueError:
        return None


def resolve(printed: Printed, anchors: Anchors) -> str | None:
    """The ISO date of a printed one; the missing year comes from the anchors, else None. A day/month that could be swapped is settled
    by its weekday or by the anchors, else left unknown."""
    if printed.month is None or printed.day is None:
        return _last_weekday(printed.weekday, anchors)
    if printed.year is not None:
        return _settled(printed, anchors)
    near = _day(anchors.day) or _day(url_date(anchors.url))
    if near:
        return _nearest(printed.month, printed.day, near)
    year = _url_year(printed, anchors.url) or _text_year(printed, anchors.text)
    return iso(year, printed.month, printed.day) if year else None


def _settled(printed: Printed, anchors: Anchors) -> str | None:
    year, month, day = printed.year or 0, printed.month or 0, printed.day or 0
    plain = iso(year, month, day)
    if not printed.swap:
        return plain
    other = iso(year, day, month)
    if printed.weekday is not None:
        return next((d for d in (plain, other) if d and date.fromisoformat(d).weekday() == printed.weekday), None)
    known = {anchors.day[:10] if anchors.day else None, url_date(anchors.url)}
    return next((d for d in (plain, other) if d in known), None)


def _last_weekday(weekday: int | None, anchors: Anchors) -> str | None:
    day = _day(anchors.day) or _day(url_date(anchors.url))
    if weekday is None or day is None:
        return None
    return (day - timedelta(days=(day.weekday() - weekday) % 7)).isoformat()


def _nearest(month: int, day: int, near: date) -> str | None:
    """The year in which the day falls closest to the known one, a copy of 2 January may carry a dateline of December 30, but nothing is
    datelined long before it is written: copy of November with a dateline of March is eight months old."""
    found = [iso(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    dates = [d for d in map(date.fromisoformat, filter(None, found)) if (d - near).days <= _AHEAD]
    return min(dates, key=lambda d: abs((d - near).days)).isoformat() if dates else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def url_date(url: str | None) -> str | None:
    """The full date in a URL such as `/2019/07/09/` or `-20190709`, if it has exactly one way to read."""
    for pattern in _URL_DATES if url else ():
        for m in pattern.finditer(url or ""):
            found = iso(int(m["y"]), int(m["m"]), int(m["d"]))
            if found:
                return found
    return None


def _url_year(printed: Printed, url: str | None) -> int | None:
    for m in _URL_MONTH.finditer(url or ""):
        if int(m["m"]) == printed.month:
            return int(m["y"])
    for m in _URL_SHORT.finditer(url or ""):  # 160810 beside a printed `Aug 10`
        if (int(m[2]), int(m[3])) == (printed.month, printed.day):
            return 2000 + int(m[1])
    return None


def _text_year(printed: Printed, text: str) -> int | None:
    """The year printed with the same day elsewhere ("Rescuers on 12 May 2011"), else that of a copyright line."""
    for m in _FULL.finditer(text[:20_000]):
        other = parse_printed(m[0])
        if other and other.year and (other.month, other.day) == (printed.month, printed.day):
            return other.year
    copyright_year = re.search(r"(?:©|\([cC]\)|Copyright)\D{0,40}((?:19|20)\d\d)", text[-1500:])
    return int(copyright_year[1]) if copyright_year else None


def find_dates(words: str) -> list[tuple[int, int, Printed]]:
    """Day-and-month dates in a short line, with or without year, as (start, end, printed)."""
    found = ((m.start(), m.end(), parse_printed(m[0])) for m in _FULL.finditer(words))
    return [(s, e, p) for s, e, p in found if p is not None]


def clock(words: str) -> str | None:
    """The clock time printed in a page-date line as HH:MM:SS, None if there is none."""
    m = _CLOCK.search(words)
    if not m:
        return None
    hour, minute, second, half = int(m[1]), int(m[2] or 0), int(m[3] or 0), (m[4] or m[5] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}:{second:02}" if hour < 24 and minute < 60 and second < 60 else None


def clean_iso(value: str) -> str | None:
    """An ISO date or date-time from the inputs' own metadata, its shape checked; None if it is neither."""
    value = value.strip()
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", value) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
    day = iso(int(found[1]), int(found[2]), int(found[3])) if found else None
    if day is None:
        return None
    time = _ISO_TIME.match(value)
    if not time:
        return day
    zone = time[2] or ""
    return f"{day}T{time[1] if len(time[1]) == 8 else time[1] + ':00'}{zone if len(zone) != 5 else zone[:3] + ':' + zone[3:]}"
