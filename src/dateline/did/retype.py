"""Triggers whose words are of another type than their rule: crowds that riot, jets that strike, blows in words, refusals by "will not"."""

from __future__ import annotations

from dataclasses import replace

from dateline.did.tree import base_noun, cases, is_passive, is_verb, subjects
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar, Word

_CROWD = frozenset(
    "crowd mob protester demonstrator student pupil youth mourner villager resident supporter worker farmer marcher rioter "
    "islander fisherman "
    "trader inmate prisoner fan youngster teenager relative herder striker miner docker driver activist townspeople people".split()
)
_RIOTOUS = frozenset("torch burn pelt storm ransack smash stone loot set attack wreck hurl throw destroy rampage overturn".split())
_REFUSED = {"RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet", "AID": "assist", "COOPERATE": "assist"}
_SPEAKING = frozenset(
    "discuss congratulate apologise apologize assure convey express explain thank inform brief offer reassure talk exchange wish".split()
)
_HELD = frozenset((("COERCE", "arrest"), ("ASSAULT", "abduct")))
_TAKES = frozenset("hold seize capture take carry snatch occupy grab".split())
_FORCE = frozenset("cannon teargas gas baton truncheon bullet fire gunfire force violence pellet".split())
_PEACE = frozenset(("peacekeeper", "peacekeeping", "observer", "monitor", "inspector", "peace-keeper", "peace-keeping"))
_KEEPING = frozenset(("peacekeeping", "peace-keeping"))
_OFFICIAL = frozenset("government ministry minister embassy ambassador envoy secretary premier chancellor president cabinet".split())
_STATES = _OFFICIAL | frozenset("army navy military police authority junta kingdom republic state country regime parliament".split())
_CARRYING = frozenset("fly airlift truck ship bus ferry bring move carry transport rush send take".split())
_SAVED = frozenset(
    "evacuee villager resident islander civilian refugee survivor patient tourist child woman family worker citizen passenger national "
    "hostage casualty crew aid food medicine supplies supply relief tent blanket water rice grain flour kit vaccine ration people".split()
)
_FORCES = frozenset("troop soldier fighter force army militia mercenary weapon arms ammunition missile police officer gunman".split())
_VERBAL = frozenset(
    "scathing verbal stinging extraordinary blistering personal withering furious scornful rhetorical bitter outspoken".split()
)
_JUDGING = frozenset("call describe accuse brand blame dub label denounce criticise criticize".split())


def retyped(g: Grammar, t: Trigger) -> Trigger:
    """The trigger, with the type that its surroundings give it."""
    for step in (_call, _met, _protested, _barred, _flown, _strike, _riot, _of_things, _peace, _in_words, _will_not, _let_go):
        t = step(g, t)
    return t


def _as(t: Trigger, kind: str, mode: str | None, rule: str) -> Trigger:
    return replace(t, type=kind, mode=mode, rule=rule)


def _will_not(g: Grammar, t: Trigger) -> Trigger:
    """As in "said it would not lift the ban": who says that he will not give way refuses."""
    mode = _REFUSED.get(t.type)
    word = g.words[t.head]
    if mode is None or t.mode == "resign" or not is_verb(word) or is_passive(g, t.head):
        return t
    will = any(w.text.lower() in ("will", "would", "shall", "wo") for w in g.children(t.head, "aux"))
    never = any(w.text.lower() in ("not", "n't", "never") for w in g.children(t.head, "advmod", "neg"))
    return replace(_as(t, "REJECT", mode, "reject.will_not"), refused=True) if will and never else t


def _call(g: Grammar, t: Trigger) -> Trigger:
    """As in "called his counterpart to discuss the ferry": a conversation, no request."""
    word = g.words[t.head]
    if t.type not in ("REQUEST", "ACCUSE") or word.lemma != "call":
        return t
    told = any(w.lemma in _SPEAKING and w.xpos == "VB" for w in g.children(t.head, "xcomp", "advcl"))
    return _as(t, "CONSULT", *(("visit", "consult.visit") if t.last > t.first else ("phone", "consult.phone"))) if told else t


def _met(g: Grammar, t: Trigger) -> Trigger:
    """As in "the march was met with water cannon": no meeting."""
    if t.type != "CONSULT" or g.words[t.head].lemma != "meet":
        return t
    used = [w for w in g.children(t.head, "obl", "nmod") if "with" in cases(g, w.index)]
    words = {v.lemma.lower() for w in used for v in (w, *g.children(w.index, "compound", "amod", "conj"))}
    return _as(t, "ASSAULT", "crowd-control", "assault.crowd") if words & _FORCE else t


def _protested(g: Grammar, t: Trigger) -> Trigger:
    """As in "The ministry protested": who speaks for a state complains, he does not march."""
    word = g.words[t.head]
    if t.type != "PROTEST" or word.lemma != "protest" or not is_verb(word) or is_passive(g, t.head):
        return t
    who = subjects(g, t.head)
    official = bool(who) and (who[0].lemma.lower() in _OFFICIAL or (who[0].entity == "place" and who[0].upos == "PROPN"))
    return _as(t, "ACCUSE", "disapprove", "accuse.disapprove") if official else t


def _barred(g: Grammar, t: Trigger) -> Trigger:
    """As in "The kingdom closed the strait", "threatened to block the canal": states and armies bar a way as a measure, no crowd does."""
    word = g.words[t.head]
    if (t.type, t.mode) != ("PROTEST", "obstruct") or not is_verb(word) or is_passive(g, t.head):
        return t
    who = subjects(g, t.head)
    state = bool(who) and (who[0].lemma.lower() in _STATES or (who[0].entity == "place" and who[0].upos == "PROPN"))
    return _as(t, "COERCE", "restrict", "coerce.restrict") if state else t


