"""Readers of the larger divisions: quarters and halves, seasons, years, decades, centuries, feasts, and words of fixed value."""

from __future__ import annotations

import re
from datetime import date

from dateline.article import Span
from dateline.when import calendar
from dateline.when.calendar import Period
from dateline.when.find import Candidate
from dateline.when.read_days import cost, direction, narrow, read_year
from dateline.when.read_periods import count_of
from dateline.when.scene import Reading, Scene, placed

_SEASON_AHEAD = re.compile(r"\b(?:until|till|before|by|through|for)\s+$")


def read_quarter(c: Candidate, scene: Scene) -> Reading | None:
    """Quarters and halves of the business year: "the third quarter", "the year-earlier period", "the first half of 1990"."""
    number = _ordinal(c, scene)
    y = read_year(c.group("year"), scene)
    rel = (c.group("rel") or "").lower().replace("-", " ")
    parts = 2 if c.rule.extra.get("of") == "half" else 4
    make = calendar.half if parts == 2 else calendar.quarter
    if number is None:
        return _named_quarter(c, scene, rel)
    if not 1 <= number <= parts:
        return None
    ref = scene.reference
    if y is None and ref is None:
        return Reading("DATE", None)
    if y is None:
        assert ref is not None
        y = _quarter_year(rel, scene, c, [make(ref.year + n, number) for n in (-1, 0, 1)])
    period = make(y, number)
    if parts == 4 and "year" not in rel:
        scene.quarter = period
    return placed(period, dated=c.group("year") is not None)


def _ordinal(c: Candidate, scene: Scene) -> int | None:
    words = (c.group("number") or "").lower()
    figures = re.search(r"\d", words)
    if figures:
        return int(figures[0])
    value = scene.rules.vocabulary.value("ordinal", words) if words else None
    if value is None and words in ("last", "final", "latter"):
        return 2 if c.rule.extra.get("of") == "half" else 4
    return int(value) if value else None


def _quarter_year(rel: str, scene: Scene, c: Candidate, options: list[Period]) -> int:
    ref = scene.reference
    assert ref is not None
    if "next year" in rel:
        return ref.year + 1
    if "this year" in rel:
        return ref.year
    if "last year" in rel or rel.startswith("year"):
        return (scene.quarter.first.year if scene.quarter and scene.quarter.first and rel.startswith("year") else ref.year) - 1
    if "next" in rel or scene.tense(c.span) == "future":  # a firm "expects to report" the quarter that ended weeks ago
        grace = 0 if "next" in rel else 60
        return next((p.first.year for p in options if p.first and p.last and (ref - p.last).days <= grace), ref.year)
    return next((p.first.year for p in reversed(options) if p.first and p.first <= ref), ref.year)


