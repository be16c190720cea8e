"""Readers of hours: clock times and parts of the day, alone or with their day."""

from __future__ import annotations

import re
from datetime import date

from dateline.article import Span
from dateline.when import calendar
from dateline.when.find import Candidate
from dateline.when.scene import Reading, Scene, placed

_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::\d\d)? ?([ap])\.?m", re.IGNORECASE)
_COLON = re.compile(r"(\d{1,2})[:.](\d\d)")
_MILITARY = re.compile(r"(\d\d)(\d\d)(?: |$)")
_PAST_TO = re.compile(r"(half past|(?:a )?quarter past|(?:a )?quarter to) (\w+)")


def read_clock(c: Candidate, scene: Scene) -> Reading | None:
    """A clock time, with the day printed beside it, else that of the scene."""
    words = (c.group("clock") or "").lower()
    clock = clock_value(words, scene)
    if clock is None:
        return None
    day = _printed_day(c, scene)
    if c.group("day") and day is None:
        return Reading("TIME", None)
    if day is None:
        if clock == "24:00":
            return _bare_midnight(c.span, scene)
        day = scene.reference if c.rule.extra.get("from") == "copy" else _same_moment(c.span, scene) or scene.day(c.span)
    if day is None:
        return Reading("TIME", f"T{clock}")
    if clock == "24:00" and re.search(r"\b(?:after|past|since|from)\s+$", scene.before(c.span)):
        clock = "00:00"  # "shortly after midnight on Tuesday" is Tuesday's first hour
    if re.search(r"\b(?:gmt|utc)\b", c.match[0].lower()):
        clock += "Z"
    return placed(calendar.time(day, clock))


def _same_moment(span: Span, scene: Scene) -> date | None:
    """The day of the clock time that one in brackets only gives in another zone: "5 p.m. (1500 GMT) Friday"."""
    told = scene.told[-1] if scene.told else None
    if told is None or told.period.grain != "time" or scene.text[told.span.end : span.start] not in (" (", " / ", "/", ", or "):
        return None
    return told.period.first


def _printed_day(c: Candidate, scene: Scene) -> date | None:
    if not c.group("day"):
        return None
    reading = scene.inner(Span(*c.match.span("day")), c.span)
    return reading.period.first if reading and reading.period else None


def _bare_midnight(span: Span, scene: Scene) -> Reading:
    told = scene.last(span, "day", "time", far=0)
    day = told.period.first if told else scene.reference
    if day is None:
        return Reading("TIME", "T24:00")
    if not told and scene.tense(span) != "future":
        day = calendar.plus(day, -1) or day
    return placed(calendar.time(day, "24:00")) or Reading("TIME", None)


def clock_value(words: str, scene: Scene) -> str | None:
    """ "5:30 p.m." as 17:30, "0800 GMT" as 08:00, "two o'clock" as 14:00 (no one prints two in the night so), "midnight" as 24:00."""
    moment = next((v for w, v in scene.rules.vocabulary.values["moment"].items() if w in words), None)
    if moment:
        return moment
    if found := _HOURS.search(words):
        hour = int(found[1])
        if not 1 <= hour <= 12:
            return f"{hour:02d}:{found[2] or '00'}" if hour < 24 else None
        return f"{hour % 12 + (12 if found[3].lower() == 'p' else 0):02d}:{found[2] or '00'}"
    if found := _COLON.search(words):
        hour = int(found[1])
        late = hour < 12 and re.search(r"afternoon|evening|at night", words)
        return f"{hour + 12 if late else hour:02d}:{found[2]}" if hour <= 24 else None
    if found := _MILITARY.match(words):
        return f"{found[1]}:{found[2]}"
    return _spoken(words, scene)


def _spoken(words: str, scene: Scene) -> str | None:
    minutes, text, back = "00", words, 0
    if found := _PAST_TO.match(words):
        text = found[2]
        minutes = {"half past": "30"}.get(found[1], "15")
        if found[1].endswith("to"):
            minutes, back = "45", 1
    word = text.split()[0]
    number = (
        int(word)
        if word.isdigit()
        else next((int(v) for kind in ("small", "teen") for w, v in scene.rules.vocabulary.values[kind].items() if w == word), 0)
    )
    hour = number - back
    if not 0 < number <= 12:
        return f"{hour:02d}:{minutes}" if 12 < number < 24 else None
    if "morning" in words or ("night" in words and number < 6):
        return f"{hour % 12:02d}:{minutes}"
    if "afternoon" in words or "evening" in words or "night" in words or number < 7:
        return f"{hour % 12 + 12:02d}:{minutes}"
    return f"{hour:02d}:{minutes}"


def part_code(words: str, scene: Scene) -> str | None:
    """MO AF EV NI MI of a part of the day."""
    return scene.rules.vocabulary.value("part", words)


def read_day_part(c: Candidate, scene: Scene) -> Reading | None:
    """A part of a printed day: "Monday night", "the evening of 9 November". `shift` moves the day: the night to Friday is Thursday's."""
    code = c.rule.extra.get("part") or part_code(c.group("part") or "", scene)
    reading = scene.inner(Span(*c.match.span("day")), c.span)
    if code is None or reading is None:
        return None
    day = reading.period.first if reading.period else None
    moved = calendar.plus(day, int(c.rule.extra.get("shift", "0")))
    return placed(calendar.time(moved, code), dated=reading.dated) if moved else Reading("TIME", None)


def read_scene_part(c: Candidate, scene: Scene) -> Reading | None:
    """A part of the day of the scene ("that evening") or of the copy (`from` = "copy": "this morning"), `shift` days on."""
    code = c.rule.extra.get("part") or part_code(c.group("part") or "", scene)
    if code is None:
        return None
    shift = int(c.rule.extra.get("shift", "0"))
    source = c.rule.extra.get("from", "scene")
    if source == "copy":
        day = scene.reference
    elif source == "told":  # "the next morning" means nothing without a day told before
        told = scene.last(c.span, "day", "time", far=3)
        day = told.period.first if told else None
    else:
        day = scene.day(c.span, far=3 if c.match[0].lower().startswith(("that", "the same")) else 1)
    if c.rule.extra.get("ahead") == "tense" and scene.tense(c.span) == "future":
        shift += 1
    moved = calendar.plus(day, shift)
    return placed(calendar.time(moved, code)) if moved else Reading("TIME", None)
