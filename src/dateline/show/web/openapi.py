"""What the API answers: the table of its paths, and the OpenAPI 3.1 description made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import msgspec

from dateline.fields import ConditionKind, Status
from dateline.show.export.formats import FORMATS
from dateline.show.versions import version_line
from dateline.store import rows
from dateline.store.query import types

#: Items of one answer, if nothing is asked, and at most.
LIMIT, MOST = 50, 500
#: Deepest offset: who needs more takes an export.
DEEPEST = 100_000
EVENT_SORTS = ("date", "-date", "published", "-published", "doubt", "-doubt", "article")
Schema = Mapping[str, Any]
_WORDS: Schema = {"type": "string", "maxLength": 400}
_DAY: Schema = {"type": "string", "examples": ["2023-03-14", "2023-03", "2023"]}
#: Keys of a filter: (schema of one value, whether several may be given, what it asks for, an example).
FILTERS: dict[str, tuple[Schema, bool, str, str]] = {
    "type": ({"type": "string", "enum": list(types())}, True, "PLOVER type of the act", "PROTEST"),
    "mode": (_WORDS, True, "PLOVER mode, such as riot", "demo"),
    "country": (_WORDS, True, "ISO 3166-1 alpha-3 code or English name of the event's country", "NAM"),
    "place": (_WORDS, True, "name of the place; * stands for any letters", "Walvis*"),
    "actor": (_WORDS, True, "a party: name, code (NAM~GOV), key (ann-roe/NOR) or =KEY", "Hamu*"),
    "status": ({"type": "string", "enum": list(get_args(Status))}, True, "how it is told", "actual"),
    "voice": (_WORDS, True, "speaker who tells it; own is the paper itself", "own"),
    "outlet": (_WORDS, True, "paper or agency", "SKELA"),
    "story": (_WORDS, True, "id of a story", "sc10f5eb27484"),
    "happening": (_WORDS, True, "id of a happening", "h283084ac4125"),
    "origin": (_WORDS, True, "id of an origin: one piece of copy and its reprints", "oc10f5eb27484"),
    "article": (_WORDS, True, "id of an article", "flash-0320"),
    "kind": ({"type": "string", "enum": list(get_args(ConditionKind))}, True, "kind of a state of a place", "calm"),
    "from": (_DAY, False, "first day (ISO day, month or year) on which it happened; of publication for articles", "2023-03-01"),
    "to": (_DAY, False, "last day", "2023-03-31"),
    "min_origins": ({"type": "integer", "minimum": 0}, False, "least number of independent origins that tell it", "2"),
    "casualties": (_WORDS, False, "any for a toll of any kind, else the least number killed", "any"),
    "doubt": ({"type": "number", "minimum": 0, "maximum": 1}, False, "least doubt of the reader", "0.5"),
    "box": (_WORDS, False, "west,south,east,north in degrees", "10,-30,30,-10"),
    "text": ({"type": "string", "maxLength": 4000}, False, "words that the report holds", "water"),
    "rejected": ({"type": "string", "enum": ["0", "1"]}, False, "1 also gives what reviewers rejected", "0"),
}
_PAGED: dict[str, tuple[Schema, str, str]] = {
    "limit": ({"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}, "how many", "2"),
    "offset": ({"type": "integer", "minimum": 0, "maximum": DEEPEST, "default": 0}, "how many to pass over", "0"),
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One list of the API: its name and path, the store's method, the type of its rows and its orders."""

    name: str
    about: str
    row: type
    sorts: tuple[str, ...] = ()
    filtered: bool = True

    @property
    def path(self) -> str:
        """/api/events."""
        return f"/api/{self.name}"


