"""From a reporting word and its content to a draft: whose word it is, and whether the reading stands by itself."""

from __future__ import annotations

from dateline.article import Span
from dateline.fields import Manner
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import Found, cue_span
from dateline.said.draft import Draft
from dateline.said.syntax import phrase, speaker_of, subject_beside

_SAYINGS = frozenset(
    {"say", "tell", "add", "write", "state", "note", "warn", "announce", "report", "disclose", "declare", "explain", "reply"}
)


def draft_of(
    grammar: Grammar, found: Found, spans: tuple[Span, ...], rule: str, manner: Manner, content: frozenset[int], *, weak: bool = False
) -> Draft | None:
    head = speaker_of(grammar, found.word.index)
    if head < 0:
        head = _beside(grammar, found, content)
    if head < 0:
        head = _mistaken(grammar, found.word)
    if head in content:
        head = -1
    source = None
    if head >= 0:
        first, last = phrase(grammar, head, outside=content | frozenset(range(found.first, found.last)))
        source = grammar.span_of(first, last)
        if grammar.words[head].text.lower() in ("it", "there") and grammar.words[head].deprel == "expl":
            source, head = None, -1
    sure = manner == "speech" and head >= 0 and _leads(grammar, found.word, rule)
    return Draft(rule, manner, spans, cue_span(grammar, found), found.word.index, source, head, weak=weak, sure=sure)


def _mistaken(grammar: Grammar, cue: Word) -> int:
    """The speaker that the tree takes for an object, before its verb: "said <the army> had told it that ...", or -1."""
    before = subject_beside(grammar, cue)
    taken = before >= 0 and grammar.words[before].head == cue.index and grammar.words[before].deprel in ("obj", "iobj", "dep")
    return before if taken and not grammar.children(cue.index, "aux:pass") else -1


def _leads(grammar: Grammar, cue: Word, rule: str) -> bool:
    """Whether a reading stands by itself: a main clause, a report in a report, or "..., adding that ..." after another saying."""
    if rule in ("said.clause", "said.parenthesis"):
        return cue.deprel in ("root", "ccomp") or (cue.xpos == "VBG" and _after_saying(grammar, cue))
    return rule == "said.infinitive" and cue.xpos == "VBG" and _after_saying(grammar, cue)


def _after_saying(grammar: Grammar, cue: Word) -> bool:
    return cue.relation in ("advcl", "conj", "xcomp") and cue.head >= 0 and grammar.words[cue.head].lemma in _SAYINGS


def _beside(grammar: Grammar, found: Found, content: frozenset[int]) -> int:
    """The speaker of an inverted attribution whose tree went wrong: the noun phrase right after the verb ("..., says diplomat")."""
    cue = found.word
    if not content or max(content) > cue.index or cue.xpos == "VBG":
        return -1
    end = grammar.sentences[cue.sentence].last
    for i in range(found.last, min(end, found.last + 8)):
        word = grammar.words[i]
        if word.upos in ("PUNCT", "ADP", "VERB", "SCONJ", "CCONJ"):
            return -1
        if word.upos in ("NOUN", "PROPN", "PRON") and not (
            i + 1 < end and grammar.words[i + 1].upos in ("NOUN", "PROPN") and grammar.words[i].head == i + 1
        ):
            return i
    return -1


def cut_off(grammar: Grammar, indexes: list[int]) -> list[int]:
    """What follows a semicolon is a clause of its own unless it is still reported by its own "that"."""
    for n, i in enumerate(indexes):
        if grammar.words[i].text == ";" and n + 1 < len(indexes) and grammar.words[indexes[n + 1]].text.lower() != "that":
            return indexes[:n]
    return indexes
