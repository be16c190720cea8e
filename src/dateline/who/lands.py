"""Lands: countries and capitals where they act, countries by their kind, demonym nouns."""

from __future__ import annotations

from dateline.article import Span
from dateline.who.lexicon import Hit, plain
from dateline.who.reading import Reading
from dateline.who.shapes import ACTOR_PREPOSITIONS, Chunk, Mention, Sort, is_determiner

_WATERS = frozenset(("Lake", "Gulf", "Bay", "Mount", "River", "Cape", "Strait", "University", "Bank", "Air", "Radio"))
_PARTS = frozenset("downtown central inner greater metropolitan northern southern eastern western uptown".split())
_MOVES = frozenset(("leave", "enter", "reach", "flee", "quit", "cross"))
#: Relations in which a country after these is spoken to or aimed at: "apologised to Norland", "sanctions on Norland".
_MEANT = {"to": ("obl",), "on": ("obl", "nmod")}
#: Nouns that are sent to a country.
_SENT = frozenset("ambassador envoy attaché consul message letter warning threat apology demand offer appeal ultimatum".split())


def read_country(reading: Reading, chunk: Chunk, head: int, hit: Hit) -> Mention | None:
    """A country or capital that acts ("Oslo protested"); None where it is a place ("in Oslo") or only owns ("Oslo's harbour")."""
    inside = reading.grammar.within(Span(hit.start, hit.end))
    first, last = inside[0].index, inside[-1].index + 1
    if _is_scene(reading, chunk, first, head):
        return None
    near = reversed(reading.words[max(0, first - 5) : first])
    before = next((w for w in near if w.upos not in ("DET", "ADJ", "PUNCT") and not is_determiner(w)), None)
    if before is not None and before.sentence != inside[0].sentence:
        before = None
    preposition = before.text.lower() if before is not None else ""
    marked = before is not None and before.upos in ("ADP", "SCONJ", "PART") and preposition not in ACTOR_PREPOSITIONS
    if marked and not (hit.entry.kind == "land" and _is_meant(reading, head, preposition)):
        return None
    if chunk.last > last or chunk.first < first - 1 or not _stands_alone(reading, first, last):
        return None
    found = reading.make(first, last, last - 1, "name", "country")
    found.country, found.number = hit.entry.country or "", "sg"
    if hit.entry.name != reading.lexicon.countries.get(found.country):
        found.land = hit.entry.name
    if reading.union and reading.article.words(found.span) == "Brussels":
        found.sort, found.country, found.key = "body", "EUR", "european union"
    return found


def _is_meant(reading: Reading, head: int, preposition: str) -> bool:
    """Whether a country behind "to" or "on" is spoken to or aimed at: "apologised to Norland", "its envoy to Norland"."""
    word = reading.words[head]
    sent = preposition == "to" and word.head >= 0 and reading.words[word.head].lemma.lower() in _SENT
    return sent or word.deprel.startswith(_MEANT.get(preposition, ("-",)))


def _is_scene(reading: Reading, chunk: Chunk, first: int, head: int) -> bool:
    """Where something happens: "downtown Oslo", "in Bern, <Oslo> and <Rome>", "left <Oslo>"."""
    words, word = reading.words, reading.words[head]
    if chunk.first == first - 1 and words[chunk.first].text.lower() in _PARTS:
        return True
    if word.deprel == "obj" and word.head >= 0 and words[word.head].lemma in _MOVES:
        return True
    if word.deprel not in ("conj", "nmod:unmarked", "appos") or word.head < 0 or words[word.head].name != "B-LOC":
        return False
    case = reading.grammar.children(word.head, "case")
    return bool(case) and not any(w.text.lower() in ACTOR_PREPOSITIONS or w.text.lower() in _MEANT for w in case)


def read_land(reading: Reading, chunk: Chunk, head: int) -> Mention | None:
    """ "The kingdom denied it": a country by its kind, where it acts."""
    before = reading.words[chunk.first - 1] if chunk.first else None
    if reading.words[chunk.first].text.lower() not in ("the", "this") or head != chunk.last - 1 or chunk.last - chunk.first > 3:
        return None
    if before is not None and before.upos == "ADP" and before.text.lower() not in ACTOR_PREPOSITIONS:
        return None
    found = reading.make(chunk.first, chunk.last, head, "nominal", "country")
    found.number = "sg"
    return found


def _stands_alone(reading: Reading, first: int, last: int) -> bool:
    after = reading.words[last] if last < len(reading.words) else None
    if first and reading.words[first - 1].text in _WATERS:
        return False
    return after is None or not (after.xpos == "POS" or after.text in ("'s", "’s", "-"))


def read_demonym(reading: Reading, chunk: Chunk, head: int, hit: Hit) -> Mention | None:
    """ "the Faroese", "two Norwegians"; an adjective before a noun is nobody."""
    plain_adjective = hit.entry.kind == "adjective"
    first = reading.words[chunk.first].text.lower()
    if plain_adjective and not (first == "the" and chunk.last - chunk.first == 2):
        return None
    many = reading.lexicon.find(plain(reading.words[head].text) + "s", "people")  # "the Egyptian" is one, "the French" are many
    one = plain_adjective and many is not None and not reading.words[head].text.endswith("s")
    sort: Sort = "person" if one or not (plain_adjective or hit.entry.plural) else "group"
    found = reading.make(chunk.first, chunk.last, head, "nominal", sort)
    found.country, found.number = hit.entry.country or "", "pl" if sort == "group" else "sg"
    if found.key.startswith("fellow "):
        found.coded, found.coded_hits = Span(hit.start, hit.end), (hit,)  # not the fellow of a college
    if sort == "group" and found.key.removeprefix("fellow ").count(" ") == 0:
        found.noun = found.key.removeprefix("fellow ")  # the people as a whole: "Norwegians", "my fellow Norwegians"
    return found
