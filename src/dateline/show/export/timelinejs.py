"""TimelineJS JSON: the timeline of what is asked for, for https://timeline.knightlab.com. Words are escaped: it shows them as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import EntryRow
from dateline.story.voices import OWN

_PARTS = ("year", "month", "day")


def write(store: Store, query: Query) -> Iterator[str]:
    """One object with an `events` list, an entry a line."""
    yield '{"events":['
    for n, entry in enumerate(store.timeline(query.without("rejected"))):
        yield (",\n" if n else "\n") + json.dumps(_slide(entry), ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


def _slide(entry: EntryRow) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "start_date": _date(entry.date),
        "text": {"headline": escape(entry.what), "text": _told(entry)},
        "group": escape(entry.place or ""),
        "unique_id": entry.id,
    }
    if entry.date_end and entry.date_end != entry.date:
        slide["end_date"] = _date(entry.date_end)
    return slide


def _date(day: str) -> dict[str, str]:
    """ "2022-01-07" -> year, month and day, as far as they are known."""
    return dict(zip(_PARTS, day[:10].split("-"), strict=False))


def _told(entry: EntryRow) -> str:
    """Who tells it, by how many, since when, and whether it is disputed."""
    voices = dict.fromkeys(f"{voice.name} ({OWN if voice.own else voice.stance})" if voice.name else voice.stance for voice in entry.voices)
    count = len(entry.origins)
    lines = [entry.kind.lower().replace("/", ", ") + ("" if entry.status == "actual" else f" ({entry.status})"), "; ".join(voices)]
    lines.append(f"{count} independent origin{'' if count == 1 else 's'}" + (f", first reported {entry.known}" if entry.known else ""))
    if entry.conflicts:
        lines.append(f"disputed: {', '.join(entry.conflicts)}")
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
