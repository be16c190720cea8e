"""Attributions without a reporting clause of their own: "according to ...", "in the words of ...", "quoted ... as saying ..."."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.article import Article, Span
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.said.cues import SaidRules, cue_span, find_cue
from dateline.said.draft import Draft, pieces
from dateline.said.quotes import QuoteMask
from dateline.said.syntax import phrase

_OPENERS = frozenset({'"', "\u201c", "\u00ab", "``", "\u201e"})
#: "According to plan" names a measure, no speaker.
_MEASURES = frozenset(
    "plan plans schedule law custom tradition size rank need needs expectations taste age merit ability protocol script".split()
)


def find_phrases(article: Article, grammar: Grammar, mask: QuoteMask, rules: SaidRules) -> Iterator[Draft]:
    """Drafts of every phrase that attributes."""
    according, in_words, as_saying = (rules.words[f"phrases.{name}"] for name in ("according", "in_words", "as_saying"))
    for word, low in zip(grammar.words, grammar.lower, strict=True):
        if low in according and mask.at(word.start) is None:
            yield from _according(article, grammar, word)
        elif low in in_words and mask.at(word.start) is None:
            yield from _in_words(article, grammar, word)
        elif low in as_saying and word.index and grammar.lower[word.index - 1] == "as":
            yield from _as_saying(article, grammar, word, rules)


def _noun(grammar: Grammar, start: int, end: int) -> int:
    """The head of the noun phrase that starts at a word: the first noun of the stretch that heads the words before it, or -1."""
    for i in range(start, min(end, start + 14)):
        word = grammar.words[i]
        if word.upos in ("NOUN", "PROPN", "PRON", "NUM") and not (
            start <= word.head < end and word.head > i and word.relation in ("compound", "nmod", "flat", "nummod", "amod")
        ):
            return i
        if word.upos in ("VERB", "AUX") and word.deprel != "amod":
            return -1
    return -1


def _according(article: Article, grammar: Grammar, word: Word) -> Iterator[Draft]:
    sentence = grammar.sentences[word.sentence]
    i = word.index
    if i + 2 >= sentence.last or grammar.words[i + 1].text.lower() != "to":
        return
    head = word.head if i < word.head < sentence.last and word.deprel in ("case", "mark", "fixed") else -1
    if head < 0 or any(w.upos == "VERB" and w.deprel != "amod" for w in grammar.words[i + 2 : head]):
        head = _noun(grammar, i + 2, sentence.last)  # "according to <an official> cited by the daily Norr"
    if head < 0:
        return
    first, last = phrase(grammar, head)
    first = max(first, i + 2)
    if last - first == 1 and grammar.words[head].text.lower() in _MEASURES:
        return
    end = max(last, 1 + max((j for j in grammar.subtree(head) if j < sentence.last), default=head))
    if end - last > 25:
        end = last
    content = _rest(grammar, sentence, i, end, grammar.words[head].head)
    spans = pieces(article, grammar, content)
    if spans:
        yield Draft("said.according", "speech", spans, grammar.span_of(i, i + 2), i, grammar.span_of(first, last), head)


def _rest(grammar: Grammar, sentence: Sentence, first: int, last: int, host: int) -> list[int]:
    """The clause around an attributing phrase: what follows if it opens the clause, else what stands before and what resumes after."""
    words = grammar.words
    left = first
    while left > sentence.first and words[left - 1].text not in (";",) and not (words[left - 1].text == ":" and first - left > 1):
        left -= 1
    before = list(range(left, first))
    if not any(words[i].upos not in ("PUNCT", "CCONJ", "ADV") for i in before):
        after = list(range(last, sentence.last))
        for n, i in enumerate(after):
            if words[i].text == ";":
                return before + after[:n]
        return before + after
    if last < sentence.last and words[last].text == "," and last + 1 < sentence.last:
        below = frozenset(grammar.subtree(host)) if host >= 0 else frozenset()
        after = [i for i in range(last + 1, sentence.last) if i in below]
        nxt = words[last + 1]
        if (
            after
            and nxt.upos not in ("CCONJ", "SCONJ")
            and nxt.text.lower() not in ("which", "who", "where", "while", "although", "and", "but")
        ):
            stop = next((i for i in after if words[i].text == ";"), after[-1] + 1)
            return before + list(range(last + 1, stop))
    return before


def _in_words(article: Article, grammar: Grammar, word: Word) -> Iterator[Draft]:
    """ "In the words of the union, ...", "in the government's version, ..."."""
    sentence = grammar.sentences[word.sentence]
    i = word.index
    start = next((j for j in range(i - 1, max(sentence.first - 1, i - 9), -1) if grammar.words[j].text.lower() == "in"), -1)
    if start < 0 or any(w.upos in ("VERB", "AUX", "PUNCT", "SCONJ") for w in grammar.words[start + 1 : i]):
        return
    owner = next((k for k in grammar.children(i, "nmod:poss")), None)
    of = i + 1 < sentence.last and grammar.words[i + 1].text.lower() == "of"
    if owner is not None:
        head, end = owner.index, i + 1
    elif of:
        head = _noun(grammar, i + 2, sentence.last)
        if head < 0:
            return
        end = phrase(grammar, head)[1]
    else:
        return
    if grammar.words[head].text.lower() in ("other", "our", "its"):
        return
    first, last = phrase(grammar, head)
    while last - 1 > first and grammar.words[last - 1].text in ("'s", "’s", "'", "’"):
        last -= 1
    rest = _rest(grammar, sentence, start, end, -1)
    behind = [i for i in range(end, sentence.last) if grammar.words[i].text != ","]
    if behind and grammar.words[behind[0]].text in _OPENERS:
        rest = behind  # "..., in the words of the union, "an insult""
    spans = pieces(article, grammar, rest)
    if owner is not None and spans and not (end < sentence.last and grammar.words[end].text in (",", ":", "-", "—")):
        return
    if spans:
        cue = grammar.span_of(start, i + 2) if of and owner is None else None
        yield Draft("said.in_words", "speech", spans, cue, start, grammar.span_of(first, last), head)


def _as_saying(article: Article, grammar: Grammar, word: Word, rules: SaidRules) -> Iterator[Draft]:
    sentence = grammar.sentences[word.sentence]
    at = word.index
    if word.text.lower() == "having":
        at += 1
    if at >= sentence.last:
        return
    cue = grammar.words[at]
    found = find_cue(grammar, cue, rules)
    verb = next(
        (
            j
            for j in range(word.index - 2, max(sentence.first, word.index - 26) - 1, -1)
            if grammar.words[j].text.lower() in rules.words["phrases.quoting"]
        ),
        -1,
    )
    if found is None or verb < 0:
        return
    passive = any(k.deprel in ("aux:pass", "nsubj:pass") for k in grammar.children(verb)) or grammar.words[verb - 1].lemma == "be"
    subject = next((k.index for k in grammar.children(verb, "nsubj")), -1)
    inner = subject if passive else _noun(grammar, verb + 1, word.index - 1)
    if inner < 0:
        return
    after = _following(grammar, sentence, at)
    content = after or _preceding(grammar, sentence, verb, inner, subject)
    spans = pieces(article, grammar, content)
    if not spans:
        return
    first, last = phrase(grammar, inner, outside=frozenset(range(verb, verb + 1)))
    last = min(last, word.index - 1) if inner > verb else last
    source = grammar.span_of(first, last)
    outer_head = next((i for v in (verb, at) if (i := _teller(grammar, v)) >= 0), -1) if passive else subject
    outer = outer_head >= 0 and outer_head != inner
    yield Draft("said.as_saying", "speech", spans, cue_span(grammar, found), at, source, inner, within=verb if outer else -1)
    if outer:
        a, b = phrase(grammar, outer_head)
        shell = pieces(article, grammar, list(range(first, last)) + list(range(word.index - 1, at + 1)))
        whole = Span(source.start, max(s.end for s in spans))
        told = (whole,) if after and inner > verb else (*shell, *spans)
        yield Draft("said.quoting", "speech", tuple(sorted(told)), grammar.words[verb].span, verb, grammar.span_of(a, b), outer_head)


def _teller(grammar: Grammar, verb: int) -> int:
    """The one by whom something is quoted, or -1."""
    tellers = (k.index for k in grammar.children(verb, "obl") if any(c.text.lower() == "by" for c in grammar.children(k.index, "case")))
    return next(tellers, -1)


def _following(grammar: Grammar, sentence: Sentence, at: int) -> list[int]:
    words = grammar.words
    stop = next((i for i in range(at + 1, sentence.last) if words[i].text == ";"), sentence.last)
    rest = list(range(at + 1, stop))
    below = frozenset(grammar.subtree(at))
    clause = [k for k in grammar.children(at, "ccomp", "parataxis", "obj") if k.index > at]
    if clause:
        tree = [i for i in grammar.subtree(clause[0].index) if i in below and i > at]
        return list(range(at + 1, max(tree) + 1))
    lead = rest[0] if rest else -1
    if lead >= 0 and (words[lead].text.lower() == "that" or words[lead].text in ('"', "“", ",", ":")) and len(rest) > 3:
        return rest
    return []


def _preceding(grammar: Grammar, sentence: Sentence, verb: int, inner: int, subject: int) -> list[int]:
    edge = min(phrase(grammar, i)[0] for i in (inner, subject) if i >= 0)
    return list(range(sentence.first, min(edge, verb)))
