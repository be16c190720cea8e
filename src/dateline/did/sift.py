"""Second thoughts on triggers: mishaps, consequences of a named attack, acts only asked for or refused."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.did.figures import WEAPONS, is_figure
from dateline.did.retype import retyped
from dateline.did.struck import GUNS
from dateline.did.tree import cases, harms, is_passive, is_verb, subjects
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar, Word

DISASTERS = frozenset(
    "earthquake quake flood flooding storm cyclone hurricane typhoon tornado blaze wildfire fire crash accident avalanche "
    "landslide tsunami "
    "famine drought epidemic outbreak cholera fever virus influenza tremor eruption volcano heatwave heatstroke heat collapse derailment "
    "shipwreck mudslide malaria dengue measles ebola illness disease flu rain wind gale lightning wave train bus lorry truck express tree "
    "beech rock boulder peso market share price rate team striker club side player captain bear bull pigeon dog".split()
)
_CALAMITIES = frozenset(
    "earthquake quake aftershock flood flooding storm cyclone hurricane typhoon tornado blaze wildfire accident avalanche landslide "
    "tsunami mudslide derailment derail shipwreck capsize overturn plunge collide collision heatwave stampede".split()
)
_VEHICLES = frozenset("car vessel ship boat plane aircraft helicopter vehicle".split())
_ARMED = (WEAPONS - _VEHICLES) | frozenset(
    "gunman militant rebel soldier troop fighter attacker terrorist insurgent guerrilla militia police riot protest clash mob stab shoot "
    "attack bomb fire blow explode".split()
)
_LADEN = frozenset("bus lorry truck train".split())
_BURSTS = frozenset("blow explode detonate".split())  # "a truck blew up"
_ASIDE = frozenset(("after", "before", "since", "because", "once"))
_HAPPENS = frozenset(
    "erupt break begin start resume continue spread occur take flare escalate happen follow ensue end come go last open".split()
)
_MISHAPS = frozenset("overturn crash collapse collide derail capsize sink fall slip plunge drown skid".split())
_MENACES = frozenset(
    "retaliation consequence war attack strike response action sanction measure reprisal revenge force arrest closure ban boycott "
    "punishment penalty escalation blockade expulsion tariff step".split()
)
_CONSEQUENCES = frozenset("kill wound injure hurt die maim".split())
_SLIGHT = frozenset("wound injure hurt".split())
_MILD = frozenset("agree offer volunteer willing ready prepared decide plan propose able accept".split())
_MARKETS = frozenset("market share stock index bond currency price dollar futures".split())  # they shrug off unrest
_CARRIED = frozenset("body corpse remains victim patient dead casualty".split())
_BEARERS = frozenset(
    "fund leader committee organiser organizer ballot helicopter plane aircraft jet site scene zone victim survivor suspect monitor "
    "planner season pay price fund veteran memorial anniversary film novel reporter correspondent gear equipment".split()
)  # "the strike fund", "a murder suspect": they tell of no act
_SHOUTS = frozenset("chant shout wave carry hold sing beat bang".split())  # what marchers do as they march
_LEAST_SLIGHT = 0.6  # "hurt" names an act of its own only where the tagger is rather sure


def sift(g: Grammar, triggers: Sequence[Trigger], *, alone: bool, attack: bool = False) -> list[Trigger]:
    """What remains of a sentence's triggers, each with its right type. `attack`: one was told just before."""
    at = {t.head: t for t in triggers}
    out = []
    for t in triggers:
        if (
            _describes(g, t)
            or _only_a_danger(g, t)
            or _only_happens(g, t, at)
            or _mishap(g, t)
            or _consequence(g, t, triggers, alone, attack)
            or _only_asked(g, t, at)
            or _same_protest(g, t, at)
            or _carried(g, t)
            or _of_one_piece(g, t, at)
            or is_figure(g, t)
            or any(w.lemma.lower() in _MARKETS for w in subjects(g, t.head))
        ):
            continue
        out.append(retyped(g, t))
    return out


def _only_a_danger(g: Grammar, t: Trigger) -> bool:
    """As in "warned of a cholera outbreak": who warns of a danger threatens nobody."""
    word = g.words[t.head]
    if t.type != "THREATEN" or word.lemma not in ("warn", "caution"):
        return False
    behind = g.words[t.head + 1 : t.last + 8]
    if not behind or behind[0].text.lower() not in ("of", "about", "against") or behind[0].sentence != word.sentence:
        return False
    return not any(w.lemma.lower() in _MENACES for w in behind if w.sentence == word.sentence)


