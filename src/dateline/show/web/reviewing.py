"""What a reviewer is shown of one event or condition: its values, the words behind each, and the values that a fix may choose. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from dateline.article import Span
from dateline.errors import ReviewError
from dateline.fields import Condition, ConditionKind, Event, Place, Status
from dateline.record import Record
from dateline.rules import load_lexicon
from dateline.show.chronicle import toll
from dateline.show.dates import range_label, when
from dateline.show.export.marks import Mark, Run, runs
from dateline.show.web import labels
from dateline.store.judged import Item
from dateline.store.query import types
from dateline.story.phrase import sentence_at
from dateline.story.voices import codes

#: Fields in the order of the form, with their heading.
FIELDS = {
    "type": "What",
    "mode": "How",
    "source": "Who",
    "target": "To whom",
    "date": "When",
    "date_end": "Until",
    "place": "Where",
    "status": "Status",
    "trigger": "Words",
}
#: Those of the state of a place.
OF_STATES = {"kind": "What", "place": "Where", "date": "When", "date_end": "Until", "status": "Status", "span": "Words"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value: as a reader sees it, the words it rests on, the choices of a fix as (value, name, chosen), and what a text field holds."""

    field: str
    heading: str
    shown: str
    because: tuple[str, ...]
    choices: tuple[tuple[str, str, bool], ...]
    many: bool
    typed: str
    hint: str


@dataclass(frozen=True, slots=True)
class Context:
    """The words around an event: the sentence with its evidence as runs, what stands before and after it in the report."""

    before: str
    runs: tuple[Run, ...]
    after: str
    sentence: Span


def context(record: Record, item: Item) -> Context:
    """The sentence of an item with its evidence marked, and one sentence around it on each side."""
    words = _words(item)
    sentence = sentence_at(record, words.start)
    start, end = min(sentence.start, words.start), max(sentence.end, words.end)
    span = Span(start, end)
    if isinstance(item, Event):
        marks = [Mark(words, "event", "trigger", "the words that name the act")]
        marks += [Mark(one, "actor", "source", "who") for one in item.source_spans]
        marks += [Mark(one, "actor", "target", "to whom") for one in item.target_spans]
        marks += [Mark(one.span, "toll", "toll", toll(record, one)) for one in item.casualties]
    else:
        marks = [Mark(words, "state", "span", "the words that tell the state")]
    if item.time is not None and item.time < len(record.times):
        marks.append(Mark(record.times[item.time].span, "time", "date", "when"))
    place = _place(record, item)
    marks += [Mark(place.span, "place", "place", "where")] if place else []
    before = [one for one in record.sentences if one.end <= start][-1:]
    after = [one for one in record.sentences if one.start >= end][:1]
    return Context(
        " ".join(_flat(record, one) for one in before),
        tuple(runs(record.text, span, marks, set())),
        " ".join(_flat(record, one) for one in after),
        span,
    )


def _words(item: Item) -> Span:
    return item.trigger if isinstance(item, Event) else item.span


def _place(record: Record, item: Item) -> Place | None:
    return record.places[item.place] if item.place is not None and item.place < len(record.places) else None


def _flat(record: Record, span: Span) -> str:
    return " ".join(record.words(span).split())


def values(record: Record, item: Item) -> list[Value]:
    """The values of an item in the order of the form."""
    days = when(item.date, item.date_end)
    place, words = _place(record, item), _words(item)
    time = record.times[item.time].span if item.time is not None and item.time < len(record.times) else None
    shown = {
        "date": range_label(days.start, days.end) if days else "",
        "place": ", ".join(part for part in (place.name, labels.country_name(place.country)) if part) if place else "",
        "status": item.status,
    }
    because: dict[str, Sequence[Span]] = {
        "type": (words,),
        "kind": (words,),
        "date": (time,) if time else (),
        "place": (place.span,) if place else (),
        "trigger": (words,),
        "span": (words,),
    }
    typed = {"date": item.date or "", "date_end": item.date_end or "", "trigger": record.words(words), "span": record.words(words)}
    if isinstance(item, Event):
        shown |= {"type": labels.type_name(item.type), "mode": (item.mode or "").replace("-", " ")}
        shown |= {side: ", ".join(_actor(record, id) for id in getattr(item, side)) for side in ("source", "target")}
        because |= {"source": item.source_spans, "target": item.target_spans}
        typed["mode"] = item.mode or ""
    else:
        shown["kind"] = item.kind
    return [
        Value(
            field,
            heading,
            shown.get(field, ""),
            tuple(dict.fromkeys(_flat(record, span) for span in because.get(field, ()))),
            _choices(record, item, field),
            field in ("source", "target"),
            typed.get(field, ""),
            _hint(field),
        )
        for field, heading in (FIELDS if isinstance(item, Event) else OF_STATES).items()
    ]


