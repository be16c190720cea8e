"""The layout of wire copy: labels every part of a plain text, and finds headline, dateline and page date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dateline.article import Dateline, Part, PartKind, Span
from dateline.intake.dateline import Found, match_at, town_line
from dateline.intake.dates import Anchors
from dateline.intake.head import label_head, mark_title
from dateline.intake.labels import mark_line, split_code
from dateline.intake.lines import paragraphs
from dateline.intake.names import fold, load_names
from dateline.intake.patterns import UP
from dateline.intake.pieces import Piece, is_prose, opens_like_headline
from dateline.intake.stamps import TRIGGER, find_stamp, page_date
from dateline.intake.tail import label_body, label_tail

HEAD_PIECES = 16  # a dateline stands among the first paragraphs or nowhere
HEAD_CHARS = 6000
MOST_HEAD = 40  # lines above the body that are looked at


@dataclass(frozen=True, slots=True)
class Layout:
    """What the layout says: parts in order, headline, dateline, the date printed on the page."""

    parts: tuple[Part, ...]
    headline: Span | None
    dateline: Dateline | None
    page_date: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a text beforehand; each may be None."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def lay_out(text: str, known: Known) -> Layout:
    """Labels the parts of a text. Never raises; a text without letters has no parts."""
    anchors = Anchors(known.published, known.url, text)
    pieces = _pieces(text, known, anchors)
    mark_title(text, pieces, known.title)
    page = _page_date(text, pieces, anchors, known.outlet)
    if page and not known.published:
        anchors = replace(anchors, day=page)
    pieces, stamp = _split_stamp(text, pieces, anchors)
    if stamp and not page:
        page, anchors = stamp, (anchors if known.published else replace(anchors, day=stamp))
    pieces, found = _find_dateline(text, pieces, anchors, known.outlet)
    first = _body_start(text, pieces, found)
    label_head(text, pieces, first, dated=found is not None)
    last = label_tail(text, pieces, first)
    label_body(text, pieces, first, last)
    return _layout(pieces, found.dateline if found else None, page or _late_date(text, pieces, anchors))


def _layout(pieces: list[Piece], dateline: Dateline | None, page: str | None) -> Layout:
    parts = [Part(p.kind or "body", Span(p.start, p.end)) for p in pieces if p.end > p.start]
    if dateline:
        parts.append(Part("dateline", dateline.span))
    parts.sort(key=lambda part: part.span)
    headline = next((p.span for p in parts if p.kind == "headline"), None)
    return Layout(tuple(_merged(parts, pieces)), headline, dateline, page)


def _merged(parts: list[Part], pieces: list[Piece]) -> list[Part]:
    """Byline and page date on lines that follow each other are one part."""
    gaps = {p.start for p in pieces if p.gap}
    out: list[Part] = []
    for part in parts:
        if out and part.kind == out[-1].kind == "byline" and part.span.start not in gaps:
            out[-1] = Part("byline", Span(out[-1].span.start, part.span.end))
        else:
            out.append(part)
    return out


def _pieces(text: str, known: Known, anchors: Anchors) -> list[Piece]:
    def opens(start: int, end: int) -> bool:
        words = text[start:end]
        return bool(match_at(text, start, end, anchors, known.outlet)) or (end - start < 160 and mark_line(words, edge=True) is not None)

    out: list[Piece] = []
    for line in paragraphs(text, opens):
        words = text[line.start : line.end]
        start, end, everything = split_code(words)
        inner: PartKind | None = "caption" if start and _CAPTION_CODE.match(words) else None
        if everything:
            out.append(Piece(line.start, line.end, line.gap, "debris"))
            continue
        if start:
            out.append(Piece(line.start, line.start + len(words[:start].rstrip()), line.gap, "debris"))
        out.append(Piece(line.start + start, line.start + end, line.gap and not start, inner))
        if end < len(words):
            tail = words[end:]
            out.append(Piece(line.start + end + len(tail) - len(tail.lstrip()), line.end, False, "debris"))
    return out


_CAPTION_CODE = re.compile(r"\[(?:caption|photo|image|img)\b|<figcaption")


def _page_date(text: str, pieces: list[Piece], anchors: Anchors, outlet: str | None) -> str | None:
    """The date of the first page-date line in the head; the line becomes a byline (or stays debris, if template code surrounds it)."""
    found: str | None = None
    prose = 0
    for piece in pieces[:HEAD_PIECES]:
        if piece.end - piece.start > 240:
            prose += piece.kind is None and is_prose(text, piece)
            if prose > 1:
                break
            continue
        words = text[piece.start : piece.end]
        stamp = page_date(words, anchors)
        if stamp is None:
            continue
        if (match_at(text, piece.start, piece.end, anchors, outlet) and not find_stamp(words, anchors)) or (
            TRIGGER.search(words) and _inline(text, piece, anchors, outlet)
        ):
            continue  # a dateline, alone on its line or after a stamp
        found = found or stamp.day
        if piece.kind is None:
            piece.kind = "byline"
    return found


def _late_date(text: str, pieces: list[Piece], anchors: Anchors) -> str | None:
    """A page date at the foot: `Published 3 May 2014`."""
    for piece in pieces[-4:]:
        words = text[piece.start : piece.end]
        if piece.kind in ("byline", "debris") and re.match(r"(?i)(?:published|posted|first published|date|updated)\b", words):
            stamp = page_date(words, anchors)
            if stamp and stamp.day:
                return stamp.day
    return None


def _split_stamp(text: str, pieces: list[Piece], anchors: Anchors) -> tuple[list[Piece], str | None]:
    """Cuts a page stamp out of a run-on first line: headline, stamp, then dateline or body."""
    for n, piece in enumerate(pieces[:3]):
        if piece.kind is not None:
            continue
        stamp = find_stamp(text[piece.start : piece.end], anchors)
        if stamp is None:
            continue
        start, end = piece.start + stamp.start, piece.start + stamp.end
        new = _cut(text, piece, start, end, "byline")
        return pieces[:n] + new + pieces[n + 1 :], stamp.day
    return pieces, None


def _cut(text: str, piece: Piece, start: int, end: int, kind: PartKind) -> list[Piece]:
    """Splits a piece into what stands before [start, end), that stretch with its kind, and what stands after; white space is dropped."""
    out: list[Piece] = []
    for a, b, k in ((piece.start, start, None), (start, end, kind), (end, piece.end, None)):
        words = text[a:b]
        a += len(words) - len(words.lstrip())
        b = a + len(words.strip())
        if b > a:
            out.append(Piece(a, b, piece.gap and not out, k))
    return out


def _find_dateline(text: str, pieces: list[Piece], anchors: Anchors, outlet: str | None) -> tuple[list[Piece], Found | None]:
    prose = 0
    for n, piece in enumerate(pieces[:HEAD_PIECES]):
        if piece.start > HEAD_CHARS or prose > 3:
            break
        if piece.kind is not None:
            continue
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if after and after.kind is None and piece.end - piece.start <= 60 and is_prose(text, after):
            alone = town_line(text, piece.start, piece.end)
            if alone:
                return pieces[:n] + [Piece(p.start, p.end, p.gap, p.kind, after_dateline=p is after) for p in pieces[n + 1 :]], alone
        found = _repeated(text, match_at(text, piece.start, piece.end, anchors, outlet), piece.end, anchors, outlet)
        if found is None and prose <= 2 and n < 8:
            found = _inline(text, piece, anchors, outlet)
        if found and _roundup(text, pieces[n + 1 :], found, anchors, outlet):
            return pieces, None
        if found:
            return pieces[:n] + _around(text, piece, found) + pieces[n + 1 :], found
        prose += is_prose(text, piece) and mark_line(text[piece.start : piece.end], edge=True) is None
    return pieces, None


def _roundup(text: str, pieces: list[Piece], found: Found, anchors: Anchors, outlet: str | None) -> bool:
    """Briefs from several towns (`OSLO: ...`, `RIGA: ...`) have no dateline of the whole, unless an agency signs the first."""
    line = found.dateline
    if line.agency or line.date:
        return False
    others = (match_at(text, p.start, p.end, anchors, outlet) for p in pieces[:40] if p.kind is None)
    return any(o is not None and fold(o.dateline.place or "") != fold(line.place or "") for o in others)


def _around(text: str, piece: Piece, found: Found) -> list[Piece]:
    """The piece without its dateline: what stands before belongs to the head, what follows is body."""
    span = found.dateline.span
    out = _cut(text, piece, span.start, span.end, "dateline")
    kept = [p for p in out if p.kind != "dateline"]
    for p in kept:
        p.after_dateline = p.start >= span.end
    kept = [q for p in kept for q in (_without_marks(text, p) if p.after_dateline else [p])]
    return kept if any(p.after_dateline for p in kept) else [*kept, Piece(span.end, span.end, False, None, after_dateline=True)]


_MARKS = re.compile(rf"(?:\[[{UP}][{UP} ,.'’()-]{{2,120}}\] ?){{1,5}}")


def _without_marks(text: str, piece: Piece) -> list[Piece]:
    """Cuts the marks of a monitoring service off the body: `[REPORT] [TEXT] The bridge ...`."""
    m = _MARKS.match(text, piece.start, piece.end)
    if not m:
        return [piece]
    out = _cut(text, piece, m.start(), m.end(), "debris")
    for p in out:
        p.after_dateline = p.kind is None
    return out


def _repeated(text: str, found: Found | None, end: int, anchors: Anchors, outlet: str | None) -> Found | None:
    """`LUND, Sweden -- LUND, Sweden (AP) --`: the second is the fuller one."""
    if found is None:
        return None
    at = found.dateline.span.end
    at += len(text[at : at + 3]) - len(text[at : at + 3].lstrip())
    again = match_at(text, at, end, anchors, outlet)
    first = fold(found.dateline.place or "")
    if again and again.dateline.place and (not first or first.endswith(fold(again.dateline.place))):
        return again
    return found


_WORD_START = re.compile(rf"(?<![\w(/'’.-])(?=[{UP}(])")


def _inline(text: str, piece: Piece, anchors: Anchors, outlet: str | None) -> Found | None:
    """A dateline that follows the headline on the same line: `Port shut by ice OULU, Finland (Reuters) - Ships ...`."""
    stop = min(piece.end, piece.start + 1500)
    for trigger in TRIGGER.finditer(text, piece.start, stop):
        low = max(piece.start + 1, trigger.start() - 110)
        for start in _WORD_START.finditer(text, low, trigger.end()):
            at = start.start()
            found = match_at(text, at, piece.end, anchors, outlet, inline=True)
            if found and found.dateline.span.end >= trigger.end() - 2 and _whole(text, at, found):
                return _repeated(text, found, piece.end, anchors, outlet)
    return None


def _whole(text: str, at: int, found: Found) -> bool:
    """No stray word of the headline inside: the town is all in capitals, or known, or a sentence ended before it."""
    place = found.dateline.place or ""
    if not place:
        return True
    printed = text[at : at + len(place)]
    if printed.isupper():
        names = load_names()
        first = printed.split()[0].strip(".").lower() if printed.split() else ""
        before = re.search(rf"(?:^|\s)([{UP}]{{2,}}) $", text[max(0, at - 16) : at])
        word = before[1].lower() if before else ""
        return first not in names.labels and (not word or word in names.labels or word in names.agencies)
    if any(word.isupper() and len(word) > 2 for word in re.findall(r"\w+", text[at : at + len(place)])):
        return False
    return fold(place) in load_names().towns or text[:at].rstrip()[-1:] in '.!?>;”"'


def _body_start(text: str, pieces: list[Piece], found: Found | None) -> int:
    """Index of the first piece of the body."""
    if found:
        return next(n for n, p in enumerate(pieces) if p.after_dateline)
    candidate = -1
    for n, piece in enumerate(pieces[:MOST_HEAD]):
        if piece.kind is not None or mark_line(text[piece.start : piece.end], edge=True):
            continue
        following = next((p for p in pieces[n + 1 : n + MOST_HEAD] if p.kind is None and p.end - p.start > 25), None)
        if not is_prose(text, piece):
            if candidate < 0 and following is None:
                return n  # a single sentence or paragraph is a body
            candidate = n if candidate < 0 else candidate
        elif candidate < 0 and following is not None and opens_like_headline(text, piece, following):
            candidate = n
        else:
            return n
    return next((n for n, p in enumerate(pieces) if p.kind is None and n > candidate), len(pieces))
