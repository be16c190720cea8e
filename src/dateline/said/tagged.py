"""The tagger's attribution tags, linked: which source, cue and content belong together.

Each content and each source goes to the nearest cue; a cue of the same sentence is nearer than any other. A cue without a source takes over
the source of the cue before it in its sentence ("the minister said ..., adding ...").
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from dateline.article import Article, Span
from dateline.fields import Manner
from dateline.grammar.words import Grammar, Segment
from dateline.said.cues import SaidRules, find_cue
from dateline.said.draft import Draft, pieces

_OTHER_SENTENCE = 30  # words that a sentence boundary counts for
_OTHER_PARAGRAPH = 60
_FAR = 150
_NEXT_VERB = 12  # words that "and" before a cue counts for
_TITLES = frozenset(("headline", "subhead"))
_NEIGHBOURS = 4  # cues on either side that are looked at
_OPEN_ENDED = frozenset({"ADP", "DET", "AUX", "SCONJ"})
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_MARKS = frozenset("\"\u201c\u201d\u00ab\u00bb\u201e'\u2018\u2019")
_OPENERS = frozenset({'"', "\u201c", "\u00ab", "\u201e", "'", "\u2018"})


def link(
    article: Article, grammar: Grammar, quoting: frozenset[str] = frozenset()
) -> list[tuple[Segment | None, Segment | None, list[Segment]]]:
    """(source, cue, contents) of every attribution, in order of the cues. `quoting`: the participles of "an aide quoted by the daily"."""
    papers = _papers(grammar, quoting)
    aside = frozenset(s for pair in papers.values() for s in pair)
    segments = [s for s in grammar.attributions if s not in aside]
    cues = [s for s in segments if s.label == "cue" and _readable(grammar, s)]
    contents: list[list[Segment]] = [[] for _ in cues]
    sources: list[list[tuple[int, Segment]]] = [[] for _ in cues]
    breaks = _breaks(article, grammar)
    starts = [c.first for c in cues]
    for s in segments:
        if s.label == "cue" or not cues:
            continue
        at = bisect_left(starts, s.first)
        costs = [(_cost(grammar, breaks, s, cues[n]), n) for n in range(max(0, at - _NEIGHBOURS), min(len(cues), at + _NEIGHBOURS))]
        cost, n = min(costs)
        if cost > _FAR:
            continue
        if s.label == "content":
            contents[n].append(s)
        else:
            sources[n].append((cost, s))
    out: list[tuple[Segment | None, Segment | None, list[Segment]]] = []
    last: tuple[int, Segment | None] = (-1, None)
    for n, cue in enumerate(cues):
        sentence = grammar.words[cue.first].sentence
        source = min(sources[n], key=lambda x: (x[0], x[1].first))[1] if sources[n] else (last[1] if last[0] == sentence else None)
        if source is not None:
            source = papers[source][0] if source in papers else source
            last = (sentence, source)
        if contents[n]:
            out.append((source, cue, contents[n]))
    return out


def _papers(grammar: Grammar, quoting: frozenset[str]) -> dict[Segment, tuple[Segment, Segment]]:
    """For the paper of "an aide quoted by the daily", where another cue tells what the aide says, the tags of both: <an aide>, <quoted>."""
    segments, words = grammar.attributions, grammar.words
    out: dict[Segment, tuple[Segment, Segment]] = {}
    cues = Counter(words[s.first].sentence for s in segments if s.label == "cue")
    for speaker, cue, paper in zip(segments, segments[1:], segments[2:], strict=False):
        word, sentence = words[cue.last - 1], words[speaker.first].sentence
        beside = all(w.text == "," for w in words[speaker.last : cue.first])
        if (
            (speaker.label, cue.label, paper.label) == ("source", "cue", "source")
            and word.text.lower() in quoting
            and word.xpos in ("VBN", "VBD")
            and (beside and paper.first == cue.last + 1 and words[cue.last].text.lower() == "by")
            and words[paper.last - 1].sentence == sentence
            and cues[sentence] > 1
        ):
            out[paper] = (speaker, cue)
    return out


def _readable(grammar: Grammar, cue: Segment) -> bool:
    """A cue has a word, or is the colon or dash of "Name: ..."; a stray full stop is none."""
    return any(w.text[0].isalpha() or w.text in (":", "-", "\u2013", "\u2014", "\u2015") for w in grammar.words[cue.first : cue.last])


def _breaks(article: Article, grammar: Grammar) -> list[int]:
    """For every word the number of its paragraph: its part, negative for titles, or its line in an article without parts."""
    out: list[int] = []
    if article.parts:
        at, last = 0, len(article.parts) - 1
        ends = [part.span.end for part in article.parts]
        numbers = [n if part.kind not in _TITLES else -1 - n for n, part in enumerate(article.parts)]
        for w in grammar.words:
            while at < last and ends[at] <= w.start:
                at += 1
            out.append(numbers[at])
        return out
    paragraph = end = 0
    for w in grammar.words:
        if "\n" in article.text[end : w.start]:
            paragraph += 1
        out.append(paragraph)
        end = w.end
    return out


def _cost(grammar: Grammar, breaks: list[int], a: Segment, b: Segment) -> int:
    x, y = (a, b) if a.first < b.first else (b, a)
    gap = max(0, y.first - x.last)
    if x.label == "content" and y.label == "cue" and grammar.words[y.first - 1].upos == "CCONJ":
        gap += _NEXT_VERB  # "called it <a farce> and said"
    same = grammar.words[x.last - 1].sentence == grammar.words[y.first].sentence
    if not same:
        gap += _OTHER_SENTENCE
        if breaks[x.last - 1] != breaks[y.first]:
            gap += _OTHER_PARAGRAPH
        if (breaks[x.last - 1] < 0) != (breaks[y.first] < 0):
            gap += _FAR  # nobody speaks from a headline into the copy
    return gap


def span_of(segments: list[Segment]) -> tuple[Span, ...]:
    """The spans of some segments, in order."""
    return tuple(s.span for s in sorted(segments, key=lambda s: s.first))


def tagged_drafts(article: Article, grammar: Grammar, rules: SaidRules) -> list[Draft]:
    """The model's answer as drafts, in order of the cues."""
    out: list[Draft] = []
    breaks = _breaks(article, grammar)
    for source, cue, contents in link(article, grammar, rules.words["phrases.quoted_by"]):
        if cue is None:
            continue
        indexes = [i for s in _of_sentence(article, grammar, cue, contents) for i in range(s.first, _whole(grammar, s))]
        spans = _near_cue(article, grammar, breaks, cue, pieces(article, grammar, indexes))
        if not spans:
            continue
        head = _head(grammar, cue, rules)
        found = find_cue(grammar, grammar.words[head], rules)
        speaker = top_of(grammar, source.first, source.last) if source is not None else -1
        manner = found.manner if found is not None else _manner(grammar, cue, rules)
        out.append(
            Draft(grammar.model, manner, spans, cue.span, head, _both(grammar, source) if source else None, speaker, weak=found is None)
        )
    return out


