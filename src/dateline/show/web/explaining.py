"""The explain panel: one finding of an article, field by field, its words, who says so, and the rule that read it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dateline.article import Span
from dateline.record import Record
from dateline.rules import Rule
from dateline.show.explain import Explained, explain
from dateline.show.explained import contexts
from dateline.show.rulebook import find_rule
from dateline.show.web import labels
from dateline.story.voices import Voice, flat, voice

#: Letter of a finding's id -> layer, as `marks_of` names what it marks.
LAYERS = {"e": "events", "c": "conditions", "s": "statements", "a": "actors", "t": "times", "p": "places", "k": "casualties"}
#: Fields shown of each layer, in this order; others are in the record.
FIELDS = {
    "events": ("type", "mode", "date", "date_end", "place", "source", "target", "status", "statement", "casualties", "also"),
    "conditions": ("kind", "date", "date_end", "place", "status", "statement"),
    "statements": ("source", "cue", "content", "kind", "manner", "date", "medium", "within"),
    "actors": ("name", "kind", "country", "sector", "roles", "mentions"),
    "times": ("type", "value", "start", "end"),
    "places": ("name", "kind", "use", "country", "admin1", "lat", "lon", "geonames"),
    "casualties": ("kind", "low", "high"),
}
NAMES = {
    "date_end": "until",
    "source": "who",
    "target": "to whom",
    "statement": "told by",
    "casualties": "toll",
    "also": "told again",
    "admin1": "division",
    "lat": "latitude",
    "lon": "longitude",
    "geonames": "GeoNames id",
    "start": "first day",
    "end": "last day",
    "low": "at least",
    "high": "at most",
    "mentions": "named",
    "roles": "offices",
    "content": "words",
    "value": "TIMEX3 value",
}
#: Most sentences and fields of one answer; the record as JSON has all.
MOST = 8
_KEY = re.compile(r"([ecsatpk])\d+")
_PATH = re.compile(r"(\w+)\[(\w+)\](?:\.(\w+).*)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `lit` where it is evidence."""

    words: str
    span: Span
    lit: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the finding: name for a reader, value for a reader, path that explains it."""

    name: str
    value: str
    path: str
    on: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows. `rules` are (name, file and rule, or None for a model or a step of the program)."""

    title: str
    path: str
    fields: tuple[Field, ...]
    field: str
    value: str
    sentences: tuple[tuple[Piece, ...], ...]
    more: int
    voice: Voice | None
    notes: tuple[str, ...]
    rules: tuple[tuple[str, tuple[str, Rule] | None], ...]


def panel(record: Record, path: str) -> Panel:
    """The panel for a path (events[e3].date), or for the id of a finding alone (e3). Raises RecordError where it leads nowhere."""
    key = _KEY.fullmatch(path)
    if key:
        layer = LAYERS[key[1]]
        path = f"{layer}[{path if layer in ('events', 'conditions', 'statements', 'actors') else path[1:]}]"
    found = explain([record], path)
    step = _PATH.fullmatch(path)
    layer, index, field = (step[1], step[2], step[3] or "") if step else (path, "", "")
    item = explain([record], f"{layer}[{index}]").value if step else None
    all_contexts = contexts(found)
    told = layer in ("events", "conditions", "statements")
    names = [name for name in found.rule.split("+") if name]
    return Panel(
        title=_title(record, layer, item, found),
        path=found.path,
        fields=tuple(_fields(record, layer, index, field, item)) if isinstance(item, dict) else (),
        field=NAMES.get(field, field),
        value=_worded(record, layer, field, found.value) if field else "",
        sentences=tuple(_pieces(record, context, spans) for context, spans in all_contexts[:MOST]),
        more=max(0, len(all_contexts) - MOST),
        voice=voice(record, found.statement) if told else None,
        notes=found.notes,
        rules=tuple((name, find_rule(name)) for name in names),
    )


def _title(record: Record, layer: str, item: Any, found: Explained) -> str:
    if isinstance(item, dict):
        if layer == "events":
            return labels.type_name(item["type"], item["mode"])
        if layer == "actors":
            return str(item["name"])
        if layer == "statements":
            return f"{item['kind'].capitalize()} statement"
        if layer == "casualties":
            return "Toll"
        return {"times": "Time", "places": "Place", "conditions": "State of a place"}.get(layer, layer)
    return flat(record, found.spans[0]) if found.spans else layer


def _fields(record: Record, layer: str, index: str, on: str, item: dict[str, Any]) -> list[Field]:
    out = []
    for name in FIELDS.get(layer, ()):
        value = item.get(name)
        if value is not None and value not in ([], ()):
            out.append(Field(NAMES.get(name, name), _worded(record, layer, name, value), f"{layer}[{index}].{name}", name == on))
        elif name == "statement":
            out.append(Field(NAMES[name], "the paper, in its own voice", f"{layer}[{index}].{name}", name == on))
    return out


def _worded(record: Record, layer: str, name: str, value: Any) -> str:
    """A value as a reader would say it; what has no words of its own as JSON."""
    if value is None:
        return "not stated"
    worded = _WORDS.get(name)
    if worded and (layer in ("events", "conditions") or name not in ("source", "place")):
        return worded(record, value)
    if layer == "statements" and name == "source":
        actor = record.actor(value.get("actor"))
        words = flat(record, Span(*value["span"])) if value.get("span") else ""
        return f"{words} ({actor.name})" if actor and words and actor.name != words else words or (actor.name if actor else "not named")
    if isinstance(value, list) and len(value) == 2 and all(type(edge) is int for edge in value):
        return flat(record, Span(*value))
    return str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def _names(record: Record, ids: Any) -> str:
    return ", ".join(actor.name for actor in map(record.actor, ids) if actor)


def _spans(record: Record, spans: Any) -> str:
    shown = [flat(record, Span(*span)) for span in spans[:MOST]]
    return " | ".join(shown) + (" …" if len(spans) > MOST else "")


def _place(record: Record, index: Any) -> str:
    place = record.places[index]
    return ", ".join(dict.fromkeys(part for part in (place.name, labels.country_name(place.country)) if part))


def _tolls(record: Record, tolls: Any) -> str:
    return ", ".join(f"{toll['kind']}: {flat(record, Span(*toll['span']))}" for toll in tolls)


def _roles(record: Record, roles: Any) -> str:
    return ", ".join(dict.fromkeys(str(role["title"]) for role in roles))


_WORDS: dict[str, Callable[[Record, Any], str]] = {
    "type": lambda record, value: labels.type_name(value) if value in labels.TYPES else str(value).lower(),
    "source": _names,
    "target": _names,
    "place": _place,
    "statement": lambda record, value: voice(record, value).line,
    "within": lambda record, value: voice(record, value).line,
    "casualties": _tolls,
    "also": _spans,
    "content": _spans,
    "mentions": _spans,
    "roles": _roles,
    "country": lambda record, value: f"{labels.country_name(value)} ({value})",
    "sector": lambda record, value: f"{labels.sector_name(value)} ({value})",
}


def _pieces(record: Record, context: Span, spans: list[Span]) -> tuple[Piece, ...]:
    out, at = [], context.start
    for span in spans:
        if span.start < at:
            continue
        out += [Piece(record.text[at : span.start], Span(at, span.start), False), Piece(record.text[span.start : span.end], span, True)]
        at = span.end
    out.append(Piece(record.text[at : context.end], Span(at, context.end), False))
    return tuple(piece for piece in out if piece.words)
