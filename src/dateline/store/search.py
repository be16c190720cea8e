"""Full text: which articles hold the words typed, where, and a few words around the best match."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from dateline.store.items import page
from dateline.store.query import Query
from dateline.store.rows import Hit
from dateline.store.where import of_articles
from dateline.store.words import expression

#: Words of a snippet, and weights of a match in the headline and in the text.
SNIPPET = 28
_RANK = "bm25(4.0, 1.0)"
#: Marks that full text puts around matches; noncharacters, which no interchange of text may hold.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"


def search(db: sqlite3.Connection, typed: str, query: Query, *, limit: int | None, offset: int) -> Iterator[Hit]:
    """Articles that hold what was typed, the best first."""
    words = expression(typed)
    if words.match is None:
        return
    where = of_articles(query)
    narrowed = f"AND rowid IN (SELECT a.n FROM articles a WHERE {where.sql})" if where.parts else ""
    rows = db.execute(
        f"SELECT rowid FROM copy WHERE copy MATCH ? AND rank MATCH '{_RANK}' {narrowed} ORDER BY rank{page(limit, offset)}",
        [words.whole, *where.args],
    )
    for (n,) in rows.fetchall() if limit is not None else rows:
        yield _hit(db, n, words.match)


def _hit(db: sqlite3.Connection, n: int, match: str) -> Hit:
    row = db.execute(
        "SELECT a.id, coalesce(a.outlet, a.agency), a.published, a.headline, a.url, a.story, a.text, "
        f"highlight(copy, 1, ?, ?), snippet(copy, -1, ?, ?, ' … ', {SNIPPET}) "
        "FROM copy JOIN articles a ON a.n = copy.rowid WHERE copy MATCH ? AND copy.rowid = ?",
        [_OPEN, _CLOSE, _OPEN, _CLOSE, match, n],
    ).fetchone()
    article, outlet, published, headline, url, story, text, marked, snippet = row
    return Hit(article, outlet, published, headline, url, story, _pieces(snippet), _offsets(text, marked))


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """A snippet on one line, cut where the marks stand."""
    flat = " ".join(snippet.split())
    out: list[tuple[str, bool]] = []
    for n, part in enumerate(flat.split(_OPEN)):
        inside, _, after = part.partition(_CLOSE) if n else ("", "", part)
        out += [(inside, True)] if inside else []
        out += [(after, False)] if after else []
    return tuple(out)


def _offsets(text: str, marked: str) -> tuple[tuple[int, int], ...]:
    """Where the marks stand in the unmarked text. None are given for a text that holds such marks itself."""
    if _OPEN in text or _CLOSE in text:
        return ()
    out = []
    at = 0
    for n, part in enumerate(marked.split(_OPEN)):
        inside, _, after = part.partition(_CLOSE) if n else ("", "", part)
        if n:
            out.append((at, at + len(inside)))
        at += len(inside) + len(after)
    return tuple(out)