def _describes(g: Grammar, t: Trigger) -> bool:
    """As in "the detained clerks", "an investigating judge": a participle before a noun tells who is meant, not what happened."""
    word = g.words[t.head]
    verbal = word.xpos.startswith("VB") or word.text.lower().endswith("ed")
    if word.deprel == "compound" and word.head > word.index and t.first == t.last:
        return verbal or g.words[word.head].lemma.lower() in _BEARERS
    return word.deprel == "amod" and word.head > word.index and verbal and word.head - t.first <= 1 + t.last - t.first and t.first == t.head


def _of_one_piece(g: Grammar, t: Trigger, at: dict[int, Trigger]) -> bool:
    """As in "fired tear gas to disperse the crowd": the aim of an act of force is no second act."""
    word = g.words[t.head]
    up = at.get(word.head) if word.head >= 0 else None
    return up is not None and up.type == t.type == "ASSAULT" and word.lemma in ("disperse", "scatter") and word.deprel in ("advcl", "xcomp")


def _only_happens(g: Grammar, t: Trigger, at: dict[int, Trigger]) -> bool:
    """As in "Protests erupted", "the talks resumed": the noun is the act, the verb says only that it took place."""
    word = g.words[t.head]
    return is_verb(word) and word.lemma in _HAPPENS and any(w.index in at for w in g.children(t.head, "nsubj"))


def _mishap(g: Grammar, t: Trigger) -> bool:
    """As in "The cyclone has killed eleven", "killed when their lorry overturned", "the striker hit the bar"."""
    if t.type != "ASSAULT":
        return False
    word = g.words[t.head]
    if not is_verb(word):
        return any(w.lemma.lower() in ("heart", "asthma", "panic") for w in g.children(t.head, "compound"))
    doers: tuple[Word, ...] = subjects(g, t.head)
    if is_passive(g, t.head) and not g.children(t.head, "aux:pass"):
        doers = doers + g.children(t.head, "nsubj:pass")  # "A fever killed nine", misread
    elif is_passive(g, t.head):
        doers = g.children(t.head, "obl:agent") or tuple(
            w for w in g.children(t.head, "obl") if any(c.text == "by" for c in g.children(w.index, "case"))
        )
    if any(_natural(g, t, w) for w in doers) or (not doers and _in_disaster(g, t)):
        return True
    if word.lemma == "burn" and not is_passive(g, t.head) and doers and not g.children(t.head, "obj") and doers[0].entity != "person":
        return bool(g.children(t.head, "compound:prt"))  # "a substation burned down"
    if word.lemma in _CONSEQUENCES:
        if any(w.entity in ("abstract", "event", "substance", "time", "plant") and w.lemma.lower() not in WEAPONS for w in doers):
            return True
        below = g.children(t.head, "advcl", "obl", "advcl:relcl")
        if any(w.lemma.lower() in _MISHAPS or w.lemma.lower() in DISASTERS - {"fire"} for w in below):
            return True
        up = g.words[word.head] if word.head >= 0 else None
        return (
            word.deprel == "advcl"
            and up is not None
            and (up.lemma in _MISHAPS or any(w.lemma.lower() in DISASTERS for w in subjects(g, up.index)))
        )
    return False


def _in_disaster(g: Grammar, t: Trigger) -> bool:
    """As in "A coach plunged into a ravine. Nine were killed and 30 injured": this sentence and the one before tell of a disaster and of
    no weapon, and nobody is said to have done it."""
    word = g.words[t.head]
    if word.lemma not in _CONSEQUENCES or t.last > t.first or not is_passive(g, t.head):
        return False
    last = g.sentences[word.sentence]
    first = g.sentences[max(0, word.sentence - 1)]
    lemmas = g.lower_lemmas[first.first : last.last]
    return not _CALAMITIES.isdisjoint(lemmas) and _ARMED.isdisjoint(lemmas)


def _natural(g: Grammar, t: Trigger, doer: Word) -> bool:
    """Whether a doer is a disaster or a vehicle in a mishap; not "artillery fire", nor a truck that blows up."""
    lemma = doer.lemma.lower()
    if lemma == "fire" and any(w.lemma.lower() in GUNS for w in g.children(doer.index, "compound")):
        return False
    return lemma in DISASTERS and not (lemma in _LADEN and g.words[t.head].lemma in _BURSTS)


