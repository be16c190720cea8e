"""What the order of words shows where the tree goes wrong: the speaker that opens a sentence, and contents that break off or sweep in."""

from __future__ import annotations

from dataclasses import replace

from dateline.article import Article, Span
from dateline.grammar.words import Grammar, Word
from dateline.said.draft import Draft, pieces

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "PART", "X"})
_INSIDE = frozenset({"of", "for", "and"})  # joints inside a speaker: "the ministry of ports and harbours"
_LONG = 14
_LEAD = 6  # words of the attribution that may stand before its "that": "said late on Sunday | that"
_NAMED = frozenset({"known as", "also known as", "nicknamed"})
_MOVES = frozenset({"nsubj", "nsubj:pass"})


def lead(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """With the speaker that opens the sentence right before its verb: "Norland's army said on Friday it had ..."."""
    if (
        draft.quoted
        or draft.cue is None
        or draft.head < 0
        or not draft.rule.startswith(("said.clause", "said.par", "said.inf", "said.ger", "tag"))
    ):
        return draft
    cue = grammar.words[draft.head]
    if draft.end <= cue.start or (draft.source is not None and draft.source.start < cue.start):
        return draft
    if cue.xpos not in _FINITE or cue.deprel.startswith(("acl", "amod")) or grammar.children(cue.index, "aux:pass", "nsubj:pass"):
        return draft
    first, last = _opening(grammar, cue)
    if last <= first:
        return draft
    span = grammar.span_of(first, last)
    if any(c in article.words(span) for c in '"\u201c\u201d\u201e\u00ab\u00bb'):
        return draft
    content = tuple(s for s in draft.content if not s.overlaps(span))
    return replace(draft, source=span, speaker=last - 1, content=content) if content else draft


def _opening(grammar: Grammar, cue: Word) -> tuple[int, int]:
    """The noun phrase from the start of a sentence to its verb, without a relative clause between commas; empty if there is none."""
    words, first = grammar.words, grammar.sentences[cue.sentence].first
    last = cue.index
    comma = next((i for i in range(first, last) if words[i].text == ","), last)
    if comma < last:
        whose = words[comma + 1].text.lower() in ("which", "who", "whose") and words[last - 1].text == ","
        if not whose or any(words[i].text == "," for i in range(comma + 1, last - 1)):
            return first, first
        last = comma
    run = words[first:last]
    if not run or len(run) > _LONG or run[0].upos == "PART" or run[-1].upos not in ("NOUN", "PROPN", "PRON", "NUM"):
        return first, first
    if any(w.upos not in _NOMINAL and w.text.lower() not in _INSIDE for w in run) or run[0].text.lower() in _INSIDE:
        return first, first
    return first, last


def edged(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """With names whole at the edges of a content, without what tells when it was said: "said <last week that> the port would close"."""
    if draft.cue is None or draft.head < 0 or draft.quoted:
        return draft
    out: list[Span] = []
    for n, span in enumerate(draft.content):
        inside = grammar.within(span)
        if not inside or (n and _apart(grammar, draft, inside)):
            continue
        first, last = inside[0].index, inside[-1].index + 1
        while last < len(grammar.words) and grammar.words[last].name.startswith("I-") and grammar.words[last - 1].name != "O":
            last += 1
        end = max(span.end, grammar.words[last - 1].end)
        out.append(Span(span.start, end))
        if span.start < draft.cue.end or grammar.words[first - 1].end != draft.cue.end:
            continue
        that = next((w.index for w in inside[1:_LEAD] if w.text.lower() == "that" and w.deprel == "mark"), -1)
        if that > 0 and not any(w.upos in ("VERB", "AUX", "PUNCT") or w.deprel in _MOVES for w in grammar.words[first:that]):
            told = pieces(article, grammar, list(range(that + 1, last)))
            out[-1:] = list(told) or out[-1:]
    return draft.with_content(tuple(out)) if out else draft


def _apart(grammar: Grammar, draft: Draft, inside: tuple[Word, ...]) -> bool:
    """Whether a further piece is the relative clause of a noun that nobody is reported to have said: ", a result | that would ..."."""
    word = inside[0]
    if word.text.lower() not in ("that", "which", "who") or word.deprel not in _MOVES or word.head < 0:
        return False
    verb = grammar.words[word.head]
    if not verb.deprel.startswith("acl") or verb.head < 0:
        return False
    noun = grammar.words[verb.head]
    return noun.index == word.index - 1 and not any(s.holds(noun.span) for s in draft.content)


def adrift(article: Article, grammar: Grammar, draft: Draft) -> bool:
    """Whether nothing is told: "a claim the port denied, | in the worst accident of the year", "a man known as Ole"."""
    if draft.cue is not None and article.words(draft.cue).lower() in _NAMED:
        return True
    if draft.head > 1 and grammar.words[draft.head - 1].text.lower() == "without" and grammar.words[draft.head - 2].lemma == "go":
        return True  # "it goes without saying that ..."
    if draft.quoted or draft.cue is None or len(draft.content) != 1 or not draft.rule.startswith("tag"):
        return False
    inside = grammar.within(draft.content[0])
    if not inside or inside[0].upos != "ADP" or any(w.upos in ("VERB", "AUX") for w in inside):
        return False
    return inside[0].index > 0 and grammar.words[inside[0].index - 1].text == ","
