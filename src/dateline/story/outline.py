"""An outline of one long story: its days that matter, each with its most telling lines, without being told how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dateline.record import Record
from dateline.story.chronicle import Told
from dateline.story.copies import find_origins, sheet
from dateline.story.timeline import Entry, day_weights, find_timeline
from dateline.story.words import load_common

#: A day matters where it is spoken of this much beside the mean of the five days that are spoken of most.
SHARE = 0.12
#: Lines of one day.
LINES = 2


def outline(records: Sequence[Record], *, days: int | None = None) -> list[tuple[str, tuple[Entry, ...]]]:
    """(ISO day, lines) of one story in order. Without `days` as many as are spoken of enough."""
    sheets = {record.id: sheet(record) for record in records}
    told = Told(records, find_origins(sheets.values()), sheets)
    by_day: dict[str, list[Entry]] = defaultdict(list)
    for line in find_timeline(records, told.happenings(load_common()), told.origin_of):
        by_day[line.date].append(line)
    spoken = day_weights(records, told.origin_of)
    ranked = sorted((day for day in by_day if len(day) == 10), key=lambda day: (-spoken.get(day, 0.0), day))
    top = sum(spoken.get(day, 0.0) for day in ranked[:5]) / 5
    kept = ranked[:days] if days is not None else [day for day in ranked if spoken.get(day, 0.0) >= SHARE * top]
    return [(day, tuple(sorted(by_day[day], key=lambda line: (-line.weight, line.id))[:LINES])) for day in sorted(kept)]
