"""Is it an act at all, weighed: a linear model over the tagger's scores, the lexicon's verdict, the clause and the kind of copy, fitted
on annotated copy (training/weights/acts.py)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log2

from dateline.did.tree import cases, is_passive, is_verb, objects, subjects
from dateline.did.weights import load_weights
from dateline.grammar.words import Grammar, Word
from dateline.rules import load_lexicon

_MODEL = "acts_v1.json"
#: Least chance of a candidate that is kept.
KEPT = 0.2
_KEPT_SHORT = 0.1  # in copy too short to have a topic
#: The same in copy most of whose candidates are doubtful: less than this on average, of so many at least.
_KEPT_BESIDE_DOUBTS = 0.6
_DOUBTFUL = 0.4
_SEVERAL = 3
LONG = 160  # words of copy whose topic means something
_SCORES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995)
_STEPS = (0.2, 0.5, 0.8, 0.95)
_FITS = (0.1, 0.35, 0.6, 0.8, 0.9, 0.97)
_FEW_FITS = (0.35, 0.6, 0.9)
_SHARES = (0.01, 0.02, 0.03, 0.045, 0.06, 0.08)
_FEW_SHARES = (0.02, 0.04, 0.06)
_PLAIN_SHARES = (0.003, 0.006, 0.01, 0.015, 0.02, 0.03, 0.045)
_TOPIC_SHARES = (0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1)
_BALANCES = (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)  # doublings of plainly public words over those of the strongest topic
_LEANS = (-3.0, -1.0, 1.0, 3.0)
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

    def sum(self, features: Iterable[str]) -> float:
        """The logarithm of the odds that features give; unknown ones count nothing."""
        return sum(filter(None, map(self.weights.get, features)))

    def kept(self, g: Grammar, c: Candidate, copy: Copy) -> float:
        """The sum of the features of a candidate; in a sentence printed again it is known if the copy around is no other to it."""
        if not g.kept:
            return self.sum(features(g, c, copy))
        sentence = g.sentences[g.words[c.head].sentence]
        notes = g.notes(sentence.index)
        if "did.worth" not in notes or notes["did.worth"][0] is not self:
            notes["did.worth"] = (self, {})
        known: dict[tuple[object, ...], float] = notes["did.worth"][1]
        own = (c.head - sentence.first, c.first - sentence.first, c.type, c.mode, c.score, c.fit, c.kind)
        asked = (*own, *copy.seen_from(sentence.index))
        found = known.get(asked)
        if found is None:
            found = known[asked] = self.sum(features(g, c, copy))
        return found

    def chance(self, features: Iterable[str], beside: float = 0.0) -> float:
        """Probability that a candidate is an act of its type. `beside`: odds that hold for all candidates, see `sum`."""
        return chance_of(self.sum(features) + beside)


def chance_of(odds: float) -> float:
    """The probability that belongs to the logarithm of odds."""
    return 1 / (1 + exp(-odds))


@cache
def load_worth() -> Worth:
    """Loads the weights once a process."""
    return Worth({feature: weights[0] - weights[1] for feature, weights in load_weights(_MODEL).items()})


def bar_of(words: int, chances: Sequence[float]) -> float:
    """The least chance of a candidate that is kept, by the chances of all those of its copy of so many words: figures of speech come in
    swarms."""
    if words < LONG:
        return _KEPT_SHORT
    return _KEPT_BESIDE_DOUBTS if len(chances) >= _SEVERAL and sum(chances) < _DOUBTFUL * len(chances) else KEPT


@dataclass(frozen=True, slots=True)
class Copy:
    """What an article is about: the share of its words that are public, how plainly public ones balance those of its strongest other
    topic (in doublings), what both say of every candidate, and their numbers by sentence."""

    share: float
    balance: float
    about: tuple[str, ...]
    plain: tuple[int, ...]
    topical: tuple[int, ...]

    def seen_from(self, sentence: int) -> tuple[int, ...]:
        """All that the features of a candidate in this sentence can tell of the copy."""
        near = slice(max(0, sentence - 1), sentence + 2)
        steps = bisect_right(_SHARES, self.share), bisect_right(_FEW_SHARES, self.share), bisect_right(_LEANS, self.balance)
        return *steps, self.plain[sentence], self.topical[sentence], sum(self.plain[near]), sum(self.topical[near])


def copy_of(g: Grammar) -> Copy:
    """Weighs the words of public affairs of an article against those of sport, trade, stage, science, table and home."""
    lemmas, public, ours, theirs = g.lower_lemmas, _public(), _plain(), _topical()
    words = sum([w.upos != "PUNCT" for w in g.words]) or 1
    plain = [lemma in ours for lemma in lemmas]
    topical = [theirs.get(lemma, "") for lemma in lemmas]
    topics = Counter(filter(None, topical))
    most = max(topics.values(), default=0)
    balance = log2((sum(plain) + 1) / (most + 1))
    about = (
        *(f"plain>={x}" for x in _PLAIN_SHARES if sum(plain) / words >= x),
        *(f"topic>={x}" for x in _TOPIC_SHARES if most / words >= x),
        *(f"topics>={x}" for x in _TOPIC_SHARES if topics.total() / words >= x),
        *(f"balance>={x}" for x in _BALANCES if balance >= x),
        *(("short",) if len(lemmas) < LONG else ()),
    )
    return Copy(
        sum([lemma in public for lemma in lemmas]) / words,
        balance,
        about,
        tuple([sum(plain[s.first : s.last]) for s in g.sentences]),
        tuple([sum(map(bool, topical[s.first : s.last])) for s in g.sentences]),
    )


@cache
def _plain() -> frozenset[str]:
    return frozenset(word for row in load_lexicon("dateline.did", "public.tsv") if row["topic"] == "plain" for word in row["words"].split())


@cache
def _topical() -> dict[str, str]:
    return {word: row["topic"] for row in load_lexicon("dateline.did", "topics.tsv") for word in row["words"].split()}


@cache
def _public() -> frozenset[str]:
    return frozenset(word for row in load_lexicon("dateline.did", "public.tsv") for word in row["words"].split())


def _count(lemmas: Iterable[str]) -> int:
    public = _public()
    return sum([lemma in public for lemma in lemmas])


def _named(g: Grammar, words: Sequence[Word]) -> bool:
    lemmas = g.lower_lemmas
    return any(_count([lemmas[i] for i in g.subtree(w.index)[:_REACH]]) for w in words)


def features(g: Grammar, c: Candidate, copy: Copy) -> list[str]:
    """What is known about a candidate in such copy, beside what the copy says of all of them."""
    word, share = g.words[c.head], copy.share
    v = "v" if is_verb(word) else "n"
    out = {"all", f"kind={c.kind}", f"{v}:{c.kind}", f"lemma={word.lemma.lower()}|{c.type}"}
    out.update((f"type={c.type}", f"type={c.type}|{v}", f"{c.type}/{c.mode}", f"rel={word.relation}|{v}", f"xpos={word.xpos}"))
    out.update(_reached("score", _SCORES, c.score), _reached("fit", _FITS, c.fit), _reached("share", _SHARES, share))
    out.update(_reached(f"{c.kind}|score", _STEPS, c.score), _reached(f"{v}|score", _STEPS, c.score))
    out.update(_reached(f"{c.kind}|fit", _FEW_FITS, c.fit), _reached(f"{c.type}|share", _FEW_SHARES, share))
    for about in (c.kind, c.type, v):
        out.update(_reached(f"{about}|balance", _LEANS, copy.balance))
    out.update(_clause(g, word, c.type) if v == "v" else _phrase(g, word))
    out.update(_around(g, c, copy))
    out.update(_beside(g, c))
    return sorted(out)


def _reached(about: str, bounds: tuple[float, ...], value: float) -> tuple[str, ...]:
    """The bounds that a value reaches, as features."""
    return _told(about, bounds)[: bisect_right(bounds, value)]


@lru_cache(1024)
def _told(about: str, bounds: tuple[float, ...]) -> tuple[str, ...]:
    return tuple([f"{about}>={bound}" for bound in bounds])


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
    for name, words in (("subject", who), ("object", what)):
        yield f"{name}.sort={_sort(words[0]) if words else 'none'}"
        if words:
            yield f"{name}={words[0].lemma.lower() if words[0].upos != 'PROPN' else words[0].upos}"


def _phrase(g: Grammar, word: Word) -> Iterator[str]:
    determiner = g.children(word.index, "det")
    yield f"det={determiner[0].lemma.lower() if determiner else 'none'}"
    yield from (f"case={case}" for case in cases(g, word.index))
    if g.children(word.index, "nmod"):
        yield "of"
    yield "under=verb" if word.head >= 0 and is_verb(g.words[word.head]) else "under=noun"
    if g.children(word.index, "nmod:poss"):
        yield "owned"


def _sort(word: Word) -> str:
    lemma = word.lemma.lower()
    return "plain" if lemma in _plain() else "public" if lemma in _public() else "topical" if lemma in _topical() else "other"


def _around(g: Grammar, c: Candidate, copy: Copy) -> Iterator[str]:
    """Plainly public and topical words in the sentence of a candidate and the ones beside it, its own word left out."""
    here, own = g.words[c.head].sentence, _sort(g.words[c.head])
    for name, around in (("here", slice(here, here + 1)), ("near", slice(max(0, here - 1), here + 2))):
        plain = sum(copy.plain[around]) - (own == "plain")
        topical = sum(copy.topical[around]) - (own == "topical")
        yield from (f"{name}.plain>={n}" for n in (1, 2, 4) if plain >= n)
        yield from (f"{name}.topical>={n}" for n in (1, 2, 4) if topical >= n)
        yield f"{name}.balance={(plain > topical) - (plain < topical)}"


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
