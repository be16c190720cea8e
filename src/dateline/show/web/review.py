"""Review: one doubtful act or state of a place at a time, with its sentence and values; accept, reject, fix, skip, undo. What is decided
stays for good."""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import parse_qsl, quote, unquote, urlencode

import numpy as np
from numpy.typing import NDArray
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dateline.errors import ReviewError, StoreError
from dateline.show.web.base import address, form_of, param, query_of, render, set_cookie, view
from dateline.show.web.problem import Problem
from dateline.show.web.reviewing import context, modes, posted, values
from dateline.show.web.tally import asked
from dateline.store import Store, items
from dateline.store.columns import Columns
from dateline.store.judged import FIELDS, find_item
from dateline.store.query import Query
from dateline.store.review import Review
from dateline.store.rows import ConditionRow, EventRow

OWN = ("item", "skip", "again", "undone")
NAME = "reviewer"
#: An item of the queue, and what one is known by: layer, article, id.
Row = EventRow | ConditionRow
Key = tuple[str, str, str]
#: What a state of a place weighs beside an act that is told once.
ONCE = 1 + math.log1p(1)
#: Items of the queue that are looked at, latest reviews shown, longest name of a reviewer, most loose articles that are woven at once.
DEEP, LATEST, LONGEST, LOOSE = 2000, 12, 60, 20
#: States that are fetched at once, and the least doubt that is one.
BATCH, LEAST = 40, 0.001
KEYS = (
    ("a", "accept all values"),
    ("r", "reject: there is no such act or state"),
    ("f", "fix a value"),
    ("s", "skip"),
    ("u", "undo your last review"),
)


def review(request: Request, store: Store) -> Response:
    """The most doubtful and weighty item that is as asked, or the one that `item` names."""
    query = query_of(request, *OWN)
    skip, again = _skip(request), param(request, "again", choices=("", "1")) == "1"
    name = _name(request)
    made = store.reviews()
    item = request.query_params.get("item", "")  # as it is: an id may begin with a blank
    if item:
        article, _, id = item.rpartition(":")
        row, left = _find(store, article, id), 0
        if row is None:
            raise Problem(404, "There is no such act or state", "It may have been read again; the queue has those of now.")
    else:
        row, left = _next(store, query, made, name, skip, again)
    record = store.article(row.article, corrected=not row.rejected) if row else None
    found = find_item(record, _layer(row), row.id) if row and record else None
    return render(
        request,
        "review.html.j2",
        title="Review",
        query=query,
        filter=urlencode(query.params()),
        row=row,
        layer=_layer(row) if row else "",
        left=left,
        skip=skip,
        again=again,
        item=item,
        context=context(record, found) if record and found else None,
        values=values(record, found) if record and found else [],
        modes=modes().get(row.type, ()) if isinstance(row, EventRow) else (),
        reviewer=name,
        mine=_last(made, name),
        latest=made[: -LATEST - 1 : -1],
        own=[one for one in made if row and (one.layer, one.article, one.item) == _key(row) and not one.undone],
        many=len([one for one in made if not one.undone]),
        precision=[one for one in store.precision() if one.n] if made else [],
        agreement=store.agreement() if len({one.reviewer for one in made}) > 1 else [],
        readonly=store.readonly,
        longest=LONGEST,
        more_keys=KEYS,
    )


def _skip(request: Request) -> int:
    value = param(request, "skip", "0")
    if not (value.isascii() and value.isdecimal() and len(value) < 5):
        raise Problem(400, f"skip: {value[:20]!r} is no number", "Leave it out to begin with the most doubtful.")
    return int(value)


def _name(request: Request) -> str:
    """The name that this browser last reviewed under."""
    return unquote(request.cookies.get(NAME, ""))[:LONGEST]


def _layer(row: Row) -> str:
    return "events" if isinstance(row, EventRow) else "conditions"


def _key(row: Row) -> Key:
    return _layer(row), row.article, row.id


def _find(store: Store, article: str, id: str) -> Row | None:
    """An act or state by its id; a record never has both of one name."""
    return store.event(article, id) or store.condition(article, id)


def _next(store: Store, query: Query, made: list[Review], name: str, skip: int, again: bool) -> tuple[Row | None, int]:
    """The item that is due and how many wait. Doubt counts for more where many origins tell the happening; with `again` those that
    somebody else has reviewed, for agreement."""
    judged: dict[Key, set[str]] = {}
    for one in made:
        if not one.undone and not one.orphaned:
            judged.setdefault((one.layer, one.article, one.item), set()).add(one.reviewer)
    if again:
        due = [key for key, by in judged.items() if name not in by]
        found = _find(store, *due[min(skip, len(due) - 1)][1:]) if due else None
        return found, len(due)
    acts, left = _acts(store, query)
    queue = heapq.merge(acts, _states(store, query), key=lambda one: -one[0])
    waiting = (row for _, row in islice(queue, DEEP) if _key(row) not in judged)
    row = next(islice(waiting, skip, None), None)
    doubtful = replace(query, doubt=max(query.doubt or 0.0, LEAST))
    return row, left + store.count(doubtful, layer="conditions") if row else 0


