"""Dates any happening named by a word: `Dating(article, grammar, times).at(span)`, with the words and the rule that gave the date.

The room's own events are dated by the same steps (dates.py, story.py); here the day of the copy comes last, where tense allows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.article import Article, Span
from dateline.did.dates import date_of, fronted_time
from dateline.did.days import When, bygone, iso_date, iso_season, past
from dateline.did.scene import SAYING, Scene, compared, scene_of
from dateline.did.story import Story, carried, story_of
from dateline.did.tree import cases, is_verb, predicate
from dateline.fields import Place, Time
from dateline.grammar.words import Grammar, Word

Tense = Literal["past", "pluperfect", "perfect", "present", "ahead"]

_COMPARED = frozenset(("than", "since", "until", "till", "before", "from", "ahead"))
_GOVERNED = frozenset("begin start continue cease stop keep help manage fail refuse try choose decide".split())
_SPEECH = SAYING | frozenset(
    "accord suggest ask speculate argue complain urge predict call reply respond contend maintain acknowledge accuse condemn praise refuse "
    "reject demand promise pledge vow threaten".split()
)
_RESULTS = frozenset("net sale revenue profit earnings earning income loss turnover".split())
_EARLIER = re.compile(r"\b(?:earlier|ago|last|previous|prior)\b")
_OPENING = 4  # sentences of the body in which news is told of the day of the copy
_SHORT = 3  # sentences back that lend their day to what is told in the past
_WHOLE = 100  # sentences back that are of one story
_WILL = frozenset(("will", "'ll", "\u2019ll", "shall"))
_NEXT = 4  # words between a noun and a time to come
_BEHIND = 1  # the same for a saying
_FAR = 16  # words between a happening and a time of its sentence that the tree does not join


@dataclass(frozen=True, slots=True)
class Dated:
    """When a happening was: `date` an ISO day, week, month or year, or null; `start` and `end` the days that bound it, either null.

    `time` is the index of the time expression, `because` its words (none where the day of the copy or of the story dates it), `rule` the
    step taken. `guess` is the likeliest day where `rule` is "ahead" or "earlier" and `date` null: inferred, stated nowhere."""

    date: str | None = None
    start: str | None = None
    end: str | None = None
    time: int | None = None
    because: tuple[Span, ...] = ()
    rule: str = ""
    guess: str | None = None


class Dating:
    """Dates the happenings of one article. `times` are its times as the when room found them; `places` only tell scenes apart."""

    def __init__(self, article: Article, grammar: Grammar, times: Sequence[Time], places: Sequence[Place] = ()) -> None:
        self._article = article
        self._g = grammar
        self._times = times
        self._scene: Scene = scene_of(grammar, times, places)
        self._story: Story = story_of(article, grammar, self._scene)
        self._first = next((s.index for s in grammar.sentences if any(p.holds(s.span) for p in article.spans(("body",)))), 0)
        self._day = article.published[:10] if article.published else None

    def at(self, span: Span) -> Dated:
        """The date of what a span names: a verb, or a noun that denotes a happening. Never raises; Dated() where no words are."""
        words = [w for w in self._g.within(span) if w.upos != "PUNCT"]
        if not words:
            return Dated()
        first, last = words[0].index, words[-1].index
        head = next((w for w in words if not first <= w.head <= last), words[0])
        return self._at(head, [w.index for w in words])

    def _at(self, head: Word, words: list[int]) -> Dated:
        g, scene = self._g, self._scene
        when = date_of(g, head.index, scene, words=words, published=self._article.published)
        if when.time is not None or when.end is not None:
            return self._told(when)
        tense = tense_of(g, head)
        if when.rule == "shift":
            return self._open("pluperfect", head)
        front = fronted_time(g, head.index, scene)
        if front is not None and tense == "ahead" and past(self._times[front], self._day):
            front = None  # "on Tuesday it threw out a plan to march"
        if front is not None and head.deprel != "acl:relcl" and not _reports(head):
            return self._told(_when(self._times, front, "fronted"))
        if tense != "present" or not is_verb(head):
            near = self._near(head, tense)
            if near is not None:
                return self._told(_when(self._times, near, "sentence"))
        quarter = self._quarter(head, tense)
        if quarter is not None:
            return self._told(_when(self._times, quarter, "quarter"))
        story = carried(self._article, g, head.index, scene, self._story)
        if story.time is not None:
            return self._told(story)
        return self._open(tense, head)

    def _near(self, head: Word, tense: Tense) -> int | None:
        """The nearest time of the sentence that fits the tense, where the tree joins none to the happening."""
        reach = _BEHIND if _speaks(head) else _FAR
        fits = []
        for i in self._scene.around(head, _FAR):
            top, time = self._scene.time_head[i], self._times[i]
            if iso_date(time) is None and iso_season(time) is None:
                continue
            ahead = bool(self._day and time.end and time.end > self._day)
            away = abs(top - head.index)
            if reach == _BEHIND and top < head.index:
                continue  # "was announced Friday"; a day before a saying may be of what is said
            if is_verb(head):
                unfit = ahead if tense != "ahead" else not ahead and not (head.xpos == "VB" and top > head.index)
                unfit = unfit or (tense == "perfect" and bygone(time, self._day))
            else:  # a noun has no tense: "promised a referendum next year"
                unfit = ahead and tense != "ahead" and away > _NEXT
            low, high = sorted((top, head.index))
            unfit = unfit or any(w.text == ";" for w in self._g.words[low:high])
            if unfit or cases(self._g, top) & _COMPARED or compared(self._g, self._g.words[top]) is not None:
                continue
            fits.append((away, i))
        best = min(fits, default=None)
        return best[1] if best and best[0] <= reach else None

    def _quarter(self, head: Word, tense: Tense) -> int | None:
        """The quarter that a company's result is told of: "Third-quarter profit rose. Sales fell 2%"."""
        subject = self._g.children(head.index, "nsubj") if tense == "past" and is_verb(head) else ()
        if not any(w.lemma in _RESULTS for w in subject):
            return None
        for back in range(head.sentence, max(head.sentence - _SHORT, 0) - 1, -1):
            for i in reversed(self._scene.times_in.get(back, ())):
                value, span = self._times[i].value or "", self._times[i].span
                if value[4:6] == "-Q" and not _EARLIER.search(self._article.text, span.start, span.end):
                    return i
        return None

    def _lean(self, head: Word, reach: int | None = None) -> str | None:
        """The day of the nearest sentence so far back that tells what happened on a day; with no reach, the day told of most so far."""
        days = []
        for back in range(head.sentence, max(head.sentence - (reach or _WHOLE), 0) - 1, -1):
            when = self._story.step(back, "told")
            if when is not None and when.date and len(when.date) == 10:
                days.append(when.date)
        if reach:
            return days[0] if days else None
        return max(days, key=days.count, default=None)

    def _told(self, when: When) -> Dated:
        if when.time is None:
            return Dated(None, None, when.end, None, (), when.rule)
        time = self._times[when.time]
        if time.value == "PRESENT_REF" and self._day:
            return Dated(self._day, self._day, self._day, when.time, (time.span,), when.rule)
        because = (time.span,)
        if when.rule == "shift" or when.end is not None:
            return Dated(when.date, when.date, when.end or when.date, when.time, because, when.rule)
        return Dated(when.date or iso_date(time), time.start, time.end, when.time, because, when.rule)

    def _open(self, tense: Tense, head: Word) -> Dated:
        """What nothing in the text dates: the day of the sentences before for the plain past; the day of the copy for the present, the
        perfect, sayings and what a story opens with; else a bound and a guess."""
        if tense == "ahead":
            return Dated(start=self._day, rule="ahead", guess=self._day)
        told_late = tense == "past" and not _speaks(head) and head.sentence - self._first >= _OPENING
        if tense == "pluperfect" or told_late:
            return Dated(end=self._day, rule="earlier", guess=self._lean(head) or self._day)
        day = self._lean(head, _SHORT) if tense == "past" and not _speaks(head) else None
        if day is not None:
            return Dated(day, day, day, rule="scene")
        return Dated(self._day, self._day, self._day, rule="copy") if self._day else Dated()


