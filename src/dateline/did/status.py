"""Did it happen: actual, planned, possible or denied, by rules on the tree, weights over words and tree, and the tagger's label."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.article import Span
from dateline.did.stance import STATUSES, features, is_verbal, load_stance
from dateline.did.tree import is_verb, predicate
from dateline.fields import Status
from dateline.grammar.words import Grammar, Word

_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "neither", "nor", "no", "none", "nobody", "nowhere", "cannot"))
_FAILING = frozenset("fail refuse decline deny avoid forget neglect stop decline omit refrain rule desist abstain".split())
_LACKING = frozenset(
    "reject dismiss rule lack absence denial dispute false untrue cancel call halt prevent avert thwart foil acquit clear".split()
)
_SAYING = frozenset("say tell report announce add state claim insist write explain recall reveal".split())
_PLANNING = frozenset(
    "plan intend prepare vow agree promise pledge decide order schedule set expect mean aim undertake due ready resolve announce "
    "volunteer want hope offer commit determine consent poise".split()
)
_POSSIBLE = frozenset(
    "ask urge demand call threaten warn invite want consider seek beg implore suggest propose hint try attempt appeal press hope recommend "
    "advise offer request allow authorise authorize permit".split()
)
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo", "gonna"))
_MAY = frozenset(("may", "might", "could", "should", "can", "must", "ca"))
_IF = frozenset(("if", "unless", "whether", "should", "lest", "until"))
_PLAN_NOUNS = frozenset("plan intention decision pledge promise vow bid preparation readiness agreement order".split())
_MAYBE_NOUNS = frozenset(
    "threat call demand request appeal proposal right possibility risk attempt ability power chance suspicion fear effort opportunity "
    "mandate need prospect warning option capacity bid campaign".split()
)
_MAYBE_ADJECTIVES = frozenset("able likely unlikely capable willing possible necessary free keen unable eager".split())
_WEIGHED = frozenset("consider propose suggest recommend contemplate mull advocate envisage risk discuss debate".split())
_MAYBE_WORDS = frozenset(("possible", "potential", "possibly", "perhaps", "maybe", "would-be", "feared", "impending", "threatened"))
_DOUBTS = frozenset(
    "reportedly allegedly purportedly supposedly seemingly alleged reported suspected purported supposed rumoured unconfirmed".split()
)
_PROOFS = frozenset("evidence proof sign indication trace hint suggestion question".split())
_TAGGER = 2.0  # weight of the tagger's label, in the logarithm of odds
_PLAN_WORDS = frozenset(("planned", "scheduled", "forthcoming", "upcoming", "coming", "proposed"))


def find_status(g: Grammar, head: int, *, reported: bool, verbal: bool, inside: Sequence[Span] = (), vote: bool = True) -> Status:
    """Status of the act named by `head`. `reported`: it stands inside a statement, where "would" is a past "will"; `inside` are the
    contents of that statement, beyond which nothing negates. Without `vote` the rules alone decide, as for states of places, on which
    neither the weights nor the tagger's head was fitted."""
    word = g.words[head]
    ruled = rule_of(g, word, reported=reported, verbal=verbal)
    if not vote or (ruled == "denied" and _plainly_denied(g, word)):
        return ruled or "actual"
    told = "none" if not inside else "reported" if reported else "direct"
    found = _weighed(g, word, told=told, verbal=verbal, tagged=word.status)
    if found == "actual" and doubted(g, word):
        return "possible"
    if found == "denied" and ruled != "denied" and not _negation_near(g, word, inside):
        return "actual"  # "denied any launch and said drones had fired": the denial is of another clause
    return found


def _plainly_denied(g: Grammar, word: Word) -> bool:
    """Whether no other reading is left: "made no arrests", "Nor has anyone been seized", "no evidence that they fired"."""
    if any(w.text.lower() == "no" for w in g.children(word.index, "det")) or _nor(g, word):
        return True
    return word.head >= 0 and _no_proof(g, word, g.words[word.head])


def _nor(g: Grammar, word: Word) -> bool:
    """Whether a predicate is the main one of a sentence that opens with "Nor"."""
    opening = next((w for w in g.sentence(word.sentence) if w.upos != "PUNCT"), word)
    return opening.text.lower() == "nor" and word.relation in ("root", "ccomp", "parataxis", "conj")


def doubted(g: Grammar, word: Word) -> bool:
    """Whether the copy keeps its distance: "reportedly shelled", "the alleged attack", "is suspected of firing"."""
    if any(w.text.lower() in _DOUBTS for w in g.children(word.index, "advmod", "amod")):
        return True
    up = g.words[word.head] if word.head >= 0 else None
    of = any(w.text.lower() == "of" for w in g.children(word.index, "mark", "case"))
    return up is not None and of and up.lemma in ("suspect", "suspicion") and up.sentence == word.sentence


