"""HTML: one self-contained page. Merged timeline, then every article with its evidence highlighted, its events and statements in tables.

Nothing is fetched: style and script are in the page, pinned by their hashes in its content security policy. All words of the copy pass
through Jinja's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline.article import Part, Span
from dateline.fields import Actor, Event, Statement
from dateline.record import Record
from dateline.show.chronicle import Line, happened, headline, place_line, place_name, timeline, toll
from dateline.show.clean import printable
from dateline.show.dates import range_label, spoken
from dateline.show.export.drawing import draw
from dateline.show.export.marks import FIELDS, Mark, Run, marks_of, runs
from dateline.show.together import together
from dateline.story.days import bounds
from dateline.story.voices import codes, flat, outlet, speaker_name, voice

WIDE, NARROW = 1136, 360


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an article: its kind and its text as runs."""

    kind: str
    runs: tuple[Run, ...]


def write(records: Sequence[Record]) -> str:
    """The page of one or several records."""
    found = together(records)
    lines = found.lines
    anchor = {(line.article, line.id): f"{_prefix(line.article)}{line.id}" for line in timeline(records)}
    known = sorted(days[0] for record in records if (days := bounds(record.published)))
    title = headline(records[0]) if len(records) == 1 else f"Chronicle of {len(records)} reports"
    name = f"Timeline of {len(lines)} acts and states"
    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            single=len(records) == 1,
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            days=_days([line for line in lines if line.when]),
            undated=_days([line for line in lines if not line.when]),
            wide=Markup(draw(lines, known, WIDE, anchor, name)),
            narrow=Markup(draw(lines, known, NARROW, anchor, name)),
            articles=[{"number": n + 1, **sheet(record, _prefix(n))} for n, record in enumerate(records)],
            standfirst=place_line(records[0]) if len(records) == 1 else _standfirst(records, lines),
            figures=_figures(records, lines),
            stories=found.stories,
            disputes=found.disputes,
            fields=FIELDS,
            anchor=anchor,
            made_by=records[0].made_by,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.show.export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["safe_words"] = lambda words: printable(str(words))
    return environment


@cache
def _asset(name: str) -> str:
    return files("dateline.show.export").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _prefix(article: int) -> str:
    return f"r{article + 1}-"


