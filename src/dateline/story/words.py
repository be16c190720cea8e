"""Words of copy as the story room compares them: tokens with offsets, stems, and how common a word is in English."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from dateline.article import Article, PartKind, Span
from dateline.record import Record
from dateline.rules import load_lexicon

_TOKEN = re.compile(r"[^\W_]+(?:['’][a-z]{1,3}\b)?")
_MARKS = re.compile(r'["“”„\n]')
#: Parts that carry the reporter's account.
ACCOUNT: tuple[PartKind, ...] = ("headline", "subhead", "body")
#: Words that say when or that somebody speaks: every report has them.
_EMPTY = frozenset(
    "said says say told tell according added mr mrs ms monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december".split()
)


@dataclass(frozen=True, slots=True)
class Common:
    """Rank of common English words by stem, 1 the most frequent."""

    ranks: dict[str, int]

    def share(self, term: str) -> float:
        """The share of reports in which a term is to be expected before any was read: .5 for "the", about .003 for a rare name."""
        rank = self.ranks.get(term)
        return min(0.5, max(20 / rank, 0.003)) if rank else 0.003

    def rarity(self, term: str) -> float:
        """Natural log of the inverse share, 0 for words that every other report has."""
        return max(0.0, math.log(301 / (300 * self.share(term) + 0.5)))

    def empty(self, word: str) -> bool:
        """Whether a word in small letters tells nothing of a story: function words, days, months, "said"."""
        return word in _EMPTY or len(word) < 2 or self.ranks.get(stem(word), 9999) <= 110


@cache
def load_common() -> Common:
    """Loads the list of common words once a process. Raises RuleError."""
    ranks: dict[str, int] = {}
    for row in load_lexicon("dateline.story", "common.tsv"):
        for place, word in enumerate(row["words"].split()):
            ranks.setdefault(stem(word), int(row["band"]) * 100 + place + 1)
    return Common(ranks)


def tokens(text: str, span: Span) -> Iterator[tuple[str, int, int]]:
    """Words of a span with their offsets in the text."""
    for found in _TOKEN.finditer(text, span.start, span.end):
        yield found[0], found.start(), found.end()


def fold(words: str) -> str:
    """Small letters without accents."""
    if words.isascii():
        return words.lower()
    folded = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("’", "'")


@lru_cache(20_000)
def stem(word: str) -> str:
    """A word in small letters without its commonest endings: "protests", "protesting", "protested" are one."""
    word = word.removesuffix("'s")
    if len(word) > 4:
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith(("ses", "xes", "zes", "ches", "shes")):
            return word[:-2]
        if word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if len(word) > 5 and word.endswith("ing"):
            word = word[:-3]
        elif len(word) > 5 and word.endswith("ed"):
            word = word[:-2]
        if len(word) > 4 and word.endswith("e"):
            word = word[:-1]
    return word


def terms(text: str, span: Span, common: Common) -> list[str]:
    """Stems of the telling words of a span, in order."""
    folded = (fold(word) for word, _, _ in tokens(text, span))
    return [stem(word) for word in folded if not common.empty(word)]


def account(article: Article | Record, kinds: tuple[PartKind, ...] = ACCOUNT) -> list[Span]:
    """Spans of the parts that carry the account; the whole text where no part is labelled so."""
    spans = [part.span for part in article.parts if part.kind in kinds]
    return spans or [Span(0, len(article.text))]


def quoted(text: str, span: Span) -> list[Span]:
    """Stretches between quotation marks; a mark left open ends with its paragraph."""
    out: list[Span] = []
    start = -1
    for found in _MARKS.finditer(text, span.start, span.end):
        if start >= 0:
            out.append(Span(start, found.start()))
            start = -1
        elif found[0] not in "\n”":
            start = found.end()
    return [*out, Span(start, span.end)] if start >= 0 else out


def ident(kind: str, *parts: object) -> str:
    """A short id made from content: the same content gives the same id on every machine."""
    return kind + blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
