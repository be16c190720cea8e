"""Page: one article while its places are being found. It knows the tagger's labels, what is taken, and what stands beside a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from dateline.article import Article, Span
from dateline.fields import PlaceKind
from dateline.grammar.words import Grammar
from dateline.where.book import Gazetteer
from dateline.where.marks import BORDER, BORDERS, EDGE, MONEY, STORM, features_after, features_before, word_set
from dateline.where.names import fold

_STAY = re.compile(r" (?:in|near|outside)(?= )")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a place. `name` is looked up (the words without their feature noun where that is no part of a known name)."""

    span: Span
    name: str
    hint: PlaceKind | None = None
    source: str = "tagger"  # tagger, gazetteer, again, dateline
    short: bool = False  # an abbreviation behind a comma: "Calif."
    definite: bool = False  # printed with an article: "the Caribbean"
    rolled: bool = False  # one of a list of countries or of divisions of one country: "Ohio, Georgia and Maine"
    known: bool = False  # the whole words, feature noun included, are a name of the gazetteer: "Myrtle Beach"


class Token(NamedTuple):
    """A word of the article."""

    start: int
    end: int
    text: str
    label: str  # PER ORG LOC MISC or ""
    capital: bool


def _stays(text: str, names: set[str]) -> set[str]:
    """Those of the names that somebody is in, near or outside."""
    lengths = sorted({len(name) for name in names})
    starts = [found.end() + 1 for found in _STAY.finditer(text)]
    return {name for at in starts for length in lengths if (name := text[at : at + length]) in names}


