"""Readers of days and hours: printed dates, weekdays, clock times, parts of the day."""

from __future__ import annotations

import re
from datetime import date

from dateline.article import Span
from dateline.when import calendar
from dateline.when.calendar import Period
from dateline.when.find import Candidate
from dateline.when.numbers import read_count
from dateline.when.scene import Reading, Scene, placed

_PAIR = re.compile(r"(?: and| to| until| through|,| ?[-–]) ?(?:on )?((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_RANGE = re.compile(r" ?(?:[-–—/]| to | and | through | until ) ?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:of )?(?-i:[A-Z])[a-z]{2,8}\b")
_LINKS = re.compile(r" ?(?:[-–—/]|to|and|through|until) ?(?:the )?")
_LINK = 12  # characters between the two ends of a range
_TO_COME = re.compile(
    r"\b(?:will|would|shall|won't|'ll|may|might|could|until|till|before|ahead of|for|next|upcoming|due|scheduled|set|plans?|planned|"
    r"prepar\w{1,5}|boycott|cancel|by)\b"
)
_CLAUSE = re.compile(r"[;:—]")
_AGAINST_TENSE = 300  # days a date may lie nearer and still lose against one that fits the tense
_FRESH = 45  # days before the copy on which a day and month without year is news, whatever year was told before
_OLD = 3  # years before the copy that no month without a year is taken for, unless a tale of old days names them
_TALE = 2  # sentences for which a tale of old days keeps its year
_UNTOLD = 30  # days by which the past is preferred where no tense shows


def read_calendar(c: Candidate, scene: Scene) -> Reading | None:
    """A date with a printed month: "January 5", "5 March 2014", "late November", "July last year"."""
    words = scene.rules.vocabulary
    month = words.value("month", c.group("month") or "") or words.value("month_short", c.group("month") or "")
    if month is None:
        return None
    m = int(month)
    d = _dayno(c.group("day"), scene)
    y = read_year(c.group("year"), scene)
    dated = y is not None
    if y is None:
        y = _told_year(c, scene, m, d)
        ref = scene.reference
        dated = y is not None and ref is not None and y <= ref.year - _OLD  # a tale of old days goes on
    if y is None:
        return Reading("DATE", None)
    period = calendar.month(y, m) if d is None else calendar.exact(y, m, d)
    return _narrowed(c.group("mod"), period, dated)


def read_nth_weekday(c: Candidate, scene: Scene) -> Reading | None:
    """ "The second Sunday of March": a day where the month has a year."""
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}[c.match["nth"].lower()]
    weekday = scene.rules.vocabulary.value("weekday", c.group("weekday") or "")
    whole = read_calendar(c, scene)
    first = whole.period.first if whole and whole.period else None
    if first is None or weekday is None or whole is None:
        return Reading("DATE", None)
    return placed(calendar.day(calendar.nth_weekday(first.year, first.month, nth, int(weekday))), dated=whole.dated)


def read_day_alone(c: Candidate, scene: Scene) -> Reading | None:
    """ "On the 15th": of the month that brings it nearest on the side the verb tells."""
    ref = scene.reference
    if ref is None:
        return Reading("DATE", None)
    d = int(re.sub(r"\D", "", c.match["day"]))
    months = [calendar.month(ref.year, ref.month + n).first for n in (-1, 0, 1)]
    options = [p for m in months if m and (p := calendar.exact(m.year, m.month, d))]
    tense = direction(c.span, scene)
    return placed(min(options, key=lambda p: cost(p, ref, tense))) if options else None


def read_figures(c: Candidate, scene: Scene) -> Reading | None:
    """A date in figures: 2012-10-16, 17/09/2009, 7/8/07.

    What can be read both ways is read only if one way is the day of the copy or just before.
    """
    y = read_year(c.group("year"), scene)
    if y is None:
        return None
    if c.group("month_number"):
        period = calendar.exact(y, int(c.match["month_number"]), int(c.match["day"]))
        clock = c.group("clock") and (c.group("clock") or "") + ("Z" if c.group("zulu") else "")
        return placed(calendar.time(period.first, clock) if period and period.first and clock else period, dated=True)
    a, b = int(c.match["a"]), int(c.match["b"])
    ways = [p for p in (calendar.exact(y, a, b), calendar.exact(y, b, a)) if p]
    if not ways:
        return None
    if len(ways) == 1 or a == b:
        return placed(ways[0], dated=True)
    near = [p for p in ways if scene.reference and p.first and 0 <= (scene.reference - p.first).days <= 10]
    if len(near) == 1:
        return placed(near[0], dated=True)
    return Reading("DATE", None, calendar.year(y).first, calendar.year(y).last)


