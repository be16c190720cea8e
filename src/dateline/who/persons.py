"""Persons: the name inside a mention, its titles and what they tell of gender."""

from __future__ import annotations

from itertools import pairwise

from dateline.article import Span
from dateline.grammar.words import Segment
from dateline.who.lexicon import Hit, tokens
from dateline.who.reading import Reading
from dateline.who.shapes import FEMALE_NOUNS, HONORIFICS, MALE_NOUNS, Chunk, Mention

#: What follows a name and is none: "Norton II", "Roe Jr.". The letter "I" only where more stands before it.
_NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi jr sr".split())


def read_person(reading: Reading, chunk: Chunk, seg: Segment) -> Mention:
    """The mention of a person's name with the titles before it."""
    first = chunk.first
    before = [reading.hit_over(reading.words[i]) for i in range(chunk.first, seg.first)]
    roles = [hit for hit in before if hit is not None and hit.entry.kind == "role"]
    first = seg.first if roles and roles[-1].entry.plural else _own_first(reading, chunk, seg)
    found = reading.make(first, max(seg.last, chunk.last), seg.last - 1, "name", "person", roles[-1] if roles else None)
    if roles and roles[-1].entry.plural and first != chunk.first:
        _entitle(reading, found, roles[-1], Span(reading.words[chunk.first].start, seg.span.end))
    read_name(reading, found, seg)
    found.number = "sg"
    return found


def _own_first(reading: Reading, chunk: Chunk, seg: Segment) -> int:
    """Where the person begins: "the speech <President Roe gave>" runs two phrases together."""
    if _beside(reading, chunk, seg):
        return seg.first
    for i in range(seg.first - 1, chunk.first, -1):
        word, before = reading.words[i], reading.words[i - 1]
        if word.text[:1].isupper() and reading.hit_over(word) is not None and before.upos == "NOUN" and before.text.islower():
            return chunk.first if reading.hit_over(before) is not None else i
    return chunk.first


def _beside(reading: Reading, chunk: Chunk, seg: Segment) -> bool:
    """Whether a noun or number only stands before a name: "at which <point> Roe left", "in <348> Roe died"."""
    before = reading.words[seg.first - 1] if seg.first > chunk.first else None
    if before is None or before.upos not in ("NOUN", "NUM") or before.text[:1].isupper() or reading.hit_over(before) is not None:
        return False
    inside = range(chunk.first, seg.last)
    return before.head not in inside and all(reading.words[i].head not in range(chunk.first, seg.first) for i in range(seg.first, seg.last))


def read_name(reading: Reading, found: Mention, seg: Segment) -> None:
    """Files the name proper, without titles, and the gender that titles tell."""
    text, start = reading.article.text, seg.span.start
    while start > found.span.start + 1 and text[start - 1] in "-’'" and text[start - 2].isalpha():
        start = reading.grammar.within(Span(start - 2, start - 1))[0].start
    name = tokens(text, start, seg.span.end)
    while len(name) > 1 and name[0].possessive:
        name.pop(0)
    titles = []
    while len(name) > 1 and (name[0].key.lower() in HONORIFICS or _titled(reading, name[0].key) or _letters(name[0].key)):
        titles.append(name.pop(0).key.lower())
    named = [t for t in name if t.key.lower() not in _NUMERALS] if len(name) > 1 else name
    found.name = tuple(t.key.lower() for t in named or name)
    found.name_span = Span(name[0].start, name[-1].end) if name else seg.span
    before = text[found.span.start : found.name_span.start].lower().replace(".", " ").split()
    genders = [HONORIFICS[w] for w in (*before, *titles) if w in HONORIFICS]
    genders += [g for g in map(noun_gender, before) if g]
    found.gender = genders[-1] if genders else ""
    found.weak_gender = reading.lexicon.given.get(found.name[0], "") if len(found.name) > 1 else ""


def share_titles(reading: Reading, found: list[Mention]) -> None:
    """Gives a title in the plural to the other names after it."""
    persons = [m for m in found if m.kind == "name" and m.sort == "person"]
    for one, other in pairwise(persons):
        if one.coded is None or one.role is None or other.role is not None or other.sentence != one.sentence:
            continue
        if reading.article.text[one.span.end : other.span.start].strip() in ("and", ",", ", and", "&"):
            _entitle(reading, other, one.role, Span(one.role.start, one.role.end))


def body_name(reading: Reading, chunk: Chunk, seg: Segment) -> bool:
    """Whether the tagger took a body for a person, told by the form of its name ("Katibat al-Fajr", "Tarn Valley Gazette")."""
    title = reading.hit_over(reading.words[seg.first - 1]) if seg.first > chunk.first else None
    if title is not None and title.entry.kind == "role" and title.entry.group == "person" and not title.entry.plural:
        return False  # "Church president Ann Roe"
    words = reading.article.words(Span(reading.words[chunk.first].start, seg.span.end)).removeprefix("the ").removeprefix("The ")
    return len(words.split()) > 1 and any(rule.pattern.search(words) for rule in reading.lexicon.names)


def noun_gender(word: str) -> str:
    """The gender that a noun such as "widow" tells, or ""."""
    return "m" if word in MALE_NOUNS else "f" if word in FEMALE_NOUNS else ""


def _entitle(reading: Reading, found: Mention, role: Hit, coded: Span) -> None:
    """A title in the plural belongs to each name after it: "foreign ministers Roe and Doe"."""
    found.role, found.coded, found.coded_hits = role, coded, reading.hits_in(coded)


def _letters(key: str) -> bool:
    """ "PM Roe", "FM Doe"."""
    return key.isupper() and len(key) in (2, 3)


def _titled(reading: Reading, key: str) -> bool:
    entry = reading.lexicon.find(key.lower(), "role")
    return entry is not None and "t" in entry.flags and entry.group == "person"
