"""Questions that every part of this room asks of a dependency tree: subject, voice, prepositions, the clause a word stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from typing import TypeVar

from dateline.article import Span
from dateline.grammar.words import Grammar, Sentence, Word

_Answer = TypeVar("_Answer")
_OBJECT_CONTROL = frozenset(
    "ask urge order force tell allow let help persuade press invite beg implore authorise authorize permit forbid instruct compel "
    "advise warn "
    "call appeal enable encourage oblige command require want expect leave make see accuse suspect".split()
)
_TOLD = frozenset("tell inform remind assure notify promise show teach".split())  # what follows are those who hear it
_CHARGES = frozenset(
    "accuse suspect blame criticise criticize charge convict condemn denounce ban bar prevent stop punish fine sentence jail imprison "
    "arrest detain indict try prosecute".split()
)
_DONE_TO_SOMEBODY = frozenset(
    "arrest detain injure wound kill hurt jail evacuate displace hospitalise hospitalize destroy damage seize abduct kidnap capture behead "
    "rescue deport expel release free execute maim torch loot demolish".split()
)
#: Verbs that need somebody to be made to act: without one they are passives, "and <ordered> to leave".
_MADE_TO = frozenset("order force compel oblige allow forbid instruct permit".split())
_HARM = frozenset("kill wound injure hurt die maim".split())
_HARMED = frozenset(("killed", "wounded", "injured", "hurt", "maimed"))
#: Prepositions of who is aimed at, whom the tree now and then takes for the agent of a passive: "police fired at looters".
_AIMED = frozenset(("at", "on", "to", "against", "into", "upon"))
_RELATIVES = frozenset(("who", "which", "that", "whom"))
_BARE: frozenset[str] = frozenset()


def _once(ask: Callable[[Grammar, int], _Answer]) -> Callable[[Grammar, int], _Answer]:
    """A question of one word, answered once: this room asks the same of the same word again and again."""
    name = f"{__name__}.{ask.__name__}"

    @wraps(ask)
    def answer(g: Grammar, index: int) -> _Answer:
        known: dict[int, _Answer] = g.worked_out.setdefault(name, {})
        if index not in known:
            known[index] = ask(g, index)
        return known[index]

    return answer


@_once
def cases(g: Grammar, index: int) -> frozenset[str]:
    """Prepositions of a word, lower-cased: "on" of "on the crowd", "in" and "front" are not joined."""
    found = g.children(index, "case")
    if not found:  # "with the premier Ona Velt": now and then the tree hangs the preposition on the name behind the noun
        below = g.children(index, "appos", "flat")
        if not below:
            return _BARE
        found = tuple([c for w in below for c in g.children(w.index, "case") if c.index < index])
    return frozenset([w.text.lower() for w in found])


def is_verb(word: Word) -> bool:
    """Whether a word is a verb or an auxiliary, by either of its tags."""
    upos = word.upos
    if upos == "VERB" or upos == "AUX":
        return True
    if word.xpos[:2] != "VB" or upos == "PROPN" or upos == "ADJ":
        return False
    return upos != "NOUN" or (word.xpos == "VBD" and word.text.endswith("ed"))  # "inmates rioted", now and then taken for a noun


def harms(g: Grammar, word: Word) -> bool:
    """Whether a word tells that somebody came to harm: "killed", "were injured", whatever its lemma and part of speech."""
    if word.lemma in _HARM and is_verb(word):
        return True
    if word.text.lower() not in _HARMED:
        return False
    if is_verb(word) or g.children(word.index, "aux:pass", "cop"):
        return True
    up = g.words[word.head] if word.deprel == "conj" and word.head >= 0 else None
    return up is not None and up.lemma in _HARM and is_verb(up)  # "were killed and four wounded"


@_once
def is_passive(g: Grammar, index: int) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, or a bare participle after its noun ("a convoy ambushed near the ford")."""
    word = g.words[index]
    relations = {w.deprel for w in g.children(index)}
    if "aux:pass" in relations:
        return True
    if any(w.lemma == "have" for w in g.children(index, "aux")):
        return False  # "soldiers had fired": without a form of "be" the perfect is active
    if _acts_on(g, word):
        return False
    if relations & {"nsubj:pass", "csubj:pass"}:
        return True
    if any(w.deprel == "obl:agent" and not cases(g, w.index) & _AIMED for w in g.children(index)):
        return True
    if word.deprel == "conj" and word.xpos in ("VBN", "VBD") and not g.children(index, "nsubj", "aux", "obj", "ccomp", "xcomp"):
        return word.head >= 0 and is_verb(g.words[word.head]) and is_passive(g, word.head)
    if word.deprel == "conj" and word.head >= 0 and not g.children(index, "aux", "obj") and (word.xpos == "VBN" or _needs_object(g, word)):
        return is_verb(g.words[word.head]) and is_passive(g, word.head)  # "six were hurt and 22 taken away"
    bare = not g.children(index, "obj", "aux", "nsubj")
    if word.xpos == "VBD" and word.deprel == "acl" and word.lemma in _CHARGES and bare:
        return True  # "a mayor accused of fraud"
    return word.xpos == "VBN" and word.deprel in ("acl", "advcl", "amod") and bare


