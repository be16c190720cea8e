"""Sift: which nouns for bodies, crowds and things are somebody who acts here, and which only stand in the scene."""

from __future__ import annotations

from dateline.grammar.words import Grammar, Word
from dateline.who.lexicon import Entry, Hit
from dateline.who.reading import Reading
from dateline.who.shapes import Chunk, Mention

#: Nouns that carry a body's word, so that the body before them speaks: "a police spokesman".
CARRIERS = frozenset(
    "statement communique communiqué report spokesman spokeswoman spokesperson source bulletin announcement press letter note memo".split()
)
_LOST = frozenset("wounded injured missing poor rich young elderly bereaved unemployed homeless".split())
_NOBODY = frozenset(
    "side party drone truck vehicle ship boat one third half name others rest case figure thousand hundred number majority dozen ones "
    "some most life heart".split()
)
_GENERIC = frozenset("people person nobody anyone someone everyone man others".split())
_AMBIGUOUS = frozenset("house chamber state body front crown palace camp diet".split())
#: Sectors whose bodies are as often houses or things; they act only where a verb makes them act.
_HOUSES = frozenset(("EDU", "MED", "JRN", "BUS", "REL"))
_EQUIPMENT = frozenset(
    "warship warships frigate destroyer submarine gunboat gunboats fleet flotilla battery convoy patrol column artillery helicopter bomber "
    "warplane warplanes infantry cavalry armoured jet jets aircraft boat boats command campaign prison barracks cell".split()
)
_COUNTS = frozenset("dozens scores tens hundreds thousands millions crowds groups".split())
_CRAFT = frozenset("vessel ship boat cutter warship plane jet bomber helicopter aircraft drone truck vehicle tank".split())
_DIVISIONS = frozenset(("department", "district", "province", "state", "county", "council"))
_NEVER_BARE = frozenset("patrol convoy column battery contingent artillery congress assembly".split())
_ALWAYS_BARE = frozenset("government authorities customs staff".split())
#: Endings of nouns for people by what they do: "beekeeper", "archivist".
_CALLINGS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "man", "woman", "ess", "eur", "ard")
_DEEDS = ("ing", "tion", "ment", "ness", "very")  #: "the killings", "deliveries": what was done, not who
_DONE_TO = frozenset(("ASSAULT", "COERCE", "ACCUSE", "SANCTION", "REQUEST"))  # acts that are done or said to somebody
_SURE = 0.5  # probability of an act from which it counts
_THINGS = frozenset(("place", "object", "abstract", "event", "time"))


def stands_by(reading: Reading, chunk: Chunk, hit: Hit, *, head: int, last: int, named: bool) -> bool:
    """Whether a noun of the tables is nobody who acts: negated, compared, generic, a house, a ship, an audience."""
    word, entry, det = reading.words[head], hit.entry, reading.words[chunk.first].text.lower()
    if head in reading.voiced and det not in ("no", "neither", "nor"):
        return False
    if det in ("no", "neither", "nor", "any", "such") or _compared(reading, chunk, det) or _bare(reading, chunk, hit, last):
        return True
    if entry.name == "justice" and chunk.last - chunk.first == 1 and word.text.islower():
        return True  # "escaped justice"
    if hit.end == word.end and hit.last - hit.first == 1 and entry.name in _DIVISIONS and _names_land(reading, chunk, head):
        return True
    if entry.name == "dead" or (entry.name in _LOST and det != "the"):
        return True
    if entry.name in _AMBIGUOUS and not word.text[:1].isupper() and hit.last - hit.first == 1:
        return not (entry.name == "state" and det == "the" and word.entity in ("organization", ""))
    if not named and (_thing(word, entry, det) or (word.entity in _THINGS and entry.group == "body" and not _acts(word))):
        return True
    return entry.name in _GENERIC and chunk.last - chunk.first == 1 and last == chunk.last and not _counted(reading, word)


def _counted(reading: Reading, word: Word) -> bool:
    """ "Hundreds of <people> gathered": a crowd that does something or to whom something is done."""
    above = reading.words[word.head] if word.deprel == "nmod" and word.head >= 0 else None
    return above is not None and above.text.lower() in _COUNTS and above.relation in ("nsubj", "obj") and above.index == word.index - 2


def _names_land(reading: Reading, chunk: Chunk, head: int) -> bool:
    """ "in <Tarn> department": a stretch of land, where nobody acts."""
    word = reading.words[head]
    before = head > chunk.first and reading.words[head - 1].name.endswith("LOC") and word.text.islower()
    return before and word.relation in ("obl", "nmod", "conj")


def suffers(grammar: Grammar, word: Word) -> bool:
    """Whether a deed of force, a charge or a demand is aimed at a noun: "beat two <deckhands>", "called on the <firm>"."""
    act = grammar.words[word.head] if word.head >= 0 else None
    if act is None or act.event_score < _SURE or act.event not in _DONE_TO:
        return False
    said = act.event == "REQUEST"
    if word.relation == "iobj" or (not said and (word.relation == "obj" or word.deprel == "nsubj:pass")):
        return True
    cases = ("on", "upon", "to", "from") if said else ("at", "on", "upon", "against")
    return (
        (not said or word.entity != "object")
        and word.relation == "obl"
        and any(w.text.lower() in cases for w in grammar.children(word.index, "case"))
    )