def rule_of(g: Grammar, word: Word, *, reported: bool, verbal: bool) -> Status | None:
    """What the rules say of an act; None where nothing speaks against its having happened."""
    notes, asked = g.notes(word.sentence), ("did.rule", word.index - g.sentences[word.sentence].first, reported, verbal)
    if asked not in notes:
        notes[asked] = _of_predicate(g, word, reported, 0) if verbal else _of_noun(g, word, reported)
    found: Status | None = notes[asked]
    return found


def features_of(g: Grammar, word: Word, *, told: str, verbal: bool) -> list[str]:
    """The features by which the status of an act is weighed. `told`: none, direct or reported."""
    reported = told == "reported"
    up = g.words[word.head] if word.head >= 0 else None
    above = rule_of(g, up, reported=reported, verbal=is_verbal(g, up)) if up is not None and up.sentence == word.sentence else None
    ruled = rule_of(g, word, reported=reported, verbal=verbal)
    return features(g, word, verbal=verbal, told=told, ruled=ruled or "-", above=above or ("-" if up is not None else "top"))


def _weighed(g: Grammar, word: Word, *, told: str, verbal: bool, tagged: str) -> Status:
    """The likeliest status by the weights, the tagger's own label counting as much as two strong words."""
    notes, asked = g.notes(word.sentence), ("did.status", word.index - g.sentences[word.sentence].first, told, verbal)
    found: Status | None = notes.get(asked)
    if found is None:
        chances = load_stance().chances(features_of(g, word, told=told, verbal=verbal))
        scores = [c + (_TAGGER if status == tagged else 0.0) for status, c in zip(STATUSES, chances, strict=True)]
        found = notes[asked] = STATUSES[scores.index(max(scores))]
    return found


def _negation_near(g: Grammar, word: Word, inside: Sequence[Span]) -> bool:
    """Whether anything around a word, up to the verb of saying that governs it, negates, refuses or lacks."""
    below: Word | None = None
    for step in (word, *g.ancestors(word.index)):
        if below is not None and below.deprel in ("parataxis", "conj") and g.children(below.index, "nsubj", "nsubj:pass"):
            return False  # "They did not warn us, they just fired": a clause of its own
        below = step
        if step is not word and (step.lemma in _SAYING or (inside and not any(span.overlaps(step.span) for span in inside))):
            return False
        if step.lemma in _FAILING or step.lemma in _LACKING:
            return True
        if any((w.text.lower() in _NEGATIONS and not _only(g, w)) or w.text.lower() == "without" for w in g.children(step.index)):
            return True
        if any(d.text.lower() in _NEGATIONS for w in g.children(step.index) for d in g.children(w.index, "det", "advmod")):
            return True
    return False


def negated(g: Grammar, index: int) -> bool:
    """Whether a predicate is negated by its adverb, its subject or its object: "did not fire", "nobody fired", "arrested no one"."""
    for w in g.children(index):
        low = w.text.lower()
        if w.deprel in ("advmod", "neg", "cc:preconj", "det", "discourse", "cc") and low in _NEGATIONS:
            return not _only(g, w)
        if w.deprel.startswith(("nsubj", "obj")):
            if low in ("nobody", "none", "nothing"):
                return True
            if any(d.text.lower() in ("no", "neither") for d in g.children(w.index, "det", "advmod")):
                return True
    return False


def _only(g: Grammar, word: Word) -> bool:
    """Whether a negation is the first half of "not only ... but also"."""
    after = g.words[word.index + 1 : min(word.index + 2, g.sentences[word.sentence].last)]
    return word.text.lower() == "not" and any(w.text.lower() in ("only", "just", "merely", "simply") for w in after)


def _of_predicate(g: Grammar, word: Word, reported: bool, depth: int) -> Status | None:
    if negated(g, word.index) or _nor(g, word):
        return "denied"
    if any(w.text.lower() == "without" for w in g.children(word.index, "mark", "case")):
        return "denied"
    own = _auxiliaries(g, word, reported)
    if own is not None:
        return own
    if any(w.text.lower() in _IF for w in g.children(word.index, "mark", "advmod")) and word.deprel in (
        "advcl",
        "ccomp",
        "acl",
        "conj",
        "xcomp",
    ):
        until = any(w.text.lower() == "until" for w in g.children(word.index, "mark"))
        return None if until else "possible"
    if depth > 3 or word.head < 0:
        return None
    return _from_above(g, word, reported, depth)


def _auxiliaries(g: Grammar, word: Word, reported: bool) -> Status | None:
    aux = [w.text.lower() for w in g.children(word.index, "aux")]
    if any(a in _WILL for a in aux):
        return "planned"
    if "would" in aux:
        return "possible" if "have" in aux or not reported else "planned"
    if any(a in _MAY for a in aux):
        return "possible"
    return None


