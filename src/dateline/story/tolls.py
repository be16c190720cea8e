"""Tolls across the articles of one story: which figures speak of the same thing, and whether a later one replaces an earlier."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from dateline.article import Span
from dateline.fields import Casualty, CasualtyKind
from dateline.record import Record
from dateline.story.days import ordinal, stretch
from dateline.story.happenings import Happening
from dateline.story.phrase import sentence_at
from dateline.story.voices import speaker

#: Days after which a higher figure is taken as the progress of the count and not as another opinion.
COUNTING = 2
#: Days after which a lower figure is no longer held against the earlier one.
STALE = 7
_GROWN = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|climb(?:s|ed|ing)?|reach(?:es|ed)|now known|now stands?|so far|grew|grown|mount(?:s|ed)|increas(?:ed|es)|"
    r"rais(?:es?|ed|ing)|correct(?:s|ed)|revis(?:es|ed)|update[sd]?|later died|died of (?:his|her|their) (?:wounds|injuries))\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:more|another|others?|further|additional|(?:one|two|three|some) of|of (?:them|whom|those|the)|among (?:them|the)|including)\b",
    re.IGNORECASE,
)


#: Words before a figure that has been replaced since.
_FORMER = re.compile(r"\b(?:first|initially|earlier|previously|originally)\b[^.;]{0,30}$", re.IGNORECASE)
_UNREAL = re.compile(r"\b(?:would|could|might|if|had (?:they|he|she|we|not)|left to)\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:no ?one|nobody|no (?:injuries|casualties|victims|deaths)|without (?:injuries|casualties|victims))\b(?! there)", re.IGNORECASE
)
_THERE = re.compile(r"[^.;]{0,40}\b(?:there|in [A-Z])")


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure of one article. `subject` is the happening it hangs on, None for a toll of the whole story; `main` says whether the
    copy gives it as the toll of what it reports; `aside` that it counts a part of the victims, `past` those of an earlier time; `none`
    that it says nobody at all was hurt."""

    article: str
    origin: str
    known: str | None
    kind: CasualtyKind
    low: int | None
    high: int | None
    span: Span
    item: tuple[str, str, str | int]
    subject: str | None
    voice: str | None
    main: bool
    aside: bool
    past: bool
    none: bool
    grown: bool

    @property
    def value(self) -> str:
        """ "31", "31+", "80-90"."""
        if self.low == self.high:
            return str(self.low)
        return f"{self.low}+" if self.high is None else f"{self.low or 0}-{self.high}"


def find_tolls(records: Sequence[Record], happenings: Iterable[Happening], origins: Mapping[str, str]) -> list[Toll]:
    """All figures of a story in the order of its articles."""
    of = {key: happening.id for happening in happenings for key in happening.events}
    lead = {(one.article, one.event.id): one.lead for happening in happenings for one in happening.tellings}
    out: list[Toll] = []
    for record in records:
        voices = _Voices(record)
        for event in record.events:
            days = stretch(event.date, event.date_end)
            for one in event.casualties:
                key = (record.id, event.id)
                item = (record.id, "events", event.id)
                out.append(_toll(record, one, origins, voices, item, of.get(key), lead.get(key, False), days))
        for n, one in enumerate(record.casualties):
            out.append(_toll(record, one, origins, voices, (record.id, "casualties", n), None, True, None))
    return out