def _needs_object(g: Grammar, word: Word) -> bool:
    """Whether a past form can only be a passive that leaves its auxiliary out: "four were hurt and 19 marchers <arrested>", "she was given
    bail and <ordered> to stay"."""
    if word.xpos == "VBD" and word.lemma in _MADE_TO and g.children(word.index, "xcomp") and not g.children(word.index, "nsubj"):
        return True
    return word.xpos == "VBD" and word.lemma in _DONE_TO_SOMEBODY and not g.children(word.index, "ccomp", "xcomp")


def _acts_on(g: Grammar, word: Word) -> bool:
    """Whether a past form in a full sentence acts, though the tree calls what stands before it the subject of a passive: it has no form
    of "be", and somebody or something to act on behind it ("A court <sentenced> the banker")."""
    if word.deprel not in ("root", "ccomp", "conj", "parataxis", "advcl") or word.xpos not in ("VBN", "VBD"):
        return False
    before = [w for w in g.children(word.index, "nsubj") if w.index < word.index]
    if not before or g.children(word.index, "aux", "obl:agent") or g.words[g.sentences[word.sentence].last - 1].text not in (".", "?", "!"):
        return False
    return bool(_misplaced(g, word)) or any(w.index > word.index for w in g.children(word.index, "obj"))


def _misplaced(g: Grammar, word: Word) -> list[Word]:
    """Nouns behind a verb that the tree calls its subject, though one stands before it or an auxiliary does: "would reopen its
    <embassy>"."""
    own = [w for w in g.children(word.index, "nsubj") if w.upos in ("NOUN", "PROPN")]
    behind = [w for w in own if w.index > word.index and w.entity != "time"]
    auxiliary = word.xpos == "VB" and any(w.index < word.index for w in g.children(word.index, "aux"))
    return behind if behind and (auxiliary or own[0].index < word.index) else []


@_once
def subjects(g: Grammar, index: int) -> tuple[Word, ...]:
    """Subject of a predicate, grammatical, found through control, coordination, participles and relative clauses; () if none."""
    return _subjects(g, index, 0)


def _subjects(g: Grammar, index: int, depth: int) -> tuple[Word, ...]:
    word = g.words[index]
    own = tuple(w for w in g.children(index, "nsubj", "csubj") if w.deprel.startswith("nsubj"))
    if word.xpos == "VB" or (word.xpos == "VBG" and word.deprel in ("xcomp", "advcl")):
        own = tuple(w for w in own if w.index < index)  # nobody acts from behind an infinitive or participle
    if own:
        own = _own_subject(g, word, own)
        return (*_partner(g, own[0], word), *own) if own else ()
    if depth > 5:
        return ()
    stranded = _stranded(g, word) or _second(g, word) or _about_to(g, word)
    if stranded is not None:
        return (*_partner(g, stranded, word), stranded)
    fronted = tuple(w for w in g.children(index, "obj") if w.index < index and is_verb(word) and w.upos in ("NOUN", "PROPN", "PRON"))
    if fronted and word.deprel != "acl:relcl" and word.xpos in ("VBD", "VBZ", "VBP") and not gerund(word):
        return fronted[:1]  # a noun before a finite verb is its subject, whatever the tree says: "Tarn blamed its neighbour"
    if word.head < 0:
        clauses = [w for w in g.children(index, "ccomp") if w.index < index] if word.xpos == "VBG" else []
        return _subjects(g, clauses[0].index, depth + 1) if clauses else ()  # "Tarn expelled two clerks, <accusing> them of"
    head = g.words[word.head]
    kind = word.deprel
    if kind == "xcomp" and head.index > index:
        head = _before(g, index) or head
    shared = kind == "advcl" and word.xpos in ("VBD", "VBZ", "VBP") and not g.children(index, "mark", "advmod")
    if kind == "conj" or shared:  # "Tarn recalled its envoy, <expelled> the consul, and closed the road"
        return _subjects(g, head.index, depth + 1)
    if kind == "xcomp" or (kind in ("advcl", "ccomp") and word.xpos in ("VB", "VBG", "VBN")):
        charged = any(w.text.lower() in ("of", "for", "with", "from") for w in g.children(index, "mark")) and head.lemma in _CHARGES
        if (kind != "advcl" and head.lemma in _OBJECT_CONTROL) or charged:
            lower = g.children(head.index, "obj", "iobj") or tuple(
                w for w in g.children(head.index, "obl") if cases(g, w.index) & {"on", "to"}
            )
            if lower and not is_passive(g, head.index):
                return antecedent(g, lower[0]) if lower[0].xpos == "WP" else lower[:1]
        return _subjects(g, head.index, depth + 1)
    if kind in ("acl", "acl:relcl"):
        return _of_noun(g, word, head, depth)
    if kind in ("obj", "obl", "nmod", "appos", "parataxis") and is_verb(word) and word.xpos == "VBG":
        return _subjects(g, head.index, depth + 1)
    return ()


