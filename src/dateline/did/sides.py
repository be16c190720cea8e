"""Who acts and who is acted on, weighed: a linear model over the tree between an act and the nouns of its sentence (training/weights).

What the rules of parties.py say of a noun is one of its features, so that it learns when to trust them; docs/did.md says what it is worth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import NamedTuple

from dateline.did.cast import Cast, Party
from dateline.did.roles import not_theirs
from dateline.did.things import phrase
from dateline.did.tree import base_noun, is_passive, is_verb
from dateline.did.weights import Weights, load_weights
from dateline.grammar.words import Grammar, Word

#: The order of a feature's weights.
SIDES = ("none", "source", "target")
BRIEF = 2  # sentences of copy that is no more than an act or two
_MODEL = "sides_v1.json"
_FAR = 9  # steps of a path that is looked at
_SURE = 0.55  # chance from which a noun stands on a side
_ALONE = 0.7  # the same in a dispatch whose rules name nobody on that side
#: Chance from which the likeliest is taken where none is sure: an actor, a noun that is no actor. A single sentence was chosen for
#: its act, so that both sides most often stand in it; a dispatch leaves them out once they are known.
_BRIEF = (0.35, 0.4)
_LONG = (0.35, 0.45)
_RULED = 0.25  # the same for an actor whom the rules take for the target, where nobody else is
_REACH = 600  # words back within which such a body was told of
_FORCES = frozenset(("police", "army", "navy", "government"))  # whose post, base or office is theirs
_SCENES = frozenset(
    "in at near on outside inside around across along off over".split()
)  # what leads to where it was done, not to who did it
_AROUND = frozenset("in near outside inside around across along off".split())  # the same of things: "ambushed a convoy <in the district>"
_DONE_TO = frozenset(("ASSAULT", "COERCE", "SANCTION", "ACCUSE", "COOPERATE"))  # acts whose passives name whom they are done to
_MOST = 6  # parties of one side


@dataclass(frozen=True, slots=True)
class Sides:
    """Weights of the features, in the order of SIDES."""

    weights: Weights

    def chances(self, features: Iterable[str]) -> tuple[float, ...]:
        """Probability of every side; unknown features count nothing."""
        none, source, target = self.weights.sums(features)
        top = max(none, source, target)
        powers = (exp(none - top), exp(source - top), exp(target - top))
        total = sum(powers)
        return tuple([p / total for p in powers])


@cache
def load_sides() -> Sides:
    """Loads the weights once a process."""
    return Sides(load_weights(_MODEL))


@dataclass(frozen=True, slots=True)
class Act:
    """An act: the word that names it, its type, the words of its trigger, and the parties that the rules gave it."""

    head: int
    kind: str
    words: Container[int]
    sources: Sequence[Party]
    targets: Sequence[Party]


def candidates(g: Grammar, act: Act, actors: Cast) -> list[int]:
    """The nouns of the act's sentence that may be a party: all that head an actor's mention, and other nouns but times."""
    out = []
    for word in g.sentence(g.words[act.head].sentence):
        if word.index in act.words and (word.index == act.head or word.index not in actors.heads):
            continue  # "summoned the Ostrelian envoy" may be one trigger that holds its target
        thing = word.upos in ("NOUN", "PROPN") and word.entity != "time" and word.deprel not in ("compound", "flat")
        if (thing and word.index not in actors.inside) or word.index in actors.heads:
            out.append(word.index)
    return out


def party(g: Grammar, index: int, act: Act, actors: Cast) -> Party:
    """The party that a candidate stands for: an actor by its mention, else the words of a thing with "" for its id."""
    found = actors.heads.get(index) or actors.heads.get(base_noun(g, index).index)
    return found if found is not None else ("", phrase(g, g.words[index], range(act.head, act.head + 1)))


def chosen(g: Grammar, act: Act, actors: Cast, model: Sides, *, brief: bool) -> tuple[list[Party], list[Party]]:
    """(source, target) of an act: those that the model finds likely enough, the rules' opinion being part of what it weighs. Two who by
    the rules act on one another stay as they are."""
    if not brief and len(act.sources) > 1 and list(act.sources) == list(act.targets) and not is_verb(g.words[act.head]):
        return list(act.sources), list(act.targets)  # "talks between X and Y"
    found = candidates(g, act, actors)
    weighed = _weighed(g, act, actors, found, model)
    others = {actors.heads.get(w.index, ("", None))[0] for w in not_theirs(g, act.head, act.kind)} - {""}
    barred = {index for index in found if index in actors.heads and actors.heads[index][0] in others}
    speaker = _speaker(g, act.head)
    told = _told_of(g, act.head)
    up = set(_chain(g, act.head))
    weighed = [one for one in weighed if not _aside(g, act.head, up, one[0])]
    sides: tuple[list[Party], list[Party]] = ([], [])
    for n, (side, ruled) in enumerate(zip(sides, (act.sources, act.targets), strict=True), 1):
        if n == 1 and ruled and not brief:
            side.extend(ruled)
            continue
        able = [one for one in weighed if n == 2 or one[0] in actors.heads or _case(g, g.words[one[0]]) not in _SCENES]
        able = [one for one in able if one[0] not in (barred if n == 1 else speaker)]
        if n == 1 and not ruled and not brief:
            able = [one for one in able if one[0] in told] if told else able
        sure = [index for index, chances in able if chances[n] >= (_SURE if brief or ruled else _ALONE)]
        if not sure and (brief or ruled):
            bars = _BRIEF if brief else _LONG
            best = max(((chances[n], -index) for index, chances in able if chances[n] >= bars[index not in actors.heads]), default=None)
            sure = [] if best is None else [-best[1]]
        if n == 2 and len(sure) > 1:
            sure = [i for i in sure if i in actors.heads or _case(g, g.words[i]) not in _AROUND] or sure
        named = [party(g, index, act, actors) for index in sure]
        for each in sorted(named, key=lambda one: (-one[1].length, one[1].start)):
            if not any(each[1].overlaps(other[1]) or (each[0] and each[0] == other[0]) for other in side):
                side.append(each)
        side.sort(key=lambda one: one[1])
        del side[_MOST:]
    if not brief and not any(name for name, _ in sides[1]):
        taken = {name for name, _ in sides[0]}
        named = [each for each in act.targets if each[0] and each[0] not in taken]
        if named:
            likely = {party(g, index, act, actors) for index, chances in weighed if chances[2] >= _RULED}
            named = [each for each in named if each in likely]
        sides[1][:] = named or _owners(g, sides[1], actors, taken)
    if not brief and not sides[1]:
        sides[1].extend(_done_to(g, act))
    if not sides[1] and len(act.sources) > 1 and list(act.sources) == list(act.targets):
        return sides[0], list(act.targets)
    return sides


def _weighed(g: Grammar, act: Act, actors: Cast, found: Sequence[int], model: Sides) -> list[tuple[int, tuple[float, ...]]]:
    """Every candidate with the probabilities of its sides: those of a sentence printed again are known where it is cast as before."""
    views = _views(g, act, actors, found)
    if not g.kept:
        return list(zip(found, map(model.chances, _told(g, act, views)), strict=True))
    sentence = g.sentences[g.words[act.head].sentence]
    notes = g.notes(sentence.index)
    if "did.sides" not in notes or notes["did.sides"][0] is not model:
        notes["did.sides"] = (model, {})
    known: dict[tuple[object, ...], tuple[float, ...]] = notes["did.sides"][1]
    asked = [(act.head - sentence.first, act.kind, view.noun - sentence.first, *view[1:]) for view in views]
    fresh = [n for n, question in enumerate(asked) if question not in known]
    if fresh:
        told = _told(g, act, [views[n] for n in fresh])
        known.update(zip([asked[n] for n in fresh], map(model.chances, told), strict=True))
    return [(index, known[question]) for index, question in zip(found, asked, strict=True)]


def _speaker(g: Grammar, head: int) -> frozenset[int]:
    """The subjects of the verbs of saying under which an act stands: nothing is done to them by what they tell."""
    out: set[int] = set()
    below = g.words[head]
    for up in g.ancestors(head):
        if up.attribution.endswith("cue") and below.deprel in ("ccomp", "parataxis", "xcomp"):
            out.update(w.index for w in g.children(up.index, "nsubj"))
        below = up
    return frozenset(out)


def _told_of(g: Grammar, head: int) -> frozenset[int]:
    """The words of what is said, where a noun of it names the act: who does the saying is not thereby who did it, "refused to meet the
    pickets, saying the <strike> was illegal"; none of any other act."""
    if is_verb(g.words[head]):
        return frozenset()
    up = head
    for above in _chain(g, head):
        if g.words[up].deprel == "ccomp" and g.words[above].index != up and is_verb(g.words[above]):
            return frozenset(g.subtree(up))
        up = above
    return frozenset()