def _days(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    out: list[tuple[str, list[Line]]] = []
    for line in lines:
        if not out or out[-1][0] != line.label:
            out.append((line.label, []))
        out[-1][1].append(line)
    return out


def _figures(records: Sequence[Record], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Figures under the title: what was read and what it holds."""
    days: list[date] = [line.when.start for line in lines if line.when]
    speakers = {line.voice.line for line in lines if not line.voice.own}
    out = [(str(len(records)), "report" if len(records) == 1 else "reports")]
    out.append((str(sum(len(record.events) for record in records)), "acts"))
    out.append((str(sum(len(record.conditions) for record in records)), "states of places"))
    out.append((str(sum(len(record.statements) for record in records)), "statements"))
    out.append((str(len(speakers)), "voices behind them"))
    if days:
        published = [found[0] for record in records if (found := bounds(record.published))]
        out.append((range_label(min(published), max(published)) if published else range_label(min(days), max(days)), "reported"))
    return [(number, name) for number, name in out if number != "0"]


def _standfirst(records: Sequence[Record], lines: Sequence[Line]) -> str:
    """Where it happened and who reports: "Walvis Bay, Swakopmund and Windhoek, as told by SKELA, Kestrel and 4 others"."""
    places = [name for name, _ in sorted(Counter(line.place for line in lines if line.place).items(), key=lambda item: (-item[1], item[0]))]
    outlets = list(dict.fromkeys(outlet(record) for record in records))
    return ", as told by ".join(part for part in (_listed(places[:4], 0), _listed(outlets[:3], len(outlets) - 3)) if part)


def _listed(names: Sequence[str], more: int) -> str:
    words = [*names, *([f"{more} others" if more > 1 else "1 other"] if more > 0 else [])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def sheet(record: Record, prefix: str = "", *, also: Sequence[Mark] = ()) -> dict[str, Any]:
    """One article for a template: its text as paragraphs of runs, and its findings as rows. Ids begin with `prefix`; `also` are marks
    besides those of the record."""
    marks = [*marks_of(record, prefix), *also]
    return {
        "prefix": prefix,
        "headline": headline(record),
        "outlet": outlet(record),
        "place_line": place_line(record),
        "place": " · ".join(part for part in place_line(record).split(" · ") if not part.startswith("published ")),
        "published": _published(record),
        "path": record.source.path or record.source.url or record.id,
        "id": record.id,
        "paragraphs": _paragraphs(record.text, _blocks(record, marks)),
        "events": [_event(record, event, prefix) for event in sorted(record.events, key=lambda e: e.trigger)],
        "states": [_state(record, n, prefix) for n in range(len(record.conditions))],
        "statements": [_statement(record, item, prefix) for item in sorted(record.statements, key=_first)],
        "actors": [_actor(actor, prefix) for actor in record.actors],
        "tolls": [(f"{prefix}k{n}", toll(record, item), flat(record, item.span)) for n, item in enumerate(record.casualties)],
    }


def _first(item: Statement) -> tuple[int, int]:
    return min(item.content, default=Span(0, 0))


def _published(record: Record) -> str:
    """Said only where the line above does not say it: "published 14 Mar 2023, from the page"."""
    if not record.published or (record.dateline and record.dateline.date == record.published[:10]):
        return ""
    day = f"published {spoken(record.published)}"
    known = {"page": ", from the page", "dateline": ", from the dateline"}.get(record.published_from or "", "")
    return day + known


def _blocks(record: Record, marks: Sequence[Mark]) -> list[Block]:
    """All text in order: labelled parts, and what stands between them if it is more than white space."""
    laid: list[tuple[str, Span]] = []
    at = 0
    for part in [*sorted(record.parts, key=lambda part: part.span), Part("debris", Span(len(record.text), len(record.text)))]:
        if part.span.start > at and record.text[at : part.span.start].strip():
            laid.append(("between", Span(at, part.span.start)))
        start = max(at, part.span.start)
        if part.span.end > start:
            laid.append((part.kind, Span(start, part.span.end)))
        at = max(at, part.span.end)
    held: list[list[Mark]] = [[] for _ in laid]
    for mark in marks:
        n = max(0, bisect_right(laid, mark.span.start, key=lambda block: block[1].start) - 1)
        while n < len(laid) and laid[n][1].start < mark.span.end:
            held[n].append(mark)
            n += 1
    seen: set[str] = set()
    return [Block(kind, tuple(runs(record.text, span, held[n], seen))) for n, (kind, span) in enumerate(laid)]


def _paragraphs(text: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """Parts that share a line are one paragraph: `GENEVA, January 9. /TASS/.` and what follows it."""
    out: list[list[Block]] = []
    end = -1
    for block in blocks:
        start = block.runs[0].start
        if out and "\n" not in text[end:start]:
            gap = text[end:start]
            out[-1] += [Block("gap", (Run(end, start, gap, (), (), (), ""),)), block] if gap else [block]
        else:
            out.append([block])
        end = block.runs[-1].end
    return out


def _event(record: Record, event: Event, prefix: str) -> dict[str, Any]:
    found = happened(record, event)
    return {
        "key": f"{prefix}{event.id}",
        "when": found.label if found else "",
        "place": place_name(record, event.place),
        "words": flat(record, event.trigger),
        "kind": event.type.lower(),
        "mode": event.mode or "",
        "source": _names(record, event.source),
        "target": _names(record, event.target),
        "status": event.status,
        "voice": voice(record, event.statement),
        "tolls": ", ".join(dict.fromkeys(toll(record, item) for item in event.casualties)),
        "rule": event.rule,
    }


def _state(record: Record, index: int, prefix: str) -> dict[str, Any]:
    item = record.conditions[index]
    found = happened(record, item)
    return {
        "key": f"{prefix}{item.id}",
        "when": found.label if found else "",
        "place": place_name(record, item.place),
        "words": flat(record, item.span),
        "kind": item.kind,
        "status": "ended" if item.status == "denied" else item.status,
        "voice": voice(record, item.statement),
        "rule": item.rule,
    }


def _statement(record: Record, item: Statement, prefix: str) -> dict[str, Any]:
    words = " … ".join(flat(record, span) for span in item.content)
    return {
        "key": f"{prefix}{item.id}",
        "voice": voice(record, item.id),
        "speaker": speaker_name(record, item.source),
        "codes": codes(record.actor(item.source.actor)) if item.source else "",
        "cue": flat(record, item.cue) if item.cue else "",
        "words": words if len(words) <= 180 else words[:180].rsplit(" ", 1)[0] + " …",
        "kind": item.kind,
        "manner": "" if item.manner == "speech" else item.manner,
        "when": spoken(item.date) if item.date else "",
        "medium": flat(record, item.medium) if item.medium else "",
        "rule": item.rule,
    }


def _actor(actor: Actor, prefix: str) -> dict[str, Any]:
    return {
        "key": f"{prefix}{actor.id}",
        "name": actor.name,
        "kind": actor.kind,
        "codes": codes(actor),
        "roles": ", ".join(dict.fromkeys(role.title for role in actor.roles)),
        "count": len(actor.mentions),
        "rule": actor.rule,
    }


def _names(record: Record, ids: Sequence[str]) -> str:
    return ", ".join(actor.name for actor in map(record.actor, ids) if actor)
