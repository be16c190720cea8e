"""What a store answers with: frozen rows, flat and ready to show or export.

Offsets are half-open code points of the article's text. `article` is always the article's id, dates are ISO 8601, countries ISO 3166-1
alpha-3, coordinates WGS 84 degrees; what is not known is None or empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Count(NamedTuple):
    """One value of a facet: `value` is what `Query` takes, `n` how many items it would give, `label` the words to show for it."""

    value: str
    n: int
    label: str


@dataclass(frozen=True, slots=True)
class Party:
    """An actor on one side of an event. `key` is the same for one actor in all articles; None for unnamed groups."""

    id: str
    name: str
    kind: str
    key: str | None
    country: str | None
    sector: str | None

    @property
    def code(self) -> str:
        """KAZ~GOV; empty where nothing is known."""
        return f"{self.country or ''}~{self.sector or ''}" if self.country or self.sector else ""


@dataclass(frozen=True, slots=True)
class Toll:
    """Killed, injured, detained, missing or displaced: lower and upper bound and the words."""

    kind: str
    low: int | None
    high: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one article, and where that article stands."""

    article: str
    id: str
    outlet: str | None
    published: str | None
    headline: str | None
    url: str | None
    story: str | None
    origin: str | None

    @property
    def key(self) -> str:
        """article:id, as links, exports and reviews name it."""
        return f"{self.article}:{self.id}"


@dataclass(frozen=True, slots=True)
class EventRow(Found):
    """One event of one article. `before` and `after` are the words around `trigger` on one line, cut at words.

    `voice` is the speaker's name; None together with `statement` None is the paper's own voice. `origins` counts the independent origins
    that tell its `happening`; None before it is woven in.
    """

    type: str
    mode: str | None
    cameo: str | None
    contexts: tuple[str, ...]
    date: str | None
    date_end: str | None
    place: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames: int | None
    precision: str | None
    status: str
    statement: str | None
    voice: str | None
    trigger: str
    start: int
    end: int
    before: str
    after: str
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    tolls: tuple[Toll, ...]
    also: int
    doubt: float
    rule: str
    happening: str | None
    origins: int | None
    corrected: bool
    rejected: bool

    @property
    def own(self) -> bool:
        """Whether the paper says it in its own voice."""
        return self.statement is None


@dataclass(frozen=True, slots=True)
class ConditionRow(Found):
    """The state a place is in, as one article tells it. An ended state has status denied."""

    kind: str
    date: str | None
    date_end: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    status: str
    statement: str | None
    voice: str | None
    words: str
    start: int
    end: int
    doubt: float
    rule: str
    corrected: bool
    rejected: bool


@dataclass(frozen=True, slots=True)
class StatementRow(Found):
    """Who says what. `start`/`end` bound the content from its first piece to its last."""

    speaker: str | None
    party: Party | None
    source: str | None
    cue: str | None
    content: str
    kind: str
    manner: str
    date: str | None
    within: str | None
    repeats: str | None
    start: int | None
    end: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor across articles: by its key, else by name, kind and code. `articles` and `events` count where it appears and acts."""

    name: str
    kind: str
    key: str | None
    country: str | None
    sector: str | None
    articles: int
    mentions: int
    events: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article without its text. `events` counts its events that no review rejected."""

    id: str
    outlet: str | None
    url: str | None
    path: str | None
    sha256: str | None
    retrieved: str | None
    published: str | None
    published_from: str | None
    headline: str | None
    agency: str | None
    words: int
    reader: str
    origin: str | None
    story: str | None
    events: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story. `headline` are the words of article `headline_from` at `headline_start`:`headline_end`."""

    id: str
    headline: str
    headline_from: str
    headline_start: int
    headline_end: int
    first: str | None
    last: str | None
    places: tuple[str, ...]
    actors: tuple[str, ...]
    articles: int
    origins: int
    happenings: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a happening to link to: the event and the words that name it."""

    article: str
    event: str
    trigger: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """One event with all its tellings (docs/story.md). `origins` and `witnesses` count independent origins, and papers and agencies;
    `witnesses_named` and `speakers` name who asserts it; `first` is the earliest telling; `lat`/`lon` are those of the earliest telling
    with a point in `place`, never of a country."""

    id: str
    story: str
    type: str
    mode: str | None
    date: str | None
    date_end: str | None
    known: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str
    origins: int
    witnesses: int
    voices: tuple[VoiceRow, ...]
    witnesses_named: tuple[str, ...]
    speakers: tuple[str, ...]
    first: Telling | None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Where reports contradict each other: `body` holds both as in `--format chronicle`: sides, spans, values, voices, origins."""

    id: str
    story: str
    kind: str
    happening: str | None
    weight: float
    known: str | None
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copied passage: the words of `article` at `start`:`end` stand in `of` at `of_start`:`of_end`."""

    article: str
    start: int
    end: int
    of: str
    of_start: int
    of_end: int


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """Who tells it: a paper or agency in its `own` voice, or a speaker by name (empty where none is named); asserted or denied by `stance`;
    `origins` counts the independent origins that carry the voice."""

    name: str
    own: bool
    stance: str
    origins: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a timeline: what happened when, when it became known, in a report's own words (`what`, at `start`:`end` of `article`).

    `item` is the event or condition there, `voices` who tells it, `conflicts` the kinds of conflict about it that were known by then.
    """

    id: str
    story: str
    date: str
    date_end: str | None
    known: str | None
    what: str
    article: str
    start: int
    end: int
    item: str
    kind: str
    status: str
    place: str | None
    happening: str | None
    origins: tuple[str, ...]
    weight: float
    voices: tuple[VoiceRow, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that full text found. `snippet` are pieces (words, whether they match) around the best match; `matches` are the offsets
    of the matching words in the article's text, in order."""

    article: str
    outlet: str | None
    published: str | None
    headline: str | None
    url: str | None
    story: str | None
    snippet: tuple[tuple[str, bool], ...]
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """An item that no record could be made of: where, why, and what to do."""

    place: str
    reason: str
    sha256: str | None