def _actor(record: Record, id: str) -> str:
    actor = record.actor(id)
    return " ".join(part for part in (actor.name, f"({codes(actor)})" if codes(actor) else "") if part) if actor else id


def _hint(field: str) -> str:
    return {
        "date": "2022-01-07, 2022-01 or 2022; empty where no report says",
        "date_end": "the last day, where it is a stretch",
        "trigger": "words of this sentence",
        "span": "words of this sentence",
        "mode": "a short name in small letters; empty for none",
    }.get(field, "")


def _choices(record: Record, item: Item, field: str) -> tuple[tuple[str, str, bool], ...]:
    if field == "type":
        return tuple((one, f"{labels.type_name(one)} – {labels.TYPES[one][1]}" if one in labels.TYPES else one, one == _kind(item))
                     for one in types())  # fmt: skip
    if field == "kind":
        return tuple((one, f"{one}: {labels.CONDITIONS.get(one, one)}", one == _kind(item)) for one in get_args(ConditionKind))
    if field == "status":
        named = labels.STATUSES | ({"denied": "the state has ended"} if isinstance(item, Condition) else {})
        return tuple((one, f"{one}: {named[one]}", one == item.status) for one in get_args(Status))
    if field == "place":
        return _places(record, _place(record, item))
    if field in ("source", "target"):
        chosen = getattr(item, field)
        return tuple((actor.id, _actor(record, actor.id), actor.id in chosen) for actor in record.actors)
    return ()


def _kind(item: Item) -> str:
    return item.type if isinstance(item, Event) else item.kind


def _places(record: Record, now: Place | None) -> tuple[tuple[str, str, bool], ...]:
    found: dict[tuple[str, str | None], int] = {}
    for n, place in enumerate(record.places):
        found.setdefault((place.name, place.country), n)
    same = (now.name, now.country) if now else None
    named = [
        (str(n), f"{name}, {labels.country_name(country)}" if country else name, (name, country) == same)
        for (name, country), n in found.items()
    ]
    return (("", "not stated", now is None), *named)


@cache
def modes() -> Mapping[str, tuple[str, ...]]:
    """The modes of each type."""
    found: dict[str, dict[str, None]] = {}
    for row in load_lexicon("dateline.did", "cameo.tsv"):
        if row.get("mode") and row["mode"] != "-":
            found.setdefault(row["type"], {})[row["mode"]] = None
    return {type_: tuple(sorted(own)) for type_, own in found.items()}


def posted(record: Record, item: Item, field: str, form: Mapping[str, str]) -> Any:
    """What a form gives for a field, as the value that the store takes. Raises ReviewError."""
    text = form.get(f"new-{field}", "").strip()
    if field in ("source", "target"):
        return [key.partition(":")[2] for key in form if key.startswith(f"new-{field}:")]
    if field == "place":
        return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else text or None
    if field in ("trigger", "span"):
        return _span(record, item, field, text)
    return text or None


def _span(record: Record, item: Item, field: str, words: str) -> list[int]:
    """Words of the item's sentence as offsets: the occurrence nearest to where it stands now."""
    sentence = context(record, item).sentence
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(pattern, record.text[sentence.start : sentence.end])] if pattern else []
    if not found:
        raise ReviewError(f"{field}: {words[:80]!r} does not stand in the sentence; copy the words as they are printed")
    start, end = min(found, key=lambda one: abs(one[0] + sentence.start - _words(item).start))
    return [start + sentence.start, end + sentence.start]
