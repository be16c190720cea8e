"""Labels what stands after the body (tags, captions, links, notes, signatures) and what interrupts it."""

from __future__ import annotations

import re

from dateline.intake.labels import is_name, is_names, is_tags, mark_line, one_line
from dateline.intake.pieces import Piece, closed, is_prose

_LIST = re.compile(r"(?:[*•‣–—-]|\d{1,3}[.)]|[A-Z]{1,4}:|Q\.|A\.) ?|\d{1,2}[:.]\d{2}")

MOST_TAIL = 60  # lines after the body that are looked at


def label_tail(text: str, pieces: list[Piece], first: int) -> int:
    """Sets the kinds of the closing pieces; returns the index after the last piece of the body."""
    first = _first(pieces, first)
    last = len(pieces)
    while last > max(first + 1, len(pieces) - MOST_TAIL) and _closes(text, pieces[last - 1]):
        last -= 1
    last = _back_to_heading(text, pieces, first, last)
    links = False
    body = ""
    plain = _is_plain_copy(text, pieces[first:last], pieces[last:])
    for piece in pieces[last:]:
        if piece.kind == "byline":  # a page date at the foot: `Published in Harbour Post, May 4th, 2015`
            piece.kind = "debris"
        words = text[piece.start : piece.end]
        mark = None if piece.kind else mark_line(words, edge=True, foot=True)
        if piece.kind is None and mark:
            piece.kind = mark.kind  # type: ignore[assignment]
            links = links or mark.heads
        elif piece.kind is None:
            body = body or " ".join(text[p.start : p.end] for p in pieces[first:last])
            piece.kind = _closing_kind(one_line(words), links, body, plain=plain)  # type: ignore[assignment]
    return last


def _first(pieces: list[Piece], first: int) -> int:
    """Index of the first piece of the body, found again: the head may have been split since."""
    for n, piece in enumerate(pieces):
        if piece.after_dateline or (n >= first and piece.kind is None):
            return n
    return len(pieces)


def _closes(text: str, piece: Piece) -> bool:
    """Whether a piece may stand after the end of the story."""
    if piece.kind is not None:
        return piece.kind != "body"
    words = text[piece.start : piece.end]
    if mark_line(words, edge=True, foot=True):
        return True
    return not is_prose(text, piece) and not closed(words) and len(words) <= 200 and not _LIST.match(words)


def _back_to_heading(text: str, pieces: list[Piece], first: int, last: int) -> int:
    """Titles under a heading of links may read as sentences: `RELATED STORIES`, `Why did the ferry stop?`."""
    for n in range(max(first + 1, len(pieces) - 14), last):
        mark = mark_line(text[pieces[n].start : pieces[n].end], edge=False)
        if mark and mark.heads and all(pieces[k].end - pieces[k].start <= 140 for k in range(n, len(pieces))):
            return n
    return last


def _is_plain_copy(text: str, body: list[Piece], after: list[Piece]) -> bool:
    """Whether the body is told in paragraphs (no table, no list of fixtures), so that a loose line after it is none of it."""
    told = sum(is_prose(text, p) for p in body)
    loose = sum(p.kind is None and not mark_line(text[p.start : p.end], edge=True, foot=True) for p in after)
    return told >= 2 and told * 3 >= len(body) * 2 and loose <= 4


def _closing_kind(words: str, links: bool, body: str, *, plain: bool) -> str:
    if links:
        return "debris"
    if is_name(words):
        surname = words.split()[-1]  # whom the story is about, left over from the page: `Ines Rovira`
        return "tag" if surname in body else "byline"
    if is_tags(words):
        return "tag"
    if is_names(words):
        return "byline"
    tokens = words.split()
    if not plain or len(tokens) > 11 or words[0] in "\"'“‘«" or sum(t[0].isdigit() for t in tokens) > 1:
        return "body"
    named = [t.strip(",’'s") for t in tokens[1:] if t[0].isupper() and len(t) > 3]
    return "caption" if len(tokens) >= 4 and any(n in body for n in named) else "debris"


def label_body(text: str, pieces: list[Piece], first: int, last: int) -> None:
    """Labels furniture, captions and crossheads between the paragraphs of the body."""
    first = _first(pieces, first)
    for n in range(first, min(last, len(pieces))):
        piece = pieces[n]
        if piece.kind is not None:
            continue
        words = text[piece.start : piece.end]
        mark = mark_line(words, edge=False) if n > first else None
        if mark and mark.kind in ("debris", "caption", "note"):
            piece.kind = mark.kind  # type: ignore[assignment]
        elif n > first and n + 1 < last and _crosshead(text, words, pieces[n - 1], pieces[n + 1]):
            piece.kind = "subhead"
        else:
            piece.kind = "body"


def _crosshead(text: str, words: str, before: Piece, after: Piece) -> bool:
    """A short line between two paragraphs: `What happens next`."""
    if not words or len(words) > 70 or len(words.split()) > 9 or closed(words) or _LIST.match(words):
        return False
    if words[-1] in ",;-–—" or not words[0].isupper():
        return False
    return is_prose(text, before) and is_prose(text, after)