def _both(grammar: Grammar, source: Segment) -> Span:
    """A source that breaks off at "and", with whoever stands behind it: "an official in Lund and | a mediator"."""
    words, last = grammar.words, source.last
    if words[last - 1].upos != "CCONJ" or last - 1 <= source.first:
        return source.span
    while last < len(words) and words[last].upos in _NAMING and words[last].attribution == "O":
        last += 1
    return grammar.span_of(source.first, last if words[last - 1].upos in ("NOUN", "PROPN") else source.last - 1)


def _manner(grammar: Grammar, cue: Segment, rules: SaidRules) -> Manner:
    """The manner of a cue that is not in the lexicon of reporting words: "voted", "is wary of", "support for"."""
    return next((rules.manners[w.text.lower()] for w in grammar.words[cue.first : cue.last] if w.text.lower() in rules.manners), "speech")


def _of_sentence(article: Article, grammar: Grammar, cue: Segment, contents: list[Segment]) -> list[Segment]:
    """Contents of the cue's own sentence and quoted ones; others only where nothing else is left."""
    own = grammar.words[cue.first].sentence
    near = [s for s in contents if grammar.words[s.first].sentence <= own <= grammar.words[s.last - 1].sentence]
    near = [s for s in near if not _beyond(grammar, cue, s)] or near
    bare = [s for s in near if not _marked(article, s)]
    kept = [s for s in contents if s in near or (_marked(article, s) and not (bare and s.last <= cue.first and _finished(article, s)))]
    return kept if near else contents


def _beyond(grammar: Grammar, cue: Segment, content: Segment) -> bool:
    """Whether a semicolon stands between a cue and a content: "farmers blame them for | shooting; the guard denies that ..."."""
    first, last = (content.last, cue.first) if content.first < cue.first else (cue.last, content.first)
    return any(w.text == ";" for w in grammar.words[first:last])


def _marked(article: Article, segment: Segment) -> bool:
    """Whether a content has quotation marks, or one before it."""
    return any(c in _MARKS for c in article.words(segment.span)) or article.text[max(0, segment.span.start - 1)] in _MARKS


def _finished(article: Article, segment: Segment) -> bool:
    """Whether a quotation ends its sentence: '"... on Thursday." He thinks that ...' are two statements."""
    tail = article.text[max(segment.span.start, segment.span.end - 2) : segment.span.end + 2]
    return any(c in ".!?" for c in tail)


def _whole(grammar: Grammar, segment: Segment) -> int:
    """The end of a content; one that breaks off before the noun of a phrase runs on to the next mark or tag."""
    words, last = grammar.words, segment.last
    end = grammar.sentences[words[last - 1].sentence].last
    if words[last - 1].upos not in _OPEN_ENDED:
        return last
    stop = last
    while stop < end and words[stop].upos != "PUNCT" and words[stop].attribution == "O":
        stop += 1
    return stop


def _near_cue(article: Article, grammar: Grammar, breaks: list[int], cue: Segment, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without pieces of other paragraphs, unless they are quoted or nothing else is left."""
    own = breaks[cue.first]
    near = tuple(
        s for s in spans if article.text[s.start - 1 : s.start] in _OPENERS or any(breaks[w.index] == own for w in grammar.within(s))
    )
    return near or spans


def _head(grammar: Grammar, cue: Segment, rules: SaidRules) -> int:
    """The main word of a cue: its first word of the lexicon, else the one that heads the others."""
    for i in range(cue.first, cue.last):
        if find_cue(grammar, grammar.words[i], rules) is not None:
            return i
    return top_of(grammar, cue.first, cue.last)


def top_of(grammar: Grammar, first: int, last: int) -> int:
    """The word of a run that heads it."""
    return next((i for i in range(first, last) if not first <= grammar.words[i].head < last and grammar.words[i].upos != "PUNCT"), first)
