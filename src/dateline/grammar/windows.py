"""Words cut into pieces of the vocabulary, and whole sentences packed into windows for one pass of the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_PIECES = 192  # pieces of one window, edges included
PIECES_PER_WORD = 8  # a word of ten thousand letters counts as its first pieces
WORD_LETTERS = 48  # and no more letters than these are looked at
_CACHE = 16_000  # words whose pieces are remembered
CLS, SEP, UNKNOWN = 101, 102, 100


class Pieces:
    """The word-piece vocabulary with a memory of words already cut."""

    def __init__(self, path: Path, most: int = PIECES_PER_WORD) -> None:
        from tokenizers import Tokenizer  # loaded late: importing dateline must stay cheap

        self._vocabulary: Any = Tokenizer.from_file(str(path))
        self._vocabulary.no_padding()
        self._vocabulary.no_truncation()
        self._most = most
        self._known: dict[str, tuple[int, ...]] = {}

    def cut(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Piece numbers of each word: at least one, at most `most`."""
        known = self._known
        fresh = list(dict.fromkeys(w for w in words if w not in known))
        if len(known) + len(fresh) > _CACHE:
            known.clear()
            fresh = list(dict.fromkeys(words))
        if fresh:
            for word in fresh:  # one by one: a batch would start the library's own threads
                clean = word[:WORD_LETTERS].encode("utf-8", "replace").decode("utf-8")
                known[word] = tuple(self._vocabulary.encode(clean, add_special_tokens=False).ids[: self._most]) or (UNKNOWN,)
        out = [known[w] for w in words]
        for word in fresh:
            if len(word) > WORD_LETTERS:  # rare, and a line of a million letters would be kept for good
                del known[word]
        return out


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` up to, not including, `last`, and the number of pieces they take with both edges."""

    first: int
    last: int
    size: int


def pack(sizes: Sequence[int], starts: Sequence[int], paragraphs: Sequence[int], most: int = MAX_PIECES) -> list[Window]:
    """Windows over words with `sizes` pieces: whole sentences (`starts`: the indexes of their first words), whole paragraphs if they fit.

    A sentence longer than a window is cut. A window is closed early, at a paragraph's end, when the next paragraph does not fit and
    it is at least half full.
    """
    bounds = [*starts, len(sizes)]
    total = [0]
    for s in sizes:
        total.append(total[-1] + s)
    room = most - 2
    out: list[Window] = []
    first = 0
    begins = _paragraph_starts(paragraphs)
    k = 1
    while first < len(sizes):
        last = first
        while k < len(bounds) and total[bounds[k]] - total[first] <= room:
            last = bounds[k]
            k += 1
        if last == first:  # one sentence is longer than a window: cut it where it is full
            while last < len(sizes) and total[last + 1] - total[first] <= room:
                last += 1
            last = max(last, first + 1)
        elif last < len(sizes) and paragraphs[last - 1] == paragraphs[last]:
            whole = begins[last]  # where the paragraph begins that would be torn
            if whole > first and (total[whole] - total[first]) * 2 >= room:
                last = whole
        while k > 1 and bounds[k - 1] > last:
            k -= 1
        while k < len(bounds) and bounds[k] <= last:
            k += 1
        out.append(Window(first, last, total[last] - total[first] + 2))
        first = last
    return out


def _paragraph_starts(paragraphs: Sequence[int]) -> list[int]:
    """For each word the index of its paragraph's first word."""
    out: list[int] = []
    begin = 0
    for i, p in enumerate(paragraphs):
        if i and p != paragraphs[i - 1]:
            begin = i
        out.append(begin)
    return out
