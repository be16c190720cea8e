"""Toponym recognition: which words of an article name a place.

The tagger's place names come first; names of countries and of well-known places that it left untagged are added from the gazetteer,
then every further printing of a name that was found, then the dateline.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dateline.article import READ_PARTS, Article, Span
from dateline.grammar.words import Grammar
from dateline.where.book import Gazetteer
from dateline.where.known import Known
from dateline.where.lists import rolled
from dateline.where.marks import PAIR, WORD, bare
from dateline.where.page import Mention, Token

__all__ = ["Mention", "find_mentions"]


def find_mentions(article: Article, grammar: Grammar, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Place names of an article's read parts and of its dateline, in order, without overlaps."""
    finder = Finder(article, grammar, gazetteer)
    for span in article.spans(READ_PARTS) if article.parts else (Span(0, len(article.text)),):
        finder.read(span)
    finder.lists()
    finder.again()
    finder.dateline()
    return rolled(tuple(sorted(finder.found.values(), key=lambda m: m.span)), article.text, gazetteer)


_REGION = re.compile(r",\s?([A-Z][\w.'’ -]{1,30}?)\s*(?:[,(/]|[—–-]{1,2}(?=\s|$)|$)")


class Finder(Known):
    """The order of the search."""

    def read(self, part: Span) -> None:
        """Finds the names of one part."""
        tokens = []
        n = max(bisect_left(self.starts, part.start) - 2, -1)  # the tagger's name that begins last before a word
        end, label = -1, ""  # its end
        for m in WORD.finditer(self.text, part.start, part.end):
            words, start = bare(m.group()), m.start()
            if not words:
                continue
            while n + 1 < len(self.starts) and self.starts[n + 1] <= start:
                n += 1
                end, label = self.names[n].span.end, self.names[n].label
            tokens.append(Token(start, start + len(words), words, label if start < end else "", words[0].isupper()))
        self.tokens.append(tokens)
        for pair in PAIR.finditer(self.text, part.start, part.end):
            self.pair(pair)
        for segment in self.names[bisect_left(self.starts, part.start) : bisect_left(self.starts, part.end)]:
            if segment.span.end <= part.end and segment.label == "LOC":
                self.tagger_name(segment.span, part)
            elif segment.span.end <= part.end and segment.label in ("ORG", "MISC"):
                self.body_name(segment.span, part)
        for i, token in enumerate(tokens):
            if token.capital and not self.is_taken(token.start):
                self.match(tokens, i, part)
        self.compounds(part)

    def dateline(self) -> None:
        """`GENEVA, March 3 (Agency) -`: the places of the dateline, at their words."""
        line = self.article.dateline
        if line is None or not line.place:
            return
        words = self.text[line.span.start : line.span.end].lower()
        at = 0
        for place in re.split(r"\s?[/,;]\s?", line.place):  # "LIMA, Peru", "TOKYO/LONDON"
            found = words.find(place.lower(), at) if place.strip() else -1
            if found >= 0:
                start, at = line.span.start + found, found + len(place)
                span = self.abbreviated(Span(start, start + len(place)), line.span)
                self.add(Mention(span or Span(start, start + len(place)), place, None, "dateline", short=span is not None))
        if at:
            self.region(Span(line.span.start + at, line.span.end))

    def region(self, tail: Span) -> None:
        """The state or country behind the town of a dateline: `ORLANDO, Fla. (Agency) -`, `TBILISI, Georgia --`."""
        found = _REGION.match(self.text, tail.start, tail.end)
        if found is None:
            return
        start, name = found.start(1), found[1]
        short = self.gazetteer.abbreviation(name)
        if not short:
            name = name.rstrip(".")
            if not any(entry.level <= 1 for entry in self.gazetteer.lookup(name)):
                return
        self.add(Mention(Span(start, start + len(name)), name, None, "dateline", short=bool(short)))
