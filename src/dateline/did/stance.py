"""Did it happen, weighed: a linear model over the words and the tree around an act, fitted on annotated copy (training/weights).

The rules of status.py are one of its features, so that it learns when to trust them; docs/did.md says what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import exp, log

from dateline.did.tree import is_verb, predicate
from dateline.did.weights import Weights, load_weights
from dateline.fields import Status
from dateline.grammar.words import Grammar, Word

#: The order of a feature's weights.
STATUSES: tuple[Status, ...] = ("actual", "planned", "possible", "denied")
_MODEL = "status_v1.json"
_NEGATIONS = frozenset("not n't n’t never neither nor no none nobody nothing nowhere without hardly barely cannot".split())
_KIDS = ("aux", "mark", "advmod", "case", "det", "cc", "amod", "cop", "nmod")
_PARTS = frozenset(("nsubj", "obj", "obl", "advcl", "ccomp", "xcomp"))
_IFS = frozenset(("if", "unless", "whether"))
_CLASSES = {
    "plan": frozenset(
        "plan intend prepare vow agree promise pledge decide order schedule set expect mean aim undertake due ready resolve announce "
        "volunteer hope offer commit determine consent poise intention decision bid preparation readiness agreement".split()
    ),
    "maybe": frozenset(
        "ask urge demand call threaten warn invite want consider seek beg implore suggest propose hint try attempt appeal press hope "
        "recommend advise offer request allow authorise authorize permit threat proposal right possibility risk ability power chance "
        "suspicion fear effort opportunity mandate need prospect warning option capacity bid campaign".split()
    ),
    "lack": frozenset(
        "fail refuse decline deny avoid forget neglect stop omit refrain rule desist abstain reject dismiss lack absence denial dispute "
        "false untrue cancel call halt prevent avert thwart foil acquit clear".split()
    ),
    "say": frozenset("say tell report announce add state claim insist write explain recall reveal".split()),
}
_NEAR = 4  # heads above an act that are told by name
_REACH = 6  # heads above an act that are looked at


@dataclass(frozen=True, slots=True)
class Stance:
    """Weights of the features, in the order of STATUSES."""

    weights: Weights

    def chances(self, features: Iterable[str]) -> tuple[float, ...]:
        """Log-probability of every status; unknown features count nothing."""
        sums = self.weights.sums(features)
        top = max(sums)
        total = log(sum([exp(s - top) for s in sums])) + top
        return tuple([s - total for s in sums])


@cache
def load_stance() -> Stance:
    """Loads the weights once a process."""
    return Stance(load_weights(_MODEL))


def features(g: Grammar, word: Word, *, verbal: bool, told: str, ruled: str, above: str) -> list[str]:
    """What is known about an act. `told`: none, direct or reported, the kind of statement it stands in; `ruled` and `above`: what the
    rules say of the act and of the word that governs it."""
    p = "v:" if verbal else "n:"
    out = {"all", p, f"rule={ruled}", f"{p}rule={ruled}", f"told={told}", f"above={above}", f"above={above}|{word.relation}"}
    out.update(p + f for f in _own(g, word))
    out.update(p + f for f in _governed(g, word))
    out.update(_over(g, word))
    out.update(_above(g, word, p))
    if not verbal:
        out.update(_beside(g, word))
    sentence = g.sentences[word.sentence]
    before = g.words[word.index - 1].text.lower() if word.index > sentence.first else "^"
    out.add(f"{p}before={before}")
    if word.index + 1 < sentence.last:
        out.add(f"{p}behind={g.words[word.index + 1].text.lower()}")
    if g.words[sentence.last - 1].text == "?":
        out.add("asked")
    return sorted(out)


def _lemma(word: Word) -> str:
    return word.lemma.lower() or word.text.lower()


def _shape(g: Grammar, word: Word) -> str:
    """Tense and mood: the tag, the auxiliaries and "to"."""
    aux = sorted({_lemma(k) if k.xpos == "MD" else f"{_lemma(k)}:{k.xpos}" for k in g.children(word.index, "aux", "cop")})
    to = any(k.text.lower() == "to" and k.deprel in ("mark", "aux") for k in g.children(word.index))
    return f"{word.xpos if word.upos in ('VERB', 'AUX') else word.upos}/{'+'.join(aux)}{'/to' if to else ''}"


def _negated(g: Grammar, word: Word) -> bool:
    return any(
        k.text.lower() in _NEGATIONS
        or (k.relation in ("nsubj", "obj") and any(d.text.lower() in _NEGATIONS for d in g.children(k.index, "det", "advmod")))
        for k in g.children(word.index)
    )


def _own(g: Grammar, word: Word) -> Iterator[str]:
    yield from (f"suffix={_lemma(word)[-4:]}", f"entity={word.entity}")
    shape = _shape(g, word)
    yield from (f"tag={word.xpos}", f"lemma={_lemma(word)}", f"as={word.deprel}", f"shape={shape}", f"as={word.deprel}|{shape}")
    if _negated(g, word):
        yield "not"
    for kid in g.children(word.index):
        if kid.relation in _KIDS:
            yield f"{kid.relation}={_lemma(kid)}"
        elif kid.relation in _PARTS:
            yield f"has={kid.deprel}"
        if kid.deprel in ("obl:unmarked", "advmod") or (kid.relation == "obl" and kid.entity == "time"):
            yield f"when={_lemma(kid)}"


def _first(g: Grammar, word: Word) -> tuple[Word, int]:
    """The first of a row of verbs or nouns, and how many stand before the word."""
    steps = 0
    while word.relation == "conj" and word.head >= 0 and steps < 5:
        head = g.words[word.head]
        if (word.upos in ("VERB", "AUX")) != (head.upos in ("VERB", "AUX")):
            break
        word, steps = head, steps + 1
    return word, steps


def _governed(g: Grammar, word: Word) -> Iterator[str]:
    first, steps = _first(g, word)
    if steps:
        yield from ("row", f"row.shape={_shape(g, first)}")
        if _negated(g, first):
            yield "row.not"
        yield from (f"row.kid={_lemma(k)}" for k in g.children(first.index, "aux", "mark", "advmod"))
    relation = first.deprel
    yield f"rel={relation}"
    head = g.words[first.head] if first.head >= 0 else None
    if head is None or head.sentence != word.sentence:
        yield "top"
        return
    lemma = _lemma(head)
    yield f"head.suffix={lemma[-4:]}|{relation}"
    yield from (f"head={lemma}", f"head={lemma}|{relation}", f"head.tag={head.xpos}|{relation}", f"head.shape={_shape(g, head)}|{relation}")
    if _negated(g, head):
        yield from (f"head.not|{relation}", f"head.not={lemma}")
    yield from (f"head.kid={_lemma(k)}|{relation}" for k in g.children(head.index, "mark", "advmod", "aux") if k.index != word.index)
    second, _ = _first(g, head)
    yield f"rels={relation}<{second.deprel}"
    top = g.words[second.head] if second.head >= 0 else None
    if top is not None and top.sentence == word.sentence:
        both = f"{relation}<{second.deprel}"
        yield from (f"top={_lemma(top)}", f"top={_lemma(top)}|{both}", f"top.shape={_shape(g, top)}|{both}")
        if _negated(g, top):
            yield f"top.not|{both}"


def _over(g: Grammar, word: Word) -> Iterator[str]:
    depth = 0
    for up in g.ancestors(word.index):
        if up.sentence != word.sentence or depth > _REACH:
            break
        depth += 1
        if any(_lemma(k) in _IFS for k in g.children(up.index, "mark")):
            yield "over=if"
        yield from (f"over={_lemma(k)}" for k in g.children(up.index, "aux") if k.xpos == "MD")
    yield f"depth={min(depth, 5)}"


def _class(lemma: str) -> str:
    return "+".join(name for name, words in _CLASSES.items() if lemma in words) or "-"


def _above(g: Grammar, word: Word, p: str) -> Iterator[str]:
    """What stands over an act, four words up: what is intended, doubted, lacking or said there, and whether it is negated."""
    relation = word.relation
    for steps, up in enumerate(g.ancestors(word.index), 1):
        if up.sentence != word.sentence or steps > _NEAR:
            return
        lemma = _lemma(up)
        yield f"up={lemma}"
        yield f"{p}up.class={_class(lemma)}|{relation}" if steps == 1 else f"up{min(steps, 3)}.class={_class(lemma)}|{relation}"
        if _negated(g, up):
            yield from (f"up.not|{steps}", f"up.not={lemma}")
        if steps <= 3:
            yield from (f"up.kid={_lemma(kid)}" for kid in g.children(up.index, "mark", "advmod"))
        relation = up.relation


def _beside(g: Grammar, word: Word) -> Iterator[str]:
    """What is known of an act that is a noun: its article, and the predicate whose clause it stands in."""
    determiner = g.children(word.index, "det")
    yield f"det={_lemma(determiner[0]) if determiner else 'none'}|{word.xpos}"
    yield f"{'det' if determiner else 'bare'}|{_lemma(word)}"
    verb = predicate(g, word.index)
    if verb is None or verb.index == word.index or verb.sentence != word.sentence:
        return
    case = "+".join(sorted(k.text.lower() for k in g.children(word.index, "case")))
    yield from (f"pred={_lemma(verb)}", f"pred.shape={_shape(g, verb)}|{word.relation}", f"pred.case={_lemma(verb)}|{case}")
    yield f"case.shape={case}|{_shape(g, verb)}"
    if _negated(g, verb):
        yield from ("pred.not", f"pred.not|{word.relation}")


def is_verbal(g: Grammar, word: Word) -> bool:
    """Whether a word is the predicate of a clause."""
    return is_verb(word) or any(w.deprel.startswith("nsubj") for w in g.children(word.index))
