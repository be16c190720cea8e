"""`dateline explain`: a field of a record, its words in their sentence, its value, and the rule that made it.

A path names a layer, an item by index or id, and a field: `events[0].date`, `statements[s2].source`, `headline`. With several records in
the file the id of one stands before it: `flash-0320:events[0].date`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from dateline.article import Span
from dateline.errors import RecordError
from dateline.fields import Actor, Condition, Event, Place, Statement, Time
from dateline.record import Record

LAYERS = ("parts", "sentences", "times", "places", "allusions", "actors", "statements", "events", "conditions", "casualties")
_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[([^\[\]]{1,80})\]")
_INDIRECT = {"date": "times", "date_end": "times", "time": "times", "place": "places"}


@dataclass(frozen=True, slots=True)
class Explained:
    """What a path points at. `spans` are its words, `rule` the rule's or model's name, `notes` one line each of how it came about."""

    record: Record
    path: str
    value: Any
    spans: tuple[Span, ...]
    rule: str
    notes: tuple[str, ...]
    statement: str | None


def explain(records: Sequence[Record], path: str) -> Explained:
    """Finds a path in records. Raises RecordError saying which step of the path leads nowhere and what there is instead."""
    record, path = _record(records, path)
    steps = list(_steps(path))
    value: Any = record.to_dict()
    item: Any = None
    walked = ""
    for step in steps:
        value, step = _walk(value, step, walked)
        walked += f"[{step}]" if isinstance(step, int) else f".{step}" if walked else step
        if len(re.findall(r"\[", walked)) == 1 and isinstance(step, int):
            item = getattr(record, str(steps[0]))[step]
    field = next((str(step) for step in steps[2:] if isinstance(step, str)), "") if item is not None else str(steps[0])
    spans, rule, notes, statement = _evidence(record, item, field, value)
    inner = re.fullmatch(r".*\.(?:casualties|roles|content|mentions|because|source_spans|target_spans|also)\[(\d+)\].*", walked)
    if inner:
        spans = _inside(value) or spans
    return Explained(record, walked, value, spans, rule, notes, statement)


def _record(records: Sequence[Record], path: str) -> tuple[Record, str]:
    if not records:
        raise RecordError("the file holds no record")
    for record in records:
        if path.startswith(record.id + ":"):
            return record, path[len(record.id) + 1 :]
    name, _, inside = path.rpartition(":")
    named = [record for record in records if name and record.source.path and PurePath(record.source.path).stem == name]
    if len(named) == 1:
        return named[0], inside
    if name or len(records) > 1:
        many = f"the file holds {len(records)} record{'s' if len(records) > 1 else ''}"
        none = f", {'several' if named else 'none'} named {name!r}" if name else ""
        raise RecordError(f"{many}{none}; put the id of one before the path, such as {records[0].id}:{inside}")
    return records[0], path


def _steps(path: str) -> Iterator[str | int]:
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if not found:
            raise RecordError(f"path {path!r} cannot be read from {path[at:]!r} on; write it like events[0].date")
        name, index = found.groups()
        yield name if name else int(index) if index.isascii() and index.isdigit() else f"#{index}"
        at = found.end()
    if not path:
        raise RecordError("the path is empty; write it like events[0].date")


def _walk(value: Any, step: str | int, walked: str) -> tuple[Any, str | int]:
    if isinstance(step, str) and step.startswith("#"):
        ids = [item.get("id") for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []
        if step[1:] not in ids:
            raise RecordError(f"{walked or 'the record'} has no item {step[1:]!r}; there are {', '.join(map(str, ids)) or 'no ids'}")
        step = ids.index(step[1:])
    if isinstance(step, int):
        if not isinstance(value, list | tuple):
            raise RecordError(f"{walked} is no list, so [{step}] leads nowhere")
        if step >= len(value):
            raise RecordError(f"{walked} has {len(value)} items, so [{step}] leads nowhere")
        return value[step], step
    if not isinstance(value, dict) or step not in value:
        keys = ", ".join(value) if isinstance(value, dict) else "no fields"
        raise RecordError(f"{walked or 'the record'} has no field {step!r}; there are {keys}")
    return value[step], step


Evidence = tuple[tuple[Span, ...], str, tuple[str, ...], str | None]


def _evidence(record: Record, item: Any, field: str, value: Any) -> Evidence:
    if isinstance(item, Event | Condition):
        return _of_act(record, item, field)
    if isinstance(item, Statement):
        return _of_statement(record, item, field)
    if isinstance(item, Actor):
        return _of_actor(item, field)
    if isinstance(item, Time | Place):
        return (item.span,), item.rule, (), None
    if item is not None:
        return _inside(value) or _inside(item), str(getattr(item, "rule", "")), (), None
    if field in ("published", "dateline", "published_from") and record.dateline:
        return (record.dateline.span,), "", (f"published comes from: {record.published_from}",), None
    if field == "headline" and record.headline:
        return (record.headline,), "", (), None
    return (), "", (), None


def _of_act(record: Record, item: Event | Condition, field: str) -> Evidence:
    trigger = item.trigger if isinstance(item, Event) else item.span
    layer = _INDIRECT.get(field)
    index = (item.time if layer == "times" else item.place) if layer else None
    if layer and index is not None and 0 <= index < len(getattr(record, layer)):
        support = getattr(record, layer)[index]
        note = f"{field} is taken from {layer}[{index}], whose rule is {support.rule}; the act itself was found by {item.rule}"
        return (support.span,), support.rule, (note,), item.statement
    if layer:
        note = f"no words of the copy are tied to {field}: it comes from the scene around the act, or is not known"
        return (trigger,), item.rule, (note,), item.statement
    if field == "statement" and item.statement:
        told = record.statement(item.statement)
        return (_told_spans(told), told.rule, (), item.statement) if told else ((trigger,), item.rule, (), None)
    if isinstance(item, Event):
        if field in ("source", "source_spans", "target", "target_spans"):
            spans = item.source_spans if field.startswith("source") else item.target_spans
            return spans or (trigger,), item.rule, _named(record, item, field), item.statement
        if field == "casualties" and item.casualties:
            spans = tuple(casualty.span for casualty in item.casualties)
            return spans, item.casualties[0].rule or item.rule, (), item.statement
        if field == "also" and item.also:
            return item.also, item.rule, (), item.statement
    return (trigger,), item.rule, (), item.statement


def _named(record: Record, event: Event, field: str) -> tuple[str, ...]:
    ids = event.source if field.startswith("source") else event.target
    actors = [record.actor(id) for id in ids]
    return tuple(f"{a.id} is {a.name} ({a.country or '?'} {a.sector or '?'}), by {a.rule or 'the tagger'}" for a in actors if a)


def _told_spans(statement: Statement) -> tuple[Span, ...]:
    source = statement.source.span if statement.source else None
    return tuple(sorted(span for span in (source, statement.cue, *statement.content) if span))


def _of_statement(record: Record, item: Statement, field: str) -> Evidence:
    source = item.source.span if item.source else None
    spans = {"source": (source,), "cue": (item.cue,), "content": item.content, "medium": (item.medium,)}.get(field, ())
    found = tuple(span for span in spans if span)
    notes: tuple[str, ...] = ()
    if field == "source" and item.source:
        actor = record.actor(item.source.actor)
        notes = (f"{actor.id} is {actor.name} ({actor.country or '?'} {actor.sector or '?'})",) if actor else ("no actor is tied to it",)
    return found or _told_spans(item), item.rule, notes, item.id


def _of_actor(item: Actor, field: str) -> Evidence:
    if field == "roles" and item.roles:
        return tuple(role.span for role in item.roles), item.rule, (), None
    if field in ("country", "sector") and item.because:
        return item.because, item.rule, (), None
    return item.mentions, item.rule, (), None


def _inside(value: Any) -> tuple[Span, ...]:
    """The span that a value of the record is or holds."""
    if isinstance(value, list | tuple) and len(value) == 2 and all(type(edge) is int for edge in value):
        return (Span(*value),)
    inner = value.get("span") if isinstance(value, dict) else getattr(value, "span", None)
    return _inside(inner) if inner is not None else ()
