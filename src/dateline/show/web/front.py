"""The front page: the newest stories in their own words, what is new since the reader's last visit, and where reports disagree."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from dateline.show.web.base import PAGE, page_of, query_of, render, set_cookie, view
from dateline.show.web.quotes import disputes
from dateline.store import Store
from dateline.store.rows import ConflictRow, EntryRow, StoryRow
from dateline.store.since import Since, Totals, latest_conflicts, since, totals
from dateline.story.days import bounds

#: Stories and conflicts on the front page; lines of the lead story's timeline, and where it stands nearly alone.
STORIES, CONFLICTS, LINES, ALONE = 13, 3, 4, 12
#: A visit that went on less than so many seconds ago is the same visit.
VISIT = 1_800
SEEN = "dateline_seen"


def front(request: Request, store: Store) -> Response:
    """The front page."""
    held = totals(store)
    before, stamp = _visit(request, held)
    new = since(store, before[0]) if before and before[0] < held.mark else None
    rows = list(store.stories(limit=STORIES))
    lead = _lead(rows)
    page = render(
        request,
        "front.html.j2",
        title="Dateline",
        held=held,
        lead=lead,
        lines=_once(store.timeline(story=lead.id, entries=LINES if len(rows) > 3 else ALONE)) if lead else [],
        stories=[row for row in rows if row is not lead],
        fresh=set(new.stories) if new else set(),
        new=new,
        since_when=_ago(time.time() - before[1]) if before else "",
        disputes=disputes(store, _telling(new) or latest_conflicts(store, CONFLICTS), most=1),
        appeared=bool(_telling(new)),
    )
    if stamp:
        set_cookie(request, page, SEEN, stamp)
    return page


def _once(lines: Iterable[EntryRow]) -> list[EntryRow]:
    """Lines, each day's words but once: one clause may tell of two acts."""
    found: dict[tuple[str, str], EntryRow] = {}
    for line in lines:
        found.setdefault((line.date, line.what), line)
    return list(found.values())


def _lead(rows: Sequence[StoryRow]) -> StoryRow | None:
    """Of the stories of the last week that most independent origins tell: one paper's brief is seldom the news of the day."""
    if not rows:
        return None
    days = [found[1] if (found := bounds(row.last)) else None for row in rows]
    latest = next((day for day in days if day), None)
    recent = [row for row, day in zip(rows, days, strict=True) if latest and day and (latest - day).days < 7] or rows[:1]
    return max(recent, key=lambda row: (row.origins, row.articles))


def _telling(new: Since | None) -> list[ConflictRow]:
    return list(new.conflicts[:CONFLICTS]) if new else []


def stories(request: Request, store: Store) -> Response:
    """All stories, the newest first, or those with a report as asked."""
    query, number = query_of(request), page_of(request)
    rows = list(store.stories(query, limit=PAGE + 1, offset=(number - 1) * PAGE))
    return render(
        request, "stories.html.j2", title="Stories", stories=rows[:PAGE], more=len(rows) > PAGE, number=number, asked=bool(query.asks)
    )


Mark = tuple[int, int]


def _visit(request: Request, held: Totals) -> tuple[Mark | None, str]:
    """The mark and time of the last visit, None at the first, and the cookie to set, empty where it stays as it is.

    The cookie holds two marks: where the last visit ended and where this one stands, so that reading on does not make news old.
    """
    now = int(time.time())
    marks = _marks(request.cookies.get(SEEN, ""))
    if not marks:
        return None, f"{held.mark}.{now}.{held.mark}.{now}"
    old, current = marks
    if old[0] > held.mark or current[0] > held.mark:  # another store, or one made anew
        return None, f"{held.mark}.{now}.{held.mark}.{now}"
    if now - current[1] > VISIT:
        old = current
    return old, f"{old[0]}.{old[1]}.{held.mark}.{now}"


def _marks(cookie: str) -> tuple[Mark, Mark] | None:
    parts = cookie.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in parts):
        return None
    mark, at, now, now_at = map(int, parts)
    return (mark, at), (now, now_at)


def _ago(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            many = int(seconds // size)
            return f"{many} {name}{'s' if many > 1 else ''} ago"
    return "a moment ago"


routes = [view("/", front), view("/stories", stories)]
