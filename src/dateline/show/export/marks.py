"""Cuts a text at every edge of its evidence, so that nested and overlapping spans can be drawn as flat runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.article import Span
from dateline.fields import Event
from dateline.record import Record
from dateline.show.chronicle import toll
from dateline.show.dates import range_label, when
from dateline.story.voices import codes, speaker_name

#: Fields in the order of the legend: class, name, what the marked words are.
FIELDS = (
    ("time", "When", "times, with their calendar date"),
    ("place", "Where", "places, with their country"),
    ("actor", "Who", "people, bodies, countries and groups"),
    ("said", "Said", "what a speaker says, not the paper"),
    ("event", "Did", "the words that name an act"),
    ("state", "State", "the condition a place is in"),
    ("toll", "Toll", "figures of the killed, hurt, held"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Evidence to highlight: `field` is a class of FIELDS (or "speaker", "cue"), `key` the id of its row, `note` what a reader is told."""

    span: Span
    field: str
    key: str
    note: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same marks. `anchors` are keys that begin here."""

    start: int
    end: int
    words: str
    fields: tuple[str, ...]
    keys: tuple[str, ...]
    anchors: tuple[str, ...]
    note: str


def marks_of(record: Record, prefix: str) -> list[Mark]:
    """Every piece of evidence of a record; keys begin with `prefix` so that several articles can share a page."""
    out: list[Mark] = []
    for n, time in enumerate(record.times):
        found = when(time.start, time.end) or when(time.value)
        label = range_label(found.start, found.end) if found else time.value or "not placed on the calendar"
        out.append(Mark(time.span, "time", f"{prefix}t{n}", f"{time.type.lower()}: {label}"))
    for n, place in enumerate(record.places):
        where = ", ".join(part for part in (place.name, place.admin1, place.country) if part and part != "")
        out.append(Mark(place.span, "place", f"{prefix}p{n}", f"{place.kind}: {where}"))
    for actor in record.actors:
        note = " ".join(part for part in (actor.name, f"({codes(actor)})" if codes(actor) else "") if part)
        out += [Mark(span, "actor", f"{prefix}{actor.id}", note) for span in actor.mentions]
    for statement in record.statements:
        name, key = speaker_name(record, statement.source), f"{prefix}{statement.id}"
        out += [Mark(span, "said", key, f"{statement.kind} statement of {name}") for span in statement.content]
        if statement.cue:
            out.append(Mark(statement.cue, "cue", key, f"cue: {name}"))
    for event in record.events:
        out += _event_marks(record, event, prefix)
    for item in record.conditions:
        ended = " (ended)" if item.status == "denied" else "" if item.status == "actual" else f" ({item.status})"
        out.append(Mark(item.span, "state", f"{prefix}{item.id}", f"{item.kind}{ended}"))
    for n, casualty in enumerate(record.casualties):
        out.append(Mark(casualty.span, "toll", f"{prefix}k{n}", toll(record, casualty)))
    return out


def _event_marks(record: Record, event: Event, prefix: str) -> Iterator[Mark]:
    mode = f", {event.mode}" if event.mode else ""
    note = f"{event.type.lower()}{mode}; {event.status}"
    for span in (event.trigger, *event.also):
        yield Mark(span, "event", f"{prefix}{event.id}", note)
    for casualty in event.casualties:
        yield Mark(casualty.span, "toll", f"{prefix}{event.id}", toll(record, casualty))


def runs(text: str, inside: Span, marks: Iterable[Mark], seen: set[str]) -> list[Run]:
    """The text of `inside` as runs. `seen` holds keys that already have their anchor; it is added to."""
    here = sorted((mark for mark in marks if mark.span.overlaps(inside)), key=lambda mark: (mark.span.start, -mark.span.end))
    edges = {inside.start, inside.end}
    for mark in here:
        edges |= {max(mark.span.start, inside.start), min(mark.span.end, inside.end)}
    out: list[Run] = []
    cuts = sorted(edges)
    live: list[Mark] = []
    waiting = iter(here)
    following = next(waiting, None)
    for start, end in pairwise(cuts):
        live = [mark for mark in live if mark.span.end > start]
        while following is not None and following.span.start <= start:
            live.append(following)
            following = next(waiting, None)
        anchors = tuple(dict.fromkeys(mark.key for mark in live if mark.key not in seen and mark.field != "cue"))
        seen.update(anchors)
        fields = tuple(dict.fromkeys(mark.field for mark in live))
        keys = tuple(dict.fromkeys(mark.key for mark in live))
        note = "\n".join(dict.fromkeys(mark.note for mark in reversed(live)))
        out.append(Run(start, end, text[start:end], fields, keys, anchors, note))
    return out