def nobody(grammar: Grammar, word: Word, det: str) -> bool:
    """Whether a noun outside the tables, though the tagger takes it for a person or body, is not worth a mention."""
    if word.entity not in ("person", "organization") or word.lemma.lower() in _NOBODY:
        return True
    if word.entity == "person" and word.upos == "NOUN" and word.lemma.lower().endswith(_DEEDS):
        return True
    if word.entity == "person" and word.upos == "NOUN" and det not in ("no", "any", "such", "") and suffers(grammar, word):
        return False
    if word.upos == "PROPN" and word.entity == "person" and not word.attribution.endswith("source"):
        return True
    if word.upos != "NOUN" or word.attribution.endswith("source") or word.deprel == "appos":
        return False
    relation = word.relation
    if word.entity == "organization" or relation not in ("nsubj", "obj", "conj"):
        return True
    return (relation != "nsubj" or det in ("a", "an")) and not word.lemma.lower().endswith(_CALLINGS)


def agent(reading: Reading, word: Word) -> bool:
    """Whether "it" can be a body: the source of a statement, or the subject of a verb ("it is late" is none)."""
    if word.attribution.endswith("source"):
        return True
    if not word.deprel.startswith("nsubj") or word.head < 0:
        return False
    verb = reading.words[word.head]
    if verb.deprel in ("ccomp", "parataxis") and verb.upos == "VERB" and verb.head >= 0 and verb.entity == "":
        governor = reading.words[verb.head]
        if governor.attribution.endswith("cue") and any(w.deprel.startswith("nsubj") for w in reading.grammar.children(verb.head)):
            return True
    if word.entity in ("", "time", "event"):
        return False
    return reading.words[word.head].upos == "VERB" and not any(c.deprel == "cop" for c in reading.grammar.children(word.head))


def owns(reading: Reading, head: int, last: int, hit: Hit, main: Mention | None) -> bool:
    """A body before another noun acts by itself only if it owns it or if that noun speaks for it."""
    if last < len(reading.words) and (reading.words[last].xpos == "POS" or reading.words[last].text in ("'s", "’s")):
        return True
    if hit.entry.kind == "body":
        return True
    if hit.entry.name in ("opposition", "state", "military", "coalition") or (main is not None and main.sort == "body"):
        return False
    role = main.role.entry if main is not None and main.role is not None else None
    thing = reading.words[head].lemma.lower()
    return thing in CARRIERS or thing in _CRAFT or (role is not None and role.name.split()[-1] in CARRIERS)


def _compared(reading: Reading, chunk: Chunk, det: str) -> bool:
    """ "as a young clerk", "like a thief": a description, not somebody else."""
    before = reading.words[chunk.first - 1] if chunk.first else None
    return before is not None and before.text.lower() in ("as", "like", "than") and det in ("a", "an", "")


def _bare(reading: Reading, chunk: Chunk, hit: Hit, last: int) -> bool:
    """A countable body without article ("in force", "at court") acts only in a headline."""
    before = reading.words[chunk.first - 1] if chunk.first else None
    closed = last == chunk.last or (before is not None and before.upos == "ADP")
    alone = chunk.last - chunk.first == 1 and closed and hit.last - hit.first == 1
    if not alone or hit.entry.kind != "role" or hit.entry.group != "body" or hit.entry.plural:
        return False
    word = reading.words[chunk.first]
    if hit.entry.sector in ("MIL", "COP", "LEG", "OPP") or hit.entry.name in _ALWAYS_BARE:
        return hit.entry.name in _NEVER_BARE and not (word.text[:1].isupper() and word.upos == "PROPN")
    return not word.text[:1].isupper() and not reading.heading(reading.grammar.sentences[word.sentence])


def _thing(word: Word, entry: Entry, det: str) -> bool:
    """A noun for a body or a crowd that is only a house, a ship or an audience here ("at the school", "told reporters")."""
    if entry.group == "body" and entry.plural and entry.sector in _HOUSES and word.entity in ("place", "object"):
        return True
    if word.attribution.endswith("source") or word.deprel.startswith(("nsubj", "appos", "root")) or word.deprel == "obl:agent":
        return False
    relation = word.relation
    if entry.sector == "JRN" and entry.group == "person" and not det:
        return relation in ("obj", "iobj", "obl", "xcomp", "ccomp", "dep")
    if entry.group != "body":
        return False
    if entry.name.split()[-1] in _EQUIPMENT:
        return True
    return entry.sector in _HOUSES and relation in ("obj", "obl", "nmod", "compound")


def _acts(word: Word) -> bool:
    return word.relation in ("nsubj", "obj", "iobj", "root", "appos", "conj") or word.deprel == "obl:agent"
