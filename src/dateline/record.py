"""The record: everything found in one article as one JSON object. Described key by key in docs/record.md.

`Record` holds the same names as the JSON; `dumps` and `loads` convert it to and from one line of JSON. The same article, rules and
models give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

import msgspec

from dateline.article import Article, Dateline, Part, Source, Span
from dateline.errors import RecordError
from dateline.fields import Actor, Casualty, Condition, Event, Place, Statement, Time
from dateline.notes import Notes

#: Version of the record's shape; raised when a key changes its meaning.
RECORD_VERSION = 1

_Item = TypeVar("_Item", Actor, Statement)


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which software and models made a record."""

    dateline: str
    record: int
    tagger: str
    gazetteer: str


@dataclass(frozen=True, slots=True)
class Record:
    """One article and all that was found in it. Offsets are code points of `text`, half-open."""

    id: str
    source: Source
    text: str
    published: str | None
    published_from: str | None
    headline: Span | None
    dateline: Dateline | None
    parts: tuple[Part, ...]
    sentences: tuple[Span, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    conditions: tuple[Condition, ...]
    casualties: tuple[Casualty, ...]
    made_by: MadeBy
    allusions: tuple[Place, ...] = ()

    def words(self, span: Span) -> str:
        """The exact words of a span."""
        return Article.words(cast(Article, self), span)

    def actor(self, id: str | None) -> Actor | None:
        """The actor with this id, or None."""
        return _numbered(self.actors, id)

    def statement(self, id: str | None) -> Statement | None:
        """The statement with this id, or None."""
        return _numbered(self.statements, id)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, in the order of docs/record.md."""
        return cast(dict[str, Any], msgspec.to_builtins(self))


def _numbered(items: tuple[_Item, ...], id: str | None) -> _Item | None:
    """The item with this id: where its number says, else wherever it stands."""
    if id is None:
        return None
    at = int(id[1:]) - 1 if id[1:].isascii() and id[1:].isdigit() else -1
    if 0 <= at < len(items) and items[at].id == id:
        return items[at]
    return next((item for item in items if item.id == id), None)


def from_notes(notes: Notes, made_by: MadeBy) -> Record:
    """The record of one article's notes."""
    article = notes.article
    return Record(
        id=article.id,
        source=article.source,
        text=article.text,
        published=article.published,
        published_from=article.published_from,
        headline=article.headline,
        dateline=article.dateline,
        parts=article.parts,
        sentences=tuple(sentence.span for sentence in notes.grammar.sentences),
        times=notes.times,
        places=notes.places,
        actors=notes.actors,
        statements=notes.statements,
        events=notes.events,
        conditions=notes.conditions,
        casualties=notes.casualties,
        made_by=made_by,
        allusions=notes.allusions,
    )


def dumps(record: Record) -> bytes:
    """One line of JSON in UTF-8 without a line end. A lone surrogate of the text is written as an escape, so nothing is lost."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        import json

        return json.dumps(record.to_dict(), separators=(",", ":")).encode("ascii")


def loads(line: bytes | str) -> Record:
    """Reads one line back. Raises RecordError saying what is wrong: not JSON, a missing or mistyped key, offsets outside the text."""
    try:
        record = msgspec.json.decode(line, type=Record)
    except msgspec.DecodeError as error:
        record = _loads_slowly(line, error)
    _check(record)
    return record


def _loads_slowly(line: bytes | str, error: msgspec.DecodeError) -> Record:
    """Lone surrogates and the like, which the fast reader refuses."""
    import json

    try:
        return msgspec.convert(json.loads(line), type=Record)
    except (ValueError, RecursionError):
        raise RecordError(f"not a record of version {RECORD_VERSION}: {error}; make it anew with `dateline read --format jsonl`") from error


def _check(record: Record) -> None:
    if record.made_by.record > RECORD_VERSION:
        raise RecordError(f"record {record.id}: shape {record.made_by.record} is newer than this Dateline; upgrade it")
    end = len(record.text)
    for part in record.parts:
        if not 0 <= part.span.start <= part.span.end <= end:
            raise RecordError(f"record {record.id}: part {tuple(part.span)} lies outside its text of {end} characters")
    for layer in ("times", "places", "allusions", "conditions"):
        for index, value in enumerate(getattr(record, layer)):
            if not 0 <= value.span.start < value.span.end <= end:
                raise RecordError(f"record {record.id}: {layer}[{index}] lies outside its text of {end} characters")
