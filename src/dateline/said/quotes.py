"""The quotation scanner: where quoted words stand, whatever the marks, paragraph by paragraph.

Newspapers open every paragraph of a long quotation anew and close only the last one; a paragraph whose quotation is never closed
therefore runs on to its end, and into the next paragraph if that one starts with an opening mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from dateline.article import Span

_LINE = re.compile(r"[^\n\r]+")
_MARK = re.compile("[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]|``|''")
_SINGLE = re.compile("['\u2018\u2019\u201a\u2039\u203a]")
_OPEN = frozenset("\u201c\u201e\u201f\u00ab")
_CLOSES = {
    "\u201c": "\u201d\u201c",
    "\u201d": "\u201d",  # as Swedish and Finnish papers print them
    "\u201e": "\u201c\u201d",
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",
    '"': '"',
    "``": "''",
    "\u00bb": "\u00ab",
}
_EDGE = " \t\u00a0\u2009\u202f\n\r.,;:!?\u2026\"'\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019`"
_ELISIONS = re.compile(r"(?:em|tis|twas|til|cause|n|\d0s|\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    """One quoted stretch of one paragraph. `outer` includes the marks, `inner` has none and no blank at its edges."""

    outer: Span
    inner: Span
    closed: bool
    opens_line: bool  # nothing but blanks before its opening mark on the line
    ends_line: bool
    continues: bool  # goes on from the unclosed quotation of the paragraph before
    single: bool = False


def trim(text: str, start: int, end: int, edge: str = _EDGE) -> Span | None:
    """A span without blanks, quotation marks and sentence punctuation (or the marks of `edge`) at its edges, or None if nothing is left."""
    while start < end and (text[start] in edge or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in edge or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if end > start else None


def scan_quotes(text: str, *, zones: tuple[Span, ...] | None = None) -> tuple[Quote, ...]:
    """All quotations in order. Single marks count as quotations where they stand outside double ones.

    `zones` are the paragraphs to search, by default every line. Linear in the length of the text.
    """
    found: list[Quote] = []
    unclosed = ""
    for start, end in zones if zones is not None else (m.span() for m in _LINE.finditer(text) if m.group().strip()):
        quotes = list(_doubles(text, start, end, unclosed))
        unclosed = text[quotes[-1].outer.start] if quotes and not quotes[-1].closed else ""
        quotes += _singles(text, start, end, quotes)
        found += sorted(quotes, key=lambda q: q.outer)
    return tuple(found)


def _doubles(text: str, start: int, end: int, carried: str) -> Iterator[Quote]:
    """Quotations of one paragraph; `carried` is the mark of the one that the paragraph before left open, which goes on by the same mark."""
    opened, mark, depth = -1, "", 0
    marks = list(_MARK.finditer(text, start, end))
    closers = list(accumulate(reversed([int(m.group() in "\u201d\u00bb") for m in marks])))[::-1]  # from each mark on
    for n, m in enumerate(marks):
        c, k = m.group(), m.start()
        before = text[k - 1] if k > start else " "
        after = text[m.end()] if m.end() < end else " "
        if opened < 0:
            if (c in ("\u201d", "''") and not after.isalnum()) or (c == "\u00bb" and not after.isalnum()):
                continue  # a closing mark that closes nothing
            if c == '"' and not after.isalnum() and (before.isdigit() or _shuts(before, after)):
                continue  # 5'11", or a mark that closes nothing
            opened, mark, depth = k, c, 0
            continue
        if c == mark == '"' and _opens(before, after):
            opened = k  # the one before was never closed
            continue
        if _closes(mark, c, before, after, [x.group() for x in marks[n + 1 : n + 9]]):
            if depth:
                depth -= 1
                continue
            yield _quote(text, start, end, opened, m.end(), True, carried == text[opened])
            opened, carried = -1, ""
        elif c == mark and c in _OPEN and closers[n] > depth + 1:
            depth += 1
    if opened >= 0:
        yield _quote(text, start, end, opened, end, False, carried == text[opened])


def _opens(before: str, after: str) -> bool:
    """Whether a straight mark can only open: blank or bracket before it, a word behind it."""
    return (before.isspace() or before in "([\u2014\u2013") and (after.isalnum() or after in "[$\u2026\u00a3\u20ac")


def _shuts(before: str, after: str) -> bool:
    """Whether a straight mark can only close: a word or full stop before it, a blank or mark behind it."""
    return (before.isalnum() or before in ".,!?\u2026)]") and (after.isspace() or after in ".,;:!?)]\u2014")


def _closes(mark: str, c: str, before: str, after: str, later: list[str]) -> bool:
    if mark == c and c in ('"', "\uff02", "''"):
        return True
    if c in _CLOSES.get(mark, ""):
        return c not in _OPEN or (mark != c) or (not before.isspace() and not after.isalnum())
    # typed with a curly opener and a straight closer, or the other way round
    if mark in _OPEN and c == '"':
        return not before.isspace() and not after.isalnum() and "\u201d" not in later
    if mark == '"' and c == "\u201d":
        return '"' not in later
    return False


def _quote(text: str, start: int, end: int, opened: int, closed: int, is_closed: bool, carried: bool) -> Quote:
    inner = trim(text, opened, closed) or Span(opened, closed)
    opens = opened - start < 9 and not text[start:opened].strip()
    return Quote(Span(opened, closed), inner, is_closed, opens, end - closed < 9 and not text[closed:end].strip(), carried and opens)


def _singles(text: str, start: int, end: int, doubles: list[Quote]) -> list[Quote]:
    out: list[Quote] = []
    starts = [q.outer.start for q in doubles]
    opened = -1
    marks = [m.start() for m in _SINGLE.finditer(text, start, end)]
    for n, k in enumerate(marks):
        at = bisect_right(starts, k) - 1
        if at >= 0 and k < doubles[at].outer.end:
            opened = -1 if opened >= 0 and opened < doubles[at].outer.start else opened
            continue
        before = text[k - 1] if k > start else " "
        after = text[k + 1] if k + 1 < end else " "
        if opened < 0:
            if (
                text[k] in "'\u2018"
                and not before.isalnum()
                and not after.isspace()
                and not (_ELISIONS.match(text, k + 1) and text[k] != "\u2018")
            ):
                opened = k
        elif (
            text[k] in "'\u2019"
            and not after.isalnum()
            and not before.isspace()
            and not _possessive(text, k, before, marks[n + 1 : n + 7], end)
        ):
            quote = _quote(text, start, end, opened, k + 1, True, False)
            out.append(Quote(quote.outer, quote.inner, True, quote.opens_line, quote.ends_line, False, True))
            opened = -1
    return out


def _possessive(text: str, at: int, before: str, later: list[int], end: int) -> bool:
    """Whether the mark after a plural ("the miners' union") is no closing one: another closer follows before the next opener."""
    if before not in "sSzxZX" or at + 1 >= end or text[at + 1] != " ":
        return False
    for k in later:
        b = text[k - 1]
        a = text[k + 1] if k + 1 < end else " "
        if not b.isalnum() and b not in ".,!?\u2026" and not a.isspace():
            return False
        if not a.isalnum() and not b.isspace():
            return True
    return False


class QuoteMask:
    """Tells how much of a span is quoted. Double marks count; single ones only in a text that has no double ones."""

    def __init__(self, quotes: tuple[Quote, ...]) -> None:
        doubles = [q for q in quotes if not q.single]
        used = doubles or [q for q in quotes if q.single]
        self.quotes = tuple(used)
        self._starts = [q.outer.start for q in used]

    def at(self, offset: int) -> Quote | None:
        """The quotation that holds an offset."""
        i = bisect_right(self._starts, offset) - 1
        return self.quotes[i] if i >= 0 and offset < self.quotes[i].outer.end else None

    def share(self, text: str, spans: tuple[Span, ...]) -> float:
        """Share of the words of some spans that stand inside quotation marks."""
        total = quoted = 0
        for s in spans:
            near = self.quotes[max(bisect_right(self._starts, s.start) - 1, 0) : bisect_left(self._starts, s.end)]
            if not any(quote.outer.end > s.start for quote in near):
                total += len(re.findall(r"\w+", text[s.start : s.end]))
                continue
            for m in re.finditer(r"\w+", text[s.start : s.end]):
                total += 1
                quoted += self.at(s.start + m.start()) is not None
        return quoted / total if total else 0.0
