"""Reports of one story side by side: what they copied, what several tell, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from dateline.record import Record
from dateline.show.chronicle import headline
from dateline.show.web.aligned import Block, Difference, Shared, blocks, differences, shared
from dateline.show.web.base import address, render, view
from dateline.show.web.problem import Problem
from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import ArticleRow, StoryRow
from dateline.story.voices import outlet

#: Most reports side by side, other reports offered, conflicts looked at.
MOST, OFFERED, CONFLICTS = 4, 60, 400
KEYS = (("j", "the next row, then the next report"),)


@dataclass(frozen=True, slots=True)
class Column:
    """One report. `origin` names the independent origin with a letter that reports of the same copy share; `share` is the share of its
    words that stand in another of these reports."""

    record: Record
    row: ArticleRow
    name: str
    headline: str
    origin: str
    origin_name: str
    same: bool
    prints: int
    share: int
    without: str
    blocks: list[Block]


def compare(request: Request, store: Store) -> Response:
    """The reports that `article` names, or the first of each origin of a `story`."""
    ids = list(dict.fromkeys(request.query_params.getlist("article")))[: MOST + 1]
    if len(ids) > MOST:
        raise Problem(400, f"At most {MOST} reports fit side by side", "Take one out of the address.")
    if len(ids) < 2:
        return _choose(request, store, ids)
    found = {record.id: record for record in store.records(ids, corrected=True)}
    missing = next((id for id in ids if id not in found), None)
    if missing is not None:
        raise Problem(404, f"There is no article {missing[:60]!r}", "It may be in another store. Choose reports from the page of a story.")
    records = [found[id] for id in ids]
    wanted = Query(article=tuple(ids))  # as they are: an id may begin or end with a blank
    rows = {row.id: row for row in store.articles(wanted, limit=MOST)}
    homes = {(event.article, event.id): event.happening for event in store.events(wanted, limit=4000) if event.happening}
    stories = tuple(dict.fromkeys(row.story for id in ids if (row := rows[id]).story))
    apart = differences(records, store.conflicts(story=stories, limit=CONFLICTS)) if stories else []
    alike = shared(records, homes)
    copies = store.copies(ids)
    texts = blocks(records, copies, alike, apart, homes)
    told = next(store.stories(story=stories[:1], limit=1), None) if stories else None
    columns = _columns(store, records, rows, texts)
    return render(
        request,
        "compare.html.j2",
        title=f"Compare: {told.headline if told else headline(records[0])}",
        story=told,
        columns=columns,
        independent=len({column.origin for column in columns}),
        apart=apart,
        alike=alike,
        copied=bool(copies),
        xs=_anchors(apart, len(records)),
        hs=_anchors(alike, len(records)),
        nexts=_nexts(alike),
        others=_others(store, told, ids),
        ids=ids,
        more_keys=KEYS,
    )


def _anchors(rows: Sequence[Difference] | Sequence[Shared], columns: int) -> list[frozenset[str]]:
    """For each column the anchors that stand in it."""
    return [frozenset(cell.anchor for row in rows if (cell := row.cells[n])) for n in range(columns)]


def _nexts(alike: list[Shared]) -> dict[str, str]:
    """For each telling the one in the next report that tells the same."""
    out: dict[str, str] = {}
    for one in alike:
        anchors = [cell.anchor for cell in one.cells if cell]
        out |= dict(zip(anchors, [*anchors[1:], anchors[0]], strict=True))
    return out


def _columns(store: Store, records: list[Record], rows: dict[str, ArticleRow], texts: list[list[Block]]) -> list[Column]:
    ids = [record.id for record in records]
    letters: dict[str, str] = {}
    out: list[Column] = []
    for record, text in zip(records, texts, strict=True):
        row = rows[record.id]
        origin = row.origin or record.id
        known = origin in letters
        letter = letters.setdefault(origin, "ABCD"[len(letters)])
        prints = sum(1 for _ in store.articles(origin=origin, limit=50)) if row.origin else 1
        rest = [("article", id) for id in ids if id != record.id]
        name = outlet(record) or record.id
        by = row.agency or row.outlet or name
        share = _share(text)
        out.append(
            Column(record, row, name, headline(record), letter, by, known, prints, share, address("/compare", rest) if len(ids) > 2 else "",
                   text)
        )  # fmt: skip
    names = {column.origin: column.origin_name for column in reversed(out)}
    return [replace(column, origin_name=names[column.origin]) for column in out]


def _share(text: list[Block]) -> int:
    """Per cent of the words that are copied."""
    every = sum(len(run.words) for block in text for run in block.runs)
    copied = sum(len(run.words) for block in text for run in block.runs if "copied" in run.fields)
    return round(100 * copied / every) if every else 0


def _others(store: Store, story: StoryRow | None, ids: list[str]) -> list[tuple[str, str]]:
    """Further reports of the story: a label, and the address with the report added."""
    if story is None or len(ids) >= MOST:
        return []
    rows = [row for row in store.articles(story=story.id, limit=OFFERED) if row.id not in ids]
    return [(row.id, _label(row)) for row in rows]


def _label(row: ArticleRow) -> str:
    return " · ".join(part for part in (row.outlet or row.agency or "", (row.published or "")[:10], (row.headline or row.id)[:70]) if part)


def _choose(request: Request, store: Store, ids: list[str]) -> Response:
    """Two reports have to be chosen first: those of a story, or of the stories that most origins tell."""
    wanted = request.query_params.get("story", "")
    if not wanted and ids:
        row = next(store.articles(Query(article=(ids[0],)), limit=1), None)
        wanted = row.story if row and row.story else ""
    told = next(store.stories(story=wanted, limit=1), None) if wanted else None
    rows = list(store.articles(story=told.id, limit=OFFERED)) if told else []
    return render(
        request,
        "compare_choose.html.j2",
        title="Compare reports",
        story=told,
        chosen=ids,
        rows=[(row.id, _label(row)) for row in rows],
        stories=[] if told else [one for one in store.stories(limit=30, sort="-origins") if one.articles > 1],
        most=MOST,
    )


routes = [view("/compare", compare)]
