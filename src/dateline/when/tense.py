"""Tense around a time expression: does its clause tell what was, or what will be? From the tree if there is one, else from the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from dateline.article import Span
from dateline.grammar.words import Grammar, Word
from dateline.rules import load_lexicon

Tense = Literal["past", "present", "future"]

_FORETELL = frozenset(("warn", "fear", "predict", "forecast", "expect"))
_DAY_PARTS = frozenset(("morning", "afternoon", "evening", "night"))
_GUESSED = frozenset(("may", "might", "must"))
_REACH, _DEPTH = 60, 12  # words between a time and its verb, and steps up the tree, beyond which nothing is believed
_LEFT, _RIGHT, _NEAR = 160, 120, 48  # characters of the clause that are looked at
# "is to be signed", "will soon be lifted": the participle belongs to the modal before it
_BOUND = re.compile(r"\s*(?:(?:not|also|be|have|been|to be|get|only|now|\w{2,12}ly)\s+){0,3}(?:\w{1,12}\s+){0,1}")
_HAD_BEEN = re.compile(r"\bhad been \w{2,12} $")  # "had been due to expire on Friday"
_WAS = re.compile(r" (?:was|were|saw|marked|brought)\b")


@dataclass(frozen=True, slots=True)
class Cues:
    """The lexicon of tense: patterns of clause and neighbourhood, and words looked up in the tree."""

    future: re.Pattern[str]
    past: re.Pattern[str]
    cut: re.Pattern[str]
    before: dict[str, re.Pattern[str]]
    ahead_after: re.Pattern[str]
    past_after: re.Pattern[str]
    words: dict[str, frozenset[str]]


def load_cues() -> Cues:
    """Reads lexicon/tense.tsv."""
    forms: dict[str, list[str]] = {}
    for row in load_lexicon("dateline.when", "tense.tsv"):
        forms.setdefault(row["kind"], []).append(row["form"])
    before = {kind: re.compile(rf"\b(?:{'|'.join(found)})$") for kind, found in forms.items() if kind.endswith("_before")}
    words = {kind: frozenset(forms[kind]) for kind in ("ahead_verb", "modal", "saying", "participle", "participle_to")}
    return Cues(
        future=_clause(forms["future"]),
        past=_clause(forms["past"]),
        cut=_any(forms["cut"], re.IGNORECASE),
        before=before,
        ahead_after=_any(forms["ahead_after"], 0),
        past_after=_any(forms["past_after"], 0),
        words=words,
    )


def _clause(forms: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _any(forms: Sequence[str], flags: int) -> re.Pattern[str]:
    return re.compile("|".join(forms), flags)


def tense_at(text: str, sentence: Span, span: Span, grammar: Grammar, cues: Cues) -> Tense | None:
    """Tense of the clause that holds a time expression, None if nothing shows it.

    The tree is believed where no other verb stands between the verb it names and the time; else the nearest cue among the words.
    """
    if not grammar.words:
        return _from_words(text, sentence, span, cues)
    ahead = cues.before["near_before"].search(text, max(sentence.start, span.start - _NEAR), span.start)
    if ahead and not _HAD_BEEN.search(text, max(sentence.start, ahead.start() - _NEAR), ahead.start()):
        return "future"  # "will open in", "to begin on" right before the time: no parse is needed
    found, sure = _from_tree(text, span, grammar, cues)
    if found == "present" and _WAS.match(text, span.end):
        return "past"  # "Sunday was a day of mourning", whatever the parse makes of it
    if found and sure:
        return found
    return _from_words(text, sentence, span, cues) or (found if found != "present" else None)


def _from_words(text: str, sentence: Span, span: Span, cues: Cues) -> Tense | None:
    left = text[max(sentence.start, span.start - _LEFT) : span.start]
    for cut in reversed(list(cues.cut.finditer(left))):
        if cut.end() < len(left) - 3:
            clause = left[cut.end() :]
            if cues.future.search(clause) or cues.past.search(clause):
                left = clause
                break
    found = _last(left, cues)
    if found:
        return found
    right = text[span.end : min(sentence.end, span.end + _RIGHT)]
    future, past = cues.future.search(right), cues.past.search(right)
    if future and (not past or future.start() <= past.start()):
        return "future"
    return "past" if past else None


def _last(left: str, cues: Cues) -> Tense | None:
    future = past = -1
    for found in cues.future.finditer(left):
        future = found.end()
    for found in cues.past.finditer(left):
        past = found.start()
    if future < 0 and past < 0:
        return None
    if 0 <= future <= past and _BOUND.fullmatch(left, future, past):
        return "future"
    return "future" if future > past else "past"


def _from_tree(text: str, span: Span, grammar: Grammar, cues: Cues) -> tuple[Tense | None, bool]:
    """The tense of the verb above, and whether the tree can be believed there."""
    words = grammar.within(span)
    if not words:
        return None, False
    inside = {w.index for w in words}
    top = next((w for w in words if w.head not in inside), words[-1])
    verb = _governor(top, grammar)
    if verb is None:
        return None, False
    verb = _intended(verb, top, grammar, cues)
    low, high = sorted((verb.index, top.index))
    between = high - low > _REACH or any(
        w.upos == "VERB" and w.xpos != "VBG" for w in grammar.words[low + 1 : high] if w.index not in inside
    )
    # "Tuesday's raid" says nothing of when it is told
    of_day = top.head >= 0 and grammar.words[top.head].lemma in _DAY_PARTS  # but "expire Friday evening"
    attributive = (top.deprel.startswith(("nmod:poss", "compound", "amod", "nummod")) and not of_day) or text.startswith("'s ", span.end)
    reporting = verb.index > top.index and verb.lemma in cues.words["saying"]  # "... on Monday, she added": the parse may hang it too high
    return _verb_tense(verb, grammar, cues, 0), not (between or attributive or reporting)


def _governor(word: Word, grammar: Grammar) -> Word | None:
    """The verb, or the predicate with a copula, that a word hangs on."""
    for up in islice(grammar.ancestors(word.index), _DEPTH):
        if up.upos in ("VERB", "AUX") or any(c.deprel.startswith(("cop", "aux")) for c in grammar.children(up.index)):
            return up
    return None


def _intended(verb: Word, top: Word, grammar: Grammar, cues: Cues) -> Word:
    """ "Vowed to march again on Sunday": the parse may hang the day on the vow, it is that of the march."""
    if verb.lemma.lower() not in cues.words["ahead_verb"]:
        return verb
    between = [c for c in grammar.children(verb.index, "xcomp") if verb.index < c.index < top.index]
    return between[-1] if between else verb


def _verb_tense(verb: Word, grammar: Grammar, cues: Cues, depth: int) -> Tense | None:
    auxes = [c for c in grammar.children(verb.index) if c.deprel.startswith(("aux", "cop"))]
    modals = [a.text.lower() for a in auxes if a.text.lower() in cues.words["modal"]]
    if modals:  # "may have burned on Friday", but "will have left by Friday"
        return "past" if _GUESSED.issuperset(modals) and any(a.lemma == "have" for a in auxes) else "future"
    if any(a.lemma == "have" for a in auxes):
        return "past"
    if any(a.text.lower() == "could" for a in auxes) and _feared(verb, grammar):
        return "future"
    if any(c.deprel == "mark" and c.text.lower() == "to" for c in grammar.children(verb.index)):
        return _infinitive(verb, grammar, cues, depth)
    if verb.xpos in ("VBN", "JJ") and _looks_ahead(verb, grammar, cues):
        return "future"
    forms = [a.xpos for a in auxes] or [verb.xpos]
    if "VBD" in forms:
        return "past"
    if verb.xpos == "VBG" and any(a.xpos in ("VBZ", "VBP") for a in auxes):
        return "future"  # "is flying to Oslo on Monday"
    if forms[0] in ("VBZ", "VBP"):
        return "past" if not auxes and verb.text.endswith("ed") else "present"
    if verb.xpos == "VBN" and not auxes:
        return "past"  # "lawmakers seized on Monday"
    if verb.xpos == "VB" and any(w.text.lower() in cues.words["modal"] for w in grammar.words[max(0, verb.index - 3) : verb.index]):
        return "future"  # the modal is there, only the parse lost it
    return _above(verb, grammar, cues, depth)


def _feared(verb: Word, grammar: Grammar) -> bool:
    """Whether somebody warns of it: "forecasters warned that the river could burst its banks on Friday"."""
    return any(up.lemma in _FORETELL for up in islice(grammar.ancestors(verb.index), 3))


def _looks_ahead(verb: Word, grammar: Grammar, cues: Cues) -> bool:
    """ "Due on Friday", "planned for Friday", "set to open on Friday", but not "set free on Friday"."""
    word = verb.text.lower()
    if word in cues.words["participle_to"]:
        after = grammar.words[verb.index + 1].text.lower() if verb.index + 1 < len(grammar.words) else ""
        return after in ("to", "for")
    return word in cues.words["participle"]


def _above(verb: Word, grammar: Grammar, cues: Cues, depth: int) -> Tense | None:
    """Verbs without a tense of their own share that of the verb above."""
    if depth < 4 and (verb.xpos == "VBG" or verb.relation in ("conj", "xcomp", "ccomp")):
        above = _governor(verb, grammar)
        return _verb_tense(above, grammar, cues, depth + 1) if above else None
    return None


def _infinitive(verb: Word, grammar: Grammar, cues: Cues, depth: int) -> Tense | None:
    head = grammar.words[verb.head] if verb.head >= 0 else None
    if head is None:
        return None
    word = head.text.lower()
    ahead = word in cues.words["participle"] or word in cues.words["participle_to"]
    if ahead and any(c.text.lower() == "had" for c in grammar.children(head.index, "aux", "cop")):
        return "past"  # "the permit had been due to lapse on Friday"
    if ahead or head.lemma.lower() in cues.words["ahead_verb"] or head.upos == "NOUN":
        return "future"
    return _verb_tense(head, grammar, cues, depth + 1) if head.upos in ("VERB", "AUX") and depth < 4 else "future"
