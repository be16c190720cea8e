"""The story and the happening: what is told together, who asserts and who denies it, where reports disagree, which copy is whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from dateline.article import Span
from dateline.errors import QueryError
from dateline.show.web import labels
from dateline.show.web.base import address, render, view
from dateline.show.web.problem import Problem
from dateline.show.web.quotes import Quote, disputes, quote, records_of
from dateline.store import Store
from dateline.store.rows import ArticleRow, ConditionRow, EntryRow, HappeningRow, StoryRow

#: Lines, conflicts, states and reports that one page shows; the rest is a link away.
LINES, CONFLICTS, STATES, REPORTS, TELLINGS = 40, 8, 24, 200, 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the story with its happening, where it is one."""

    entry: EntryRow
    happening: HappeningRow | None


@dataclass(frozen=True, slots=True)
class State:
    """What somebody says a place is like; `prints` counts further papers that print the same copy."""

    row: ConditionRow
    quote: Quote
    prints: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """One piece of copy and everyone who printed it, the first report first."""

    name: str
    articles: tuple[ArticleRow, ...]


def story(request: Request, store: Store) -> Response:
    """One story."""
    try:
        found = store.story(request.path_params["id"])
    except QueryError as error:
        raise Problem(404, "There is no such story", "Stories change as copy comes in; the list of stories has those of now.") from error
    entries = store.timeline(story=found.id, entries=LINES)
    rows = list(store.articles(story=found.id, limit=REPORTS))
    origins = _origins(rows)
    return render(
        request,
        "story.html.j2",
        title=found.headline,
        story=found,
        lines=_lines(store, found, entries),
        disputes=disputes(store, list(store.conflicts(story=found.id, limit=CONFLICTS)), most=2),
        states=_states(store, found.id),
        origins=origins,
        compare=address("/compare", [("article", one.articles[0].id) for one in origins[:4]]) if len(origins) > 1 else "",
        partial=found.articles > len(rows),
    )


def happening(request: Request, store: Store) -> Response:
    """One happening with every telling of it."""
    try:
        found = store.happening(request.path_params["id"])
    except QueryError as error:
        raise Problem(404, "There is no such happening", "They change as copy comes in; look it up in its story.") from error
    tellings = list(store.events(happening=found.id, sort="published", limit=TELLINGS))
    return render(
        request,
        "happening.html.j2",
        title=f"{labels.type_name(found.type, found.mode)}: {', '.join(found.source) or 'somebody'}",
        happening=found,
        story=store.story(found.story),
        tellings=tellings,
        asserts=[voice for voice in found.voices if voice.stance != "denied"],
        denies=[voice for voice in found.voices if voice.stance == "denied"],
        disputes=disputes(store, list(store.conflicts(happening=found.id, limit=CONFLICTS))),
        compare=_compare([row.article for row in tellings]),
    )


def _compare(articles: Sequence[str]) -> str:
    ids = list(dict.fromkeys(articles))[:4]
    return address("/compare", [("article", id) for id in ids]) if len(ids) > 1 else ""


def _lines(store: Store, found: StoryRow, entries: Sequence[EntryRow]) -> list[Line]:
    ids = tuple(dict.fromkeys(entry.happening for entry in entries if entry.happening))
    rows = {row.id: row for row in store.happenings(happening=ids, limit=len(ids))} if ids else {}
    return [Line(entry, rows.get(entry.happening or "")) for entry in entries]


def _states(store: Store, id: str) -> list[tuple[str, list[State]]]:
    """States by place, the place that most is said of first, each place by day."""
    rows = list(store.conditions(story=id, limit=STATES))
    records = records_of(store, dict.fromkeys(row.article for row in rows))
    found: dict[str, dict[object, State]] = {}
    for row in rows:
        record = records.get(row.article)
        if record is not None:
            said = quote(record, Span(row.start, row.end), row.statement, row.id)
            place = found.setdefault(row.place or labels.country_name(row.country) or "Place not stated", {})
            copy = (row.origin, row.kind, " ".join(said.words.split()).casefold()) if row.origin else (row.article, row.id)
            known = place.get(copy)
            place[copy] = State(row, said) if known is None else replace(known, prints=known.prints + 1)
    return sorted(((place, list(said.values())) for place, said in found.items()), key=lambda item: (-len(item[1]), item[0]))


def _origins(rows: Sequence[ArticleRow]) -> list[Origin]:
    """Origins, those that most papers print first."""
    found: dict[str, list[ArticleRow]] = {}
    for row in rows:
        found.setdefault(row.origin or row.id, []).append(row)
    made = [Origin(many[0].agency or many[0].outlet or many[0].path or many[0].id, tuple(many)) for many in found.values()]
    return sorted(made, key=lambda one: (-len(one.articles), one.articles[0].published or "", one.name))


routes = [view("/story/{id:path}", story), view("/happening/{id:path}", happening)]
