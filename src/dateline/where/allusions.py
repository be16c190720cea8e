"""Allusions: words that point to a place without naming it as one. "The Kenyan envoy", "Danes", the state in the name of a ball club."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from math import log10

from dateline.article import READ_PARTS, Article, Span
from dateline.fields import Place, PlaceUse
from dateline.grammar.words import Grammar, Segment
from dateline.where.book import Gazetteer
from dateline.where.marks import INNER, WORD, bare, word_set
from dateline.where.names import fold
from dateline.where.pack import Entry

#: A people's word, hyphens apart: "Turkish" and "Greek" of "Turkish-Greek talks".
_PEOPLE = re.compile(r"(?<![\w@#&])(?!The\b)[A-Z][a-z]{2,20}(?![\w@])")
#: What makes a language of a people's word: "in English and Spanish", "speaks French", "a Russian-language daily".
_SPOKEN = re.compile(
    r"\b(?:in|into|from|fluent|(?:speak|learn|teach)(?:s|ing)?|spoken?|learned|taught) (?:[A-Z][a-z]{1,20}(?:,| and| or) )?$"
)
_SPEECH = re.compile(r"[- ](?:language|speaking|speaker|speakers|immersion|lessons?|subtitles|translation)\b")
_NOUN = re.compile(r"[- ](?!and\b|or\b|at\b|to\b|with\b|from\b|for\b|in\b|on\b|as\b|by\b)[A-Za-z]")
#: Names that a company, party or club shares with no more than a town: a bigger one is meant.
_TOWN = 500_000
_CLUB = 80_000
#: Words of which copy about sport holds at least `_GAMES`.
_SPORT = re.compile(
    r"\b(?:seasons?|coach(?:es|ed)?|goals?|match(?:es)?|league|points?|playoffs?|tournament|innings?|striker|midfielder|goalkeeper|"
    r"quarterback|rebounds?|touchdowns?|kick-?off|half-time|halftime|championship|teams?|scored?|\d{1,3}-\d{1,3})\b"
)
_GAMES = 6


def find_allusions(article: Article, grammar: Grammar, places: Sequence[Place], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Words of peoples (`use` people) and places inside the names of bodies (`use` name), in order of the text, none inside `places`."""
    finder = _Finder(article, grammar, places, gazetteer)
    for part in article.spans(READ_PARTS) if article.parts else (Span(0, len(article.text)),):
        finder.peoples(part)
        finder.bodies(part)
    return tuple(sorted(finder.found, key=lambda place: place.span))


