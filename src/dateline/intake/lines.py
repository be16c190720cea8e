"""Paragraphs of a plain text. Copy comes with blank lines between paragraphs, with one line a paragraph, or wrapped at 70 columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
_BULLET = re.compile(r"(?:[*•‣◦▪–—-]|\d{1,2}[.)]) ")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: trimmed bounds, whether a blank line (or the start) stands before it, and how many lines it was joined from."""

    start: int
    end: int
    gap: bool
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    gap: bool
    indent: int


def paragraphs(text: str, opens: Callable[[int, int], bool]) -> list[Line]:
    """Splits a text into paragraphs. `opens(start, end)` tells whether a line begins a new part by its words (a dateline, a label)."""
    raw = _raw_lines(text)
    width = _wrap_width(text, raw)
    out: list[Line] = []
    told = False  # whether a whole sentence has stood above
    for n, line in enumerate(raw):
        before = raw[n - 1] if n else None
        if (
            before
            and out
            and not line.gap
            and _continues(text, before, line, width, out[-1].lines, told=told)
            and not opens(line.start, line.end)
        ):
            out[-1] = Line(out[-1].start, line.end, out[-1].gap, out[-1].lines + 1)
        else:
            out.append(Line(line.start, line.end, line.gap))
        told = told or _closed(text, line)
    return out


def _raw_lines(text: str) -> list[_Raw]:
    out: list[_Raw] = []
    last = 0
    for m in _LINE.finditer(text):
        words = m[0]
        body = words.strip()
        if not body:
            continue
        start = m.start() + len(words) - len(words.lstrip())
        newlines = text.count("\n", last, start) or text.count("\r", last, start) or text.count("\u2029", last, start) * 2
        out.append(_Raw(start, start + len(body), not out or newlines > 1, len(words) - len(words.lstrip())))
        last = start + len(body)
    return out


def _wrap_width(text: str, raw: list[_Raw]) -> int:
    """Column at which the copy is wrapped, 0 if it is not: many lines break off in mid-sentence at nearly the same width."""
    pairs = [(a, b) for a, b in pairwise(raw) if not b.gap]
    broken = [a for a, b in pairs if not _closed(text, a) and (text[b.start].islower() or text[b.start].isdigit())]
    if len(broken) < 2 or len(broken) * 4 < len(pairs):
        return 0
    widths = sorted(a.end - a.start for a in broken)
    width = widths[len(widths) * 9 // 10]
    return width if 35 <= width <= 130 else 0


def _continues(text: str, before: _Raw, line: _Raw, width: int, joined: int, *, told: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if _BULLET.match(text, line.start):
        return False
    length = before.end - before.start
    first = text[line.start]
    if not width:
        return length >= 40 and not _closed(text, before) and first.islower() and text[before.end - 1] not in "|"
    if line.indent > before.indent + 1:
        return False
    if not told and first.isupper() and not _closed(text, line) and text.count(" ", line.start, line.end) >= 3:
        return False  # headline and subhead; the rest of a wrapped headline would be shorter
    word = re.match(r"\S{0,30}", text[line.start : line.start + 30])
    room = width - length - (word.end() if word else 0)
    if room > 8 and (_closed(text, before) or joined == 1):  # the next word would have fitted: the paragraph ended there
        return first.islower() and not _closed(text, before) and length >= 40
    return True


def _closed(text: str, line: _Raw) -> bool:
    return bool(_CLOSED.search(text[max(line.start, line.end - 5) : line.end]))