def read_year(words: str | None, scene: Scene) -> int | None:
    """A year in figures, clipped ('98) or in words (nineteen ninety-six)."""
    if not words:
        return None
    text = words.lower().strip("' ")
    if text.isdigit():
        number = int(text)
        if len(text) > 2:
            return number
        latest = (scene.reference.year if scene.reference else 2030) + 10
        century = latest // 100 * 100
        return century + number if century + number <= latest else century - 100 + number
    values = {w: int(v) for kind in ("small", "teen", "tens", "scale") for w, v in scene.rules.vocabulary.values[kind].items()}
    found = re.match(r"(nineteen|twenty) (hundred )?(.+)$", text.replace("-", " "))
    if found and not found[3].startswith("thousand"):
        rest = read_count(found[3], values).number or 0
        return (1900 if found[1] == "nineteen" else 2000) + int(rest)
    return int(read_count(text, values).number or 0) or None


def _dayno(words: str | None, scene: Scene) -> int | None:
    if not words:
        return None
    figures = re.match(r"\d+", words)
    if figures:
        return int(figures[0])
    value = scene.rules.vocabulary.value("ordinal", words)
    return int(value) if value else None


def _told_year(c: Candidate, scene: Scene, m: int, d: int | None) -> int | None:
    ref = scene.reference
    rel = (c.group("rel") or "").lower()
    told = scene.last(c.span, far=40 if scene.history else 6)
    anchor = told.period.first if told else None
    if rel in ("that year", "the same year", "the following year", "the previous year"):
        shift = {"the following year": 1, "the previous year": -1}.get(rel, 0)
        return anchor.year + shift if anchor else None
    if ref is None or (scene.history and anchor):
        return _history_year(anchor, m) if anchor else None
    paired = _paired_year(c, scene, m)
    if paired is not None and not rel:
        return paired
    if rel in ("this year", "last year", "next year", "this", "of this year", "of last year", "of next year"):
        return ref.year + {"last": -1, "next": 1, "this": 0}[rel.removeprefix("of ").split()[0]]
    near = calendar.exact(ref.year, m, d) if d else None
    fresh = bool(near and near.first and 0 <= (ref - near.first).days <= _FRESH)  # "took power in 1962 and again on 1 February"
    local = None if fresh else _background_year(c, scene)
    if local is not None:
        return local
    years = range(max(ref.year - 1, 1), min(ref.year + 2, 9999))
    weekday = scene.rules.vocabulary.value("weekday", c.group("weekday") or "") or scene.rules.vocabulary.value(
        "weekday_short", c.group("weekday") or ""
    )
    options = [(y, p) for y in years if (p := calendar.exact(y, m, d) if d else calendar.month(y, m))]
    if weekday and d:
        options = [(y, p) for y, p in options if p.first and p.first.isoweekday() == int(weekday)] or options
    if rel.startswith(("last", "past", "previous")):
        past = [y for y, p in options if p.last and p.last < ref]
        return max(past, default=ref.year)
    if rel.startswith(("next", "coming")):
        return min((y for y, p in options if p.first and p.first > ref), default=ref.year)
    tense = direction(c.span, scene)
    return min(options, key=lambda o: cost(o[1], ref, tense), default=(None, None))[0]