def _toll(
    record: Record,
    one: Casualty,
    origins: Mapping[str, str],
    voices: _Voices,
    item: tuple[str, str, str | int],
    subject: str | None,
    lead: bool,
    days: tuple[date, date] | None,
) -> Toll:
    sentence = sentence_at(record, one.span.start)
    words = record.text[sentence.start : sentence.end]
    near = record.text[max(sentence.start, one.span.start - 24) : min(sentence.end, one.span.end + 24)]
    known = (record.published or "")[:10] or None
    before = record.text[max(sentence.start, one.span.start - 60) : one.span.start]
    past = _past(record, sentence, days, known) or bool(_FORMER.search(before)) or (one.low == 0 and bool(_UNREAL.search(words)))
    aside = past or bool(_PART.search(near))
    return Toll(
        record.id,
        origins[record.id],
        known,
        one.kind,
        one.low,
        one.high,
        one.span,
        item,
        subject,
        voices.at(one.span),
        lead and not aside,
        aside,
        past,
        one.low == one.high == 0 and one.kind in ("killed", "injured") and _sweeping(record.text, one.span),
        bool(_GROWN.search(words)),
    )


def _sweeping(text: str, span: Span) -> bool:
    """ "No one was hurt", but not "no one was hurt there" or "none of the marchers was hurt"."""
    return bool(_NOBODY.match(text, span.start)) and not _THERE.match(text, span.end)


def _past(record: Record, sentence: Span, days: tuple[date, date] | None, known: str | None) -> bool:
    """Whether a figure belongs to an earlier time: "A ferry that sank here in 1971 took 60 lives with it"."""
    day = ordinal(known)
    if day is None:
        return False
    if days:
        return days[1].toordinal() < day - 45
    first, last = (bisect_left(record.times, at, key=lambda time: time.span.start) for at in sentence)
    times = [time for time in record.times[first:last] if sentence.holds(time.span) and time.end]
    return any((ordinal(time.end) or day) < day - 45 for time in times)


class _Voices:
    """Who gives a figure: the innermost statement around it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._contents = sorted((content, n) for n, one in enumerate(record.statements) for content in one.content)
        self._ends = list(accumulate((content.end for content, _ in self._contents), max))  # how far those up to here reach

    def at(self, span: Span) -> str | None:
        """The name of the speaker, None for the paper's own figure."""
        holding: set[int] = set()
        at = bisect_right(self._contents, span.start, key=lambda item: item[0].start) - 1
        while at >= 0 and self._ends[at] >= span.end:
            content, n = self._contents[at]
            if content.holds(span):
                holding.add(n)
            at -= 1
        if not holding:
            return None
        inner = min(holding, key=lambda n: (sum(content.length for content in self._record.statements[n].content), n))
        return speaker(self._record, self._record.statements[inner].id)


def comparable(first: Toll, second: Toll) -> bool:
    """Whether two figures of different origins count the same thing."""
    if first.kind != second.kind or first.origin == second.origin or first.low is None or second.low is None:
        return False
    if first.past or second.past:
        return False
    if 0 in (first.low, second.low) and (first.none or second.none):  # "nobody was hurt" against "two of his men were beaten"
        return True
    if first.aside or second.aside:
        return False
    if first.subject and first.subject == second.subject:
        return True
    if 0 in (first.low, second.low):
        return False
    return first.main and second.main


def contradict(first: Toll, second: Toll) -> bool:
    """Whether two comparable figures cannot both be right at their time; a later count that supersedes is no contradiction."""
    if first.known and second.known and second.known < first.known:
        first, second = second, first
    if first.low is None or second.low is None or _meet(first, second):
        return False
    apart = (ordinal(second.known) or 0) - (ordinal(first.known) or 0) if first.known and second.known else 0
    if 0 in (first.low, second.low) and 0 in (first.high, second.high):
        return apart <= COUNTING
    if second.low > first.low:
        same = first.voice is not None and first.voice == second.voice
        return apart <= COUNTING and not second.grown and not same
    return apart <= STALE and not second.grown


def _meet(first: Toll, second: Toll) -> bool:
    """Whether the figures are one within their stated bounds; "at least 31" does not reach far ("44")."""
    low, high = sorted((first, second), key=lambda one: one.low or 0)
    if low.low == high.low:
        return True
    if low.high is not None:
        return high.low is not None and high.low <= low.high
    return (high.low or 0) <= (low.low or 0) * 1.15
