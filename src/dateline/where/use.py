"""What a place name stands for: the place itself, or the government that sits there ("Tirana agrees", "talks with Oman")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.fields import Place
from dateline.grammar.words import Grammar, Word
from dateline.where.book import Gazetteer
from dateline.where.marks import word_set

#: What a state does to whom the words tell of: "US-backed rebels". "UK-based" and "US-born" only say where.
_DONE = re.compile(
    r"[-–](?:backed|led|brokered|mediated|drafted|sponsored|supported|funded|financed|trained|armed|equipped|supplied|imposed|appointed|"
    r"installed|allied|aligned|dominated|designated|declared|hosted|proposed|orchestrated|friendly|style)\b"
)
#: The other half of "Russian-US talks", "the US-Philippine treaty"
_BEHIND = re.compile(r"[-–]([A-Z][A-Za-z.]{1,24})(?= [a-z])")
_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z.]{1,24})[-–]$")
_ALLIANCES = frozenset(("EU", "UN", "NATO", "ASEAN", "ECOWAS"))
#: Between two lands, not between their governments: "the Benin-Togo border", "a Chad-Cameroon pipeline"
_LINES = re.compile(
    r"(?:[-–][A-Z][A-Za-z.]{1,24})? (?:land |sea |oil |gas |rail )?(?:borders?|frontiers?|crossings?|pipelines?|railways?|railroads?|"
    r"roads?|highways?|motorways?|ferry|flights?|routes?|corridor|line|bridge|tunnel|coast|area|region)\b"
)


def mark_uses(places: Sequence[Place], grammar: Grammar, gazetteer: Gazetteer, text: str = "") -> tuple[Place, ...]:
    """The places of `text`, those that speak or act as a government marked. Without words and trees only hyphens tell."""
    return tuple(
        replace(place, use="government")
        if _joined(place, text, gazetteer) or (grammar.words and _governs(place, grammar, gazetteer))
        else place
        for place in places
    )


def _joined(place: Place, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a hyphen makes a party of a state: "US-backed rebels", "Russian-US talks"; not "the Benin-Togo border"."""
    start, end = place.span
    if place.kind != "country" or not any(dash in text[end : end + 1] + text[max(0, start - 1) : start] for dash in "-–"):
        return False
    if _DONE.match(text, end):
        return True
    other = _BEHIND.match(text, end) or _BEFORE.search(text[max(0, start - 26) : start])
    if other is None or _LINES.match(text, end):
        return False
    name = other[1]
    return name in _ALLIANCES or gazetteer.is_people(name) or gazetteer.country(name) is not None


def _governs(place: Place, grammar: Grammar, gazetteer: Gazetteer) -> bool:
    """Whether a country, a division or a capital stands where only people can: it wills, it is dealt with, a deed is its own."""
    if not (place.kind in ("country", "admin") or (place.kind == "city" and gazetteer.capital(place.name))):
        return False
    inside = grammar.within(place.span)
    word = next((w for w in inside if w.head < 0 or not any(w.head == other.index for other in inside)), None)
    if word is None or word.head < 0:
        return False
    while word.relation in ("conj", "flat", "compound") and word.head >= 0 and _names(grammar.words[word.head]):
        word = grammar.words[word.head]  # "Oman and Qatar agreed"
    return word.head >= 0 and _deals(word, grammar.words[word.head], grammar)


def _names(word: Word) -> bool:
    return word.upos == "PROPN"


def _deals(word: Word, head: Word, grammar: Grammar) -> bool:
    """Whether a name's relation to its head is that of somebody who acts or is dealt with."""
    lemma = head.lemma.lower()
    if word.relation == "nsubj" and word.deprel != "nsubj:pass":
        return head.upos == "VERB" and lemma not in word_set("lies")
    case = next((c.text.lower() for c in grammar.children(word.index, "case")), "")
    if word.deprel == "obl:agent" or (word.relation == "obl" and case == "by" and head.xpos == "VBN"):
        return lemma not in word_set("lies")
    if word.deprel == "nmod:poss":
        return lemma in word_set("deeds")
    if word.relation in ("obj", "iobj"):
        return lemma in word_set("dealings")
    if word.relation in ("obl", "nmod"):
        return case in ("with", "against", "on", "between") and lemma in word_set("relations")
    return False
