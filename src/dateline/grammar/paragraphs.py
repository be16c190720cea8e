"""Which paragraph a word stands in: a blank line always parts paragraphs, a single line end does unless it merely wraps a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Characters that belong to no token.
BLANKS = "".join(
    map(chr, (*range(0x21), *range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF))
)
_LINE = re.compile(r"[^\n\r\u0085\u2028\u2029]+")
_WRAPPED = 55  # a line shorter than this was ended on purpose
_ENDS = frozenset('.!?:"”’)')  # a line that ends so may be the last of its paragraph


def paragraphs(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Offsets of the paragraphs in `text[first:last]`, without the blanks around them; none is empty."""
    out: list[tuple[int, int]] = []
    line_start = row_end = 0  # of the line before: its first character, and its end with blanks
    for row in _LINE.finditer(text, first, last):
        line = row.group()
        bare = line.strip(BLANKS)
        if not bare:
            continue
        start = row.start() + (len(line) - len(line.lstrip(BLANKS)) if line[0] in BLANKS else 0)
        one_end = row.start() - row_end == 1 or (row.start() - row_end == 2 and text[row_end : row.start()] == "\r\n")
        end = start + len(bare)
        if out and one_end and bare[0].islower() and out[-1][1] - line_start > _WRAPPED and text[out[-1][1] - 1] not in _ENDS:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
        line_start, row_end = start, row.end()
    return out


def paragraph_numbers(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Number of the paragraph of each token, from 0, ascending."""
    if not offsets:
        return []
    ends = [end for _, end in paragraphs(text, offsets[0][0], offsets[-1][1])]
    out: list[int] = []
    number = 0
    for start, _ in offsets:
        while start >= ends[number]:
            number += 1
        out.append(number)
    return out