def _acts(store: Store, query: Query) -> tuple[Iterator[tuple[float, Row]], int]:
    """Doubtful acts with their weight, the weightiest first, and how many there are."""
    found = asked(store, query)
    columns = found.columns
    weight, order = columns.once("queue", lambda: _weighed(columns))
    picked = order[(found.mask & (columns.doubt > 0))[order]]
    return ((float(weight[n]), row) for n in picked[:DEEP].tolist() if (row := _at(store, int(columns.rowid[n])))), len(picked)


def _weighed(columns: Columns) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    weight = columns.doubt * (1 + np.log1p(columns.origins))
    return weight, np.argsort(-weight, kind="stable")


def _states(store: Store, query: Query) -> Iterator[tuple[float, Row]]:
    """Doubtful states of places with their weight, the weightiest first."""
    for offset in range(0, DEEP, BATCH):
        for row in store.conditions(query, sort="-doubt", limit=BATCH, offset=offset):
            if not row.doubt:
                return
            yield row.doubt * ONCE, row


def _at(store: Store, rowid: int) -> EventRow | None:
    with store.asking(limited=True) as db:
        return next(iter(items.events_at(db, [rowid])), None)


def _last(made: list[Review], name: str) -> Review | None:
    return next((one for one in reversed(made) if one.reviewer == name and not one.undone), None) if name else None


def judge(request: Request, store: Store) -> Response:
    """Files one judgement, or takes one back, and goes on to the next item."""
    form = form_of(request)
    name = " ".join(form.get("reviewer", "").split())[:LONGEST]
    if not name:
        raise Problem(400, "A review needs the name of its reviewer", "Go back and write your name or initials beside the buttons.")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    item = ""
    try:
        if form.get("undo"):
            item = _undo(store, form["undo"], name, now)
        else:
            _file(store, form, name, now)
            item = f"{form.get('article', '')}:{form.get('id', '')}" if form.get("verdict") == "fix" else ""
    except ReviewError as error:
        raise Problem(400, "This review was not taken", str(error)) from error
    except StoreError as error:
        raise Problem(409, "This review was not saved", str(error)) from error
    back = Query.parse(parse_qsl(form.get("filter", "")))
    again = "1" if form.get("again") == "1" else None
    to = address("/review", back, item=item, again=again, skip=None if item else _kept(form.get("skip", "")))
    answer = RedirectResponse(to, 303, background=BackgroundTask(_weave, store))
    set_cookie(request, answer, NAME, quote(name))
    return answer


def _kept(skip: str) -> str | None:
    return skip if skip.isascii() and skip.isdecimal() and skip not in ("0",) and len(skip) < 5 else None


def _undo(store: Store, number: str, name: str, now: str) -> str:
    n = int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else -1
    made = next((one for one in store.reviews() if one.n == n), None)
    store.undo(n, reviewer=name, at=now)
    return f"{made.article}:{made.item}" if made else ""


def _file(store: Store, form: dict[str, str], name: str, now: str) -> None:
    article, id, verdict = form.get("article", ""), form.get("id", ""), form.get("verdict", "")
    layer = form.get("layer", "events")
    field = form.get("field") or None
    new = None
    if verdict == "fix" and field:
        record = store.article(article, corrected=True)
        item = find_item(record, layer, id) if record and layer in FIELDS else None
        if record is None or item is None:
            raise ReviewError(f"article {article[:60]} has no {id[:20]} that could be fixed; accept it first if it was rejected")
        new = posted(record, item, field, form)
    store.review(article, layer, id, field if verdict == "fix" else None, verdict, new, reviewer=name, at=now)


def _weave(store: Store) -> None:
    """Brings stories up to date where little is loose; a store that is being filled is woven by whoever fills it."""
    with store.reading() as db:
        loose = db.execute("SELECT count(*) FROM (SELECT 1 FROM loose LIMIT ?)", [LOOSE + 1]).fetchone()[0]
    if 0 < loose <= LOOSE:
        store.weave()


def export(request: Request, store: Store) -> Response:
    """Every review as JSON lines, those undone too; the names of reviewers and the times are part of it."""
    rows = ({name: getattr(one, name) for name in one.__slots__} for one in store.reviews())
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return StreamingResponse(
        lines, media_type="application/x-ndjson", headers={"Content-Disposition": 'attachment; filename="reviews.jsonl"'}
    )


routes = [
    view("/review", review),
    view("/review", judge, methods=("POST",)),
    view("/review/export.jsonl", export, name="reviews"),
]
