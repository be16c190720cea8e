"""Figures of speech and everyday senses of words that otherwise name acts: gold that explodes, a truce that holds, aid under review."""

from __future__ import annotations

from dateline.did.tree import is_passive, is_verb, subjects
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar

WEAPONS = frozenset(
    "bomb rocket drone shell missile bullet mine blast explosion shot raid attack strike grenade bomber gunfire fire shelling jet "
    "plane warplane "
    "mortar artillery airstrike assault ambush clash violence fighting gun sniper gunman warship tank vehicle car vessel ship "
    "boat helicopter "
    "aircraft device shooting battle offensive operation massacre crackdown bombing knife".split()
)
_BEHIND = frozenset("backed led brokered sponsored mediated supported funded armed appointed controlled held trained approved run".split())
_FIGHTS = frozenset("attack fight bombard kill shoot battle assault invade storm".split())
# What goes up in an attack; gold, a scene or a striker explodes in a figure of speech.
_BURSTING = frozenset("device car truck van vehicle parcel package suitcase motorcycle motorbike bicycle lorry bus ied landmine".split())
_LOOKED = frozenset("review examine study assess reassess consider weigh scrutinise scrutinize".split())
_PAPERS = frozenset(
    "agreement treaty accord bill law plan proposal budget aid request offer option policy draft text report application bid "
    "recommendation relation ties assistance support programme program strategy amendment petition".split()
)  # who looks at them suspects nobody
_CIVIL = frozenset("team investigator inspector expert official delegation engineer specialist detective technician".split())


def is_figure(g: Grammar, t: Trigger) -> bool:
    """Whether a trigger names no act in the sense in which its clause uses it."""
    return any(rule(g, t) for rule in _RULES)


def _figurative(g: Grammar, t: Trigger) -> bool:
    """As in "attacked the waste in the capital": nobody is hurt where a thing of the mind is attacked."""
    word = g.words[t.head]
    if t.type != "ASSAULT" or not is_verb(word) or word.lemma not in _FIGHTS or is_passive(g, t.head):
        return False
    objects = g.children(t.head, "obj")
    return bool(objects) and all(w.entity == "abstract" and w.lemma.lower() not in WEAPONS for w in objects) and t.first == t.last


def _half_a_word(g: Grammar, t: Trigger) -> bool:
    """As in "the league-backed mayor", "a fund-led relief effort": who stands behind somebody did nothing here."""
    word = g.words[t.first]
    return t.first == t.last and word.index > 1 and g.words[word.index - 1].text == "-" and word.text.lower() in _BEHIND


def _bursts(g: Grammar, t: Trigger) -> bool:
    """As in "gold exploded past its record", "the striker exploded into tears": only weapons and what hides them go up."""
    word = g.words[t.head]
    if (
        t.type != "ASSAULT"
        or word.lemma not in ("explode", "erupt")
        or not is_verb(word)
        or is_passive(g, t.head)
        or g.children(t.head, "obj")
    ):
        return False
    doers = subjects(g, t.head)
    names = [v.lemma.lower() for w in doers for v in (w, *g.children(w.index, "compound"))]
    return bool(doers) and doers[0].upos != "PRON" and not any(n in _BURSTING or n in WEAPONS for n in names)


def _goes_on(g: Grammar, t: Trigger) -> bool:
    """As in "the truce held", "held fire", "the call was not held": nobody is taken."""
    word = g.words[t.head]
    if word.lemma != "hold" or t.type not in ("COERCE", "ASSAULT") or t.last > t.first or not is_verb(word):
        return False
    taken = g.children(t.head, "nsubj:pass", "obj")
    if not taken:
        return not is_passive(g, t.head)
    return all(w.entity in ("event", "time") or w.lemma == "fire" for w in taken)


def _takes_shelter(g: Grammar, t: Trigger) -> bool:
    """As in "families sheltering in the stadium", "hundreds fled": who looks after himself helps nobody."""
    word = g.words[t.head]
    if t.type not in ("AID", "COERCE", "RETREAT") or not is_verb(word) or is_passive(g, t.head):
        return False
    return word.lemma == "flee" or (word.lemma == "shelter" and not g.children(t.head, "obj"))


def _looks_into(g: Grammar, t: Trigger) -> bool:
    """As in "is reviewing its aid", "will examine the treaty", "sent a team to the site": nobody is suspected, given or threatened."""
    word = g.words[t.head]
    if t.type == "ACCUSE" and word.lemma in _LOOKED and is_verb(word):
        return any(w.lemma.lower() in _PAPERS for w in g.children(t.head, "obj", "nsubj:pass"))
    if t.type == "MOBILIZE" and word.lemma in ("send", "dispatch") and is_verb(word) and t.first == t.last:
        return any(w.lemma.lower() in _CIVIL for w in g.children(t.head, "obj", "nsubj:pass"))
    up = g.words[word.head] if word.head >= 0 and not is_verb(word) else word
    return t.type == "AID" and up is not word and up.lemma in _LOOKED and word.relation == "obj"


def _comes_back(g: Grammar, t: Trigger) -> bool:
    """As in "returned from exile", "came back to the capital": who comes home gives nothing up."""
    word = g.words[t.head]
    return (
        t.type == "RETREAT"
        and word.lemma in ("return", "come")
        and t.first == t.last
        and is_verb(word)
        and not is_passive(g, t.head)
        and not g.children(t.head, "obj")
    )


def _named_so(g: Grammar, t: Trigger) -> bool:
    """As in "called the drill a rehearsal": who calls a thing by a name asks for nothing."""
    word = g.words[t.head]
    if t.type != "REQUEST" or word.lemma != "call" or t.last > t.first or not is_verb(word):
        return False
    named = g.children(t.head, "xcomp")
    return bool(g.children(t.head, "obj", "nsubj:pass")) and any(not is_verb(w) for w in named)


def _addressed(g: Grammar, t: Trigger) -> bool:
    """As in "told a conference in the port": those who listen do not thereby consult."""
    word = g.words[t.head]
    up = g.words[word.head] if word.head >= 0 else None
    return t.type == "CONSULT" and not is_verb(word) and up is not None and up.lemma == "tell" and word.relation in ("obj", "iobj")


def _pulled_dead(g: Grammar, t: Trigger) -> bool:
    """As in "were pulled dead from the rubble": the dead are helped no more."""
    return t.type == "AID" and any(w.text.lower() == "dead" for w in g.words[t.head + 1 : t.head + 3])


_RULES = (_figurative, _pulled_dead, _half_a_word, _bursts, _goes_on, _takes_shelter, _looks_into, _comes_back, _named_so, _addressed)
