"""Values that a reviewer gives, checked and brought into the form in which reviews keep them (`judged.shown`)."""

from __future__ import annotations

import re
from typing import Any, get_args

import msgspec

from dateline.article import Span
from dateline.errors import ReviewError
from dateline.fields import ConditionKind, Place, PlaceKind, Status
from dateline.record import Record
from dateline.store.judged import shown_party, shown_place
from dateline.store.query import types
from dateline.story.days import bounds

_MODE = re.compile(r"[a-z][a-z0-9 _-]{0,39}")
_CHOICES: dict[str, tuple[str, ...]] = {"type": types(), "kind": get_args(ConditionKind), "status": get_args(Status)}


def check(record: Record, field: str, value: Any) -> Any:
    """The value as it is kept. Raises ReviewError saying what a field takes.

    A place is given by its number in the record's places, by a name that stands there, by an object with span and name, or null; parties
    are a list of actor ids, spans `[start, end]`, or objects with span and name.
    """
    if field in _CHOICES:
        return _chosen(field, value, _CHOICES[field])
    if field in ("date", "date_end"):
        return _date(field, value)
    if field == "mode":
        if value is not None and not (isinstance(value, str) and _MODE.fullmatch(value)):
            raise ReviewError(f"mode: {value!r} is no mode; give a short name in small letters, or null")
        return value
    if field == "place":
        return _place(record, value)
    if field in ("source", "target"):
        if not isinstance(value, list | tuple):
            raise ReviewError(f"{field}: {value!r} is no list of actors")
        return [_party(record, field, one) for one in value]
    return list(_span(record, field, value))


def _chosen(field: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ReviewError(f"{field}: {value!r} is none of {', '.join(known)}")
    return str(value)


def _date(field: str, value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > 40 or bounds(value) is None):
        raise ReviewError(f"{field}: {value!r} is no ISO date; write it like 2022-01-07, 2022-01 or 2022, or null where the text says none")
    return value


def _span(record: Record, field: str, value: Any) -> Span:
    if not (isinstance(value, list | tuple) and len(value) == 2 and all(type(end) is int for end in value)):
        raise ReviewError(f"{field}: {value!r} is no span; give [start, end] in characters of the text")
    words = record.text[value[0] : value[1]] if 0 <= value[0] < value[1] <= len(record.text) else ""
    if not words or words != words.strip():
        raise ReviewError(f"{field}: {list(value)} are no words of article {record.id}, which has {len(record.text)} characters")
    return Span(*value)


def _place(record: Record, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if type(value) is int and 0 <= value < len(record.places):
        return shown_place(record.places[value])
    if isinstance(value, str):
        found = next((place for place in record.places if value in (place.name, record.words(place.span))), None)
        if found is not None:
            return shown_place(found)
    if not isinstance(value, dict):
        raise ReviewError(f"place: {value!r} is no place of article {record.id}; give its words as an object with span and name")
    span = _span(record, "place", value.get("span"))
    given = {"name": record.words(span), "country": None, "admin1": None, "lat": None, "lon": None, "geonames": None} | value
    if given.get("kind") not in get_args(PlaceKind):
        given["kind"] = "city"
    try:
        return shown_place(msgspec.convert(given | {"span": span, "rule": "review", "use": "literal"}, Place))
    except msgspec.ValidationError as error:
        raise ReviewError(f"place: {error}") from error


def _party(record: Record, field: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        actor = record.actor(value)
        if actor is None:
            raise ReviewError(f"{field}: article {record.id} has no actor {value!r}; give the span of the words that name one")
        return shown_party(actor)
    span = _span(record, field, value.get("span") if isinstance(value, dict) else value)
    actor = next((one for one in record.actors if span in one.mentions), None)
    return shown_party(actor) if actor else {"name": record.words(span), "span": list(span)}
