"""Sentences by offset: the grammar's where it has words, else cut at full stops and at the ends of lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from dateline.article import Span
from dateline.grammar.words import Grammar

_END = re.compile(r"(?<=[.!?])[\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,2}[A-Z0-9])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Rev|Hon|Prof|Pres|Jr|Sr|Mt|Ft|Brig|Adm|Cmdr|Supt|Insp|Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Corp|Co|Ltd|vs|"
    r"Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|[A-Z])|[ap]\.m)\.\s*$"
)


class Sentences:
    """The sentences of the read parts; every offset belongs to the one it stands in or after."""

    def __init__(self, text: str, spans: tuple[Span, ...], grammar: Grammar) -> None:
        self.spans: list[Span] = [s.span for s in grammar.sentences] if grammar.sentences else list(_cut(text, spans))
        self._starts = [s.start for s in self.spans]

    def index(self, offset: int) -> int:
        """Number of the sentence that an offset stands in or after."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def span(self, offset: int) -> Span:
        """Offsets of the sentence of an offset; before the first sentence, and without any, the offset itself."""
        return self.spans[self.index(offset)] if self.spans else Span(offset, offset)


def _cut(text: str, spans: tuple[Span, ...]) -> Iterator[Span]:
    for span in spans:
        start = span.start
        for end in _END.finditer(text, span.start, span.end):
            if "\n" not in end[0] and _ABBREVIATED.search(text, max(start, end.start() - 8), end.start()):
                continue
            if end.start() > start:
                yield Span(start, end.start())
            start = end.end()
        if start < span.end:
            yield Span(start, span.end)
