"""From the words that name a speaker to the actor who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from dateline.article import Article, Span
from dateline.fields import Actor, Speaker, Statement
from dateline.grammar.words import Grammar
from dateline.said.cues import load_said
from dateline.said.repeats import repeated
from dateline.said.syntax import antecedent

_REACH = 500  # code points around a source in which its mentions are looked for
#: What follows a mention that only opens the source's noun phrase: "Lund's mayor", "Lund police".
_FURTHER = re.compile(r"['\u2019]|\s+[A-Za-z]+\s*$")


def resolve_speakers(
    article: Article, grammar: Grammar, statements: tuple[Statement, ...], actors: tuple[Actor, ...]
) -> tuple[Statement, ...]:
    """The statements with `source.actor` filled from the actors' mentions; None where no mention covers the source's head.

    Statements in headline and sub-headline are tied to the one in the body that they repeat.
    """
    mentions = sorted((m, n) for n, a in enumerate(actors) for m in a.mentions)
    media = load_said().media
    starts = [m.start for m, _ in mentions]
    out: list[Statement] = []
    for statement in statements:
        if statement.source is None or statement.source.span is None:
            out.append(statement)
            continue
        span = statement.source.span
        near = mentions[bisect_left(starts, span.start - _REACH) : bisect_left(starts, span.end + _REACH)]
        actor = None if _paper(article, statement) else _actor(article, grammar, span, near, actors, media)
        out.append(replace(statement, source=Speaker(statement.source.span, actor)))
    return repeated(article, out)


def _paper(article: Article, statement: Statement) -> bool:
    """Whether "it" is a paper that is read out and no actor: '"I can do no more," it read'."""
    if statement.source is None or statement.source.span is None or statement.cue is None:
        return False
    return article.words(statement.source.span).lower() == "it" and article.words(statement.cue).lower() in ("read", "reads", "ran", "runs")


def _actor(
    article: Article, grammar: Grammar, span: Span, mentions: list[tuple[Span, int]], actors: tuple[Actor, ...], media: frozenset[str]
) -> str | None:
    """The actor with a mention on the head word of the source, the one that fits the source best first."""
    words = list(grammar.within(span))
    host = antecedent(grammar, words[0].index) if len(words) == 1 else -1
    if host >= 0:
        words = [grammar.words[host]]
        span = words[0].span
    inside = {w.index for w in words}
    tops = [w for w in words if w.head not in inside and w.upos != "PUNCT"] or words
    appositions = [k for t in tops for k in grammar.children(t.index, "appos", "flat")]
    for head in (*tops[:1], *appositions, *tops[1:]):
        held = [(m, n) for m, n in mentions if m.overlaps(head.span)]
        if held:
            best = min(held, key=lambda x: (abs(x[0].start - span.start) + abs(x[0].end - span.end), x[1]))
            return actors[best[1]].id
    held = [(m, n) for m, n in mentions if span.holds(m)]
    if held and tops and (tops[0].text.lower() in media or tops[0].lemma.lower() in media):
        return actors[min(held, key=lambda x: (x[0].start, -x[0].end))[1]].id
    for m, n in sorted(held, key=lambda x: (-x[0].length, x[1])):
        if 2 * m.length >= span.length or (m.start == span.start and not _FURTHER.match(article.text[m.end : span.end])):
            return actors[n].id
    return None
