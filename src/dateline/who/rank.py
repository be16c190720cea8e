"""Rank: what is weighed when a word may come back to somebody or some place named before. The weights are those of `chains_v1.json`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.fields import Place
from dateline.grammar.words import Grammar, Word
from dateline.who.cluster import Cluster
from dateline.who.shapes import Mention

_FAR = (1, 2, 3, 5, 9, 17)  #: bounds of sentences back
_OFTEN = (2, 3, 5, 9, 17)  #: bounds of namings so far


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


def somebody(grammar: Grammar, item: Open, chain: Chain, steps: int) -> Iterator[str]:
    """What speaks for a word that stands for this chain; `steps` chains were named since."""
    word, form, kind, last = item.word, item.form, chain.kind, chain.last
    assert last is not None
    far = bisect_left(_FAR, word.sentence - last.sentence + 1)
    often, steps = bisect_left(_OFTEN, chain.count + 1), min(steps, 6)
    named = "named" if chain.named else "not"
    own = "-" if item.own is None else "this" if item.own is chain else "other"
    mine = f"{word.entity} {item.det}" if form == "noun" else form
    yield f"{mine} {kind}"
    yield f"{form} {kind} {named}"
    yield f"{mine} {kind} far {far}"
    yield f"{form} far {far} {steps}"
    yield f"{form} steps {steps} {kind}"
    yield f"{form} last {chain.last_kind} {far}"
    yield f"{form} from {last.relation} {word.relation}"
    yield f"{form} from {last.relation} {far}"
    yield f"{form} often {often} {kind}"
    yield f"{mine} often {often} {named}"
    yield f"{form} own {own} {kind}"
    yield f"{form} own {own} {named}"
    yield f"{form} type {word.entity} {kind}"
    yield f"{form} types {last.entity} {word.entity}"
    if last.xpos in ("NNS", "NNPS"):
        yield f"{form} many"
    if item.mention is not None and form != "noun":
        yield f"{form} says {bool(item.mention.speaker_of)} {kind} {own}"
    if item.mention is not None:
        yield f"{form} quoted {item.mention.quote >= 0} {chain.last_quote >= 0} {item.mention.quote == chain.last_quote}"
    yield from _noun(grammar, item, chain, far) if form == "noun" else _pronoun(grammar, word, last, form)


def _pronoun(grammar: Grammar, word: Word, last: Word, form: str) -> Iterator[str]:
    if last.sentence != word.sentence:
        return
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


def _noun(grammar: Grammar, item: Open, chain: Chain, far: int) -> Iterator[str]:
    word, kind, det = item.word, chain.kind, item.det
    lemma, many, more = word.lemma.lower(), word.xpos == "NNS", bool(item.before or item.behind)
    same = lemma in chain.lemmas
    yield f"is {lemma} {kind}"
    yield f"many {many} {kind}"
    yield f"same {same} {det}"
    yield f"same {same} far {far}"
    yield f"same {same} more {more}"
    yield f"{det} more {more} {kind} {far}"
    yield f"{det} last {chain.last_kind}"
    if item.before:
        yield f"words {item.before <= chain.words} {same}"
    if item.tied >= 0:
        held = chain.last is not None and chain.last.index == item.tied
        yield f"tie {item.tie} {held} {kind}"
        yield f"tie {item.tie} {held} {det}"
    else:
        yield f"tie {item.tie} {kind}"
    if chain.last is not None:
        if chain.last.head == word.index:
            yield f"holds {chain.last.deprel}"
        elif word.head == chain.last.index:
            yield f"held {word.deprel}"
    cluster = chain.cluster
    if cluster is not None:
        if any(noun.split()[-1] == lemma for noun in cluster.nouns):
            yield "called"
        if item.mention is not None and item.mention.gender and cluster.gender:
            yield f"gender {item.mention.gender == cluster.gender}"
