"""Readers of periods named by their place or their length: "last month", "two days later", "three weeks", "every Friday"."""

from __future__ import annotations

import re
from datetime import date
from math import ceil

from dateline.when import calendar
from dateline.when.calendar import Period
from dateline.when.find import Candidate
from dateline.when.numbers import Count, plain, read_count
from dateline.when.read_days import direction, narrow
from dateline.when.scene import Reading, Scene, placed

_FINER = {
    "D": ("day", "time"),
    "W": ("day", "time", "week"),
    "WE": ("day", "time", "week", "weekend"),
    "M": ("day", "time", "week", "month"),
    "Q": ("quarter", "month"),
    "Y": ("day", "time", "week", "month", "quarter", "half", "season", "year"),
    "10Y": ("year", "decade"),
    "100Y": ("year", "decade", "century"),
}


_CLOCK = ("S", "MIN", "H")
_FEW_HOURS = 6  # "four hours ago" was today, "ten hours ago" perhaps yesterday
_UNSAID = {"S": "PTXS", "MIN": "PTXM", "H": "PXH", "NI": "PXD", "2W": "PXW", "WE": "PXWE", "10Y": "PXY", "100Y": "PXC"}


def unit_of(c: Candidate, scene: Scene, group: str = "unit") -> str:
    """The unit a candidate names: S MIN H D NI W 2W WE M Q Y 10Y 100Y."""
    return scene.rules.vocabulary.value("unit", c.group(group) or "") or c.rule.extra.get("unit", "")


def count_of(c: Candidate, scene: Scene) -> Count:
    """The number a candidate names; none is said in "days later"."""
    words = c.group("count")
    if not words or c.group("range"):
        return Count(None, 1, 30)
    words = re.sub(r"^(?:the )?(?:last|past|next) ", "", words, flags=re.IGNORECASE)
    values = {w: int(v) for kind in ("small", "teen", "tens", "scale") for w, v in scene.rules.vocabulary.values[kind].items()}
    return read_count(words, values)


def read_relative(c: Candidate, scene: Scene) -> Reading | None:
    """The week, month, year ... `shift` units from the day of the copy, or from the time told before (`from` = "told")."""
    unit, shift = unit_of(c, scene), int(c.rule.extra.get("shift", "0"))
    base, dated = _base(c, scene, unit)
    if base is None:
        return Reading("DATE", None)
    whole = calendar.containing(base, unit)
    moved = calendar.step(whole, shift, unit) if whole and shift else whole
    reading = placed(moved, dated=dated)
    mod = c.group("mod")
    if reading is None or not mod or moved is None or moved.first is None or moved.last is None:
        return reading
    first, last = narrow(mod, moved.first, moved.last)
    if mod.lower().startswith("earlier") and base >= moved.first:
        first, last = moved.first, min(base, moved.last)
    elif mod.lower().startswith("later") and base <= moved.last:
        first, last = max(base, moved.first), moved.last
    return Reading(reading.type, reading.value, first, last, moved, dated)


def _base(c: Candidate, scene: Scene, unit: str) -> tuple[date | None, bool]:
    """The day a relative period counts from, and whether its year was printed."""
    source = c.rule.extra.get("from", "copy")
    if source == "genre":  # "by the end of the month" is the month of the copy, in history the one told last
        source = "either" if scene.history else "copy"
    if source == "copy":
        return scene.reference, False
    far = 30 if scene.history else 4
    told = scene.last(c.span, *_FINER.get(unit, ()), far=far)
    ref = scene.reference
    if told and ref and unit in ("D", "NI", "WE") and told.period.first and told.period.first > ref and scene.tense(c.span) == "past":
        told = next(
            (t for t in reversed(scene.told[-6:]) if t.period.grain in ("day", "time") and t.period.first and t.period.first <= ref), None
        )
    latest = scene.last(c.span, far=far)
    since = latest and latest.period.grain in ("month", "season") and (told is None or latest.span > told.span)
    if since and source == "told" and unit in ("D", "NI", "WE"):
        return None, False  # told since: "in March 1983 ... the next day" has no day to count from
    if told is not None:
        return told.period.first, told.dated
    same = unit == "D" and c.match[0].lower().startswith("the same")
    return (ref if source == "either" or same else None), False