def _paired_year(c: Candidate, scene: Scene, m: int) -> int | None:
    """The year of the other end of a range just read: "from November to January"."""
    other = scene.told[-1] if scene.told else None
    if other is None or other.period.first is None or other.period.grain not in ("day", "month"):
        return None
    if other.period.grain == "day" and not any(x.isdigit() for x in scene.text[other.span.start : other.span.end]):
        return None  # "a revision on Friday to December's figures"
    between = scene.text[other.span.end : c.span.start]
    if len(between) > _LINK or not _LINKS.fullmatch(between):
        return None
    return other.period.first.year + (m < other.period.first.month)


def _history_year(anchor: date, m: int) -> int:
    """In a narrative told year by year a bare month belongs to the year told last; January after December opens the next."""
    return anchor.year + 1 if anchor.month >= 11 and m <= 2 else anchor.year


def _background_year(c: Candidate, scene: Scene) -> int | None:
    """A year printed just before holds for the month: "jailed in 1983 and freed in March"; a tale of old days for some sentences more."""
    ref = scene.reference
    for far, grains, age in ((0, ("year", "month", "day", "time"), 2), (_TALE, ("month", "day", "time", "season"), 3)):
        told = scene.last(c.span, *grains, far=far)
        if told and scene.text[max(0, told.span.start - 6) : told.span.start].lower() == "since ":
            continue  # "since 2014" reaches to the day of the copy
        if told and told.dated and told.period.first and ref and told.period.first.year <= ref.year - age:
            return told.period.first.year
    return None


def direction(span: Span, scene: Scene) -> str | None:
    """Past or future for a date without a year, None if the nearest is meant ("by June", "until March 31")."""
    before, cues = scene.before(span), scene.rules.cues
    if _RANGE.match(scene.text, span.end):  # "from April to June it rained": both ends lie on the side that the verb tells
        return scene.tense(span)
    if cues.before["since_before"].search(before):
        return "past"
    if cues.before["date_ahead_before"].search(before):
        return "future"
    tense = scene.tense(span)
    if cues.before["date_open_before"].search(before):
        return "future" if tense == "future" else None
    return None if tense == "present" and scene.told_in_present(span) else tense


def cost(period: Period, ref: date, tense: str | None) -> int:
    """How ill a date without a year fits: days from the copy, more against the tense."""
    assert period.first is not None
    assert period.last is not None
    if period.first <= ref <= period.last:
        return 0
    ahead = period.first > ref
    away = (period.first - ref).days if ahead else (ref - period.last).days
    if (tense == "past" and ahead) or (tense in ("future", "present") and not ahead):
        return away + _AGAINST_TENSE
    return away + _UNTOLD if ahead and tense is None else away


def _narrowed(mod: str | None, period: Period | None, dated: bool) -> Reading | None:
    """Early, mid and late leave the value as it is and narrow the bounds to a third, with a margin."""
    reading = placed(period, dated=dated)
    if reading is None or not mod or period is None or period.first is None or period.last is None:
        return reading
    first, last = narrow(mod, period.first, period.last)
    return Reading(reading.type, reading.value, first, last, reading.period, dated)


