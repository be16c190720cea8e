"""Words of reports in their sentence, with who says them: what conflicts, happenings and states are shown by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.article import Span
from dateline.record import Record
from dateline.store import Store
from dateline.store.rows import ConflictRow
from dateline.story.phrase import sentence_at
from dateline.story.voices import Voice, outlet, voice

#: What a conflict asks, and what it is about, for a reader.
QUESTIONS = {
    "toll": ("How many?", "the figures differ"),
    "status": ("Did it happen?", "some assert it, others deny it"),
    "actor": ("Who did it?", "reports name different sides"),
    "date": ("When was it?", "reports give different days"),
    "place": ("Where was it?", "reports give different places"),
    "condition": ("What is it like there?", "reports differ about the state of a place"),
}
#: Longest sentence that is quoted whole, in characters; a longer one is cut around the words.
LONG = 320


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one article. `before` and `after` are the rest of their sentence, `voice` who says them."""

    article: str
    outlet: str
    published: str | None
    start: int
    end: int
    before: str
    words: str
    after: str
    voice: Voice | None
    item: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: its value, who stands behind it, in how many independent origins, and their words. `denies` marks the side
    that says it was not so."""

    value: str
    voices: tuple[str, ...]
    origins: int
    quotes: tuple[Quote, ...]
    more: int
    denies: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict for a reader."""

    id: str
    story: str
    kind: str
    question: str
    about: str
    happening: str | None
    known: str | None
    sides: tuple[Side, ...]


def quote(record: Record, span: Span, statement: str | None = None, item: str = "") -> Quote:
    """The words at a span in their sentence; `statement` is the id of the one that tells them."""
    sentence = sentence_at(record, span.start)
    start, end = min(sentence.start, span.start), max(sentence.end, span.end)
    before, after = record.text[start : span.start], record.text[span.end : end]
    if len(before) > LONG // 2:
        before = "… " + before[-LONG // 2 :].partition(" ")[2]
    if len(after) > LONG // 2:
        after = after[: LONG // 2].rpartition(" ")[0] + " …"
    told = voice(record, statement or told_by(record, span))
    words = record.text[span.start : span.end]
    return Quote(record.id, outlet(record), record.published, span.start, span.end, before, words, after, told, item)


def told_by(record: Record, span: Span) -> str | None:
    """The innermost statement whose words hold a span: who says it, of what has no statement of its own."""
    held = [(piece.length, said.id) for said in record.statements for piece in said.content if piece.holds(span)]
    return min(held)[1] if held else None


def statement_of(record: Record, layer: str, item: object) -> str | None:
    """The statement that tells an item, None in the paper's own voice."""
    if layer == "events":
        return next((event.statement for event in record.events if event.id == item), None)
    if layer == "conditions":
        return next((state.statement for state in record.conditions if state.id == item), None)
    return None


def disputes(store: Store, rows: Sequence[ConflictRow], most: int = 3) -> list[Dispute]:
    """Conflicts with their words, `most` quotes a side."""
    ids = dict.fromkeys(item[0] for row in rows for side in row.body["sides"] for item in _told_apart(side, most))
    records = records_of(store, ids)
    return [_dispute(row, records, most) for row in rows]


def records_of(store: Store, ids: Iterable[str]) -> dict[str, Record]:
    """Records by id, reviews applied."""
    return {record.id: record for record in store.records(list(ids), corrected=True)}


def _told_apart(side: Sequence[Sequence[str]], most: int) -> list[Sequence[str]]:
    """The first items of a side, one an article."""
    first: dict[str, Sequence[str]] = {}
    for item in side:
        first.setdefault(item[0], item)
    return list(first.values())[:most]


def _dispute(row: ConflictRow, records: dict[str, Record], most: int) -> Dispute:
    body = row.body
    sides = []
    for n, side in enumerate(body["sides"]):
        shown = _told_apart(side, most)
        quotes = []
        for item in shown:
            record = records.get(item[0])
            span = Span(*body["spans"][n][side.index(item)])
            if record is not None and 0 <= span.start < span.end <= len(record.text):
                quotes.append(quote(record, span, statement_of(record, item[1], item[2]), str(item[2])))
        value = str(body["values"][n])
        denies = value == "denied"
        worded = ("ended or not so" if row.kind == "condition" else "it did not happen") if denies else value
        worded = "it happened" if row.kind == "status" and value == "actual" else worded
        more = len({item[0] for item in side}) - len(quotes)
        sides.append(
            Side(worded, tuple(name for name in body["voices"][n] if name), len(body["origins"][n]), tuple(quotes), max(0, more), denies)
        )
    question, about = QUESTIONS.get(row.kind, ("What happened?", "reports differ"))
    return Dispute(row.id, row.story, row.kind, question, about, row.happening, row.known, tuple(sides))
