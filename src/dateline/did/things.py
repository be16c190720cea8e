"""The words of a target that is no actor of the article: "attacked an army base", "banned two weeklies", "sent medicine to the camps"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.article import Span
from dateline.did.cast import Party
from dateline.did.tree import cases, conjuncts, is_verb
from dateline.grammar.words import Grammar, Word

_NO_PART = frozenset(("acl:relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl", "mark", "dep", "ccomp"))
_LONGEST = 14  # words of one target on either side of its noun
#: Prepositions of what an act is aimed at, best first; what stands behind "in" must be a place.
_CASES = {
    "AID": ("to", "for", "among", "in"),
    "COERCE": ("on", "against", "over", "from", "in"),
    "RETREAT": ("on", "from", "against", "of", "to", "in"),
    "AGREE": ("with", "to", "for", "from", "on", "against", "in", "at"),
    "CONCEDE": ("with", "to", "for", "from", "on", "in"),
    "MOBILIZE": ("against", "toward", "towards", "to", "into", "along", "near", "in"),
    "SANCTION": ("on", "against", "from", "with", "to", "of", "in"),
    "ASSAULT": ("on", "at", "against", "into", "along", "in"),
    "PROTEST": ("against", "at", "over", "in"),
    "COOPERATE": ("with", "to", "for"),
    "SUPPORT": ("for", "to", "of", "in"),
}
#: Objects that only name the measure or the weapon: whom they hit stands behind them, "imposed a ban on", "fired rockets at".
_MEASURES = frozenset(
    "ban curfew siege emergency law restriction sanction embargo blockade tariff duty measure warrant freeze lockdown "
    "quarantine state rule limit order martial rocket missile shell round bullet shot mortar bomb grenade arm weapon gas "
    "salvo volley barrage stone cannon fire gunfire drone torpedo volleys hour permission import export aid investigation "
    "inquiry probe charge claim accusation allegation complaint lawsuit suit proceeding strike ceasefire truce".split()
)
_GIVEN = frozenset(("AID", "RETREAT", "MOBILIZE", "THREATEN", "COOPERATE"))  # what is given, lifted, moved or menaced is no target
_BELOW = frozenset(("AGREE", "CONCEDE"))  # what is promised names whom it is for: "agreed to lift the ban on pickled eggs"


def things_of(g: Grammar, head: int, kind: str, groups: Iterable[Sequence[Word]], trigger: range, known: Sequence[Span]) -> list[Party]:
    """The noun phrases that an act is aimed at, three at most. `groups`: words of the objects, best first; `trigger`: the words of the
    act, which are no target; `known`: spans of those who act."""
    for group in _candidates(g, head, kind, groups):
        out = []
        for word in group:
            for each in conjuncts(g, word.index):
                if each.index in trigger or each.upos not in ("NOUN", "PROPN", "NUM") or each.entity == "time" or is_verb(each):
                    continue
                span = phrase(g, each, trigger)
                if not any(span.overlaps(other) for other in known):
                    out.append(("", span))
        if out:
            return out[:3]
    return []


def _candidates(g: Grammar, head: int, kind: str, groups: Iterable[Sequence[Word]]) -> Iterator[list[Word]]:
    wanted = _CASES.get(kind, ())
    objects = [w for w in g.children(head, "obj", "nsubj:pass") if not is_verb(w)]
    if kind not in _GIVEN:
        for group in groups:
            yield [w for w in group if w.lemma.lower() not in _MEASURES]
    above = [g.words[head].head] if not is_verb(g.words[head]) and g.words[head].relation in ("obj", "nsubj", "obl") else []
    yield from _behind(g, [head, *above, *(w.index for w in objects)], wanted)
    if kind == "AID":
        yield [w for w in objects if w.entity in ("person", "organization", "place")]
    clauses = g.children(head, "xcomp", "ccomp", "advcl") if kind in _BELOW or kind in ("AID", "MOBILIZE", "REJECT") else ()
    for clause in clauses:
        inner = list(g.children(clause.index, "obj"))
        yield from _behind(g, [clause.index, *(w.index for w in inner)], wanted or ("to", "from", "on", "with"))
        yield [w for w in inner if w.lemma.lower() not in _MEASURES]


def _behind(g: Grammar, above: Iterable[int], wanted: Sequence[str]) -> Iterator[list[Word]]:
    below = [(w, cases(g, w.index)) for index in above if index >= 0 for w in g.children(index, "obl", "nmod")]
    for case in wanted:
        group = [w for w, found in below if case in found and (case != "in" or w.entity == "place" or w.upos == "PROPN")]
        yield [w for w in group if w.lemma.lower() not in _MEASURES and w.deprel not in ("obl:agent", "nmod:poss")]


def phrase(g: Grammar, word: Word, without: range = range(0)) -> Span:
    """A noun with what describes it, without relative clauses, appositions and preposition; words of `without` are left out."""
    inside = {word.index}
    todo = [word.index]
    while todo and len(inside) < 40:
        index = todo.pop()
        for w in g.children(index):
            if w.index in without or w.deprel in _NO_PART or (w.deprel == "case" and index == word.index and w.text not in ("'s", "'")):
                continue
            if (w.entity == "time" and w.deprel != "nmod:poss") or (w.deprel == "punct" and w.text not in ("-", "–")):
                continue
            inside.add(w.index)
            todo.append(w.index)
    first = last = word.index
    while first - 1 in inside and word.index - first < _LONGEST:
        first -= 1
    while last + 1 in inside and last - word.index < _LONGEST:
        last += 1
    return g.span_of(first, last + 1)