def read_shift(c: Candidate, scene: Scene) -> Reading | None:
    """ "Two days ago" from the day of the copy, "a week later" from the time told before; `sign` -1 back, 1 ahead.

    Where the time told before is not known, "nine days later" is no date but still a stretch of nine days.
    """
    unit, count, sign = unit_of(c, scene), count_of(c, scene), int(c.rule.extra["sign"])
    copy = c.rule.extra.get("from") == "copy"
    if unit in _CLOCK:
        first, last = _hours(scene.reference, count, unit, sign) if copy else (None, None)
        return Reading("DURATION", duration_value(count, unit), first, last)
    base = _copy_base(scene, unit, count) if copy else _told_base(c, scene, unit, sign)
    if count.number is None:
        limit = None if scene.tense(c.span) == "future" else scene.reference
        return _vague_shift(base, count, unit, sign, copy, limit)
    number = count.number
    asked = unit
    if number != int(number):
        unit, number = ("M", number * 12) if unit == "Y" else (unit, round(number))
    moved = calendar.step(base, sign * int(number), unit) if base else None
    return placed(moved) or Reading("DATE" if copy else "DURATION", None if copy else duration_value(count, asked))


def _copy_base(scene: Scene, unit: str, count: Count) -> Period | None:
    """ "A year ago" in a report on a quarter compares that quarter."""
    if unit == "Y" and count.number == 1 and scene.quarter and not scene.history:
        return scene.quarter
    return calendar.day(scene.reference) if scene.reference else None


def _told_base(c: Candidate, scene: Scene, unit: str, sign: int) -> Period | None:
    if unit == "Y" and scene.quarter and not scene.history:
        return scene.quarter
    finer = ("day", "time") if unit in ("D", "NI", "W", "2W") else ("day", "time", "month", "quarter", "year", "season", "half")
    told = scene.last(c.span, *finer, far=20 if scene.history else 2)
    ahead = told is not None and sign < 0 and scene.reference is not None and (told.period.first or scene.reference) > scene.reference
    if ahead and scene.tense(c.span) == "past":  # "will strike on April 10 ... where police a week earlier had arrested"
        told = next((t for t in reversed(scene.told[-6:]) if t.period.grain in finer and _past(t.period, scene.reference)), None)
    if told:
        return told.period
    return calendar.day(scene.reference) if sign < 0 and scene.reference else None


def _past(period: Period, reference: date | None) -> bool:
    return period.first is not None and reference is not None and period.first <= reference


def _vague_shift(base: Period | None, count: Count, unit: str, sign: int, copy: bool, limit: date | None) -> Reading:
    """ "A few days later": bounds, no value; what is told as past ends with the copy (`limit`). "Several years ago" is past to TimeBank."""
    value = "PAST_REF" if copy and sign < 0 else None
    size = {"D": 1, "NI": 1, "W": 7, "2W": 14, "M": 31, "Q": 92, "Y": 366, "10Y": 3653, "100Y": 36525}.get(unit)
    if base is None or base.first is None or size is None:
        return Reading("DATE", value)
    near, far = sorted((sign * count.low * size, sign * count.high * size))
    first, last = calendar.plus(base.first, near), calendar.plus(base.last, far)
    if first and last and limit and first <= limit < last:
        last = limit
    return Reading("DATE", value, first, last)


def duration_value(count: Count, unit: str) -> str:
    """TIMEX3 value of a stretch: P3D, PT2H, P2Y6M, PXD where the number is not said."""
    if count.number is None:
        return _UNSAID.get(unit, f"PX{unit}")
    number = count.number
    halves = {"Y": ("Y", "M", 12), "H": ("H", "M", 60), "MIN": ("M", "S", 60), "D": ("D", "H", 24)}
    whole, rest = int(number), number - int(number)
    if rest and unit in halves:
        big, small, size = halves[unit]
        minor = f"{round(rest * size)}{small}"
        if unit == "D":
            return (f"P{whole}D" if whole else "P") + "T" + minor
        return ("PT" if unit != "Y" else "P") + (f"{whole}{big}" if whole else "") + minor
    factor, letter = {
        "S": (1, "S"), "MIN": (1, "M"), "H": (1, "H"), "NI": (1, "D"), "2W": (2, "W"), "WE": (1, "WE"), "Q": (3, "M"),
        "10Y": (10, "Y"), "100Y": (100, "Y"), "1000Y": (1000, "Y"),
    }.get(unit, (1, unit))  # fmt: skip
    return ("PT" if unit in _CLOCK else "P") + plain(number * factor) + letter


