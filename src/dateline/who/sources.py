"""Sources: which mention is the one that a statement is attributed to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dateline.article import Span
from dateline.fields import Statement
from dateline.who.shapes import Mention

_LONGEST = 200  #: a mention that holds a source begins at most this many characters before it


def mark_sources(found: Sequence[Mention], statements: Sequence[Statement]) -> None:
    """Tells each mention of the statements (by index) whose source it names."""
    starts = [m.span.start for m in found]
    for n, statement in enumerate(statements):
        span = statement.source.span if statement.source is not None else None
        if span is None:
            continue
        near = found[bisect_left(starts, span.start - _LONGEST) : bisect_left(starts, span.end)]
        best = max((m for m in near if m.span.end > span.start), key=lambda m: _fit(m, span), default=None)
        if best is not None:
            best.speaker_of = (*best.speaker_of, n)


def mark_contents(found: Sequence[Mention], statements: Sequence[Statement]) -> None:
    """Tells each mention of the statements (by index) whose content holds it."""
    starts = [m.span.start for m in found]
    for n, statement in enumerate(statements):
        for span in statement.content:
            for mention in found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
                mention.told_by = (*mention.told_by, n)


def _fit(mention: Mention, span: Span) -> tuple[bool, float]:
    shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
    whole = max(mention.span.end, span.end) - min(mention.span.start, span.start)
    return (not mention.inner, shared / whole)
