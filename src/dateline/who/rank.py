"""Rank: what is weighed when a word may come back to somebody or some place named before. The weights are those of `chains_v1.json`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.fields import Place
from dateline.grammar.words import Grammar, Word
from dateline.who.cluster import Cluster
from dateline.who.shapes import Mention

_FAR = (1, 2, 3, 5, 9, 17)  #: bounds of sentences back
_OFTEN = (2, 3, 5, 9, 17)  #: bounds of namings so far
_REMEMBERED = 4096  #: groups of features that are kept


@dataclass(slots=True, eq=False)
class Chain:
    """Somebody (`cluster`) or some place so far: its kind, how often it was named, where last, and by which words."""

    kind: str
    named: bool
    cluster: Cluster | None = None
    place: Place | None = None
    count: int = 0
    last: Word | None = None
    last_kind: str = ""
    last_quote: int = -1
    lemmas: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Open:
    """A word of which it is asked whom it stands for: `form` is it, they or noun.

    `det` is what stands before a noun; `tie` how it is said of the word `tied` ("Roe, a <banker>" appos, "is a <port>" pred); `before` and
    `behind` what else stands beside it; `own` the chain to which the rules gave it.
    """

    word: Word
    form: str
    det: str = ""
    tie: str = ""
    tied: int = -1
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    own: Chain | None = None
    mention: Mention | None = None


def nobody(grammar: Grammar, item: Open) -> list[str]:
    """What speaks for a word that stands for none of those named before."""
    word, form = item.word, item.form
    own = item.own.kind if item.own is not None else "-"
    out = [f"0 {form}", f"0 {form} {word.deprel}", f"0 {form} own {own}", f"0 {form} read {item.mention is not None} {item.det}"]
    if form == "noun":
        lemma, many, entity, det = word.lemma.lower(), word.xpos == "NNS", word.entity, item.det
        out += [
            f"0 {entity} {det} {many}",
            f"0 {item.tie} {det} {entity}",
            f"0 is {lemma}",
            f"0 is {lemma} {det}",
            f"0 told {bool(item.before)} {det} {entity}",
            f"0 behind {'acl' in item.behind} {'nmod' in item.behind} {item.tie}",
            f"0 {word.deprel} {entity}",
        ]
        return out
    text = grammar.lower[word.index]
    says = item.mention is not None and bool(item.mention.speaker_of)
    out += [f"0 {form} says {says} {own}", f"0 {form} says {says}", f"0 {form} type {word.entity}", f"0 {text}", f"0 {text} {word.entity}"]
    if word.head >= 0:
        head = grammar.words[word.head]
        below = grammar.children(head.index)
        copula = any(w.deprel == "cop" for w in below)
        clause = any(w.deprel in ("csubj", "ccomp", "advcl", "xcomp") for w in below)
        out += [
            f"0 {form} {word.relation} of {head.lemma.lower()}",
            f"0 {form} {word.relation} {head.upos} {copula} {clause}",
            f"0 {form} {word.relation} {head.entity}",
            f"0 {form} {word.relation} acts {head.event_score >= 0.5}",
        ]
    return out


def somebody(grammar: Grammar, item: Open, chain: Chain, steps: int) -> list[str]:
    """What speaks for a word that stands for this chain; `steps` chains were named since."""
    return [feature for group in evidence(grammar, item, chain, steps) for feature in group]


def evidence(grammar: Grammar, item: Open, chain: Chain, steps: int) -> list[tuple[str, ...]]:
    """The same in groups, most of which were told before, word for word: each is made and weighed but once (`Weights`)."""
    word, form, kind, last = item.word, item.form, chain.kind, chain.last
    assert last is not None
    far = bisect_left(_FAR, word.sentence - last.sentence + 1)
    often, steps = bisect_left(_OFTEN, chain.count + 1), min(steps, 6)
    own = "-" if item.own is None else "this" if item.own is chain else "other"
    mine = f"{word.entity} {item.det}" if form == "noun" else form
    out = [
        _kinds(form, mine, kind, chain.named, far, often),
        _places(form, kind, chain.named, far, steps, own),
        _types(form, kind, word.entity, last.entity, last.xpos in ("NNS", "NNPS")),
        _lasts(form, chain.last_kind, far, last.relation, word.relation),
    ]
    mention = item.mention
    if mention is not None and form != "noun":
        out.append((f"{form} says {bool(mention.speaker_of)} {kind} {own}",))
    if mention is not None:
        out.append((f"{form} quoted {mention.quote >= 0} {chain.last_quote >= 0} {mention.quote == chain.last_quote}",))
    if form == "noun":
        out += _noun(item, chain, far)
    elif last.sentence == word.sentence:
        out.append(tuple(_pronoun(grammar, word, last, form)))
    return out


@lru_cache(_REMEMBERED)
def _kinds(form: str, mine: str, kind: str, named: bool, far: int, often: int) -> tuple[str, ...]:
    name = "named" if named else "not"
    return (
        f"{mine} {kind}",
        f"{form} {kind} {name}",
        f"{mine} {kind} far {far}",
        f"{form} often {often} {kind}",
        f"{mine} often {often} {name}",
    )


@lru_cache(_REMEMBERED)
def _places(form: str, kind: str, named: bool, far: int, steps: int, own: str) -> tuple[str, ...]:
    return (
        f"{form} far {far} {steps}",
        f"{form} steps {steps} {kind}",
        f"{form} own {own} {kind}",
        f"{form} own {own} {'named' if named else 'not'}",
    )


@lru_cache(_REMEMBERED)
def _types(form: str, kind: str, entity: str, before: str, many: bool) -> tuple[str, ...]:
    return f"{form} type {entity} {kind}", f"{form} types {before} {entity}", *([f"{form} many"] if many else ())


@lru_cache(_REMEMBERED)
def _lasts(form: str, last_kind: str, far: int, before: str, relation: str) -> tuple[str, ...]:
    return f"{form} last {last_kind} {far}", f"{form} from {before} {relation}", f"{form} from {before} {far}"


def _pronoun(grammar: Grammar, word: Word, last: Word, form: str) -> Iterator[str]:
    yield f"{form} verb {last.head == word.head >= 0} {word.relation} {last.relation}"
    if word.deprel == "nmod:poss" and word.head >= 0 and grammar.words[word.head].head == last.head:
        yield f"{form} owner {last.relation}"
    up = word.head
    for _ in range(12):
        if up < 0:
            return
        if up == last.index:
            yield f"{form} below {word.deprel}"
            return
        up = grammar.words[up].head


def _noun(item: Open, chain: Chain, far: int) -> Iterator[tuple[str, ...]]:
    word, kind, det, last, cluster = item.word, chain.kind, item.det, chain.last, chain.cluster
    lemma = word.lemma.lower()
    same = lemma in chain.lemmas
    yield _nouns(kind, det, word.xpos == "NNS", bool(item.before or item.behind), same, far, chain.last_kind)
    held = "" if item.tied < 0 else str(last is not None and last.index == item.tied)
    yield _ties(item.tie, held, kind, det)
    own = [f"is {lemma} {kind}"]
    if item.before:
        own.append(f"words {item.before <= chain.words} {same}")
    if last is not None and last.head == word.index:
        own.append(f"holds {last.deprel}")
    elif last is not None and word.head == last.index:
        own.append(f"held {word.deprel}")
    if cluster is not None:
        if any(noun.split()[-1] == lemma for noun in cluster.nouns):
            own.append("called")
        if item.mention is not None and item.mention.gender and cluster.gender:
            own.append(f"gender {item.mention.gender == cluster.gender}")
    yield tuple(own)


@lru_cache(_REMEMBERED)
def _nouns(kind: str, det: str, many: bool, more: bool, same: bool, far: int, last_kind: str) -> tuple[str, ...]:
    return (
        f"many {many} {kind}",
        f"same {same} {det}",
        f"same {same} far {far}",
        f"same {same} more {more}",
        f"{det} more {more} {kind} {far}",
        f"{det} last {last_kind}",
    )


@lru_cache(_REMEMBERED)
def _ties(tie: str, held: str, kind: str, det: str) -> tuple[str, ...]:
    return (f"tie {tie} {held} {kind}", f"tie {tie} {held} {det}") if held else (f"tie {tie} {kind}",)
