"""The chronicle of a set of records: origins, stories, happenings, conflicts and timeline, put together by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.article import Span
from dateline.record import Record
from dateline.story.conflicts import Conflict, find_conflicts
from dateline.story.copies import Origin, Passage, Sheet, find_origins, passages, sheet
from dateline.story.happenings import Happening, find_happenings
from dateline.story.stories import StoryOptions, bag, find_stories
from dateline.story.tellings import tellings
from dateline.story.timeline import Entry, find_timeline
from dateline.story.words import Common, fold, ident, load_common, stem, terms


@dataclass(frozen=True, slots=True)
class Story:
    """One story. `headline` are the words of article `headline_from` at `headline_span` that say best what its articles share."""

    id: str
    articles: tuple[str, ...]
    headline: str
    headline_from: str
    headline_span: Span
    first: str | None
    last: str | None
    places: tuple[str, ...]
    actors: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything that the records say together. Happenings, conflicts and timeline of all stories."""

    origins: tuple[Origin, ...]
    copies: tuple[Passage, ...]
    stories: tuple[Story, ...]
    happenings: tuple[Happening, ...]
    conflicts: tuple[Conflict, ...]
    timeline: tuple[Entry, ...]


def make_chronicle(
    records: Iterable[Record], *, as_of: str | None = None, entries: int | None = None, options: StoryOptions | None = None
) -> Chronicle:
    """The chronicle of records, independent of their order. `as_of` (ISO date) reads only what was printed by then; `entries` is the
    length of each story's timeline, None for all."""
    common = load_common()
    known = [record for record in records if as_of is None or not record.published or record.published[:10] <= as_of]
    by_id = {record.id: record for record in sorted(known, key=lambda record: (record.published or "9999", record.id))}
    sheets = {id: sheet(record) for id, record in by_id.items()}
    origins = find_origins(sheets.values())
    bags = [bag(record, common, options) for record in by_id.values()]
    groups = find_stories(bags, common, origins=[one.articles for one in origins if len(one.articles) > 1], options=options)
    stories: list[Story] = []
    happenings: list[Happening] = []
    conflicts: list[Conflict] = []
    timeline: list[Entry] = []
    for group in groups:
        told = Told([by_id[id] for id in group], [one for one in origins if one.articles[0] in group], sheets)
        found = told.happenings(common)
        stories.append(told.story(common))
        happenings += found
        conflicts += find_conflicts(told.records, found, told.origin_of)
        timeline += find_timeline(told.records, found, told.origin_of, entries=entries)
    kinships = [kin for one in origins for kin in one.kinships]
    return Chronicle(
        origins=origins,
        copies=tuple(one for kin in kinships for one in passages(kin, sheets[kin.first], sheets[kin.second])),
        stories=tuple(stories),
        happenings=tuple(happenings),
        conflicts=tuple(sorted(conflicts, key=lambda one: (-one.weight, one.kind, one.sides[0].items))),
        timeline=tuple(sorted(timeline, key=lambda line: (line.date, -line.weight, line.id))),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The articles of one story with their origins: what a store hands over when a story has changed."""

    records: Sequence[Record]
    origins: Sequence[Origin]
    sheets: Mapping[str, Sheet]

    @property
    def origin_of(self) -> dict[str, str]:
        """The origin of each article."""
        return {article: one.id for one in self.origins for article in one.articles}

    def happenings(self, common: Common) -> tuple[Happening, ...]:
        """The happenings of this story."""
        origin_of = {article: one for one in self.origins for article in one.articles}
        told = [one for record in self.records for one in tellings(record, origin_of[record.id], common)]
        return find_happenings(told, common, origins=self.origins, sheets=self.sheets)

    def story(self, common: Common) -> Story:
        """The story's own description."""
        ordered = sorted(self.records, key=lambda record: (record.published or "9999", record.id))
        dates = [record.published[:10] for record in ordered if record.published]
        source, span = _headline(ordered, common)
        return Story(
            id=ident("s", ordered[0].id),
            articles=tuple(record.id for record in ordered),
            headline=" ".join(source.words(span).split()),
            headline_from=source.id,
            headline_span=span,
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            places=_named(ordered, self.origin_of, "places"),
            actors=_named(ordered, self.origin_of, "actors"),
            origins=tuple(dict.fromkeys(self.origin_of[record.id] for record in ordered)),
        )


def _headline(records: Sequence[Record], common: Common) -> tuple[Record, Span]:
    """The headline whose words most reports share; the first sentence of the earliest report where none has a headline."""
    met = Counter(term for one in [bag(record, common) for record in records] for term in one.counts)
    best: tuple[float, int, Record, Span] | None = None
    for n, record in enumerate(records):
        if record.headline:
            words = list(dict.fromkeys(terms(record.text, record.headline, common)))
            score = sum((met[word] - 1) * (1 - common.share(word)) for word in words) / (len(words) + 3) if words else 0.0
            if best is None or score > best[0]:
                best = (score, n, record, record.headline)
    if best:
        return best[2], best[3]
    first = records[0]
    body = next((part.span for part in first.parts if part.kind == "body"), Span(0, len(first.text)))
    return first, next((span for span in first.sentences if span.start >= body.start), body)


def _named(records: Sequence[Record], origin_of: Mapping[str, str], layer: str, most: int = 6) -> tuple[str, ...]:
    """Names of places or actors that most origins give, at most `most`."""
    witnesses: dict[str, set[str]] = defaultdict(set)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        for item in getattr(record, layer):
            if layer == "actors" and (not item.name[:1].isupper() or item.kind == "group"):
                continue
            key = " ".join(stem(fold(word)) for word in item.name.split())
            witnesses[key].add(origin_of[record.id])
            names[key][item.name] += 1
    order = sorted(witnesses, key=lambda key: (-len(witnesses[key]), -names[key].total(), key))[:most]
    return tuple(max(names[key], key=lambda name: (names[key][name], name)) for key in order)


def to_dict(chronicle: Chronicle) -> dict[str, Any]:
    """The chronicle as plain lists, dicts, strings and numbers, in the shape of docs/story.md."""
    return {
        "origins": [list(one.articles) for one in chronicle.origins],
        "stories": [list(one.articles) for one in chronicle.stories],
        "happenings": [plain(one) for one in chronicle.happenings],
        "conflicts": [plain(one) for one in chronicle.conflicts],
        "timeline": [_entry(one) for one in chronicle.timeline],
        "about_origins": [{"id": one.id, "speaker": one.speaker, "articles": list(one.articles)} for one in chronicle.origins],
        "about_stories": [_story(one) for one in chronicle.stories],
        "copies": [
            {"article": one.article, "span": list(one.span), "of": one.of, "of_span": list(one.of_span)} for one in chronicle.copies
        ],
    }


def plain(one: Happening | Conflict) -> dict[str, Any]:
    """A happening or conflict in the shape of docs/story.md."""
    return _happening(one) if isinstance(one, Happening) else _conflict(one)


def _story(one: Story) -> dict[str, Any]:
    return {
        "id": one.id,
        "headline": one.headline,
        "headline_from": [one.headline_from, list(one.headline_span)],
        "first": one.first,
        "last": one.last,
        "places": list(one.places),
        "actors": list(one.actors),
        "origins": list(one.origins),
        "articles": list(one.articles),
    }


def _happening(one: Happening) -> dict[str, Any]:
    voices = [
        {"name": v.name, "own": v.own, "stance": v.stance, "origins": list(v.origins), "events": [list(key) for key in v.events]}
        for v in one.voices
    ]
    return {
        "id": one.id,
        "type": one.type,
        "mode": one.mode,
        "date": one.date,
        "date_end": one.date_end,
        "known": one.known,
        "place": one.place,
        "country": one.country,
        "source": list(one.source),
        "target": list(one.target),
        "events": [list(key) for key in one.events],
        "origins": list(one.origins),
        "voices": voices,
        "status": one.status,
        "corroboration": {"witnesses": list(one.witnesses), "speakers": list(one.speakers)},
    }


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "happening": one.happening,
        "weight": one.weight,
        "sides": [[list(item) for item in side.items] for side in one.sides],
        "spans": [[list(span) for span in side.spans] for side in one.sides],
        "values": [side.value for side in one.sides],
        "voices": [list(side.voices) for side in one.sides],
        "origins": [list(side.origins) for side in one.sides],
    }


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "date": one.date,
        "date_end": one.date_end,
        "known": one.known,
        "what": one.what,
        "article": one.article,
        "span": list(one.span),
        "item": list(one.item),
        "kind": one.kind,
        "status": one.status,
        "place": one.place,
        "happening": one.happening,
        "origins": list(one.origins),
        "weight": one.weight,
    }