class Page:
    """The state of the search. `found` holds the mentions by their start; no two overlap."""

    def __init__(self, article: Article, grammar: Grammar, gazetteer: Gazetteer) -> None:
        self.text, self.article, self.gazetteer = article.text, article, gazetteer
        self.names = tuple(s for s in grammar.names if s.label == "LOC" or not self.is_list(s.span))
        self.starts = [segment.span.start for segment in self.names]
        self.tagged = bool(grammar.words)
        self.found: dict[int, Mention] = {}  # by start
        self.plain = frozenset(re.findall(r"(?<!\w)[a-z]{2,24}(?!\w)", article.text))
        self.mask = bytearray(len(article.text))
        self.tokens: list[list[Token]] = []
        words = [(s.label, self.text[s.span.start : s.span.end]) for s in self.names]
        persons = [name.split() for label, name in words if label == "PER" and " " in name]
        self.surnames = frozenset(fold(part) for name in persons for part in (name[0], name[-1]))
        self.places = frozenset(fold(name) for label, name in words if label == "LOC")
        votes = Counter((fold(name), label == "LOC") for label, name in words)
        stays = {fold(name) for name in _stays(self.text, {name for _, name in words})}
        self.others = frozenset(key for key, place in votes if not place and votes[key, False] > votes[key, True]) - stays

    def disputed(self, words: str) -> bool:
        """Whether the tagger mostly takes a name for a person or body, nobody stays in it, and no large place bears it."""
        return fold(words) in self.others and not any(
            e.level in (0, 1, 4) or (e.main and e.population >= 100_000) for e in self.gazetteer.lookup(words)
        )

    def is_list(self, span: Span) -> bool:
        """Whether the tagger took a whole list of states for one body: "Chile, Peru, Bolivia"."""
        words = self.text[span.start : span.end]
        return ", " in words and all(self.gazetteer.lookup(item) for item in words.replace(" and ", ", ").split(", ") if item)

    def label(self, start: int) -> str:
        at = bisect_right(self.starts, start) - 1
        return self.names[at].label if at >= 0 and start < self.names[at].span.end else ""

    def label_span(self, offset: int) -> Span | None:
        """The tagger's name that holds an offset."""
        at = bisect_right(self.starts, offset) - 1
        return self.names[at].span if at >= 0 and offset < self.names[at].span.end else None

    def is_demonym(self, words: str) -> bool:
        return self.gazetteer.is_people(words) and self.gazetteer.country(words) is None

    def is_taken(self, offset: int) -> bool:
        return offset < len(self.mask) and self.mask[offset] == 1

    def add(self, mention: Mention) -> None:
        start, end = mention.span
        if STORM.search(self.text, max(0, start - 16), start) or MONEY.match(self.text, end) or self.text[max(0, start - 1) : start] == "$":
            return
        while end > start and self.text[end - 1] in EDGE:
            end -= 1
        while start < end and self.text[start] in EDGE:
            start += 1
        if (start, end) != mention.span:
            mention = replace(mention, span=Span(start, end))
        if end > start and not any(self.mask[start:end]):
            definite = self.text[max(0, start - 4) : start] in ("the ", "The ")
            self.found[start] = replace(mention, definite=True) if definite else mention
            self.mask[start:end] = b"\1" * (end - start)

    def joined(self, one: Token, two: Token) -> bool:
        return self.text[one.end : two.start] == " "

    def neighbours(self, tokens: list[Token], i: int, last: int) -> bool:
        """Whether a further capitalised word stands right beside: "Jordan Spieth", "Bank of Jordan"."""
        left = i > 0 and self.joined(tokens[i - 1], tokens[i]) and tokens[i - 1].capital and not self.opens(tokens, i - 1)
        right = last + 1 < len(tokens) and self.joined(tokens[last], tokens[last + 1]) and tokens[last + 1].capital
        return left or right

    def opens(self, tokens: list[Token], i: int) -> bool:
        """Whether a capitalised word is no name but opens a sentence or title: "In Kenya"."""
        return tokens[i].text.lower() in word_set("openers")

    def hinted(self, span: Span, part: Span, source: str = "tagger") -> Mention:
        """A mention with the kind that the noun beside or inside it gives away."""
        words = self.text[span.start : span.end]
        if short := self.abbreviated(span, part):
            return Mention(short, self.text[short.start : short.end], "admin", source, short=True)
        if " " in words and (mention := self.noun_inside(span, words, source)):
            return mention
        if (BORDER.search(self.text, max(part.start, span.start - 20), span.start) or BORDERS.match(self.text, span.end)) and any(
            e.level == 0 for e in self.gazetteer.lookup(words)
        ):
            return Mention(span, words, "country", source)
        following = re.match(r" ([a-z]{3,14})\b", self.text[span.end : min(part.end, span.end + 16)])
        if following and (kind := features_after().get(following.group(1))):
            return self.followed(span, following.group(1), kind, source)
        preceding = self.text[max(part.start, span.start - 24) : span.start].lower().split()
        for n in (2, 1):
            hint = features_before().get(" ".join(preceding[-n:])) if len(preceding) >= n else None
            if hint in ("city", "admin"):
                return Mention(span, words, hint, source)
        return Mention(span, words, None, source)

    def noun_inside(self, span: Span, words: str, source: str) -> Mention | None:
        """A mention whose own first or last word tells its kind: "Hudson River", "Lake Kivu", "North Texas"."""
        tokens = words.lower().split()
        behind = features_after().get(tokens[-1])
        if self.gazetteer.lookup(words):
            return Mention(span, words, behind, source, known=True) if behind else None
        if behind:
            return Mention(span, words[: -len(tokens[-1])].rstrip() if behind in ("admin", "city") else words, behind, source)
        for n in (2, 1):
            hint = features_before().get(" ".join(tokens[:n])) if len(tokens) > n else None
            if hint:
                return Mention(span, " ".join(words.split()[n:]) if hint in ("admin", "city") else words, hint, source)
        rest = words.split(" ", 1)[1]
        if tokens[0] in word_set("parts") and (known := self.gazetteer.lookup(rest)):  # "North Texas" is Texas, "North London" is not
            wide = known[0].level < 2 or tokens[0] in ("metro", "downtown", "greater")
            return Mention(Span(span.end - len(rest), span.end) if wide else span, rest, None, source)
        return None

    def abbreviated(self, span: Span, part: Span) -> Span | None:
        """The span of a short form: with its point anywhere ("a Mich. utility"), without one only behind a comma ("Flint, MI")."""
        words = self.text[span.start : span.end]
        if self.text[span.end : min(part.end, span.end + 1)] == "." and self.gazetteer.abbreviation(words + "."):
            return Span(span.start, span.end + 1)
        if words.endswith(".") and self.gazetteer.abbreviation(words):
            return span
        comma = self.text[max(part.start, span.start - 2) : span.start].startswith(",")
        return span if comma and self.gazetteer.abbreviation(words) else None

    def is_great_town(self, words: str) -> bool:
        """Whether a name is that of a town of 100,000 and of no first-level division."""
        entries = [e for e in self.gazetteer.lookup(words) if e.main]
        return any(e.level == 3 and e.population >= 100_000 for e in entries) and not any(e.level == 1 for e in entries)

    def followed(self, span: Span, noun: str, kind: PlaceKind, source: str) -> Mention:
        """A name before a feature noun in lower case: "Mpanga prison" is a site of its own, "Nairobi airport" tells of the town."""
        words = self.text[span.start : span.end]
        whole = f"{words} {noun}"
        if noun == "state" and any(e.main and e.level == 1 for e in self.gazetteer.lookup(words)):  # "a Washington state farm"
            return Mention(span, words, "admin", source)
        if noun in ("state", "house", "plant", "center", "centre", "coast", "base", "building", "market", "hall", "port"):
            return Mention(span, words, None, source)
        if noun == "region" and self.is_great_town(words):  # "the Houston region" is no county
            return Mention(span, words, None, source)
        if kind in ("admin", "city"):
            return Mention(span, words, kind, source)
        if self.gazetteer.lookup(whole):
            return Mention(Span(span.start, span.end + 1 + len(noun)), whole, kind, source)
        if any(e.level in (0, 1, 4) or (kind == "site" and e.population >= 100_000) for e in self.gazetteer.lookup(words)):
            return Mention(span, words, None, source)
        return Mention(Span(span.start, span.end + 1 + len(noun)), whole, kind, source)
