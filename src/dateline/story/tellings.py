"""One telling of an act: an event of one article with all that another article's telling is compared by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.article import Span
from dateline.fields import Event, Place
from dateline.record import Record
from dateline.story.actors import Figure, figure
from dateline.story.copies import Origin
from dateline.story.days import bounds, stretch
from dateline.story.phrase import event_phrases, sentence_at
from dateline.story.voices import speaker
from dateline.story.words import Common, fold, stem, terms

#: How far around a trigger its words are taken from, in characters.
REACH = 160


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of one article. `days` bound when it was (inclusive), None where the article does not say; `known` is the day of the
    copy, `paper` who answers for it; `near` are the telling words of its clause, `trigger` the stem of the word that names the act;
    `lead` says whether the copy opens with it; `scene` are the countries that its sentence speaks of, by actors and places."""

    article: str
    index: int
    event: Event
    origin: str
    paper: str
    known: str | None
    days: tuple[date, date] | None
    place: Place | None
    sources: tuple[Figure, ...]
    targets: tuple[Figure, ...]
    trigger: str
    near: frozenset[str]
    phrase: Span
    voice: str | None
    lead: bool
    scene: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """The event as chronicles name it."""
        return self.article, self.event.id

    @property
    def order(self) -> tuple[str, str, int]:
        """Earlier copy first, then the order of the text."""
        return self.known or "9999", self.article, self.event.trigger.start


def tellings(record: Record, origin: Origin, common: Common) -> list[Telling]:
    """All events of one record as tellings. `origin` is the origin of its copy."""
    figures = {actor.id: figure(record, actor) for actor in record.actors}
    phrases = event_phrases(record)
    scenes = _Scenes(record)
    return [_telling(record, n, origin, figures, phrases[n], scenes, common) for n in range(len(record.events))]


def _telling(
    record: Record, index: int, origin: Origin, figures: Mapping[str, Figure], phrase: Span, scenes: _Scenes, common: Common
) -> Telling:
    event = record.events[index]
    sentence = sentence_at(record, event.trigger.start)
    around = Span(max(sentence.start, event.trigger.start - REACH), min(sentence.end, event.trigger.end + REACH))
    trigger = [stem(fold(word)) for word in record.words(event.trigger).split()]
    return Telling(
        record.id,
        index,
        event,
        origin.id,
        origin.speaker,
        (record.published or "")[:10] or None,
        days_of(record, event),
        record.places[event.place] if event.place is not None and event.place < len(record.places) else None,
        tuple(figures[id] for id in event.source if id in figures),
        tuple(figures[id] for id in event.target if id in figures),
        trigger[0] if trigger else "",
        frozenset(terms(record.text, around, common)),
        phrase,
        speaker(record, event.statement),
        _leads(record, event.trigger),
        scenes.of(sentence),
    )


class _Scenes:
    """Countries of the actors and places named in each sentence of a record."""

    def __init__(self, record: Record) -> None:
        actors = [(span, one.country) for one in record.actors if one.country for span in one.mentions]
        self._named = sorted([*actors, *((one.span, one.country) for one in record.places if one.country)])
        self._known: dict[Span, frozenset[str]] = {}

    def of(self, sentence: Span) -> frozenset[str]:
        """Those of one sentence."""
        if sentence not in self._known:
            first = bisect_left(self._named, sentence.start, key=lambda item: item[0].start)
            last = bisect_left(self._named, sentence.end, key=lambda item: item[0].start)
            self._known[sentence] = frozenset(country for span, country in self._named[first:last] if sentence.holds(span))
        return self._known[sentence]


def _leads(record: Record, trigger: Span) -> bool:
    """Whether a trigger stands in the headline or the first paragraph, where copy says what it is about."""
    body = next((part.span for part in record.parts if part.kind == "body"), None)
    return body is None or trigger.start < body.end


def pooled(group: Sequence[Telling]) -> Telling:
    """One telling for all copies of it: what one copy leaves open (its date was cut away) another may say."""
    first = group[0]
    placed = [one.place for one in group if one.place]
    return replace(
        first,
        days=next((one.days for one in group if one.days), None),
        place=next((place for place in placed if place.kind in ("city", "site")), placed[0] if placed else None),
        sources=next((one.sources for one in group if one.sources), ()),
        targets=next((one.targets for one in group if one.targets), ()),
        near=frozenset().union(*(one.near for one in group)),
        lead=any(one.lead for one in group),
        scene=frozenset().union(*(one.scene for one in group)),
    )


def days_of(record: Record, item: Event) -> tuple[date, date] | None:
    """When an event was: its date, else the bounds of the time it is tied to."""
    found = stretch(item.date, item.date_end)
    if found is None and item.time is not None and 0 <= item.time < len(record.times):
        time = record.times[item.time]
        found = stretch(time.start, time.end) or bounds(time.value)
    return found
