"""The values of the record: frozen, each with the words that support it (`span`) and the name of its `rule`.

Names, types and meanings are those of docs/record.md. Dates are ISO 8601 strings, countries ISO 3166-1 alpha-3 or
PLOVER's non-state codes, coordinates WGS 84 degrees. Spans index `Article.text` in code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.article import Span

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
PlaceKind = Literal["country", "admin", "city", "site", "region", "water"]
PlaceUse = Literal["literal", "government", "organization", "people", "name"]
ActorKind = Literal["person", "organization", "country", "group"]
StatementKind = Literal["direct", "indirect", "mixed"]
Manner = Literal["speech", "thought", "finding", "act"]
Status = Literal["actual", "planned", "possible", "denied"]
CasualtyKind = Literal["killed", "injured", "detained", "missing", "displaced"]
ConditionKind = Literal[
    "calm", "tense", "emergency", "curfew", "mourning", "ceasefire", "blockade", "outage", "shortage", "displacement", "epidemic"
]


@dataclass(frozen=True, slots=True)
class Time:
    """A TIMEX3. `start` and `end` (inclusive ISO dates) bound it where it can be placed on the calendar; `value` only if sure."""

    span: Span
    type: TimexType
    value: str | None
    start: str | None
    end: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym. `lat`/`lon` in degrees, None where no sure point is known; `geonames` the GeoNames id; `use` what the name stands for."""

    span: Span
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    rule: str
    use: PlaceUse = "literal"


@dataclass(frozen=True, slots=True)
class Role:
    """An office held: the words that name it, without country or body."""

    title: str
    country: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, body, country or group of an article with every naming of it. `because` lists the spans that gave the code."""

    id: str
    name: str
    kind: ActorKind
    mentions: tuple[Span, ...]
    roles: tuple[Role, ...] = ()
    country: str | None = None
    sector: str | None = None
    because: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a statement is attributed to: the source span and the id of the actor, either may be None."""

    span: Span | None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what. `content` never contains the attribution itself; `within` is the id of the statement that reports this one.

    `repeats`, of a statement in headline or sub-headline, is the id of the one in the body that tells the same words.
    """

    id: str
    source: Speaker | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: StatementKind
    manner: Manner
    date: str | None
    medium: Span | None
    within: str | None
    rule: str
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Casualty:
    """A toll: lower and upper bound, either None if not stated ("scores": None, None)."""

    kind: CasualtyKind
    low: int | None
    high: int | None
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom (PLOVER). `time` and `place` index the article's times and places; `statement` the id that tells it."""

    id: str
    trigger: Span
    type: str
    mode: str | None
    cameo: str | None
    contexts: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]
    date: str | None
    date_end: str | None
    time: int | None
    place: int | None
    status: Status
    statement: str | None
    casualties: tuple[Casualty, ...]
    also: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The state a place is in. An ended state has status denied."""

    id: str
    span: Span
    kind: ConditionKind
    place: int | None
    date: str | None
    date_end: str | None
    time: int | None
    status: Status
    statement: str | None
    rule: str
