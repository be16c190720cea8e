"""Page-date lines and stamps: `Published 3 May 2014 at 17:30`, `By Ada Holm | 12 October 2018`, `OSLO | Tue Mar 8, 2011 6:15 am GMT`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.intake.dates import Anchors, clock, find_dates, resolve
from dateline.intake.labels import template_spans
from dateline.intake.patterns import CAPS, DASH, DATE, DAY_FIRST, MONTH_FIRST, NUMERIC, REGION, UP, WD

_LABEL = re.compile(
    r"(?i)\b(?:published|updated?|posted|last|first|modified|revised|created|issued|released|filed|uploaded|date|time|on|at|the|pm|am"
    r"|p\.m|a\.m|edition|online|print(?:able)?(?: version)?|web|gmt|utc|bst|est|edt|cst|cdt|pst|pdt|ist|cet|cest|jst|hrs?|hours|local"
    r"|version|by|read|min|minutes?|ago|comments?|share|issue|vol|no)\b\.?"
)
_DAY_WORD = re.compile(rf"\b{WD}")
_CLOCK_WORD = re.compile(
    r"\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[+-]\d{4}\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?i)(?:by|from|reported by|reporting by|compiled by|story by|text by|written by) ")
_SMALL = frozenset(
    "a agencies and at by correspondent correspondents desk for foreign from in news of our own politics special staff team the to"
    " with".split()
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A page date inside a line: where it stands and the ISO date (with the clock, where printed)."""

    start: int
    end: int
    day: str | None


def page_date(words: str, anchors: Anchors) -> Stamp | None:
    """The stamp of a page-date line (its day None where `03/04/2019` leaves it open); None if the line is anything else."""
    if not 6 <= len(words) <= 240 or not any(c.isdigit() for c in words):
        return None
    code = template_spans(words)
    plain = "".join(" " if any(s <= i < e for s, e in code) else c for i, c in enumerate(words)) if code else words
    dates = [(s, e, p) for s, e, p in find_dates(plain) if p.year]
    if not dates:
        return None
    start, end, printed = dates[0]
    left = plain[:start] + " | " + plain[end:]
    for s, e, _ in reversed(dates[1:]):
        left = left[: s + 3 - (end - start)] + " " + left[e + 3 - (end - start) :] if s >= end else left
    left = _LABEL.sub(" ", _CLOCK_WORD.sub(" ", _DAY_WORD.sub(" ", left)))
    tokens = re.findall(r"[\w'’.-]*\w[\w'’.-]*", left)
    named = all(t[0].isupper() or t in _SMALL or t.isdigit() for t in tokens)
    if not named or len(tokens) > (12 if _BYLINE.match(plain) else 8):
        return None
    return Stamp(start, end, _with_clock(resolve(printed, anchors), plain, end))


def _with_clock(day: str | None, words: str, end: int) -> str | None:
    time = clock(words[end : end + 30]) if day else None
    return f"{day}T{time}" if time else day


_ZONE = r"(?: ?\(?(?:[A-Z]{2,5}|[A-Z][a-z]+ [Tt]ime)\b\)?)?"
_HALF = r"(?:[ap]\.?m\b\.?|[AP]M\b)"
_TIME = rf"(?:,? ?(?:at |- |— )?\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})? ?{_HALF}?{_ZONE}|,? ?(?:at )?\d{{1,2}} ?{_HALF}{_ZONE})"
_FULL_DATE = rf"(?:{WD},? {{1,2}})?(?:{NUMERIC}|{MONTH_FIRST}|{DAY_FIRST})"
_PREFIX = r"(?:(?:Published|Updated|Posted|Last (?:modified|updated)|First published)(?: on| at)?:? {0,2})?"
_STAMP = re.compile(rf"(?:(?<=\s)|(?<=^)){_PREFIX}(?P<date>{_FULL_DATE}){_TIME}(?: ?\([A-Z][\w ]{{1,20}}\)$)?(?=\s|$)")
_BAR = re.compile(rf" ?\| ?(?P<date>{DATE})(?:{_TIME})?\s{{1,3}}")
_TOWN_BEFORE = re.compile(rf"(?:^|(?<=\s)){CAPS}(?:, ?{REGION})?$")


def find_stamp(words: str, anchors: Anchors) -> Stamp | None:
    """The page stamp inside a run-on line: town and bar and date (`OSLO | Tue Mar 8, 2011 6:15 am GMT`), or a date with year and clock."""
    bar = _BAR.search(words[:700]) if "|" in words[:700] else None
    if bar:
        starts = (k for k in range(max(0, bar.start() - 70), bar.start()) if words[k].isupper() and (k == 0 or words[k - 1].isspace()))
        town = next((k for k in starts if _TOWN_BEFORE.match(words[k : bar.start()])), None)
        if town is not None:
            return Stamp(town, bar.end(), _stamp_day(bar["date"], words[bar.start() : bar.end()], anchors))
    if not re.search(r"\d[:.]\d\d", words[:500]):
        return None
    for m in _STAMP.finditer(words[:500]):
        if re.search(r"\d{4}", m["date"]):
            return Stamp(m.start(), m.end(), _stamp_day(m["date"], m[0], anchors))
    return None


def _stamp_day(date: str, words: str, anchors: Anchors) -> str | None:
    found = find_dates(date)
    day = resolve(found[0][2], anchors) if found and found[0][2].year else None
    at = words.find(date) + len(date)
    return _with_clock(day, words, at)


#: Where a dateline may stand inside a line: brackets or slashes and a dash, or capitals and a dash.
TRIGGER = re.compile(
    rf"\([^()\n]{{2,60}}\)\.? {{0,3}}(?:{DASH}|:)|/[{UP}][^/\n]{{1,40}}/|[{UP}]{{3}}[^\n]{{0,60}}?(?: --|--? | [—–―]|[—\x97])"
)