def _own_subject(g: Grammar, word: Word, own: tuple[Word, ...]) -> tuple[Word, ...]:
    if own[0].text.lower() in _RELATIVES and word.deprel in ("acl:relcl", "acl") and word.head >= 0:
        return (g.words[word.head],)
    if own[0].xpos in ("WDT", "WP") and own[0].text.lower() in _RELATIVES:
        return antecedent(g, own[0])
    if len(own) > 1 and own[1].index == own[0].index + 1:
        return own[:2]  # "foreign ministers" + the name behind it
    before = [w for w in own if w.index < word.index]
    return (before[-1],) if before else own[:1]


def _partner(g: Grammar, subject: Word, verb: Word) -> tuple[Word, ...]:
    """The first of two names joined by "and" before a verb, where the tree has hung it elsewhere: "Tarn and Ostrel signed"."""
    if subject.index > verb.index or subject.upos not in ("NOUN", "PROPN") or g.children(subject.index, "conj"):
        return ()
    start = min(i for i in g.subtree(subject.index) if i > subject.index - 8)
    first = g.sentences[verb.sentence].first
    if g.words[start].upos == "CCONJ":
        start += 1
    if start - 2 < first or g.words[start - 1].text.lower() != "and":
        return ()
    top = _top(g, start - 2, start)
    if top.upos not in ("NOUN", "PROPN") or top.entity == "time" or cases(g, top.index):
        return ()
    return (top,) if top.head in (verb.index, subject.index) or top.head > verb.index else ()


def _stranded(g: Grammar, verb: Word) -> Word | None:
    """The noun right before a finite verb without a subject, hung on a word behind it: "Tarn has refused talks, an official said"."""
    auxiliaries = g.children(verb.index, "aux", "aux:pass")
    if verb.upos != "VERB" or verb.deprel == "conj":
        return None
    if is_passive(g, verb.index) and (g.children(verb.index, "nsubj:pass", "csubj") or not any(w.lemma == "be" for w in auxiliaries)):
        return None
    finite = verb.xpos in ("VBD", "VBZ", "VBP") or any(w.xpos in ("MD", "VBZ", "VBD", "VBP") for w in auxiliaries)
    past = verb.xpos == "VBN" and g.children(verb.index, "mark") and g.children(verb.index, "obj")  # "after the rebels <beheaded> a clerk"
    if not finite and not past:
        return None
    i, first = verb.index - 1, g.sentences[verb.sentence].first
    while i >= first and g.words[i].upos in ("AUX", "ADV", "PART"):
        i -= 1
    if i < first or g.words[i].upos not in ("NOUN", "PROPN", "PRON") or g.words[i].entity == "time":
        return None
    top = _top(g, i, verb.index)
    return top if top.head > verb.index and not cases(g, top.index) and top.upos in ("NOUN", "PROPN", "PRON") else None


def _second(g: Grammar, verb: Word) -> Word | None:
    """The subject of a clause that the tree has hung, as a second one, on the verb of saying above: "An official said the <gunmen>, who
    came by boat, took two clerks"."""
    if verb.deprel != "ccomp" or not 0 <= verb.head < verb.index or verb.xpos in ("VB", "VBG"):
        return None
    above = g.children(verb.head, "nsubj", "obj", "iobj")
    if g.words[verb.head].lemma in _TOLD or g.words[verb.head].lemma in _OBJECT_CONTROL or not any(w.index < verb.head for w in above):
        return None
    behind = (w for w in reversed(above) if verb.head < w.index < verb.index)
    return next((w for w in behind if w.entity != "time" and not w.attribution.endswith("source")), None)


def _about_to(g: Grammar, verb: Word) -> Word | None:
    """The subject of "due to", "ready to", where the tree hangs that on the infinitive instead: "hours before <she> was due to speak"."""
    for w in g.children(verb.index, "advcl", "xcomp", "ccomp"):
        if w.index < verb.index and w.upos == "ADJ":
            own = [v for v in g.children(w.index, "nsubj") if v.index < w.index]
            if own:
                return own[-1]
    return None


def _top(g: Grammar, index: int, end: int) -> Word:
    """The head of the noun phrase that a word ends: the last word above it that still stands before `end`."""
    word = g.words[index]
    for _ in range(12):
        if not 0 <= word.head < end or is_verb(g.words[word.head]) or g.words[word.head].sentence != word.sentence:
            break
        word = g.words[word.head]
    return word


