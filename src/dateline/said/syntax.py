"""Small questions to the tree that the rules of this room share: whose word is it, which noun phrase, which clause."""

from __future__ import annotations

from dateline.grammar.words import Grammar, Word

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TITLES = frozenset(
    "mr mrs ms dr sen rep gov gen col lt maj capt sgt prof rev president minister secretary senator mayor governor general del".split()
)


def speaker_of(grammar: Grammar, verb: int, depth: int = 0) -> int:
    """The word that heads the subject of a reporting verb (agent if it is passive), or -1."""
    word = grammar.words[verb]
    kids = grammar.children(verb)
    passive = any(k.deprel in ("nsubj:pass", "aux:pass") for k in kids)
    if passive:
        return next((k.index for k in kids if k.deprel == "obl:agent"), -1)
    for kid in kids:
        if kid.deprel in ("nsubj", "nsubj:outer"):
            if kid.text.lower() in _RELATIVE and word.deprel.startswith("acl") and word.head >= 0 and kid.text.lower() != "whose":
                return word.head
            return kid.index
    base = word.relation
    if depth > 4 or word.head < 0:
        return -1
    if base == "acl":
        return word.head if word.xpos != "VBN" else next((k.index for k in kids if k.deprel == "obl:agent"), -1)
    head = grammar.words[word.head]
    if base in ("conj", "advcl", "xcomp", "parataxis", "dep", "ccomp") and head.upos in ("VERB", "AUX", "ADJ", "NOUN"):
        finite = word.xpos not in ("VBG", "VB", "VBN", "XX", "X") or any(k.deprel == "aux" and k.xpos in _FINITE for k in kids)
        if finite and base in ("advcl", "ccomp", "parataxis", "dep"):
            return -1
        return speaker_of(grammar, head.index, depth + 1)
    return -1


def subject_beside(grammar: Grammar, cue: Word) -> int:
    """The noun right before a finite verb that the tree gives no subject: "said <the army> had told it that ..."."""
    i = cue.index - 1
    while i > 0 and grammar.words[i].upos in ("AUX", "ADV"):
        i -= 1
    word = grammar.words[max(0, i)]
    finite = cue.xpos in _FINITE or (i < cue.index - 1 and grammar.words[i + 1].xpos in _FINITE)
    return i if finite and word.upos in ("NOUN", "PROPN") and word.sentence == cue.sentence and word.entity != "time" else -1


def antecedent(grammar: Grammar, pronoun: int) -> int:
    """The noun that a relative pronoun stands for, or -1: a name right before its comma, wherever the tree has hung the clause."""
    words = grammar.words
    if words[pronoun].text.lower() not in _RELATIVE:
        return -1
    beside = words[pronoun - 2] if pronoun > 1 and words[pronoun - 1].text == "," else None
    if beside is not None and beside.name[2:] in ("ORG", "PER") and beside.sentence == words[pronoun].sentence:
        return beside.index
    clause = next((a for a in grammar.ancestors(pronoun) if a.deprel == "acl:relcl"), None)
    return clause.head if clause is not None and clause.head >= 0 else -1


def phrase(grammar: Grammar, head: int, *, outside: frozenset[int] = frozenset()) -> tuple[int, int]:
    """The noun phrase of a head as (first, last): without relative clauses, case words and what lies `outside`."""
    words = grammar.words
    drop: set[int] = set(outside)
    for kid in grammar.children(head):
        base = kid.relation
        if (
            (base in ("case", "cc", "mark", "parataxis", "punct") and base != "punct" and kid.index < head)
            or kid.deprel == "acl:relcl"
            or (base in ("acl", "advcl", "parataxis", "ccomp", "cop", "nsubj", "orphan", "advmod") and kid.index > head)
            or base == "acl"
            or kid.deprel in ("obl:agent",)
            or base in ("cop", "nsubj", "advcl", "discourse")
        ):
            drop.update(grammar.subtree(kid.index))
    inside = [i for i in grammar.subtree(head) if i not in drop and words[i].sentence == words[head].sentence]
    first = last = head
    have = set(inside)
    while first - 1 in have or (first - 2 in have and words[first - 1].upos == "PUNCT" and words[first - 1].text in "-'’./"):
        first -= 1
    while last + 1 in have:
        last += 1
    first, last = _whole_name(grammar, first, last)
    while last > head and (words[last].upos in ("PUNCT", "CCONJ", "SCONJ") and words[last].text not in ")%"):
        last -= 1
    while first < head and words[first].upos in ("PUNCT", "CCONJ", "SCONJ", "ADV", "ADP"):
        first += 1
    return first, last + 1


def _whole_name(grammar: Grammar, first: int, last: int) -> tuple[int, int]:
    """A phrase stretched over a name that its tree cuts in two ("Mr." | "Barrow")."""
    words = grammar.words
    while first > 0 and words[first].name.startswith("I-") and words[first - 1].name[2:] == words[first].name[2:]:
        first -= 1
    while last + 1 < len(words) and words[last + 1].name.startswith("I-") and words[last].name[2:] == words[last + 1].name[2:]:
        last += 1
    if words[last].text.rstrip(".").lower() in _TITLES and last + 1 < len(words) and words[last + 1].name.startswith("B-PER"):
        last += 1
        while last + 1 < len(words) and words[last + 1].name == "I-PER":
            last += 1
    return first, last


def block_of(grammar: Grammar, cue: int, content: frozenset[int]) -> tuple[int, int]:
    """The unbroken run of words around a cue that belongs to it and not to its content, as (first, last)."""
    sentence = grammar.sentences[grammar.words[cue].sentence]
    own = frozenset(i for i in grammar.subtree(cue) if i not in content)
    first = last = cue
    while first - 1 >= sentence.first and first - 1 in own:
        first -= 1
    while last + 1 < sentence.last and last + 1 in own:
        last += 1
    return first, last + 1


def negated(grammar: Grammar, verb: int) -> bool:
    """Whether the saying itself is denied ("did not say", "refused to say")."""
    return any(
        k.lemma in ("not", "never", "n't") or k.text.lower() in ("not", "n't", "n’t", "never", "neither", "nor")
        for k in grammar.children(verb, "advmod", "cc")
    )