def _from_above(g: Grammar, word: Word, reported: bool, depth: int) -> Status | None:
    up = g.words[word.head]
    if word.relation in ("acl", "ccomp") and _no_proof(g, word, up):
        return "denied"
    infinitive = word.xpos in ("VB", "VBG", "VBN") and not g.children(word.index, "nsubj")
    if word.deprel == "conj" and is_verb(up) and not g.children(word.index, "nsubj"):
        return _of_predicate(g, up, reported, depth + 1)
    if up.lemma in _MAYBE_ADJECTIVES and up.upos == "ADJ" and word.relation in ("xcomp", "ccomp", "csubj", "advcl", "acl"):
        return "denied" if negated(g, up.index) or up.lemma == "unable" else "possible"
    if word.xpos == "VBG" and up.lemma in _WEIGHED and word.deprel in ("xcomp", "ccomp", "obj", "advcl"):
        return "possible"  # "is considering closing the port"
    if word.deprel in ("xcomp", "ccomp", "advcl") and infinitive:
        lemma = up.lemma
        if lemma in _FAILING and word.deprel != "advcl":
            return "denied" if not (lemma == "rule" and not _has_particle(g, up, "out")) else None
        if word.deprel == "xcomp" or (word.deprel in ("ccomp", "advcl") and _to(g, word)):
            return _governed(g, up, lemma, reported, depth, word.deprel)
    if word.deprel == "acl" and _to(g, word):
        return "planned" if up.lemma in _PLAN_NOUNS else "possible" if up.lemma in _MAYBE_NOUNS else None
    return None


def _no_proof(g: Grammar, word: Word, up: Word) -> bool:
    """Whether a clause is what nothing shows: "there was no evidence that clerks had fired", "found no sign that ..."."""
    nouns = [n for n in (up, *g.children(up.index, "nsubj", "obj")) if n.lemma in _PROOFS and n.index < word.index]
    return any(any(d.text.lower() == "no" for d in g.children(n.index, "det")) for n in nouns) or (bool(nouns) and negated(g, up.index))


def _governed(g: Grammar, up: Word, lemma: str, reported: bool, depth: int, relation: str) -> Status | None:
    if relation == "advcl":
        return None
    if negated(g, up.index) and lemma in (_PLANNING | _POSSIBLE | {"have", "begin", "manage"}):
        return "denied"
    if lemma == "vote":  # "voted to remove the president": it is done
        return _of_predicate(g, up, reported, depth + 1) or "actual"
    if lemma in _POSSIBLE:
        return "possible"
    if lemma in _PLANNING or (lemma in ("go", "be") and up.upos == "VERB"):
        return "planned"
    if lemma in ("have", "need"):
        return "possible"
    return _of_predicate(g, up, reported, depth + 1) if lemma in ("begin", "start", "continue", "help", "resume", "let", "manage") else None


def _to(g: Grammar, word: Word) -> bool:
    return any(w.text.lower() == "to" for w in g.children(word.index, "mark", "aux"))


def _has_particle(g: Grammar, word: Word, particle: str) -> bool:
    return any(w.text.lower() == particle for w in g.children(word.index, "compound", "advmod", "obl", "compound:prt"))


def _of_noun(g: Grammar, word: Word, reported: bool) -> Status | None:
    for w in g.children(word.index, "det", "amod", "advmod", "case", "neg"):
        low = w.text.lower()
        if low in ("no", "without", "neither"):
            return "denied"
        if low in _MAYBE_WORDS:
            return "possible"
        if low in _PLAN_WORDS:
            return "planned"
    if word.head < 0:
        return None
    up = g.words[word.head]
    if is_verb(up):
        return _of_argument(g, word, up, reported)
    if up.lemma in _PLAN_NOUNS:
        return "planned"
    if up.lemma in _MAYBE_NOUNS:
        return "possible"
    top = predicate(g, word.index)
    if word.deprel == "conj" or any(w.deprel == "cop" for w in g.children(word.index)):
        return _of_predicate(g, word if top is None else top, reported, 1)
    return None


def _of_argument(g: Grammar, word: Word, up: Word, reported: bool) -> Status | None:
    relation = word.relation
    lemma = up.lemma
    if relation == "obj":
        if lemma in ("plan", "schedule", "prepare", "promise", "pledge", "announce", "organise", "organize"):
            return "planned"
        if lemma in ("demand", "seek", "threaten", "urge", "propose", "consider", "want", "fear", "risk", "avoid", "prevent", "suggest"):
            return "possible"
        if lemma in ("reject", "refuse", "deny", "cancel", "avert") or (lemma == "rule" and _has_particle(g, up, "out")):
            return "denied"
    if relation in ("obj", "nsubj"):
        return _of_predicate(g, up, reported, 1)
    if relation == "obl" and any(w.text.lower() in ("for", "of", "against") for w in g.children(word.index, "case")):
        return "possible" if lemma in ("call", "ask", "appeal", "warn", "press", "push") else None
    return None
