"""Is it an act at all, weighed: a linear model over the tagger's scores, the lexicon's verdict, the clause and the kind of copy, fitted
on annotated copy (training/weights/acts.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from dateline.did.tree import cases, is_passive, is_verb, objects, subjects
from dateline.did.weights import load_weights
from dateline.grammar.words import Grammar, Word
from dateline.rules import load_lexicon

_MODEL = "acts_v1.json"
#: Least chance of a candidate that is kept.
KEPT = 0.2
#: Copy with a smaller share of public words is about something else.
PRIVATE = 0.015
LONG = 160  # words of copy in which that share means something
_SCORES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995)
_STEPS = (0.2, 0.5, 0.8, 0.95)
_FITS = (0.1, 0.35, 0.6, 0.8, 0.9, 0.97)
_SHARES = (0.01, 0.02, 0.03, 0.045, 0.06, 0.08)
_BEFORE = frozenset("like as for would will to the a of".split())
_QUOTES = frozenset("\"“”'‘")
_KIDS = frozenset(("xcomp", "ccomp", "advcl", "compound:prt", "obl", "iobj"))
_REACH = 12  # words of a noun phrase that are looked at
_OTHER = 0.8  # score of a word that counts as another act of the sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an act: its head, type and mode, the tagger's probabilities of an act and of that type, and what the lexicon says:
    none, or weak or strong with 1 for a single word and 2 for a phrase."""

    head: int
    first: int
    type: str
    mode: str | None
    score: float
    fit: float
    kind: str


@dataclass(frozen=True, slots=True)
class Worth:
    """Weights of the features, for "act" less those for "none"."""

    weights: Mapping[str, float]

    def chance(self, features: Iterable[str]) -> float:
        """Probability that a candidate is an act of its type; unknown features count nothing."""
        return 1 / (1 + exp(-sum(filter(None, map(self.weights.get, features)))))


@cache
def load_worth() -> Worth:
    """Loads the weights once a process."""
    return Worth({feature: weights[0] - weights[1] for feature, weights in load_weights(_MODEL).items()})


@cache
def _public() -> frozenset[str]:
    return frozenset(word for row in load_lexicon("dateline.did", "public.tsv") for word in row["words"].split())


def public_share(g: Grammar) -> float:
    """The share of an article's words that are words of public affairs."""
    words = sum(w.upos != "PUNCT" for w in g.words)
    return _count(g.lower_lemmas) / words if words else 0.0


def beside_public(g: Grammar, head: int, first: int, last: int) -> bool:
    """Whether the sentence of a trigger, words `first` to `last`, has a word of public affairs beside it; in short copy always so."""
    if len(g.words) < LONG:
        return True
    sentence = g.sentences[g.words[head].sentence]
    lemmas = g.lower_lemmas
    return _count((*lemmas[sentence.first : first], *lemmas[last + 1 : sentence.last])) > 0


def _count(lemmas: Iterable[str]) -> int:
    public = _public()
    return sum([lemma in public for lemma in lemmas])


def _named(g: Grammar, words: Sequence[Word]) -> bool:
    lemmas = g.lower_lemmas
    return any(_count([lemmas[i] for i in g.subtree(w.index)[:_REACH]]) for w in words)


def features(g: Grammar, c: Candidate, share: float) -> list[str]:
    """What is known about a candidate in copy with this share of public words."""
    word = g.words[c.head]
    v = "v" if is_verb(word) else "n"
    out = {"all", f"kind={c.kind}", f"{v}:{c.kind}", f"lemma={word.lemma.lower()}|{c.type}"}
    out.update((f"type={c.type}", f"type={c.type}|{v}", f"{c.type}/{c.mode}", f"rel={word.relation}|{v}", f"xpos={word.xpos}"))
    out.update(f"score>={x}" for x in _SCORES if c.score >= x)
    out.update(f"{about}|score>={x}" for x in _STEPS if c.score >= x for about in (c.kind, v))
    out.update(f"fit>={x}" for x in _FITS if c.fit >= x)
    out.update(f"{c.kind}|fit>={x}" for x in (0.35, 0.6, 0.9) if c.fit >= x)
    out.update(f"share>={x}" for x in _SHARES if share >= x)
    out.update(f"{c.type}|share>={x}" for x in (0.02, 0.04, 0.06) if share >= x)
    out.update(_clause(g, word, c.type) if v == "v" else _phrase(g, word))
    out.update(_beside(g, c))
    return sorted(out)


def _clause(g: Grammar, word: Word, kind: str) -> Iterator[str]:
    who, what = subjects(g, word.index), objects(g, word.index)
    voice = "passive" if is_passive(g, word.index) else "active"
    yield f"subject={f'{who[0].entity}/{who[0].upos}' if who else 'none'}|{voice}"
    yield f"subject.public={_named(g, who)}|{voice}"
    entity = what[0].entity if what else "none"
    yield from (f"object={entity}", f"object={entity}|{kind}", f"object.public={_named(g, what)}")
    if g.children(word.index, "obl:agent"):
        yield "agent"
    yield from (f"kid={kid.deprel}" for kid in g.children(word.index) if kid.deprel in _KIDS)


def _phrase(g: Grammar, word: Word) -> Iterator[str]:
    determiner = g.children(word.index, "det")
    yield f"det={determiner[0].lemma.lower() if determiner else 'none'}"
    yield from (f"case={case}" for case in cases(g, word.index))
    if g.children(word.index, "nmod"):
        yield "of"
    yield "under=verb" if word.head >= 0 and is_verb(g.words[word.head]) else "under=noun"
    if g.children(word.index, "nmod:poss"):
        yield "owned"


def _beside(g: Grammar, c: Candidate) -> Iterator[str]:
    sentence = g.sentences[g.words[c.head].sentence]
    words = g.words[sentence.first : sentence.last]
    public = _count(g.lower_lemmas[sentence.first : sentence.last])
    yield from (f"sentence.public>={n}" for n in (1, 2, 3) if public >= n)
    others = sum(w.event_score > _OTHER and w.index != c.head for w in words)
    yield from (f"others>={n}" for n in (1, 2, 3) if others >= n)
    before = g.words[c.first - 1].text.lower() if c.first > sentence.first else ""
    if before in _QUOTES:
        yield "quoted"
    elif before in _BEFORE:
        yield f"before={before}"
