"""A record as rows: every layer flat, every word that supports a value with its offsets. Columns are those of schema.sql."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from dateline.article import Span
from dateline.fields import Casualty, Condition, Event, Place
from dateline.record import Record
from dateline.store.doubt import condition_doubt, event_doubt
from dateline.story.days import stretch
from dateline.who import WhoLexicon, actor_key

_EPOCH = date(1970, 1, 1).toordinal()
_LARGEST = 2**63 - 1
Row = tuple[Any, ...]

#: Columns after `article` of the tables that one article fills, in the order in which they are filled.
COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "times": "n type value first last start end rule",
        "places": "n name kind country admin1 lat lon geonames use start end rule",
        "actors": "id name kind country sector key mentions roles rule",
        "statements": "id actor speaker source cue content kind manner date within repeats rule",
        "events": "id type mode cameo contexts date date_end day day_end place country admin1 lat lon geonames kind status "
        "statement voice trigger start end source target killed_low killed_high injured_low injured_high tolls also doubt rule "
        "corrected rejected",
        "parties": "event side actor",
        "conditions": "id kind date date_end day day_end place country lat lon status statement voice words start end doubt rule "
        "corrected rejected",
        "spans": "layer item field start end words",
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Marks:
    """What reviews say of items, by "layer:id"."""

    corrected: frozenset[str]
    rejected: frozenset[str]

    def of(self, layer: str, id: str, doubt: float, rule: str) -> Row:
        """The columns doubt, rule, corrected, rejected. Nothing is doubtful of what a person has seen."""
        key = f"{layer}:{id}"
        seen = key in self.corrected or key in self.rejected
        return (0.0 if seen else doubt, rule, key in self.corrected, key in self.rejected)


def flatten(
    record: Record, lexicon: WhoLexicon, *, corrected: frozenset[str] = frozenset(), rejected: frozenset[str] = frozenset()
) -> dict[str, list[Row]]:
    """Rows of every table in COLUMNS for one article. `corrected` and `rejected` are the keys ("events:e3") of reviewed items."""
    marks = _Marks(corrected, rejected)
    voices = {s.id: _speaker(record, s.source.actor, s.source.span) if s.source else None for s in record.statements}
    return {
        "times": [(n, t.type, t.value, t.start, t.end, *t.span, t.rule) for n, t in enumerate(record.times)],
        "places": [
            (n, p.name, p.kind, p.country, p.admin1, p.lat, p.lon, p.geonames, p.use, *p.span, p.rule)
            for n, p in enumerate(record.places)
        ],
        "actors": [
            (
                a.id, a.name, a.kind, a.country, a.sector, actor_key(a, lexicon), len(a.mentions),
                _json([{"title": r.title, "country": r.country, "span": r.span} for r in a.roles]), a.rule,
            )
            for a in record.actors
        ],
        "statements": list(_statements(record, voices)),
        "events": [_event(record, e, voices, marks) for e in record.events],
        "parties": list(
            dict.fromkeys(
                (e.id, side, actor) for e in record.events for side in ("source", "target") for actor in getattr(e, side)
            )
        ),
        "conditions": [_condition(record, c, voices, marks) for c in record.conditions],
        "spans": list(
            dict.fromkeys(
                (layer, item, field, span.start, span.end, record.words(span)) for layer, item, field, span in spans(record)
            )
        ),
    }  # fmt: skip


def days(first: str | None, last: str | None = None) -> tuple[int | None, int | None]:
    """First and last day of a date or stretch of dates, as days since 1970-01-01; None where it cannot be placed on the calendar."""
    found = stretch(first, last)
    return (found[0].toordinal() - _EPOCH, found[1].toordinal() - _EPOCH) if found else (None, None)


def spans(record: Record) -> Iterator[tuple[str, str, str, Span]]:
    """Layer, item, field and span of all words that support a value, in the order of the record."""
    for layer in ("times", "places", "allusions", "casualties"):
        field = "casualty" if layer == "casualties" else "span"
        for n, value in enumerate(getattr(record, layer)):
            yield layer, str(n), field, value.span
    for actor in record.actors:
        yield from _each("actors", actor.id, "mention", actor.mentions)
        yield from _each("actors", actor.id, "role", [role.span for role in actor.roles])
        yield from _each("actors", actor.id, "because", actor.because)
    for said in record.statements:
        for field, span in (("source", said.source.span if said.source else None), ("cue", said.cue), ("medium", said.medium)):
            yield from _each("statements", said.id, field, [span] if span else [])
        yield from _each("statements", said.id, "content", said.content)
    for event in record.events:
        yield "events", event.id, "trigger", event.trigger
        yield from _each("events", event.id, "source", event.source_spans)
        yield from _each("events", event.id, "target", event.target_spans)
        yield from _each("events", event.id, "also", event.also)
        yield from _each("events", event.id, "casualty", [toll.span for toll in event.casualties])
    for condition in record.conditions:
        yield "conditions", condition.id, "span", condition.span


def _each(layer: str, item: str, field: str, found: Sequence[Span]) -> Iterator[tuple[str, str, str, Span]]:
    return ((layer, item, field, span) for span in found)


def _statements(record: Record, voices: dict[str, str | None]) -> Iterator[Row]:
    for s in record.statements:
        source = record.words(s.source.span) if s.source and s.source.span else None
        content = " ... ".join(record.words(span) for span in s.content)
        yield (
            s.id, s.source.actor if s.source else None, voices[s.id], source, record.words(s.cue) if s.cue else None, content,
            s.kind, s.manner, s.date, s.within, s.repeats, s.rule,
        )  # fmt: skip


def _speaker(record: Record, actor: str | None, span: Span | None) -> str | None:
    """The actor's name, else the words of the source; None for a mere letter ("A: Yes, since Tuesday")."""
    found = record.actor(actor)
    name = found.name if found else record.words(span) if span else ""
    return name if len(name) > 1 else None