def _flown(g: Grammar, t: Trigger) -> Trigger:
    """As in "relief goods were flown to the isle", "evacuees were flown out": who is saved and what feeds is no force."""
    word = g.words[t.head]
    carried = word.lemma in _CARRYING or word.text.lower() == "flown"  # whose lemma is now and then "flow"
    if t.type != "MOBILIZE" or not carried or not is_verb(word):
        return t
    moved = g.children(t.head, "nsubj:pass") if is_passive(g, t.head) else g.children(t.head, "obj")
    heads = [w for m in moved for w in (m, base_noun(g, m.index), *g.children(m.index, "conj"), *_of(g, m))]
    force = any(w.lemma.lower() in _FORCES for w in heads)
    return _as(t, "AID", None, "aid.aid") if not force and any(w.lemma.lower() in _SAVED for w in heads) else t


def _of(g: Grammar, word: Word) -> list[Word]:
    """What an amount is of: "40 tonnes of <food>"."""
    return [v for w in g.children(word.index, "nmod") if "of" in cases(g, w.index) for v in (w, *g.children(w.index, "conj"))]


def _strike(g: Grammar, t: Trigger) -> Trigger:
    """As in "carried out strikes on the depot": jets strike, they do not stop work."""
    word = g.words[t.head]
    noun = word if word.lemma == "strike" else next((w for w in g.words[t.first : t.last + 1] if w.lemma == "strike"), None)
    if t.type != "PROTEST" or noun is None or is_verb(noun):
        return t
    up = g.words[noun.head] if noun.head >= 0 else None
    hit = any("on" in cases(g, w.index) and w.entity != "time" for w in g.children(noun.index, "nmod"))
    flown = up is not None and up.lemma in ("carry", "launch", "conduct") and any(w.text == "out" for w in g.children(up.index))
    return _as(t, "ASSAULT", None, "assault.any") if hit or flown else t


def _of_things(g: Grammar, t: Trigger) -> Trigger:
    """As in "held the town for a night", "carried off the files": places are occupied and things are seized, not jailed or kidnapped."""
    if (t.type, t.mode) not in _HELD or not is_verb(g.words[t.head]) or t.rule is None:
        return t
    taken = g.children(t.head, "nsubj:pass") if is_passive(g, t.head) else g.children(t.head, "obj")
    if taken and all(w.entity in ("place", "object", "abstract") and w.upos != "PRON" for w in taken) and t.head == t.first:
        return _as(t, "COERCE", "seize", "coerce.seize") if g.words[t.head].lemma in _TAKES else t
    return t


def _peace(g: Grammar, t: Trigger) -> Trigger:
    """As in "sent peacekeepers to the ford": they come to help; "withdrew the monitors": a mission is cut short."""
    if t.type not in ("MOBILIZE", "RETREAT") or (t.type == "RETREAT" and t.mode != "withdraw"):
        return t
    word = g.words[t.head]
    moved = (
        g.children(t.head, "obj", "nsubj:pass", "nmod") if t.type == "RETREAT" else g.children(t.head, "obj", "nsubj", "nsubj:pass", "nmod")
    )
    below = [w for m in moved for w in (m, *g.children(m.index, "compound", "amod", "nmod"))]
    keeping = any(g.words[i].lemma.lower() in _KEEPING for i in g.subtree(t.head)) and t.type == "MOBILIZE"
    if not keeping and not any(w.lemma.lower() in _PEACE for w in (*below, *g.children(word.index, "compound", "amod", "obl"))):
        return t
    return _as(t, "AID", None, "aid.aid") if t.type == "MOBILIZE" else _as(t, "SANCTION", "withdraw", "sanction.withdraw")


def _in_words(g: Grammar, t: Trigger) -> Trigger:
    """As in "launched a scathing attack on the mayor", "attacked the plan": blows in words only."""
    if t.type != "ASSAULT" or not any(w.lemma.lower() == "attack" for w in g.words[t.first : t.last + 1]):
        return t
    named = [w for w in g.words[t.first : t.last + 1] if w.lemma.lower() == "attack"]
    described = [w for n in named for w in g.children(n.index, "amod", "compound")]
    told = [w for w in g.children(t.head, "advcl") if w.lemma in _JUDGING and w.xpos == "VBG"]
    return _as(t, "ACCUSE", "disapprove", "accuse.disapprove") if told or any(w.lemma.lower() in _VERBAL for w in described) else t


def _let_go(g: Grammar, t: Trigger) -> Trigger:
    """As in "dismissed the museum's director": persons are put out of office, words and claims are rejected."""
    word = g.words[t.head]
    if t.type != "REJECT" or word.lemma != "dismiss" or not is_verb(word):
        return t
    gone = g.children(t.head, "nsubj:pass") if is_passive(g, t.head) else g.children(t.head, "obj")
    persons = gone and all(w.entity == "person" and w.upos in ("NOUN", "PROPN") for w in gone)
    return _as(t, "SANCTION", "expel", "sanction.expel") if persons and "as" not in _cases_below(g, t.head) else t


def _cases_below(g: Grammar, index: int) -> set[str]:
    """The prepositions of what stands beside a verb: "dismissed him <as> a liar"."""
    return {case for w in g.children(index, "obl", "xcomp", "advcl") for case in cases(g, w.index)}


def _riot(g: Grammar, t: Trigger) -> Trigger:
    word = g.words[t.head]
    active = t.type == "ASSAULT" and is_verb(word) and word.lemma in _RIOTOUS and not is_passive(g, t.head)
    if active and any(w.lemma.lower() in _CROWD for w in subjects(g, t.head)):
        return _as(t, "PROTEST", "riot", "protest.riot")
    return t
