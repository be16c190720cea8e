"""When and by what means something was said, how much of it is quoted, and which statement reports which."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from dateline.article import Article, Span
from dateline.fields import StatementKind, Time
from dateline.grammar.words import Grammar, Word
from dateline.said.asides import asides
from dateline.said.cues import SaidRules
from dateline.said.draft import Draft
from dateline.said.quotes import QuoteMask
from dateline.said.syntax import block_of

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_BY = frozenset({"in", "on", "via", "by", "through", "over", "during", "at", "from", "to"})
_STOPS = frozenset({"after", "before", "as", "when", "while", "and", "but", "that", "which", "who", "where", "if", "because", "following"})
_SINCE = frozenset({"after", "before", "following", "since", "until", "despite", "ahead"})
_DIRECT = 0.9
_WEEK = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def kind_of(article: Article, mask: QuoteMask, draft: Draft) -> StatementKind:
    """direct: at least nine words in ten are quoted; indirect: none; mixed: the rest."""
    if draft.rule == "said.interview":
        return "direct"
    share = mask.share(article.text, draft.content)
    return "direct" if share >= _DIRECT else "indirect" if share == 0 else "mixed"


def _block(grammar: Grammar, draft: Draft) -> frozenset[int]:
    """The words of the attribution: the cue's own clause without content and other clauses."""
    cue = grammar.words[draft.head]
    content = frozenset(w.index for s in draft.content for w in grammar.within(s))
    first, last = block_of(grammar, draft.head, content)
    out = {i for i in range(first, last) if i not in content}
    for i in sorted(out):
        word = grammar.words[i]
        base = word.relation
        if word.index != cue.index and (
            (base in ("conj", "advcl", "acl", "parataxis", "ccomp") and word.upos in ("VERB", "AUX")) or word.deprel == "acl:relcl"
        ):
            out.difference_update(grammar.subtree(i))
    return frozenset(out | {draft.head})


def date_of(grammar: Grammar, draft: Draft, times: Sequence[Time], rules: SaidRules, *, published: str | None = None) -> str | None:
    """The date in the attribution's own words ("said on Sunday"), or None: `times` in order of the text, `published` an ISO date."""
    if draft.head < 0:
        return None
    block = _block(grammar, draft) | _beside(grammar, draft) | asides(grammar, rules, draft)
    hull = grammar.span_of(min(block), max(block) + 1)
    first = bisect_left(times, hull.start, key=lambda t: t.span.start)
    for time in times[first : bisect_left(times, hull.end, lo=first, key=lambda t: t.span.start)]:
        if time.value is None or time.type not in ("DATE", "TIME") or (draft.source is not None and draft.source.overlaps(time.span)):
            continue
        words = grammar.within(time.span)
        if words and all(w.index in block for w in words) and not _elsewhere(grammar, rules, draft.head, words[0], words[-1]):
            match = _DAY.match(time.value)
            if match:
                weekday = words[-1].text.lower() in _WEEK and words[0].text.lower() != "next"
                past = weekday and grammar.words[draft.head].xpos == "VBD"
                return _before(match.group(), published) if past and published is not None else match.group()
    return None


def _before(day: str, published: str) -> str:
    """A weekday on which something was said: "he said on Tuesday", in Friday's paper, is the Tuesday before it, whatever the tree says."""
    try:
        said, paper = date.fromisoformat(day), date.fromisoformat(published[:10])
        return (said - timedelta(days=7)).isoformat() if 0 < (said - paper).days <= 7 else day
    except (ValueError, OverflowError):
        return day


def _elsewhere(grammar: Grammar, rules: SaidRules, cue: int, first: Word, last: Word) -> bool:
    """Whether a time in the attribution is not that of the saying: "after the raid on Friday, he said", "in his Easter message"."""
    if last.head == last.index + 1 and grammar.words[last.head].lemma.lower() in rules.media:
        return True
    for i in range(first.index - 1, max(-1, first.index - 9), -1):
        word = grammar.words[i]
        if i == cue or word.upos == "PUNCT" or word.sentence != first.sentence:
            return False
        if word.text.lower() in _SINCE:
            return True
    return False


def _beside(grammar: Grammar, draft: Draft) -> frozenset[int]:
    """The words beside the cue that only the attribution can own: up to the next mark, content or conjunction on either side."""
    words, cue = grammar.words, grammar.words[draft.head]
    sentence = grammar.sentences[cue.sentence]
    content = frozenset(w.index for s in draft.content for w in grammar.within(s))
    source = frozenset(w.index for w in grammar.within(draft.source)) if draft.source is not None else frozenset()
    out: set[int] = set()
    for step, stop in ((1, sentence.last), (-1, sentence.first - 1)):
        i = cue.index + step
        while (
            i != stop
            and i not in content
            and (i in source or (words[i].text.lower() not in _STOPS and words[i].upos not in ("PUNCT", "SCONJ")))
        ):
            if words[i].upos == "VERB" and i not in source and words[i].deprel != "amod":
                break
            out.add(i)
            i += step
    return frozenset(out - source)


def medium_of(grammar: Grammar, draft: Draft, rules: SaidRules) -> Span | None:
    """The means of saying: "in an interview with the Tagus Post", "on state television", "a news conference" after "told"."""
    if draft.head < 0 or grammar.words[draft.head].upos not in ("VERB", "AUX", "X", "NOUN", "PROPN"):
        return None
    region = _beside(grammar, draft) | asides(grammar, rules, draft)
    words = grammar.words
    tells = words[draft.head].lemma in ("tell", "inform", "assure")
    for i in sorted(region, key=lambda i: (abs(i - draft.head), i)):
        if words[i].upos not in ("NOUN", "PROPN") or not (words[i].text.lower() in rules.media or words[i].lemma.lower() in rules.media):
            continue
        if words[i].head == i + 1 and i + 1 in region and words[i + 1].upos == "NOUN":
            continue  # "in a telephone | interview"
        start = i
        while (
            start - 1 in region
            and words[start - 1].upos in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON")
            and start - 1 != draft.head
            and i - start < 7
        ):
            start -= 1
        prep = start - 1 in region and words[start - 1].text.lower() in _BY
        if prep or (tells and start == draft.head + 1):
            return grammar.span_of(start - prep, _end(grammar, i, region))
    return None


def _end(grammar: Grammar, i: int, region: frozenset[int]) -> int:
    """The end of a medium with whom the talk was ("in an interview with ..."), without its day."""
    words, last = grammar.words, i + 1
    while (last in region and words[last].upos in ("NOUN", "PROPN") and words[last].head == i) or (
        last in region and words[last].head == last - 1 and words[last].deprel.startswith("flat")
    ):
        last += 1
    if last in region and words[last].text.lower() in ("with", "to", "by", "for", "of"):
        end = last + 1
        while end in region and words[end].upos in ("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM") and end < last + 7:
            end += 1
        if end > last + 1 and words[end - 1].upos in ("NOUN", "PROPN"):
            return end
    return last


def inside(outer: Draft, inner: Draft) -> bool:
    """Whether one draft's attribution and content stand in the content of another."""
    if outer is inner or inner.cue is None:
        return False
    hull = Span(outer.start, outer.end)
    return any(s.holds(inner.cue) for s in outer.content) and hull.start <= inner.start and inner.end <= hull.end + 1