def _event(record: Record, e: Event, voices: dict[str, str | None], marks: _Marks) -> Row:
    place = _place(record, e.place)
    where = (place.name, place.country, place.admin1, place.lat, place.lon, place.geonames, place.kind) if place else (None,) * 7
    tolls = _json([{"kind": c.kind, "low": c.low, "high": c.high, "span": c.span} for c in e.casualties])
    return (
        e.id, e.type, e.mode, e.cameo, _json(e.contexts), e.date, e.date_end, *days(e.date, e.date_end), *where, e.status,
        e.statement, voices.get(e.statement or ""), record.words(e.trigger), *e.trigger, _json(e.source), _json(e.target),
        *_toll(e.casualties, "killed"), *_toll(e.casualties, "injured"), tolls, len(e.also),
        *marks.of("events", e.id, event_doubt(e, record), e.rule),
    )  # fmt: skip


def _condition(record: Record, c: Condition, voices: dict[str, str | None], marks: _Marks) -> Row:
    place = _place(record, c.place)
    where = (place.name, place.country, place.lat, place.lon) if place else (None,) * 4
    return (
        c.id, c.kind, c.date, c.date_end, *days(c.date, c.date_end), *where, c.status, c.statement, voices.get(c.statement or ""),
        record.words(c.span), *c.span, *marks.of("conditions", c.id, condition_doubt(c), c.rule),
    )  # fmt: skip


def _place(record: Record, index: int | None) -> Place | None:
    return record.places[index] if index is not None and 0 <= index < len(record.places) else None


def _toll(tolls: Sequence[Casualty], kind: str) -> tuple[int | None, int | None]:
    """The largest toll of a kind: an event that says "three men" and later "nine people" has killed at least nine."""
    found = [toll for toll in tolls if toll.kind == kind]
    best = max(found, key=lambda toll: (toll.low or 0, toll.high or 0), default=None)
    return (_number(best.low), _number(best.high)) if best else (None, None)


def _number(value: int | None) -> int | None:
    """A number that fits a column; a longer one stays in `tolls` alone."""
    return value if value is not None and value <= _LARGEST else None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
