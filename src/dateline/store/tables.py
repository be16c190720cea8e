"""The tables of a Parquet export: where their columns stand in the store, their types and what they mean.

`of` says what a query narrows a table by: `events`, `conditions` and `articles` themselves, `items` of articles, or a column that names a
story or origin.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, Frictionless type, expression in SQL and meaning."""

    name: str
    type: str
    sql: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `refers` are foreign keys: own columns, other table, its columns."""

    about: str
    source: str
    of: str
    order: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    refers: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


_TYPES = {"s": "string", "i": "integer", "n": "number", "b": "boolean", "l": "array"}
_ARTICLE = ("article s a.id: id of the article",)
_SPAN = ("start i {0}.start: first code point of the words", 'end i {0}."end": the code point after their last')
_DATES = (
    "date s {0}.date: ISO date, as precise as it is known",
    "date_end s {0}.date_end: last day of a range",
)
_PLACE = (
    "place s {0}.place: name of the place",
    "country s {0}.country: ISO 3166-1 alpha-3",
    "lat n {0}.lat: degrees north, WGS 84",
    "lon n {0}.lon: degrees east",
)
_TOLD = (
    "status s {0}.status: actual, planned, possible or denied",
    "statement s {0}.statement: id of the statement that tells it; null in the paper's own voice",
    "voice s {0}.voice: its speaker",
)
_JUDGED = (
    "doubt n {0}.doubt: 0 sure to 1 unsure",
    "rule s {0}.rule: rule or model behind it",
    "corrected b {0}.corrected: whether a review changed or confirmed it",
)


def _table(
    about: str, source: str, of: str, key: str, *lines: str, refers: tuple[tuple[str, str, str], ...] = (), order: str = ""
) -> Table:
    """A table of lines such as "name s a.name: what it means"; {0} stands for the alias of its own rows."""
    alias = source.split()[1]
    fields = []
    for text in lines:
        head, _, meaning = text.partition(": ")
        name, kind, sql = head.format(alias).split(" ", 2)
        fields.append(Field(name, _TYPES[kind], sql, meaning))
    sql_of = {field.name: field.sql for field in fields}
    keys = tuple(key.split())
    links = tuple((tuple(own.split()), other, tuple(theirs.split())) for own, other, theirs in refers)
    return Table(about, source, of, order or ", ".join(sql_of[name] for name in keys), keys, tuple(fields), links)


def _of_article(name: str, alias: str) -> str:
    return f"{name} {alias} JOIN articles a ON a.n = {alias}.article"


_IN_ARTICLE = ("article", "articles", "id")

TABLES: dict[str, Table] = {
    "articles": _table(
        "One row an article.",
        "articles a",
        "articles",
        "id",
        "id s a.id: id of the record",
        "outlet s a.outlet: paper or agency",
        "url s a.url: address",
        "path s a.path: file",
        "sha256 s a.sha256: of the original bytes",
        "retrieved s a.retrieved: when the copy was fetched, if the source says",
        "published s a.published: ISO date or date-time",
        "published_from s a.published_from: who said so: given, page or dateline",
        "headline s a.headline: the headline",
        "agency s a.agency: agency of the dateline",
        "words i a.words: number of words",
        "reader s a.reader: versions that read it",
        "origin s a.origin: copy it carries",
        "story s a.story: story it tells",
        "text s a.text: the copy; all offsets count its code points",
        refers=(("origin", "origins", "id"), ("story", "stories", "id")),
    ),
    "events": _table(
        "One row an event of one article: who did what to whom.",
        "events e JOIN articles a ON a.n = e.article",
        "events",
        "article id",
        *_ARTICLE,
        "id s e.id: id in its record",
        "type s e.type: PLOVER type",
        "mode s e.mode: PLOVER mode",
        "cameo s e.cameo: CAMEO code where type and mode make it plain",
        "contexts l e.contexts: PLOVER contexts",
        *_DATES,
        *_PLACE,
        "admin1 s e.admin1: first-level division",
        "geonames i e.geonames: GeoNames id",
        "precision s e.kind: kind of the place: country, admin, city, site, region or water",
        *_TOLD,
        "trigger s e.trigger: words that name it",
        *_SPAN,
        "source l e.source: ids of those who act",
        "target l e.target: ids of those acted on",
        "killed_low i e.killed_low: at least",
        "killed_high i e.killed_high: at most",
        "injured_low i e.injured_low: at least",
        "injured_high i e.injured_high: at most",
        "tolls s e.tolls: JSON list of kind, low, high, span",
        "also i e.also: further tellings in this article",
        *_JUDGED,
        "happening s e.happening: event across articles",
        order="a.id, e.start, e.id",
        refers=(_IN_ARTICLE, ("article statement", "statements", "article id"), ("happening", "happenings", "id")),
    ),
    "conditions": _table(
        "One row a state a place is in.",
        "conditions c JOIN articles a ON a.n = c.article",
        "conditions",
        "article id",
        *_ARTICLE,
        "id s c.id: id in its record",
        "kind s c.kind: calm, tense, emergency, curfew and so on",
        *_DATES,
        *_PLACE,
        *_TOLD,
        "words s c.words: words that tell it",
        *_SPAN,
        *_JUDGED,
        order="a.id, c.start, c.id",
        refers=(_IN_ARTICLE, ("article statement", "statements", "article id")),
    ),
    "statements": _table(
        "One row a statement: who says what.",
        _of_article("statements", "s"),
        "items",
        "article id",
        *_ARTICLE,
        "id s s.id: id in its record",
        "actor s s.actor: id of the speaker",
        "speaker s s.speaker: name of the speaker",
        "source s s.source: words that name the speaker",
        "cue s s.cue: word that reports it",
        "content s s.content: what is said; pieces are joined by three dots",
        "kind s s.kind: direct, indirect or mixed",
        "manner s s.manner: speech, thought, finding or act",
        "date s s.date: day it was said",
        "within s s.within: id of the statement that reports it",
        "repeats s s.repeats: id of the statement in the body that tells the same words",
        "rule s s.rule: rule or model behind it",
        refers=(_IN_ARTICLE, ("article actor", "actors", "article id")),
    ),
    "actors": _table(
        "One row an actor of one article.",
        _of_article("actors", "x"),
        "items",
        "article id",
        *_ARTICLE,
        "id s x.id: id in its record",
        "name s x.name: name",
        "kind s x.kind: person, organization, country or group",
        "country s x.country: ISO 3166-1 alpha-3, or a code of bodies across states",
        "sector s x.sector: sector",
        "key s x.key: the same for one actor in all articles; null for unnamed groups",
        "mentions i x.mentions: number of namings",
        "roles s x.roles: JSON list of title, country, span",
        "rule s x.rule: rule behind its codes",
        refers=(_IN_ARTICLE,),
    ),
    "parties": _table(
        "One row an actor on one side of an event.",
        "parties p JOIN articles a ON a.n = p.article JOIN events e ON e.article = p.article AND e.id = p.event",
        "events",
        "article event side actor",
        *_ARTICLE,
        "event s p.event: id of the event",
        "side s p.side: source or target",
        "actor s p.actor: id of the actor",
        refers=(("article event", "events", "article id"), ("article actor", "actors", "article id")),
    ),
    "places": _table(
        "One row a naming of a place.",
        _of_article("places", "p"),
        "items",
        "article n",
        *_ARTICLE,
        "n i p.n: index in its record",
        "name s p.name: name",
        "kind s p.kind: country, admin, city, site, region or water",
        "country s p.country: ISO 3166-1 alpha-3",
        "admin1 s p.admin1: first-level division",
        "lat n p.lat: degrees north, WGS 84",
        "lon n p.lon: degrees east",
        "geonames i p.geonames: GeoNames id",
        'use s p."use": literal, or government where the name stands for one',
        *_SPAN,
        "rule s p.rule: rule behind it",
        refers=(_IN_ARTICLE,),
    ),
    "times": _table(
        "One row a time expression (TIMEX3).",
        _of_article("times", "t"),
        "items",
        "article n",
        *_ARTICLE,
        "n i t.n: index in its record",
        "type s t.type: DATE, TIME, DURATION or SET",
        "value s t.value: TIMEX3 value",
        "first s t.first: first day it can mean",
        "last s t.last: last day it can mean",
        *_SPAN,
        "rule s t.rule: rule behind it",
        refers=(_IN_ARTICLE,),
    ),
    "spans": _table(
        "One row each stretch of words that supports a value.",
        _of_article("spans", "w"),
        "items",
        "article layer item field start end",
        *_ARTICLE,
        "layer s w.layer: layer of the record",
        "item s w.item: id or index in the layer",
        "field s w.field: what the words support",
        *_SPAN,
        "words s w.words: the words",
        refers=(_IN_ARTICLE,),
    ),
    "origins": _table(
        "One row a copy that one or more articles carry.",
        "origins o JOIN articles a ON a.n = o.first",
        "o.id",
        "id",
        "id s o.id: id",
        "speaker s o.speaker: who answers for it",
        "first s a.id: earliest article",
        "articles i o.articles: number of articles",
    ),
    "stories": _table(
        "One row a story.",
        "stories s JOIN articles a ON a.n = s.headline_from",
        "s.id",
        "id",
        "id s s.id: id",
        "headline s s.headline: headline, in an article's own words",
        "headline_from s a.id: that article",
        "first s s.first: first day of publication",
        "last s s.last: last day of publication",
        "places l s.places: places most origins name",
        "actors l s.actors: actors most origins name",
        "articles i s.articles: number of articles",
        "origins i s.origins: number of independent origins",
        "happenings i s.happenings: number of happenings",
        "conflicts i s.conflicts: number of conflicts",
        refers=(("headline_from", "articles", "id"),),
    ),
    "happenings": _table(
        "One row an event across articles.",
        "happenings h",
        "h.story",
        "id",
        "id s h.id: id",
        "story s h.story: story",
        "type s h.type: PLOVER type",
        "mode s h.mode: PLOVER mode",
        *_DATES,
        "known s h.known: day of the first report",
        "place s h.place: name of the place",
        "country s h.country: ISO 3166-1 alpha-3",
        "source l h.source: names of those who act",
        "target l h.target: names of those acted on",
        "status s h.status: actual, planned, possible or denied",
        "origins i h.origins: independent origins that tell it",
        "witnesses i h.witnesses: papers and agencies that assert it",
        "voices s h.voices: JSON list of voices",
        "corroboration s h.corroboration: JSON of witnesses and speakers",
        refers=(("story", "stories", "id"),),
    ),
    "conflicts": _table(
        "One row a contradiction between reports.",
        "conflicts k",
        "k.story",
        "id",
        "id s k.id: id",
        "story s k.story: story",
        "kind s k.kind: toll, date, place, actor, status or condition",
        "happening s k.happening: happening it is about",
        "weight n k.weight: how much it matters",
        "known s k.known: day on which the later side was printed",
        "body s k.body: JSON of both sides with their words, values, voices and origins",
        refers=(("story", "stories", "id"), ("happening", "happenings", "id")),
    ),
    "entries": _table(
        "One row a line of a story's timeline.",
        "entries t JOIN articles a ON a.n = t.article",
        "t.story",
        "story id",
        "id s t.id: id",
        "story s t.story: story",
        "date s t.date: ISO date",
        "date_end s t.date_end: last day of a range",
        "known s t.known: day of the first report",
        "what s t.what: a report's own words",
        "article s a.id: that report",
        *_SPAN,
        "item s t.item: event or condition there",
        "kind s t.kind: type and mode, or kind of condition",
        "status s t.status: actual, planned, possible or denied",
        "place s t.place: name of the place",
        "happening s t.happening: happening it tells",
        "origins l t.origins: independent origins",
        "weight n t.weight: how telling it is",
        refers=(("story", "stories", "id"), ("article", "articles", "id"), ("happening", "happenings", "id")),
    ),
}
