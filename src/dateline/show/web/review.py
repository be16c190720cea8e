"""Review: one doubtful act at a time, with its sentence and values; accept, reject, fix, skip, undo. What is decided stays for good."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import parse_qsl, quote, unquote, urlencode

import numpy as np
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dateline.errors import ReviewError, StoreError
from dateline.show.web.base import address, form_of, param, query_of, render, set_cookie, view
from dateline.show.web.problem import Problem
from dateline.show.web.reviewing import context, modes, posted, values
from dateline.show.web.tally import asked
from dateline.store import Store, items
from dateline.store.query import Query
from dateline.store.review import Review
from dateline.store.rows import EventRow

OWN = ("item", "skip", "again", "undone")
NAME = "reviewer"
#: Items of the queue that are looked at, latest reviews shown, longest name of a reviewer, most loose articles that are woven at once.
DEEP, LATEST, LONGEST, LOOSE = 2000, 12, 60, 20
KEYS = (
    ("a", "accept all values"),
    ("r", "reject: there is no such act"),
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
        row, left = store.event(article, id), 0
        if row is None:
            raise Problem(404, "There is no such act", "It may have been read again; the queue has those of now.")
    else:
        row, left = _next(store, query, made, name, skip, again)
    record = store.article(row.article, corrected=not row.rejected) if row else None
    event = next((one for one in record.events if row and one.id == row.id), None) if record else None
    return render(
        request,
        "review.html.j2",
        title="Review",
        query=query,
        filter=urlencode(query.params()),
        row=row,
        left=left,
        skip=skip,
        again=again,
        item=item,
        context=context(record, event) if record and event else None,
        values=values(record, event) if record and event else [],
        modes=modes().get(row.type, ()) if row else (),
        reviewer=name,
        mine=_last(made, name),
        latest=made[: -LATEST - 1 : -1],
        own=[one for one in made if row and one.article == row.article and one.item == row.id and not one.undone],
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


def _next(store: Store, query: Query, made: list[Review], name: str, skip: int, again: bool) -> tuple[EventRow | None, int]:
    """The item that is due and how many wait. Doubt counts for more where many origins tell the happening; with `again` those that
    somebody else has reviewed, for agreement."""
    judged: dict[tuple[str, str], set[str]] = {}
    for one in made:
        if not one.undone and one.layer == "events" and not one.orphaned:
            judged.setdefault((one.article, one.item), set()).add(one.reviewer)
    if again:
        due = [key for key, by in judged.items() if name not in by]
        found = store.event(*due[min(skip, len(due) - 1)]) if due else None
        return found, len(due)
    found_all = asked(store, query)
    columns = found_all.columns
    weight = columns.doubt * (1 + np.log1p(columns.origins))
    picked = np.flatnonzero(found_all.mask & (columns.doubt > 0))
    order = picked[np.argsort(-weight[picked], kind="stable")]
    for n in islice(order.tolist(), DEEP):
        row = _at(store, int(columns.rowid[n]))
        if row is None or (row.article, row.id) in judged:
            continue
        if skip:
            skip -= 1
            continue
        return row, len(picked)
    return None, 0


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
    return f"{made.article}:{made.item}" if made and made.layer == "events" else ""


def _file(store: Store, form: dict[str, str], name: str, now: str) -> None:
    article, id, verdict = form.get("article", ""), form.get("id", ""), form.get("verdict", "")
    field = form.get("field") or None
    new = None
    if verdict == "fix" and field:
        record = store.article(article, corrected=True)
        event = next((one for one in record.events if one.id == id), None) if record else None
        if record is None or event is None:
            raise ReviewError(f"article {article[:60]} has no act {id[:20]} that could be fixed; accept it first if it was rejected")
        new = posted(record, event, field, form)
    store.review(article, "events", id, field if verdict == "fix" else None, verdict, new, reviewer=name, at=now)


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
