"""Objects that a tree hangs elsewhere: of relative clauses, of two verbs at once, nouns it takes for a subject."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.did.tree import antecedent, is_passive, is_verb
from dateline.grammar.words import Grammar, Word

_CLOSE = 6  # words within which an object follows its verb


def behind(g: Grammar, verb: Word, who: Sequence[Word]) -> list[Word]:
    """A noun right behind an infinitive or participle, or behind a verb whose subject stands before it, that the tree takes for its
    subject: "ready to free <120 detainees>", "Gunmen killed <four people>"."""
    if verb.xpos not in ("VB", "VBG", "VBN") and not any(w.index < verb.index for w in who):
        return []
    return [w for w in g.children(verb.index, "nsubj") if verb.index < w.index < verb.index + _CLOSE and w not in who]


def shared_object(g: Grammar, head: int) -> list[Word]:
    """The object of a later verb that holds for this one too: "beat, starved and shot two men"."""
    if g.words[head].xpos == "VBG" and g.words[head].deprel == "conj":
        return []
    for w in g.children(head, "conj"):
        if (
            is_verb(w)
            and w.index - head < 6
            and not g.children(w.index, "nsubj")
            and not any(v.index < w.index for v in g.children(head, "obl"))
        ):
            objects = g.children(w.index, "obj")
            if objects:
                return list(objects)
    return []


def relative_object(g: Grammar, head: int) -> list[Word]:
    """The noun that a relative clause takes as its object: "the men whom police held"."""
    word = g.words[head]
    before = [w for w in g.children(head, "nsubj") if w.index < head]
    if before and before[0].index > 0 and g.words[before[0].index - 1].xpos in ("WDT", "WP") and not g.children(head, "obj"):
        return list(antecedent(g, g.words[before[0].index - 1]))
    if before and not g.children(head, "obj", "ccomp", "xcomp") and _bare_relative(g, word, before[0]):
        return list(antecedent(g, before[0]))
    if word.deprel == "acl:relcl" and word.head >= 0:
        own = g.children(head, "nsubj")
        gap = g.children(head, "obj")
        relative = next((w for w in gap if w.text.lower() in ("whom", "which", "that", "who")), None)
        if relative is not None:
            return list(antecedent(g, relative)) or [g.words[word.head]]
        if own and own[0].text.lower() not in ("who", "which", "that") and not gap and not is_passive(g, head):
            return [g.words[word.head]]
    return []


def _bare_relative(g: Grammar, verb: Word, subject: Word) -> bool:
    """Whether a clause begins right behind a noun that it takes as its object: "a bank <it accuses>", "lorries <that Tarn let through>"."""
    if verb.deprel not in ("acl", "acl:relcl", "advcl", "conj", "parataxis", "ccomp") or subject.upos not in ("PRON", "PROPN"):
        return False
    start = min(g.subtree(subject.index))
    before = g.words[start - 1] if start else None
    return before is not None and before.sentence == verb.sentence and before.upos in ("NOUN", "PROPN") and before.entity != "time"
