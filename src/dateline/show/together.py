"""What several reports say together, for a reader: stories with their origins, one timeline, and where the reports disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.record import Record
from dateline.show.chronicle import Line, fold, timeline
from dateline.show.dates import range_label
from dateline.story.chronicle import Chronicle, Story, make_chronicle
from dateline.story.conflicts import Conflict, Side
from dateline.story.days import bounds
from dateline.story.phrase import clause, sentence_at

#: What reports can disagree on, as a heading.
KINDS = {"toll": "toll", "status": "whether it happened", "actor": "who did it", "date": "when", "place": "where", "condition": "state"}
VALUES = {"actual": "it did", "denied": "it did not"}
#: Tellings of one side that are printed.
MOST = 3


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports that carry one copy, by their place in the records, and who answers for it."""

    speaker: str
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story: its headline, days, reports by their place, how many origins, and which reports are copies of each other."""

    headline: str
    days: str
    articles: tuple[int, ...]
    origins: int
    copies: tuple[Copies, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """One side of a disagreement: its value, who says so, and its words as (report, id of the item, words)."""

    value: str
    voices: str
    tellings: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement with its two sides."""

    kind: str
    stands: tuple[Stand, Stand]


@dataclass(frozen=True, slots=True)
class Together:
    """All of it. `origins` of a line counts the independent copies that tell it."""

    lines: tuple[Line, ...]
    stories: tuple[StoryLine, ...]
    disputes: tuple[Dispute, ...]


def counted(number: int, name: str) -> str:
    """ "1 origin", "3 origins"."""
    return f"{number} {name}{'' if number == 1 else 's'}"


def together(records: Sequence[Record]) -> Together:
    """What the records say together; of one record its own timeline."""
    if len(records) == 1:
        return Together(tuple(fold(timeline(records), records)), (), ())
    place = {record.id: n for n, record in enumerate(records)}
    found = make_chronicle(records)
    happening = {(place[article], id): one.id for one in found.happenings for article, id in one.events}
    origin = {place[article]: one.id for one in found.origins for article in one.articles}
    lines = _told_once(fold(timeline(records), records), happening)
    return Together(
        tuple(replace(line, origins=len({origin[n] for n in line.tellers})) for line in lines),
        tuple(_story(one, found, place) for one in sorted(found.stories, key=lambda one: (-len(one.origins), one.first or "", one.id))),
        tuple(_dispute(one, records, place) for one in found.conflicts),
    )


def _told_once(lines: Sequence[Line], happening: Mapping[tuple[int, str], str]) -> list[Line]:
    """Tellings of one happening with one status are one line, that of the earliest; who denies it keeps a line of their own."""
    kept: list[Line] = []
    at: dict[tuple[str, str], int] = {}
    for line in lines:
        id = happening.get((line.article, line.id)) if line.layer == "events" else None
        key = (id or "", line.status)
        if id and key in at:
            first = kept[at[key]]
            kept[at[key]] = replace(
                first,
                place=first.place or line.place,
                tolls=tuple(dict.fromkeys((*first.tolls, *line.tolls))),
                tellers=tuple(sorted({*first.tellers, *line.tellers})),
            )
            continue
        if id:
            at[key] = len(kept)
        kept.append(line)
    return kept


def _story(one: Story, found: Chronicle, place: Mapping[str, int]) -> StoryLine:
    days = [day for stamp in (one.first, one.last) if (day := bounds(stamp))]
    copies = [
        Copies(origin.speaker, tuple(sorted(place[id] for id in origin.articles)))
        for origin in found.origins
        if len(origin.articles) > 1 and origin.id in one.origins
    ]
    return StoryLine(
        one.headline,
        range_label(days[0][0], days[-1][0]) if days else "",
        tuple(sorted(place[id] for id in one.articles)),
        len(one.origins),
        tuple(copies),
    )


def _dispute(one: Conflict, records: Sequence[Record], place: Mapping[str, int]) -> Dispute:
    first, second = (_stand(side, records, place) for side in one.sides)
    return Dispute(KINDS[one.kind], (first, second))


def _stand(side: Side, records: Sequence[Record], place: Mapping[str, int]) -> Stand:
    tellings = []
    for (article, layer, item), span in zip(side.items[:MOST], side.spans[:MOST], strict=True):
        record = records[place[article]]
        words = span
        if len(record.words(span).split()) < 5:  # "Nine bodies" says too little alone
            words = clause(record.text, span, sentence_at(record, span.start))
        tellings.append((place[article], f"k{item}" if layer == "casualties" else str(item), " ".join(record.words(words).split())))
    voices = ", ".join(name for name in side.voices if len(name) > 1)  # "Q" and "A" of a catechism name nobody
    return Stand(VALUES.get(side.value, side.value), voices, tuple(tellings))