def _named_quarter(c: Candidate, scene: Scene, rel: str) -> Reading | None:
    ref = scene.reference
    if ref is None:
        return Reading("DATE", None)
    now = calendar.quarter(ref.year, (ref.month + 2) // 3)
    last = calendar.step(now, -1, "Q") or now
    ended = c.group("ended")
    if ended:  # "the quarter ended Sept. 30"
        vocabulary = scene.rules.vocabulary
        m = int(vocabulary.value("month", ended) or vocabulary.value("month_short", ended) or now.value[-1])
        closed = calendar.quarter(ref.year if m <= ref.month else ref.year - 1, (m + 2) // 3)
        scene.quarter = closed
        return placed(closed)
    if "latest" in rel and "year" not in rel:
        return placed(last)
    if "current" in rel or "this" in rel:
        return placed(now)
    if "next" in rel or "coming" in rel:
        return placed(calendar.step(now, 1, "Q"))
    y = read_year(c.group("year"), scene)
    if y is not None:
        told = scene.quarter
        return placed(calendar.step(told, y - told.first.year, "Y") if told and told.first else calendar.year(y), dated=True)
    alone = c.rule.extra.get("needs") != "told" or rel == "last"
    base: Period | None = scene.quarter or (last if alone else None)
    if base is None:
        return None
    if "year" in rel:
        return placed(calendar.step(base, -1, "Y"))
    return placed(base)


def read_season(c: Candidate, scene: Scene) -> Reading | None:
    """A season: of a printed year, else the last or next by tense; "three summers ago"."""
    code = scene.rules.vocabulary.value("season", c.group("season") or "")
    if code is None:
        return None
    y, ref = read_year(c.group("year"), scene), scene.reference
    rel = (c.group("rel") or "").lower()
    told = scene.last(c.span, far=30 if scene.history else 6)
    if y is None and told and told.period.first and (scene.history or rel.startswith(("that", "the same"))):
        y = told.period.first.year
    if y is not None:
        return placed(calendar.season(y, code), dated=c.group("year") is not None)
    if ref is None:
        return Reading("DATE", None)
    options = [calendar.season(ref.year + n, code) for n in (-1, 0, 1)]
    if c.group("count"):
        number = int(count_of(c, scene).number or 1)
        return placed(calendar.season(ref.year - number, code))
    if rel.startswith(("last", "previous", "past", "this past")):
        chosen = next((p for p in reversed(options) if p.last and p.last < ref), options[0])
    elif rel.startswith(("next", "coming")):
        chosen = next((p for p in options if p.first and p.first > ref), options[-1])
    elif _SEASON_AHEAD.search(scene.before(c.span)) or scene.tense(c.span) == "future":
        chosen = next((p for p in options if p.last and p.last >= ref), options[-1])
    elif rel.startswith("this"):
        chosen = min(options, key=lambda p: abs((p.first - ref).days) if p.first else 9999)
    else:
        chosen = next((p for p in reversed(options) if p.first and p.first <= ref), options[0])
    return placed(chosen)


def read_long(c: Candidate, scene: Scene) -> Reading | None:
    """Decades, centuries and years: "the 1990s", "the '80s", "the 20th century", "fiscal 1990", "2014"."""
    kind = c.rule.extra["kind"]
    if c.group("split"):  # "fiscal 2023/24" lies somewhere in the two
        y = read_year(c.group("year"), scene)
        return Reading("DATE", None, calendar.year(y).first, calendar.year(y + 1).last) if y else None
    if kind == "era":
        return Reading("DATE", f"BC{int(c.match['year']):04d}")
    if kind == "century":
        number = _century(c, scene)
        return placed(calendar.century((number - 1) * 100), dated=True) if number else None
    if c.group("decade"):
        value = scene.rules.vocabulary.value("decadeword", c.match["decade"])
        return placed(calendar.decade(int(value) * 10), dated=True) if value else None
    y = read_year(c.group("year"), scene)
    if y is None or not 1 <= y <= 9999:
        return None
    if kind == "decade":
        period = calendar.decade(y)
    elif kind == "clipped":  # the second year of 2010-12
        first = int(c.match["first"])
        period = calendar.year(first // 100 * 100 + y % 100)
    else:
        period = calendar.year(y)
    reading = placed(period, dated=True)
    mod = c.group("mod")
    if reading and mod and period.first and period.last:
        first_day, last_day = narrow(mod, period.first, period.last)
        return Reading("DATE", reading.value, first_day, last_day, period, True)
    return reading


def _century(c: Candidate, scene: Scene) -> int | None:
    words = c.match["number"]
    figures = re.match(r"\d+", words)
    if figures:
        return int(figures[0]) if 1 <= int(figures[0]) <= 30 else None
    value = scene.rules.vocabulary.value("ordinal", words)
    return int(value) if value else None


def read_feast(c: Candidate, scene: Scene) -> Reading | None:
    """A feast or named day: of a printed year, else the nearest that fits the tense."""
    code = scene.rules.vocabulary.value("feast", c.group("feast") or "")
    if code is None:
        return None
    y, ref = read_year(c.group("year"), scene), scene.reference
    if y is None and ref is None:
        return Reading("DATE", None)
    if y is None:
        assert ref is not None
        options = [calendar.day(d) for n in (-1, 0, 1) if (d := calendar.feast(ref.year + n, code))]
        rel = (c.group("rel") or "").lower()
        tense = "past" if rel.startswith("last") else "future" if rel.startswith(("next", "this coming")) else direction(c.span, scene)
        day = min(options, key=lambda p: cost(p, ref, tense)).first if options else None
    else:
        day = calendar.feast(y, code)
    return placed(calendar.day(day), dated=y is not None) if day else None


def read_within(c: Candidate, scene: Scene) -> Reading | None:
    """ "The end of next year", "the beginning of October": the value of what is named, its bounds narrowed."""
    reading = scene.inner(Span(*c.match.span("inner")), c.span)
    if reading is None or reading.type != "DATE" or reading.start is None or reading.end is None:
        return reading
    first, last = narrow(c.match["mod"], reading.start, reading.end)
    return Reading("DATE", reading.value, first, last, reading.period, reading.dated)


def read_fixed(c: Candidate, scene: Scene) -> Reading | None:
    """Words of fixed value: PRESENT_REF, PAST_REF, FUTURE_REF, or a day that has a name of its own."""
    value = c.rule.extra["value"]
    if value[0].isdigit():
        return placed(calendar.day(date.fromisoformat(value)), dated=True)
    return Reading("DATE", value)