def _aside(g: Grammar, head: int, up: Container[int], index: int) -> bool:
    """Whether a noun stands in what is told beside another noun, and the act does not: "gunmen who came on <horses> took two clerks"."""
    word = g.words[index]
    for _ in range(_FAR):
        if word.head < 0 or word.index in up:
            return False
        if word.deprel == "acl:relcl" and word.head != head:
            return True
        word = g.words[word.head]
    return False


def _done_to(g: Grammar, act: Act) -> list[Party]:
    """What the rules name as the subject of a passive, however little the weights make of it: "A <school> was closed". A number of people
    is left to what was told before ("63 people were arrested" at a march: its marchers)."""
    if act.kind not in _DONE_TO or not is_passive(g, act.head):
        return []
    out = []
    for subject in g.children(act.head, "nsubj:pass"):
        if subject.upos != "PROPN" and (subject.upos != "NOUN" or subject.entity in ("", "person")):
            continue
        under = set(g.subtree(subject.index))
        out += [each for each in act.targets if each not in out and any(w.index in under for w in g.within(each[1]))]
    return out


def _owners(g: Grammar, things: list[Party], actors: Cast, taken: Container[str]) -> list[Party]:
    """The first actor named inside the words of a thing that is acted on, "copied the files of <the patients>", or told before by the
    noun that describes it, "fired at a <police> post"; else the things."""
    for _, span in things:
        for word in g.within(span):
            if word.deprel == "compound" and word.lemma in _FORCES:
                near = range(word.index - 1, max(-1, word.index - _REACH), -1)
                told = next((actors.heads[i] for i in near if i in actors.heads and g.words[i].lemma == word.lemma), None)
                if told is not None and told[0] not in taken:
                    return [told]
            found = actors.heads.get(word.index)
            if found is not None and found[0] not in taken and span.start <= found[1].start and found[1].end <= span.end:
                return [found]
    return things


