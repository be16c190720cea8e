"""What touches a quotation: the reporting word behind it, before it or above it, and the name it is signed with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.article import Article, Span
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import Found, SaidRules, cue_span, find_cue
from dateline.said.draft import Draft
from dateline.said.quotes import Quote, QuoteMask
from dateline.said.syntax import negated, phrase, speaker_of

_BEHIND_ONLY = frozenset({"put", "go", "run"})  # '"...," as she put it', never 'put "New Dawn" to sea'
_FINAL = ".!?\u2026"
_BEFORE = 80  # characters before a quotation that may tell whether it opens a sentence


@dataclass(frozen=True, slots=True)
class Unit:
    """One quotation, over as many paragraphs as it runs."""

    quotes: tuple[Quote, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The quoted words, one span a paragraph."""
        return tuple(q.inner for q in self.quotes)

    @property
    def outer(self) -> Span:
        """From the first mark to the last."""
        return Span(self.quotes[0].outer.start, self.quotes[-1].outer.end)


@dataclass(frozen=True, slots=True)
class Desk:
    """What attributing a quotation needs."""

    article: Article
    grammar: Grammar
    mask: QuoteMask
    rules: SaidRules
    zones: tuple[Span, ...]

    def paragraph(self, offset: int) -> Span:
        """The told part around an offset (empty outside all of them)."""
        at = bisect_right(self.zones, (offset, len(self.article.text))) - 1
        zone = self.zones[at] if at >= 0 else Span(offset, offset)
        return zone if offset <= zone.end else Span(offset, offset)

    def above(self, offset: int) -> Span:
        """The told part before the one around an offset."""
        at = bisect_right(self.zones, (offset, len(self.article.text))) - 2
        return self.zones[at] if at >= 0 else Span(0, 0)

    def below(self, offset: int) -> Span:
        """The told part after the one around an offset."""
        at = bisect_right(self.zones, (offset, len(self.article.text)))
        return self.zones[at] if at < len(self.zones) else Span(0, 0)


def count_words(text: str, spans: Sequence[Span]) -> int:
    return sum(len(text[s.start : s.end].split()) for s in spans)


def touching(desk: Desk, unit: Unit, bounds: tuple[int, int]) -> list[tuple[Found, str]]:
    """Reporting words that touch a quotation, the likeliest first."""
    behind = behind_of(desk, unit, bounds[1])
    ahead = ahead_of(desk, unit, bounds[0])
    text, inner = desk.article.text, unit.spans[-1]
    stop = text[inner.end : unit.outer.end + 2]
    open_end = not any(c in stop for c in ".") or "," in stop
    order = (behind, ahead) if open_end else (ahead, behind)
    out = [(found, "said.quote") for found in order if found is not None]
    governor = _governor(desk, unit)
    if governor is not None:
        out.append((governor, "said.quoted_words"))
    return out


def gap_words(desk: Desk, start: int, end: int) -> tuple[Word, ...]:
    return desk.grammar.within(Span(start, end)) if end > start else ()


def behind_of(desk: Desk, unit: Unit, limit: int) -> Found | None:
    """The reporting word right behind a quotation: "..., said the mayor" or "..., the mayor of the town told reporters"."""
    text, start = desk.article.text, unit.outer.end
    words = gap_words(desk, start, min(limit, desk.paragraph(start).end))
    ended = any(c in text[unit.spans[-1].end : unit.outer.end] for c in ".") and not (words and words[0].text[0].islower())
    for n, word in enumerate(words[:40]):
        if word.text in (".", ";", "!", "?") or (
            n and word.text in ("and", "but", "while", "which", "because", "if", "so") and word.upos != "DET" and ended
        ):
            return None
        if n == 0 and word.text[0] in ".;:":
            return None
        found = find_cue(desk.grammar, word, desk.rules)
        if found is None:
            if word.upos == "VERB" and word.relation in ("root", "conj", "parataxis") and n < 3:
                return None
            continue
        if (found.takes("q") is None and found.takes("c") is None) or (
            word.deprel == "acl:relcl" and n > 1 and _relative(desk.grammar, word)
        ):
            continue
        if ended and _has_content(desk.grammar, found):
            return None
        return found
    return None


