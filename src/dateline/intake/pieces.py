"""A piece of the text on its way to become a part, and what its words look like: prose, a headline, a desk label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.article import PartKind

_END = re.compile(r"[.!?…:][\"'”’»)\]]{0,3}$")
_SENTENCE = re.compile(r"[.!?][\"'”’)]{0,2}\s+[\"'“‘(]?[A-Z]")
_TOLD = re.compile(
    r"\b(?:said|says|told|was|were|had|has|have|been|is|are|will)\b|\b(?:on|last|since) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_ARTICLE = re.compile(r"\b(?:the|a|an)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Gov|Rep|Gen|Lt|Col|Sgt|vs|No|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|[A-Z]\.[A-Z])\.$")


@dataclass(slots=True)
class Piece:
    """A stretch of the text with its label so far. `gap`: a blank line (or the start) stands before it."""

    start: int
    end: int
    gap: bool
    kind: PartKind | None = None
    after_dateline: bool = False


def closed(words: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_END.search(words[-6:]))


def is_prose(text: str, piece: Piece) -> bool:
    """Whether a piece reads as told copy: whole sentences, or long."""
    words = text[piece.start : piece.end]
    count = len(words.split())
    if not closed(words):
        return count >= 32 or (count >= 14 and _sentences(words) >= 2)
    return count >= 7 or len(words) >= 45 or _sentences(words) >= 2


def _sentences(words: str) -> int:
    return 1 + sum(not _ABBREVIATION.search(words[max(0, m.start() - 4) : m.start() + 1]) for m in _SENTENCE.finditer(words))


def opens_like_headline(text: str, piece: Piece, following: Piece) -> bool:
    """Whether a first line with a full stop or question mark is a headline all the same: short, few articles, told in the present."""
    words = text[piece.start : piece.end]
    tokens = words.split()
    if len(words) > 170 or len(tokens) > 24 or words.endswith(":") or (_sentences(words) > 2):
        return False
    long_words = [t for t in tokens[1:] if len(t) > 3 and t[0].isalpha()]
    titled = len(long_words) >= 3 and sum(t[0].isupper() for t in long_words) >= 0.7 * len(long_words)
    if titled and following.end - following.start > 40:
        return True
    if re.search(r"[?!][\"'”’]?$", words) and piece.end - piece.start < 100 and following.gap:
        return True
    score = (len(tokens) <= 12) - 2 * bool(re.match(r"[\"“‘']|(?:He|She|It|They|We|I|But|And|There|This|That)\b", words))
    score += (following.end - following.start) > 1.5 * len(words)
    score += not _ARTICLE.search(words)
    score -= 2 * bool(_TOLD.search(words))
    return score >= 3 and following.gap


_DESK = re.compile(
    r"(?i)(?:(?:the )?(?:letter|notebook|postcard|dispatch|view|news|report|diary) from |(?:explainer|analysis|opinion|comment|interview"
    r"|profile|feature|dispatch|obituary|brief|briefs|exclusive|video|live|breaking|q&a|factbox|timeline|update|world|editorial|review)s?\b)"
)


def is_kicker(words: str, following: str) -> bool:
    """Whether a first line is a desk label over the headline: `LABOUR`, `Europe / Trade`, `Letter from Lund`."""
    tokens = words.split()
    if not tokens or len(words) > 50 or len(tokens) > 6 or closed(words) or len(following.split()) < 3:
        return False
    if words.isupper():
        return not following.isupper()
    if _DESK.match(words) and len(tokens) <= 4:
        return True
    parts = [p for p in re.split(r" [/|>»] ", words) if p]
    return (len(tokens) <= 2 or len(parts) >= 2) and len(following.split()) >= 4 and words[0].isupper()