LISTS = (
    Endpoint("events", "Acts: who did what to whom, when and where, as one article tells it", rows.EventRow, EVENT_SORTS),
    Endpoint("conditions", "The state that places are in", rows.ConditionRow, EVENT_SORTS),
    Endpoint("statements", "Who says what", rows.StatementRow),
    Endpoint("actors", "People, bodies and countries across articles", rows.ActorRow),
    Endpoint("articles", "Articles without their text", rows.ArticleRow, ("published", "-published", "article")),
    Endpoint("stories", "Stories", rows.StoryRow, ("-last", "first", "-origins", "-conflicts")),
    Endpoint("happenings", "Happenings: one thing that happened, with all its voices", rows.HappeningRow, ("date", "-date", "-origins")),
    Endpoint("conflicts", "Where independent origins contradict each other", rows.ConflictRow),
    Endpoint("refused", "Items that no record could be made of", rows.RefusedRow, (), False),
)


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    kinds = [*(one.row for one in LISTS), rows.EntryRow, rows.Hit, rows.Count]
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    by_type = dict(zip(kinds, schemas, strict=True))
    components["Problem"] = {
        "type": "object",
        "required": ["error", "todo", "status"],
        "properties": {"error": {"type": "string"}, "todo": {"type": "string"}, "status": {"type": "integer"}},
    }
    paths: dict[str, Any] = {one.path: _get(one.about, _list_of(by_type[one.row]), _parameters(one)) for one in LISTS}
    paths |= _single(by_type)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": version_line().split(",")[0].removeprefix("dateline "),
            "summary": "The chronicle of news copy: what happened, when, where, who did what to whom and who says so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _single(by_type: Mapping[type, Schema]) -> dict[str, Any]:
    """The paths that are no plain list."""
    filters = _filter_parameters()
    q = _parameter("q", {"type": "string", "maxLength": 400}, 'words, a "phrase", prefi*, -without, this OR that', "water", required=True)
    day = _parameter("as_of", _DAY, "tell it as it was known at the end of this day", "2023-03-16")
    entries = _parameter("entries", {"type": "integer", "minimum": 1, "maximum": MOST}, "keep the most telling so many", "5")
    most = _parameter("most", {"type": "integer", "minimum": 1, "maximum": MOST}, "most values of a facet", "5")
    record = _parameter("id", {"type": "string"}, "id of an article", "flash-0320", place="path", required=True)
    fixed = _parameter("corrected", {"type": "string", "enum": ["0", "1"]}, "1 applies what reviewers corrected", "1")
    form = _parameter("format", {"type": "string", "enum": list(FORMATS)}, "format of an export", "csv", place="path", required=True)
    counts = {"type": "object", "additionalProperties": {"type": "array", "items": by_type[rows.Count]}}
    months = {"type": "array", "items": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}}
    whole = {"type": "object", "description": "docs/record.md describes it key by key"}
    media = {one.media: {"schema": {"type": "string"}} for one in FORMATS.values()}
    streamed = _get("Everything of the filter, streamed, in a format of `dateline export`", {"type": "string"}, [form, *filters])
    streamed["get"]["responses"]["200"]["content"] = media
    paging = [_parameter(name, schema, about, example) for name, (schema, about, example) in _PAGED.items()]
    return {
        "/api/timeline": _get("What happened when, in reports' own words", _list_of(by_type[rows.EntryRow]), [*filters, day, entries]),
        "/api/search": _get("Reports that hold words", _list_of(by_type[rows.Hit]), [q, *filters, *paging]),
        "/api/facets": _get("Events counted by type, country, actor, status, voice, outlet, story, origins", counts, [*filters, most]),
        "/api/months": _get("Events counted by month", months, filters),
        "/api/records/{id}": _get("The whole record of an article with its text", whole, [record, fixed]),
        "/export/{format}": streamed,
    }


def _get(about: str, schema: Schema, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    problem = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {
        "get": {
            "summary": about,
            "parameters": parameters,
            "responses": {
                "200": {"description": "as asked", "content": {"application/json": {"schema": schema}}},
                "400": {"description": "a value that cannot be asked for", **problem},
                "401": {"description": "the store asks for a token", **problem},
                "404": {"description": "there is no such thing", **problem},
            },
        }
    }


def _list_of(row: Schema) -> dict[str, Any]:
    next_page = {"type": ["string", "null"], "description": "address of the next page"}
    return {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": row}, "next": next_page}}


def _parameters(one: Endpoint) -> list[dict[str, Any]]:
    out = _filter_parameters() if one.filtered else []
    out += [_parameter(name, schema, about, example) for name, (schema, about, example) in _PAGED.items()]
    if one.sorts:
        out.append(_parameter("sort", {"type": "string", "enum": list(one.sorts), "default": one.sorts[0]}, "order", one.sorts[0]))
    return out


def _filter_parameters() -> list[dict[str, Any]]:
    out = []
    for name, (schema, many, about, example) in FILTERS.items():
        whole = {"type": "array", "items": schema} if many else schema
        out.append(_parameter(name, whole, about, [example] if many else example))
    return out


def _parameter(name: str, schema: Schema, about: str, example: Any, *, place: str = "query", required: bool = False) -> dict[str, Any]:
    out = {"name": name, "in": place, "required": required, "description": about, "schema": schema, "example": example}
    if schema.get("type") == "array":
        out |= {"style": "form", "explode": True}
    return out