class _Finder:
    def __init__(self, article: Article, grammar: Grammar, places: Sequence[Place], gazetteer: Gazetteer) -> None:
        self.text, self.gazetteer = article.text, gazetteer
        self.names: tuple[Segment, ...] = tuple(grammar.names)
        self.starts = [segment.span.start for segment in self.names]
        self.taken = bytearray(len(article.text))
        for place in places:
            self.take(place.span)
        self.known = {fold(article.words(place.span)): place for place in reversed(places)}
        self.countries = Counter(place.country for place in places if place.country)
        self.found: list[Place] = []
        self.sports = sum(1 for _ in islice(_SPORT.finditer(article.text), _GAMES)) >= _GAMES

    def take(self, span: Span) -> None:
        self.taken[span.start : span.end] = b"\1" * span.length

    def add(self, span: Span, entry: Entry, use: PlaceUse) -> None:
        self.take(span)
        admin = self.gazetteer.division(entry.country, entry.admin1) if entry.admin1 else None
        name = admin if admin and entry.level == 1 else entry.name
        self.found.append(Place(span, name, entry.kind, entry.country, admin, entry.lat, entry.lon, entry.geonames, f"allusion.{use}", use))

    def segment(self, offset: int) -> Segment | None:
        """The tagger's name that holds an offset."""
        at = bisect_right(self.starts, offset) - 1
        return self.names[at] if at >= 0 and offset < self.names[at].span.end else None

    def peoples(self, part: Span) -> None:
        """Adjectives and nouns of peoples, the longest first: "South Korean", "Danes"."""
        words = list(_PEOPLE.finditer(self.text, part.start, part.end))
        for i, word in enumerate(words):
            for last in (i + 1, i):
                if last < len(words) and (last == i or self.text[word.end() : words[last].start()] in (" ", "-")):
                    span = Span(word.start(), words[last].end())
                    if not any(self.taken[span.start : span.end]) and (entry := self.people(span)):
                        self.add(span, entry, "people")
                        break

    def people(self, span: Span) -> Entry | None:
        """What a people's word alludes to; None for a language, a surname, and where it makes up the name of something else."""
        words = self.text[span.start : span.end]
        if not self.gazetteer.is_people(words) or self.gazetteer.country(words):
            return None
        inside = self.segment(span.start)
        if inside and inside.label == "PER":
            return None
        behind = self.text[span.end : span.end + 24]
        if words.startswith("Soviet") or (behind[:1] == " " and bare(behind[1:].split(" ", 1)[0].strip(".,;:")) in _OTHER):
            return None
        spoken = _SPOKEN.search(self.text[max(0, span.start - 40) : span.start])
        if (spoken and not _NOUN.match(behind)) or _SPEECH.match(behind):
            return None
        if self.text[max(0, span.start - 9) : span.start].endswith(_PREFIXES):
            return None
        return self.gazetteer.homeland(words)

    def bodies(self, part: Span) -> None:
        """Countries, divisions and great cities inside the names of companies, papers, parties and clubs."""
        at = bisect_right(self.starts, part.start - 1)
        for segment in self.names[at : bisect_right(self.starts, part.end)]:
            if segment.label in ("ORG", "MISC") and segment.span.end <= part.end:
                self.body(segment)
                if self.sports and segment.label == "ORG":
                    self.club(segment.span)

    def body(self, segment: Segment) -> None:
        tokens = [Span(m.start(), m.start() + len(bare(m.group()))) for m in WORD.finditer(self.text, segment.span.start, segment.span.end)]
        i = 0
        while i < len(tokens):
            ends = (tokens[k].end for k in range(min(i + 4, len(tokens)) - 1, i - 1, -1))  # the longest first
            end = next((end for end in ends if self.inside(Span(tokens[i].start, end), segment)), tokens[i].end)
            while i < len(tokens) and tokens[i].start < end:
                i += 1

    def club(self, span: Span) -> None:
        """A club that goes by its town in copy about sport: "lost to Dortmund"."""
        words = self.text[span.start : span.end]
        key = fold(words)
        if any(self.taken[span.start : span.end]) or key in word_set("never") | word_set("common"):
            return
        if (entry := self.entry(words, key)) or (entry := max(self.towns(words), key=lambda e: e.population, default=None)):
            self.add(span, entry, "organization")

    def towns(self, words: str) -> list[Entry]:
        """Towns large enough to have a club that the papers of other towns write about."""
        return [e for e in self.gazetteer.lookup(words) if e.main and e.level == 3 and e.population >= _CLUB]

    def inside(self, span: Span, segment: Segment) -> bool:
        """Takes a name inside that of a body if it is weighty, or printed as a place elsewhere in the article."""
        words = self.text[span.start : span.end]
        if span == segment.span or any(self.taken[span.start : span.end]) or not words[:1].isupper() or words.lower() in INNER:
            return False
        if (key := fold(words)) in word_set("never") | word_set("common") or self.gazetteer.is_people(words):
            return False
        entry = self.entry(words, key)
        if entry:
            self.add(span, entry, "name")
        return entry is not None

    def entry(self, words: str, key: str) -> Entry | None:
        """The place that a name inside another means."""
        if same := self.known.get(key):
            level = 0 if same.kind == "country" else 1 if same.kind == "admin" else 3
            return Entry(same.name, same.kind, level, same.country, same.admin1, same.lat, same.lon, 0, same.geonames, True)
        entries = [e for e in self.gazetteer.lookup(words) if e.level == 0 or (e.main and e.level in (1, 3) and e.population >= _TOWN)]
        if not entries or (len(words) < 4 and not words.isupper() and "." not in words):
            return None
        total = sum(self.countries.values()) or 1
        return max(entries, key=lambda e: (e.level == 0, log10(e.population + 1) + 3 * self.countries[e.country or ""] / total))


#: Nouns with which a people's word makes up the name of something else: "Roman Catholic", "the Soviet Union".
_PREFIXES = ("Native ", "American ", "un-", "Inter-", "Pan-", "Trans-", "trans-")
_OTHER = frozenset(("Union", "Catholic", "Catholics", "Ocean", "Federation", "Republic", "Channel", "Indians", "Indian"))