def _consequence(g: Grammar, t: Trigger, others: Sequence[Trigger], alone: bool, attack: bool) -> bool:
    """As in "ambushed a convoy and killed nine": the attack is named, its consequence is no second act."""
    word = g.words[t.head]
    if t.type != "ASSAULT" or not harms(g, word) or t.last > t.first:
        return False
    if attack and is_passive(g, t.head) and not g.children(t.head, "obl:agent"):
        return True  # "Six men were killed and 11 hurt": the shooting was told in the sentence before
    if g.children(t.head, "nsubj") and any(w.text.lower() in _ASIDE for w in g.children(t.head, "mark")) and not is_passive(g, t.head):
        return False  # "closed the camp after gunmen killed four" tells another act, with who did it
    attacks = [o for o in others if o is not t and o.type in ("ASSAULT", "PROTEST")]
    rest = [o for o in attacks if not harms(g, g.words[o.head]) or o.last > o.first]
    for o in rest:
        head = g.words[o.head]
        if word.deprel in ("advcl", "conj", "parataxis", "acl:relcl", "xcomp") and (
            word.head == o.head or head.index in {w.index for w in g.ancestors(t.head)}
        ):
            return True
        if head.head == t.head and head.deprel in ("obl", "obl:agent", "nsubj", "nsubj:pass", "advcl"):
            return True
    if word.lemma in _SLIGHT:
        if any(w.text.lower() in ("nobody", "none", "one") and w.deprel.startswith("nsubj") for w in g.children(t.head)):
            return True
        return bool(rest) or (not alone and t.score < _LEAST_SLIGHT)
    return False


def _only_asked(g: Grammar, t: Trigger, at: dict[int, Trigger]) -> bool:
    """As in "asked him to step down", "refused to meet", "is willing to help": the act governed is only the matter of the words."""
    word = g.words[t.head]
    if (
        t.type in ("CONSULT", "AID", "COOPERATE")
        and not is_verb(word)
        and word.deprel == "obj"
        and word.head >= 0
        and g.words[word.head].deprel == "xcomp"
    ):
        word = g.words[word.head]  # "offered to host talks"
    if word.head < 0 or word.deprel not in ("xcomp", "advcl", "ccomp"):
        return False
    up = at.get(word.head)
    if up is None or up.type not in ("REQUEST", "REJECT", "AGREE") or (up.type != "AGREE" and not is_verb(g.words[up.head])):
        return False
    if up.type == "AGREE" and g.words[up.head].lemma.lower() not in _MILD:
        return False  # "promised to lift the curfew" tells of a lifting to come
    if up.type == "REQUEST" and up.first != up.head:
        return up.first > up.head  # "must", see `_demand` of triggers
    to = any(w.text.lower() == "to" for w in g.children(word.index, "mark", "aux"))
    return to and word.deprel in ("xcomp", "ccomp") if up.type == "REQUEST" else word.deprel == "xcomp"


def _carried(g: Grammar, t: Trigger) -> bool:
    """As in "nine bodies had been brought to the hospital", "pulled a body from the river": no force moves."""
    if t.type not in ("MOBILIZE", "RETREAT"):
        return False
    return any(w.lemma.lower() in _CARRIED for w in g.children(t.head, "obj", "nsubj:pass"))


def _with_it(g: Grammar, t: Trigger, at: dict[int, Trigger]) -> bool:
    """As in "blocked the road with burning tyres": what a crowd does it with is no second act."""
    word = g.words[t.head]
    up = at.get(word.head)
    if up is None or up.type != t.type or word.deprel not in ("obl", "nmod", "advcl"):
        return False
    return any(w.text.lower() == "with" for w in g.children(t.head, "case", "mark"))


def _same_protest(g: Grammar, t: Trigger, at: dict[int, Trigger]) -> bool:
    """As in "marched to protest against the price", "blocked the road in protest": one act, not two."""
    word = g.words[t.head]
    if t.type == "PROTEST" and _with_it(g, t, at):
        return True
    if t.type == "PROTEST" and word.lemma in _SHOUTS and word.xpos == "VBG" and word.deprel in ("advcl", "acl", "conj"):
        return any(o.type == "PROTEST" and o.head < t.head for o in at.values())  # "gathered on the quay, chanting slogans"
    if t.type != "PROTEST" or t.last > t.first or word.lemma not in ("protest", "demonstrate"):
        return False
    if word.upos == "NOUN":
        return (
            cases(g, t.head) == {"in"} and not g.children(t.head, "det", "amod", "nmod:poss") and any(o.head < t.head for o in at.values())
        )
    if word.deprel in ("advcl", "xcomp") and word.xpos == "VB" and word.head in at and at[word.head].head < t.head:
        return True  # "closed the border to protest against the delay"
    up = next((at[w.index] for w in g.ancestors(t.head) if w.index in at), None)
    return word.deprel in ("advcl", "xcomp", "acl") and up is not None and up.type == "PROTEST" and up.head < t.head
