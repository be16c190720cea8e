"""Reported clauses, from the tree: "X said that ...", "..., X said", "..., officials say, ...", "accused X of having ..."."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.article import Article
from dateline.grammar.words import Grammar, Word
from dateline.said.complements import figure, gerund, infinitive, judgement, toll
from dateline.said.cues import Found, SaidRules, find_cue
from dateline.said.draft import Draft, pieces
from dateline.said.drafting import cut_off, draft_of
from dateline.said.quotes import QuoteMask
from dateline.said.syntax import block_of, negated

_COMMAS = frozenset({",", "\u2014", "\u2013", "-"})


def find_clauses(article: Article, grammar: Grammar, mask: QuoteMask, rules: SaidRules) -> Iterator[Draft]:
    """A draft for every reporting verb that governs or interrupts a clause. What is reported inside a quotation is not looked for."""
    for word, low in zip(grammar.words, grammar.lower, strict=True):
        if low not in rules.forms:
            continue  # most words
        found = find_cue(grammar, word, rules)
        if found is None or negated(grammar, word.index) or mask.at(word.start) is not None:
            continue
        draft = _read(article, grammar, found, rules)
        if draft is None:
            continue
        yield draft


def _read(article: Article, grammar: Grammar, found: Found, rules: SaidRules) -> Draft | None:
    cue = found.word
    kids = grammar.children(cue.index)
    clause = [k for k in kids if k.deprel in rules.words["clauses.clause"] and not _stray(k, cue)]
    entry = found.takes("c")
    if found.takes("f") and entry and not any(_finite(grammar, k) and k.index > cue.index for k in clause):
        counted = toll(article, grammar, found)
        if counted is not None:
            return counted
    if entry and clause:
        return _clause(article, grammar, found, clause[0], "said.clause")
    if entry and cue.relation in rules.words["clauses.parenthesis"] and cue.head >= 0 and _inserted(grammar, cue):
        host = grammar.words[cue.head]
        while host.head >= 0 and host.relation in ("nsubj", "nmod", "obl", "obj", "conj", "appos"):
            host = grammar.words[host.head]
        if host.sentence == cue.sentence:
            return _clause(article, grammar, found, host, "said.parenthesis")
    if entry:
        loose = [
            k
            for k in kids
            if k.deprel == "parataxis" and k.upos in ("VERB", "AUX", "ADJ", "NOUN", "PROPN") and find_gap(article, grammar, cue, k)
        ]
        if loose:
            return _clause(article, grammar, found, loose[0], "said.clause")
    if entry and cue.xpos == "VBG" and (draft := _behind_that(article, grammar, found)) is not None:
        return draft
    return (
        figure(article, grammar, found, rules.words["clauses.figure"])
        or infinitive(article, grammar, found, rules.words["clauses.infinitive"])
        or gerund(article, grammar, found, rules.words["clauses.gerund"])
        or judgement(article, grammar, found, rules.words["clauses.judgement"])
    )


def _finite(grammar: Grammar, word: Word) -> bool:
    """Whether a word heads a clause with a finite verb."""
    return word.xpos in ("VBD", "VBZ", "VBP") or bool(grammar.children(word.index, "aux", "cop"))


def _stray(kid: Word, cue: Word) -> bool:
    return kid.upos == "PUNCT" or kid.sentence != cue.sentence


def _inserted(grammar: Grammar, cue: Word) -> bool:
    """Whether an attribution with a subject of its own stands between commas, without an "as" or "when" before it."""
    if cue.xpos not in ("VBD", "VBZ", "VBP") or grammar.children(cue.index, "mark") or not grammar.children(cue.index, "nsubj"):
        return False
    tree = grammar.subtree(cue.index)
    first, last = tree[0], tree[-1]
    while first < cue.index and grammar.words[first].upos == "PUNCT":
        first += 1
    if any(grammar.words[i].text.lower() in ("who", "which", "that", "what", "as", "when") for i in tree):
        return False
    before = grammar.words[first - 1].text if first else ""
    loose = cue.relation == "parataxis"
    after = grammar.words[last + 1].text if last + 1 < len(grammar.words) else ""
    return before not in (":", ";") and (loose or (before in _COMMAS and (grammar.words[last].text in _COMMAS or after in _COMMAS)))


def find_gap(article: Article, grammar: Grammar, cue: Word, kid: Word) -> bool:
    """Whether a clause that only stands beside the cue is what is said: parted from it by a comma, colon or quotation mark."""
    tree = grammar.subtree(kid.index)
    first, last = tree[0], tree[-1]
    if cue.index < first:
        return any(c in article.text[grammar.words[cue.index].end : grammar.words[kid.index].start] for c in ':,"\u201c')
    return any(c in article.text[grammar.words[last].start : cue.start] for c in ',"\u201d!?')


def _clause(article: Article, grammar: Grammar, found: Found, clause: Word, rule: str) -> Draft | None:
    cue = found.word
    below = frozenset(grammar.subtree(clause.index))
    mine = frozenset(grammar.subtree(cue.index))
    content = below - mine if cue.index in below else below
    if not content:
        return None
    sentence = grammar.sentences[cue.sentence]
    before = [i for i in content if i < cue.index]
    after = [i for i in content if i > cue.index]
    if before and cue.xpos == "VBG":
        return _behind_that(article, grammar, found)  # "..., adding that ..." never adds what stands before it
    if before and (clause.index < cue.index or after):
        indexes = _around(grammar, cue, content, (sentence.first, sentence.last))
    else:
        start = max(min(after), _that(grammar, cue, clause)) if after else 0
        indexes = list(range(start, max(after) + 1)) if after else []
        indexes = cut_off(grammar, indexes)
    spans = pieces(article, grammar, indexes)
    if not spans:
        return None
    if any(i < cue.index for i in indexes) and any(i > cue.index for i in indexes):
        rule = "said.parenthesis"
    entry = found.takes("c") or found.entries[0]
    return draft_of(grammar, found, spans, rule, entry.manner, frozenset(indexes))


def _around(grammar: Grammar, cue: Word, content: frozenset[int], bounds: tuple[int, int]) -> list[int]:
    """The words of a sentence before (and after) the attribution that interrupts or closes it."""
    first, last = block_of(grammar, cue.index, content)
    start, end = min(content), max(content)
    left = start
    while left - 1 >= bounds[0] and grammar.words[left - 1].text != ";" and not _foreign(grammar, left - 1, cue):
        left -= 1
    indexes = list(range(left, min(first, cue.index)))
    last = _own(grammar, cue, content, last)
    if end > last:
        indexes += list(range(last, end + 1))
    return indexes


def _that(grammar: Grammar, cue: Word, clause: Word) -> int:
    """The "that" behind a cue that opens the clause: what the tree sets before it is none of it ("said on Friday | that ..."), or -1."""
    return next((k.index for k in grammar.children(clause.index, "mark") if k.index > cue.index and k.text.lower() == "that"), -1)


def _own(grammar: Grammar, cue: Word, content: frozenset[int], last: int) -> int:
    """The end of an attribution with the phrases no mark parts from it: "..., the zoo said <on Sunday, a day after the storm>"."""
    while last in content and not any(w.upos == "PUNCT" for w in grammar.words[last - 1 : last + 1]):
        top = grammar.words[last]
        while top.head in content and top.head > cue.index:
            top = grammar.words[top.head]
        below = grammar.subtree(top.index)
        if top.head not in content or below[0] < last:
            break  # the clause itself goes on
        last = below[-1] + 1
    return last


def _foreign(grammar: Grammar, i: int, cue: Word) -> bool:
    """Whether a word before the reported clause belongs to a clause that is no part of it."""
    word = grammar.words[i]
    return word.text == ":" or (word.deprel in ("root",) and word.index != cue.index and word.upos == "VERB")


def _behind_that(article: Article, grammar: Grammar, found: Found) -> Draft | None:
    """ "..., adding that ...": where the tree went wrong, the rest of the sentence."""
    sentence = grammar.sentences[found.word.sentence]
    if found.last >= sentence.last or grammar.words[found.last].text.lower() != "that":
        return None
    indexes = cut_off(grammar, list(range(found.last + 1, sentence.last)))
    spans = pieces(article, grammar, indexes)
    return draft_of(grammar, found, spans, "said.clause", found.manner, frozenset(indexes)) if spans else None
