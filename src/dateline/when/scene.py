"""The scene a time expression is read in: the day of the copy, the time told last, and the tense of its clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from dateline.article import Article, Span
from dateline.fields import TimexType
from dateline.grammar.words import Grammar
from dateline.when.calendar import Period
from dateline.when.find import Candidate, WhenRules, matches
from dateline.when.sentences import Sentences
from dateline.when.tense import Tense, tense_at

# "the ministry said on Thursday" dates the saying, not what is told next.
_SAYING = re.compile(
    r"\b(?:said|says|say|told|announced|(?<!was )(?<!were )(?<!been )reported|added|stated|confirmed|claimed|according|statement|"
    r"wrote|tweeted|declared|warned)\b[^.;,]{0,60}$"
)
_COMPARING = ("shifts.earlier", "shifts.ago", "relative.previous_unit", "periods.year_earlier")
_FAR = 4  # sentences after which a time told before is forgotten


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a candidate. `period` is the place on the calendar that later words may refer back to."""

    type: TimexType
    value: str | None
    start: date | None = None
    end: date | None = None
    period: Period | None = None
    dated: bool = False  # whether the words print a year of their own


@dataclass(frozen=True, slots=True)
class Told:
    """A time already read: where, what, whether it is no step of the story, whether its words print a year."""

    span: Span
    sentence: int
    period: Period
    aside: bool
    dated: bool


def placed(period: Period | None, *, dated: bool = False) -> Reading | None:
    """The reading of a period: TIME for clock times and parts of the day, DATE for all else."""
    if period is None:
        return None
    return Reading("TIME" if period.grain == "time" else "DATE", period.value, period.first, period.last, period, dated)


@dataclass
class Scene:
    """State of one article while its times are read in order of the text."""

    text: str
    grammar: Grammar
    sentences: Sentences
    reference: date | None
    rules: WhenRules
    read: Callable[[Candidate, Scene], Reading | None]
    present_parts: tuple[Span, ...] = ()
    datelines: tuple[Span, ...] = ()
    history: bool = False
    quarter: Period | None = None
    whole: Span | None = None
    told: list[Told] = field(default_factory=list)

    def tense(self, span: Span) -> Tense | None:
        """Tense of the clause around a span."""
        return tense_at(self.text, self.sentences.span(span.start), span, self.grammar, self.rules.cues)

    def told_in_present(self, span: Span) -> bool:
        """Headlines and captions tell the past in the present tense: "A woman walks past the ruins on Friday"."""
        return any(part.holds(span) for part in self.present_parts)

    def inner(self, span: Span, whole: Span) -> Reading | None:
        """The reading of a part of the words of a candidate (`whole`) by itself, None if they are no time as a whole."""
        wider = Span(max(0, span.start - 14), span.end)  # some rules look at the preposition before
        found = [c for c in matches(self.text, wider, self.rules) if c.span == span]
        if not found:
            return None
        self.whole = whole
        try:
            return self.read(min(found, key=lambda c: c.rule.order), self)
        finally:
            self.whole = None

    def before(self, span: Span, size: int = 40) -> str:
        """The words before a span, in its sentence, lower case; before the whole of which it is an inner part."""
        if self.whole and self.whole.holds(span):
            span = self.whole
        start = max(self.sentences.span(span.start).start, span.start - size)
        return self.text[start : span.start].lower()

    def after(self, span: Span, size: int = 40) -> str:
        """The words after a span, in its sentence, lower case."""
        return self.text[span.end : min(self.sentences.span(span.start).end, span.end + size)].lower()

    def note(self, span: Span, reading: Reading, rule: str) -> None:
        """Remembers a reading so that "that day" and "two days later" can refer to it.

        A time that dates a saying or only compares ("from a month earlier") is an aside: others are preferred.
        """
        if any(line.holds(span) for line in self.datelines):
            return  # the day of the copy is the reference itself, not a day told
        if reading.period is not None and reading.type in ("DATE", "TIME") and reading.period.first is not None:
            aside = rule in _COMPARING or bool(_SAYING.search(self.before(span, 80)))
            self.told.append(Told(span, self.sentences.index(span.start), reading.period, aside, reading.dated))

    def last(self, span: Span, *grains: str, far: int = _FAR) -> Told | None:
        """The time told last before a span, of one of the grains if given; asides come second."""
        here = self.sentences.index(span.start)
        second: Told | None = None
        for told in reversed(self.told[-12:]):
            if here - told.sentence > far:
                break
            if grains and told.period.grain not in grains:
                continue
            if not told.aside:
                return told
            second = second or told
        return second

    def day(self, span: Span, far: int = 1) -> date | None:
        """The day a bare clock time or part of the day falls on: that of the scene if one was told just before, else the copy's."""
        told = self.last(span, "day", "time", far=far)
        day = told.period.first if told else None
        if day and self.reference and day > self.reference and self.tense(span) != "future":
            return self.reference  # a day still to come is not the scene of what was done
        return day or self.reference


def reference_day(article: Article) -> date | None:
    """The day that weekdays count from: the dateline's if it prints one (a reprint keeps its words), else that of publication."""
    given = _day(article.published)
    printed = _day(article.dateline.date) if article.dateline else None
    if printed and given and abs((given - printed).days) > 30:
        return given
    return printed or given


def _day(iso: str | None) -> date | None:
    if not iso or len(iso) < 10:
        return None
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


def set_genre(scene: Scene, found: list[Candidate]) -> None:
    """History tells years one after another and hardly a weekday; news the reverse.

    In history a bare month belongs to the year told last.
    """
    before = scene.reference.year - 1 if scene.reference else 0
    printed = [c.group("year") or "" for c in found]
    years = sum(1 for y in printed if y.isdigit() and int(y) < before)
    news = sum(1 for c in found if c.rule.name.startswith(("weekdays.", "relative.today", "relative.yesterday", "parts.day_part")))
    scene.history = (years >= 8 and years > 3 * news) or (years >= 5 and not news)
