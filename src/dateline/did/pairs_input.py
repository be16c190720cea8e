"""What the model of pairs is given of a sentence: pieces as the tagger cuts them, and which words are the source's and the target's.

Training uses these very functions, so that the model and its run time cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grammar.blocks import draft_of
from dateline.grammar.features import SHAPE_EDGE, shape
from dateline.grammar.windows import CLS, SEP, Pieces

NEITHER, SOURCE, TARGET = range(3)
_MOST = 190  # pieces of a sentence that are looked at, those around the parties


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence for the model. Rows of pieces carry both edges; `words` is the word of each piece (-1: an edge)."""

    ids: list[int]
    shapes: list[int]
    quotes: list[int]
    roles: list[int]
    words: list[int]
    offsets: list[tuple[int, int]]


def given_of(text: str, source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]], pieces: Pieces) -> Given:
    """A sentence cut into words and pieces; `source` and `target` are spans (code points, half open) of the parties in it."""
    draft = draft_of([text])
    cut = pieces.cut(draft.words)
    roles = [_role(place, source, target) for place in draft.offsets]
    first, last = _part([len(c) for c in cut], roles)
    kept = range(first, last)
    ids, shapes, quotes, marks, words = [CLS], [SHAPE_EDGE], [0], [NEITHER], [-1]
    for i in kept:
        ids += cut[i]
        shapes += [shape(draft.words[i])] * len(cut[i])
        quotes += [draft.quotes[i]] * len(cut[i])
        marks += [roles[i]] * len(cut[i])
        words += [i] * len(cut[i])
    return Given([*ids, SEP], [*shapes, SHAPE_EDGE], [*quotes, 0], [*marks, NEITHER], [*words, -1], draft.offsets)


def within(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a word shares a character with any of the spans."""
    return any(place[0] < b and a < place[1] for a, b in spans)


def _role(place: tuple[int, int], source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]]) -> int:
    for role, spans in ((SOURCE, source), (TARGET, target)):
        if within(place, spans):
            return role
    return NEITHER


def _part(sizes: Sequence[int], roles: Sequence[int]) -> tuple[int, int]:
    """The words that fit: all, or those from the first party on, as far as there is room, then as many before it."""
    first, last, room = 0, len(sizes), _MOST
    if sum(sizes) <= room:
        return first, last
    begin = next((i for i, role in enumerate(roles) if role), 0)
    first = last = begin
    while last < len(sizes) and sizes[last] <= room:
        room -= sizes[last]
        last += 1
    while first and sizes[first - 1] <= room:
        first -= 1
        room -= sizes[first]
    return first, last
