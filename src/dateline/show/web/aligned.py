"""Reports of one story laid side by side: what several tell, where they differ, what is copied. Pure: records in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.article import Span
from dateline.fields import Event
from dateline.record import Record
from dateline.show.chronicle import toll
from dateline.show.dates import range_label, when
from dateline.show.export.marks import Mark, Run, runs
from dateline.show.web import labels
from dateline.show.web.base import flat
from dateline.show.web.quotes import QUESTIONS, quote, statement_of
from dateline.store.rows import ConflictRow, CopyRow
from dateline.story.phrase import event_phrases
from dateline.story.voices import voice

#: What is compared of each telling, in the order it is shown.
FIELDS = ("when", "where", "who", "toll", "status", "voice")


@dataclass(frozen=True, slots=True)
class Telling:
    """How one report tells a happening. `anchor` is where its words stand in the column; `differs` names the fields that others give
    otherwise."""

    anchor: str
    words: str
    values: dict[str, str]
    differs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shared:
    """One happening, told by several of the reports: a cell for each column, None where a report is silent."""

    number: int
    kind: str
    name: str
    happening: str
    cells: tuple[Telling | None, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says to a conflict: the value of its side, its words in their sentence, who says it."""

    value: str
    anchor: str
    before: str
    words: str
    after: str
    voice: str
    own: bool
    side: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One conflict, a cell for each column."""

    number: int
    question: str
    about: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a report: its kind and its words as runs."""

    kind: str
    runs: tuple[Run, ...]


def differences(records: Sequence[Record], conflicts: Iterable[ConflictRow]) -> list[Difference]:
    """Conflicts of which both sides are held by these reports, the weightiest first."""
    out: list[Difference] = []
    column = {record.id: n for n, record in enumerate(records)}
    for row in conflicts:
        cells: list[Cell | None] = [None] * len(records)
        number = len(out) + 1
        for side, items in enumerate(row.body["sides"]):
            for item, span in zip(items, row.body["spans"][side], strict=True):
                n = column.get(item[0])
                if n is not None and cells[n] is None and 0 <= span[0] < span[1] <= len(records[n].text):
                    cells[n] = _cell(records[n], row, side, item, Span(*span), f"x{number}-{n}")
        if len({cell.side for cell in cells if cell}) > 1:
            question, about = QUESTIONS.get(row.kind, ("What happened?", "reports differ"))
            out.append(Difference(number, question, about, tuple(cells)))
    return out


def _cell(record: Record, row: ConflictRow, side: int, item: Sequence[str], span: Span, anchor: str) -> Cell:
    said = quote(record, span, statement_of(record, item[1], item[2]))
    value = str(row.body["values"][side])
    if row.kind == "status":
        value = {"actual": "it happened", "denied": "it did not happen"}.get(value, value)
    line = said.voice.line if said.voice else ""
    return Cell(value, anchor, said.before, said.words, said.after, line, bool(said.voice and said.voice.own), side)


def shared(records: Sequence[Record], homes: dict[tuple[str, str], str]) -> list[Shared]:
    """Happenings that at least two of the reports tell. `homes` gives the happening of (article, event)."""
    told: dict[str, dict[int, tuple[Event, Span]]] = {}
    for n, record in enumerate(records):
        for event, span in zip(record.events, event_phrases(record), strict=True):
            home = homes.get((record.id, event.id))
            if home:
                told.setdefault(home, {}).setdefault(n, (event, span))
    both = [(home, cells) for home, cells in told.items() if len(cells) > 1]
    both.sort(key=lambda one: (-len(one[1]), min((n, event.trigger.start) for n, (event, _) in one[1].items())))
    out = []
    for number, (home, found) in enumerate(both, 1):
        values = {n: _values(records[n], event) for n, (event, _) in found.items()}
        differs = frozenset(field for field in FIELDS[:5] if len({one[field] for one in values.values() if one[field]}) > 1)
        cells = tuple(
            Telling(f"h{number}-{n}", flat(records[n].words(found[n][1]), 150), values[n], differs) if n in found else None
            for n in range(len(records))
        )
        event = found[min(found)][0]
        out.append(Shared(number, event.type, labels.type_name(event.type, event.mode), home, cells))
    return out


def _values(record: Record, event: Event) -> dict[str, str]:
    days = when(event.date, event.date_end)
    source, target = (", ".join(_name(record, id) for id in side) for side in (event.source, event.target))
    said = voice(record, event.statement)
    return {
        "when": range_label(days.start, days.end) if days else "",
        "where": record.places[event.place].name if event.place is not None and event.place < len(record.places) else "",
        "who": f"{source or 'somebody'} → {target}" if target else source,
        "toll": ", ".join(toll(record, one) for one in event.casualties),
        "status": "" if event.status == "actual" else event.status,
        "voice": said.line if said and not said.own else "own voice",
    }


def _name(record: Record, id: str) -> str:
    actor = record.actor(id)
    return actor.name if actor else id


def blocks(
    records: Sequence[Record],
    copies: Iterable[CopyRow],
    alike: Sequence[Shared],
    apart: Sequence[Difference],
    homes: dict[tuple[str, str], str],
) -> list[list[Block]]:
    """The words of each report, part by part, with what is copied, told by several, and contradicted marked."""
    marks: dict[str, list[Mark]] = {record.id: [] for record in records}
    for row in copies:
        marks[row.article].append(Mark(Span(row.start, row.end), "copied", f"copy-{row.of}", ""))
        marks[row.of].append(Mark(Span(row.of_start, row.of_end), "copied", f"copy-{row.article}", ""))
    numbers = {one.happening: one for one in alike}
    out = []
    for n, record in enumerate(records):
        own = marks[record.id]
        for event in record.events:
            home = numbers.get(homes.get((record.id, event.id), ""))
            if home is not None:
                own.append(Mark(event.trigger, "alike", f"h{home.number}-{n}", f"{home.name}: also told by another of these reports"))
        own += _apart(record, n, apart)
        seen: set[str] = set()
        parts = record.parts or ()
        out.append([Block(part.kind, tuple(runs(record.text, part.span, own, seen))) for part in parts if part.span.length])
    return out


def _apart(record: Record, n: int, apart: Sequence[Difference]) -> list[Mark]:
    out = []
    for one in apart:
        cell = one.cells[n]
        if cell is not None:
            start = record.text.find(cell.words)
            while start >= 0 and not _fits(record, start, cell):
                start = record.text.find(cell.words, start + 1)
            if start >= 0:
                out.append(Mark(Span(start, start + len(cell.words)), "apart", cell.anchor, f"{one.question} {cell.value}"))
    return out


def _fits(record: Record, start: int, cell: Cell) -> bool:
    tail = cell.before.rpartition("… ")[2][-30:]
    return record.text[:start].endswith(tail)
