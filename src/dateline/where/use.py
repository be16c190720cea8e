"""What a place name stands for: the place itself, or the government that sits there ("Tirana agrees", "talks with Oman")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.fields import Place
from dateline.grammar.words import Grammar, Word
from dateline.where.book import Gazetteer
from dateline.where.marks import word_set


def mark_uses(places: Sequence[Place], grammar: Grammar, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places, those that speak or act as a government marked. Without words and trees all are literal."""
    if not grammar.words:
        return tuple(places)
    return tuple(replace(place, use="government") if _governs(place, grammar, gazetteer) else place for place in places)


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
