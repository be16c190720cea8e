"""Article and Span: what a source is turned into, and the only code that slices text.

Offsets are Unicode code points, half-open `[start, end)`, into `Article.text`, which is never altered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

PartKind = Literal["debris", "kicker", "headline", "subhead", "byline", "dateline", "body", "caption", "tag", "note"]

#: Parts in which times, places and actor mentions are looked for.
READ_PARTS: tuple[PartKind, ...] = ("headline", "subhead", "body", "caption", "note")
#: Parts that tell the story: statements, events and conditions are looked for here (headline and subhead included).
TOLD_PARTS: tuple[PartKind, ...] = ("headline", "subhead", "body", "note")


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Where the copy came from. `retrieved` is an ISO time given with the input, never the clock."""

    path: str | None = None
    url: str | None = None
    outlet: str | None = None
    sha256: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled stretch of the text."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """`GENEVA, January 9. /TASS/.` -> place "Geneva", date "2022-01-09" (only if printed), agency "TASS"."""

    span: Span
    place: str | None
    date: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of copy. `published` is an ISO date or date-time; `published_from` is given, page, dateline or None."""

    id: str
    text: str
    source: Source = field(default_factory=Source)
    published: str | None = None
    published_from: str | None = None
    headline: Span | None = None
    dateline: Dateline | None = None
    parts: tuple[Part, ...] = ()

    def words(self, span: Span) -> str:
        """The exact words of a span."""
        return self.text[span.start : span.end]

    def spans(self, kinds: Iterable[PartKind]) -> tuple[Span, ...]:
        """Spans of all parts of the given kinds, in order of the text."""
        wanted = frozenset(kinds)
        return tuple(part.span for part in self.parts if part.kind in wanted)

    def part_at(self, offset: int) -> Part | None:
        """The part that holds an offset, or None (white space between parts)."""
        near = bisect_right(self.parts, offset, key=lambda part: part.span.start) - 1
        if near >= 0 and offset < self.parts[near].span.end:
            return self.parts[near]
        return next((part for part in self.parts if part.span.start <= offset < part.span.end), None)
