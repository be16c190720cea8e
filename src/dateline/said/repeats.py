"""The same words told twice: a headline or sub-headline gives in short what somebody says in the body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.article import Article
from dateline.fields import Speaker, Statement

_TITLES = frozenset({"headline", "subhead"})
_WORD = re.compile(r"[^\W_]{4,}")  # short words are the same everywhere
_FEWEST = 3  # words in common
_QUOTED, _TOLD = 0.75, 0.6  # share of the title's words that the body repeats, of quotations and of other statements
_SURE = 0.75
_MOST = 40  # statements in titles that are looked at, statements a word leads to


def repeated(article: Article, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements, those of titles with the id of the statement in the body that they repeat, and with its speaker if they name none."""
    parts = [_kind(article, s) for s in statements]
    titles = [n for n, kind in enumerate(parts) if kind in _TITLES][:_MOST]
    out = list(statements)
    if not titles:
        return tuple(out)
    spoken: dict[str, list[int]] = defaultdict(list)
    for n, statement in enumerate(statements):
        for word in sorted(_words(article, statement)) if parts[n] == "body" else ():
            if len(spoken[word]) < _MOST:
                spoken[word].append(n)
    for n in titles:
        found = _twin(article, statements, spoken, n)
        if found is not None:
            at, share = found
            out[n] = _linked(article, statements[n], statements[at], share)
    return tuple(out)


def _kind(article: Article, statement: Statement) -> str:
    part = article.part_at(statement.content[0].start)
    return part.kind if part is not None else ""


def _words(article: Article, statement: Statement) -> set[str]:
    return {m.group().lower() for s in statement.content for m in _WORD.finditer(article.words(s))}


def _twin(article: Article, statements: Sequence[Statement], spoken: dict[str, list[int]], n: int) -> tuple[int, float] | None:
    """The statement in the body that has most of a title's words, with the share it has; None if none has enough."""
    wanted = _words(article, statements[n])
    hits: dict[int, int] = defaultdict(int)
    for word in sorted(wanted):
        for at in spoken.get(word, ()):
            hits[at] += 1
    best = min(hits, key=lambda at: (-hits[at], at), default=-1)
    if best < 0 or hits[best] < min(_FEWEST, len(wanted)) or hits[best] < 2:
        return None
    share = hits[best] / len(wanted)
    return (best, share) if share >= (_QUOTED if statements[n].kind == "direct" else _TOLD) else None


def _linked(article: Article, title: Statement, body: Statement, share: float) -> Statement:
    """The title's statement, tied to the body's unless they are known to be of two different speakers."""
    mine = title.source.actor if title.source else None
    theirs = body.source.actor if body.source else None
    if theirs is None or mine == theirs:
        return replace(title, repeats=body.id)
    span = title.source.span if title.source else None
    named = span is not None and any(w[:1].isupper() for w in article.words(span).split()[1:])
    if mine is not None and (named or share < _SURE):
        return title
    return replace(title, repeats=body.id, source=Speaker(span, theirs))
