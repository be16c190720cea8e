"""The article: its text with parts and evidence, its findings as rows, who says what, and why each value is what it is."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from dateline.article import Span
from dateline.record import Record, dumps
from dateline.show.chronicle import headline
from dateline.show.export.marks import FIELDS, Mark
from dateline.show.export.page import sheet
from dateline.show.web.base import param, render, view
from dateline.show.web.explaining import panel
from dateline.show.web.problem import Problem
from dateline.show.web.quotes import disputes
from dateline.store import Store
from dateline.store.since import conflicts_of
from dateline.who import actor_key, load_who
from dateline.who.lexicon import WhoLexicon

_CHARS = re.compile(r"(\d{1,9}),(\d{1,9})")
#: Conflicts of an article that are shown beside it.
DISPUTES = 5
KEYS = (("x", "explain the finding that is stepped to"), ("1 – 7", "show or hide a field of the evidence"))


def article(request: Request, store: Store) -> Response:
    """An article by its id. `char=start,end` lights these characters, `explain=events[e3].date` opens the panel for a value."""
    record = find_record(store, request.path_params["id"])
    lit = _lit(record, param(request, "char"))
    path = param(request, "explain")
    shown = panel(record, path) if path else None
    if param(request, "only", choices=("", "panel")):
        return render(request, "panel.html.j2", title="", panel=shown, id=record.id)
    row = next(store.articles(article=record.id, limit=1), None)
    prints = [other for other in store.articles(origin=row.origin, limit=50) if other.id != record.id] if row and row.origin else []
    also = [Mark(lit, "lit", f"char={lit.start},{lit.end}", "")] if lit else []
    return render(
        request,
        "article.html.j2",
        title=headline(record),
        record=record,
        sheet=sheet(record, also=also),
        row=row,
        prints=prints,
        fields=FIELDS,
        disputes=disputes(store, list(islice(conflicts_of(store, record.id), DISPUTES)), most=1),
        panel=shown,
        id=record.id,
        actor_keys=_keys(record),
        reviewed=store.article(record.id) != record,
        more_keys=KEYS,
    )


def find_record(store: Store, id: str) -> Record:
    """The record of an article with its reviews applied. Raises Problem where none has this id."""
    record = store.article(id, corrected=True)
    if record is None:
        raise Problem(404, "There is no such article", "It may be in another store. The search box finds words in all reports of this one.")
    return record


def record_json(request: Request, store: Store) -> Response:
    """The record as JSON, as it was read; with `corrected=1` with its reviews applied."""
    corrected = param(request, "corrected", choices=("", "0", "1")) == "1"
    record = store.article(request.path_params["id"], corrected=corrected)
    if record is None:
        raise Problem(404, "There is no such article", "Look its id up in the table of events or articles.")
    return Response(dumps(record), media_type="application/json")


def _lit(record: Record, chars: str) -> Span | None:
    """The characters to light; those beyond the text are left out."""
    if not chars:
        return None
    found = _CHARS.fullmatch(chars)
    if not found:
        raise Problem(400, "The characters to light cannot be read", "Write them like char=120,164.")
    span = Span(min(int(found[1]), len(record.text)), min(int(found[2]), len(record.text)))
    return span if span.length > 0 else None


@cache
def lexicon() -> WhoLexicon:
    """What names of actors are known by; read once."""
    return load_who()


def _keys(record: Record) -> dict[str, str]:
    """Actor id -> the key of its page."""
    found = {actor.id: actor_key(actor, lexicon()) for actor in record.actors}
    return {id: key for id, key in found.items() if key}


routes = [view("/article/{id:path}", article), view("/api/records/{id:path}", record_json, name="record")]