class View(NamedTuple):
    """What the cast and the rules say of a candidate: the side on which the rules put it, whether it is an actor, which sides have
    parties by the rules, and how many candidates stand between it and the act."""

    noun: int
    ruled: str
    what: str
    has: str
    rival: str


def features(g: Grammar, act: Act, actors: Cast, found: Sequence[int]) -> Iterator[list[str]]:
    """What is known about each candidate."""
    return _told(g, act, _views(g, act, actors, found))


def _views(g: Grammar, act: Act, actors: Cast, found: Sequence[int]) -> list[View]:
    has = f"{'s' if act.sources else '-'}{'t' if act.targets else '-'}"
    here = bisect_left(found, act.head)
    out = []
    for place, index in enumerate(found):
        between = place - here if place >= here else here - place - 1
        rival = "0" if between == 0 else "1" if between == 1 else "2+"
        out.append(View(index, _ruled(g, index, act, actors), "actor" if index in actors.heads else "thing", has, rival))
    return out


def _told(g: Grammar, act: Act, views: Iterable[View]) -> Iterator[list[str]]:
    """The features of candidates: beside what is seen in their views they tell of words and trees of the sentence alone."""
    head = g.words[act.head]
    verbal = is_verb(head) or any(w.deprel.startswith("nsubj") for w in g.children(act.head))
    way = "pass" if verbal and is_passive(g, act.head) else "act" if verbal else "noun"
    up = list(_chain(g, act.head))
    lemma = head.lemma.lower() or head.text.lower()
    for index, ruled, what, has, rival in views:
        word = g.words[index]
        steps = _path(g, up, index)
        case = _case(g, word)
        entity = word.entity or word.upos
        side = "L" if index < act.head else "R"
        gap = abs(index - act.head)
        near = "1" if gap < 2 else "3" if gap < 4 else "6" if gap < 7 else "12" if gap < 13 else "far"
        voice = f"{word.attribution[2:]}/{head.attribution[2:]}"
        kind, road = act.kind, f"{way}:{steps}"
        yield [
            "all",
            f"rule={ruled}",
            f"rule={ruled}|{has}",
            f"rule={ruled}|{kind}",
            f"rule={ruled}|{road}",
            f"rule={ruled}|{side}{rival}",
            f"road={road}",
            f"road={road}|{case}",
            f"road={road}|{kind}",
            f"road={road}|{case}|{kind}",
            f"road={road}|{lemma}",
            f"lemma={lemma}|{side}|{case}",
            f"lemma={lemma}|{word.deprel}",
            f"rel={word.deprel}|{way}|{side}",
            f"rel={word.deprel}|{kind}|{case}",
            f"case={case}|{kind}|{side}",
            f"what={what}|{kind}|{side}",
            f"entity={entity}|{kind}|{side}",
            f"word={word.lemma.lower()}|{kind}",
            f"near={near}|{side}|{kind}",
            f"rival={rival}|{side}|{way}|{what}",
            f"rival={rival}|{side}|{kind}",
            f"has={has}|{side}|{way}|{what}",
            f"has={has}|{kind}|{side}|{what}",
            f"said={voice}|{kind}",
            f"said={voice}|{way}|{ruled}",
        ]


