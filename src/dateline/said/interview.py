"""Interviews set as lines with a label: "The Gazette: ...", "Q: ...", "Mayor Tull: ..."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from dateline.article import Article, Span
from dateline.grammar.words import Grammar
from dateline.said.cues import SaidRules
from dateline.said.draft import Draft
from dateline.said.quotes import trim

_ASIDE = re.compile(r"\([A-Z][^()\n]{0,40}\)")


def find_interview(article: Article, grammar: Grammar, rules: SaidRules, zones: tuple[Span, ...]) -> Iterator[Draft]:
    """A draft for every labelled turn, if at least two labels take at least three turns between them."""
    starts = [z.start for z in zones]
    told = (m for m in rules.patterns["quotations.interview"].finditer(article.text) if _told(zones, starts, m.start("name")))
    turns = [m for m in told if (part := article.part_at(m.start("name"))) is None or part.kind == "body"]
    labels = Counter(m.group("name") for m in turns)
    if len(turns) < 3 or len(labels) < 2 or max(labels.values()) < 2:
        return
    for n, m in enumerate(turns):
        stop = turns[n + 1].start() if n + 1 < len(turns) else len(article.text)
        begin = max(0, bisect_right(starts, m.end()) - 1)
        near = zones[begin : bisect_left(starts, stop)]
        spans = tuple(_lines(article, near, m.end(), stop, last=n + 1 == len(turns)))
        words = grammar.within(Span(m.start("name"), m.end("name")))
        if spans:
            yield Draft(
                "said.interview",
                "speech",
                spans,
                None,
                -1,
                Span(m.start("name"), m.end("name")),
                words[-1].index if words else -1,
                quoted=True,
            )


def _told(zones: tuple[Span, ...], starts: list[int], at: int) -> bool:
    zone = zones[max(0, bisect_right(starts, at) - 1)]
    return zone.start <= at < zone.end


def _lines(article: Article, zones: tuple[Span, ...], start: int, stop: int, *, last: bool) -> Iterator[Span]:
    """The words of a turn; a last turn ends with its line, stage directions ("(Laughs.)") are left out."""
    for zone in zones:
        a, b = max(zone.start, start), min(zone.end, stop)
        if a >= b or (last and a > start):
            continue
        for m in _ASIDE.finditer(article.text, a, b):
            span = trim(article.text, a, m.start())
            if span is not None:
                yield span
            a = m.end()
        span = trim(article.text, a, b)
        if span is not None:
            yield span
