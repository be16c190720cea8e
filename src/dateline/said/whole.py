"""Speakers made whole, and the words between a cue and what it reports."""

from __future__ import annotations

from dataclasses import replace

from dateline.article import Article, Span
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import SaidRules, find_cue
from dateline.said.draft import Draft, pieces
from dateline.said.syntax import phrase

_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"})
_JOINTS = frozenset({"of", "for", "in", "at", "from"})
_QUOTES = frozenset({'"', "\u201c", "\u201d", "\u00ab", "\u00bb", "``", "''"})
#: Verbs that address nobody: what stands right behind them is said.
_PLAIN = frozenset("say add insist claim argue note believe think contend maintain stress".split())
#: Verbs that report once more what the same speaker says: "..., adding that ...".
_MORE = frozenset("say add note insist stress claim argue warn suggest explain tell".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def whole(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """The draft with its speaker whole and on the right side of a semicolon, and its content from the cue on to the next saying."""
    if draft.cue is None or draft.head < 0:
        return draft
    draft = _completed(grammar, _shortened(grammar, _own_half(grammar, draft)))
    return _ended(article, grammar, rules, _begun(article, grammar, draft))


def _own_half(grammar: Grammar, draft: Draft) -> Draft:
    """With the subject behind the semicolon: "Farmers described a bang; | one woman told the daily: ..."."""
    if draft.source is None or draft.speaker < 0 or draft.cue is None or draft.source.end > draft.cue.start:
        return draft
    words, cue = grammar.words, grammar.words[draft.head]
    if words[draft.speaker].sentence != cue.sentence:
        return draft
    half = next((i for i in range(cue.index - 1, draft.speaker, -1) if words[i].text == ";"), -1)
    if half < 0:
        return draft
    content = frozenset(w.index for s in draft.content for w in grammar.within(s))
    for i in range(half + 1, cue.index):
        if words[i].upos in ("NOUN", "PROPN", "PRON") and i not in content and not half < words[i].head < cue.index:
            first, last = phrase(grammar, i, outside=content | {cue.index})
            return replace(draft, source=grammar.span_of(max(first, half + 1), last), speaker=i)
    return draft


def _shortened(grammar: Grammar, draft: Draft) -> Draft:
    """Without a relative clause that breaks off: "Ole Marn, | who had flown to | Lund for talks, said"."""
    inside = grammar.within(draft.source) if draft.source is not None else ()
    if not inside or draft.cue is None:
        return draft
    comma = next((n for n in range(1, len(inside) - 1) if inside[n].text == "," and inside[n + 1].text.lower() in ("who", "which")), -1)
    after = grammar.words[inside[-1].index + 1 : inside[-1].index + 2]
    if comma < 0 or not after or after[0].upos == "PUNCT" or after[0].start >= draft.cue.start or after[0].sentence != inside[-1].sentence:
        return draft
    return replace(draft, source=Span(inside[0].start, inside[comma - 1].end))


def _completed(grammar: Grammar, draft: Draft) -> Draft:
    """With the end of a speaker that breaks off before the verb: "police in the port | of Lund said", "a man known as | Ole, said"."""
    if draft.source is None or draft.cue is None or draft.source.end >= draft.cue.start:
        return draft
    words, inside = grammar.words, grammar.within(draft.source)
    if not inside or inside[-1].sentence != words[draft.head].sentence:
        return draft
    first = min(w.index for w in grammar.within(draft.cue))
    start = inside[-1].index + 1
    gap = words[start:first]
    while gap and gap[-1].text == ",":
        gap = gap[:-1]
    if not gap or len(gap) > 8 or any(w.upos not in _NAMING and w.text.lower() not in _JOINTS for w in gap):
        return draft
    if any(w.entity == "time" for w in gap) or gap[-1].upos not in ("NOUN", "PROPN"):
        return draft
    if gap[0].text.lower() == "of" or inside[-1].upos == "ADP":
        return replace(draft, source=Span(draft.source.start, gap[-1].end))
    return draft


def _begun(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """With the head of a clause that the tagger left out: "said <the film that> the group had shown was old"."""
    after = [s for s in draft.content if draft.cue is not None and s.start > draft.cue.end]
    if len(after) != len(draft.content) or draft.quoted or grammar.words[draft.head].lemma not in _PLAIN:
        return draft
    inside = grammar.within(after[0])
    if not inside or draft.cue is None:
        return draft
    last = max(w.index for w in grammar.within(draft.cue))
    gap = grammar.words[last + 1 : inside[0].index]
    if draft.source is not None and draft.source.start > draft.cue.start:
        return draft
    if not 2 <= len(gap) <= 8 or gap[-1].text.lower() not in ("that", "which", "who") or gap[-2].upos not in ("NOUN", "PROPN"):
        return draft
    if any(w.upos not in _NAMING and w.text.lower() not in ("that", "which", "who") for w in gap) or any(w.entity == "time" for w in gap):
        return draft
    lead = pieces(article, grammar, [w.index for w in (*gap, *inside)])
    return replace(draft, content=(*lead, *draft.content[1:])) if len(lead) == 1 else draft


def _ended(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """Without what the next saying of the same speaker reports: "said the weir was shut | , adding that it would open"."""
    out: list[Span] = []
    for span in draft.content:
        inside = grammar.within(span)
        stop = next((n for n in range(2, len(inside) - 3) if _goes_on(grammar, rules, draft, inside, n)), -1)
        if stop > 0 and draft.cue is not None and span.start > draft.cue.start and not _open(article.text, span.start, inside[stop].start):
            out += pieces(article, grammar, [w.index for w in inside[:stop]])
            break
        out.append(span)
    return draft.with_content(tuple(out)) if out else draft


def _goes_on(grammar: Grammar, rules: SaidRules, draft: Draft, inside: tuple[Word, ...], n: int) -> bool:
    """Whether a comma and a reporting participle follow: ", adding that", ', saying "'."""
    if inside[n].text != "," or inside[n + 1].xpos != "VBG" or inside[n + 1].lemma not in _MORE:
        return False
    return (
        inside[n + 1].index != draft.head
        and (inside[n + 2].text.lower() == "that" or inside[n + 2].text in _QUOTES or inside[n + 2].upos in ("PRON", "DET"))
        and find_cue(grammar, inside[n + 1], rules) is not None
    )


def _open(text: str, start: int, end: int) -> bool:
    """Whether a quotation is open between two places."""
    run = text[max(0, start - 1) : end]
    return run.count('"') % 2 == 1 or run.count("\u201c") > run.count("\u201d")


def between(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """Without what stands between speaker and cue, and without what a closing mark has ended.

    'She urged him | to leave and said: "Go," | until shots fell': only the quotation is said.
    """
    if draft.cue is None or draft.source is None or len(draft.content) < 2 or draft.source.end > draft.cue.start:
        return draft
    source, cue = draft.source, draft.cue
    if not any(s.start > cue.end for s in draft.content):
        return draft
    kept = tuple(s for s in draft.content if not (source.end <= s.start and s.end <= cue.start))
    return replace(draft, content=kept) if kept else draft


def closed(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """Without the clause that follows a whole quoted sentence: '"Do not go," | until shots were heard'."""
    out: list[Span] = []
    for span in draft.content:
        text = article.text
        opening = text[span.start - 1 : span.start]
        mark = {'"': '"', "\u201c": "\u201d"}.get(opening)
        at = text.find(mark, span.start, span.end) if mark else -1
        rest = grammar.within(Span(at + 1, span.end)) if 0 < at < span.end - 2 else ()
        told = grammar.within(Span(span.start, at)) if rest else ()
        ends = mark is not None and rest and text[at - 1] in ",.!?" and mark not in text[at + 1 : span.end]
        if ends and rest[0].text.lower() in ("until", "when", "as", "after", "before", "while") and any(w.xpos in _FINITE for w in told):
            out.append(Span(span.start, at - 1))
        else:
            out.append(span)
    return draft.with_content(tuple(out))
