"""Tolls: who was killed, injured, detained, is missing or displaced, with lower and upper bounds, and the event that caused it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.article import TOLD_PARTS, Article
from dateline.did.numbers import Count, counts
from dateline.did.outcomes import by_phrase
from dateline.did.states import States
from dateline.did.status import find_status
from dateline.did.tree import is_verb, touching
from dateline.fields import Casualty, CasualtyKind
from dateline.grammar.words import Grammar, Sentence, Word

_PATIENT: dict[CasualtyKind, frozenset[str]] = {
    "killed": frozenset("kill murder execute massacre slaughter slay assassinate behead lynch martyr strangle decapitate".split()),
    "injured": frozenset("wound injure hurt maim hospitalise hospitalize scald".split()),
    "detained": frozenset("arrest detain jail imprison apprehend nab intern rearrest capture".split()),
    "displaced": frozenset("displace evacuate uproot".split()),
}
_AGENT: dict[CasualtyKind, frozenset[str]] = {
    "killed": frozenset("die perish drown succumb".split()),
    "displaced": frozenset("flee".split()),
}
_STATE: dict[str, CasualtyKind] = {
    "dead": "killed", "deceased": "killed", "injured": "injured", "wounded": "injured", "hurt": "injured", "missing": "missing",
    "unaccounted": "missing", "homeless": "displaced", "displaced": "displaced",
}  # fmt: skip
_NOUNS: dict[str, CasualtyKind] = {
    "death": "killed", "fatality": "killed", "dead": "killed", "casualty": "killed", "injury": "injured", "injured": "injured",
    "wounded": "injured", "arrest": "detained", "missing": "missing", "body": "killed", "corpse": "killed",
    "detention": "detained",
}  # fmt: skip
_PARTICLES: dict[tuple[str, str], CasualtyKind] = {
    ("round", "up"): "detained", ("pick", "up"): "detained", ("lead", "away"): "detained", ("lock", "up"): "detained",
    ("march", "off"): "detained", ("take", "away"): "detained", ("take", "in"): "detained",
    ("gun", "down"): "killed", ("mow", "down"): "killed", ("cut", "down"): "killed",
}  # fmt: skip
_DIED = frozenset(("die", "dies", "died", "drowned", "perished"))
_TO_DEATH = frozenset("beat hack stab club shoot stone burn crush trample starve batter kick".split())
_PEOPLE = frozenset("other people casualty score dozen hundred thousand".split())
_LIMBS = frozenset("eye finger leg arm limb hand foot toe ear".split())
_SHOTS = frozenset("bullet shrapnel splinter fragment pellet round shell".split())
_HURTS = frozenset("injury wound burn bruise bite cut fracture gunshot gas".split())
_HOMES = frozenset(("home", "house", "village", "roof"))
_FILLERS = frozenset(
    "have has had been being more also still already now were was are is had people others so far remain remained remains".split()
)
_LED = frozenset("man soldier fighter troop trooper serviceman officer sailor guerrilla militant rebel conscript comrade".split())
_BLADES = frozenset("stab knife slash maul".split())
_MAY = frozenset("may might could would".split())
_TOLL_NOUNS = frozenset(("toll", "number", "count", "figure", "total"))
_REACH = frozenset("rise climb stand reach put raise jump grow increase revise bring pass exceed correct".split())
_DISASTERS = frozenset(
    "earthquake quake flood flooding storm cyclone hurricane typhoon tornado blaze wildfire crash accident avalanche landslide "
    "tsunami famine "
    "drought epidemic outbreak cholera fever virus influenza tremor eruption volcano heatwave collapse derailment shipwreck mudslide "
    "malaria dengue measles ebola illness disease flu heatstroke".split()
)


@dataclass(frozen=True, slots=True)
class Toll:
    """A toll and the word that makes it one ("killed", "dead", "toll")."""

    casualty: Casualty
    cue: int
    sentence: int
    disaster: bool


def find_tolls(article: Article, g: Grammar, states: States) -> tuple[Toll, ...]:
    """All tolls in the parts that tell the story, in order of the text. A count inside the words of a displacement is one of displaced."""
    found = g.worked_out.get("tolls")  # asked for the events, then for what hangs on none
    if found is None or found[0] is not article or found[1] is not states:
        found = g.worked_out["tolls"] = (article, states, tuple(_tolls(article, g, states)))
    tolls: tuple[Toll, ...] = found[2]
    return tolls


def _tolls(article: Article, g: Grammar, states: States) -> Iterator[Toll]:
    for sentence in touching(g.sentences, article.spans(TOLD_PARTS)):
        words = g.words[sentence.first : sentence.last]
        driven = [f.span for f in states.find(article.words(sentence.span), sentence.span.start, "displacement")]
        here: list[Toll] = []
        lemmas = g.lower_lemmas[sentence.first : sentence.last]
        disaster = not _DISASTERS.isdisjoint(lemmas) and any(w.lemma.lower() in _DISASTERS and not is_verb(w) for w in words)
        for count in _counts(g, sentence):
            found = _kind_of(g, words, count)
            if found is None and any(span.holds(g.span_of(count.first, count.last)) for span in driven) and count.low not in (0, 1):
                found = ("displaced", count.head)
            if found is not None and (not count.part or count.low == 0 or _of_them(words, count, found[1])):
                kind, cue = found
                span = g.span_of(count.first, count.last)
                here.append(Toll(Casualty(kind, count.low, count.high, span, f"tolls.{kind}"), cue, sentence.index, disaster))
        yield from here
        if "fatality" in lemmas:
            yield from _bare(g, words, sentence.index, here)


def _of_them(words: Sequence[Word], count: Count, cue: int) -> bool:
    """As in "buried a camp, killing 16 of them": a part of people of whom no other toll tells."""
    return cue == count.first - 1 and cue >= words[0].index and words[cue - words[0].index].lemma in _PATIENT["killed"]


def _counts(g: Grammar, sentence: Sentence) -> list[Count]:
    """The counts of a sentence."""
    notes, first = g.notes(sentence.index), sentence.first
    known = notes.get("did.counts")
    if known is None:
        known = notes["did.counts"] = (first, counts(g.words[first : sentence.last]))
    shift, found = first - known[0], known[1]
    if not shift:
        return list(found)
    return [replace(c, first=c.first + shift, last=c.last + shift, head=c.head + shift) for c in found]


def _bare(g: Grammar, words: Sequence[Word], sentence: int, found: Sequence[Toll]) -> list[Toll]:
    """Tolls such as "with fatalities also reported": dead or injured without any figure."""
    taken = {t.cue for t in found}
    return [
        Toll(Casualty("killed", None, None, w.span, "tolls.killed"), w.index, sentence, False)
        for w in words
        if w.lemma.lower() == "fatality" and w.index not in taken and not g.children(w.index, "nummod", "det")
    ]


def _kind_of(g: Grammar, words: Sequence[Word], count: Count) -> tuple[CasualtyKind, int] | None:
    head = g.words[count.head]
    if head.text.lower() == "many" or (count.first > words[0].index and g.words[count.first - 1].text.lower() == "how"):
        return None
    single = count.low == count.high == 1 and g.words[count.first].text.lower() in ("a", "an")
    lemma = head.lemma.lower()
    if lemma in _NOUNS and not single and (lemma not in ("body", "corpse") or count.low):
        return _NOUNS[lemma], head.index
    if lemma in ("life",) and count.low not in (0, 1):
        up = g.words[head.head] if head.head >= 0 else None
        return ("killed", up.index) if up is not None and up.lemma in ("claim", "cost", "take", "lose", "loss") else None
    if _thing(head) or lemma in _DISASTERS:
        return None
    found = by_phrase(words, count) or _by_neighbours(words, count) or _by_tree(g, head, single)
    if found is None or (single and found[0] != "killed" and found[0] != "injured"):
        return None
    return None if _unreal(g, found[1], count) else found


def _unreal(g: Grammar, cue: int, count: Count) -> bool:
    """A toll only threatened, feared or asked about: "we shall execute one hostage a day"."""
    word = g.words[cue]
    if not is_verb(word) or count.low == count.high == 0:
        return False
    return find_status(g, cue, reported=False, verbal=True) in ("planned", "possible")


def _thing(head: Word) -> bool:
    return head.upos == "NOUN" and head.entity in ("time", "abstract", "event") and head.lemma.lower() not in _PEOPLE


def _by_tree(g: Grammar, head: Word, single: bool) -> tuple[CasualtyKind, int] | None:
    relation = head.relation
    for word in g.children(head.index, "acl"):
        if word.lemma == "hold" and word.xpos == "VBN" and not single and not g.children(word.index, "mark"):
            return "detained", word.index
    for word in g.children(head.index, "amod"):
        if word.index < head.index and word.text.lower() in ("displaced", "missing", "injured", "wounded") and not single:
            return _STATE[word.text.lower()], word.index
    for word in g.children(head.index, "acl", "amod", "acl:relcl"):
        if word.index > head.index and word.lemma.lower() in _STATE and not single:
            return _STATE[word.lemma.lower()], word.index
        if word.text.lower() in ("dead", "missing", "injured", "wounded") and word.index > head.index and not single:
            return _STATE[word.text.lower()], word.index
    if head.head < 0:
        return None
    up = g.words[head.head]
    if relation == "conj" and up.upos in ("NOUN", "PROPN", "NUM", "PRON"):
        return _by_tree(g, up, True) if up.head >= 0 else None
    if head.deprel == "nmod" and up.lemma.lower() in ("body", "corpse") and any(w.text == "of" for w in g.children(head.index, "case")):
        return "killed", up.index
    passive = head.deprel == "nsubj:pass"
    if head.deprel == "nsubj" and up.xpos == "VBN" and not g.children(up.index, "obj", "aux"):
        passive = True  # "six were killed and 11 injured": the second participle has lost its auxiliary
    if relation == "obj" or passive:
        return _patient(g, up, head)
    if relation == "nsubj":
        return _agent(g, up)
    return None


def _patient(g: Grammar, verb: Word, head: Word) -> tuple[CasualtyKind, int] | None:
    if verb.lemma == "lose":
        return ("killed", verb.index) if head.lemma.lower() in _LED else None
    for kind, lemmas in _PATIENT.items():
        if verb.lemma in lemmas or verb.text.lower() in lemmas:
            return kind, verb.index
    below = {w.text.lower() for w in g.children(verb.index)}
    for (lemma, particle), kind in _PARTICLES.items():
        if verb.lemma == lemma and particle in below and (particle != "in" or verb.xpos == "VBN"):
            return kind, verb.index
    if verb.lemma in _TO_DEATH and ("death" in below or "dead" in below):
        return "killed", verb.index
    if verb.lemma == "leave":
        for w in g.children(verb.index):
            if w.index > verb.index and w.text.lower() in _STATE:
                return _STATE[w.text.lower()], w.index
            if w.text.lower() == "roof":
                return "displaced", w.index
    return _held_or_driven(g, verb)


def _held_or_driven(g: Grammar, verb: Word) -> tuple[CasualtyKind, int] | None:
    if verb.lemma == "hold" and verb.xpos in ("VBG", "VBN"):
        return "detained", verb.index
    if _wounded(g, verb):
        return "injured", verb.index
    if verb.lemma in ("drive", "force") and any(w.lemma in ("home", "house", "village") for w in g.children(verb.index, "obl")):
        return "displaced", verb.index
    if verb.text.lower() in _STATE:
        return _STATE[verb.text.lower()], verb.index
    return None


def _wounded(g: Grammar, verb: Word) -> bool:
    """As in "stabbed", "hit by stray bullets", "treated for burns"."""
    if verb.lemma in _BLADES:
        return True
    by = _SHOTS if verb.lemma in ("hit", "graze") else _HURTS if verb.lemma == "treat" else frozenset()
    return any(w.lemma in by for w in g.children(verb.index, "obl", "obl:agent"))


def _agent(g: Grammar, verb: Word) -> tuple[CasualtyKind, int] | None:
    low = verb.text.lower()
    if low in _STATE and verb.upos in ("ADJ", "VERB", "NOUN"):
        return _STATE[low], verb.index
    for kind, lemmas in _AGENT.items():
        if verb.lemma in lemmas:
            return kind, verb.index
    if verb.lemma in ("leave", "lose", "abandon", "quit"):
        below = {w.lemma for w in g.children(verb.index, "obj")}
        if below & {"home", "house", "village", "roof"}:
            return "displaced", verb.index
        if verb.lemma == "lose" and "life" in below:
            return "killed", verb.index
        if verb.lemma == "lose" and below & _LIMBS:
            return "injured", verb.index
    if verb.lemma == "suffer" and any(w.lemma in ("injury", "wound", "burn") for w in g.children(verb.index, "obj")):
        return "injured", verb.index
    if any(w.lemma in ("arrest", "custody") for w in (verb, *g.children(verb.index, "obl"))):
        return "detained", verb.index
    return None


def _by_neighbours(words: Sequence[Word], count: Count) -> tuple[CasualtyKind, int] | None:
    """What stands right behind or before a count, whatever the tree says: "11 injured", "killing two", "the toll rose to 52"."""
    base = words[0].index
    return _behind(words[count.last - base : count.last - base + 8]) or _before(words[max(0, count.first - base - 10) : count.first - base])


def _behind(right: Sequence[Word]) -> tuple[CasualtyKind, int] | None:
    passive = False
    for n, w in enumerate(right):
        low = w.text.lower()
        if low in _STATE and (w.upos != "NOUN" or n == 0):
            return _STATE[low], w.index
        if low in _DIED or w.lemma in _AGENT["killed"]:
            return "killed", w.index
        kind = _done_to(right[n:])
        if (
            kind is not None
            and w.xpos != "VBG"
            and (passive or (n == 0 and (n + 1 == len(right) or right[n + 1].upos in ("ADP", "PUNCT", "CCONJ"))))
        ):
            return kind, w.index
        if w.lemma in ("leave", "flee", "lose", "abandon") and any(v.lemma in _HOMES for v in right[n + 1 : n + 4]):
            return "displaced", w.index
        if w.lemma == "be":
            passive = True
        elif not (low in _FILLERS or low.endswith("ly")):
            return None
    return None


def _done_to(rest: Sequence[Word]) -> CasualtyKind | None:
    """Kind of a toll by the verb that `rest` begins with and the particle right behind it."""
    verb = rest[0]
    for kind, lemmas in _PATIENT.items():
        if verb.lemma in lemmas:
            return kind
    after = [w.text.lower() for w in rest[1:3]]
    for (lemma, particle), kind in _PARTICLES.items():
        if verb.lemma == lemma and after[:1] == [particle]:
            return kind
    if verb.lemma in _TO_DEATH or verb.text.lower() in ("shot", "hacked", "beaten", "stabbed"):
        if after[:1] == ["dead"] or after == ["to", "death"]:
            return "killed"
        return "injured" if verb.lemma in _BLADES else None
    return "detained" if verb.lemma == "take" and after == ["into", "custody"] else None


def _before(left: Sequence[Word]) -> tuple[CasualtyKind, int] | None:
    if not left:
        return None
    last = left[-1]
    if last.text.lower() in ("dead", "death") and any(w.lemma in _TO_DEATH or w.text.lower() == "shot" for w in left[-3:-1]):
        return "killed", left[-2].index if last.text.lower() == "dead" else left[-3].index
    passive = any(w.lemma == "be" for w in left[-3:-1])
    for kind, lemmas in _PATIENT.items():
        if last.lemma in lemmas and last.upos in ("VERB", "AUX") and not passive:
            return kind, last.index
    if last.text.lower() in ("to", "at", "of") or last.lemma in _REACH:
        return _toll_noun(left)
    return None


def _toll_noun(left: Sequence[Word]) -> tuple[CasualtyKind, int] | None:
    if not any(w.lemma in _REACH for w in left) and not any(w.lemma == "toll" for w in left[-3:]):
        return None
    if any(w.text.lower() in _MAY for w in left):
        return None  # "could exceed 400"
    for i, w in enumerate(left):
        if w.lemma.lower() == "toll":
            return "killed", w.index
        if w.lemma.lower() in _TOLL_NOUNS:
            for v in left[i + 1 :]:
                kind = _NOUNS.get(v.lemma.lower()) or _STATE.get(v.text.lower())
                if kind is None:
                    kind = next((k for k, lemmas in _PATIENT.items() if v.lemma in lemmas), None)
                if kind is not None:
                    return kind, v.index
        if w.lemma.lower() in ("death", "fatality", "arrest", "injury") and w.text.lower().endswith("s"):
            return _NOUNS[w.lemma.lower()], w.index
    return None
