"""Dates of the hand-written dispatches: short forms become TIMEX3 values, values become bounds on the calendar."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = (
    {m.lower(): n for n, m in enumerate(calendar.month_name) if m}
    | {m.lower(): n for n, m in enumerate(calendar.month_abbr) if m}
    | {"sept": 9}
)
PARTS_OF_DAY = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO"}
_DAY = re.compile(r"\b(mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?\b", re.I)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", re.I)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})\.?\b(?:,? (\d{{4}}))?", re.I)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.? (?:of )?(\d{{4}})\b", re.I)
_VALUE = re.compile(
    r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\d{3}X|\d{4}-W\d\d(?:-WE)?|\d{4}-(?:Q[1-4]|H[12]|SP|SU|FA|WI)|PRESENT_REF|PAST_REF|FUTURE_REF)"
    r"|(?:[\dX]{4}-[\dX]{2}-[\dX]{2})?T(?:MO|MI|AF|EV|NI|DT|[\dX]{2}(?::[\dX]{2})?)|P(?:T?[\dX]+(?:\.\d+)?[YMWDHS])+|XXXX-[\dWX-]+(?:TNI)?"
)


def weekday(name: str, published: date, *, ahead: bool) -> date:
    """The last day of this name up to the day of the copy, or the first one after it."""
    back = (published.weekday() - DAYS.index(name[:3].lower())) % 7
    return published + timedelta(days=7 - back if ahead else -back)


def short(word: str, published: date) -> str | None:
    """`today`, `yday`, `tmrw`, `Mon` (the last), `+Mon` (the next), with a part of the day: `MonTNI`; or a value. Else None."""
    found = re.fullmatch(r"(\+?)(today|yday|tmrw|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(T[\w:]+)?", word)
    if found:
        sign, name, part = found.groups()
        steps = {"today": 0, "yday": -1, "tmrw": 1}
        day = published + timedelta(days=steps[name]) if name in steps else weekday(name, published, ahead=bool(sign))
        return day.isoformat() + (part or "")
    return word if _VALUE.fullmatch(word) else None


def _year(month: int, day: int, year: str | None, published: date) -> date:
    if year:
        return date(int(year), month, day)
    near = [published.year + k for k in (-1, 0, 1) if day <= calendar.monthrange(published.year + k, month)[1]]
    return min((date(y, month, day) for y in near), key=lambda d: abs((d - published).days))


def _turn(published: date, unit: str, step: int) -> str:
    if unit == "week":
        year, week, _ = (published + timedelta(weeks=step)).isocalendar()
        return f"{year}-W{week:02}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12}-{months % 12 + 1:02}"
    return str(published.year + step)


def plain(words: str, published: date, *, ahead: bool) -> str | None:
    """The value of plain words: weekdays, today, yesterday, tomorrow, calendar dates, months and years. None for all else."""
    part = next((code for word, code in PARTS_OF_DAY.items() if re.search(rf"\b{word}\b", words, re.I)), "")
    if found := _MONTH_DAY.search(words):
        return _year(MONTHS[found[1].lower()], int(found[2]), found[3], published).isoformat() + part
    if found := _DAY_MONTH.search(words):
        return _year(MONTHS[found[2].lower()], int(found[1]), found[3], published).isoformat() + part
    if found := _MONTH_YEAR.search(words):
        return f"{found[2]}-{MONTHS[found[1].lower()]:02}"
    if found := _DAY.search(words):
        return weekday(found[1], published, ahead=ahead).isoformat() + part
    if words.lower() in MONTHS:
        month = MONTHS[words.lower()]
        year = published.year + (month < published.month) if ahead else published.year - (month > published.month)
        return f"{year}-{month:02}"
    if found := re.fullmatch(r"(last|this|next) (week|month|year)", words, re.I):
        return _turn(published, found[2].lower(), {"last": -1, "this": 0, "next": 1}[found[1].lower()])
    for word, step in (("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1), ("this", 0)):
        if re.search(rf"\b{word}\b", words, re.I) and (word != "this" or part):
            return (published + timedelta(days=step)).isoformat() + ("TNI" if word == "tonight" else part)
    return words if re.fullmatch(r"\d{4}", words) else None


def right_weekday(words: str, value: str) -> bool:
    """False if the words name a weekday that the value is not (the night to a day may begin the day before)."""
    found = _DAY.search(words)
    if not found or not re.match(r"\d{4}-\d\d-\d\d", value):
        return True
    day = date.fromisoformat(value[:10])
    return any(DAYS[d.weekday()] == found[1][:3].lower() for d in (day, day + timedelta(days=value.endswith("NI"))))


def kind(value: str) -> str:
    """TIMEX3 type of a value."""
    if value.startswith("P") and not value.endswith("_REF"):
        return "DURATION"
    return "TIME" if "T" in value and not value.endswith("_REF") else "DATE"


def bounds(value: str) -> tuple[str | None, str | None]:
    """First and last day of a value, ISO; (None, None) where it has no place on the calendar. Seasons are those of the north."""
    if found := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        day = found[0]
        return day, (date.fromisoformat(day) + timedelta(days=1)).isoformat() if value.endswith("T24:00") else day
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        first = date.fromisocalendar(int(found[1]), int(found[2]), 6 if found[3] else 1)
        return first.isoformat(), date.fromisocalendar(int(found[1]), int(found[2]), 7).isoformat()
    if found := re.fullmatch(r"(\d{4})-(?:(\d\d)|Q([1-4])|H([12])|(SP|SU|FA))", value):
        year = int(found[1])
        first_month, months = int(found[2] or 0), 1
        if found[3]:
            first_month, months = 3 * int(found[3]) - 2, 3
        elif found[4]:
            first_month, months = 6 * int(found[4]) - 5, 6
        elif found[5]:
            first_month, months = {"SP": 3, "SU": 6, "FA": 9}[found[5]], 3
        last = first_month + months - 1
        return f"{year}-{first_month:02}-01", f"{year}-{last:02}-{calendar.monthrange(year, last)[1]:02}"
    if found := re.fullmatch(r"(\d{3})(\d|X)", value):
        return (f"{found[1]}0-01-01", f"{found[1]}9-12-31") if found[2] == "X" else (f"{value}-01-01", f"{value}-12-31")
    return None, None