def gerund(word: Word) -> bool:
    """Whether a word is a form in "ing" of some length, whatever its tag."""
    return word.text.lower().endswith("ing") and len(word.text) > 5


def _before(g: Grammar, index: int) -> Word | None:
    """The verb with a subject nearest before an infinitive that the tree has hung on a later word: "voted ... to remove"."""
    for i in range(index - 1, g.sentences[g.words[index].sentence].first - 1, -1):
        if is_verb(g.words[i]) and g.children(i, "nsubj", "nsubj:pass"):
            return g.words[i]
    return None


def antecedent(g: Grammar, pronoun: Word) -> tuple[Word, ...]:
    """The noun right before a relative pronoun, where the tree has not made its clause a relative one."""
    for i in range(pronoun.index - 1, max(pronoun.index - 7, -1), -1):
        word = g.words[i]
        if word.sentence != pronoun.sentence:
            break
        if word.upos in ("NOUN", "PROPN", "PRON"):
            while word.relation in ("flat", "compound", "appos") and 0 <= word.head < pronoun.index:
                word = g.words[word.head]
            return (word,)
    return ()


def _of_noun(g: Grammar, word: Word, head: Word, depth: int) -> tuple[Word, ...]:
    """Subject of a clause that hangs on a noun: the noun for participles ("police guarding the dam"), its owner for "a plan to attack"."""
    if word.deprel == "acl:relcl":
        gap = g.children(word.index, "obj", "obl")
        return () if any(w.text.lower() in _RELATIVES for w in gap) else (head,)
    if word.xpos in ("VBG", "VBN", "VBD"):
        return (head,)
    owner = g.children(head.index, "nmod:poss")
    if owner:
        return owner[:1]
    up = predicate(g, head.index)
    return _subjects(g, up.index, depth + 1) if up is not None and up.index != word.index else ()


def predicate(g: Grammar, index: int) -> Word | None:
    """The nearest predicate at or above a word: a verb, or what a copula or subject hangs on."""
    word: Word | None = g.words[index]
    steps = 0
    while word is not None and steps < 40:
        if is_verb(word) and word.deprel not in ("aux", "aux:pass", "cop", "amod"):
            return word
        if any(w.deprel.startswith("nsubj") or w.deprel == "cop" for w in g.children(word.index)):
            return word
        word = g.words[word.head] if word.head >= 0 else None
        steps += 1
    return None


def conjuncts(g: Grammar, index: int) -> Iterator[Word]:
    """A word and the words coordinated with it."""
    yield g.words[index]
    for w in g.children(index, "conj"):
        if not is_verb(w):
            yield w


def base_noun(g: Grammar, index: int) -> Word:
    """The noun that stands for a quantity: "thousands of marchers" -> marchers, "two of the clerks" -> clerks."""
    word = g.words[index]
    if word.upos == "NUM" or word.lemma.lower() in _QUANTITIES:
        for w in g.children(index, "nmod"):
            if "of" in cases(g, w.index):
                return w
    return word


_QUANTITIES = frozenset(
    "hundred thousand dozen score million number group crowd handful majority member some many most one several both all half "
    "rest couple".split()
)


def objects(g: Grammar, index: int) -> list[Word]:
    """Objects of a verb; where the tree gives none, a bare noun phrase right behind it ("shut the crossing") that is no time."""
    found = [w for w in g.children(index, "obj") if w.index > index or not gerund(g.words[index])]
    found = found or _misplaced(g, g.words[index])
    if found:
        return found
    bare = [
        w
        for w in g.children(index, "obl")
        if w.deprel == "obl"
        and index < w.index <= index + 6
        and w.upos in ("NOUN", "PROPN")
        and w.entity != "time"
        and not cases(g, w.index)
    ]
    return bare[:1]


def as_object(g: Grammar, noun: Word) -> int:
    """The verb before a noun that the tree makes a phrase or complement of it, though no preposition stands there: "called a one-day
    <strike>"; -1 of any other."""
    bare = noun.deprel in ("obl", "xcomp") and noun.upos == "NOUN" and noun.entity != "time"
    return noun.head if bare and 0 <= noun.head < noun.index and not cases(g, noun.index) and not g.children(noun.index, "cop") else -1


def touching(sentences: Sequence[Sentence], spans: Iterable[Span]) -> list[Sentence]:
    """Sentences that overlap at least one of the spans; both in order of the text."""
    out: list[Sentence] = []
    ordered = sorted(spans)
    k = 0
    for sentence in sentences:
        while k < len(ordered) and ordered[k].end <= sentence.span.start:
            k += 1
        if k < len(ordered) and ordered[k].overlaps(sentence.span):
            out.append(sentence)
    return out
