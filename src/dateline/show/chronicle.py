"""One timeline out of one or many records: the lines that the report, the page and the table draw.

A line is an event or a condition with its date, place, words, status, voice and tolls, already worded for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dateline.article import Span
from dateline.fields import Casualty, Condition, Event
from dateline.record import Record
from dateline.show.dates import When, spoken, when
from dateline.story.phrase import clause, event_phrases, sentence_at, state_phrase
from dateline.story.voices import Voice, flat, outlet, papers, voice

_PASSIVE = re.compile(r"(?:was|were|is|are|has been|have been|had been)\b")
_NOUN = re.compile(r"(?:the|a|an|its|his|her|their|this|that|these|those|one|two|three|four|five|some|several|many|talks)\b")
UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. `article` and `index` say where in the records it stands; `span` are the words printed;
    `known` is the day of the report. `kinds` and `tellers` are filled by `fold`, `origins` (how many independent copies tell it) by
    `together`."""

    article: int
    layer: Literal["events", "conditions"]
    index: int
    id: str
    when: When | None
    place: str
    span: Span
    words: str
    kind: str
    status: str
    voice: Voice
    tolls: tuple[str, ...]
    outlet: str
    known: str = ""
    kinds: tuple[str, ...] = ()
    tellers: tuple[int, ...] = ()
    origins: int = 1

    @property
    def corroboration(self) -> str:
        """ "3 reports, 1 origin"; empty for a line that one report tells."""
        if len(self.tellers) < 2:
            return ""
        return f"{len(self.tellers)} reports, {self.origins} origin{'s' if self.origins > 1 else ''}"

    @property
    def label(self) -> str:
        """The date as printed; for an undated line the day it was reported, in parentheses, or "no date"."""
        if self.when:
            return self.when.label
        return f"({spoken(self.known)})" if self.known else UNDATED


def timeline(records: Sequence[Record]) -> list[Line]:
    """Lines of all records by date; undated ones at the end, in the order of the copy."""
    lines: list[Line] = []
    for article, record in enumerate(records):
        events = [_event(record, article, index, span) for index, span in enumerate(event_phrases(record))]
        conditions = [_condition(record, article, index, item) for index, item in enumerate(record.conditions)]
        lines += events + conditions
    return sorted(lines, key=lambda line: _order(records, line))


def fold(lines: Sequence[Line], records: Sequence[Record]) -> list[Line]:
    """Joins what a reader would read twice, keeping the first line in its place.

    Two acts in one clause with the same date, status and voice are one line of two kinds; the same words in a reprint are one line
    with more `tellers`. Nothing that a line does not print is dropped.
    """
    kept: list[Line] = []
    within: dict[tuple[object, ...], list[int]] = {}
    alike: dict[tuple[object, ...], int] = {}
    for line in lines:
        state = line.kind if line.layer == "conditions" else ""
        copy = (line.layer, line.when, line.status, line.voice.words, state, line.place, line.words.casefold())
        scene = (line.article, line.layer, line.label, line.status, line.voice, line.place)
        at = next((n for n in within.get(scene, ()) if _holds(kept[n], line, records)), alike.get(copy))
        if at is None:
            at = len(kept)
            kept.append(replace(line, kinds=(line.kind,), tellers=(line.article,)))
        else:
            kept[at] = _joined(kept[at], line)
        within.setdefault(scene, []).append(at)
        alike.setdefault(copy, at)
    return kept


def _holds(other: Line, line: Line, records: Sequence[Record]) -> bool:
    if other.article != line.article:
        return False
    if line.layer == "conditions":
        return line.span == other.span and line.kind == other.kind
    return other.span.holds(records[line.article].events[line.index].trigger)


def _joined(kept: Line, line: Line) -> Line:
    return replace(
        kept,
        kinds=tuple(dict.fromkeys((*kept.kinds, line.kind))),
        tolls=tuple(dict.fromkeys((*kept.tolls, *line.tolls))),
        tellers=tuple(dict.fromkeys((*kept.tellers, line.article))),
    )


def _order(records: Sequence[Record], line: Line) -> tuple[date, date, str, int, int]:
    known = records[line.article].published or ""
    if line.when is None:
        return date.max, date.max, known, line.article, line.span.start
    return line.when.start, line.when.end, known, line.article, line.span.start


def happened(record: Record, item: Event | Condition) -> When | None:
    """When an act or state was: its date, else the bounds of the time it is tied to."""
    found = when(item.date, item.date_end)
    if found is None and item.time is not None and 0 <= item.time < len(record.times):
        time = record.times[item.time]
        found = when(time.start, time.end) or when(time.value)
    return found


def place_name(record: Record, index: int | None) -> str:
    """The name of a place by its index, empty where none is known."""
    return record.places[index].name if index is not None and 0 <= index < len(record.places) else ""


