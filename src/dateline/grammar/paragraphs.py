"""Which paragraph a word stands in: a blank line always parts paragraphs, a single line end does unless it merely wraps a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE_END = re.compile(r"[\n\r\u0085\u2028\u2029]")
_WRAPPED = 55  # a line shorter than this was ended on purpose


def paragraph_numbers(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Number of the paragraph of each token, from 0, ascending."""
    out: list[int] = []
    number = line_start = 0
    for i, (start, _) in enumerate(offsets):
        before = offsets[i - 1][1] if i else 0
        gap = text[before:start]
        ends = len(_LINE_END.findall(gap)) - gap.count("\r\n") if len(gap) > 1 or (gap in "\n\r\u0085\u2028\u2029" and gap) else 0
        if i and ends:
            wrapped = ends == 1 and before - line_start > _WRAPPED and text[before - 1] not in '.!?:"”’)' and text[start].islower()
            if not wrapped:
                number += 1
            line_start = start
        elif not i:
            line_start = start
        out.append(number)
    return out