def read_duration(c: Candidate, scene: Scene) -> Reading | None:
    """A stretch of time; "the past two weeks" and "the next three days" are bounded by the day of the copy, others have no place."""
    unit = unit_of(c, scene)
    count = Count(float(c.rule.extra["count"])) if "count" in c.rule.extra else count_of(c, scene)
    if c.group("half"):
        count = Count((count.number or 1) + 0.5)
    side = (c.group("side") or "").lower().split()
    first, last = _bounds(scene, count, unit, side[-1] if side else "")
    return Reading("DURATION", duration_value(count, unit), first, last)


def _bounds(scene: Scene, count: Count, unit: str, side: str) -> tuple[date | None, date | None]:
    ref = scene.reference
    if ref is None or side not in ("past", "last", "next", "coming"):
        return None, None
    sign = 1 if side in ("next", "coming") else -1
    if unit in _CLOCK:
        return _hours(ref, count, unit, sign)
    if count.number is None:
        return None, None
    moved = calendar.step(calendar.day(ref), sign * max(1, round(count.number)), unit) if unit not in ("NI", "WE") else None
    if moved is None or moved.first is None or moved.last is None:
        return None, None
    return (ref, moved.last) if sign > 0 else (moved.first, ref)


def _hours(ref: date | None, count: Count, unit: str, sign: int) -> tuple[date | None, date | None]:
    """Bounds of so many hours before or after the copy: minutes and a few hours keep to its day, "the last 24 hours" reach into another."""
    if ref is None:
        return None, None
    hours = (count.number or 1) if unit == "H" else 1
    far = calendar.plus(ref, sign * ceil(hours / 24)) if hours > _FEW_HOURS else ref
    if far is None:
        return None, None
    return (ref, far) if sign > 0 else (far, ref)


def read_weekend(c: Candidate, scene: Scene) -> Reading | None:
    """ "Over the weekend" in Monday's copy is the one just past; "by the weekend" lies ahead."""
    ref = scene.reference
    if ref is None:
        return Reading("DATE", None)
    ahead = direction(c.span, scene) == "future" or bool(re.search(r"\b(?:by|until|till|before|ahead of)\s+$", scene.before(c.span)))
    back = 7 if not ahead and ref.weekday() < 5 else 0
    moved = calendar.plus(ref, -back)
    return placed(calendar.weekend(moved)) if moved else None


def read_set(c: Candidate, scene: Scene) -> Reading | None:
    """What recurs: "every Friday", "daily", "twice a week"."""
    vocabulary = scene.rules.vocabulary
    if "value" in c.rule.extra:
        return Reading("SET", c.rule.extra["value"])
    if c.group("weekday"):
        number = vocabulary.value("weekday", (c.group("weekday") or "").lower().removesuffix("s"))
        code = vocabulary.value("part", c.group("part") or "")
        return Reading("SET", f"XXXX-WXX-{number}" + (f"T{code}" if code else "")) if number else None
    if c.group("month"):
        number = vocabulary.value("month", c.group("month") or "")
        return Reading("SET", f"XXXX-{int(number):02d}") if number else None
    if c.group("season"):
        return Reading("SET", f"XXXX-{vocabulary.value('season', c.match['season'])}")
    if c.group("part"):
        return Reading("SET", f"XXXX-XX-XXT{vocabulary.value('part', c.match['part'])}")
    unit = unit_of(c, scene)
    return Reading("SET", duration_value(count_of(c, scene) if c.group("count") else Count(1), unit)) if unit else None
