"""Attacks told by what hit rather than by who did it: "a missile slammed into a tower block", "rockets landed on a school"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.did.tree import cases, is_passive, is_verb
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar, Word

_ARMS: dict[str, tuple[str, str]] = {
    **dict.fromkeys("rocket missile shell mortar projectile".split(), ("heavy-weapons", "assault.heavy")),
    "drone": ("drone", "assault.drone"),
    **dict.fromkeys("jet warplane bomber".split(), ("aerial", "assault.aerial")),
    "bomb": ("explosives", "assault.explosives"),
}
GUNS = frozenset("artillery mortar rocket tank shell gun sniper rifle".split())  # their fire is none that burns
_HIT = frozenset("hit strike pound".split())
_COME_DOWN = frozenset("slam land fall crash smash plough plow tear rip rain explode".split())
_ONTO = frozenset("into on onto in near through at outside inside beside".split())
_NOWHERE = frozenset("sea ocean water waters desert moon orbit gulf market headline".split())  # nobody is there to be struck
_SCORE = 0.25  # the tagger's score of such a verb, far below what one without such a subject needs
_TYPE = 0.5


def by_arms(g: Grammar, words: Sequence[Word], found: Sequence[Trigger]) -> Iterator[Trigger]:
    """Triggers of a sentence beside those `found`: verbs of hitting whose subject is a weapon and whose object or place is struck."""
    heads = {t.head for t in found}
    for word in words:
        if word.lemma not in _HIT and word.lemma not in _COME_DOWN:
            continue
        if word.index in heads or word.event_score < _SCORE or dict(word.event_types).get("ASSAULT", 0.0) < _TYPE or not is_verb(word):
            continue
        arms = _arms(g, word)
        if arms is not None and arms.index not in heads and _strikes(g, word, arms):
            mode, rule = _ARMS.get(arms.lemma.lower(), ("heavy-weapons", "assault.heavy"))
            yield Trigger(word.index, word.index, word.index, "ASSAULT", mode, word.event_score, rule, True)


def _arms(g: Grammar, verb: Word) -> Word | None:
    """The weapon that is the subject of a verb, or the noun before a participle that is misread for one: "shells slammed into a depot"."""
    if is_passive(g, verb.index) and g.children(verb.index, "aux:pass"):
        return None
    above = (g.words[verb.head],) if verb.deprel == "acl" and 0 <= verb.head < verb.index else ()
    for word in g.children(verb.index, "nsubj") + above:
        lemma = word.lemma.lower()
        if word.upos == "NOUN" and lemma in _ARMS:
            return word
        if lemma == "fire" and any(w.lemma.lower() in GUNS for w in g.children(word.index, "compound")):
            return word
    return None


def _strikes(g: Grammar, verb: Word, arms: Word) -> bool:
    if verb.lemma in _HIT:
        struck = g.children(verb.index, "obj")
    elif arms.lemma.lower() in ("jet", "warplane", "bomber"):
        return False  # they land on a runway, or crash
    else:
        struck = tuple(w for w in g.children(verb.index, "obl") if not _ONTO.isdisjoint(cases(g, w.index)))
    return any(w.entity != "time" and w.upos != "NUM" for w in struck) and not any(w.lemma.lower() in _NOWHERE for w in struck)