def _relative(grammar: Grammar, word: Word) -> bool:
    return any(k.text.lower() in ("who", "which", "that", "whom") for k in grammar.children(word.index))


def _has_content(grammar: Grammar, found: Found) -> bool:
    return any(k.index > found.word.index for k in grammar.children(found.word.index, "ccomp", "xcomp"))


def ahead_of(desk: Desk, unit: Unit, limit: int) -> Found | None:
    """The reporting word right before a quotation, in its sentence: "The mayor said:", "adding that", "he told them,"."""
    text, end = desk.article.text, unit.outer.start
    line = desk.paragraph(end).start
    words = gap_words(desk, max(limit, line), end)
    lead = text[max(limit, line) : end].rstrip()
    touch = desk.rules.patterns["quotations.quote"].search(lead) is not None
    for n, word in enumerate(reversed(words[-30:])):
        if word.text in (".", ";", "!", "?"):
            return None
        found = find_cue(desk.grammar, word, desk.rules)
        if found is None or (found.takes("q") is None and found.takes("a") is None):
            continue
        if _behind_only(found) or _names(word):
            return None
        if negated(desk.grammar, word.index):
            return None
        if touch or n <= 3:
            return found
        return None
    return None


def _governor(desk: Desk, unit: Unit) -> Found | None:
    """The reporting verb whose object or complement the quoted words are: 'praised "a fair enemy"', 'denounced the text as "..."'."""
    words = gap_words(desk, unit.outer.start, unit.outer.end)
    inside = {w.index for w in words}
    top = next((w for w in words if w.upos != "PUNCT" and w.head not in inside), None)
    if top is None:
        return None
    for n, word in enumerate(desk.grammar.ancestors(top.index)):
        if n > 2 or word.sentence != top.sentence:
            return None
        if word.index in inside:
            continue
        found = find_cue(desk.grammar, word, desk.rules)
        if found is not None and top.deprel.startswith(("obl", "nmod")) and _titled(desk, unit):
            return None
        if found is not None and (_names(word) or _behind_only(found)):
            return None
        if found is not None and (found.takes("a") is not None or found.takes("c") is None) and found.manner == "speech":
            return None if negated(desk.grammar, word.index) or not _bare(desk, unit, found) else found
        if word.upos in ("VERB", "AUX") or (n and word.upos not in ("NOUN", "PROPN", "ADJ")):
            return None
    return None


def _behind_only(found: Found) -> bool:
    return found.entries[0].lemma in _BEHIND_ONLY and not found.entries[0].particle


def _names(word: Word) -> bool:
    """Whether a participle gives a thing its name: 'a fund called "New Dawn"'."""
    return word.xpos == "VBN" and word.relation in ("acl", "amod", "advcl")


def _titled(desk: Desk, unit: Unit) -> bool:
    """Whether the quoted words name a work or a show ("Good Morning Kent") rather than say something."""
    words = desk.article.words(unit.spans[0]).split()
    return len(unit.spans) == 1 and len(words) <= 7 and all(w[0].isupper() or w[0].isdigit() or len(w) <= 3 for w in words)


def _bare(desk: Desk, unit: Unit, found: Found) -> bool:
    """Whether the words between verb and quotation name only what is judged."""
    between = desk.grammar.words[found.last : found.last]
    words = gap_words(desk, min(desk.grammar.words[found.last - 1].end, unit.outer.start), unit.outer.start)
    return (
        len(words) <= 14 and not any(w.upos == "VERB" and w.relation in ("ccomp", "xcomp", "advcl", "conj") for w in words) and not between
    )


def quote_draft(desk: Desk, unit: Unit, found: Found, rule: str) -> Draft | None:
    grammar = desk.grammar
    head = speaker_of(grammar, found.word.index)
    if head < 0 or unit.outer.holds(grammar.words[head].span):
        head = _near(desk, unit, found)
    source = None
    if head >= 0:
        quoted = frozenset(w.index for q in unit.quotes for w in grammar.within(q.outer))
        first, last = phrase(grammar, head, outside=quoted | frozenset(range(found.first, found.last)))
        source = grammar.span_of(first, last)
    elif count_words(desk.article.text, unit.spans) < 3:
        return None
    entry = found.takes("q") or found.takes("a") or found.entries[0]
    return Draft(rule, entry.manner, unit.spans, cue_span(grammar, found), found.word.index, source, head, quoted=True)