def narrow(mod: str, first: date, last: date) -> tuple[date | None, date | None]:
    """The part of a stretch that early, mid, late, "the beginning of" and the like mean."""
    size = (last - first).days + 1
    third = -(-size // 3)
    word = mod.lower().strip(" -")
    if word.startswith(("early", "beginning", "start", "first", "opening", "earlier")):
        return first, calendar.plus(first, third - 1)
    if word.startswith(("mid", "middle")):
        return calendar.plus(first, third - 1), calendar.plus(last, 1 - third)
    if word.startswith(("late", "end", "close", "last", "final", "later")):
        return calendar.plus(last, 1 - third), last
    return first, last


def read_weekday(c: Candidate, scene: Scene) -> Reading | None:
    """A weekday: the tense decides between the last one (the same day allowed) and the next."""
    vocabulary = scene.rules.vocabulary
    words = c.group("weekday") or ""
    number = vocabulary.value("weekday", words) or vocabulary.value("weekday_short", words)
    ref = scene.reference
    if number is None or ref is None:
        return Reading("DATE", None) if number else None
    wd = int(number)
    week = (c.group("week") or "").lower()
    if week == "week":  # British copy: the Friday after the next
        return placed(_days(ref, ((wd - ref.isoweekday()) % 7 or 7) + 7))
    if week:
        monday = calendar.plus(ref, 1 - ref.isoweekday() + 7 * {"last": -1, "next": 1, "this": 0}[week.split()[0]])
        return placed(_days(monday, wd - 1))
    base, offset = _weekday_base(c, scene, ref, wd, (c.group("rel") or "").lower())
    told = scene.last(c.span, "day", far=0)
    if told and told.aside and told.period.first and offset <= 0 and scene.text.startswith(" that ", told.span.end):
        # "Police said on Friday that two men were arrested on Thursday": what is said lies before the saying
        offset -= 7 if (calendar.plus(base, offset) or base) > told.period.first else 0
    return placed(_days(base, offset))


def _days(base: date | None, offset: int) -> Period | None:
    moved = calendar.plus(base, offset)
    return calendar.day(moved) if moved else None


def _weekday_base(c: Candidate, scene: Scene, ref: date, wd: int, rel: str) -> tuple[date, int]:
    if rel.startswith("the ") or rel in ("following", "previous"):
        told = scene.last(c.span, "day", "time", far=2)
        base = told.period.first if told and told.period.first else ref
        ahead, back = (wd - base.isoweekday()) % 7 or 7, (base.isoweekday() - wd) % 7 or 7
        if "previous" in rel or "preceding" in rel:
            return base, -back
        if "same" in rel:
            return base, -(back % 7)
        return base, ahead
    ahead, back = (wd - ref.isoweekday()) % 7, (ref.isoweekday() - wd) % 7
    if rel in ("last", "past"):
        return ref, -(back or 7)
    if rel in ("next", "coming", "this coming"):
        return ref, ahead or 7
    if rel == "this past":
        return ref, -(back or 7)
    if rel == "this":
        return ref, ahead if wd >= ref.isoweekday() else -back
    if weekday_ahead(c.span, scene, back):
        return ref, ahead
    second = _PAIR.match(scene.text, c.span.end)
    if second:  # "from Thursday to Saturday roads were blocked": the Thursday before that Saturday
        other = int(scene.rules.vocabulary.value("weekday", second[1]) or wd)
        return ref, -((ref.isoweekday() - other) % 7) - (other - wd) % 7
    return ref, -back


_HOUR_OF_DAY = re.compile(r"(?:dawn|daybreak|daylight|sunrise|noon|midday|dusk|sunset|nightfall|midnight)(?: of| on|,)? $")


def weekday_ahead(span: Span, scene: Scene, back: int) -> bool:
    """Whether a bare weekday lies ahead. `back` is how many days ago the last one was."""
    before, after, cues = scene.before(span, 80), scene.after(span), scene.rules.cues
    if cues.before["since_before"].search(before) or cues.past_after.match(after):
        return False
    if after.startswith("'s ") and not _TO_COME.search(before):
        return False  # "asked to comment on Monday's raid", "follows Tuesday's vote": of what is told already
    tense = scene.tense(span)
    if tense == "future" or cues.before["ahead_before"].search(before) or cues.ahead_after.match(after):
        return True
    if cues.before["until_before"].search(before):
        if before.rstrip().endswith("before") and _HOUR_OF_DAY.search(scene.text, max(0, span.start - 16), span.start):
            return False  # "stormed the town before dawn on Saturday" names an hour, "until Saturday" a deadline
        fronted = len(_CLAUSE.split(before)[-1].strip()) < 6  # "By Friday evening the toll had risen"
        return tense in ("future", "present") or (back > 1 and not (fronted and tense == "past"))
    if cues.before["from_before"].search(before):
        return back > 1 and not after.startswith("'s") and not (tense == "past" and _PAIR.match(scene.text, span.end))
    return tense == "present" and back > 0 and not scene.told_in_present(span) and not cues.before["after_before"].search(before)


def read_deictic(c: Candidate, scene: Scene) -> Reading | None:
    """Today, yesterday, the day after tomorrow: `days` from the day of the copy."""
    moved = calendar.plus(scene.reference, int(c.rule.extra["days"]))
    return placed(calendar.day(moved)) if moved else Reading("DATE", None)
