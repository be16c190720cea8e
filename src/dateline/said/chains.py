"""Reports that name whom they rely on: "Kanal reported, citing two diplomats, that ..." is told by Kanal, and in it by the diplomats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.article import Span
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import Found, SaidRules, cue_span, find_cue
from dateline.said.draft import Draft
from dateline.said.syntax import phrase, speaker_of

_SPEAKERS = frozenset({"person", "organization"})
_PAPERS = frozenset("report document memo newspaper daily paper statement website agency station broadcaster source".split())
_NEAR = 16  # words between the report and "citing"


def chained(grammar: Grammar, rules: SaidRules, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the words of every "citing" told by those who are cited, within the report."""
    out = list(drafts)
    heads = {d.head: n for n, d in enumerate(out) if d.head >= 0}
    citing = rules.words["phrases.citing"]
    for word, low in zip(grammar.words, grammar.lower, strict=True):
        if low not in citing:
            continue
        cited, verb = _cited(grammar, word), _report(grammar, rules, word)
        at = -1 if cited is None or verb is None else heads.get(verb.word.index, heads.get(word.index, -1))
        if at < 0 or cited is None or verb is None:
            continue
        outer, source = out[at], grammar.span_of(*phrase(grammar, cited.index))
        aside = Span(word.start, source.end)
        content = tuple(s for s in outer.content if not s.overlaps(aside))
        if not content or outer.manner not in ("speech", "finding") or out[at].within >= 0:
            continue
        if outer.head == word.index:
            outer = _told(grammar, verb, outer, content, aside)
        out[at] = replace(outer, content=content)
        inner = Draft("said.citing", outer.manner, content, word.span, word.index, source, cited.index, within=verb.word.index)
        mine = heads.get(word.index, at)
        if mine == at:
            out.append(inner)
        else:
            out[mine] = inner
    return out


def quoted_by(grammar: Grammar, rules: SaidRules, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what somebody "quoted by the daily" says told by the daily as well, around it."""
    out = list(drafts)
    sources = {w.index: n for n, d in enumerate(out) if d.source is not None for w in grammar.within(d.source)}
    heads = {d.head for d in out}
    by = rules.words["phrases.quoted_by"]
    for word, low in zip(grammar.words, grammar.lower, strict=True):
        if low not in by or word.xpos not in ("VBN", "VBD") or word.index in heads:
            continue
        paper, at = _agent(grammar, word), _quoted(grammar, word, sources)
        if paper is None or at < 0 or out[at].within >= 0 or grammar.words[out[at].head].sentence != word.sentence or out[at].head < 0:
            continue
        out[at] = replace(out[at], content=_without(grammar, out[at].content, word.index, paper[1]))
        out.append(Draft("said.quoted_by", "speech", _reported(out[at]), word.span, word.index, grammar.span_of(*paper), paper[1] - 1))
        source = out[at].source
        if source is not None and source.overlaps(word.span):
            source = Span(source.start, grammar.words[word.index - 1].end)
        out[at] = replace(out[at], within=word.index, source=source)
    return out


def _without(grammar: Grammar, content: tuple[Span, ...], first: int, last: int) -> tuple[Span, ...]:
    """Contents that begin with "quoted by the daily, ..." without it."""
    while last < len(grammar.words) and grammar.words[last].upos == "PUNCT":
        last += 1
    start = grammar.words[min(last, len(grammar.words) - 1)].start
    return tuple(Span(start, s.end) if s.start == grammar.words[first].start and s.end > start else s for s in content)


def _reported(draft: Draft) -> tuple[Span, ...]:
    """What the paper tells of a speaker: 'blamed "mercenaries"', with the verb; of "according to" only what is said."""
    cue = draft.cue
    if cue is None or draft.rule == "said.according" or cue.end > draft.start:
        return draft.content
    return (Span(cue.start, draft.content[0].end), *draft.content[1:])


def _agent(grammar: Grammar, word: Word) -> tuple[int, int] | None:
    """Who quotes, as (first, last): the noun phrase right behind "quoted by"."""
    words, end = grammar.words, grammar.sentences[word.sentence].last
    first = word.index + 2
    if first >= end or words[first - 1].text.lower() != "by":
        return None
    last = first
    while last < end and words[last].upos in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART") and words[last].entity != "time":
        last += 1
    return (first, last) if last > first and words[last - 1].upos in ("NOUN", "PROPN") else None


def _quoted(grammar: Grammar, word: Word, sources: dict[int, int]) -> int:
    """The draft whose speaker stands right before "quoted by", or holds it."""
    for i in range(word.index, max(grammar.sentences[word.sentence].first, word.index - 3) - 1, -1):
        if i in sources:
            return sources[i]
        if i < word.index and grammar.words[i].text != ",":
            return -1
    return -1


def _told(grammar: Grammar, verb: Found, draft: Draft, content: tuple[Span, ...], aside: Span) -> Draft:
    """The report itself, where only "citing" was taken for its cue."""
    head = speaker_of(grammar, verb.word.index)
    if draft.source is None or draft.source.overlaps(aside):
        held = frozenset(w.index for s in content for w in grammar.within(s))
        source = grammar.span_of(*phrase(grammar, head, outside=held | {verb.word.index})) if head >= 0 else None
        draft = replace(draft, source=source, speaker=head)
    return replace(draft, rule="said.clause", cue=cue_span(grammar, verb), head=verb.word.index)


def _cited(grammar: Grammar, word: Word) -> Word | None:
    """The one who is cited, if it is somebody who can speak, or a paper."""
    sentence = grammar.sentences[word.sentence]
    for i in range(word.index + 1, min(sentence.last, word.index + 10)):
        noun = grammar.words[i]
        if noun.upos in ("VERB", "PUNCT", "SCONJ", "ADP"):
            return None
        within = (
            word.index < noun.head < sentence.last and noun.head > i and noun.relation in ("compound", "nmod", "flat", "amod", "nummod")
        )
        if noun.upos in ("NOUN", "PROPN", "PRON") and not within:
            after = grammar.words[phrase(grammar, i)[1] : phrase(grammar, i)[1] + 1]
            if any(w.text.lower() == "as" for w in after):
                return None
            named = noun.entity in _SPEAKERS or noun.name[2:] in ("PER", "ORG")
            return noun if named or noun.lemma.lower() in _PAPERS else None
    return None


def _report(grammar: Grammar, rules: SaidRules, word: Word) -> Found | None:
    """The reporting verb that "citing" goes with: the one it hangs on, else the nearest finite one of its sentence."""
    for up in grammar.ancestors(word.index):
        found = find_cue(grammar, up, rules)
        if up.sentence == word.sentence and found is not None and found.takes("c") is not None:
            return found
    near = sorted(_around(grammar, word), key=lambda w: (abs(w.index - word.index), w.index))
    founds = (find_cue(grammar, w, rules) for w in near if w.xpos in ("VBD", "VBZ", "VBP"))
    return next((f for f in founds if f is not None and f.takes("c") is not None and f.manner == "speech"), None)


def _around(grammar: Grammar, word: Word) -> Iterator[Word]:
    sentence = grammar.sentences[word.sentence]
    first, last = max(sentence.first, word.index - _NEAR), min(sentence.last, word.index + _NEAR)
    yield from (w for w in grammar.words[first:last] if w.index != word.index)