def _chain(g: Grammar, index: int) -> Iterator[int]:
    yield index
    for n, word in enumerate(g.ancestors(index)):
        if n > _FAR:
            return
        yield word.index


def _path(g: Grammar, up: Sequence[int], index: int) -> str:
    """The way from the act to a noun: "<" up to a head, ">" down to a dependent; rows of nouns or verbs are one step."""
    down: list[str] = []
    at = index
    while at >= 0 and at not in up:
        if len(down) > _FAR:
            return "far"
        down.append(g.words[at].deprel)
        at = g.words[at].head
    if at < 0:
        return "far"
    climbed = [g.words[i].deprel for i in up[: up.index(at)]]
    return "".join(f"<{step}" for step in climbed) + "".join(f">{step}" for step in reversed(down))


def _case(g: Grammar, word: Word) -> str:
    found = [k.text.lower() for k in g.children(word.index, "case")]
    if not found and word.deprel == "conj" and word.head >= 0:
        found = [k.text.lower() for k in g.children(word.head, "case")]
    return "+".join(found[:2])


def _ruled(g: Grammar, index: int, act: Act, actors: Cast) -> str:
    """The side on which the rules put a noun, and whether they name it by this very mention."""
    word = g.words[index]
    start, above = word.start, g.words[word.head].start if word.head >= 0 else -1
    here = actors.heads.get(index)
    out = ""
    for name, parties in (("s", act.sources), ("t", act.targets)):
        for _, (first, last) in parties:
            if first <= start < last and not first <= above < last:
                out += name
                break
        else:
            if here is not None and here[0] in [id for id, _ in parties]:
                out += name + "~"
    return out or "-"