def _near(desk: Desk, unit: Unit, found: Found) -> int:
    """The noun phrase beside a cue whose tree names no subject: right behind it, else right before it, in the gap."""
    grammar, cue = desk.grammar, found.word
    sentence = grammar.sentences[cue.sentence]
    quoted = {w.index for q in unit.quotes for w in grammar.within(q.outer)}
    for i in range(found.last, min(sentence.last, found.last + 10)):
        word = grammar.words[i]
        if i in quoted or word.upos in ("ADP", "PUNCT", "VERB", "SCONJ"):
            break
        if word.upos in ("NOUN", "PROPN", "PRON") and not (
            word.head > i and word.deprel in ("compound", "nmod:poss", "flat") and word.head < i + 8
        ):
            return i
    for i in range(cue.index - 1, max(sentence.first, cue.index - 20) - 1, -1):
        word = grammar.words[i]
        if i in quoted:
            break
        if word.upos in ("PROPN", "PRON", "NOUN") and word.relation in (
            "nsubj",
            "root",
            "parataxis",
            "obl",
            "dep",
            "obj",
            "list",
            "ccomp",
        ):
            return i
    return -1


def sentence_like(desk: Desk, unit: Unit) -> bool:
    """Whether a quotation is a sentence of its own: it opens one, with a capital, and ends one."""
    text, outer = desk.article.text, unit.outer
    lead = text[max(0, outer.start - _BEFORE) : outer.start].rstrip(" \t\u00a0")
    pattern = desk.rules.patterns["quotations.free_quote"]
    opens = unit.quotes[0].opens_line or lead[-1:] in '"\u201d)\u2014\u2013-' or pattern.search(lead[-2:]) is not None
    first = text[unit.spans[0].start]
    tail = text[unit.spans[-1].end : outer.end + 1]
    ends = any(c in _FINAL + "," for c in tail) or not unit.quotes[-1].closed or unit.quotes[-1].ends_line
    return opens and ends and (first.isupper() or first.isdigit() or first in "[(") and count_words(text, unit.spans) >= 3


def signed(desk: Desk, unit: Unit, bounds: tuple[int, int]) -> Draft | None:
    """'"..." - Name' behind a quotation, 'Name: "..."' before it."""
    text = desk.article.text
    end = desk.paragraph(unit.outer.end - 1).end
    tail = text[unit.outer.end : min(end, unit.outer.end + 80)].strip()
    behind = desk.rules.patterns["quotations.signed"].fullmatch(tail) if unit.outer.end + 80 > end else None
    if behind is not None:
        start = text.index(tail, unit.outer.end) + behind.start("name")
        draft = _named(desk, unit, Span(start, start + len(behind["name"].rstrip(" ."))), "said.signed")
        if draft is not None:
            return draft
    line = max(desk.paragraph(unit.outer.start).start, bounds[0])
    lead = text[line : unit.outer.start].strip()
    before = (
        desk.rules.patterns["quotations.labelled"].fullmatch(lead)
        if len(lead) < 60 and not text[max(0, line - _BEFORE) : line].rstrip(" \t")[-1:].isalnum()
        else None
    )
    if before is not None:
        start = text.index(lead, line) + before.start("name")
        return _named(desk, unit, Span(start, start + len(before["name"])), "said.labelled")
    return None


def _named(desk: Desk, unit: Unit, span: Span, rule: str) -> Draft | None:
    """The draft of a quotation with a name beside it; a line with a verb is no name."""
    words = desk.grammar.within(span)
    if not words or len(words) > 10 or any(w.upos in ("VERB", "AUX", "SCONJ") for w in words) or not any(w.upos == "PROPN" for w in words):
        return None
    return Draft(rule, "speech", unit.spans, None, -1, span, words[-1].index, quoted=True)
