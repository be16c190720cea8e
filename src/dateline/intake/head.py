"""Labels what stands before the body: kicker, headline, subheads, byline, captions, notes."""

from __future__ import annotations

import re

from dateline.intake.labels import is_names, mark_line
from dateline.intake.names import fold
from dateline.intake.pieces import Piece, closed, is_kicker, is_prose

_UNSURE = ("furniture.reader_calls", "furniture.subscribe", "furniture.follow", "furniture.sales", "furniture.words", "furniture.read_more")
_RUN_ON = re.compile(r" (?:Image|Photo|Video|Media caption|Image caption|Story highlights|Continue reading the main story) (?=[A-Z])")
_NOTE_END = re.compile(r"\((?:Adds|Updates|Corrects|Recasts|Changes|Refiles|Repeats|Writes through|Removes)\b[^()\n]{2,300}\)\s*$")
# whom the reporter works for, under the name: `By ADA HOLM` / `Tagus Press Agency`
_DESK = re.compile(
    r"(?:[A-Z][\w.'’-]{0,24} |(?:of|the|and|for) ){1,5}"
    r"(?:Service|Press|Agency|News|Wire|Bureau|Staff|Writers?|Reporters?|Correspondents?|Editors?|Times|Post|Herald|Tribune|Journal|Gazette)"
)
_STARS = re.compile(r"(?:^|(?<=\s))\* ?(?=\S)")


def label_head(text: str, pieces: list[Piece], first: int, *, dated: bool) -> None:
    """Sets the kinds of the pieces before index `first`; may split a run-on piece in place."""
    _split_run_on(text, pieces, first)
    first = next((n for n, p in enumerate(pieces) if p.after_dateline), None) or _recount(pieces, first)
    named = next((piece for piece in pieces[:first] if piece.kind == "headline"), None)
    seen = named is not None
    open_heads: list[Piece] = []
    unsure: list[Piece] = []
    for n, piece in enumerate(pieces[:first]):
        if piece.kind is not None:
            seen = seen or piece.kind == "headline"
            continue
        words = text[piece.start : piece.end]
        mark = mark_line(words, edge=True)
        if mark:
            piece.kind = mark.kind  # type: ignore[assignment]
            if mark.rule in _UNSURE and len(words.split()) >= 5 and not closed(words):
                unsure.append(piece)
            continue
        if n and pieces[n - 1].kind == "byline" and _DESK.fullmatch(words):
            piece.kind = "byline"
        elif seen and named is not None and n < pieces.index(named):
            piece.kind = "kicker"
        elif not seen and not open_heads:
            open_heads.append(piece)
        elif words.startswith(("* ", "• ")):
            piece.kind = "subhead"
        else:
            open_heads.append(piece)
    _headline_first(text, open_heads, named, dated)
    if unsure and not any(piece.kind == "headline" for piece in pieces[:first]):
        unsure[-1].kind = "headline"  # `Sign up to fight, Norland tells exiles`: a call, but nothing else is a headline


def _recount(pieces: list[Piece], first: int) -> int:
    return min(first, len(pieces))


def _headline_first(text: str, heads: list[Piece], named: Piece | None, dated: bool) -> None:
    """Of the unlabelled lines of the head the first is the headline, after a kicker; then subheads and names."""
    rest = heads
    if named is None and rest:
        if len(rest) >= 2 and is_kicker(text[rest[0].start : rest[0].end], text[rest[1].start : rest[1].end]):
            rest[0].kind = "kicker"
            rest = rest[1:]
        words = text[rest[0].start : rest[0].end]
        long = len(words) > 260 or (is_prose(text, rest[0]) and len(words) > 170)
        if not long:
            rest[0].kind = "headline"
            rest = rest[1:]
    for piece in rest:
        words = text[piece.start : piece.end]
        if is_names(words):
            piece.kind = "byline"
        elif _CLOCK.fullmatch(words):
            piece.kind = "body"
        elif len(words) <= 260 and (not is_prose(text, piece) or dated or not closed(words)):
            piece.kind = "subhead"
        else:
            piece.kind = "body"


_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,5})?|\d{1,2} ?[ap]\.?m\.?")


def mark_title(text: str, pieces: list[Piece], title: str | None) -> None:
    """Labels the piece that is the given title, or begins with it (then it is split), as headline."""
    wanted = fold(title or "")
    if len(wanted) < 4:
        return
    for n, piece in enumerate(pieces[:6]):
        words = text[piece.start : piece.end]
        end = piece.start + len((title or "").strip())
        if piece.kind is not None or (piece.end <= end and len(pieces) == 1):
            continue
        if len(words) <= 2 * len(title or "") + 20 and fold(words) == wanted:
            piece.kind = "headline"
            return
        if piece.end > end and not text[end].isalnum() and fold(text[piece.start : end]) == wanted:
            _split(text, pieces, n, end)
            pieces[n].kind = "headline"
            return


def _split(text: str, pieces: list[Piece], n: int, at: int) -> None:
    """Splits piece n at an offset; white space between is dropped."""
    piece = pieces[n]
    left, right = text[piece.start : at], text[at : piece.end]
    a_end = piece.start + len(left.rstrip())
    b_start = at + len(right) - len(right.lstrip())
    pieces[n] = Piece(piece.start, a_end, piece.gap)
    if b_start < piece.end:
        pieces.insert(n + 1, Piece(b_start, piece.end, False))


def _split_run_on(text: str, pieces: list[Piece], first: int) -> None:
    """Takes apart a head line that runs on: `Headline Image A quay. Credit ...`, `* Point one * Point two (Adds quote)`."""
    n = 0
    while n < min(first, len(pieces)) and n < 12:
        piece = pieces[n]
        words = text[piece.start : piece.end]
        if piece.kind is None and len(words) < 3000:
            note = _NOTE_END.search(words)
            stars = [m.start() for m in _STARS.finditer(words)]
            run_on = _RUN_ON.search(words)
            ends = [m.start() for m in (note, run_on) if m] + [at for at in stars if at]
            cut = note.start() if note else min(ends, default=0)
            if cut > 0 and words[:cut].strip():
                _split(text, pieces, n, piece.start + cut)
                first += 1
        n += 1