def _event(record: Record, article: int, index: int, span: Span) -> Line:
    event = record.events[index]
    return Line(
        article=article,
        layer="events",
        index=index,
        id=event.id,
        when=happened(record, event),
        place=place_name(record, event.place),
        span=span,
        words=_acted(record, event, span, worded(record, span, event.statement)),
        kind=f"{event.type}/{event.mode}" if event.mode else event.type,
        status=event.status,
        voice=voice(record, event.statement),
        tolls=tuple(dict.fromkeys(toll(record, item) for item in event.casualties)),
        outlet=outlet(record),
        known=(record.published or "")[:10],
    )


def _acted(record: Record, event: Event, span: Span, words: str) -> str:
    """Puts the one who acts before a clause that names nobody, in brackets: "[the coast guard] opened fire"."""
    ids = event.source or (event.target if _PASSIVE.match(words) else ())
    actors = [actor for actor in map(record.actor, (*event.source, *event.target)) if actor]
    spans = [*event.source_spans, *event.target_spans, *(mention for actor in actors for mention in actor.mentions)]
    names = [actor.name for actor in actors if actor.id in ids]
    bare = words[:1].islower() and words[:6] == flat(record, span)[:6] and not _NOUN.match(words)
    if not names or not bare or any(span.overlaps(other) for other in spans):
        return words
    return f"[{', '.join(names[:2])}] {words}"


def _condition(record: Record, article: int, index: int, item: Condition) -> Line:
    span = state_phrase(record, item.span, item.statement)
    return Line(
        article=article,
        layer="conditions",
        index=index,
        id=item.id,
        when=happened(record, item),
        place=place_name(record, item.place),
        span=span,
        words=worded(record, span, item.statement),
        kind=item.kind,
        status=item.status,
        voice=voice(record, item.statement),
        tolls=(),
        outlet=outlet(record),
        known=(record.published or "")[:10],
    )


def worded(record: Record, span: Span, statement_id: str | None) -> str:
    """The words of a line. Where an attribution splits what is said, the other half is joined: "Order … has returned to the town"."""
    words = elided(record, span)
    statement = record.statement(statement_id)
    pieces = sorted(statement.content) if statement else []
    parts = [Span(max(piece.start, span.start), min(piece.end, span.end)) for piece in pieces if piece.overlaps(span)]
    if len(parts) > 1:
        return " … ".join(flat(record, part) for part in parts)
    at = next((n for n, piece in enumerate(pieces) if piece.holds(span)), None)
    if at is None:
        return words
    sentence = sentence_at(record, span.start)
    before = pieces[at - 1] if at > 0 and sentence.holds(pieces[at - 1]) else None
    after = pieces[at + 1] if at + 1 < len(pieces) and sentence.holds(pieces[at + 1]) else None
    if before and span.start - pieces[at].start <= 1 and len(flat(record, before).split()) <= 8:
        words = f"{flat(record, before)} … {words}"
    if after and pieces[at].end - span.end <= 1 and len(words.split()) <= 5:
        words = f"{words} … {elided(record, clause(record.text, after, after))}"
    return words


def elided(record: Record, span: Span) -> str:
    """The words of a span on one line, with an ellipsis where the sentence goes on before a cut word."""
    words = flat(record, span)
    sentence = sentence_at(record, span.start)
    rest = record.text[span.end : sentence.end].lstrip(" ")
    words = _paired(words)
    return f"{words} …" if rest[:1].isalnum() and len(words) > 90 else words


def _paired(words: str) -> str:
    """Gives a quotation mark that the cut left alone its other half: `she "warned` would read as a misprint."""
    if words.count('"') % 2:
        at = words.index('"')
        opens = at == 0 or words[at - 1].isspace()
        words = f'{words}"' if opens else f'"{words}'
    if words.count("“") > words.count("”"):
        words += "”"
    elif words.count("”") > words.count("“"):
        words = "“" + words
    return words


def toll(record: Record, item: Casualty) -> str:
    """A toll for a reader: "3 killed", "at least 26 injured", "80–90 killed"; the words of the text where no figure stands."""
    low, high = item.low, item.high
    if low is None and high is None:
        return f"{item.kind}: “{flat(record, item.span)}”"
    if low == 0 and high == 0:
        return f"nobody {item.kind}"
    if low == high:
        return f"{low:,} {item.kind}"
    if high is None:
        return f"at least {low:,} {item.kind}"
    return f"up to {high:,} {item.kind}" if low is None else f"{low:,}–{high:,} {item.kind}"


def place_line(record: Record) -> str:
    """Where, when and by whom the copy was filed: "Walvis Bay · 14 Mar 2023 · SKELA"."""
    line = record.dateline
    place = line.place if line and line.place else ""
    day = spoken(line.date) if line and line.date else ""
    if not day and record.published:
        day = f"published {spoken(record.published)}"
    return " · ".join(part for part in (place, day, *papers(record)) if part)


def headline(record: Record) -> str:
    """The headline on one line, else the first words of the text."""
    if record.headline:
        return flat(record, record.headline)
    body = next((part.span for part in record.parts if part.kind == "body"), Span(0, len(record.text)))
    words = flat(record, Span(body.start, min(body.end, body.start + 200)))
    return words if len(words) <= 72 else words[:72].rsplit(" ", 1)[0] + " …"