def _speaks(head: Word) -> bool:
    """Whether a word is one of speech: news prints today what is said today."""
    return head.lemma in _SPEECH or head.text.lower() == "according"


def _reports(head: Word) -> bool:
    """Whether a word says who tells: the time that opens the sentence is of what is told."""
    return head.lemma in SAYING or head.text.lower() == "according"


def _when(times: Sequence[Time], index: int, rule: str) -> When:
    season = iso_season(times[index])
    return When(season[0], season[1], index, rule) if season else When(iso_date(times[index]), None, index, rule)


def tense_of(g: Grammar, head: Word) -> Tense:
    """Tense of a happening: of the verb, or of the clause that a noun stands in."""
    if head.xpos == "VBN" and head.deprel == "amod":
        return "pluperfect"  # "the failed assault"
    clause = predicate(g, head.index) or head
    for _ in range(5):
        aux = g.children(clause.index, "aux", "aux:pass", "cop")
        forms = [w.xpos for w in aux] or [clause.xpos]
        modal = next((w for w in aux if w.xpos == "MD"), None)
        if modal is not None:
            late = modal.text.lower() not in _WILL and any(w.lemma == "have" for w in aux)
            return "past" if late else "ahead"  # "may have set the fire"
        if any(w.lemma == "have" for w in aux):
            return "pluperfect" if any(w.text.lower() == "had" for w in aux) else "perfect"
        if "VBD" in forms:
            return "past"
        if forms[0] in ("VBZ", "VBP"):
            return "present"
        above = g.words[clause.head] if clause.head >= 0 else None
        if clause.xpos == "VB" and g.children(clause.index, "nsubj") and not g.children(clause.index, "mark"):
            return "present"  # "officials now say", whatever the tag
        if clause.xpos == "VB" and is_verb(head) and (above is None or above.lemma not in _GOVERNED):
            return "ahead"
        if above is None:
            break
        clause = predicate(g, above.index) or above
    return "past" if is_verb(head) else "present"
